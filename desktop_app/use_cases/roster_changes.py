"""What differs between two states of a record, in the words of people."""

import re
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Label, Record, labels

Change = tuple[str, str, str]
"""The words of a field, its value before and after, as people read them."""

_RUN = re.compile(r"\d(?:[-. ,，'·]?[\dXxOoIlEe+]){10,}")
_SHORTEST = 13
"""Digits of an identity number that is written badly; telephones and villages have fewer."""


def masked_text(text: str) -> str:
    """Return a text in which long numbers show only their ends, as identity numbers do.

    A number that is damaged is hidden too: 1.502231990093e+17, or one with a letter inside.
    """
    return _RUN.sub(_mask, text)


def _mask(found: re.Match[str]) -> str:
    run = found[0]
    digits = [place for place, letter in enumerate(run) if letter.isdigit()]
    if len(digits) < _SHORTEST:
        return run
    return f"{run[: digits[6]]}********{run[-4:]}"


def differences(before: Record, after: Record) -> list[Change]:
    """Return what differs between two states of a record, as people read it."""
    kind: type = type(after)
    names, get = _fields(kind)
    found: list[Change] = []
    for (name, label), old, new in zip(names, get(before), get(after), strict=True):
        if old != new:
            found.append((label.text, _words(name, label, old), _words(name, label, new)))
    return found


@cache
def _fields(
    kind: type,
) -> tuple[list[tuple[str, Label]], Callable[[Record], tuple[Any, ...]]]:
    """Return the fields that people read, and a way to get all their values at once."""
    names = [
        (name, label)
        for name, label in labels(kind).items()
        if name == "citizen_id" or not name.endswith(("_id", "village_code"))
    ]
    return names, attrgetter(*(name for name, _ in names))


def _words(name: str, label: Label, value: Any) -> str:
    if value in {None, ""} or value is False:
        return "（空）"
    if value is True:
        return "是"
    if name == "citizen_id":
        return masked(str(value))
    if name.endswith("_fen"):
        return f"{yuan(value)} {label.unit}"
    return text_of(label.codes, str(value)) if label.codes else str(value)
