"""The papers of people and households: wishes, the roster of the labour force, 一户一档."""

from collections.abc import Sequence

from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import yuan
from desktop_app.domain.records import (
    NEW,
    Employment,
    Enrolment,
    Household,
    Person,
    Placement,
    Post,
    RecordId,
    Training,
    Visit,
)
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection, asked_village
from desktop_app.use_cases.form_data.insurance import enrolment_values
from desktop_app.use_cases.form_data.transfers import work_values
from desktop_app.use_cases.form_data.visits import visit_values
from desktop_app.use_cases.form_data.words import (
    HEAD,
    day,
    own_values,
    person_values,
    span,
    standard,
    yes_no,
)
from desktop_app.use_cases.people_list import PeopleFilter, find_people, labour_born
from desktop_app.use_cases.person_file import current_employment
from desktop_app.use_cases.visit_memory import PENSIONS
from printing.form_data import FormData

WORKING = frozenset({"11", "1", "2"})
UNFIT = frozenset({"lost", "none"})
VISITS_SHOWN = 12
ANSWERS = ("愿意参加", "不愿意参加", "以后再说")
"""What the form offers; a wish in other words is written out."""


def training_wish(session: Session, wanted: Selection) -> Filled:
    """Return what a person wishes for, as far as it is known, to be signed."""
    person = session.get(Person, wanted.id)
    works = session.find(Employment, person_id=person.id)
    work = current_employment(works, session.today())
    trainings = session.find(Training, person_id=person.id)
    done = [one for one in trainings if one.ends_on is not None]
    wishes = [text_of("trade", one.trade) for one in trainings if one.enrolled_on is None]
    pay = person.wanted_monthly_fen
    values = {
        **person_values(session, person),
        "filled_on": day(session.today()),
        "employer": " ".join(filter(None, (work.employer, work.job))) if work else "",
        "trained_what": "；".join(f"{day(one.ends_on)}　{_course(one)}" for one in done),
        "wanted_job": person.wanted_job,
        "wanted_pay": "" if pay is None else yuan(pay),
        "officer": session.officer,
    }
    if person.training_wish not in ANSWERS:
        values["needs"] = person.training_wish
    ticked = {
        "job_wish": [text_of("job_intention", person.job_intention)],
        "wanted_place": [text_of("transfer_scope", person.wanted_place)],
        "trained": [yes_no(bool(done))],
        "training_wish": [person.training_wish],
        "training_kind": wishes,
        "start_wish": ["有"] if person.job_intention == "start_up" else [],
    }
    return of_person(person, FormData(values=values, ticked=ticked), dated=("filled_on",))


def labour_roster(session: Session, wanted: Selection) -> Filled:
    """Return everybody of a village who is of working age, by household and name."""
    code = asked_village(session, wanted)
    ids = find_people(session, PeopleFilter(village_codes=(code,), labour_only=True))
    people = session.many(Person, ids)
    homes = {one.id: one for one in session.many(Household, _once(people))}
    heads = _heads(session, code)
    works = _running_work(session, code)
    people.sort(key=lambda one: (_number(homes, one), one.relation, one.name))
    rows = [_labour_row(session, one, homes, heads, works) for one in people]
    values = {
        "village": village(code).short_name,
        "on": day(session.today()),
        "maker": session.officer,
    }
    return Filled(
        data=FormData(values=values, rows={"people": rows}),
        subject=village(code).short_name,
        village_code=code,
        shows=tuple(one.id for one in people if one.citizen_id),
        dated=("on",),
    )


def household_file(session: Session, wanted: Selection) -> Filled:
    """Return all that is known of a household: members, work, posts, insurance, visits."""
    home = session.get(Household, wanted.id)
    members = session.find(Person, household_id=home.id)
    if not members:
        raise Refused(
            "这一户没有登记人员，没有打印。", advice="先登记户主和家庭成员，再打印一户一档。"
        )
    members.sort(key=lambda one: (one.relation or "99", str(one.birth_on or "")))
    head = next((one for one in members if one.relation == HEAD), members[0])
    enrolments = {one.id: session.find(Enrolment, person_id=one.id) for one in members}
    values = _home_values(session, home, head, members)
    rows = {
        "members": [_member_row(session, one, enrolments[one.id]) for one in members],
        "employments": [
            {"name": one.name} | work_values(work)
            for one in members
            for work in session.find(Employment, person_id=one.id)
        ],
        "placements": [row for one in members for row in _placement_rows(session, one)],
        "enrolments": [
            {"name": one.name} | enrolment_values(each)
            for one in members
            for each in enrolments[one.id]
        ],
        "visits": _visit_rows(session, home, members),
    }
    return Filled(
        data=FormData(values=values, ticked={"relocated": [yes_no(home.relocated)]}, rows=rows),
        subject=f"{head.name}户",
        village_code=home.village_code,
        person_id=head.id,
        shows=tuple(one.id for one in members if one.citizen_id),
        dated=("on",),
    )


def of_person(person: Person, data: FormData, *, dated: tuple[str, ...] = ()) -> Filled:
    """Return a paper about one person, with the whole identity number."""
    return Filled(
        data=data,
        subject=person.name,
        village_code=person.village_code,
        person_id=person.id,
        shows=(person.id,) if person.citizen_id else (),
        dated=dated,
    )


def _home_values(
    session: Session, home: Household, head: Person, members: Sequence[Person]
) -> dict[str, str]:
    living = [one for one in members if one.died_on is None]
    first, last = labour_born(session.today())
    able = [
        one
        for one in living
        if one.work_capacity not in UNFIT and first <= str(one.birth_on or "") <= last
    ]
    return {
        "number": home.number,
        "village": village(home.village_code).full_name,
        "on": day(session.today()),
        "head_name": head.name,
        "citizen_id": head.citizen_id,
        "group_name": home.group_name,
        "address": home.address,
        "phone": home.phone or head.phone,
        "household_kind": text_of("household_kind", home.kind),
        "risk_cause": text_of("risk_cause", home.risk_cause),
        "members": str(len(living)),
        "labourers": str(len(able)),
        "employed": str(sum(one.employment_status in WORKING for one in able)),
        "notes": home.notes,
        "officer": session.officer,
    }


def _member_row(
    session: Session, person: Person, enrolments: Sequence[Enrolment]
) -> dict[str, str]:
    pensions = [one for one in enrolments if one.scheme in PENSIONS]
    status = "、".join(text_of("enrolment_status", one.status) for one in pensions)
    return own_values(session, person) | {"enrolment": status}


def _placement_rows(session: Session, person: Person) -> list[dict[str, str]]:
    found = session.find(Placement, person_id=person.id)
    posts = {one.id: one for one in session.many(Post, [each.post_id for each in found])}
    return [
        {
            "name": person.name,
            "post": posts[one.post_id].title,
            "department": text_of("post_department", posts[one.post_id].department),
            "standard": standard(
                posts[one.post_id].standard_fen, posts[one.post_id].standard_period
            ),
            "started_on": day(one.started_on),
            "agreement": span(one.agreement_from, one.agreement_to),
            "last_day_on": day(one.last_day_on),
            "exit_reason": text_of("exit_reason", one.exit_reason),
        }
        for one in found
        if one.post_id in posts
    ]


def _visit_rows(
    session: Session, home: Household, members: Sequence[Person]
) -> list[dict[str, str]]:
    names = {one.id: one.name for one in members}
    visits = session.find(Visit, household_id=home.id)
    visits.sort(key=lambda one: str(one.visited_on or ""), reverse=True)
    return [
        visit_values(session, one) | {"name": names.get(one.person_id, "全户")}
        for one in visits[:VISITS_SHOWN]
    ]


def _labour_row(
    session: Session,
    person: Person,
    homes: dict[RecordId, Household],
    heads: dict[RecordId, str],
    works: dict[RecordId, Employment],
) -> dict[str, str]:
    work = works.get(person.id) or Employment()
    home = homes.get(person.household_id) or Household()
    return own_values(session, person) | {
        "head_name": heads.get(person.household_id, ""),
        "household_number": home.number,
        "group_name": home.group_name,
        "address": person.address or home.address,
        "employer": " ".join(filter(None, (work.employer, work.job))),
        "scope": text_of("transfer_scope", work.scope),
        "wanted_place": text_of("transfer_scope", person.wanted_place),
        "wanted_job": person.wanted_job,
        "notes": person.notes,
    }


def _once(people: Sequence[Person]) -> list[RecordId]:
    found = dict.fromkeys(one.household_id for one in people)
    return [one for one in found if one != NEW]


def _heads(session: Session, code: str) -> dict[RecordId, str]:
    heads = session.find(Person, village_code=code, relation=HEAD)
    return {one.household_id: one.name for one in heads}


def _running_work(session: Session, code: str) -> dict[RecordId, Employment]:
    """Return by person the work that runs today in a village."""
    by_person: dict[RecordId, list[Employment]] = {}
    for one in session.find(Employment, village_code=code):
        by_person.setdefault(one.person_id, []).append(one)
    today = session.today()
    found = {id_: current_employment(works, today) for id_, works in by_person.items()}
    return {id_: work for id_, work in found.items() if work is not None}


def _number(homes: dict[RecordId, Household], person: Person) -> str:
    home = homes.get(person.household_id)
    return home.number if home else ""


def _course(one: Training) -> str:
    return one.course or text_of("trade", one.trade)
