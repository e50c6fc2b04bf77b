"""Facts as forms write them: days in words, amounts with both places, numbers masked or whole."""

from datetime import date

from desktop_app.domain.citizen_id import age_on, masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import shown
from desktop_app.domain.divisions import village
from desktop_app.domain.money import exact_yuan, yuan
from desktop_app.domain.records import NEW, Household, Person
from desktop_app.session import Session

HEAD = "01"
PERIODS = {"month": "月", "year": "年"}


def day(on: date | None) -> str:
    """Return the day as it stands on paper, or nothing."""
    return shown(on) if on else ""


def span(first: date | None, last: date | None) -> str:
    """Return from when to when; nothing as long as a day is missing."""
    return f"{shown(first)}至{shown(last)}" if first and last else ""


def money(fen: int | None) -> str:
    """Return an amount as tables add it up: 600.00; nothing where it is not known."""
    return "" if fen is None else exact_yuan(fen)


def count(number: int | None) -> str:
    """Return a number, or nothing where it is not known."""
    return "" if number is None else str(number)


def yes_no(fact: bool) -> str:
    """Return 是 or 否."""
    return "是" if fact else "否"


def number_shown(person: Person, *, whole: bool) -> str:
    """Return the identity number: whole for an office, else masked."""
    return person.citizen_id if whole or not person.citizen_id else masked(person.citizen_id)


def standard(fen: int | None, period: str) -> str:
    """Return the subsidy as people read it: 600元/月."""
    return "" if fen is None else f"{yuan(fen)}元/{PERIODS.get(period, '期')}"


def home_of(session: Session, person: Person) -> Household:
    """Return the household of a person; an empty one where none is known."""
    found = session.many(Household, [person.household_id])
    return found[0] if found else Household(village_code=person.village_code)


def head_of(session: Session, household: Household) -> Person:
    """Return the head of a household; an empty person where none is written down."""
    if household.id == NEW:
        return Person()
    members = session.find(Person, household_id=household.id)
    return next((one for one in members if one.relation == HEAD), Person())


def address_of(person: Person, home: Household) -> str:
    """Return where the household lives, led by county and township where they are not said."""
    written, place = home.address.strip(), village(person.village_code)
    if not written:
        return place.full_name
    if place.county_name in written:
        return written
    named = "" if place.short_name in written else place.short_name
    return f"{place.county_name}{place.township_name}{named}{written}"


def person_values(session: Session, person: Person, *, whole: bool = True) -> dict[str, str]:
    """Return what forms say of a person and the household, by the names of their fields."""
    home, place = home_of(session, person), village(person.village_code)
    return own_values(session, person, whole=whole) | {
        "head_name": head_of(session, home).name,
        "household_number": home.number,
        "group_name": home.group_name,
        "village": place.short_name,
        "residence_place": place.full_name,
        "residence_code": place.code,
        "address": person.address or address_of(person, home),
    }


def own_values(session: Session, person: Person, *, whole: bool = True) -> dict[str, str]:
    """Return what forms say of a person alone: nothing else is read, so that rosters are fast."""
    born = person.birth_on
    return {
        "name": person.name,
        "person_name": person.name,
        "sex": text_of("sex", person.sex),
        "ethnicity": text_of("ethnicity", person.ethnicity),
        "birth_on": day(born),
        "birth_month": f"{born.year}年{born.month}月" if born else "",
        "age": str(age_on(born, session.today())) if born else "",
        "citizen_id": number_shown(person, whole=whole),
        "phone": person.phone,
        "relation": text_of("relation", person.relation),
        "political": text_of("political", person.political),
        "marriage": text_of("marriage", person.marriage),
        "residence": text_of("residence", person.residence),
        "education": text_of("education", person.education),
        "poverty_status": text_of("poverty_status", person.poverty_status),
        "work_capacity": text_of("work_capacity", person.work_capacity),
        "health": text_of("health", person.health),
        "employment_status": text_of("employment_status", person.employment_status),
        "job_intention": text_of("job_intention", person.job_intention),
        "training_wish": person.training_wish,
        "skills": person.skills,
        "skill_level": text_of("skill_level", person.skill_level),
        "account": person.account,
        "bank": person.bank,
    }
