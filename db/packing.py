"""Lays entries into the columns of ``db.columns``."""

from collections.abc import Sequence
from typing import Any

import msgspec

from db import journal
from db.columns import (
    CUT,
    DIGEST,
    HALF,
    MOST_EDITS,
    RAW,
    Columns,
    Kind,
    body_of,
    cut,
    steps,
    turned_steps,
)
from db.forms import is_well_formed
from db.journal import CREATE, EDIT, SALT, SEGMENT, Written


def in_columns(entries: Sequence[Written], level: int) -> bytes | None:
    """Return a body of entries; ``None`` where columns cannot say all that they are."""
    if not 0 < len(entries) <= SEGMENT or not _are_regular(entries):
        return None
    headers = [header for header, _, _, _ in entries]
    kinds: dict[Kind, int] = {}
    kind = [
        kinds.setdefault(Kind(h.authority_seq, h.user, h.act, h.op, h.table, h.schema), len(kinds))
        for h in headers
    ]
    laid = _Laid()
    forms = [laid.add(*entry) for entry in entries]
    columns = Columns(
        headers[0].seq,
        list(kinds),
        list(laid.keys),
        kind,
        steps([h.hlc for h in headers]),
        turned_steps([int.from_bytes(h.row[:HALF]) for h in headers]),
        [h.remaining for h in headers],
        forms,
        laid.numbers,
        laid.values,
        laid.feeds,
        steps(laid.places),
        laid.payloads,
    )
    salts = b"".join(salt for _, _, salt, _ in entries if salt is not None)
    return body_of(salts, b"".join(h.row[HALF:] for h in headers), columns, level)


def _are_regular(entries: Sequence[Written]) -> bool:
    """Say whether these follow each other, and a reader of columns makes the same bytes of them."""
    first = entries[0][0].seq
    return all(
        journal.is_shapely(header)
        and header.seq == seq > 0
        and journal.encode_header(header) == head
        and type(payload) is bytes
        and (len(payload) == journal.DIGEST if salt is None else len(salt) == SALT)
        for seq, (header, head, salt, payload) in enumerate(entries, start=first)
    )


class _Laid:
    """The columns of payloads, as far as they are laid."""

    def __init__(self) -> None:
        self.keys: dict[bytes, int] = {}
        self.numbers: list[int] = []
        self.values: list[Any] = []
        self.feeds: list[int] = []
        self.places: list[int] = []
        self.payloads: list[bytes] = []

    def add(self, header: journal.Header, _head: bytes, salt: bytes | None, payload: bytes) -> int:
        """Lay a payload; return how many edits it has, or else its form."""
        edits = _edits(payload) if salt is not None and header.op == EDIT else []
        if edits and len(self.numbers) + len(edits) <= MOST_EDITS:
            for edit in edits:
                self._add_edit(*edit)
            return len(edits)
        short = cut(payload, header.row) if salt is not None and header.op == CREATE else None
        self.payloads.append(payload if short is None else short)
        if short is not None:
            return CUT
        return DIGEST if salt is None else RAW

    def _add_edit(self, number: int, value: Any, base: Any) -> None:
        key, place = (None, base) if type(base) is int else base
        self.numbers.append(number)
        self.values.append(value)
        self.feeds.append(0 if key is None else self.keys.setdefault(key, len(self.keys) + 1))
        self.places.append(place)


def _edits(payload: bytes) -> list[Any]:
    """Return the edits of a payload, if they say all of it."""
    try:
        found = journal.unpack(payload)
    except (ValueError, TypeError, msgspec.DecodeError):
        return []
    return found if is_well_formed(EDIT, found) and journal.pack(found) == payload else []
