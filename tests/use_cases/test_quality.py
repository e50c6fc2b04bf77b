"""Data quality: each rule finds what it is for, and nothing in data that are sound."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openpyxl import load_workbook

from desktop_app.domain.errors import Refused
from desktop_app.domain.quality_rules import NOT_CHECKED, RULES
from desktop_app.domain.records import (
    Employment,
    Enrolment,
    Household,
    Person,
    Placement,
    Record,
)
from desktop_app.domain.rules import built_in_rules
from desktop_app.session import Session
from desktop_app.use_cases import catalogue
from desktop_app.use_cases.quality import check_quality, write_quality
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, citizen_id, keep_person, keep_post

BIRTH = date(1985, 3, 2)
R = TypeVar("R", bound=Record)
Act = Callable[[Session, Person], object]
SOUND: dict[str, Any] = {
    "ethnicity": "02", "education": "70", "in_school": "none", "work_capacity": "ordinary",
    "health": "1", "political": "13",
}  # fmt: skip


def keep(session: Session, record: R) -> R:
    with session.operation("test", "登记") as operation:
        return operation.save(record)


def insure(session: Session, person: Person, scheme: str = "resident_medical") -> None:
    keep(
        session,
        Enrolment(village_code=VILLAGE, person_id=person.id, scheme=scheme, status="1"),
    )


@pytest.fixture
def head(session: Session) -> Person:
    person = keep_person(session, 1, name="白满仓", **SOUND)
    insure(session, person)
    return person


def member(session: Session, head: Person, number: int, **facts: Any) -> Person:
    known: dict[str, Any] = {
        **SOUND, "household_id": head.household_id, "relation": "03", "name": "白海燕"
    }  # fmt: skip
    person = keep_person(session, number, **{**known, **facts})
    insure(session, person)
    return person


def found(session: Session) -> dict[str, str]:
    return {one.rule.removeprefix("quality."): one.message for one in check_quality(session).faults}


def change(**facts: Any) -> Act:
    """Return what changes the head like this."""
    return lambda session, head: keep(session, replace(head, **facts))


def away(**facts: Any) -> Act:
    """Return what gives the head this work."""

    def act(session: Session, head: Person) -> None:
        known: dict[str, Any] = {
            "form": "010", "scope": "province", "place": "北京", "since": date(2026, 3, 1)
        }  # fmt: skip
        keep(session, Employment(village_code=VILLAGE, person_id=head.id, **{**known, **facts}))

    return act


def both(*acts: Act) -> Act:
    def act(session: Session, head: Person) -> None:
        for one in acts:
            one(session, head)

    return act


def on_post(session: Session, head: Person) -> None:
    post = keep_post(session)
    keep(
        session,
        Placement(village_code=VILLAGE, post_id=post.id, person_id=head.id, started_on=TODAY),
    )


CHILD = date(2012, 5, 5)
CASES: dict[str, Act] = {
    "number_wrong": change(citizen_id=citizen_id(date(1985, 3, 2), 1)[:-1] + "A"),
    "number_repeated": lambda s, head: member(
        s, head, 3, citizen_id=head.citizen_id, village_code=OTHER_VILLAGE
    ),
    "sex_differs": change(sex="2"),
    "birth_differs": change(birth_on=date(1985, 2, 3)),
    "name_odd": change(name="白1"),
    "relation_wrong": both(
        lambda s, head: member(s, head, 3, relation="本家"),
    ),
    "no_head": change(relation="03"),
    "two_heads": lambda s, head: member(s, head, 3, relation="01"),
    "two_spouses": lambda s, head: (
        member(s, head, 2, relation="02"), member(s, head, 4, relation="02", name="白桂兰")
    ),
    "same_sex_couple": lambda s, head: member(s, head, 3, relation="02"),
    "young_on_post": both(
        on_post, change(citizen_id=citizen_id(CHILD, 1), birth_on=CHILD, work_capacity="none")
    ),
    "none_away": both(away(), change(work_capacity="none", health="2")),
    "weak_away": both(away(), change(work_capacity="weak", health="4")),
    "idle_healthy": change(work_capacity="weak"),
    "not_helped": change(poverty_status="edge"),
    "place_without_time": away(since=None),
    "time_without_place": away(place="", place_code=""),
    "schooling": change(education="", in_school="none"),
    "education_wrong": change(education="博士后"),
    "in_school_wrong": change(education="", in_school="夜校"),
    "political_wrong": change(political="非党"),
    "ethnicity_wrong": change(ethnicity=""),
    "capacity_wrong": change(work_capacity="能干"),
    "health_empty": change(health=""),
    "health_wrong": change(health="还行"),
    "phone_wrong": change(phone="1380000"),
    "both_medical": lambda s, head: insure(s, head, "employee_medical"),
    "no_medical": lambda s, head: [
        keep(s, replace(one, status="4")) for one in s.find(Enrolment)
    ],
    "near_same": lambda s, head: insure(
        s, keep_person(s, 11, **SOUND | {"name": "白满苍", "citizen_id": citizen_id(BIRTH, 11)})
    ),
}  # fmt: skip


def test_there_is_a_case_for_each_of_the_rules() -> None:
    assert [key.removeprefix("quality.") for key, _ in RULES] == list(CASES)
    assert len(RULES) == 29
    assert all(key in built_in_rules().clauses for key, _ in RULES)
    assert all(what and why.endswith("。") for what, why in NOT_CHECKED)


def test_sound_data_have_no_fault(session: Session, head: Person) -> None:
    member(session, head, 2, relation="02", name="乌云其其格")
    report = check_quality(session)

    assert report.faults == ()
    assert report.people == 2


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_finds_what_it_is_for(session: Session, head: Person, rule: str) -> None:
    CASES[rule](session, head)

    told = found(session)

    assert rule in told
    assert told[rule].endswith("。")
    assert set(told) == {rule}


def test_a_rule_that_is_switched_off_is_told_as_not_checked(session: Session, head: Person) -> None:
    keep(session, replace(head, health=""))
    session.choose_rule("quality.health_empty", value=False)

    report = check_quality(session)

    assert report.faults == ()
    (count,) = [one for one in report.counts if one.rule == "quality.health_empty"]
    assert (count.found, count.checked) == (0, False)


def test_the_dead_and_the_removed_are_let_alone(session: Session, head: Person) -> None:
    keep(session, replace(head, died_on=date(2026, 1, 1), health=""))

    assert check_quality(session).faults == ()


def test_a_household_that_is_helped_is_no_fault(session: Session, head: Person) -> None:
    keep(session, replace(head, poverty_status="edge"))
    home = session.get(Household, head.household_id)
    keep(session, replace(home, kind="edge"))
    assert "not_helped" in found(session)

    on_post(session, head)

    assert "not_helped" not in found(session)


def test_one_village_is_checked_alone(session: Session, head: Person) -> None:
    keep(session, replace(head, health=""))

    assert len(check_quality(session, VILLAGE).faults) == 1
    assert check_quality(session, OTHER_VILLAGE).faults == ()
    with pytest.raises(Refused, match="没有嘎查村"):
        check_quality(session, "150223100001")


def test_the_faults_go_out_as_excel_with_a_table_of_counts(
    session: Session, head: Person, tmp_path: Path
) -> None:
    keep(session, replace(head, health="", phone="=1+1"))
    out = tmp_path / "错误清单.xlsx"

    assert write_quality(session, str(out)) == 2

    book = load_workbook(out)
    rows = list(book["错误清单"].iter_rows(values_only=True))
    counts = {row[1]: row[2] for row in book["统计表"].iter_rows(values_only=True)}
    assert [row[4] for row in rows[1:]] == ["健康状况没有填", "手机号不是 11 位"]
    assert counts["健康状况没有填"] == 1
    assert counts["1 人里 1 人有问题"] == 2
    assert "是否项没有填（低保、特困供养等）" in counts
    with pytest.raises(Refused, match="同名的文件"):
        write_quality(session, str(out))


def test_quality_is_called_by_name(session: Session, head: Person, tmp_path: Path) -> None:
    assert catalogue.call(session, "check_quality", {"village": VILLAGE}).people == 1
    assert catalogue.call(session, "write_quality", {"path": str(tmp_path / "清单.xlsx")}) == 0
    with pytest.raises(Refused, match="参数不全"):
        catalogue.call(session, "write_quality", {})
