"""Checks before payment as people use them: find, settle, and what holds up a roll."""

from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import uuid4

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Listed, Outcome, Placement, Record
from desktop_app.domain.watch_facts import Hit
from desktop_app.session import Session
from desktop_app.use_cases import catalogue
from desktop_app.use_cases.checks import check_village, list_ages, payable_findings, settle_hit
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person, keep_post

R = TypeVar("R", bound=Record)
MONTH = "2026-11"


def keep(session: Session, record: R) -> R:
    with session.operation("test", "登记") as operation:
        return operation.save(record)


@pytest.fixture
def placement(session: Session) -> Placement:
    person = keep_person(session, 1, name="白满仓")
    post = keep_post(session, title="保洁员")
    return keep(
        session,
        Placement(
            village_code=VILLAGE, post_id=post.id, person_id=person.id,
            started_on=date(2026, 1, 1),
        ),
    )  # fmt: skip


@pytest.fixture
def listed(session: Session, placement: Placement) -> Listed:
    return keep(
        session,
        Listed(
            village_code=VILLAGE, person_id=placement.person_id, watch_list="insured",
            since=date(2026, 8, 1), detail="某某公司", source="社保中心", as_of=date(2026, 9, 30),
        ),
    )  # fmt: skip


def only(session: Session, month: str = MONTH) -> Hit:
    (hit,) = check_village(session, VILLAGE, month).hits
    return hit


def settle(
    session: Session, hit: Hit, result: str = "false", reason: str = "电话核实早已离职"
) -> Outcome:
    return settle_hit(
        session, VILLAGE, MONTH, hit.rule, hit.placement_id, hit.subject, result, reason
    )


def test_a_hit_says_why_on_which_data_and_by_which_clause(session: Session, listed: Listed) -> None:
    hit = only(session)

    assert hit.reason == "白满仓在别的单位参加职工养老保险。"
    assert hit.found == "单位职工参保人员名单（社保中心，2026-09-30）：某某公司，2026-08-01 起。"
    assert "待旗县确认" in hit.basis
    assert hit.blocks


def test_what_was_found_wrong_stays_away_until_the_facts_change(
    session: Session, listed: Listed
) -> None:
    outcome = settle(session, only(session))

    assert (outcome.result, outcome.decided_by) == ("false", session.officer)
    assert not only(session).is_open
    assert not only(session, "2026-12").is_open
    assert check_village(session, VILLAGE, MONTH).blocking == 0

    keep(session, replace(listed, as_of=date(2026, 11, 20)))  # the same name on a newer list
    assert not only(session).is_open

    keep(session, replace(listed, detail="另一家公司"))
    assert only(session).is_open


def test_a_confirmed_hit_holds_the_payment_up(
    session: Session, listed: Listed, placement: Placement
) -> None:
    settle(session, only(session), "true", "已经在某某公司上班")

    (finding,) = payable_findings(session, [placement.id], MONTH)[placement.id].blocking

    assert not finding.passed
    assert "已核实：已经在某某公司上班" in finding.found


def test_settling_again_replaces_the_outcome(session: Session, listed: Listed) -> None:
    first = settle(session, only(session))
    second = settle(session, only(session), "settled", "已经办了退岗")

    assert second.id == first.id
    assert [one.result for one in session.find(Outcome)] == ["settled"]


def test_what_is_only_to_be_looked_at_does_not_hold_up(
    session: Session, listed: Listed, placement: Placement
) -> None:
    keep(session, replace(listed, watch_list="pensioners", detail="城乡居民养老"))

    payable = payable_findings(session, [placement.id, uuid4()], MONTH)

    assert list(payable) == [placement.id]
    assert payable[placement.id].blocking == ()
    assert [one.rule for one in payable[placement.id].warnings] == ["check.pension"]


@pytest.mark.parametrize(
    ("result", "reason", "said"),
    [
        ("open", "电话核实早已离职", "核查结论要选"),
        ("maybe", "电话核实早已离职", "核查结论要选"),
        ("false", "  不是 ", "还没有写怎么核实的"),
    ],
)
def test_an_outcome_needs_a_result_and_a_reason(
    session: Session, listed: Listed, result: str, reason: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        settle(session, only(session), result, reason)

    assert session.find(Outcome) == []


def test_a_hit_that_is_gone_cannot_be_settled(session: Session, listed: Listed) -> None:
    hit = only(session)
    keep(session, replace(listed, until=date(2025, 12, 31), since=date(2025, 1, 1)))

    with pytest.raises(Refused, match="已经查不到了"):
        settle(session, hit)


def test_a_check_that_the_county_switched_off_finds_nothing(
    session: Session, listed: Listed
) -> None:
    session.choose_rule("check.employed_insured", value=False)

    report = check_village(session, VILLAGE, MONTH)

    assert report.hits == ()
    assert "+本机" in report.rules


def test_a_village_of_another_desk_and_a_wrong_month_are_refused(session: Session) -> None:
    with pytest.raises(Refused, match="没有嘎查村"):
        check_village(session, "150223100001", MONTH)
    with pytest.raises(Refused, match="不是一个月份"):
        check_village(session, VILLAGE, "2026-13")


def test_all_villages_of_the_desk_are_checked_at_once(session: Session, listed: Listed) -> None:
    assert len(check_village(session, "", MONTH).hits) == 1
    assert check_village(session, OTHER_VILLAGE, MONTH).hits == ()


def test_a_list_grows_old(session: Session, listed: Listed) -> None:
    (age,) = list_ages(session)
    assert (age.people, age.days, age.old) == (1, 56, False)

    session.choose_rule("check.list_age_days", value=30)

    assert list_ages(session)[0].old


def test_checks_are_called_by_name(session: Session, listed: Listed) -> None:
    report = catalogue.call(session, "check_village", {"village": VILLAGE, "month": MONTH})
    hit = report.hits[0]

    catalogue.call(
        session,
        "settle_hit",
        {
            "village": VILLAGE, "month": MONTH, "rule": hit.rule, "subject": hit.subject,
            "placement_id": str(hit.placement_id), "result": "false", "reason": "电话核实早已离职",
        },
    )  # fmt: skip

    assert len(session.find(Outcome)) == 1
    with pytest.raises(Refused, match="参数不全"):
        catalogue.call(session, "check_village", {"village": VILLAGE})
