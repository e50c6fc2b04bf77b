"""Leaving a post, what follows from it, and how the work was judged before."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_steps import progress
from desktop_app.domain.records import Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.applications import apply_for_post
from desktop_app.use_cases.appraisals import (
    appraisals_of,
    appraise,
    cautions_of,
    sign_warning,
    warn_holder,
)
from desktop_app.use_cases.exits import (
    approve_exits,
    deliver_exit_notice,
    end_placement,
    exit_stop_month,
    record_recovery,
    report_vacancy,
    return_exit,
)
from desktop_app.use_cases.judgements import judgements
from desktop_app.use_cases.placement_dues import placement_dues
from desktop_app.use_cases.posts import post_file, post_lines
from tests.sessions import TODAY
from tests.use_cases.placements import BEGINS, OFFICE, announced_post, placed

LAST = date(2026, 11, 23)


@pytest.fixture
def post(session: Session) -> Post:
    return announced_post(session)


@pytest.fixture
def holder(session: Session, post: Post) -> Placement:
    return placed(session, post)


def test_an_exit_goes_from_proposal_to_vacancy_report(
    session: Session, post: Post, holder: Placement
) -> None:
    one = end_placement(session, holder.id, LAST, "04", "就业证明", "本人", recover_fen=60_000)
    assert (one.stop_month, one.exit_proposed_by) == ("2026-12", "本人")
    words = [each["message"] for each in json.loads(one.exit_checks)]
    assert words == [
        "最后出勤日 2026-11-23，补贴从 2026年12月起停发。",
        "要追回 600 元。",
        "空岗要在 2026-11-26 前报告。",
    ]
    acts = []
    steps: tuple[Callable[[], Placement], ...] = (
        lambda: approve_exits(session, [holder.id], OFFICE)[0],
        lambda: deliver_exit_notice(session, holder.id, "当面送达", LAST),
        lambda: deliver_exit_notice(session, holder.id, "hand", LAST, TODAY),
        lambda: record_recovery(session, holder.id),
        lambda: report_vacancy(session, [holder.id])[0],
    )
    for act in steps:
        acts.append(progress(session.rules, post, one, TODAY).act)
        one = act()
    assert acts == ["approve_exit", "tell_exit", "sign_exit", "recover", "report"]
    assert progress(session.rules, post, one, TODAY).current == 9
    file = post_file(session, post.id)
    assert ([line.state for line in file.former], file.holders) == (["left"], ())
    assert (one.exit_approved_by, one.exit_received_on) == (OFFICE, TODAY)
    assert (one.recovered_on, one.vacancy_reported_on) == (TODAY, TODAY)


def test_another_stop_month_needs_a_reason(session: Session, holder: Placement) -> None:
    assert exit_stop_month(session, LAST) == "2026-12"
    with pytest.raises(Refused, match="还没有写理由") as refused:
        end_placement(session, holder.id, LAST, "04", stop_month="2026-11")
    assert refused.value.fields == ("stop_month_reason",)
    assert "待旗县确认" in refused.value.basis
    with pytest.raises(Refused, match="不是一个月份"):
        end_placement(session, holder.id, LAST, "04", stop_month="11月")
    kept = end_placement(
        session, holder.id, LAST, "04", stop_month="2026-11", stop_month_reason="整月没有到岗"
    )
    assert kept.stop_month == "2026-11"
    assert "请向旗县确认" in json.loads(kept.exit_checks)[0]["message"]


@pytest.mark.parametrize(
    ("rule", "month"), [(0, "2026-11"), (1, "2026-12"), (2, "2027-01")]
)  # fmt: skip
def test_the_stop_month_follows_the_clause(session: Session, rule: int, month: str) -> None:
    session.choose_rule("post.stop_month_after", rule)
    assert exit_stop_month(session, LAST) == month


def test_an_exit_is_returned_with_its_reason(session: Session, holder: Placement) -> None:
    end_placement(session, holder.id, LAST, "08", recover_fen=100)
    with pytest.raises(Refused, match="退回的原因"):
        return_exit(session, holder.id, " ")
    back = return_exit(session, holder.id, "依据不足")
    assert back.notes == "2026-11-25 退回退岗（原定 2026-11-23，考核不合格）：依据不足"
    assert replace(back, notes="") == replace(holder, notes="")
    end_placement(session, holder.id, LAST, "14")
    approve_exits(session, [holder.id], OFFICE)
    with pytest.raises(Refused, match="已经审批"):
        return_exit(session, holder.id, "改主意")


@pytest.mark.parametrize(
    ("act", "words", "fields"),
    [
        (lambda s, i: approve_exits(s, [i], " "), "退岗审批单位", ("exit_approved_by",)),
        (
            lambda s, i: approve_exits(s, [i], OFFICE, date(2026, 11, 26)),
            *("审批日期", ("exit_approved_on",)),
        ),
        (lambda s, i: deliver_exit_notice(s, i, "飞鸽"), "送达方式", ("exit_notice_way",)),
        (
            lambda s, i: deliver_exit_notice(s, i, "hand", LAST, date(2026, 11, 22)),
            *("签收日期不对", ("exit_notice_on", "exit_received_on")),
        ),
        (
            lambda s, i: deliver_exit_notice(s, i, "public", LAST, LAST),
            *("公告送达没有签收", ("exit_received_on",)),
        ),
        (lambda s, i: record_recovery(s, i), "没有要追回", ("recover_fen",)),
        (lambda s, i: record_recovery(s, i, None, -1), "不能小于零", ("recover_fen",)),
        (
            lambda s, i: record_recovery(s, i, date(2026, 11, 26), 100),
            *("追回日期", ("recovered_on",)),
        ),
        (
            lambda s, i: report_vacancy(s, [i], date(2026, 11, 22)),
            *("早于最后出勤日", ("vacancy_reported_on",)),
        ),
    ],
)  # fmt: skip
def test_a_wrong_step_of_an_exit_is_refused_by_field(
    session: Session,
    holder: Placement,
    act: Callable[[Session, UUID], object],
    words: str,
    fields: tuple[str, ...],
) -> None:
    kept = end_placement(session, holder.id, LAST, "14")
    with pytest.raises(Refused, match=words) as refused:
        act(session, holder.id)
    assert refused.value.fields == fields
    assert refused.value.advice
    assert session.get(Placement, holder.id) == kept


@pytest.mark.parametrize(
    "act",
    [
        lambda s, i: approve_exits(s, [i], OFFICE),
        lambda s, i: deliver_exit_notice(s, i, "hand"),
        lambda s, i: record_recovery(s, i, None, 100),
        lambda s, i: report_vacancy(s, [i]),
        lambda s, i: return_exit(s, i, "没有提出"),
    ],
)
def test_who_does_not_leave_has_no_exit(
    session: Session, holder: Placement, act: Callable[[Session, UUID], object]
) -> None:
    with pytest.raises(Refused, match="还没有办退岗"):
        act(session, holder.id)


def test_who_was_expelled_is_not_placed_again(session: Session, holder: Placement) -> None:
    end_placement(session, holder.id, LAST, "11", "冒名顶替")
    other = announced_post(session, title="保洁员")
    with pytest.raises(Refused, match="不能再安置"):
        apply_for_post(session, other.id, [holder.person_id], TODAY)


def test_posts_are_narrowed_to_what_waits(session: Session, post: Post, holder: Placement) -> None:
    notice = announced_post(session, title="保洁员")
    placed(session, notice, 3, until="noticed")
    proposed = announced_post(session, title="草管员", approved_on=None, announced_from=None)

    def titles(only: str) -> set[str]:
        return {line.title for line in post_lines(session, only=only)}

    assert titles("approval") == {"保洁员", proposed.title}
    assert titles("notice") == titles("expiring") == titles("exits") == set()
    end_placement(session, holder.id, LAST, "14")
    assert titles("exits") == {post.title}
    assert titles("approval") == {"保洁员", "草管员", post.title}


def test_what_is_due_is_told_with_its_day_and_clause(
    session: Session, post: Post, holder: Placement
) -> None:
    other = announced_post(session, title="保洁员")
    placed(session, other, 3, until="noticed")
    end_placement(session, holder.id, LAST, "14")
    found = {(one.kind, one.due_on, one.office) for one in placement_dues(session)}
    assert found == {
        ("notice_ended", date(2026, 11, 16), True),
        ("approval_waiting", LAST, True),
        ("exit_open", LAST, False),
        ("vacancy_report", date(2026, 11, 26), False),
    }
    assert all("待旗县确认" in one.basis for one in placement_dues(session))
    early = placement_dues(session, date(2026, 11, 20))
    assert [one.kind for one in early] == ["notice_ended"]


def test_points_of_a_month_are_kept_told_and_corrected(session: Session, holder: Placement) -> None:
    first = appraise(session, holder.id, "2026-11", 28, 45, 18, "少到岗两次，扣 9 分", TODAY)
    assert first.result == "good"
    again = appraise(session, holder.id, "2026-11", 20, 40, 15, "改正", TODAY)
    assert (again.id, again.result) == (first.id, "weak")
    assert appraise(session, holder.id, "2026-11", 20, 30, 9, "改正").result == "unfit"
    assert len(appraisals_of(session, holder.id)) == 1
    assert appraise(session, holder.id, "2026-11", 20).result == ""


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"month": "2026-11", "village_points": 31}, "0 分和 30 分之间"),
        ({"month": "2026-11", "township_points": 51}, "0 分和 50 分之间"),
        ({"month": "2026-11", "villager_points": -1}, "0 分和 20 分之间"),
        (
            {
                "month": "2026-11",
                "village_points": 30,
                "township_points": 50,
                "villager_points": 19,
            },
            "比满分少 1 分",
        ),
        ({"month": "2026-10"}, "不在岗"),
        ({"month": "2026-12"}, "还没有到"),
        ({"month": "11月"}, "不是一个月份"),
        ({"month": "2026-11", "told_on": date(2026, 11, 26)}, "告知日期"),
        ({"month": "2026-11", "told_on": date(2026, 10, 31)}, "告知日期"),
    ],
)
def test_wrong_points_are_refused(
    session: Session, holder: Placement, said: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        appraise(session, holder.id, **said)
    assert appraisals_of(session, holder.id) == []


def test_a_warning_is_given_and_signed_for(session: Session, holder: Placement) -> None:
    given = warn_holder(session, holder.id, "旷工", " 两天没有到岗 ", BEGINS)
    assert (given.reason, given.words, given.way) == ("absent", "两天没有到岗", "hand")
    with pytest.raises(Refused, match="日期或者签收"):
        sign_warning(session, given.id, date(2026, 11, 19))
    assert sign_warning(session, given.id).received_on == TODAY
    assert [one.id for one in cautions_of(session, holder.id)] == [given.id]
    appraise(session, holder.id, "2026-11", 30, 50, 20)
    told = [(one.when, one.result, one.told_on) for one in judgements(session, holder.id)]
    assert told == [("2026-11-20", "缺勤或旷工", TODAY), ("2026-11", "优秀 100 分", None)]
    for said, words in (
        (("没有这种", "x"), "警示原因里没有"),
        (("absent", " "), "警示的内容"),
        (("absent", "x", date(2026, 11, 19)), "不在岗"),
        (("absent", "x", TODAY, "飞鸽"), "送达方式里没有"),
    ):
        with pytest.raises(Refused, match=words):
            warn_holder(session, holder.id, *said)


def test_a_dead_holder_is_told_nothing(session: Session, post: Post, holder: Placement) -> None:
    person = session.get(Person, holder.person_id)
    with session.operation("test", "死亡") as operation:
        operation.save(replace(person, died_on=LAST))
    end_placement(session, holder.id, LAST, "01")
    one = approve_exits(session, [holder.id], OFFICE)[0]
    assert progress(session.rules, post, one, TODAY).act == "report"
