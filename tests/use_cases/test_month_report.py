"""月报: every figure as it is counted by hand in a made-up village, at a month's edges too."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    NEW,
    Employment,
    Enrolment,
    Event,
    Monitoring,
    Person,
    Placement,
    RollLine,
    Training,
    Visit,
    WageClue,
)
from desktop_app.session import Session
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.month_report import MonthReport, month_report
from desktop_app.use_cases.snapshots import close_month
from desktop_app.use_cases.targets import area_name, set_target
from tests.sessions import (
    OTHER_VILLAGE,
    VILLAGE,
    Clock,
    keep_person,
    keep_post,
    open_test_session,
)
from tests.use_cases.roll_world import closed, keep_holder

SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
BEFORE, AFTER = date(2026, 9, 30), date(2026, 11, 1)
DAYS = (BEFORE, FIRST, LAST, AFTER)
"""The two edges of October from within and from without."""


def told(report: MonthReport) -> dict[str, tuple[int | None, int | None, int | None]]:
    """Return each figure: of the month, of the month before, and of the year so far."""
    return {one.figure.key: (one.month, one.before, one.year) for one in report.figures}


def line(report: MonthReport, code: str) -> Mapping[str, int]:
    (found,) = (one.sums for one in report.areas if one.code == code)
    return found


@pytest.fixture
def edges(session: Session) -> list[Person]:
    """Keep one of everything on the day before October, on its edges, and the day after."""
    people = [keep_person(session, number) for number in range(1, 5)]
    with session.operation("test", "登记") as operation:
        for person, day in zip(people, DAYS, strict=True):
            whose: dict[str, Any] = {"village_code": VILLAGE, "person_id": person.id}
            operation.save(
                Visit(**whose, household_id=person.household_id, visited_on=day, way="home")
            )
            operation.save(Monitoring(**whose, month=f"{day:%Y-%m}", asked_on=day))
            operation.save(Enrolment(**whose, scheme="resident_pension", status="1", since=day))
            operation.save(Enrolment(**whose, scheme="injury", status="1", since=day))
            operation.save(
                Enrolment(**whose, scheme="resident_medical", since=date(2025, 1, 1), ended_on=day)
            )
            operation.save(Training(**whose, counted=True, ends_on=day))
            operation.save(Training(**whose, counted=False, ends_on=day))
            operation.save(Employment(**whose, form="010", scope="province", since=day))
            operation.save(
                Employment(**whose, form="010", scope="county", since=date(2025, 3, 1), until=day)
            )
            operation.save(WageClue(**whose, reported_on=day))
            operation.save(Event(village_code=VILLAGE, kind="jobs", title="送岗", held_on=day))
    return people


def test_what_is_done_counts_from_the_first_day_to_the_last(
    session: Session, edges: list[Person]
) -> None:
    found = told(month_report(session, OCTOBER))

    once_or_twice = (2, 1, 3)  # two in October, one in September, three in the year to October
    for key in ("visits", "at_home", "visited", "monitored", "pension", "injury", "ended",
                "left", "came_back", "training", "events", "wage_clues_new"):  # fmt: skip
        assert found[key] == once_or_twice, key


def test_what_stands_is_that_of_the_last_day(session: Session, edges: list[Person]) -> None:
    found = told(month_report(session, OCTOBER))

    assert found["pensions"] == (3, 1, None)
    # On 10-31 three have begun away; whose old work ends that day or later still counts there,
    # but a person counts once, by the spell that began last. The fourth still works at home.
    assert found["scope_province"] == (3, 1, None)
    assert found["scope_county"] == (1, 3, None)
    assert found["working"] == (4, 4, None)


def test_posts_and_placements_at_the_edges_of_a_month(session: Session) -> None:
    post = keep_post(session, headcount=3, approved_on=FIRST)
    keep_post(session, headcount=2, approved_on=AFTER)
    keep_post(session, headcount=4, approved_on=BEFORE, abolished_on=LAST)
    people = [keep_person(session, number) for number in range(1, 6)]
    spells = [  # from when to when
        (date(2026, 9, 1), BEFORE), (FIRST, None), (date(2026, 9, 1), FIRST), (LAST, LAST),
        (AFTER, None),
    ]  # fmt: skip
    with session.operation("test", "安置") as operation:
        for person, (start, end) in zip(people, spells, strict=True):
            operation.save(Placement(
                village_code=VILLAGE, post_id=post.id, person_id=person.id, applied_on=start,
                started_on=start, last_day_on=end,
            ))  # fmt: skip

    found = told(month_report(session, OCTOBER))

    assert found["posts"] == (3, 4, None)
    assert found["approved"] == (3, 4, 7)
    assert found["applied"] == found["started"] == (2, 2, 4)
    assert found["exits"] == (2, 1, 3)
    assert found["holders"] == (2, 2, None)  # on 10-31: the second, and whose last day it is
    assert found["vacant"] == (1, 2, None)


def test_money_and_days_are_those_of_closed_rolls_alone(session: Session) -> None:
    post = keep_post(session, headcount=9, required_days=30)
    holders = [keep_holder(session, post, number) for number in (1, 2)]
    closed(session, SEPTEMBER)
    open_one = month_report(session, OCTOBER)
    closed(session, OCTOBER)
    lines = session.find(RollLine, person_id=holders[0].person_id, for_month=OCTOBER)
    with session.operation("test", "发放") as operation:
        operation.save(replace(lines[0], paid_on=date(2026, 11, 20), paid_fen=60_000))

    assert told(open_one)["roll_fen"] == (0, 120_000, 120_000)
    name = open_one.areas[0].name
    assert open_one.notes[0] == (
        f"考勤和补贴只算已关账的发放表；{name}（人社部门）还没有关账，没有计入。"
    )
    report = month_report(session, OCTOBER)
    found = told(report)
    assert found["roll_people"] == (2, 2, 4)
    assert found["roll_fen"] == (120_000, 120_000, 240_000)
    assert found["roll_paid"] == (60_000, 0, 60_000)
    assert found["roll_corrected"] == (0, 0, 0)
    halves = [sum(one.worked_halves or 0 for one in session.find(RollLine, for_month=month))
              for month in (OCTOBER, SEPTEMBER)]  # fmt: skip
    assert found["roll_halves"] == (*halves, sum(halves))
    assert not any("关账，没有计入" in note for note in report.notes)
    assert line(report, VILLAGE)["roll_fen"] == 120_000
    assert line(report, OTHER_VILLAGE)["roll_fen"] == 0


def test_people_are_those_of_the_snapshot_where_the_month_was_closed(session: Session) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    keep_person(session, 1, poverty_status="lifted_no_policy")
    two = keep_person(session, 2, poverty_status="edge")
    keep_person(session, 3, poverty_status="sudden_cleared", died_on=date(2026, 11, 3))
    keep_person(session, 4, village_code=OTHER_VILLAGE)
    open_month = month_report(session, NOVEMBER)
    for village in (VILLAGE, OTHER_VILLAGE):
        close_month(session, village, NOVEMBER)
    clock.pass_days(20)
    with session.operation("test", "消除") as operation:
        operation.save(replace(two, poverty_status="edge_cleared"))
    keep_person(session, 5, poverty_status="lifted")

    counted = ("people", "households", "lifted", "watched", "cleared", "died")
    now = told(open_month)
    assert [now[key][:2] for key in counted] == [
        (3, None), (4, None), (1, None), (1, None), (0, None), (1, 0)
    ]  # fmt: skip
    assert "2026年10月没有月度快照，人口和户数不和上月比。" in open_month.notes
    assert [told(month_report(session, NOVEMBER))[key][0] for key in counted[:5]] == [3, 4, 1, 1, 0]
    december = month_report(session, "2026-12")
    assert [told(december)[key][:2] for key in counted[:5]] == [
        (4, 3), (5, 4), (2, 1), (0, 1), (1, 0)
    ]  # fmt: skip
    assert not any("快照" in note for note in december.notes)
    changes = {one.figure.key: one.change for one in december.figures}
    assert (changes["people"], changes["watched"], changes["cleared"]) == (1, -1, 1)


def test_a_month_that_is_not_over_says_so_and_counts_to_today(
    session: Session, edges: list[Person]
) -> None:
    report = month_report(session)

    assert (report.month, report.until, report.over) == (NOVEMBER, session.today(), False)
    assert report.notes[0] == "2026年11月还没有过完，数到 11 月 25 日为止。"
    assert told(report)["visits"] == (1, 2, 4)
    assert month_report(session, OCTOBER).over
    assert not any("没有过完" in note for note in month_report(session, OCTOBER).notes)


def test_the_last_day_of_a_month_is_not_over_and_the_next_is(session: Session) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(5)
    assert (session.today(), month_report(session).over) == (date(2026, 11, 30), False)
    clock.pass_days(1)
    assert month_report(session, NOVEMBER).over
    assert told(month_report(session))["visits"] == (0, 0, 0)


def test_an_empty_month_of_an_empty_village_is_all_noughts(session: Session) -> None:
    report = month_report(session, SEPTEMBER)

    assert {numbers[0] for numbers in told(report).values()} == {0}
    assert [one.code for one in report.areas] == [VILLAGE, OTHER_VILLAGE]
    assert report.targets == ()
    assert [one.words for one in report.bars_of_visits()] == ["0", "0"]


def test_january_begins_the_year_anew(session: Session) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    person = keep_person(session, 1)
    set_target(session, VILLAGE, "training", 2026, 9)
    with session.operation("test", "培训") as operation:
        for day in (date(2026, 12, 31), date(2027, 1, 1)):
            operation.save(
                Training(village_code=VILLAGE, person_id=person.id, counted=True, ends_on=day)
            )
    clock.pass_days(50)

    report = month_report(session, "2027-01", VILLAGE)

    assert told(report)["training"] == (1, 1, 1)
    (target,) = report.targets
    assert (target.line.measure, target.line.target, target.line.done) == ("training", None, 1)
    assert (target.before, target.change) == (None, None)


def test_targets_are_reached_up_to_the_end_of_the_month(
    session: Session, edges: list[Person]
) -> None:
    set_target(session, VILLAGE, "training", 2026, 10)
    set_target(session, OTHER_VILLAGE, "training", 2026, 5)

    of = {one.line.measure: one for one in month_report(session, OCTOBER).targets}

    assert (of["training"].line.target, of["training"].line.done) == (15, 3)
    assert (of["training"].before, of["training"].change) == (1, 2)
    assert (of["transfer"].line.done, of["transfer"].line.target) == (4, None)
    own = month_report(session, OCTOBER, VILLAGE)
    assert "技能培训（人次） 3／10（30%）" in [
        f"{one.label} {one.words}" for one in own.bars_of_targets()
    ]


def test_the_lines_of_the_areas_add_up_to_the_whole(session: Session, edges: list[Person]) -> None:
    other = keep_person(session, 9, village_code=OTHER_VILLAGE)
    with session.operation("test", "走访") as operation:
        operation.save(Visit(
            village_code=OTHER_VILLAGE, person_id=other.id, household_id=other.household_id,
            visited_on=LAST, way="phone",
        ))  # fmt: skip

    report = month_report(session, OCTOBER)

    assert [one.code for one in report.areas] == [VILLAGE, OTHER_VILLAGE]
    for figure in report.figures:
        key = figure.figure.key
        assert sum(one.sums[key] for one in report.areas) == figure.month, key
    assert [one.words for one in report.bars_of_visits()] == ["2／4（50%）", "1／1（100%）"]
    assert told(month_report(session, OCTOBER, OTHER_VILLAGE))["at_home"] == (0, 0, 0)
    assert told(month_report(session, OCTOBER, OTHER_VILLAGE))["visits"] == (1, 0, 1)


def test_a_household_visited_twice_is_one_household(session: Session, edges: list[Person]) -> None:
    (first,) = session.find(Visit, visited_on=FIRST)
    with session.operation("test", "再走访") as operation:
        operation.save(replace(first, id=NEW, visited_on=LAST, way="phone"))

    found = told(month_report(session, OCTOBER))

    assert (found["visits"], found["at_home"], found["visited"]) == (
        (3, 1, 4), (2, 1, 3), (2, 1, 3)
    )  # fmt: skip


def test_who_ended_a_pension_is_no_longer_insured(session: Session, edges: list[Person]) -> None:
    for day, ended in zip(DAYS[:2], (LAST, AFTER), strict=True):
        (one,) = session.find(Enrolment, scheme="resident_pension", since=day)
        with session.operation("test", "停保") as operation:
            operation.save(replace(one, ended_on=ended))

    assert told(month_report(session, OCTOBER))["pensions"] == (2, 1, None)


def test_what_was_removed_is_not_counted(session: Session, edges: list[Person]) -> None:
    with session.operation("test", "删走访") as operation:
        operation.remove(session.find(Visit, visited_on=LAST)[0])

    assert told(month_report(session, OCTOBER))["visits"] == (1, 1, 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"month": "2026-12"}, "还没有到"),
        ({"month": "十月"}, "不是一个月份"),
        ({"area_code": "150223999"}, "没有区划代码"),
        ({"area_code": "1502231"}, "没有区划代码"),
    ],
)
def test_what_has_no_report_is_refused(
    session: Session, arguments: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        call(session, "month_report", arguments)


@pytest.mark.parametrize(
    ("role", "area", "name"),
    [
        ("county", "", "达尔罕茂明安联合旗"),
        ("township", "", area_name(VILLAGE[:9])),
        ("specialist", "", f"{area_name(VILLAGE)}、{area_name(OTHER_VILLAGE)}"),
        ("county", VILLAGE, area_name(VILLAGE)),
        ("county", VILLAGE[:9], area_name(VILLAGE[:9])),
    ],
)
def test_a_report_is_named_after_whom_it_is_of(
    role: str, area: str, name: str, tmp_path: Path
) -> None:
    session = open_test_session(tmp_path, role=role)
    report = month_report(session, OCTOBER, area)
    session.close()

    assert report.area == name


def test_the_targets_of_a_county_are_its_own_not_the_sum_of_its_villages(tmp_path: Path) -> None:
    session = open_test_session(tmp_path, role="county")
    for area, value in (("150223", 30), (VILLAGE, 10), (OTHER_VILLAGE, 5)):
        set_target(session, area, "training", 2026, value)

    goals = {area: month_report(session, OCTOBER, area).targets[0].line.target
             for area in ("", VILLAGE)}  # fmt: skip
    session.close()

    assert goals == {"": 30, VILLAGE: 10}
