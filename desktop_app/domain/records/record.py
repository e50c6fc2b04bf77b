"""What every record is: a frozen dataclass whose annotations say how people call its fields."""

from dataclasses import dataclass, fields
from typing import Annotated, get_args, get_type_hints
from uuid import UUID

RecordId = UUID

NEW = UUID(int=0)
"""The id of a record that was never kept; keeping it gives it a real one."""


@dataclass(frozen=True, slots=True)
class Label:
    """How a field is called on screen and paper, and which code list its values come from."""

    text: str
    codes: str = ""
    hint: str = ""
    lines: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A fact that is kept; every change of it is an operation in the journal.

    ``village_code`` (12 digits) is the village whose journal the record belongs to.
    """

    id: RecordId = NEW
    village_code: Annotated[str, Label("嘎查村")] = ""


def labels(kind: type[Record]) -> dict[str, Label]:
    """Return the labels of a record type by field name, in the order of its fields."""
    if kind not in _labels:
        _labels[kind] = _read_labels(kind)
    return _labels[kind]


_labels: dict[type[Record], dict[str, Label]] = {}


def _read_labels(kind: type[Record]) -> dict[str, Label]:
    hints = get_type_hints(kind, include_extras=True)
    found: dict[str, Label] = {}
    for field in fields(kind):
        for extra in get_args(hints[field.name])[1:]:
            if isinstance(extra, Label):
                found[field.name] = extra
    return found
