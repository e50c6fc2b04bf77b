"""What every register of the trade offers: finding its entries, and what a list shows of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from db.register_queries import RegisterQuestion, entry_count, entry_ids, names_of
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, RECORDS, Record, RecordId, labels
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name

REGISTERS: Mapping[str, str] = {
    "Training": "",
    "Employer": "name",
    "Vacancy": "title",
    "Consent": "",
    "Referral": "",
    "Venture": "",
    "WageClue": "",
    "Event": "title",
    "Attendee": "",
}
"""Which kinds have a register, and by which of their texts one is found that has no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFilter:
    """Which entries are looked for: codes by field, villages, the name of the person."""

    text: str = ""
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    village_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """What a list shows of an entry; ``citizen_id`` is masked, ``name`` the person's or empty."""

    id: RecordId
    person_id: RecordId
    name: str
    citizen_id: str
    phone: str
    died: bool
    village: str
    record: Record


def find_entries(
    session: Session, kind: str, wanted: RegisterFilter | None = None, limit: int | None = None
) -> list[RecordId]:
    """Return the ids of the entries of a register that fit."""
    question = _question(kind, wanted or RegisterFilter())
    return [UUID(bytes=found) for found in entry_ids(session.store.database, question, limit)]


def count_entries(session: Session, kind: str, wanted: RegisterFilter | None = None) -> int:
    """Return how many entries fit."""
    return entry_count(session.store.database, _question(kind, wanted or RegisterFilter()))


def entry_lines(session: Session, kind: str, ids: Sequence[RecordId]) -> list[EntryLine]:
    """Return what a list shows of these entries, in this order; those gone are left out."""
    records = session.many(kind_of(kind), ids)
    people = [getattr(one, "person_id", NEW) for one in records]
    known = {id_.bytes for id_ in people if id_ != NEW}
    rows = names_of(session.store.database, list(known))
    return [
        _line(one, person, rows.get(person.bytes, (b"", "", "", "", None)))
        for one, person in zip(records, people, strict=True)
    ]


def kind_of(name: str) -> type[Record]:
    """Return the record type of a register, or refuse a name that is none."""
    if name not in REGISTERS:
        raise Refused(
            f"没有叫 {name} 的台账。",
            advice=f"能写的是：{'、'.join(REGISTERS)}。",
            fields=("kind",),
        )
    return next(kind for kind in RECORDS if kind.__name__ == name)


def _question(name: str, wanted: RegisterFilter) -> RegisterQuestion:
    kind = kind_of(name)
    unknown = [each for each in wanted.codes if each not in labels(kind)]
    if unknown:
        raise Refused(f"这份台账没有这些项目：{'、'.join(unknown)}。", fields=("codes",))
    return RegisterQuestion(
        kind=kind,
        text=wanted.text,
        codes=wanted.codes,
        village_codes=wanted.village_codes,
        named=REGISTERS[name],
    )


def _line(one: Record, person: UUID, row: tuple[object, ...]) -> EntryLine:
    _, name, number, phone, died = row
    return EntryLine(
        id=one.id,
        person_id=person,
        name=str(name),
        citizen_id=masked(str(number)) if number else "",
        phone=str(phone),
        died=died is not None,
        village=village_name(one.village_code),
        record=one,
    )
