"""Claims on their way to the decision: checked, given back for correction, taken in again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Claim, Organiser
from desktop_app.session import Session
from desktop_app.use_cases.claim_checks import check_claim, resubmit_claim, return_claim
from desktop_app.use_cases.claim_lines import propose_refusal
from desktop_app.use_cases.claims import ClaimFilter, claim_rows, find_claims, save_claim
from desktop_app.use_cases.form_data import FORM_DATA, Selection
from desktop_app.use_cases.workbench_money import money_lines
from tests.sessions import OTHER_VILLAGE, TODAY, VILLAGE
from tests.use_cases.claims.made import another_claim, decide, put_on, worker

REASON = "缺两个人的务工证明"
DAY = date(2026, 11, 20)


def state(session: Session, claim: Claim) -> str:
    return claim_rows(session, [claim.id])[0].state


def test_a_claim_that_was_given_back_waits_for_its_organiser(
    session: Session, claim: Claim
) -> None:
    put_on(session, claim, worker(session))
    returned = return_claim(session, claim.id, DAY, f" {REASON} ")

    assert (returned.returned_on, returned.return_reason) == (DAY, REASON)
    assert state(session, claim) == "退回补正"
    other = another_claim(session)
    assert find_claims(session, ClaimFilter(out=True)) == [claim.id]
    assert find_claims(session, ClaimFilter(decided=False, out=False)) == [other.id]
    (todo,) = [one for one in money_lines(session) if one.kind == "claim_returned"]
    assert (todo.who, todo.target_id) == ("北疆人力", claim.id)
    assert REASON in todo.why
    steps: list[Callable[[], object]] = [
        lambda: decide(session, claim),
        lambda: check_claim(session, claim.id, TODAY, "村委会"),
        lambda: return_claim(session, claim.id, TODAY, REASON),
    ]
    for step in steps:
        with pytest.raises(Refused, match="还没有交回来") as refusal:
            step()
        assert REASON in refusal.value.found
    assert session.get(Claim, claim.id) == returned


def test_what_comes_back_is_corrected_and_decided(session: Session, claim: Claim) -> None:
    returned = return_claim(session, claim.id, DAY, REASON)
    put_on(session, claim, worker(session))
    corrected = save_claim(session, replace(returned, notes="补了证明", returned_on=None))
    assert (corrected.notes, corrected.returned_on) == ("补了证明", DAY)
    resubmit_claim(session, claim.id, TODAY)

    assert state(session, claim) == "待审定"
    assert "claim_returned" not in [one.kind for one in money_lines(session)]
    with pytest.raises(Refused, match="没有退回补正"):
        resubmit_claim(session, claim.id, TODAY)
    assert decide(session, claim).result == "granted"
    with pytest.raises(Refused, match="已经在"):
        return_claim(session, claim.id, TODAY, REASON)


def test_a_claim_may_be_given_back_twice(session: Session, claim: Claim) -> None:
    return_claim(session, claim.id, DAY, REASON)
    resubmit_claim(session, claim.id, DAY + timedelta(days=1))
    with pytest.raises(Refused, match="日期 2026-11-20 不对"):
        return_claim(session, claim.id, DAY, "还是缺")
    again = return_claim(session, claim.id, TODAY, "还缺一份合同")

    assert (again.return_reason, again.resubmitted_on) == ("还缺一份合同", None)
    assert state(session, claim) == "退回补正"


@pytest.mark.parametrize("day", [date(2026, 10, 31), TODAY + timedelta(days=1)])
def test_days_lie_between_application_and_today(session: Session, claim: Claim, day: date) -> None:
    with pytest.raises(Refused, match="不对") as refusal:
        return_claim(session, claim.id, day, REASON)
    assert refusal.value.fields == ("returned_on",)
    with pytest.raises(Refused, match="不对"):
        check_claim(session, claim.id, day, "村委会")
    return_claim(session, claim.id, DAY, REASON)
    with pytest.raises(Refused, match="不对"):
        resubmit_claim(session, claim.id, day)


def test_reason_and_name_are_asked_for(session: Session, claim: Claim) -> None:
    with pytest.raises(Refused, match="原因"):
        return_claim(session, claim.id, DAY, " ")
    with pytest.raises(Refused, match="核查人"):
        check_claim(session, claim.id, DAY, " ")


def test_a_claim_is_of_the_village_that_checks_it(session: Session, organiser: Organiser) -> None:
    wanted = Claim(organiser_id=organiser.id, year=2026, applied_on=DAY)
    own = save_claim(session, wanted)
    other = save_claim(session, replace(wanted, village_code=OTHER_VILLAGE))

    assert (own.village_code, other.village_code) == (VILLAGE, OTHER_VILLAGE)
    moved = save_claim(session, replace(other, village_code=VILLAGE, notes="改"))
    assert (moved.village_code, moved.notes) == (OTHER_VILLAGE, "改")
    with pytest.raises(Refused, match="不归本机管") as refusal:
        save_claim(session, replace(wanted, village_code="150221100200"))
    assert refusal.value.fields == ("village_code",)


def test_the_paper_says_what_the_village_found(session: Session, claim: Claim) -> None:
    lines = put_on(session, claim, *(worker(session, number) for number in range(1, 6)))
    return_claim(session, claim.id, DAY, REASON)
    resubmit_claim(session, claim.id, DAY)
    check_claim(session, claim.id, TODAY, "布仁")
    for line in lines[:4]:
        propose_refusal(session, line.id, "没有外出")
    filled = FORM_DATA["transfer_subsidy"].fill(session, Selection(ids=(claim.id,)))

    words = filled.data.values["village_words"]
    assert words.startswith("巴音哈拉嘎查村：2026年11月20日退回补正，2026年11月20日重新受理。")
    assert "布仁于2026年11月25日核查。" in words
    assert words.count("（没有外出）") == 3
    assert words.endswith("等4人。")
    assert filled.village_code == VILLAGE
