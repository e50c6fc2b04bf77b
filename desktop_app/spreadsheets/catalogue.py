"""Which columns the sheet of each kind of record has: one catalogue for import and export."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, get_type_hints

from desktop_app.domain.records import RECORDS, Employer, Record
from desktop_app.domain.records.record import Label, labels

KINDS = (
    "households",
    "visits",
    "posts",
    "placements",
    "attendance",
    "subsidies_paid",
    "enrolments",
    "transfers",
    "trainings",
    "vacancies",
    "watch_list",
)
"""The kinds that go to Excel and come back, each with a file in ``data/sheets``."""

_PLACES = {
    "place.village": ("嘎查村", "village"),
    "place.village_code": ("村代码", "village_code"),
    "head.name": ("户主姓名", "name"),
    "head.citizen_id": ("户主身份证号", "identity"),
}
_BY_NAME = {"citizen_id": "identity", "name": "name", "phone": "phone", "days": "marks"}
_MONTHS = frozenset(("month", "stop_month"))
_OWN_HEADERS = "roster_headers.toml"
_LIKE_THE_ROSTER = {"Employment": "employment", "Household": "household"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """One column: the field it holds, its heading, and the other headings that mean it.

    ``field`` is a field of the kind's record, or ``person.name`` of the record it points to.
    ``type`` is text, code, yes, date, month, yuan, whole, identity, name, phone, village,
    village_code or marks (31 columns, a day each). ``shown``: written out, never read in.
    ``whole``: a sheet without the column may be all about one value, as a month or a class.
    A column of type dates, yuans or wholes tells two ``parts`` at once: 2026.3.1-2026.3.20.
    """

    field: str
    heading: str
    headings: tuple[str, ...] = ()
    type: str = "text"
    codes: str = ""
    required: bool = False
    shown: bool = False
    whole: bool = False
    parts: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields that the column fills: its own, or the two ends it tells."""
        return self.parts or (self.field,)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetKind:
    """The sheet of one kind of record; ``keys`` are the fields that tell two rows apart."""

    name: str
    title: str
    record: type[Record]
    keys: tuple[str, ...]
    columns: tuple[SheetColumn, ...]

    def column(self, field: str) -> SheetColumn | None:
        """Return the column of a field, or none."""
        return next((one for one in self.columns if one.field == field), None)

    def heading(self, field: str) -> str:
        """Return what a field is called over its column."""
        column = self.column(field)
        return column.heading if column else field


@cache
def sheet_kind(name: str) -> SheetKind:
    """Return the columns of a kind; ``KeyError`` for a name that is none."""
    if name not in KINDS:
        raise KeyError(name)
    file = resources.files("desktop_app") / "data" / "sheets" / f"{name}.toml"
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    record = _record(facts["record"])
    return SheetKind(
        name=name,
        title=facts["title"],
        record=record,
        keys=tuple(facts["keys"]),
        columns=tuple(_column(record, entry) for entry in facts["columns"]),
    )


def _record(name: str) -> type[Record]:
    return next(kind for kind in RECORDS if kind.__name__ == name)


def _column(record: type[Record], entry: dict[str, Any]) -> SheetColumn:
    field = entry["field"]
    label, type_ = _own(record, field)
    heading = entry.get("heading", label.text)
    others = (*entry.get("headings", ()), *_roster_headings(record, field), label.text)
    return SheetColumn(
        field=field,
        heading=heading,
        headings=tuple(one for one in dict.fromkeys(others) if one and one != heading),
        type=entry.get("type", type_),
        codes=label.codes,
        required=entry.get("required", False),
        shown=entry.get("shown", False),
        whole=entry.get("whole", False),
        parts=tuple(entry.get("parts", ())),
    )


def _own(record: type[Record], field: str) -> tuple[Label, str]:
    """Return the label and type of a field, of the record itself or of the one it points to."""
    if field in _PLACES:
        heading, type_ = _PLACES[field]
        return Label(heading), type_
    kind, _, name = field.rpartition(".")
    pointed = _record(kind.capitalize()) if kind else record
    return labels(pointed).get(name, Label("")), _type(pointed, name)


def _type(record: type[Record], name: str) -> str:
    label = labels(record).get(name, Label(""))
    if label.codes:
        return "code"
    if name in _MONTHS:
        return "month"
    hint = get_type_hints(record).get(name)
    if hint == date | None:
        return "date"
    if hint is bool:
        return "yes"
    if hint in (int, int | None):
        return "yuan" if name.endswith("_fen") else "whole"
    return "text" if (record, name) == (Employer, "name") else _BY_NAME.get(name, "text")


@cache
def _roster() -> dict[str, tuple[str, ...]]:
    file = resources.files("desktop_app") / "data" / _OWN_HEADERS
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    return {one["field"]: tuple(one["headers"]) for one in facts["fields"]}


def _roster_headings(record: type[Record], field: str) -> tuple[str, ...]:
    """Return what rosters call the same thing: the usual headings of offices are written once."""
    own = _LIKE_THE_ROSTER.get(record.__name__)
    name = field if "." in field else f"{own}.{field}"
    return _roster().get(name, ())
