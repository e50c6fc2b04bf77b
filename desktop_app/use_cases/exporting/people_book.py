"""A list of people that no register keeps, as an Excel file: what a page found, as it found it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.citizen_id import masked
from desktop_app.domain.records import Person, RecordId
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, Column, Paper, Sheet, book_bytes
from desktop_app.use_cases.exporting.gate import (
    Numbers,
    Secrecy,
    give_out,
    refuse_taken,
    refuse_unsafe,
    refuse_weak,
)
from desktop_app.use_cases.exporting.register import Exported, said_sheet
from desktop_app.use_cases.people_list import village_name

WHO = ("嘎查村", "姓名", "身份证号")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """A title, what is told of each beside who it is, and a row for each person or finding."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[RecordId, Sequence[Cell]]]


def write_people(
    session: Session, path: str, listed: PeopleList, secrecy: Secrecy, *, replace: bool = False
) -> Exported:
    """Write a list to an Excel file, every row; numbers as in every export.

    ``Refused`` for whole numbers of more than 24 people without a reason and a password.
    """
    refuse_weak(session, secrecy.password)
    refuse_taken(Path(path), replace=replace)
    ids = list(dict.fromkeys(id_ for id_, _ in listed.rows))
    numbers = Numbers(people=tuple(ids) if secrecy.whole else ())
    refuse_unsafe(numbers.count, secrecy)
    people = {one.id: one for one in session.many(Person, ids)}
    rows = [(*_who(people.get(id_), whole=secrecy.whole), *cells) for id_, cells in listed.rows]
    sheet = Sheet(
        name=listed.title[:31],
        columns=[Column(text=text) for text in (*WHO, *listed.heads)],
        rows=rows,
        total=len(rows),
    )
    said = said_sheet(session, listed.title, len(rows), secrecy)
    book = book_bytes([sheet, said], Paper(made_on=session.today()))
    give_out(session, book, Path(path), numbers, listed.title, secrecy, replace=replace)
    return Exported(
        path=path,
        title=listed.title,
        rows=len(rows),
        whole=numbers.count,
        sealed=bool(secrecy.password),
    )


def _who(person: Person | None, *, whole: bool) -> tuple[Cell, ...]:
    if person is None:
        return None, None, None
    number = person.citizen_id if whole else masked(person.citizen_id)
    return village_name(person.village_code), person.name, number if person.citizen_id else None
