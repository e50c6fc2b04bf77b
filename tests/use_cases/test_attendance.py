"""Attendance: proposed, kept, filled, carried, checked, and corrected after the closing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Attendance, Placement
from desktop_app.session import Session
from desktop_app.use_cases.attendance import (
    MarkedMonth,
    attendance_month,
    carry_attendance,
    confirm_attendance,
    correct_attendance,
    fill_attendance,
    save_marks,
)
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.history import undo
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_post, open_test_session
from tests.use_cases.roll_world import AGRICULTURE, HRSS, closed, keep_holder, keep_village

OCTOBER, NOVEMBER = "2026-10", "2026-11"
HERE = (VILLAGE, OCTOBER, HRSS)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


def marked(placement: Placement, marks: str) -> list[MarkedMonth]:
    return [MarkedMonth(placement_id=placement.id, marks=marks)]


def test_everybody_whose_agreement_reaches_into_the_month_is_shown_with_full_attendance(
    session: Session,
) -> None:
    post, _ = keep_village(session, 2)
    keep_holder(session, post, 3, agreement_from=date(2026, 11, 1))
    late = keep_holder(session, post, 4, started_on=date(2026, 10, 16))
    keep_holder(session, keep_post(session, department=AGRICULTURE), 5)

    sheet = attendance_month(session, *HERE)

    assert [row.name for row in sheet.rows] == ["乌云1", "乌云2", "乌云4"]
    assert [row.totals.days for row in sheet.rows] == ["30", "30", "15"]
    assert not any(row.kept for row in sheet.rows)
    assert next(row for row in sheet.rows if row.placement_id == late.id).days == set(range(16, 32))
    assert not sheet.closed


def test_days_that_have_not_come_are_not_shown_as_worked(session: Session) -> None:
    keep_village(session, 1)

    sheet = attendance_month(session, VILLAGE, NOVEMBER, HRSS)

    assert sheet.until == 25
    assert sheet.rows[0].marks == "1" * 25 + " " * 5


def test_marks_are_kept_by_sign_word_or_key(session: Session) -> None:
    _, (first, *_) = keep_village(session, 2)

    sheet = save_marks(session, *HERE, marked(first, "√/△○×1hpsa"))

    row = next(row for row in sheet.rows if row.placement_id == first.id)
    assert row.marks == "1hpsa1hpsa" + " " * 21
    assert (row.totals.days, row.kept, row.note) == ("3", True, "未核对")
    assert [one.marks for one in session.find(Attendance)] == [row.marks]


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("?", "考勤符号里没有"),
        ("1" * 32, "只有 31 天"),
        ("1" * 15, "不在岗"),
    ],
)
def test_marks_that_cannot_be_are_refused(session: Session, marks: str, words: str) -> None:
    post, _ = keep_village(session, 1)
    late = keep_holder(session, post, 2, started_on=date(2026, 10, 16))

    with pytest.raises(Refused, match=words):
        save_marks(session, *HERE, marked(late, marks))

    assert session.find(Attendance) == []


def test_a_day_that_has_not_come_cannot_be_marked(session: Session) -> None:
    _, (first, *_) = keep_village(session, 1)

    with pytest.raises(Refused, match="11月26日还没有到"):
        save_marks(session, VILLAGE, NOVEMBER, HRSS, marked(first, "1" * 26))
    with pytest.raises(Refused, match="2026年12月还没有到"):
        attendance_month(session, VILLAGE, "2026-12", HRSS)


def test_somebody_of_another_department_or_village_is_not_marked(session: Session) -> None:
    keep_village(session, 1)
    other = keep_holder(session, keep_post(session, department=AGRICULTURE), 2)

    with pytest.raises(Refused, match="不在这个嘎查村、这个部门"):
        save_marks(session, *HERE, marked(other, "1"))
    with pytest.raises(Refused, match="还没有选嘎查村"):
        attendance_month(session, "150221100200", OCTOBER, HRSS)
    with pytest.raises(Refused, match="主管部门里没有"):
        attendance_month(session, VILLAGE, OCTOBER, "other")


def test_a_day_is_filled_for_all_who_are_there(session: Session) -> None:
    post, _ = keep_village(session, 1)
    keep_holder(session, post, 2, started_on=date(2026, 10, 16))

    sheet = fill_attendance(session, *HERE, mark="事假", day=10)

    assert [row.marks[9] for row in sheet.rows] == ["p", " "]
    assert [row.totals.leave for row in sheet.rows] == [1, 0]
    with pytest.raises(Refused, match="没有 32 日"):
        fill_attendance(session, *HERE, day=32)
    with pytest.raises(Refused, match="考勤符号里没有"):
        fill_attendance(session, *HERE, mark="迟到", day=1)


def test_full_attendance_is_filled_for_all_in_one_step(session: Session) -> None:
    keep_village(session, 2)
    fill_attendance(session, *HERE, mark="×", day=3)

    sheet = fill_attendance(session, *HERE)

    assert [row.totals.days for row in sheet.rows] == ["30", "30"]
    undo(session)
    assert [row.totals.absent for row in attendance_month(session, *HERE).rows] == [1, 1]


def test_last_months_pattern_is_carried_to_those_without_a_sheet(session: Session) -> None:
    post = keep_post(session, required_days=22)
    first, second = (keep_holder(session, post, number) for number in (1, 2))
    fill_attendance(session, VILLAGE, "2026-09", HRSS)
    save_marks(session, *HERE, marked(second, "1"))

    sheet = carry_attendance(session, *HERE)

    rows = {row.placement_id: row for row in sheet.rows}
    assert rows[first.id].totals.worked == 22
    assert rows[second.id].totals.worked == 1
    with pytest.raises(Refused, match="没有可以沿用的"):
        carry_attendance(session, *HERE)


def test_checking_keeps_what_was_proposed_and_says_who_checked(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    save_marks(session, *HERE, marked(first, "1" * 20))

    sheet = confirm_attendance(session, *HERE, "乌兰")

    assert [(row.totals.days, row.checked_by, row.confirmed_on) for row in sheet.rows] == [
        ("20", "乌兰", date(2026, 11, 25)),
        ("30", "乌兰", date(2026, 11, 25)),
    ]
    assert sheet.open_rows == 0
    assert save_marks(session, *HERE, marked(first, "1" * 19)).open_rows == 1


def test_a_month_that_is_not_over_is_not_checked_unless_the_county_lets_it(
    session: Session,
) -> None:
    keep_village(session, 1)
    with pytest.raises(Refused, match="还没有过完"):
        confirm_attendance(session, VILLAGE, NOVEMBER, HRSS, "乌兰")

    session.choose_rule("subsidy.close_before_month_end", True)

    sheet = confirm_attendance(session, VILLAGE, NOVEMBER, HRSS, "乌兰")
    assert sheet.rows[0].totals.days == "30"


def test_checking_needs_a_name_and_somebody_to_check(session: Session) -> None:
    with pytest.raises(Refused, match="没有要核对的考勤"):
        confirm_attendance(session, *HERE, "乌兰")
    keep_village(session, 1)
    with pytest.raises(Refused, match="还没有填考勤员"):
        confirm_attendance(session, *HERE, "  ")


def test_a_mark_on_a_day_that_no_longer_counts_stops_the_check(session: Session) -> None:
    _, (first, *_) = keep_village(session, 1)
    save_marks(session, *HERE, marked(first, "1" * 31))
    with session.operation("test", "退岗") as operation:
        operation.save(replace(session.get(Placement, first.id), last_day_on=date(2026, 10, 20)))

    assert attendance_month(session, *HERE).rows[0].unclear == tuple(range(21, 32))
    with pytest.raises(Refused, match="10月21日不在岗"):
        confirm_attendance(session, *HERE, "乌兰")


def test_two_desks_that_kept_other_marks_are_told_and_one_wins_when_it_is_changed(
    session: Session,
) -> None:
    _, (first, *_) = keep_village(session, 1)
    with session.operation("test", "两份") as operation:
        for marks in ("1" * 31, "1" * 30 + "a"):
            operation.save(Attendance(village_code=VILLAGE, placement_id=first.id, month=OCTOBER,
                                      marks=marks))  # fmt: skip

    assert attendance_month(session, *HERE).rows[0].twice


def test_a_closed_month_is_changed_by_a_correction_alone(session: Session) -> None:
    _, (first, *_) = keep_village(session, 1)
    with pytest.raises(Refused, match="还没有关账，不用更正"):
        correct_attendance(session, first.id, OCTOBER, "1", "补假条")
    closed(session, OCTOBER)

    steps: tuple[Callable[[], object], ...] = (
        lambda: save_marks(session, *HERE, marked(first, "1")),
        lambda: fill_attendance(session, *HERE),
        lambda: confirm_attendance(session, *HERE, "乌兰"),
        lambda: carry_attendance(session, *HERE),
    )
    for step in steps:
        with pytest.raises(Refused, match="已经关账"):
            step()
    with pytest.raises(Refused, match="还没有写更正的原因"):
        correct_attendance(session, first.id, OCTOBER, "1", " ")

    kept = correct_attendance(session, first.id, OCTOBER, "1" * 29 + "pp", "补交了假条")
    assert kept.marks == "1" * 29 + "pp"
    assert kept.confirmed_on == date(2026, 11, 25)
    assert "补交了假条" in kept.notes
    assert attendance_month(session, *HERE).closed


def test_scripts_call_them_by_name(session: Session) -> None:
    _, (first, *_) = keep_village(session, 1)
    where: dict[str, Any] = {"village_code": VILLAGE, "month": OCTOBER, "department": HRSS}

    sheet = call(
        session,
        "save_marks",
        where | {"marked": [{"placement_id": str(first.id), "marks": "√√/"}]},
    )
    assert sheet.rows[0].totals.days == "2.5"
    assert (
        call(session, "fill_attendance", where | {"mark": "○", "day": 4}).rows[0].totals.sick == 1
    )
    assert call(session, "confirm_attendance", where | {"checked_by": "乌兰"}).open_rows == 0
    with pytest.raises(Refused, match="要写的是 编号"):
        call(session, "save_marks", where | {"marked": [{"placement_id": 1, "marks": "√"}]})
    with pytest.raises(Refused, match="参数不全"):
        call(session, "confirm_attendance", where)
    with pytest.raises(Refused, match="不是一个月份"):
        call(session, "attendance_month", where | {"month": "十月"})
    assert call(session, "attendance_month", where | {"village_code": OTHER_VILLAGE}).rows == ()
