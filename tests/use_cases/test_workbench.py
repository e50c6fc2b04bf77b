"""The workbench on real records: what is due, why, and what the month's sentence says."""

from dataclasses import replace
from datetime import date, timedelta

from desktop_app.domain.records import NEW, Enrolment, Person, Placement, Record
from desktop_app.session import Session
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.visits import keep_draft, record_visit, visit_sheet
from desktop_app.use_cases.workbench import Todo, workbench
from tests.sessions import TODAY, VILLAGE, keep_person, keep_post


def keep(session: Session, record: Record) -> None:
    with session.operation("test", "登记") as operation:
        operation.save(record)


def visit(session: Session, person: Person, days_ago: int, **facts: object) -> None:
    sheet = visit_sheet(session, person_id=person.id)
    day = TODAY - timedelta(days=days_ago)
    record_visit(session, replace(sheet.draft, visited_on=day, **facts))  # type: ignore[arg-type]


def of_kind(session: Session, kind: str) -> list[Todo]:
    return [line for line in workbench(session).todo if line.kind == kind]


def test_an_empty_desk_says_how_to_begin(session: Session) -> None:
    found = workbench(session)

    assert found.headline == "还没有人员，先导入花名册"
    assert (found.todo, found.recent, found.draft, found.last_saved_at) == ((), (), None, None)
    assert found.month.sentence == "还没有登记住户"
    assert found.counts == {"people": 0, "away": 0, "idle": 0, "placed": 0, "households": 0}


def test_promises_are_due_until_a_later_visit_drops_them(session: Session) -> None:
    person = keep_person(session)
    visit(session, person, 20, promise="打听招工", promise_due_on=TODAY - timedelta(days=3))

    found = workbench(session)

    (line,) = (one for one in found.todo if one.kind == "promise")
    assert (line.who, line.what) == (person.name, "答应的事：打听招工")
    assert line.why == "规则：办结前 7 天提醒。11月5日走访时答应，11月22日前办完"
    assert (line.due_text, line.overdue, line.verb) == ("逾期 3 天", True, "回访")
    assert (line.target, line.target_id) == ("visit", person.id)
    assert line.basis
    assert found.headline == "今天先办 1 件逾期"
    visit(session, person, 0, promise="")
    assert of_kind(session, "promise") == []


def test_promises_far_away_are_not_shown(session: Session) -> None:
    visit(session, keep_person(session), 1, promise="打听招工", promise_due_on=TODAY + timedelta(8))
    assert of_kind(session, "promise") == []


def test_visits_are_due_by_the_rule_pack(session: Session) -> None:
    late, now, soon, fresh = (keep_person(session, number) for number in range(1, 5))
    for person, days in ((late, 93), (now, 90), (soon, 88), (fresh, 5)):
        visit(session, person, days)

    found = workbench(session)

    assert [(line.who, line.due_text) for line in found.todo] == [
        (late.name, "逾期 3 天"),
        (now.name, "今天"),
        (soon.name, "周五"),
    ]
    assert found.todo[0].why == "规则：每户 90 天内走访一次。上次 8月24日"
    assert found.headline == "今天先办 1 件逾期，再办 1 件到期"
    session.choose_rule("visit.period_days", 30)
    assert len(of_kind(session, "visit")) == 3
    assert all(line.overdue for line in of_kind(session, "visit"))


def test_many_late_visits_and_those_never_made_share_a_line(session: Session) -> None:
    for number in range(1, 16):
        visit(session, keep_person(session, number), 100)
    keep_person(session, 20)
    keep_person(session, 21)

    found = workbench(session)

    late, never = (line for line in found.todo if line.kind == "route")
    assert (late.who, late.what, late.target) == ("还有 3 户", "走访已经逾期", "route")
    assert (never.who, never.group) == ("2 户", "open")
    assert found.totals["overdue"] == 15
    assert found.headline == "今天先办 15 件逾期"


def test_agreements_ages_and_notices_of_posts_are_due(session: Session) -> None:
    post = keep_post(session)
    ending, old, noticed, gone = (keep_person(session, number) for number in (1, 3, 5, 7))
    old = replace(old, citizen_id="", birth_on=date(1961, 12, 1))
    keep(session, old)
    place = Placement(village_code=VILLAGE, post_id=post.id, started_on=date(2026, 1, 1))
    keep(session, replace(place, person_id=ending.id, agreement_to=date(2026, 12, 24)))
    keep(session, replace(place, person_id=old.id, agreement_to=date(2027, 6, 1)))
    keep(session, replace(place, person_id=noticed.id, started_on=None, notice_to=TODAY))
    keep(session, replace(place, person_id=gone.id, agreement_to=TODAY, last_day_on=TODAY))

    (agreement,) = of_kind(session, "agreement_ends")
    (age,) = of_kind(session, "age_reached")
    (notice,) = of_kind(session, "notice_ended")

    assert (agreement.who, agreement.due_text) == (ending.name, "12月24日")
    assert age.what == "护林员：到岗位年龄上限，办退岗"
    assert "待旗县确认" in age.basis
    assert (notice.group, notice.verb) == ("open", "看进度")
    assert {line.target_id for line in (agreement, age, notice)} == {post.id}


def test_payments_due_together_are_one_line(session: Session) -> None:
    for number in range(1, 5):
        person = keep_person(session, number)
        enrolment = Enrolment(
            village_code=VILLAGE,
            person_id=person.id,
            scheme="resident_pension",
            status="1",
            next_due_on=date(2026, 12, 20) if number < 4 else date(2026, 11, 20),
        )
        keep(session, enrolment)
    keep(session, replace(enrolment, status="4"))

    late, together = of_kind(session, "enrolment")

    assert (late.who, late.overdue) == ("乌云4", True)
    assert together.who == "乌云1 等 3 人"
    assert (together.due_text, together.target) == ("12月20日", "enrolment")


def test_posts_wait_for_approval(session: Session) -> None:
    keep_post(session, approved_on=None)
    keep_post(session)
    keep_post(session, approved_on=None, abolished_on=TODAY)

    (line,) = of_kind(session, "post")
    assert (line.who, line.what, line.due_on) == ("护林员", "2 个名额等批复", None)


def test_the_draft_and_what_was_done_last(session: Session) -> None:
    person = keep_person(session)
    visit(session, person, 1)
    keep_draft(session, visit_sheet(session, person_id=person.id).draft, ["residing"])

    found = workbench(session)

    assert found.draft is not None
    assert found.draft.visit.person_id == person.id
    assert [line.text for line in found.recent] == [f"{person.name}的走访", "登记"]
    assert (found.recent[0].who, found.recent[0].undoable) == ("苏日娜", True)
    assert found.last_saved_at == session.now()
    undo(session, found.recent[0].operation_id)
    assert [line.text for line in workbench(session).recent] == ["登记"]


def test_done_before_unlocking_is_shown_without_undo(session: Session) -> None:
    keep_person(session)
    session.opened_after = 1

    assert [line.undoable for line in workbench(session).recent] == [False]


def test_the_month_is_counted_in_households(session: Session) -> None:
    people = [keep_person(session, number) for number in range(1, 31)]
    assert session.rules.number("visit.period_days", TODAY) == 90
    session.choose_rule("visit.period_days", 30)
    for person in people[:5]:
        visit(session, person, 1)
        visit(session, person, 2)
    visit(session, people[6], 26)

    month = workbench(session).month

    assert (month.visited, month.households, month.due_by_today) == (5, 30, 25)
    assert month.behind
    assert month.sentence == "比应到少 20 户，每天多走 4 户能补上"


def test_counts_come_from_the_status(session: Session) -> None:
    for number, status in enumerate(("11", "11", "5", "7"), start=1):
        keep_person(session, number, employment_status=status)
    post = keep_post(session)
    person = session.find(Person)[0]
    keep(
        session,
        Placement(
            id=NEW, village_code=VILLAGE, post_id=post.id, person_id=person.id, started_on=TODAY
        ),
    )

    assert workbench(session).counts == {
        "people": 4,
        "away": 2,
        "idle": 1,
        "placed": 1,
        "households": 4,
    }
