"""What the checks before payment look at, and what a hit is. Pure: the queries fill it in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from uuid import UUID

from desktop_app.domain.attendance import HALVES
from desktop_app.domain.months import Month
from desktop_app.domain.records import Outcome
from desktop_app.domain.rules import Clause, Finding

BLOCK, WARN, NOTE = "block", "warn", "note"
SEVERITIES = {BLOCK: "先处理，再发放", WARN: "请核实", NOTE: "知道就行"}
"""How grave a hit is, gravest first; only the first holds a payment up."""

OPEN, TRUE, FALSE, SETTLED = "open", "true", "false", "settled"
CLOSED = (FALSE, SETTLED)
"""The outcomes after which a hit is no longer worked off; a confirmed one still holds up."""

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One placement that is held on a day of the month, with its holder.

    ``begins`` is the first day of work, ``ends`` the last one or none.
    """

    placement_id: UUID
    person_id: UUID
    village_code: str
    post_title: str
    department: str
    temporary: bool
    begins: date
    ends: date | None
    household_id: UUID | None
    name: str
    citizen_id: str
    birth_on: date | None
    sex: str
    phone: str
    account: str
    status: str
    died_on: date | None
    pension_drawn: bool
    cadre_kin: bool

    def first_in(self, month: Month) -> date:
        """Return the first day of the month that it is held on."""
        return max(self.begins, month.first)

    def last_in(self, month: Month) -> date:
        """Return the last day of the month that it is held on."""
        return month.last if self.ends is None else min(self.ends, month.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A name on an office's list, of a holder or of somebody in the holder's household."""

    person_id: UUID
    name: str
    watch_list: str
    since: date | None
    until: date | None
    detail: str
    source: str
    as_of: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """Something else a holder did from a day to a day: work away, an enrolment, a business."""

    person_id: UUID
    kind: str
    since: date | None
    until: date | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Namesake:
    """Another person known here who shares a number or an account with a holder."""

    holder_id: UUID
    person_id: UUID
    name: str
    village_code: str
    household_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Everything the checks of one month look at.

    ``held`` has the holders of the whole desk, for what is only seen across villages; ``here``
    the placements that are judged. ``kin`` has what the lists say of others in the household.
    """

    month: Month
    held: tuple[Held, ...]
    here: frozenset[UUID]
    listed: Mapping[UUID, tuple[Listing, ...]] = field(default_factory=dict)
    kin: Mapping[UUID, tuple[Listing, ...]] = field(default_factory=dict)
    away: Mapping[UUID, tuple[Spell, ...]] = field(default_factory=dict)
    insured: Mapping[UUID, tuple[Spell, ...]] = field(default_factory=dict)
    drawing: Mapping[UUID, tuple[Spell, ...]] = field(default_factory=dict)
    businesses: Mapping[UUID, tuple[Spell, ...]] = field(default_factory=dict)
    same_number: Mapping[UUID, tuple[Namesake, ...]] = field(default_factory=dict)
    same_account: Mapping[UUID, tuple[Namesake, ...]] = field(default_factory=dict)
    marks: Mapping[UUID, str] = field(default_factory=dict)

    def judged(self) -> Iterable[Held]:
        """Return the placements that are judged."""
        return (one for one in self.held if one.placement_id in self.here)

    def on_list(self, person_id: UUID, watch_list: str) -> tuple[Listing, ...]:
        """Return the entries of one list that count in the month."""
        return tuple(
            one
            for one in self.listed.get(person_id, ())
            if one.watch_list == watch_list and in_month(one.since, one.until, self.month)
        )

    def worked(self, held: Held, first: date, last: date) -> int:
        """Return on how many days from ``first`` to ``last`` work was marked."""
        marks = self.marks.get(held.placement_id, "")
        return sum(
            mark in HALVES and first <= self.month.first + (place * DAY) <= last
            for place, mark in enumerate(marks)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something a check found about one placement.

    ``id`` and ``subject`` change with the facts, so that what was settled comes again then.
    ``others`` are the people it was also about; ``outcome`` is how it was settled last.
    """

    id: UUID
    rule: str
    title: str
    severity: str
    placement_id: UUID
    person_id: UUID
    village_code: str
    name: str
    post_title: str
    reason: str
    found: str
    advice: str
    basis: str
    subject: str
    month: str = ""
    others: tuple[UUID, ...] = ()
    outcome: Outcome | None = None

    @property
    def state(self) -> str:
        """Return how it was settled: open, true, false or settled."""
        return OPEN if self.outcome is None else self.outcome.result or OPEN

    @property
    def is_open(self) -> bool:
        """Say whether somebody still has to work it off."""
        return self.state not in CLOSED

    @property
    def blocks(self) -> bool:
        """Say whether it holds a payment up: a grave one that is open, or a confirmed one."""
        return self.state == TRUE or (self.severity == BLOCK and self.is_open)

    def finding(self) -> Finding:
        """Return it as a finding, for the roll and for 为什么."""
        settled = self.outcome
        words = f"已核实：{settled.reason}" if settled is not None and settled.reason else ""
        return Finding(
            rule=self.rule,
            title=self.title,
            passed=not self.blocks,
            message=self.reason,
            found=self.found + words,
            basis=self.basis,
            advice=self.advice if self.is_open else "",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a check says about a placement before its clause is cited.

    ``facts`` make it the same hit when found again; ``also`` are further clauses it rests on.
    """

    held: Held
    severity: str
    reason: str
    found: str
    advice: str
    facts: tuple[object, ...]
    month: str = ""
    others: tuple[UUID, ...] = ()
    also: tuple[Clause, ...] = ()


def hit_of(clause: Clause, told: Told) -> Hit:
    """Return a hit with its clause."""
    held = told.held
    words = "|".join([clause.key, str(held.placement_id), *(str(one) for one in told.facts)])
    return Hit(
        id=UUID(bytes=blake2b(words.encode(), digest_size=16).digest()),
        rule=clause.key,
        title=clause.title,
        severity=told.severity,
        placement_id=held.placement_id,
        person_id=held.person_id,
        village_code=held.village_code,
        name=held.name,
        post_title=held.post_title,
        reason=told.reason,
        found=told.found,
        advice=told.advice,
        basis="；".join(one.cited() for one in (clause, *told.also)),
        subject=blake2b(words.encode(), digest_size=8).hexdigest(),
        month=told.month,
        others=told.others,
    )


def in_month(since: date | None, until: date | None, month: Month) -> bool:
    """Say whether a span, open where a day is missing, touches the month."""
    return (since is None or since <= month.last) and (until is None or until >= month.first)


def overlap(
    since: date | None, until: date | None, first: date, last: date
) -> tuple[date, date] | None:
    """Return the days two spans share, from and to."""
    begins = first if since is None else max(since, first)
    ends = last if until is None else min(until, last)
    return (begins, ends) if begins <= ends else None


def span_words(since: date | None, until: date | None) -> str:
    """Return a span as people say it."""
    if since is None and until is None:
        return "没有写起止日期"
    if until is None:
        return f"{since} 起"
    return f"到 {until}" if since is None else f"{since} 至 {until}"
