"""What an office decides on a claim, once a person and with every reason."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Claim, ClaimLine, Person
from desktop_app.domain.rules import findings_of
from desktop_app.session import Session
from desktop_app.use_cases import claim_decisions
from desktop_app.use_cases.catalogue import call
from desktop_app.use_cases.claim_decisions import correct_line, decide_claim, pay_claim
from desktop_app.use_cases.claim_lines import (
    add_claimed,
    check_by_phone,
    claim_people,
    drop_claimed,
    propose_refusal,
    see_evidence,
)
from desktop_app.use_cases.claims import (
    claim_rows,
    claim_sum,
    find_claims,
    remove_claim,
    save_claim,
)
from desktop_app.use_cases.clashes import clashes
from tests.sessions import TODAY
from tests.use_cases.claims.made import BASIS, CODE, another_claim, decide, put_on, worker


def test_a_decision_grants_who_passes_and_keeps_why(session: Session, claim: Claim) -> None:
    good, short = worker(session, 1), worker(session, 2, since=date(2026, 9, 1))
    put_on(session, claim, good, short)

    decided = decide(session, claim)

    lines = {one.person_id: one for one in session.find(ClaimLine, claim_id=claim.id)}
    assert decided.result == "granted"
    assert (lines[good.id].result, lines[good.id].amount_fen) == ("granted", 30_000)
    assert (lines[good.id].months, lines[good.id].first_time) == (9, True)
    assert (lines[short.id].result, lines[short.id].amount_fen) == ("refused", 0)
    findings = findings_of(lines[good.id].explanation)
    assert any(BASIS in one.found for one in findings)
    assert all(one.passed for one in findings)
    assert [one.rule for one in findings_of(lines[short.id].explanation) if not one.passed] == [
        "transfer.min_months"
    ]
    row = claim_rows(session, [claim.id])[0]
    assert (row.lines, row.granted, row.refused, row.amount_fen) == (2, 1, 1, 30_000)
    assert row.state == "已审定"
    assert [(one.people, one.amount_fen) for one in claim_sum(claim_people(session, claim.id))] == [
        (1, 30_000),
        (0, 0),
        (0, 0),
        (1, 30_000),
    ]


def test_rates_that_have_ended_are_not_paid_silently(session: Session, claim: Claim) -> None:
    line = put_on(session, claim, worker(session))[0]
    shown = claim_people(session, claim.id)[0]
    assert [one.message for one in shown.findings if not one.passed] == [
        "依据已到期，不能照旧标准发。"
    ]

    decide(session, claim, basis=" ")

    assert session.get(ClaimLine, line.id).result == "refused"


def test_a_person_is_granted_once_across_organisers_and_years(
    session: Session, claim: Claim
) -> None:
    person = worker(session, since=date(2025, 1, 1))
    put_on(session, claim, person)
    second, older = another_claim(session), another_claim(session, 2025)
    put_on(session, second, person)
    put_on(session, older, person)
    assert "也申报了的：塞外劳务" in "".join(
        one.found for one in claim_people(session, claim.id, BASIS)[0].findings
    )
    decide(session, claim)

    for other in (second, older):
        decide(session, other)
        line = session.find(ClaimLine, claim_id=other.id)[0]
        failed = [one for one in findings_of(line.explanation) if not one.passed]
        assert [one.rule for one in failed] == ["transfer.first_time"]
        assert "北疆人力（2026）" in failed[0].found


def test_two_grants_of_desks_that_meet_are_told(session: Session, claim: Claim) -> None:
    person = worker(session)
    line = put_on(session, claim, person)[0]
    decide(session, claim)
    assert clashes(session) == []
    other = another_claim(session)
    with session.operation("test", "另一台电脑") as operation:
        granted = session.get(ClaimLine, line.id)
        operation.save(replace(granted, id=ClaimLine().id, claim_id=other.id))

    (found,) = clashes(session)

    assert (found.what, found.page, found.id) == ("输出补助同意了两次", "transfers", person.id)


def test_two_records_of_one_number_are_granted_once(session: Session, claim: Claim) -> None:
    first, twin = worker(session, 1), worker(session, 2)
    with session.operation("test", "两台电脑各登记一次") as operation:
        twin = operation.save(replace(session.get(Person, twin.id), citizen_id=first.citizen_id))
    put_on(session, claim, first, twin)

    decide(session, claim)

    results = sorted(one.result for one in session.find(ClaimLine, claim_id=claim.id))
    assert results == ["granted", "refused"]


def test_whatever_is_claimed_and_corrected_a_person_is_granted_at_most_once(
    session: Session, claim: Claim
) -> None:
    chance = Random(3)
    people = [worker(session, number, since=date(2025, 1, 1)) for number in range(1, 5)]
    all_claims = [claim, *(another_claim(session, year) for year in (2026, 2025, 2026))]
    for one in all_claims:
        put_on(session, one, *chance.sample(people, 3))
    for one in chance.sample(all_claims, 4):
        decide(session, one)
    lines = session.find(ClaimLine)
    for _ in range(30):
        line = session.get(ClaimLine, chance.choice(lines).id)
        try:
            correct_line(session, line.id, line.result != "granted", "核查", BASIS)
        except Refused as refusal:
            assert "已经补过一次" in str(refusal)  # noqa: PT017 - only this stands in the way

        granted = [one.person_id for one in session.find(ClaimLine, result="granted")]
        assert len(granted) == len(set(granted))
    for one in all_claims:
        row, sums = claim_rows(session, [one.id])[0], claim_sum(claim_people(session, one.id))
        assert (row.granted, row.amount_fen) == (sums[-1].people, sums[-1].amount_fen)


def test_whom_those_who_check_would_refuse_is_refused_with_their_reason(
    session: Session, claim: Claim
) -> None:
    one, two = put_on(session, claim, worker(session, 1), worker(session, 2))
    propose_refusal(session, two.id, "打错了人")
    assert claim_sum(claim_people(session, claim.id, BASIS))[-1].people == 1
    propose_refusal(session, two.id, " ")
    propose_refusal(session, one.id, " 合同是假的 ")
    told = [person.result_text for person in claim_people(session, claim.id, BASIS)]
    assert sorted(told) == ["拟不同意", "符合"]

    decided = decide(session, claim)

    kept, other = session.get(ClaimLine, one.id), session.get(ClaimLine, two.id)
    assert (decided.result, kept.result, kept.amount_fen) == ("granted", "refused", 0)
    assert kept.proposed_refusal == "合同是假的"
    assert "合同是假的" in findings_of(kept.explanation)[-1].message
    assert other.result == "granted"
    with pytest.raises(Refused, match="已经在"):
        propose_refusal(session, two.id, "太晚了")


def test_too_few_telephone_checks_stop_the_decision(session: Session, claim: Claim) -> None:
    lines = put_on(session, claim, worker(session, 1), worker(session, 2), seen=False)
    for one in lines:
        see_evidence(session, one.id, "wages", TODAY)

    with pytest.raises(Refused, match="至少要 1 人") as refusal:
        decide(session, claim)
    assert "待旗县确认" in refusal.value.basis
    check_by_phone(session, lines[0].id, TODAY, "unreached", "下午再打")

    assert decide(session, claim).result == "granted"
    session.choose_rule(claim_decisions.PHONE_SHARE, 0)
    assert claim_decisions.phone_checks_needed(session, 100, TODAY) == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"decided_by": " "}, "decided_by"),
        ({"decided_on": TODAY + timedelta(days=1)}, "decided_on"),
        ({"decided_on": date(2026, 10, 1)}, "decided_on"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    session: Session, claim: Claim, facts: dict[str, object], field: str
) -> None:
    put_on(session, claim, worker(session))
    given = {"decided_on": TODAY, "decided_by": "达茂旗人社局", "basis": BASIS, **facts}

    with pytest.raises(Refused) as refusal:
        decide_claim(session, claim.id, **given)  # type: ignore[arg-type]

    assert refusal.value.fields == (field,)
    assert session.get(Claim, claim.id).decided_on is None


def test_an_empty_claim_is_not_decided(session: Session, claim: Claim) -> None:
    with pytest.raises(Refused, match="花名册还是空的"):
        decide(session, claim)


def test_after_the_decision_only_a_correction_changes_a_line(
    session: Session, claim: Claim
) -> None:
    line = put_on(session, claim, worker(session))[0]
    with pytest.raises(Refused, match="还没有审定，不用更正"):
        correct_line(session, line.id, False, "查错")
    decide(session, claim)

    for act in (
        lambda: drop_claimed(session, line.id),
        lambda: see_evidence(session, line.id, "wages", TODAY),
        lambda: check_by_phone(session, line.id, TODAY, "denied"),
        lambda: add_claimed(session, claim.id, ()),
        lambda: save_claim(session, claim),
        lambda: remove_claim(session, claim.id),
        lambda: decide(session, claim),
    ):
        with pytest.raises(Refused, match="已经在 2026-11-25 审定"):
            act()
    with pytest.raises(Refused, match="更正的理由"):
        correct_line(session, line.id, False, " ")
    with pytest.raises(Refused, match="现在就是同意"):
        correct_line(session, line.id, True, "再看")

    taken_back = correct_line(session, line.id, False, "本人说没有外出")
    assert (taken_back.result, taken_back.amount_fen) == ("refused", 0)
    assert "更正以前：同意，300 元" in findings_of(taken_back.explanation)[-1].found
    with pytest.raises(Refused, match="依据已到期"):
        correct_line(session, line.id, True, "查错了")
    given = correct_line(session, line.id, True, "查错了", BASIS)
    assert (given.result, given.amount_fen) == ("granted", 30_000)
    assert len(given.notes.splitlines()) == 2


def test_payment_follows_the_decision(session: Session, claim: Claim) -> None:
    put_on(session, claim, worker(session))
    with pytest.raises(Refused, match="还没有同意的人"):
        pay_claim(session, claim.id, TODAY)
    decide(session, claim)
    with pytest.raises(Refused, match="发放日期"):
        pay_claim(session, claim.id, date(2026, 11, 1))

    assert pay_claim(session, claim.id, TODAY).paid_on == TODAY
    assert claim_rows(session, [claim.id])[0].state == "已发放"


@pytest.mark.parametrize(("kind", "result"), [("", "confirmed"), ("contract", "")])
def test_evidence_and_calls_need_their_kind(
    session: Session, claim: Claim, kind: str, result: str
) -> None:
    line = put_on(session, claim, worker(session), seen=False)[0]
    tomorrow = TODAY + timedelta(days=1)

    with pytest.raises(Refused):
        see_evidence(session, line.id, kind, TODAY if not kind else tomorrow)
    with pytest.raises(Refused):
        check_by_phone(session, line.id, TODAY if not result else tomorrow, result)


def test_another_year_chooses_the_spells_again(session: Session, claim: Claim) -> None:
    person = worker(session, since=date(2025, 3, 1), until=date(2025, 12, 31))
    line = put_on(session, claim, person, seen=False)[0]
    assert line.scope == ""

    save_claim(session, replace(session.get(Claim, claim.id), year=2025))

    assert session.get(ClaimLine, line.id).scope == "prefecture"


def test_a_claim_is_taken_back_with_its_people(session: Session, claim: Claim) -> None:
    put_on(session, claim, worker(session))

    remove_claim(session, claim.id)

    assert find_claims(session) == []
    assert session.find(ClaimLine) == []


def test_a_village_desk_in_the_books_of_an_office_does_not_decide(
    session: Session, claim: Claim, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on(session, claim, worker(session))
    monkeypatch.setattr("desktop_app.use_cases.office.is_enrolled", lambda _: True)

    with pytest.raises(Refused, match="旗县审定"):
        decide(session, claim)

    assert session.get(Claim, claim.id).decided_on is None


def test_they_are_called_by_name(session: Session) -> None:
    organiser = call(
        session,
        "save_organiser",
        {"organiser": {"name": "北疆人力", "kind": "company", "credit_code": CODE}},
    )
    claim = call(
        session,
        "save_claim",
        {"claim": {"organiser_id": str(organiser.id), "year": 2026, "applied_on": "2026-11-01"}},
    )
    person = worker(session)
    given = {"claim_id": str(claim.id)}
    line = call(session, "add_claimed", {**given, "people": [str(person.id)]})[0]
    on_line = {"line_id": str(line.id)}
    call(session, "see_evidence", {**on_line, "evidence_kind": "wages", "seen_on": "2026-11-20"})
    call(session, "check_by_phone", {**on_line, "checked_on": "2026-11-20", "result": "confirmed"})
    decision = {"decided_on": "2026-11-25", "decided_by": "旗人社局", "basis": BASIS}
    call(session, "propose_refusal", {**on_line, "reason": "合同是假的"})
    call(session, "propose_refusal", {**on_line, "reason": ""})
    called = {"checked_on": "2026-11-20", "checked_by": "巴音哈拉嘎查"}
    call(session, "check_claim", {**given, **called})
    returned = {"returned_on": "2026-11-21", "return_reason": "缺一份合同"}
    call(session, "return_claim", {**given, **returned})
    with pytest.raises(Refused, match="还没有交回来"):
        call(session, "decide_claim", {**given, **decision})
    call(session, "resubmit_claim", {**given, "resubmitted_on": "2026-11-24"})
    call(session, "decide_claim", {**given, **decision})
    call(session, "pay_claim", {**given, "paid_on": "2026-11-25"})
    call(session, "correct_line", {**on_line, "grant": False, "reason": "查错"})

    assert call(session, "claim_people", given)[0].line.result == "refused"
    assert call(session, "find_claims", {"wanted": {"decided": True}}) == [claim.id]
    assert call(session, "claim_rows", {"ids": [str(claim.id)]})[0].amount_fen == 0
    assert call(session, "organisers", {"text": "北"}) == [organiser]
    with pytest.raises(Refused):
        call(session, "drop_claimed", on_line)
    with pytest.raises(Refused):
        call(session, "remove_claim", given)
