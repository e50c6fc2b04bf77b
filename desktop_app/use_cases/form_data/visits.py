"""The papers of visits: the record, the receipt left with the household, the register."""

from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.months import Month
from desktop_app.domain.records import NEW, Household, Person, RecordId, Visit, labels
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection, asked_village
from desktop_app.use_cases.form_data.words import HEAD, day, head_of, person_values
from desktop_app.use_cases.visit_memory import known_before
from desktop_app.use_cases.visit_questions import answer_text
from printing.form_data import FormData

WHOLE_HOUSEHOLD = "全户"


def visit_record(session: Session, wanted: Selection) -> Filled:
    """Return the record of a visit with what changed since the one before."""
    visit = session.get(Visit, wanted.id)
    home, person = _visited(session, visit)
    ticked = {
        "way": [text_of("visit_way", visit.way)],
        "purpose": [text_of("visit_purpose", visit.purpose)],
    }
    values = _values(session, visit, home, person)
    rows = {"changes": _changes(session, visit, home, person)}
    return _filled(visit, person, FormData(values=values, ticked=ticked, rows=rows), whole=True)


def visit_receipt(session: Session, wanted: Selection) -> Filled:
    """Return the receipt of a visit: its stub, and the part that stays with the household."""
    visit = session.get(Visit, wanted.id)
    home, person = _visited(session, visit)
    values = _values(session, visit, home, person)
    values |= {"purpose": text_of("visit_purpose", visit.purpose), "phone": ""}
    return _filled(visit, person, FormData(values=values), whole=False)


def visit_register(session: Session, wanted: Selection) -> Filled:
    """Return the visits of a village in a month, or in the year, by day."""
    code = asked_village(session, wanted)
    month = Month.of(wanted.month) if wanted.month else None
    year = month.year if month else wanted.year or session.today().year
    visits = [
        one
        for one in session.find(Visit, village_code=code)
        if one.visited_on is not None
        and (one.visited_on in month if month else one.visited_on.year == year)
    ]
    visits.sort(key=lambda one: (str(one.visited_on), one.id))
    people = _names(session, [one.person_id for one in visits])
    heads = {
        one.household_id: one.name for one in session.find(Person, village_code=code, relation=HEAD)
    }
    rows = [
        visit_values(session, one)
        | {
            "name": people.get(one.person_id, WHOLE_HOUSEHOLD),
            "head_name": heads.get(one.household_id, ""),
        }
        for one in visits
    ]
    values = {
        "period": month.told if month else f"{year}年",
        "village": village(code).short_name,
        "on": day(session.today()),
        "officer": session.officer,
    }
    return Filled(
        data=FormData(values=values, rows={"visits": rows}),
        subject=f"{village(code).short_name}{values['period']}",
        village_code=code,
        dated=("on",),
    )


def visit_values(session: Session, one: Visit) -> dict[str, str]:
    """Return what registers and files say of a visit."""
    changed = [labels(Visit)[name].text for name in one.changed.split(",") if name in labels(Visit)]
    return {
        "visited_on": day(one.visited_on),
        "way": text_of("visit_way", one.way),
        "purpose": text_of("visit_purpose", one.purpose),
        "informant": one.informant,
        "notes": one.notes,
        "changed": "、".join(changed) or "无变化",
        "difficulty": one.difficulty,
        "promise": one.promise,
        "promise_due_on": day(one.promise_due_on),
        "visitors": session.officer,
        "employment_status": text_of("employment_status", one.employment_status),
        "job_intention": text_of("job_intention", one.job_intention),
    }


def _visited(session: Session, visit: Visit) -> tuple[Household, Person]:
    """Return the household and the person of a visit; its head where no person is named."""
    homes = session.many(Household, [visit.household_id])
    home = homes[0] if homes else Household(village_code=visit.village_code)
    people = session.many(Person, [visit.person_id]) if visit.person_id != NEW else []
    return home, people[0] if people else head_of(session, home)


def _values(session: Session, visit: Visit, home: Household, person: Person) -> dict[str, str]:
    known: dict[str, str] = {}
    if person.id != NEW:
        known = person_values(session, person)
    told = village(visit.village_code)
    return known | visit_values(session, visit) | {
        "village": told.full_name,
        "place": home.address if visit.way == "home" else "",
        "address": home.address or told.full_name,
        "informant": visit.informant or person.name,
    }  # fmt: skip


def _changes(
    session: Session, visit: Visit, home: Household, person: Person
) -> list[dict[str, str]]:
    """Return the answers that changed, as they were before and as they are."""
    if visit.visited_on is None or NEW in (person.id, home.id):
        return []
    before = known_before(session, home, person, visit.visited_on, but=visit.id).last
    return [
        {
            "what": labels(Visit)[name].text,
            "before": answer_text(before, name) if before else "",
            "after": answer_text(visit, name),
        }
        for name in visit.changed.split(",")
        if name in labels(Visit)
    ]


def _names(session: Session, ids: list[RecordId]) -> dict[RecordId, str]:
    return {one.id: one.name for one in session.many(Person, [id_ for id_ in ids if id_ != NEW])}


def _filled(visit: Visit, person: Person, data: FormData, *, whole: bool) -> Filled:
    return Filled(
        data=data,
        subject=person.name,
        village_code=visit.village_code,
        person_id=person.id,
        shows=(person.id,) if whole and person.citizen_id else (),
    )
