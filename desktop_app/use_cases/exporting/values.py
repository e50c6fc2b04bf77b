"""What the columns of an export say: a field of a record, or something worked out from some."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from db.rows import table_name
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import code_list
from desktop_app.domain.records import RECORDS, Label, labels
from desktop_app.domain.rules import RulePack
from desktop_app.domain.subsidy_rules import kept_rules
from desktop_app.spreadsheets.book import Cell, Column, Yuan
from desktop_app.use_cases.exporting.rows import LINKED, Row
from desktop_app.use_cases.roster_changes import masked_text
from desktop_app.world import SHANGHAI

_LONG_NUMBER = 13


def last_four(account: str) -> str:
    """Return an account of which only the end shows."""
    return "*" * (len(account) - 4) + account[-4:] if len(account) > 4 else "*" * len(account)


SECRET: dict[str, Callable[[str], str]] = {
    "citizen_id": masked,
    "disability_card": masked_text,
    "account": last_four,
}
"""Numbers that go out whole only for a reason, and how they are told otherwise."""


@dataclass(frozen=True, slots=True)
class Telling:
    """How an export tells its rows: with whole numbers or not, on which day, by which rules."""

    whole: bool
    today: date
    rules: RulePack


Read = Callable[[Row, Telling], Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One column: its heading, which records it needs, and what it says of a row.

    ``secret`` names the record whose number it tells, or is empty.
    """

    column: Column
    needs: tuple[str, ...]
    read: Read
    secret: str = ""


def value_of(path: str, text: str = "", group: str = "") -> Value:
    """Return the column of a path: ``person.name``, or the name of something worked out.

    ``text`` is its heading, or that of the field. ``ValueError`` for a path that leads nowhere.
    """
    from desktop_app.use_cases.exporting.worked_out import WORKED_OUT

    if not path:
        return Value(column=Column(text=text, group=group), needs=(), read=lambda row, how: None)
    if path in WORKED_OUT:
        needs, heading, read = WORKED_OUT[path]
        column = Column(text=text or heading, group=group, alias=_aliases().get(path, ""))
        return Value(column=column, needs=needs, read=read)
    source, _, name = path.partition(".")
    label = _label(source, name)
    column = Column(
        text=text or heading_of(name, label), group=group, alias=_aliases().get(path, "")
    )
    secret = source if name in SECRET else ""
    return Value(column=column, needs=(source,), read=_field(source, name, label), secret=secret)


def heading_of(name: str, label: Label) -> str:
    """Return the heading of a field: its words, and the unit of a number."""
    return f"{label.text}（{label.unit}）" if label.unit else label.text


def _label(source: str, name: str) -> Label:
    kinds = {table_name(one): one for one in RECORDS}
    kind = {"head": LINKED["person"], **kinds}.get(source)
    if kind is None or name not in labels(kind):
        raise ValueError(f"no record has {source}.{name}")
    return labels(kind)[name]


def _field(source: str, name: str, label: Label) -> Read:
    told = _teller(name, label)

    def read(row: Row, how: Telling) -> Cell:
        record = row[source]
        return None if record is None else told(getattr(record, name), how)

    return read


def _teller(name: str, label: Label) -> Callable[[Any, Telling], Cell]:
    if label.codes:
        words = code_list(label.codes).text
        return lambda value, how: words(value)
    if name.endswith("_fen"):
        return lambda value, how: None if value is None else Yuan(value)
    if name == "rules":
        return lambda value, how: _pack(value)
    if name in SECRET:
        hidden = SECRET[name]
        return lambda value, how: value if how.whole else hidden(value)
    return _told


def _told(value: Any, how: Telling) -> Cell:
    """Return a value as it is; a number in a text is hidden like the others, a moment is local."""
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if isinstance(value, str) and not how.whole and len(value) >= _LONG_NUMBER:
        return masked_text(value)
    cell: Cell = value
    return cell


def _pack(rules: str) -> str:
    """Return the name of a rule pack; a roll keeps with it every rule it was made by."""
    return kept_rules(rules).pack if rules.startswith("{") else rules


@cache
def _aliases() -> dict[str, str]:
    file = resources.files("desktop_app") / "data" / "labour_aliases.toml"
    listed = tomllib.loads(file.read_text(encoding="utf-8"))["aliases"]
    return {one["field"]: one["alias"] for one in listed}
