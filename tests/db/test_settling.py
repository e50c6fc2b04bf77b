"""Two people settle the same thing at once, and otherwise: that is told, and ends."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.conflict_queries import conflict_count, open_conflicts
from db.replay import verify
from desktop_app.domain.records import Person
from desktop_app.session import Session
from tests.db.two_desks import hand_over, open_desk, runs_between, take
from tests.sessions import keep_person

MINE, THEIRS = "13800000011", "13800000022"


@pytest.fixture
def desks(tmp_path: Path) -> list[Session]:
    """Return two desks that settle, and one that only hears of it."""
    return [
        open_desk(tmp_path / name, name, number)
        for number, name in enumerate(("苏日娜", "王海", "李梅"), start=1)
    ]


def meet(desks: list[Session]) -> None:
    one, two, third = desks
    hand_over(one, two)
    hand_over(two, one)
    take(third, runs_between(one, third), one, two)


def change(session: Session, person: Person, phone: str) -> None:
    with session.operation("test", "改") as operation:
        operation.save(replace(session.get(Person, person.id), phone=phone))


def settle(session: Session, person: Person, phone: str) -> None:
    (conflict,) = open_conflicts(session.store.database)
    with session.operation("settle_conflict", "确认") as operation:
        operation.settle(session.get(Person, person.id), {conflict.column: phone})


def disagree(desks: list[Session]) -> Person:
    """Return a person about whom two desks, and so all, do not agree."""
    person = keep_person(desks[0])
    meet(desks)
    change(desks[0], person, MINE)
    change(desks[1], person, THEIRS)
    meet(desks)
    return person


def phones(desks: list[Session], person: Person) -> set[str]:
    return {each.get(Person, person.id).phone for each in desks}


def sides(session: Session) -> set[object]:
    (conflict,) = open_conflicts(session.store.database)
    return {head.value for head in conflict.heads}


def counts(desks: list[Session]) -> list[int]:
    return [conflict_count(each.store.database) for each in desks]


def sound(desks: list[Session]) -> bool:
    return not any(verify(each.store.database).problems for each in desks)


@pytest.mark.parametrize(("first", "second"), [(MINE, THEIRS), ("13800000033", MINE)])
def test_settled_in_two_ways_at_once_is_open_once_more_and_then_settled(
    desks: list[Session], first: str, second: str
) -> None:
    person = disagree(desks)

    settle(desks[0], person, first)
    settle(desks[1], person, second)
    assert counts(desks) == [0, 0, 1]
    meet(desks)

    assert counts(desks) == [1, 1, 1]
    assert [sides(each) for each in desks] == [{first, second}] * 3
    assert len(phones(desks, person)) == 1
    assert sound(desks)
    settle(desks[1], person, "13800000044")
    meet(desks)
    assert counts(desks) == [0, 0, 0]
    assert phones(desks, person) == {"13800000044"}
    assert sound(desks)


def test_settled_in_the_same_way_by_two_people_is_still_two_decisions(
    desks: list[Session],
) -> None:
    person = disagree(desks)

    settle(desks[0], person, MINE)
    settle(desks[1], person, MINE)
    meet(desks)

    assert counts(desks) == [1, 1, 1]
    assert phones(desks, person) == {MINE}
    settle(desks[0], person, MINE)
    meet(desks)
    assert counts(desks) == [0, 0, 0]


def test_an_edit_of_one_side_while_another_settles_stays_beside_the_decision(
    desks: list[Session],
) -> None:
    person = disagree(desks)
    one, two, _ = desks

    settle(one, person, MINE)
    change(two, person, "13800000055")
    meet(desks)

    assert counts(desks) == [1, 1, 1]
    assert [sides(each) for each in desks] == [{MINE, "13800000055"}] * 3
    settle(two, person, "13800000055")
    meet(desks)
    assert (counts(desks), phones(desks, person)) == ([0, 0, 0], {"13800000055"})
    assert sound(desks)


def test_settlements_in_a_row_are_no_conflict(desks: list[Session]) -> None:
    person = disagree(desks)

    settle(desks[0], person, MINE)
    meet(desks)
    change(desks[1], person, "13800000066")
    meet(desks)

    assert (counts(desks), phones(desks, person)) == ([0, 0, 0], {"13800000066"})
