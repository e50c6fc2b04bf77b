"""The bodies of runs and segments: entries packed together, and read again.

Nothing signs a body: entries are what they are, however they were packed. Most lie in columns
(``db.columns``). What columns cannot say, of a stranger or of another program, stays as it is,
in a zstandard frame of a list of entries; so did everything in the first files.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

import msgspec
import zstandard

from db import journal
from db.columns import Packed, press, unpress
from db.journal import Entry, Header, Written
from db.packing import in_columns

SENDING, SEALING = 3, 15
"""How hard a body is pressed that is made for one use, and one that stays as it is."""

UNREADABLE = (ValueError, TypeError, IndexError, msgspec.DecodeError, zstandard.ZstdError)
"""What reading raises where bytes are not entries."""

REMEMBERED = 4
"""Bodies that stay read: the same are asked for first for what they need, then for their values."""

_FRAME = b"\x28\xb5\x2f\xfd"
"""How a zstandard frame begins."""

_read_list = msgspec.msgpack.Decoder(list[bytes]).decode


class Body(Protocol):
    """Entries as they were packed, read as far as it is asked for."""

    def __len__(self) -> int:
        """Return how many entries there are."""

    def entries(self) -> list[bytes]:
        """Return each entry as bytes."""

    def written(self) -> Iterator[Written]:
        """Yield the parts of each entry whose bytes count."""

    def read(self, feed: int) -> Iterator[Entry]:
        """Yield each entry with its payload decoded, as one of a feed with this number here."""

    def headers(self) -> list[Header]:
        """Return the header of each entry."""

    def needs(self) -> list[tuple[int, int]]:
        """Return, of each entry, what it knew of the authority and how many belong behind it."""

    def after(self, count: int, level: int) -> bytes:
        """Return a body of the entries that follow the first ``count``, of which there is one."""


class Listed:
    """Entries that lie one after another, each by itself."""

    def __init__(self, entries: list[bytes]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        """Return how many entries there are."""
        return len(self._entries)

    def entries(self) -> list[bytes]:
        """Return each entry as bytes."""
        return self._entries

    def written(self) -> Iterator[Written]:
        """Yield the parts of each entry whose bytes count."""
        for data in self._entries:
            entry = journal.parts_of(data)
            if not _is_shapely(entry):
                raise ValueError("an entry without the shape of one")
            yield entry

    def read(self, feed: int) -> Iterator[Entry]:
        """Yield each entry with its payload decoded, as one of a feed with this number here."""
        return (journal.decode_entry(feed, data) for data in self._entries)

    def headers(self) -> list[Header]:
        """Return the header of each entry."""
        return [journal.parts_of(data)[0] for data in self._entries]

    def needs(self) -> list[tuple[int, int]]:
        """Return, of each entry, what it knew of the authority and how many belong behind it."""
        return [(header.authority_seq, header.remaining) for header in self.headers()]

    def after(self, count: int, level: int) -> bytes:
        """Return a body of the entries that follow the first ``count``, of which there is one."""
        return pack_body(self._entries[count:], level)


def _is_shapely(entry: Written) -> bool:
    header, _head, salt, payload = entry
    if type(payload) is not bytes or not journal.is_shapely(header):
        return False
    return len(payload) == journal.DIGEST if salt is None else type(salt) is bytes


def pack_body(entries: Sequence[bytes], level: int = SENDING) -> bytes:
    """Return the body of a run or segment."""
    try:
        return pack_written([journal.parts_of(data) for data in entries], level)
    except UNREADABLE:  # a stranger's: they go on as they are
        return _listed(entries, level)


def pack_written(entries: Sequence[Written], level: int = SENDING) -> bytes:
    """Return the body of a run or segment from the parts of its entries."""
    body = in_columns(entries, level)
    if body is None:
        return _listed([journal.encode_entry(*entry[1:]) for entry in entries], level)
    return body


def _listed(entries: Sequence[bytes], level: int) -> bytes:
    return press(journal.pack(entries), level)


@lru_cache(REMEMBERED)
def read_body(body: bytes) -> Body:
    """Return what is in a body; ``UNREADABLE`` where it is none.

    Of a list of entries each is only read when it is asked for, which may raise the same.
    """
    if body[:4] == _FRAME:
        return Listed(_read_list(unpress(body)))
    return Packed(body)


def open_body(body: bytes) -> list[bytes]:
    """Return the entries of a body as bytes, as ``read_body`` reads it."""
    return read_body(body).entries()
