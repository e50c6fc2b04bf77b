"""Undo: the values of before come back as a new operation, or it is refused."""

from dataclasses import replace
from pathlib import Path

import pytest

from db.replay import verify
from db.undo import recent, take_back
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Household, Person
from desktop_app.session import Session
from tests.sessions import keep_person, open_test_session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_test_session(tmp_path)


def last(session: Session) -> int:
    return recent(session.store, 1)[0].number


def change_phone(session: Session, person: Person, phone: str) -> None:
    with session.operation("test", "改电话") as operation:
        operation.save(replace(person, phone=phone))


def test_an_edit_is_taken_back(session: Session) -> None:
    person = keep_person(session, 1)
    change_phone(session, person, "13911112222")

    take_back(session.store, last(session), "撤销：改电话")

    assert session.get(Person, person.id) == person
    assert verify(session.store.database).problems == []


def test_taking_back_twice_does_it_again(session: Session) -> None:
    person = keep_person(session, 1)
    change_phone(session, person, "13911112222")
    take_back(session.store, last(session), "撤销：改电话")

    take_back(session.store, last(session), "重做：改电话")

    assert session.get(Person, person.id).phone == "13911112222"
    assert verify(session.store.database).problems == []


def test_a_creation_is_taken_back_and_brought_again(session: Session) -> None:
    person = keep_person(session, 1)

    take_back(session.store, last(session), "撤销：登记")
    assert session.find(Person) == []
    assert session.find(Household) == []

    take_back(session.store, last(session), "重做：登记")
    assert session.find(Person) == [person]
    assert verify(session.store.database).problems == []


def test_a_value_that_changed_since_is_not_overwritten(session: Session) -> None:
    person = keep_person(session, 1)
    change_phone(session, person, "13911112222")
    number = last(session)
    change_phone(session, person, "13933334444")

    with pytest.raises(Refused, match="又改过"):
        take_back(session.store, number, "撤销：改电话")
    assert session.get(Person, person.id).phone == "13933334444"


def test_a_record_in_use_is_not_taken_away(session: Session) -> None:
    with session.operation("test", "登记户") as operation:
        household = operation.save(Household(village_code="150223102200", number="1"))
    number = last(session)
    keep_person(session, 1, household_id=household.id)

    with pytest.raises(Refused, match="用到了它"):
        take_back(session.store, number, "撤销：登记户")


def test_an_operation_is_taken_back_once(session: Session) -> None:
    keep_person(session, 1)
    number = last(session)
    take_back(session.store, number, "撤销：登记")

    with pytest.raises(Refused, match="已经撤销过"):
        take_back(session.store, number, "撤销：登记")


def test_old_values_are_found_in_sealed_segments(session: Session) -> None:
    person = keep_person(session, 1)
    change_phone(session, person, "13911112222")
    number = last(session)
    with session.store.transaction():
        for each in range(2, 300):
            keep_person(session, each)

    take_back(session.store, number, "撤销：改电话")

    assert session.get(Person, person.id).phone == person.phone
    assert verify(session.store.database).problems == []
