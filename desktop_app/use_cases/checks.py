"""Checks before payment: what they find, how hits are settled, what holds up a roll."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from db import check_queries
from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import Outcome, Person, RecordId
from desktop_app.domain.rules import Finding
from desktop_app.domain.watch_facts import OPEN, SEVERITIES, Hit, Watched
from desktop_app.domain.watch_rules import hits
from desktop_app.session import Session

__all__ = [
    "CheckReport",
    "ListAge",
    "Payable",
    "check_village",
    "list_ages",
    "payable_findings",
    "settle_hit",
]

SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True)
class ListAge:
    """A list that an office handed over: of what day, whose, how many people known here."""

    watch_list: str
    as_of: date | None
    source: str
    people: int
    days: int | None
    old: bool


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What the checks of a month found in some villages, gravest first, and by which rules."""

    month: str
    checked: int
    hits: tuple[Hit, ...]
    rules: str
    lists: tuple[ListAge, ...]

    @property
    def blocking(self) -> int:
        """Return how many hits hold a payment up."""
        return sum(hit.blocks for hit in self.hits)


@dataclass(frozen=True, slots=True)
class Payable:
    """What stands against paying one placement: what holds it up, and what is only told."""

    blocking: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


def check_village(session: Session, village: str, month: str) -> CheckReport:
    """Check every holder of a village in a month, before the subsidies are paid.

    ``village`` empty means all the villages of the desk. Nothing is written.
    """
    villages = _villages(session, village)
    facts = check_queries.watched(session.store.database, Month.of(month), villages)
    return CheckReport(
        month=month,
        checked=len({one.person_id for one in facts.judged()}),
        hits=tuple(_with_outcomes(session, facts)),
        rules=session.rules.name,
        lists=tuple(list_ages(session)),
    )


def payable_findings(
    session: Session, placement_ids: Sequence[RecordId], month: str
) -> dict[RecordId, Payable]:
    """Return what stands against paying these placements in a month; nothing for the others."""
    facts = check_queries.watched(session.store.database, Month.of(month), (), placement_ids)
    blocking: defaultdict[UUID, list[Finding]] = defaultdict(list)
    warnings: defaultdict[UUID, list[Finding]] = defaultdict(list)
    for hit in _with_outcomes(session, facts):
        if hit.blocks:
            blocking[hit.placement_id].append(hit.finding())
        elif hit.is_open:
            warnings[hit.placement_id].append(hit.finding())
    return {
        id_: Payable(tuple(blocking[id_]), tuple(warnings[id_]))
        for id_ in placement_ids
        if id_ in blocking or id_ in warnings
    }


def settle_hit(
    session: Session,
    village: str,
    month: str,
    rule: str,
    placement_id: RecordId,
    subject: str,
    result: str,
    reason: str,
) -> Outcome:
    """Keep what came of a hit: 属实, 不属实 or 已整改, and why.

    It stays settled, in later months too, until the facts behind it change. ``Refused`` where
    the check does not find it any more, or without a reason.
    """
    if result not in code_list("check_result") or result == OPEN:
        raise Refused(
            "核查结论要选属实、不属实或者已整改。",
            advice="选一个结论，再写明怎么核实的。",
            fields=("result",),
        )
    words = reason.strip()
    if len(words) < SHORTEST_REASON:
        raise Refused(
            "还没有写怎么核实的，没有保存。",
            advice=f"写明找谁核实、看了什么，至少 {SHORTEST_REASON} 个字。",
            fields=("reason",),
        )
    with session.operation("settle_hit", "核查结论") as operation:
        hit = _found(session, village, month, (rule, placement_id, subject))
        person = session.get(Person, hit.person_id)
        operation.label = f"核查{person.name}：{hit.title}"
        known = hit.outcome or Outcome(
            village_code=person.village_code,
            person_id=person.id,
            rule_key=hit.rule,
            subject=hit.subject,
            month=hit.month,
        )
        return operation.save(
            replace(
                known,
                result=result,
                reason=words,
                decided_on=session.today(),
                decided_by=session.officer,
            )
        )


def list_ages(session: Session) -> list[ListAge]:
    """Return the lists that were taken in, each kind newest first, and how old they are."""
    today = session.today()
    limit = session.rules.number("check.list_age_days", today)
    found = []
    for kind, as_of, source, people in check_queries.list_dates(session.store.database):
        days = None if as_of is None else (today - as_of).days
        found.append(ListAge(kind, as_of, source, people, days, days is None or days > limit))
    return found


def _villages(session: Session, village: str) -> tuple[str, ...]:
    if not village:
        return session.village_codes
    if village not in session.village_codes:
        raise Refused(
            f"这台电脑上没有嘎查村 {village}。",
            advice="从这台电脑负责的嘎查村里选一个，或者不写，全部核查。",
            fields=("village",),
        )
    return (village,)


def _found(session: Session, village: str, month: str, wanted: tuple[str, RecordId, str]) -> Hit:
    for hit in check_village(session, village, month).hits:
        if (hit.rule, hit.placement_id, hit.subject) == wanted:
            return hit
    raise Refused(
        "这一条现在已经查不到了，没有保存结论。", advice="资料可能刚改过，请重新核查一次。"
    )


def _with_outcomes(session: Session, facts: Watched) -> list[Hit]:
    """Return the hits with how each was settled last; graver and open ones first."""
    found = hits(session.rules, facts)
    outcomes = {(one.person_id, one.rule_key, one.subject): one for one in session.find(Outcome)}
    told = [
        replace(hit, outcome=outcomes.get((hit.person_id, hit.rule, hit.subject))) for hit in found
    ]
    grades = list(SEVERITIES)
    return sorted(told, key=lambda hit: (not hit.is_open, grades.index(hit.severity)))
