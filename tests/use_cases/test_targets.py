"""目标任务: counted from records, added up, with the people behind each number."""

from dataclasses import replace
from datetime import date

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Employment, Enrolment, Placement, Target, Training, Venture
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.targets import (
    measure_sheet,
    people_behind,
    set_target,
    target_sheet,
)
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE, keep_person, keep_post

COUNTY, TOWNSHIP = "150223", "150223102"


@pytest.fixture(autouse=True)
def year(session: Session) -> None:
    """Keep a year's work: three away, one trained twice, one post with a holder, one insured."""
    one, two = keep_person(session, 1), keep_person(session, 2)
    three = keep_person(session, 3, village_code=OTHER_VILLAGE)
    post = keep_post(session)
    spell = Employment(village_code=VILLAGE, form="010", since=date(2026, 3, 1))
    course = Training(village_code=VILLAGE, person_id=one.id, counted=True)
    with session.operation("test", "登记") as operation:
        for person, scope in ((one, "county"), (two, "province"), (three, "region")):
            operation.save(
                replace(spell, person_id=person.id, scope=scope, village_code=person.village_code)
            )
        operation.save(replace(course, ends_on=date(2026, 4, 1)))
        operation.save(replace(course, ends_on=date(2026, 6, 1)))
        operation.save(replace(course, ends_on=date(2025, 6, 1)))
        operation.save(replace(course, ends_on=date(2026, 7, 1), counted=False))
        operation.save(
            Placement(
                village_code=VILLAGE, post_id=post.id, person_id=one.id, started_on=date(2026, 2, 1)
            )
        )
        operation.save(
            Enrolment(
                village_code=VILLAGE,
                person_id=two.id,
                scheme="flexible_pension",
                status="1",
                since=date(2026, 5, 1),
            )
        )
        operation.save(
            Venture(
                village_code=VILLAGE,
                person_id=two.id,
                started_on=date(2026, 1, 5),
                incubator="旗孵化基地",
                employs=4,
            )
        )


def reached(session: Session, area: str = "") -> dict[str, int | None]:
    return {line.measure: line.done for line in target_sheet(session, area).lines}


def test_what_was_reached_is_counted_from_records(session: Session) -> None:
    done = reached(session)

    assert done["transfer"] == 3
    assert [
        done[f"transfer_{each}"] for each in ("county", "prefecture", "region", "province")
    ] == [
        1,
        0,
        1,
        1,
    ]
    assert (done["training"], done["posts"], done["pension"]) == (2, 2, 1)
    assert (done["ventures"], done["venture_jobs"], done["injury"]) == (1, 4, 0)
    assert done["officers"] is None
    assert reached(session, VILLAGE)["transfer"] == 2


def test_each_number_opens_the_people_behind_it(session: Session) -> None:
    for line in target_sheet(session).lines:
        people = people_behind(session, line.measure)
        expected = {"training": 1, "posts": 1, "venture_jobs": 1}.get(line.measure, line.done or 0)
        assert len(people) == expected, line.label


def test_the_classes_add_up_on_every_sheet(session: Session) -> None:
    for area in ("", TOWNSHIP, VILLAGE, OTHER_VILLAGE):
        first = target_sheet(session, area).checks[0]
        assert first.holds, first.sentence
    lines = measure_sheet(session, "transfer", COUNTY)
    assert lines[0].done == sum(line.done or 0 for line in lines[1:]) == 3


def test_a_target_is_kept_for_the_whole_county_and_taken_back(session: Session) -> None:
    kept = set_target(session, COUNTY, "transfer", 2026, 4, "旗就发〔2026〕1号")

    (line,) = [one for one in target_sheet(session).lines if one.measure == "transfer"]
    assert (line.target, line.percent, line.missing) == (4, 75, 1)
    assert kept.village_code == session.office_code
    assert set_target(session, COUNTY, "transfer", 2026, 3).id == kept.id
    assert session.get(Target, kept.id).basis == "旗就发〔2026〕1号"
    undo(session)
    undo(session)
    assert session.find(Target) == []


def test_shares_that_do_not_come_to_the_target_are_told(session: Session) -> None:
    set_target(session, COUNTY, "posts", 2026, 10)
    set_target(session, TOWNSHIP, "posts", 2026, 7)

    told = [check.sentence for check in target_sheet(session).checks if not check.holds]
    assert told == ["嘎查村公益性岗位：达尔罕茂明安联合旗目标 10，下一级分解合计 7，相差 -3。"]


def test_ninety_nine_point_nine_is_not_a_hundred(session: Session) -> None:
    set_target(session, COUNTY, "venture_jobs", 2026, 4)
    set_target(session, COUNTY, "training", 2026, 3)

    percents = {line.measure: line.percent for line in target_sheet(session).lines}
    assert (percents["venture_jobs"], percents["training"]) == (100, 66)


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("target_sheet", {"area_code": "150221"}, "不在本旗县"),
        ("target_sheet", {"year": 1999}, "没有 1999 年"),
        ("measure_sheet", {"measure": "luck"}, "指标里没有"),
        ("people_behind", {"measure": "luck"}, "指标里没有"),
        (
            "set_target",
            {"area_code": COUNTY, "measure": "posts", "year": 2026, "value": -1},
            "目标值",
        ),
        (
            "set_target",
            {"area_code": COUNTY, "measure": "posts", "year": 2030, "value": 1},
            "没有 2030 年",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused(
    session: Session, name: str, arguments: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        call(session, name, arguments)

    assert session.find(Target) == []


def test_next_years_targets_can_be_set_and_nothing_is_reached_yet(session: Session) -> None:
    set_target(session, VILLAGE, "transfer", TODAY.year + 1, 5)

    sheet = target_sheet(session, VILLAGE, TODAY.year + 1)
    assert [line.done for line in sheet.lines if line.measure == "transfer"] == [0]
    assert people_behind(session, "transfer", VILLAGE, TODAY.year + 1) == []
