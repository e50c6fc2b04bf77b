"""Notice, objections, approval, what is sent back, and what two desks closed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Appraisal,
    Attendance,
    Post,
    Roll,
)
from desktop_app.session import Session
from desktop_app.use_cases.attendance import (
    attendance_month,
    confirm_attendance,
    correct_attendance,
)
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.history import undo
from desktop_app.use_cases.rolls import (
    approve_roll,
    close_roll,
    draft_roll,
    object_to_roll,
    publish_roll,
    return_roll,
    roll_file,
    roll_months,
    settle_roll_objection,
)
from tests.sessions import VILLAGE, keep_post
from tests.use_cases.roll_world import (
    AGRICULTURE,
    BASIS,
    HRSS,
    OFFICE,
    closed,
    keep_holder,
    keep_village,
)
from tests.use_cases.rolls.made import mark, pass_days, sums

SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
TODAY = date(2026, 11, 25)


def test_a_notice_an_objection_and_an_approval_follow_each_other(session: Session) -> None:
    keep_village(session, 1)
    roll = closed(session, OCTOBER)
    assert roll_file(session, roll.id).state.verb == "登记公示"
    with pytest.raises(Refused, match="还没有公示"):
        object_to_roll(session, roll.id, "有人有意见")
    with pytest.raises(Refused, match="公示还没有期满"):
        approve_roll(session, roll.id, TODAY, OFFICE)
    with pytest.raises(Refused, match="早于关账日期"):
        publish_roll(session, roll.id, date(2026, 11, 24))
    with pytest.raises(Refused, match="早于开始日期"):
        publish_roll(session, roll.id, TODAY, date(2026, 11, 24))

    published = publish_roll(session, roll.id, TODAY)

    assert published.notice_to == date(2026, 12, 1)
    object_to_roll(session, roll.id, "说乌云1常不在村")
    pass_days(session, 7)
    assert roll_file(session, roll.id).state.verb == "处理异议"
    with pytest.raises(Refused, match="有异议还没有处理"):
        approve_roll(session, roll.id, session.today(), OFFICE)
    settle_roll_objection(session, roll.id, "核对考勤属实，已答复")
    with pytest.raises(Refused, match="还没有写审核单位"):
        approve_roll(session, roll.id, session.today(), " ")
    with pytest.raises(Refused, match="还没有到"):
        approve_roll(session, roll.id, date(2026, 12, 24), OFFICE)
    approve_roll(session, roll.id, session.today(), OFFICE)
    assert roll_file(session, roll.id).state.verb == "登记发放"
    with pytest.raises(Refused, match="已经审核"):
        approve_roll(session, roll.id, session.today(), OFFICE)
    with pytest.raises(Refused, match="没有撤销"):
        undo(session)
    assert roll_file(session, roll.id).intact


def test_a_roll_is_sent_back_and_the_month_is_closed_anew(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    before = closed(session, OCTOBER)
    with pytest.raises(Refused, match="还没有写退回的原因"):
        return_roll(session, before.id, "")

    return_roll(session, before.id, "乌云1的考勤不对")

    assert not attendance_month(session, VILLAGE, OCTOBER, HRSS).closed
    mark(session, first, "1" * 15)
    after = closed(session, OCTOBER)
    assert after.id != before.id
    assert (before.total_fen, after.total_fen) == (120_000, 90_000)
    assert sums(session, OCTOBER) == {"乌云1": 30_000, "乌云2": 60_000}
    assert roll_file(session, before.id).state.returned
    assert roll_file(session, before.id).intact
    steps: tuple[Callable[[], object], ...] = (
        lambda: publish_roll(session, before.id, TODAY),
        lambda: approve_roll(session, before.id, TODAY, OFFICE),
        lambda: return_roll(session, before.id, "再退"),
    )
    for step in steps:
        with pytest.raises(Refused, match="已经退回"):
            step()


def test_a_month_whose_correction_stands_in_a_later_roll_is_not_sent_back(
    session: Session,
) -> None:
    _, (first, _) = keep_village(session, 2)
    september = closed(session, SEPTEMBER)
    correct_attendance(session, first.id, SEPTEMBER, "1" * 15, "请假半月")
    october = closed(session, OCTOBER)

    with pytest.raises(Refused, match="2026年10月的补贴表里已经有2026年9月的更正"):
        return_roll(session, september.id, "错了")

    return_roll(session, october.id, "一起重做")
    return_roll(session, september.id, "错了")
    assert sums(session, SEPTEMBER) == {}


def test_a_month_closed_by_two_desks_is_not_approved_until_one_is_sent_back(
    session: Session,
) -> None:
    keep_village(session, 1)
    roll = closed(session, OCTOBER)
    with session.operation("test", "另一台电脑也关了账") as operation:
        twin = operation.save(replace(roll, id=Roll().id))
    publish_roll(session, roll.id, TODAY)
    pass_days(session, 7)

    assert roll_file(session, roll.id).twin
    with pytest.raises(Refused, match="同一个月有两份"):
        approve_roll(session, roll.id, session.today(), OFFICE)
    return_roll(session, twin.id, "重复")
    approve_roll(session, roll.id, session.today(), OFFICE)


def test_a_line_changed_behind_the_programs_back_is_found(session: Session) -> None:
    keep_village(session, 1)
    roll = closed(session, OCTOBER)
    publish_roll(session, roll.id, TODAY)
    pass_days(session, 7)
    session.store.database.connection().execute("UPDATE roll_line SET amount_fen = 99")

    assert not roll_file(session, roll.id).intact
    with pytest.raises(Refused, match="摘要对不上"):
        approve_roll(session, roll.id, session.today(), OFFICE)
    session.store.database.connection().execute("UPDATE roll_line SET amount_fen = 60000")


def test_an_appraisal_takes_away_only_what_was_told(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    session.choose_rule("subsidy.deduct_percent.unfit", 20)
    appraisal = Appraisal(
        village_code=VILLAGE, placement_id=first.id, month=OCTOBER, result="unfit"
    )
    with session.operation("test", "考核") as operation:
        appraisal = operation.save(appraisal)
    assert draft_roll(session, VILLAGE, OCTOBER, HRSS).total_fen == 120_000

    with session.operation("test", "告知") as operation:
        operation.save(replace(appraisal, told_on=TODAY))

    assert draft_roll(session, VILLAGE, OCTOBER, HRSS).total_fen == 108_000


def test_a_sheet_that_another_desk_kept_otherwise_stops_the_closing(session: Session) -> None:
    _, (first, *_) = keep_village(session, 1)
    confirm_attendance(session, VILLAGE, OCTOBER, HRSS, "乌兰")
    with session.operation("test", "另一台电脑") as operation:
        operation.save(Attendance(village_code=VILLAGE, placement_id=first.id, month=OCTOBER,
                                  marks="1" * 10, confirmed_on=TODAY))  # fmt: skip

    with pytest.raises(Refused, match="两台电脑记得不一样"):
        close_roll(session, VILLAGE, OCTOBER, HRSS)


def test_the_months_are_listed_with_their_sums(session: Session) -> None:
    keep_village(session, 2)
    roll = closed(session, OCTOBER)

    months = roll_months(session, VILLAGE, HRSS)

    assert [one.month for one in months][:3] == [NOVEMBER, OCTOBER, SEPTEMBER]
    assert [(one.roll_id, one.total_fen, one.words) for one in months[:3]] == [
        (None, 0, "本月"),
        (roll.id, 120_000, "已关账"),
        (None, 0, "未关账"),
    ]


def test_scripts_call_them_by_name(session: Session) -> None:
    keep_village(session, 1)
    where: dict[str, Any] = {"village_code": VILLAGE, "month": OCTOBER, "department": HRSS}
    assert call(session, "draft_roll", where).people == 1
    call(session, "confirm_attendance", where | {"checked_by": "乌兰"})
    roll = call(session, "close_roll", where | {"closed_by": "苏日娜", "basis": BASIS})
    one = {"roll_id": str(roll.id)}
    assert call(session, "roll_file", one).intact
    published = call(session, "publish_roll", one | {"notice_from": "2026-11-25"})
    assert published.notice_to == date(2026, 12, 1)
    call(session, "object_to_roll", one | {"objection": "有意见"})
    call(session, "settle_roll_objection", one | {"outcome": "已答复"})
    pass_days(session, 7)
    call(session, "approve_roll", one | {"approved_on": "2026-12-02", "approved_by": OFFICE})
    call(session, "return_roll", one | {"reason": "重做"})
    assert call(session, "roll_months", {"village_code": VILLAGE, "department": HRSS})
    for name, bad in (
        ("draft_roll", {"village_code": VILLAGE}),
        ("close_roll", where | {"month": 10}),
        ("roll_file", {"roll_id": "没有"}),
        ("publish_roll", one | {"notice_from": "今天"}),
        ("approve_roll", one | {"approved_on": "2026-12-02"}),
        ("object_to_roll", {"objection": "x"}),
        ("settle_roll_objection", one | {"words": "x"}),
        ("return_roll", one),
        ("roll_months", {"village_code": VILLAGE, "department": "其他"}),
    ):
        with pytest.raises(Refused):
            call(session, name, bad)


def test_a_post_that_moves_to_the_other_line_is_corrected_on_both(session: Session) -> None:
    post, _ = keep_village(session, 1)
    other = keep_post(session, department=AGRICULTURE, title="草管员", required_days=30)
    keep_holder(session, other, 5)
    closed(session, SEPTEMBER)
    closed(session, SEPTEMBER, AGRICULTURE)
    with session.operation("test", "改主管部门") as operation:
        operation.save(replace(session.get(Post, post.id), department=AGRICULTURE))

    assert draft_roll(session, VILLAGE, OCTOBER, HRSS).corrected_fen == -60_000
    assert draft_roll(session, VILLAGE, OCTOBER, AGRICULTURE).corrected_fen == 60_000
