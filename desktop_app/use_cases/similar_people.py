"""Whether somebody seems to be registered already, asked when a person is entered."""

from dataclasses import dataclass
from uuid import UUID

from db import search
from desktop_app.domain.near_people import why_near
from desktop_app.domain.records import Person, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name

MOST = 300
"""People of one sound, or of one telephone, that are looked at."""


@dataclass(frozen=True, slots=True)
class SimilarPerson:
    """Somebody who may be the same person, and why, in a whole sentence."""

    person_id: RecordId
    sentence: str


def similar_people(session: Session, person_id: RecordId) -> list[SimilarPerson]:
    """Return who of the desk's people may be this person, registered once more; nothing is kept."""
    person = session.get(Person, person_id)
    database = session.store.database
    found = search.find(database, search.pinyin(person.name), MOST)
    if person.phone:
        found += search.find(database, person.phone, MOST)
    ids = [UUID(bytes=id_) for id_ in dict.fromkeys(found)]
    others = session.many(Person, [id_ for id_ in ids if id_ != person.id])
    return [
        SimilarPerson(other.id, _sentence(other, why))
        for other in others
        if (why := why_near(person, other, search.pinyin))
    ]


def _sentence(other: Person, why: str) -> str:
    where = village_name(other.village_code)
    return f"像是登记过：{where}的{other.name}，{why}。对照身份证，登记重了的请撤销。"
