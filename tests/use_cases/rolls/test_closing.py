"""A draft, its closing, and the corrections that come after."""

import json
from dataclasses import replace
from datetime import date

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    Agreement,
    Person,
    Roll,
    RollLine,
)
from desktop_app.session import Session
from desktop_app.use_cases.attendance import (
    confirm_attendance,
    correct_attendance,
)
from desktop_app.use_cases.history import undo, undoable
from desktop_app.use_cases.rolls import (
    close_roll,
    draft_roll,
    roll_file,
)
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_post
from tests.use_cases.roll_world import (
    AGRICULTURE,
    BASIS,
    HRSS,
    closed,
    keep_holder,
    keep_village,
)
from tests.use_cases.rolls.made import mark, sums

SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
TODAY = date(2026, 11, 25)


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


def test_a_draft_follows_the_attendance_and_a_closed_month_does_not(session: Session) -> None:
    _, (first, _) = keep_village(session, 2)
    before = draft_roll(session, VILLAGE, SEPTEMBER, HRSS).total_fen
    mark(session, first, "1" * 15 + "a" * 15, SEPTEMBER)

    after = draft_roll(session, VILLAGE, SEPTEMBER, HRSS).total_fen

    assert (before, after) == (120_000, 90_000)
    roll = closed(session, SEPTEMBER)
    kept = roll_file(session, roll.id)
    correct_attendance(session, first.id, SEPTEMBER, "1" * 30, "核实以后更正")
    again = roll_file(session, roll.id)
    assert (again.roll, again.lines, again.intact) == (kept.roll, kept.lines, True)
    assert again.roll.total_fen == 90_000
    assert draft_roll(session, VILLAGE, OCTOBER, HRSS).corrected_fen == 30_000


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
    with pytest.raises(Refused, match="依据已到期，没有关账") as refused:
        close_roll(session, VILLAGE, OCTOBER, HRSS, basis=" ")
    assert "依据已到期（2025-12-31）" in refused.value.basis

    session.choose_rule("rules.refuse_when_expired", True)

    with pytest.raises(Refused, match="依据已到期，不能关账"):
        close_roll(session, VILLAGE, OCTOBER, HRSS, basis=BASIS)


def test_the_basis_of_today_is_kept_with_the_roll_and_every_line(session: Session) -> None:
    keep_village(session, 2)

    file = roll_file(session, closed(session, OCTOBER).id)

    assert file.basis == BASIS
    assert all(BASIS in line.explanation for line in file.lines)


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
