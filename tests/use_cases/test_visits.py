"""Visits on real records: what is carried forward, what is kept, what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from db.replay import verify
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Employment, Enrolment, Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.history import redo, undo
from desktop_app.use_cases.visits import (
    draft,
    drop_draft,
    keep_draft,
    record_visit,
    route,
    visit_sheet,
)
from tests.sessions import OTHER_VILLAGE, TODAY, Clock, keep_person, open_test_session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    assert verify(session.store.database).problems == []
    session.close()


def keep_visit(session: Session, person: Person, days_ago: int = 0, **facts: object) -> Visit:
    day = TODAY - timedelta(days=days_ago)
    visit = replace(visit_sheet(session, person_id=person.id).draft, visited_on=day)
    return record_visit(session, replace(visit, **facts))  # type: ignore[arg-type]


def test_the_first_visit_begins_with_the_register(session: Session) -> None:
    person = keep_person(
        session, employment_status="11", job_intention="away", training_wish="焊工"
    )
    with session.operation("test", "就业") as operation:
        operation.save(
            Employment(
                village_code=person.village_code,
                person_id=person.id,
                employer="蒙盛乳业",
                job="挤奶工",
                scope="county",
                monthly_fen=320_000,
            )
        )
        operation.save(
            Enrolment(
                village_code=person.village_code,
                person_id=person.id,
                scheme="resident_pension",
                status="1",
            )
        )

    sheet = visit_sheet(session, person_id=person.id)

    assert sheet.last is None
    assert sheet.last_text == "还没有走访过，以下是登记资料"
    assert (sheet.draft.visited_on, sheet.draft.way, sheet.draft.informant) == (
        TODAY,
        "home",
        "本人",
    )
    texts = {question.field: question.last_text for question in sheet.questions}
    assert texts["employment_status"] == "外出务工"
    assert texts["employer"] == "蒙盛乳业 · 挤奶工"
    assert texts["monthly_fen"] == "3200 元/月"
    assert texts["scope"] == "旗县内"
    assert texts["enrolment"] == "正常参保"
    assert texts["difficulty"] == ""


def test_last_time_s_answers_are_carried_forward(session: Session) -> None:
    person = keep_person(session)
    keep_visit(
        session, person, 68, residing="here", difficulty="老人要照顾", way="phone", notes="好"
    )

    sheet = visit_sheet(session, person_id=person.id)

    assert sheet.last_text == "上次 9月18日（68 天前） · 电话"
    assert (sheet.draft.residing, sheet.draft.difficulty) == ("here", "老人要照顾")
    assert (sheet.draft.notes, sheet.draft.way) == ("", "home")


def test_a_household_is_visited_by_its_head(session: Session) -> None:
    son = keep_person(session, 1, name="巴图", relation="03")
    keep_person(session, 2, name="其木格", household_id=son.household_id)
    keep_person(session, 3, name="老人", household_id=son.household_id, died_on=date(2025, 1, 1))

    sheet = visit_sheet(session, son.household_id)

    assert [member.name for member in sheet.members] == ["其木格", "巴图"]
    assert sheet.person.name == "其木格"
    assert (sheet.person.relation, sheet.person.age) == ("户主", 41)


def test_what_was_registered_since_wins_over_last_time(session: Session) -> None:
    person = keep_person(session)
    keep_visit(session, person, 60, employment_status="5")
    with session.operation("test", "改状态") as operation:
        operation.save(replace(session.get(Person, person.id), employment_status="2"))

    sheet = visit_sheet(session, person_id=person.id)

    assert sheet.draft.employment_status == "2"
    assert record_visit(session, sheet.draft).changed == "employment_status"


def test_no_change_is_kept_as_no_change(session: Session) -> None:
    person = keep_person(session)
    keep_visit(session, person, 60, residing="here", employment_status="7")

    kept = record_visit(session, visit_sheet(session, person_id=person.id).draft)

    assert kept.changed == ""
    assert kept.village_code == person.village_code
    assert kept.residing == "here"


def test_what_changed_is_named(session: Session) -> None:
    person = keep_person(session)
    keep_visit(session, person, 60, residing="here", employment_status="5")

    kept = keep_visit(
        session, person, employment_status="11", scope="province", employer="工地", monthly_fen=1
    )

    assert kept.changed == "employment_status,scope,employer,monthly_fen"


def test_one_answer_is_kept_with_the_person_too(session: Session) -> None:
    person = keep_person(session, employment_status="5", job_intention="local")

    keep_visit(session, person, employment_status="1", training_wish="想学缝纫")

    found = session.get(Person, person.id)
    assert (found.employment_status, found.job_intention) == ("1", "local")
    assert found.training_wish == "想学缝纫"
    assert undo(session) == f"{person.name}的走访"
    assert session.get(Person, person.id).employment_status == "5"
    assert session.find(Visit) == []
    redo(session)
    assert session.get(Person, person.id).training_wish == "想学缝纫"


def test_a_visit_added_later_does_not_change_the_person_back(session: Session) -> None:
    person = keep_person(session, employment_status="5")
    keep_visit(session, person, 10, employment_status="11")

    keep_visit(session, person, 40, employment_status="9")

    assert session.get(Person, person.id).employment_status == "11"
    assert visit_sheet(session, person_id=person.id).draft.employment_status == "11"


def test_work_is_forgotten_with_the_work(session: Session) -> None:
    person = keep_person(session, employment_status="11")
    keep_visit(session, person, 60, scope="province", employer="工地", monthly_fen=500_000)

    kept = keep_visit(session, person, employment_status="5")

    assert (kept.scope, kept.employer, kept.monthly_fen) == ("", "", None)


def test_an_empty_code_means_as_before(session: Session) -> None:
    person = keep_person(session, employment_status="7")
    keep_visit(session, person, 60, residing="here")

    kept = record_visit(session, Visit(person_id=person.id, visited_on=TODAY, way="phone"))

    assert (kept.residing, kept.employment_status, kept.changed) == ("here", "7", "")
    assert session.get(Person, person.id).employment_status == "7"


def test_a_promise_needs_its_day(session: Session) -> None:
    person = keep_person(session)
    with pytest.raises(Refused, match="办结期限") as refused:
        keep_visit(session, person, promise="打听招工")
    assert refused.value.fields == ("promise_due_on",)
    assert session.find(Visit) == []


def test_an_old_promise_may_stay_open_but_no_new_one_begins_late(session: Session) -> None:
    person = keep_person(session)
    keep_visit(session, person, 60, promise="打听招工", promise_due_on=TODAY - timedelta(days=5))

    assert keep_visit(session, person).changed == ""
    with pytest.raises(Refused, match="早于走访日期"):
        keep_visit(session, person, promise_due_on=TODAY - timedelta(days=1))


def test_what_the_rules_forbid_is_refused(session: Session) -> None:
    person = keep_person(session)
    with pytest.raises(Refused, match="还没有到") as refused:
        keep_visit(session, person, -1)
    assert refused.value.basis
    with pytest.raises(Refused, match="走访方式"):
        keep_visit(session, person, way="")
    with pytest.raises(Refused, match="没有“飞”这一项"):
        keep_visit(session, person, residing="飞")
    with pytest.raises(Refused, match="没有写明"):
        record_visit(session, Visit(visited_on=TODAY))
    other = keep_person(session, 2)
    with pytest.raises(Refused, match="不在这一户"):
        keep_visit(session, person, household_id=other.household_id)
    assert session.find(Visit) == []


def test_a_visit_is_corrected_in_its_place(session: Session) -> None:
    person = keep_person(session)
    keep_visit(session, person, 30, residing="here")
    kept = keep_visit(session, person, residing="town")

    corrected = record_visit(session, replace(kept, residing="here"))

    assert corrected.changed == ""
    assert len(session.find(Visit)) == 2


def test_the_route_begins_with_the_longest_unvisited(session: Session) -> None:
    people = [keep_person(session, number) for number in range(1, 5)]
    keep_visit(session, people[0], 100)
    keep_visit(session, people[1], 86)
    keep_visit(session, people[2])

    lines = route(session)

    assert [line.head_name for line in lines] == [people[place].name for place in (2, 3, 0, 1)]
    assert [line.due for line in lines] == ["done", "never", "overdue", "soon"]
    assert lines[2].due_text == "逾期 10 天"
    assert lines[2].last_visit_on == TODAY - timedelta(days=100)


def test_the_route_is_searched_by_anybody_of_the_household(session: Session) -> None:
    head = keep_person(session, 1, name="萨仁高娃")
    keep_person(session, 2, name="特木尔", relation="03", household_id=head.household_id)
    keep_person(session, 3, village_code=OTHER_VILLAGE)

    for text in ("特木尔", "tme", "萨仁"):
        assert [line.head_name for line in route(session, text)] == ["萨仁高娃"]
        assert route(session, text)[0].members == 2
    assert route(session, "没有这个人") == []


def test_a_draft_is_kept_and_found_again(session: Session) -> None:
    person = keep_person(session)
    visit = replace(
        visit_sheet(session, person_id=person.id).draft,
        promise="打听招工",
        promise_due_on=date(2026, 12, 1),
        monthly_fen=5,
    )
    assert draft(session) is None
    keep_draft(session, visit, ["residing", "employment_status"])

    found = draft(session)

    assert found is not None
    assert found.visit == visit
    assert found.answered == ("residing", "employment_status")
    assert found.kept_at == session.now()
    assert found.sentence == f"{person.name}的走访填了 2 项（共 7 项）"


def test_each_person_has_one_draft_and_the_newest_comes_first(session: Session) -> None:
    first, second = keep_person(session, 1), keep_person(session, 2)
    keep_draft(session, visit_sheet(session, person_id=first.id).draft)
    assert isinstance(session.world.now, Clock)
    session.world.now.pass_days(1)
    keep_draft(session, visit_sheet(session, person_id=second.id).draft)

    found = draft(session)
    assert found is not None
    assert found.visit.person_id == second.id
    drop_draft(session, second.id)
    found = draft(session)
    assert found is not None
    assert found.visit.person_id == first.id
    assert draft(session, second.id) is None


def test_keeping_the_visit_drops_its_draft_and_refusing_does_not(session: Session) -> None:
    person = keep_person(session)
    visit = visit_sheet(session, person_id=person.id).draft
    keep_draft(session, visit)
    with pytest.raises(Refused):
        record_visit(session, replace(visit, promise="打听招工"))
    assert draft(session) is not None

    record_visit(session, visit)

    assert draft(session) is None


def test_a_draft_that_cannot_be_read_is_left_out(session: Session) -> None:
    person = keep_person(session)
    keep_draft(session, Visit(person_id=person.id))
    with session.operation("test", "移出") as operation:
        operation.remove(session.get(Person, person.id))

    assert draft(session) is None
