"""Subsidy rolls: drafted, closed once, hung out, approved, sent back, corrected afterwards."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Agreement,
    Appraisal,
    Attendance,
    Person,
    Placement,
    Post,
    Roll,
    RollLine,
)
from desktop_app.session import Session
from desktop_app.use_cases.attendance import (
    MarkedMonth,
    attendance_month,
    confirm_attendance,
    correct_attendance,
    save_marks,
)
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.history import undo, undoable
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
from tests.sessions import OTHER_VILLAGE, VILLAGE, Clock, keep_post, open_test_session
from tests.use_cases.roll_world import (
    AGRICULTURE,
    HRSS,
    OFFICE,
    closed,
    keep_holder,
    keep_village,
)

SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
TODAY = date(2026, 11, 25)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


def pass_days(session: Session, days: float) -> None:
    clock = session.world.now
    assert isinstance(clock, Clock)
    clock.pass_days(days)


def mark(session: Session, placement: Placement, marks: str, month: str = OCTOBER) -> None:
    one = MarkedMonth(placement_id=placement.id, marks=marks)
    save_marks(session, VILLAGE, month, HRSS, [one])


def sums(session: Session, month: str, department: str = HRSS) -> dict[str, int]:
    """Return what every standing line gives each person for a month."""
    found: dict[str, int] = {}
    for roll in session.find(Roll, department=department):
        for line in session.find(RollLine, roll_id=roll.id, for_month=month):
            if roll.returned_on is None:
                found[line.name] = found.get(line.name, 0) + (line.amount_fen or 0)
    return found


def test_a_draft_shows_everybody_and_what_stops_it(session: Session) -> None:
    _, (first, *_) = keep_village(session, 2)
    mark(session, first, "1" * 20 + "h" + "a" * 10)

    draft = draft_roll(session, VILLAGE, OCTOBER, HRSS)

    assert [(line.name, line.amount_fen) for line in draft.lines] == [
        ("乌云1", 41_000),
        ("乌云2", 60_000),
    ]
    assert (draft.people, draft.total_fen) == (2, 101_000)
    assert [one.title for one in draft.blocking] == ["考勤核对"]
    assert session.find(Roll) == []


def test_every_line_says_why(session: Session) -> None:
    _, (first, *_) = keep_village(session, 1)
    mark(session, first, "1" * 20 + "h" + "a" * 10)

    why = json.loads(draft_roll(session, VILLAGE, OCTOBER, HRSS).lines[0].explanation)

    words = " ".join(one["message"] for one in why)
    assert "补贴标准 600 元/月；2026年10月规定出勤 30 天" in words
    assert "出勤 20 天，半天 1 次，旷工 10 天，累计出勤 20.5 天" in words
    assert "600 ÷ 30 × 20.5 = 410 元。算到分，四舍五入，本月补贴 410 元（测算" in words
    assert "依据已到期" in words
    assert all(one["basis"] for one in why if one["title"] == "补贴金额")


def test_closing_keeps_lines_sums_and_a_digest_together(session: Session) -> None:
    keep_village(session, 2)

    roll = closed(session, OCTOBER)

    file = roll_file(session, roll.id)
    assert (roll.people, roll.total_fen, roll.closed_by, roll.closed_on) == (
        2, 120_000, "苏日娜", TODAY,
    )  # fmt: skip
    assert [line.amount_fen for line in file.lines] == [60_000, 60_000]
    assert {line.account[:4] for line in file.lines} == {"6217"}
    assert file.intact
    assert len(roll.sha256) == 64
    assert file.rules == session.rules.name


@pytest.mark.parametrize(
    ("month", "department", "words"),
    [
        (NOVEMBER, HRSS, "还没有过完"),
        ("2026-12", HRSS, "还没有到"),
        ("2025-10", HRSS, "没有要发补贴的人"),
        (OCTOBER, AGRICULTURE, "没有要发补贴的人"),
        (OCTOBER, HRSS, "考勤没有核对"),
        ("2026", HRSS, "不是一个月份"),
    ],
)
def test_a_month_that_is_not_ready_is_not_closed(
    session: Session, month: str, department: str, words: str
) -> None:
    keep_village(session, 1)

    with pytest.raises(Refused, match=words):
        close_roll(session, VILLAGE, month, department)

    assert session.find(Roll) == []
    assert session.find(RollLine) == []


def test_a_month_is_closed_once_and_not_undone(session: Session) -> None:
    keep_village(session, 1)
    roll = closed(session, OCTOBER)

    with pytest.raises(Refused, match="已经关账"):
        close_roll(session, VILLAGE, OCTOBER, HRSS)
    assert undoable(session)[0].why_not
    with pytest.raises(Refused, match="没有撤销"):
        undo(session)
    assert session.find(Roll) == [roll]


def test_a_holder_without_a_standard_stops_the_closing(session: Session) -> None:
    keep_holder(session, keep_post(session, standard_fen=None), 1)
    confirm_attendance(session, VILLAGE, OCTOBER, HRSS, "乌兰")

    with pytest.raises(Refused, match="没有补贴标准"):
        close_roll(session, VILLAGE, OCTOBER, HRSS)


def test_somebody_on_both_lines_of_funding_stops_both(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    other = keep_post(session, department=AGRICULTURE, title="草管员", village_code=OTHER_VILLAGE)
    keep_holder(session, other, 9, person=session.get(Person, first.person_id))
    confirm_attendance(session, VILLAGE, OCTOBER, HRSS, "乌兰")

    with pytest.raises(Refused, match="乌云1同时在两个岗位上：护林员、草管员"):
        close_roll(session, VILLAGE, OCTOBER, HRSS)
    confirm_attendance(session, OTHER_VILLAGE, OCTOBER, AGRICULTURE, "乌兰")
    with pytest.raises(Refused, match="乌云1同时在两个岗位上"):
        close_roll(session, OTHER_VILLAGE, OCTOBER, AGRICULTURE)
    assert session.find(Roll) == []


def test_two_posts_one_after_the_other_in_a_month_are_no_clash(session: Session) -> None:
    post, _ = keep_village(session, 1)
    first = keep_holder(session, post, 2, last_day_on=date(2026, 10, 10))
    other = keep_post(session, department=AGRICULTURE, title="草管员")
    keep_holder(session, other, 2, person=session.get(Person, first.person_id),
                agreement_from=date(2026, 10, 11), started_on=date(2026, 10, 11))  # fmt: skip

    roll = closed(session, OCTOBER)

    # 20,000 for ten of thirty days; the proposal leaves the last Sunday free
    assert {line.name: line.amount_fen for line in roll_file(session, roll.id).lines} == {
        "乌云1": 60_000,
        "乌云2": 20_000,
    }


def test_who_works_without_an_agreement_is_named_and_not_listed(session: Session) -> None:
    post, _ = keep_village(session, 1)
    keep_holder(session, post, 2, agreement_to=date(2026, 9, 30))

    draft = draft_roll(session, VILLAGE, OCTOBER, HRSS)

    assert draft.people == 1
    named = next(one for one in draft.findings if one.title == "协议期限")
    assert named.passed
    assert "乌云2" in named.found


def test_an_expired_basis_is_told_and_refused_where_the_county_says_so(session: Session) -> None:
    keep_village(session, 1)
    confirm_attendance(session, VILLAGE, OCTOBER, HRSS, "乌兰")
    told = [
        one for one in draft_roll(session, VILLAGE, OCTOBER, HRSS).findings if "到期" in one.title
    ]
    assert [one.passed for one in told] == [True]

    session.choose_rule("rules.refuse_when_expired", True)

    with pytest.raises(Refused, match="依据已到期"):
        close_roll(session, VILLAGE, OCTOBER, HRSS)


def test_what_is_changed_after_the_closing_comes_as_a_correction_in_the_next_roll(
    session: Session,
) -> None:
    _, (first, _) = keep_village(session, 2)
    september = closed(session, SEPTEMBER)
    correct_attendance(session, first.id, SEPTEMBER, "1" * 27 + "aaa", "旷工三天没有记")

    draft = draft_roll(session, VILLAGE, OCTOBER, HRSS)

    correction = draft.lines[-1]
    assert (correction.kind, correction.for_month, correction.amount_fen) == (
        "correction", SEPTEMBER, -6_000,
    )  # fmt: skip
    assert draft.total_fen == 114_000
    assert draft.corrected_fen == -6_000
    why = json.loads(correction.explanation)
    assert why[0]["message"] == ("2026年9月已列 600 元，按现在的登记应为 540 元，扣回 60 元。")
    assert "出勤由 30 天改为 27 天" in why[0]["found"]
    closed(session, OCTOBER)
    assert sums(session, SEPTEMBER) == {"乌云1": 54_000, "乌云2": 60_000}
    assert roll_file(session, september.id).intact
    assert draft_roll_is_even(session)


def draft_roll_is_even(session: Session) -> bool:
    """Say whether November would need no correction any more."""
    return draft_roll(session, VILLAGE, NOVEMBER, HRSS).corrected_fen == 0


@pytest.mark.parametrize(
    ("change", "amount"),
    [
        ("standard", 10_000),
        ("agreement", -40_000),
        ("exit", -60_000),
        ("removed", -60_000),
        ("joined", 60_000),
    ],
)
def test_each_kind_of_late_change_is_corrected(session: Session, change: str, amount: int) -> None:
    post, (first, _) = keep_village(session, 2)
    closed(session, SEPTEMBER)
    (agreement,) = session.find(Agreement, placement_id=first.id)
    with session.operation("test", "改") as operation:
        if change == "standard":
            operation.save(replace(agreement, standard_fen=70_000))
        elif change == "agreement":
            operation.save(replace(agreement, ends_on=date(2026, 9, 10)))
            operation.save(replace(first, agreement_to=date(2026, 9, 10)))
        elif change == "exit":
            operation.save(replace(first, last_day_on=date(2026, 8, 31)))
        elif change == "removed":
            operation.remove(first)
    if change == "joined":
        late = keep_holder(session, post, 7)
        assert _silent_names(session) == "乌云7 2026年9月。"
        correct_attendance(session, late.id, SEPTEMBER, "1" * 30, "补登")

    draft = draft_roll(session, VILLAGE, OCTOBER, HRSS)

    assert draft.corrected_fen == amount
    assert [line.for_month for line in draft.lines if line.kind == "correction"] == [SEPTEMBER]


def _silent_names(session: Session) -> str:
    draft = draft_roll(session, VILLAGE, OCTOBER, HRSS)
    return next(one.found for one in draft.findings if one.title == "已关账月份的考勤")


def test_what_the_county_sets_later_does_not_change_a_month_that_was_closed(
    session: Session,
) -> None:
    _, (first, _) = keep_village(session, 2)
    mark(session, first, "1" * 29, SEPTEMBER)
    closed(session, SEPTEMBER)

    session.choose_rule("subsidy.required_within_month", False)
    session.choose_rule("subsidy.cap_monthly", 100)

    draft = draft_roll(session, VILLAGE, OCTOBER, HRSS)
    assert draft.corrected_fen == 0
    assert draft.total_fen == 20_000


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
    roll = call(session, "close_roll", where | {"closed_by": "苏日娜"})
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
