"""The people of a claim: who is on it, what was seen for each, and what the rules say."""

from dataclasses import dataclass, replace
from datetime import date

from db import claim_queries
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.places import place_words
from desktop_app.domain.records import Claim, ClaimLine, Employment, Organiser, Person, RecordId
from desktop_app.domain.rules import Finding, findings_of
from desktop_app.domain.transfer_rules import (
    MARKET,
    PAID_SCOPES,
    ClaimAnswer,
    ClaimFacts,
    Grant,
    claim_answer,
    expired,
)
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name

OPEN, GRANTED, REFUSED = "open", "granted", "refused"


@dataclass(frozen=True, slots=True)
class ClaimedPerson:
    """What a list shows of one line of a claim; ``citizen_id`` is masked.

    ``answer`` is what the rules say today; ``kept`` is what was decided with it, once it was.
    """

    line: ClaimLine
    name: str
    citizen_id: str
    phone: str
    village: str
    scope_text: str
    place: str
    work: str
    since: str
    until: str
    answer: ClaimAnswer
    kept: tuple[Finding, ...]

    @property
    def id(self) -> RecordId:
        """Return the id of the line."""
        return self.line.id

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was decided on, or what the rules say today."""
        return self.kept or self.answer.findings

    @property
    def granted(self) -> bool:
        """Say whether the subsidy was granted, or would be today."""
        if self.kept:
            return self.line.result == GRANTED
        return self.answer.passed and not self.line.proposed_refusal

    @property
    def result_text(self) -> str:
        """Return the decision, or what would be decided today."""
        if self.line.result in (GRANTED, REFUSED):
            return text_of("claim_result", self.line.result)
        if self.line.proposed_refusal:
            return "拟不同意"
        if expired(self.answer.findings):
            return "缺依据"
        return "符合" if self.answer.passed else "不符合"


def claim_people(session: Session, claim_id: RecordId, basis: str = "") -> list[ClaimedPerson]:
    """Return the people of a claim, by village and name, each with what the rules say.

    ``basis`` is the document that would be named where the clauses have ended.
    """
    claim = session.get(Claim, claim_id)
    rows = claim_queries.line_rows(session.store.database, claim_id.bytes)
    lines = {one.id.bytes: one for one in session.find(ClaimLine, claim_id=claim_id)}
    return [
        _person(session, claim, lines[id_], row, basis) for id_, row in rows.items() if id_ in lines
    ]


def add_claimed(
    session: Session, claim_id: RecordId, people: tuple[RecordId, ...]
) -> list[ClaimLine]:
    """Put people on a claim, each with the spell of that year that would be paid.

    Who is on it already stays as is. ``Refused`` once the claim was decided.
    """
    claim = open_claim_of(session, claim_id)
    known = {one.person_id for one in session.find(ClaimLine, claim_id=claim_id)}
    with session.operation("add_claimed", f"加入输出补助花名册：{len(people)} 人") as operation:
        added = []
        for person_id in dict.fromkeys(people):
            if person_id in known:
                continue
            person = session.get(Person, person_id)
            line = ClaimLine(
                claim_id=claim_id,
                person_id=person_id,
                village_code=person.village_code,
                result=OPEN,
            )
            added.append(operation.save(with_spell(session, claim, line)))
        return added


def drop_claimed(session: Session, line_id: RecordId) -> None:
    """Take a person off a claim that is not decided yet."""
    line = session.get(ClaimLine, line_id)
    open_claim_of(session, line.claim_id)
    name = session.get(Person, line.person_id).name
    with session.operation("drop_claimed", f"从输出补助花名册去掉{name}") as operation:
        operation.remove(session.get(ClaimLine, line_id))


def see_evidence(
    session: Session, line_id: RecordId, evidence_kind: str, seen_on: date
) -> ClaimLine:
    """Keep which evidence of the work was seen, and when."""
    if evidence_kind not in code_list("work_evidence"):
        raise Refused(
            "还没有选佐证类型。",
            advice="选看到的是合同、工资、证明还是别的。",
            fields=("evidence_kind",),
        )
    if seen_on > session.today():
        raise Refused(
            f"查看日期 {seen_on} 还没有到。",
            advice="填看到原件的那一天。",
            fields=("evidence_seen_on",),
        )
    return _edit(
        session, line_id, "see_evidence", "登记佐证", evidence_kind=evidence_kind,
        evidence_seen_on=seen_on,
    )  # fmt: skip


def check_by_phone(
    session: Session, line_id: RecordId, checked_on: date, result: str, notes: str = ""
) -> ClaimLine:
    """Keep what a spot check by telephone found."""
    if result not in code_list("phone_check"):
        raise Refused(
            "还没有选抽查结果。", advice="选属实、不属实或者没有接通。", fields=("phone_check",)
        )
    if checked_on > session.today():
        raise Refused(
            f"抽查日期 {checked_on} 还没有到。",
            advice="填打电话的那一天。",
            fields=("phone_checked_on",),
        )
    return _edit(
        session, line_id, "check_by_phone", "登记电话抽查", phone_checked_on=checked_on,
        phone_check=result, notes=notes.strip(),
    )  # fmt: skip


def propose_refusal(session: Session, line_id: RecordId, reason: str) -> ClaimLine:
    """Keep why those who check a claim would refuse this person; an empty reason takes it back.

    Whoever decides the claim then refuses with this reason.
    """
    words = reason.strip()
    told = "登记拟不同意" if words else "去掉拟不同意"
    return _edit(session, line_id, "propose_refusal", told, proposed_refusal=words)


def with_spell(session: Session, claim: Claim, line: ClaimLine) -> ClaimLine:
    """Return a line with the spell that is claimed, its class, and what the spell knows."""
    spells = session.find(Employment, person_id=line.person_id)
    spell = claimed_spell(spells, claim.year or session.today().year)
    if spell is None:
        return line
    kind = line.evidence_kind or spell.evidence_kind
    return replace(line, employment_id=spell.id, scope=spell.scope, evidence_kind=kind)


def claimed_spell(spells: list[Employment], year: int) -> Employment | None:
    """Return the spell that would be paid: organised, of a class that is paid, the last begun."""
    of_year = [
        one
        for one in spells
        if one.since is not None
        and one.since.year <= year
        and (one.until is None or one.until.year >= year)
    ]
    return max(
        of_year,
        key=lambda one: (one.scope in PAID_SCOPES, one.channel == MARKET, one.since, one.id),
        default=None,
    )


def answer_of(session: Session, claim: Claim, line: ClaimLine, basis: str = "") -> ClaimAnswer:
    """Return what the rules say today about a line."""
    person = session.get(Person, line.person_id)
    spells = session.find(Employment, person_id=person.id)
    granted, asked = (
        claim_queries.lines_of_person(
            session.store.database, person.id.bytes, person.citizen_id, line.id.bytes, result
        )
        for result in (GRANTED, OPEN)
    )
    year = claim.year or session.today().year
    own = session.get(Organiser, claim.organiser_id).name
    facts = ClaimFacts(
        person=person,
        year=year,
        today=session.today(),
        spell=next((one for one in spells if one.id == line.employment_id), None)
        or claimed_spell(spells, year),
        spells=tuple(spells),
        grants=tuple(Grant(name, of_year) for name, of_year in granted),
        claimed_by=tuple(dict.fromkeys(name for name, _ in asked if name != own)),
        evidence_kind=line.evidence_kind,
        evidence_seen_on=line.evidence_seen_on,
        phone_check=line.phone_check,
        basis=basis,
    )
    return claim_answer(session.rules, facts)


def open_claim_of(session: Session, claim_id: RecordId) -> Claim:
    """Return a claim that is not decided yet; ``Refused`` afterwards."""
    claim = session.get(Claim, claim_id)
    if claim.decided_on is not None:
        raise Refused(
            f"这份申请已经在 {claim.decided_on} 审定，不能再改花名册。",
            advice="审定错了的，请旗县用更正；漏了人的，另外登记一份申请。",
        )
    return claim


def _edit(session: Session, line_id: RecordId, act: str, words: str, **values: object) -> ClaimLine:
    open_claim_of(session, session.get(ClaimLine, line_id).claim_id)
    name = session.get(Person, session.get(ClaimLine, line_id).person_id).name
    with session.operation(act, f"{words}：{name}") as operation:
        return operation.save(replace(session.get(ClaimLine, line_id), **values))  # type: ignore[arg-type]


def _person(
    session: Session, claim: Claim, line: ClaimLine, row: tuple[object, ...], basis: str
) -> ClaimedPerson:
    told = ["" if value is None else str(value) for value in row[1:]]
    name, number, phone, village, _, employer, job, code, place, since, until = told
    where = place_words(code)
    return ClaimedPerson(
        line=line,
        name=name,
        citizen_id=masked(number) if number else "",
        phone=phone,
        village=village_name(village),
        scope_text=text_of("transfer_scope", line.scope),
        place=place if place.startswith(where) else f"{where}　{place}".strip(),
        work=" ".join(part for part in (employer, job) if part),
        since=since,
        until=until,
        answer=answer_of(session, claim, line, basis),
        kept=findings_of(line.explanation),
    )
