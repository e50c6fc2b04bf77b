"""Claims of organisers: kept, found, listed, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from db.claim_queries import ClaimQuestion, claim_ids, claim_sums
from db.operation import Operation
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Claim, ClaimLine, Organiser, RecordId
from desktop_app.domain.transfer_rules import PAID_SCOPES
from desktop_app.session import Session
from desktop_app.use_cases.claim_lines import (
    OPEN,
    ClaimedPerson,
    open_claim_of,
    with_spell,
)
from desktop_app.use_cases.organisers import keeping_code

FIRST_YEAR = 2022
_OWN_STEPS = (
    *("checked_on", "checked_by", "returned_on", "return_reason", "resubmitted_on"),
    *("decided_on", "decided_by"),
)
"""What has a use case of its own, and stays as it is when a claim is corrected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFilter:
    """Which claims are looked for; what is empty does not narrow.

    ``out`` are those that their organiser corrects.
    """

    text: str = ""
    years: tuple[int, ...] = ()
    decided: bool | None = None
    out: bool | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What a list shows of a claim."""

    claim: Claim
    organiser: str
    lines: int
    granted: int
    refused: int
    amount_fen: int

    @property
    def id(self) -> RecordId:
        """Return the id of the claim."""
        return self.claim.id

    @property
    def state(self) -> str:
        """Return in words how far the claim is."""
        if self.claim.paid_on is not None:
            return "已发放"
        if self.claim.is_out and self.claim.decided_on is None:
            return "退回补正"
        return "待审定" if self.claim.decided_on is None else "已审定"


@dataclass(frozen=True, slots=True)
class ClaimSum:
    """How many people of a class are granted, or would be, and the fen for them."""

    scope: str
    people: int
    amount_fen: int


def find_claims(
    session: Session, wanted: ClaimFilter | None = None, limit: int | None = None
) -> list[RecordId]:
    """Return the claims that fit: those to be decided first, then the newest."""
    wanted = wanted or ClaimFilter()
    question = ClaimQuestion(
        text=wanted.text, years=wanted.years, decided=wanted.decided, out=wanted.out
    )
    return [UUID(bytes=found) for found in claim_ids(session.store.database, question, limit)]


def claim_rows(session: Session, ids: Sequence[RecordId]) -> list[ClaimRow]:
    """Return what a list shows of these claims, in this order; those gone are left out."""
    sums = claim_sums(session.store.database, [id_.bytes for id_ in ids])
    return [
        ClaimRow(one, *_sums(sums[one.id.bytes]))
        for one in session.many(Claim, ids)
        if one.id.bytes in sums
    ]


def save_claim(session: Session, claim: Claim) -> Claim:
    """Keep a claim that is not decided yet; a new one gets a number of its year.

    ``village_code`` is that of the village which checks it; it stays what it was at first.
    """
    name = session.get(Organiser, claim.organiser_id).name if claim.organiser_id != NEW else ""
    verb = "登记" if claim.id == NEW else "修改"
    with session.operation("save_claim", f"{verb}输出补助申请：{name}") as operation:
        before = open_claim_of(session, claim.id) if claim.id != NEW else None
        code = (before or claim).village_code or keeping_code(session)
        _check_claim(session, claim, code)
        number = claim.number.strip() or _next_number(session, claim.year or 0)
        steps = {name: getattr(before or Claim(), name) for name in _OWN_STEPS}
        kept = operation.save(
            replace(claim, number=number, village_code=code, result=OPEN, **steps)
        )
        if before is not None and before.year != kept.year:
            _choose_spells_again(session, operation, kept)
        return kept


def remove_claim(session: Session, claim_id: RecordId) -> None:
    """Take a claim back with its people, as long as it is not decided."""
    claim = open_claim_of(session, claim_id)
    name = session.get(Organiser, claim.organiser_id).name
    with session.operation("remove_claim", f"撤回输出补助申请：{name}") as operation:
        for line in session.find(ClaimLine, claim_id=claim_id):
            operation.remove(line)
        operation.remove(session.get(Claim, claim_id))


def claim_sum(people: Sequence[ClaimedPerson]) -> tuple[ClaimSum, ...]:
    """Return by class what was granted, or what would be by the rules of today, and the whole.

    The last entry, with class "", is the sum of the others.
    """
    granted = [(one.line.scope, _amount(one)) for one in people if one.granted]
    sums = [
        ClaimSum(
            scope,
            sum(each == scope for each, _ in granted),
            sum(amount for each, amount in granted if each == scope),
        )
        for scope in PAID_SCOPES
    ]
    whole = ClaimSum("", sum(one.people for one in sums), sum(one.amount_fen for one in sums))
    return (*sums, whole)


def _amount(one: ClaimedPerson) -> int:
    return (one.line.amount_fen or 0) if one.kept else one.answer.amount_fen


def _sums(row: tuple[Any, ...]) -> tuple[str, int, int, int, int]:
    _, organiser, lines, granted, refused, amount = row
    return organiser or "", int(lines), int(granted), int(refused), int(amount)


def _check_claim(session: Session, claim: Claim, code: str) -> None:
    if code not in (*session.village_codes, session.office_code):
        raise Refused(
            "这个嘎查村不归本机管，没有登记申请。",
            advice="选负责核查的嘎查村。",
            fields=("village_code",),
        )
    if claim.organiser_id == NEW:
        raise Refused(
            "还没有选输出组织主体。", advice="先登记主体，再登记申请。", fields=("organiser_id",)
        )
    if claim.year is None or not FIRST_YEAR <= claim.year <= session.today().year:
        raise Refused(
            f"年度 {claim.year or ''} 不对。",
            advice=f"填 {FIRST_YEAR} 年到今年的年度，例如 {session.today().year}。",
            fields=("year",),
        )
    if claim.applied_on is None or claim.applied_on > session.today():
        raise Refused(
            "申请日期没有填，或者还没有到。", advice="填收到申请的那一天。", fields=("applied_on",)
        )
    if claim.applied_on.year < claim.year:
        raise Refused(
            f"申请日期 {claim.applied_on} 在 {claim.year} 年度以前。",
            advice="请看看年度和申请日期哪一个填错了。",
            fields=("applied_on", "year"),
        )


def _next_number(session: Session, year: int) -> str:
    """Return the next free number of the year on this desk, such as 输补2026-003."""
    front = f"输补{year}-"
    taken = [one.number for one in session.find(Claim, year=year) if one.number.startswith(front)]
    last = max(
        (int(one.removeprefix(front)) for one in taken if one[len(front) :].isdigit()), default=0
    )
    return f"{front}{last + 1:03}"


def _choose_spells_again(session: Session, operation: Operation, claim: Claim) -> None:
    for line in session.find(ClaimLine, claim_id=claim.id):
        bare = replace(line, employment_id=NEW, scope="")
        operation.save(with_spell(session, claim, bare))
