"""Entries of other desks change the records as the set of entries says, in whatever order."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.conflict_queries import conflict_count, open_conflicts, parked, quarantined
from db.healing import runs_of
from db.journal import (
    CREATE,
    EDIT,
    ENTER,
    LEAVE,
    REMOVE,
    SETTLE,
    Header,
    Place,
    Run,
    encode_entry,
    encode_header,
    pack,
)
from db.replay import verify
from db.rows import to_row
from db.search import search_row
from db.sql import SqliteSql
from desktop_app.domain.records import Household, Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.history import undo
from tests.db.two_desks import hand_over, open_desk, runs_between, take
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person


@pytest.fixture
def one(tmp_path: Path) -> Session:
    return open_desk(tmp_path / "one", "苏日娜", 1)


@pytest.fixture
def two(tmp_path: Path) -> Session:
    return open_desk(tmp_path / "two", "王海", 2)


def change(session: Session, person: Person, **facts: object) -> None:
    now = session.get(Person, person.id)
    with session.operation("test", "改") as operation:
        operation.save(replace(now, **facts))  # type: ignore[arg-type] # facts are its fields


def sound(*sessions: Session) -> bool:
    return not any(verify(each.store.database).problems for each in sessions)


def test_one_field_edited_on_both_desks_is_one_conflict_on_both(one: Session, two: Session) -> None:
    person = keep_person(one)
    hand_over(one, two)
    change(one, person, phone="13800000011")
    change(two, person, phone="13800000022")

    hand_over(one, two)
    hand_over(two, one)

    shown = {each.get(Person, person.id).phone for each in (one, two)}
    assert len(shown) == 1
    for desk in (one, two):
        (conflict,) = open_conflicts(desk.store.database)
        assert {head.value for head in conflict.heads} == {"13800000011", "13800000022"}
        assert (conflict.field, conflict.before) == ("phone", person.phone)
    assert sound(one, two)


def test_a_settled_conflict_is_gone_on_both(one: Session, two: Session) -> None:
    person = keep_person(one)
    hand_over(one, two)
    change(one, person, phone="13800000011")
    change(two, person, phone="13800000022")
    hand_over(one, two)
    hand_over(two, one)
    (conflict,) = open_conflicts(two.store.database)

    with two.operation("settle_conflict", "确认") as operation:
        operation.settle(two.get(Person, person.id), {conflict.column: "13800000033"})
    hand_over(two, one)

    assert [conflict_count(each.store.database) for each in (one, two)] == [0, 0]
    assert {each.get(Person, person.id).phone for each in (one, two)} == {"13800000033"}
    assert sound(one, two)


def test_an_edit_by_one_who_never_saw_the_conflict_leaves_it_open(
    one: Session, two: Session
) -> None:
    person = keep_person(one)
    hand_over(one, two)
    change(one, person, phone="13800000011")
    change(two, person, phone="13800000022")
    hand_over(one, two)
    change(one, person, phone="13800000012")

    hand_over(one, two)
    hand_over(two, one)

    for desk in (one, two):
        (conflict,) = open_conflicts(desk.store.database)
        assert {head.value for head in conflict.heads} == {"13800000012", "13800000022"}


def test_different_fields_are_both_kept_without_a_conflict(one: Session, two: Session) -> None:
    person = keep_person(one)
    hand_over(one, two)
    change(one, person, phone="13800000011")
    change(two, person, notes="会修摩托车")

    hand_over(one, two)
    hand_over(two, one)

    for desk in (one, two):
        now = desk.get(Person, person.id)
        assert (now.phone, now.notes) == ("13800000011", "会修摩托车")
        assert conflict_count(desk.store.database) == 0


def test_whoever_was_edited_elsewhere_is_found_by_what_holds_now(
    one: Session, two: Session
) -> None:
    people = [keep_person(one, number) for number in range(1, 5)]
    hand_over(one, two)
    change(one, people[0], phone="13800000011")
    change(one, people[1], name="其木格", phone="13800000012")
    change(one, people[2], notes="搬到旗里")
    late = keep_person(one, 5)
    change(one, late, phone="13800000015")
    hand_over(one, two)

    found = SqliteSql(two.store.database).fetch("SELECT * FROM person_search ORDER BY person")
    assert found == [
        search_row(each.id.bytes, each.name, each.citizen_id, each.phone)
        for each in sorted(two.find(Person), key=lambda person: person.id)
    ]
    assert [row[3][-11:] for row in found][:2] == ["13800000011", "13800000012"]


def test_an_edit_after_an_edit_is_no_conflict(one: Session, two: Session) -> None:
    person = keep_person(one)
    hand_over(one, two)
    change(one, person, phone="13800000011")
    hand_over(one, two)
    change(two, person, phone="13800000022")
    hand_over(two, one)

    assert one.get(Person, person.id).phone == "13800000022"
    assert [conflict_count(each.store.database) for each in (one, two)] == [0, 0]


def test_a_change_under_a_removal_is_listed_on_both(one: Session, two: Session) -> None:
    person = keep_person(one)
    hand_over(one, two)
    with one.operation("test", "去掉") as operation:
        operation.remove(one.get(Person, person.id))
    change(two, person, notes="搬回来了")

    hand_over(one, two)
    hand_over(two, one)

    for desk in (one, two):
        (conflict,) = open_conflicts(desk.store.database)
        assert (conflict.field, len(conflict.heads)) == ("removed", 2)
        assert desk.find(Person) == []
    removed = one.store.many(Person, [person.id])
    with two.operation("settle_conflict", "留下") as operation:
        operation.settle(removed[0] if removed else person, {0: 0})
    hand_over(two, one)
    assert [conflict_count(each.store.database) for each in (one, two)] == [0, 0]
    assert one.get(Person, person.id).notes == "搬回来了"


def test_a_visit_waits_until_its_household_is_there(
    one: Session, two: Session, tmp_path: Path
) -> None:
    three = open_desk(tmp_path / "three", "其木格", 3)
    person = keep_person(one)
    hand_over(one, two)
    with two.operation("test", "走访") as operation:
        visit = operation.save(
            Visit(
                village_code=VILLAGE,
                household_id=person.household_id,
                person_id=person.id,
                visited_on=TODAY,
            )
        )
    theirs = [run for run in runs_between(two, three) if run.device == two.store.desk.device]

    take(three, theirs, two)
    assert [each.reason for each in parked(three.store.database)] == ["waiting-reference"]
    assert three.find(Visit) == []
    take(three, runs_between(one, three), one)

    assert three.get(Visit, visit.id) == visit
    assert parked(three.store.database) == []
    assert sound(three)


def test_an_entry_that_may_not_count_changes_nothing_and_is_listed(
    one: Session, two: Session
) -> None:
    person = keep_person(one)
    hand_over(one, two)
    change(one, person, phone="13800000011")

    hand_over(one, two, judge=lambda _place, header, *_: "role" if header.seq > 2 else "")

    assert two.get(Person, person.id).phone == person.phone
    assert [each.reason for each in quarantined(two.store.database)] == ["role"]


def test_half_an_operation_waits_for_its_other_half(one: Session, two: Session) -> None:
    with one.operation("test", "登记很多") as operation:
        for number in range(300):
            operation.save(Household(village_code=VILLAGE, number=str(number)))
    runs = runs_between(one, two)

    take(two, runs[:1], one)
    assert two.find(Household) == []
    take(two, runs[1:], one)

    assert len(two.find(Household)) == 300


def test_taking_a_run_again_changes_nothing(one: Session, two: Session) -> None:
    keep_person(one)
    runs = runs_between(one, two)
    take(two, runs, one)
    before = two.find(Person)

    take(two, runs, one)

    assert two.find(Person) == before


def test_an_undone_removal_is_undone_everywhere(one: Session, two: Session) -> None:
    person = keep_person(one)
    with one.operation("test", "去掉") as operation:
        operation.remove(person)
    undo(one)

    hand_over(one, two)

    assert two.get(Person, person.id) == person
    assert sound(one, two)


def test_a_person_moves_and_late_edits_in_the_old_village_are_set_aside(
    one: Session, two: Session
) -> None:
    person = keep_person(one)
    hand_over(one, two)
    change(two, person, notes="写在旧嘎查村")
    with one.operation("test", "迁出") as operation:
        operation.save(replace(one.get(Person, person.id), village_code=OTHER_VILLAGE))

    hand_over(one, two)
    hand_over(two, one)

    for desk in (one, two):
        now = desk.get(Person, person.id)
        assert (now.village_code, now.notes) == (OTHER_VILLAGE, "")
        assert [each.reason for each in parked(desk.store.database)] == ["moved"]
    assert sound(one, two)


def forged(session: Session, place: Place, payload: list[object]) -> list[Run]:
    """Return a run by this desk, in a feed of its own choice, of a creation of its own choice."""
    desk, row = session.store.desk, payload[0]
    assert isinstance(row, bytes)
    header = encode_header(Header(1, 1 << 16, 0, desk.officer_id, "x", 0, CREATE, 2, row, 1))
    entries = [encode_entry(header, bytes(16), pack(payload))]
    return list(runs_of(place, entries, desk.sign))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (3, None),
        (3, 5),
        (8, "2026-02-30"),
        (8, "昨天"),
        (2, b"short"),
        (1, OTHER_VILLAGE),
        (27, 2**63),
    ],
)
def test_what_cannot_be_a_row_is_set_aside_and_stops_nothing(
    one: Session, two: Session, place: int, value: object
) -> None:
    keep_person(one)
    whole = list(to_row(replace(made_up_person(), id=one.new_id())))
    whole[place] = value
    desk = one.store.desk
    runs = forged(one, Place(desk.device, VILLAGE, b"evil"), whole)

    take(two, [*runs, *runs_between(one, two)], one)

    assert [each.reason for each in quarantined(two.store.database)] == ["malformed"]
    assert len(two.find(Person)) == 1
    assert sound(two)


def made_up_person() -> Person:
    return Person(village_code=VILLAGE, name="乌云", birth_on=TODAY)


@pytest.mark.parametrize(
    ("op", "payload"),
    [
        (EDIT, [[20, "x", [[3, 5], [3, 5]]]]),
        (EDIT, b"\xc1 no msgpack"),
        (EDIT, 7),
        (REMOVE, []),
        (LEAVE, ["x", VILLAGE, []]),
        (ENTER, [1, VILLAGE, 5]),
        (SETTLE, [[14, "x", [1]]]),
        (CREATE, None),
    ],
)
def test_what_is_no_operation_poisons_nothing(
    one: Session, two: Session, op: int, payload: object
) -> None:
    person = keep_person(one)
    desk = one.store.desk
    header = encode_header(Header(1, 1 << 16, 0, bytes(16), "x", 0, op, 2, person.id.bytes, 1))
    packed = payload if isinstance(payload, bytes) else pack(payload)
    evil = runs_of(
        Place(desk.device, VILLAGE, b"evil"), [encode_entry(header, bytes(16), packed)], desk.sign
    )

    take(two, [*evil, *runs_between(one, two)], one)
    change(two, two.get(Person, person.id), phone="13800000077")

    assert [each.reason for each in quarantined(two.store.database)] == ["malformed"]
    assert two.get(Person, person.id).phone == "13800000077"
    assert sound(two)
