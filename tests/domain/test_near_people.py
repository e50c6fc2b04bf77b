"""People who may be one: two likenesses together, told in a sentence; kin and twins let alone."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from db.search import pinyin
from desktop_app.domain.near_people import near_people, one_digit_apart, why_near
from desktop_app.domain.records import Person
from tests.sessions import citizen_id

BIRTH, PHONE = date(1985, 3, 2), "13800000001"


def person(number: int = 1, **facts: object) -> Person:
    known = Person(
        id=UUID(int=number),
        household_id=UUID(int=number),
        name="白满仓",
        citizen_id=citizen_id(BIRTH, number),
        birth_on=BIRTH,
        phone=f"1380000{number:04}",
    )
    return replace(known, **facts)  # type: ignore[arg-type]


OTHER_DAY = {"citizen_id": citizen_id(date(1985, 3, 12), 1), "birth_on": date(1985, 3, 12)}


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        (OTHER_DAY, "姓名一样，身份证号只差一位"),
        (OTHER_DAY | {"name": "白满苍"}, "姓名读音一样，身份证号只差一位"),
        ({"citizen_id": citizen_id(BIRTH, 345)}, "姓名一样，出生日期也一样（1985-03-02）"),
        ({"citizen_id": "", "birth_on": None, "phone": PHONE}, "姓名一样，电话也一样"),
        (
            {"name": "白海", "citizen_id": "", "phone": PHONE},
            "出生日期（1985-03-02）和电话都一样",
        ),
    ],
)
def test_two_likenesses_make_one_person_likely(facts: dict[str, object], why: str) -> None:
    assert why_near(person(), person(2, **facts), pinyin) == why


@pytest.mark.parametrize(
    "facts",
    [
        {"name": "海燕"},
        {"citizen_id": citizen_id(date(1990, 7, 7), 5), "birth_on": date(1990, 7, 7)},
        {"name": "白海", "phone": PHONE, "household_id": UUID(int=1)},
        {"citizen_id": citizen_id(BIRTH, 1)},
        {
            "citizen_id": citizen_id(date(1990, 7, 7), 5),
            "birth_on": date(1990, 7, 7),
            "phone": PHONE,
        },
    ],
    ids=["a birthday", "a name", "twins", "one number", "father and son with one phone"],
)
def test_one_likeness_alone_tells_nothing(facts: dict[str, object]) -> None:
    assert why_near(person(), person(2, **facts), pinyin) == ""


def test_each_pair_is_told_once() -> None:
    people = [person(), person(2, phone=PHONE), person(3, name="呼和")]

    found = list(near_people(people, pinyin))

    assert [(one.first.id.int, one.second.id.int) for one in found] == [(1, 2)]


def test_numbers_that_are_not_whole_are_never_apart_by_a_digit() -> None:
    assert not one_digit_apart("", "")
    assert not one_digit_apart("150223", "150224")
    assert not one_digit_apart(citizen_id(BIRTH, 1), citizen_id(BIRTH, 12))
