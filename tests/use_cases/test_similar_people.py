"""Somebody who seems to be registered already is told of when entered."""

from datetime import date

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.similar_people import similar_people
from tests.sessions import citizen_id, keep_person

ONE_DIGIT_OFF = {"citizen_id": citizen_id(date(1985, 3, 12), 1), "birth_on": date(1985, 3, 12)}


def test_one_of_the_same_sound_with_a_digit_mistyped_is_told_with_the_village(
    session: Session,
) -> None:
    known = keep_person(session, 1, name="白满仓")
    again = keep_person(session, 2, name="白满苍", **ONE_DIGIT_OFF)

    (found,) = similar_people(session, again.id)

    assert found.person_id == known.id
    assert "白满仓，姓名读音一样，身份证号只差一位。" in found.sentence


def test_somebody_without_a_number_is_known_by_birthday_and_phone(session: Session) -> None:
    known = keep_person(session, 1, name="白满仓")
    again = keep_person(session, 2, name="满仓", citizen_id="", phone=known.phone)

    assert [one.person_id for one in similar_people(session, again.id)] == [known.id]


def test_a_namesake_alone_is_not_told(session: Session) -> None:
    keep_person(session, 1, name="白满仓")
    other = date(1990, 7, 7)
    again = keep_person(session, 2, name="白满仓", citizen_id=citizen_id(other, 5), birth_on=other)

    assert similar_people(session, again.id) == []


def test_scripts_ask_by_name(session: Session) -> None:
    person = keep_person(session, 1)

    assert call(session, "similar_people", {"person_id": str(person.id)}) == []
    with pytest.raises(Refused):
        call(session, "similar_people", {"person_id": "乌云"})
