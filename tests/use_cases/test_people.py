"""Finding, registering, correcting and removing people, on real records files."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Disclosure,
    Enrolment,
    Household,
    Person,
    Placement,
    Post,
    Visit,
)
from desktop_app.session import Session
from desktop_app.use_cases import households, people
from desktop_app.use_cases.people import PeopleFilter
from tests.sessions import (
    OTHER_VILLAGE,
    TODAY,
    VILLAGE,
    citizen_id,
    keep_person,
    keep_post,
)


def _names(session: Session, wanted: PeopleFilter) -> list[str]:
    ids = people.find_people(session, wanted)
    return [line.name for line in people.person_lines(session, ids)]


def _visit(session: Session, person: Person, on: date) -> None:
    with session.operation("test", "走访") as operation:
        operation.save(
            Visit(
                village_code=person.village_code,
                household_id=person.household_id,
                person_id=person.id,
                visited_on=on,
                way="home",
                difficulty="腰伤未好",
            )
        )


def _place(session: Session, person: Person, post: Post, **facts: object) -> None:
    placement = Placement(
        village_code=VILLAGE, post_id=post.id, person_id=person.id, started_on=date(2026, 2, 1)
    )
    with session.operation("test", "安置") as operation:
        operation.save(replace(placement, **facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["乌云", "乌云·其", "wyqqg", "WY", "wuyunqiqige", "qqg", "其其格", "0302", "13800000002"],
)
def test_a_person_is_found_by_name_pinyin_initials_number_and_phone(
    session: Session, text: str
) -> None:
    keep_person(session, 2, name="乌云其其格")
    keep_person(session, 3, name="李建国", citizen_id=citizen_id(date(1970, 11, 9), 3))

    assert _names(session, PeopleFilter(text=text))[0] == "乌云其其格"


def test_names_that_begin_with_the_text_come_first(session: Session) -> None:
    keep_person(session, 1, name="白巴图")
    keep_person(session, 2, name="巴图·朝鲁")

    assert _names(session, PeopleFilter(text="巴图")) == ["巴图·朝鲁", "白巴图"]


def test_marks_of_the_query_language_are_only_text(session: Session) -> None:
    keep_person(session, 1, name="巴图")

    assert _names(session, PeopleFilter(text="%")) == []
    assert _names(session, PeopleFilter(text="' OR 1=1 --")) == []


def test_text_and_filters_narrow_together(session: Session) -> None:
    keep_person(session, 1, name="巴图", employment_status="5", poverty_status="lifted")
    keep_person(session, 2, name="巴雅尔", employment_status="11")
    keep_person(session, 3, name="巴根", employment_status="5", village_code=OTHER_VILLAGE)
    jobless = PeopleFilter(text="ba", statuses=("5",))

    assert set(_names(session, jobless)) == {"巴图", "巴根"}
    assert _names(session, replace(jobless, village_codes=(VILLAGE,))) == ["巴图"]
    assert _names(session, PeopleFilter(poverty=("lifted",))) == ["巴图"]
    assert people.count_people(session, jobless) == 2
    assert people.count_people(session) == 3
    assert len(people.find_people(session, limit=2)) == 2


def test_those_not_visited_for_long_are_found_by_household(session: Session) -> None:
    mother = keep_person(session, 2, name="图雅")
    keep_person(session, 1, name="朝鲁", household_id=mother.household_id, relation="03")
    other = keep_person(session, 3, name="宝音")
    keep_person(session, 5, name="已故人", died_on=date(2026, 1, 1))
    _visit(session, mother, TODAY - timedelta(days=10))
    _visit(session, other, TODAY - timedelta(days=68))

    late = PeopleFilter(not_visited_days=30)

    assert _names(session, late) == ["宝音"]
    line = people.person_lines(session, [other.id])[0]
    assert (line.last_visit_on, line.days_since_visit) == (TODAY - timedelta(days=68), 68)


def test_those_on_a_post_are_told_from_the_rest(session: Session) -> None:
    holder, former = keep_person(session, 1, name="苏和"), keep_person(session, 3, name="那顺")
    post = keep_post(session)
    _place(session, holder, post)
    _place(session, former, post, last_day_on=TODAY - timedelta(days=1))

    assert _names(session, PeopleFilter(posts=True)) == ["苏和"]
    assert _names(session, PeopleFilter(posts=False)) == ["那顺"]
    assert people.person_lines(session, [holder.id])[0].post_title == "护林员"


def test_the_labour_force_has_ages_and_can_work(session: Session) -> None:
    keep_person(session, 1, name="壮年")
    for number, name, birth in ((3, "学童", date(2015, 5, 1)), (5, "老人", date(1950, 5, 1))):
        number_of = citizen_id(birth, number)
        keep_person(session, number, name=name, birth_on=birth, citizen_id=number_of)
    keep_person(session, 7, name="病人", work_capacity="lost")

    assert _names(session, PeopleFilter(labour_only=True)) == ["壮年"]


def test_a_new_person_gets_sex_birthday_and_a_household(session: Session) -> None:
    number = citizen_id(date(1980, 5, 6), 4)

    kept = people.add_person(
        session,
        Person(
            village_code=VILLAGE, name=" 萨仁 ", citizen_id=number.lower(), phone="138 0000 0001"
        ),
    )

    assert (kept.name, kept.sex, kept.birth_on) == ("萨仁", "2", date(1980, 5, 6))
    assert (kept.relation, kept.phone) == ("01", "13800000001")
    assert session.get(Household, kept.household_id).village_code == VILLAGE
    assert session.get(Person, kept.id) == kept


def test_a_number_is_registered_once(session: Session) -> None:
    first = keep_person(session, 2, name="乌云其其格")

    with pytest.raises(Refused) as refusal:
        people.add_person(
            session, Person(village_code=VILLAGE, name="别人", citizen_id=first.citizen_id)
        )

    assert "已经登记为「乌云其其格」（" in str(refusal.value)
    assert refusal.value.advice == "打开她的资料，不用重新登记。"
    assert refusal.value.fields == ("citizen_id",)
    assert people.count_people(session) == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"citizen_id": "150223198503021230"[:17]}, "citizen_id"),
        ({"birth_on": date(1985, 3, 3)}, "birth_on"),
        ({"sex": "2"}, "sex"),
        ({"died_on": TODAY + timedelta(days=1)}, "died_on"),
        ({"died_on": date(1980, 1, 1)}, "died_on"),
        ({"phone": "没有"}, "phone"),
    ],
)
def test_what_cannot_be_is_refused_and_not_kept(
    session: Session, facts: dict[str, object], field: str
) -> None:
    person = keep_person(session, 1)

    with pytest.raises(Refused) as refusal:
        people.save_person(session, replace(person, **facts))  # type: ignore[arg-type]

    assert refusal.value.fields[0] == field
    assert refusal.value.advice.endswith("。")
    assert session.get(Person, person.id) == person


def test_a_household_has_one_head(session: Session) -> None:
    head = keep_person(session, 1, name="朝鲁")
    son = keep_person(session, 3, name="苏和", household_id=head.household_id, relation="03")

    with pytest.raises(Refused, match="户主已经是朝鲁"):
        people.save_person(session, replace(son, relation="01"))


def test_a_person_from_elsewhere_is_refused(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        people.add_person(session, Person(village_code="", name="萨仁"))

    assert refusal.value.fields == ("village_code",)


def test_a_person_registered_by_mistake_is_removed_with_the_empty_household(
    session: Session,
) -> None:
    person = keep_person(session, 1)

    people.remove_person(session, person.id)

    assert people.find_people(session) == []
    assert session.find(Household) == []


def test_a_person_on_a_post_or_with_a_history_stays(session: Session) -> None:
    holder, visited, insured = (keep_person(session, number) for number in (1, 3, 5))
    _place(session, holder, keep_post(session))
    _visit(session, visited, TODAY)
    with session.operation("test", "参保") as operation:
        operation.save(Enrolment(village_code=VILLAGE, person_id=insured.id))

    with pytest.raises(Refused, match="还在护林员岗位上"):
        people.remove_person(session, holder.id)
    with pytest.raises(Refused, match="走访 1 条"):
        people.remove_person(session, visited.id)
    with pytest.raises(Refused, match="参保 1 条"):
        people.remove_person(session, insured.id)
    assert people.count_people(session) == 3


def test_a_number_that_was_shown_is_on_record(session: Session) -> None:
    person = keep_person(session, 1)

    shown = people.show_citizen_id(session, person.id, "人员页")

    record = session.find(Disclosure, person_id=person.id)[0]
    assert shown == person.citizen_id
    assert (record.occasion, record.shown_at) == ("人员页", session.now())


def test_lists_never_hold_a_whole_number(session: Session) -> None:
    person = keep_person(session, 1)

    line = people.person_lines(session, [person.id])[0]

    assert line.citizen_id == f"150223********{person.citizen_id[-4:]}"
    assert person.citizen_id not in repr(line)
    assert person.citizen_id not in repr(people.person_file(session, person.id).events)


def test_the_file_tells_household_work_and_history_newest_first(session: Session) -> None:
    wife = keep_person(session, 2, name="萨仁", relation="02")
    head = keep_person(session, 1, name="巴特尔", household_id=wife.household_id)
    post = keep_post(session)
    _place(
        session,
        head,
        post,
        last_day_on=date(2026, 6, 30),
        exit_reason="07",
        agreement_to=date(2026, 12, 31),
    )
    _visit(session, head, date(2026, 9, 18))

    file = people.person_file(session, head.id)

    assert [member.name for member in file.members] == ["巴特尔", "萨仁"]
    assert [event.text for event in file.events] == [
        "走访：腰伤未好",
        "护林员退岗：协议到期不续",
        "上岗：护林员",
    ]
    assert file.events[0].who == "苏日娜"
    assert not file.placements[0].current
    assert file.last_visit is not None
    with pytest.raises(Refused):
        people.person_file(session, post.id)


def test_a_household_moves_with_its_members(session: Session) -> None:
    head = keep_person(session, 1, name="朝鲁")
    home = session.get(Household, head.household_id)

    households.save_household(session, replace(home, village_code=OTHER_VILLAGE, address="3 组"))

    file = households.household_file(session, home.id)
    assert file.head_name == "朝鲁"
    assert session.get(Person, head.id).village_code == OTHER_VILLAGE
    with pytest.raises(Refused, match="嘎查村"):
        households.save_household(session, replace(home, village_code=""))


def test_a_person_moves_to_another_household(session: Session) -> None:
    head = keep_person(session, 1, name="朝鲁")
    daughter = keep_person(session, 2, name="其木格", village_code=OTHER_VILLAGE)

    moved = households.move_person(session, daughter.id, head.household_id, "05")

    assert (moved.household_id, moved.village_code) == (head.household_id, VILLAGE)
    with pytest.raises(Refused, match="户主"):
        households.move_person(session, daughter.id, head.household_id, "01")
