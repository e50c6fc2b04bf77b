"""Entries that are written once more in another feed, since their own went another way at the hub.

They keep their salt, their clock and their values; what they name moves with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db import journal
from db.feeds import JournalReader
from db.journal import Dot, RowKey
from db.sql import SqliteSql

Suffix = dict[int, bytes]
"""The last entries of a feed by their numbers there, in order."""
Places = dict[int, tuple[bytes, int]]
"""Where entries of a feed stand once more: number there -> key of the other feed, number in it."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """Makes entries of feed ``old_key`` those of ``new_key``.

    What has no place in ``places`` stays where it is; ``last`` is the end of the old feed.
    """

    old_key: bytes
    new_key: bytes
    places: Places
    last: int

    def entry(self, seq: int, data: bytes) -> bytes:
        """Return an entry as it stands in the new feed."""
        head, salt, payload = journal.unpack(data)
        values = journal.unpack(head)
        values[1] = self.places[seq][1]
        values[6] = sum(map(self._goes_along, range(seq + 1, seq + 1 + values[6])))
        if salt is not None:
            content = journal.decode_entry(0, data).payload
            if content is not journal.NONSENSE:
                payload = journal.pack(journal.with_bases(values[7], content, self._base))
        return journal.pack([journal.pack(values), salt, payload])

    def _goes_along(self, seq: int) -> bool:
        """Say whether a later entry of an operation will follow, or is still to come."""
        return seq > self.last or self.places[seq][0] == self.new_key

    def _base(self, base: Any) -> Any:
        key, seq = (self.old_key, base) if isinstance(base, int) else base
        if key == self.old_key:
            key, seq = self.places.get(seq, (key, seq))
        return seq if key == self.new_key else [key, seq]


def written_again(
    sql: SqliteSql, feed: int, suffix: Suffix, touched: Mapping[RowKey, list[Dot]]
) -> Places:
    """Return which of these entries of a feed count already as somebody wrote them again.

    ``touched`` are the known entries of the rows that they are about. Another entry with the
    same salt is not enough: it could be made to push a true one aside, so it must say the same.
    """
    keys = dict(sql.fetch("SELECT id, key FROM feed"))
    reader, found = JournalReader(sql.database), Places()
    for dots in touched.values():
        own = {dot[1] for dot in dots if dot[0] == feed and dot[1] in suffix}
        there: dict[Any, Dot] = {}
        for dot in sorted(set(dots)):
            if not (dot[0] == feed and dot[1] in own) and _counts(sql, dot):
                there.setdefault(_said(reader.data(dot)), dot)
        there.pop(None, None)
        for seq in own:
            at, number = there.get(_said(suffix[seq]), (feed, 0))
            if at != feed:
                found[seq] = keys[at], number
    return found


def _counts(sql: SqliteSql, dot: Dot) -> bool:
    return bool(
        sql.fetch(
            "SELECT 1 FROM feed WHERE id = ? AND applied_seq >= ? AND NOT EXISTS"
            " (SELECT 1 FROM quarantine WHERE quarantine.feed = feed.id AND seq = ?)",
            (*dot, dot[1]),
        )
    )


def _said(data: bytes) -> bytes | None:
    """Return what an entry says, but for the places that it names; ``None`` if it was erased."""
    _head, salt, payload = journal.unpack(data)
    if salt is None:
        return None
    entry = journal.decode_entry(0, data)
    if entry.payload is not journal.NONSENSE:
        payload = journal.pack(journal.with_bases(entry.header.op, entry.payload, lambda _base: 0))
    header = entry.header
    return journal.pack([header.hlc, header.op, header.table, header.row, salt, payload])


def move_spans(sql: SqliteSql, feed: int, places: Places) -> None:
    """Let the operations of this desk name the new places of what they wrote in a feed."""
    numbers = dict(sql.fetch("SELECT key, id FROM feed"))
    new = {seq: (numbers[key], number) for seq, (key, number) in places.items()}
    for operation, spans in sql.fetch("SELECT number, spans FROM operation"):
        found = journal.unpack(spans)
        if any(at == feed and last in new for at, _, last in found):
            moved: list[list[int]] = []
            for at, first, last in found:
                for seq in range(first, last + 1):
                    _add(moved, new.get(seq, (at, seq)) if at == feed else (at, seq))
            sql.run(
                "UPDATE operation SET spans = ? WHERE number = ?", (journal.pack(moved), operation)
            )


def _add(spans: list[list[int]], dot: Dot) -> None:
    if spans and spans[-1][0] == dot[0] and spans[-1][2] + 1 == dot[1]:
        spans[-1][2] = dot[1]
    else:
        spans.append([dot[0], dot[1], dot[1]])
