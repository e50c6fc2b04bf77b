"""The papers of work away from home: the claim of an organiser, its roster, the register."""

from collections.abc import Mapping, Sequence

from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import county, is_office_code, village
from desktop_app.domain.money import exact_yuan, yuan, yuan_in_words
from desktop_app.domain.places import place_words
from desktop_app.domain.records import Claim, Employment, Organiser, Person, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.claim_lines import REFUSED, ClaimedPerson, claim_people
from desktop_app.use_cases.claims import claim_sum
from desktop_app.use_cases.form_data.filled import Filled, Selection, asked_village
from desktop_app.use_cases.form_data.words import day, own_values, yes_no
from desktop_app.use_cases.transfers import TransferFilter, find_transfers
from printing.form_data import FormData

CLASSES = {
    "prefecture": "within_league",
    "region": "within_region",
    "province": "out_region",
}
"""The classes that are paid, and how the claim form names their columns."""

NAMED = 3
"""How many people the box of an opinion names."""


def transfer_subsidy(session: Session, wanted: Selection) -> Filled:
    """Return the claim of an organiser: people and amounts by class, as the rules say them."""
    claim = session.get(Claim, wanted.id)
    organiser = session.get(Organiser, claim.organiser_id)
    people = claim_people(session, claim.id)
    *classes, whole = claim_sum(people)
    values = _claim_values(session, claim, organiser) | {
        "applicant_code": organiser.credit_code or organiser.citizen_id,
        "legal_person": organiser.contact,
        "phone": organiser.phone,
        "agreement_number": organiser.agreement_number,
        "bank": organiser.bank,
        "account": organiser.account,
        "number": claim.number,
        "total": str(whole.people),
        "total_amount": exact_yuan(whole.amount_fen),
        "total_words": yuan_in_words(whole.amount_fen),
        "calls": _calls(people),
        "village_words": _checked(claim, people),
        "county_words": _decided(claim),
    }
    for one in classes:
        name = CLASSES.get(one.scope)
        if name is not None:
            values[name] = str(one.people)
            values[f"{name}_amount"] = exact_yuan(one.amount_fen)
            values[f"{name}_rate"] = _rate(people, one.scope)
    return Filled(
        data=FormData(
            values=values, ticked={"applicant_kind": [text_of("organiser_kind", organiser.kind)]}
        ),
        subject=f"{organiser.name}{claim.year}年度",
        village_code=claim.village_code,
    )


def transfer_roster(session: Session, wanted: Selection) -> Filled:
    """Return the people of a claim, without those who were refused.

    Before the decision all who were put on it stand there, with what the rules of today give.
    """
    claim = session.get(Claim, wanted.id)
    organiser = session.get(Organiser, claim.organiser_id)
    listed = [one for one in claim_people(session, claim.id) if one.line.result != REFUSED]
    spells = {
        one.id: one for one in session.many(Employment, [p.line.employment_id for p in listed])
    }
    people = {one.id: one for one in session.many(Person, [p.line.person_id for p in listed])}
    rows = [_roster_row(one, people, spells) for one in listed]
    values = _claim_values(session, claim, organiser) | {"maker": claim.checked_by}
    return Filled(
        data=FormData(values=values, rows={"people": rows}),
        subject=f"{organiser.name}{claim.year}年度",
        village_code=claim.village_code,
        shows=tuple(people),
    )


def transfer_register(session: Session, wanted: Selection) -> Filled:
    """Return who of a village works away, or did in the year, by the last spell of each."""
    code = asked_village(session, wanted)
    year = wanted.year or session.today().year
    spells = session.many(
        Employment, find_transfers(session, TransferFilter(village_codes=(code,)))
    )
    of_year = [one for one in spells if _in_year(one, year)]
    people = {one.id: one for one in session.many(Person, [one.person_id for one in of_year])}
    rows = [
        _register_row(session, one, people[one.person_id])
        for one in of_year
        if one.person_id in people
    ]
    values = {
        "year": f"{year}年",
        "village": village(code).short_name,
        "on": day(session.today()),
        "maker": session.officer,
    }
    return Filled(
        data=FormData(values=values, rows={"people": rows}),
        subject=f"{village(code).short_name}{year}年",
        village_code=code,
        shows=tuple(people),
        dated=("on",),
    )


def work_values(one: Employment) -> dict[str, str]:
    """Return what registers and files say of a spell of work."""
    return {
        "form": text_of("employment_form", one.form),
        "employer": one.employer,
        "job": one.job,
        "place": one.place or place_words(one.place_code),
        "scope": text_of("transfer_scope", one.scope),
        "channel": text_of("job_channel", one.channel),
        "since": day(one.since),
        "until": day(one.until),
        "monthly": "" if one.monthly_fen is None else yuan(one.monthly_fen),
        "contract": yes_no(one.contract),
        "back_on": day(one.returned_on),
        "notes": one.notes,
    }


def _claim_values(session: Session, claim: Claim, organiser: Organiser) -> dict[str, str]:
    return {
        "year": f"{claim.year}年",
        "filled_on": day(claim.applied_on),
        "applicant": organiser.name,
        "leader": organiser.contact,
        "phone": organiser.phone,
        "county": county(session.county_code).name,
    }


def _amounts(one: ClaimedPerson) -> tuple[int, int]:
    """Return the rate and the amount: those decided, else those of the rules of today."""
    if one.kept:
        return one.line.rate_fen or 0, one.line.amount_fen or 0
    return one.answer.rate_fen or 0, one.answer.amount_fen or 0


def _rate(people: Sequence[ClaimedPerson], scope: str) -> str:
    """Return what is paid for one person of a class; several where they differ."""
    rates = {_amounts(one)[0] for one in people if one.line.scope == scope and one.granted}
    return "、".join(yuan(one) for one in sorted(rates))


def _roster_row(
    one: ClaimedPerson, people: Mapping[RecordId, Person], spells: Mapping[RecordId, Employment]
) -> dict[str, str]:
    line = one.line
    person, work = people[line.person_id], spells.get(line.employment_id) or Employment()
    rate, amount = _amounts(one)
    months = line.months if one.kept else one.answer.months
    first = line.first_time if one.kept else one.answer.first_time
    return {
        "name": person.name,
        "citizen_id": person.citizen_id,
        "phone": person.phone,
        "residence_place": village(person.village_code).full_name,
        "place": one.place,
        "place_code": work.place_code,
        "scope": one.scope_text,
        "employer": work.employer,
        "job": work.job,
        "since": day(work.since),
        "until": day(work.until),
        "months": str(months or 0),
        "first_time": yes_no(first),
        "evidence": text_of("work_evidence", line.evidence_kind),
        "rate": yuan(rate) if one.granted else "",
        "amount": exact_yuan(amount if one.granted else 0),
    }


def _register_row(session: Session, one: Employment, person: Person) -> dict[str, str]:
    return own_values(session, person) | work_values(one)


def _in_year(one: Employment, year: int) -> bool:
    begun = one.since is None or one.since.year <= year
    return begun and (one.until is None or one.until.year >= year)


def _calls(people: Sequence[ClaimedPerson]) -> str:
    """Return what the spot checks by telephone found, counted."""
    called = [one.line for one in people if one.line.phone_checked_on is not None]
    if not called:
        return ""
    found = dict.fromkeys(text_of("phone_check", one.phone_check) for one in called)
    counts = "，".join(
        f"{word}{sum(text_of('phone_check', one.phone_check) == word for one in called)}人"
        for word in found
    )
    return f"电话抽查{len(called)}人：{counts}。"


def _checked(claim: Claim, people: Sequence[ClaimedPerson]) -> str:
    """Return what the village says: who checked it, what was given back, whom it would refuse."""
    told = []
    if claim.returned_on is not None:
        again = f"，{day(claim.resubmitted_on)}重新受理" if claim.resubmitted_on else ""
        told.append(f"{day(claim.returned_on)}退回补正{again}。")
    if claim.checked_on is not None:
        told.append(f"{claim.checked_by}于{day(claim.checked_on)}核查。")
    against = [one for one in people if one.line.proposed_refusal]
    if against:
        names = "、".join(f"{one.name}（{one.line.proposed_refusal}）" for one in against[:NAMED])
        more = f"等{len(against)}人" if len(against) > NAMED else ""
        told.append(f"拟不同意：{names}{more}。")
    if told and not is_office_code(claim.village_code):
        told.insert(0, f"{village(claim.village_code).short_name}：")
    return "".join(told)


def _decided(claim: Claim) -> str:
    if claim.decided_on is None:
        return ""
    return f"{claim.decided_by}于{day(claim.decided_on)}审定。"
