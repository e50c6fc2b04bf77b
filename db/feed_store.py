"""Keeps feeds as they came: takes runs in, gives runs out. Desks and hubs use it alike.

Entries are stored and passed on byte for byte; nothing here knows what a record is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from db import journal
from db.bodies import (
    SENDING,
    UNREADABLE,
    Body,
    Listed,
    open_body,
    pack_body,
    pack_written,
    read_body,
)
from db.journal import LARGEST_ENTRY, SEGMENT, Entry, FeedHead, Header, Run, Written
from db.sql import Sql

_HEAD = "SELECT id, head_seq, head_chain, hlc FROM feed WHERE key = ?"

Erased = Callable[[int, bytes], bool]
"""Says whether the values of a row (table number, id) were ordered to be erased."""


class BadRun(Exception):
    """A run that is not taken in.

    ``code`` is ``gap``, ``fork``, ``signature``, ``malformed`` or ``too-large``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Taken:
    """What was new in a run: entries ``first`` to ``last`` of a feed; none if first > last."""

    feed: int
    first: int
    last: int


# Giving out


def heads(sql: Sql, villages: Sequence[str] | None = None, prefix: str = "") -> list[FeedHead]:
    """Return how far each feed reaches: of these villages, or of all under a prefix."""
    text = "SELECT device, village_code, epoch, head_seq, head_chain FROM feed WHERE head_seq > 0"
    values: list[Any] = []
    if villages is not None:
        if not villages:
            return []
        text += f" AND village_code IN ({', '.join('?' * len(villages))})"
        values += villages
    if prefix:
        text += " AND village_code LIKE ?"
        values.append(f"{prefix}%")
    return [FeedHead(*row) for row in sql.fetch(f"{text} ORDER BY key", values)]


def chain_at(sql: Sql, key: bytes, seq: int) -> bytes | None:
    """Return the chain of a feed after entry ``seq``; ``None`` where it does not reach so far."""
    if seq <= 0:
        return journal.START if seq == 0 else None
    found = sql.fetch(_HEAD, (key,))
    if not found or found[0][1] < seq:
        return None
    feed, head_seq, head_chain, _hlc = found[0]
    if seq == head_seq:
        return bytes(head_chain)
    boundary = seq - seq % SEGMENT
    chain = _boundary_chain(sql, feed, boundary)
    for body, begin, end in _bodies(sql, feed, boundary + 1, seq):
        for _header, head, salt, payload in islice(body.written(), begin, end):
            chain = journal.link(chain, journal.commitment(head, salt, payload))
    return chain


def runs_after(sql: Sql, key: bytes, seq: int, *, up_to: int | None = None) -> Iterator[Run]:
    """Yield the runs of a feed that follow entry ``seq``, in order; sealed ones verbatim.

    They end with the run that holds entry ``up_to``, or at the head.
    """
    found = sql.fetch(
        "SELECT id, device, village_code, epoch, head_seq, head_chain, signature FROM feed"
        " WHERE key = ?",
        (key,),
    )
    if not found:
        return
    feed, device, village, epoch, head_seq, head_chain, signature = found[0]
    end = head_seq if up_to is None else min(up_to, head_seq)
    while seq < end:
        sealed = sql.fetch(
            "SELECT first, last, body, chain, signature FROM segment"
            " WHERE feed = ? AND last > ? ORDER BY last LIMIT 1",
            (feed, seq),
        )
        if sealed:
            first, last, body, chain, signed = sealed[0]
            if first <= seq:
                body = read_body(bytes(body)).after(seq + 1 - first, SENDING)
                first = seq + 1
        else:
            first, last, chain, signed = seq + 1, head_seq, head_chain, signature
            body = pack_body(_tail(sql, feed, first, last))
        yield Run(device, village, epoch, first, last, body, chain, signed)
        seq = last


def entries_between(sql: Sql, feed: int, first: int, last: int) -> Iterator[bytes]:
    """Yield entries ``first`` to ``last`` of a feed (its number here), whole and in order."""
    for body, begin, end in _bodies(sql, feed, first, last):
        yield from body.entries()[begin:end]


def read_between(sql: Sql, feed: int, first: int, last: int) -> Iterator[Entry]:
    """Yield entries ``first`` to ``last`` of a feed (its number here), read."""
    for body, begin, end in _bodies(sql, feed, first, last):
        yield from islice(body.read(feed), begin, end)


def headers_between(sql: Sql, feed: int, first: int, last: int) -> Iterator[Header]:
    """Yield the headers of entries ``first`` to ``last`` of a feed (its number here)."""
    for body, begin, end in _bodies(sql, feed, first, last):
        yield from body.headers()[begin:end]


def needs_between(sql: Sql, feed: int, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield what entries ``first`` to ``last`` of a feed (its number here) cannot do without.

    That is how much of the authority their author knew, and how many belong behind each.
    """
    for body, begin, end in _bodies(sql, feed, first, last):
        yield from body.needs()[begin:end]


def _bodies(sql: Sql, feed: int, first: int, last: int) -> Iterator[tuple[Body, int, int]]:
    """Yield the bodies that hold some entries, and from where to where these are in each."""
    start = first
    while start <= last:
        end = min(last, start - (start - 1) % SEGMENT + SEGMENT - 1)
        sealed = sql.fetch(
            "SELECT first, body FROM segment WHERE feed = ? AND last >= ? ORDER BY last LIMIT 1",
            (feed, start),
        )
        if sealed:
            begins, body = sealed[0]
            yield read_body(bytes(body)), start - begins, end - begins + 1
        else:
            yield Listed(_tail(sql, feed, start, end)), 0, SEGMENT
        start = end + 1


def _tail(sql: Sql, feed: int, first: int, last: int) -> list[bytes]:
    rows = sql.fetch(
        "SELECT entry FROM tail WHERE feed = ? AND seq BETWEEN ? AND ? ORDER BY seq",
        (feed, first, last),
    )
    return [bytes(entry) for (entry,) in rows]


def _boundary_chain(sql: Sql, feed: int, boundary: int) -> bytes:
    if boundary == 0:
        return journal.START
    rows = sql.fetch("SELECT chain FROM segment WHERE feed = ? AND last = ?", (feed, boundary))
    return bytes(rows[0][0])


# Taking in


def take_run(
    sql: Sql, run: Run, public_key: bytes, erased: Erased = lambda _table, _row: False
) -> Taken:
    """Verify a run whole and keep what is new in it; inside a transaction.

    Taking a run again changes nothing. ``BadRun`` where it does not continue the feed that is
    here, or is not what the owner of ``public_key`` signed.
    """
    _refuse_misshapen(run, public_key)
    feed, head_seq, head_chain, hlc = _feed_of(sql, run)
    if run.first > head_seq + 1:
        raise BadRun("gap")
    _refuse_unsigned(run, public_key)
    if run.last <= head_seq:
        if chain_at(sql, run.key, run.last) != run.chain:
            raise BadRun("fork")
        return Taken(feed, run.last + 1, run.last)
    new = _whats_new(run, head_seq)
    chain = head_chain
    for _header, head, salt, payload in new:
        chain = journal.link(chain, journal.commitment(head, salt, payload))
    if chain != run.chain:
        raise BadRun("fork")
    kept = [_without_erased(entry, erased) for entry in new]
    whole = run.first == head_seq + 1 and len(new) == SEGMENT and kept == new
    hlc = max(hlc, *(header.hlc for header, _, _, _ in new))
    _store(sql, feed, run, kept, run.body if whole else None)
    sql.run(
        "UPDATE feed SET head_seq = ?, head_chain = ?, hlc = ?, signature = ? WHERE id = ?",
        (run.last, run.chain, hlc, run.signature, feed),
    )
    return Taken(feed, head_seq + 1, run.last)


def _refuse_misshapen(run: Run, public_key: bytes) -> None:
    lengths = (len(run.device), len(run.epoch), len(run.chain), len(run.signature))
    if lengths != (16, 4, 32, 64) or not run.village.isdigit() or len(run.village) > 12:
        raise BadRun("malformed")
    if not 1 <= run.first <= run.last < 1 << 53 or not same_segment(run.first, run.last):
        raise BadRun("malformed")
    if journal.device_id(public_key) != run.device:
        raise BadRun("signature")


def same_segment(first: int, last: int) -> bool:
    """Say whether two entries lie in one segment."""
    return (first - 1) // SEGMENT == (last - 1) // SEGMENT


def _refuse_unsigned(run: Run, public_key: bytes) -> None:
    text = journal.checkpoint_text(run.key, run.last, run.chain)
    if not journal.signed_by(public_key, run.signature, text):
        raise BadRun("signature")


def _feed_of(sql: Sql, run: Run) -> tuple[int, int, bytes, int]:
    """Return number, head, chain and clock of the run's feed here, held until the end."""
    found = sql.fetch(f"{_HEAD}{sql.lock}", (run.key,))
    if not found:
        sql.run(
            "INSERT INTO feed (key, device, village_code, epoch, head_seq, head_chain, hlc,"
            " signature) VALUES (?, ?, ?, ?, 0, ?, 0, ?) ON CONFLICT DO NOTHING",
            (run.key, run.device, run.village, run.epoch, journal.START, b""),
        )
        found = sql.fetch(f"{_HEAD}{sql.lock}", (run.key,))
    feed, seq, chain, hlc = found[0]
    return feed, seq, bytes(chain), hlc


def _whats_new(run: Run, head: int) -> list[Written]:
    """Return the entries of a run that follow ``head``; ``BadRun`` where there are none such."""
    try:
        body = read_body(run.body)
        if len(body) != run.last - run.first + 1:
            raise BadRun("malformed")
        new = list(islice(body.written(), head + 1 - run.first, None))
    except UNREADABLE as error:
        raise BadRun("malformed") from error
    for seq, (header, head_bytes, salt, payload) in enumerate(new, start=head + 1):
        if header.seq != seq:
            raise BadRun("malformed")
        long = len(payload) > LARGEST_ENTRY // 2
        if long and len(journal.encode_entry(head_bytes, salt, payload)) > LARGEST_ENTRY:
            raise BadRun("too-large")
    return new


def _without_erased(entry: Written, erased: Erased) -> Written:
    header, head, salt, payload = entry
    if salt is None or not erased(header.table, header.row):
        return entry
    return header, head, None, journal.inner_digest(salt, payload)


def _store(sql: Sql, feed: int, run: Run, kept: list[Written], body: bytes | None) -> None:
    """Keep new entries that end at ``run.last``; ``body`` is the whole segment, if it is one."""
    if run.last % SEGMENT:
        first = run.last - len(kept) + 1
        rows = [
            (feed, seq, journal.encode_entry(*entry[1:])) for seq, entry in enumerate(kept, first)
        ]
        sql.run_many("INSERT INTO tail (feed, seq, entry) VALUES (?, ?, ?)", rows)
        return
    if body is None:
        begins = run.last - SEGMENT + 1
        waiting = map(journal.parts_of, _tail(sql, feed, begins, run.last))
        body = pack_written([*waiting, *kept])
        sql.run("DELETE FROM tail WHERE feed = ? AND seq <= ?", (feed, run.last))
    sql.run(
        "INSERT INTO segment (feed, last, first, body, chain, signature) VALUES (?, ?, ?, ?, ?, ?)",
        (feed, run.last, run.last - SEGMENT + 1, body, run.chain, run.signature),
    )


# Changing what is stored


def erase_row(sql: Sql, table: int, row: bytes, area: str = "") -> int:
    """Take the values of a row out of every stored entry, also of villages it has left.

    ``area`` is what the codes of the villages begin with. Return how many entries were changed.

    Headers and commitments stay, so chains and signatures still verify. Inside a transaction.
    """
    erased = 0
    feeds = sql.fetch(
        "SELECT id FROM feed WHERE length(village_code) = 12 AND village_code LIKE ?",
        (f"{area}%",),
    )
    for (feed,) in feeds:
        for last, body in _segments_of(sql, feed):
            entries = open_body(body)
            kept = [_erased(entry, table, row) for entry in entries]
            if kept != entries:
                erased += sum(a is not b for a, b in zip(kept, entries, strict=True))
                sql.run(
                    "UPDATE segment SET body = ? WHERE feed = ? AND last = ?",
                    (pack_body(kept), feed, last),
                )
        for seq, entry in sql.fetch("SELECT seq, entry FROM tail WHERE feed = ?", (feed,)):
            kept_entry = _erased(bytes(entry), table, row)
            if kept_entry != entry:
                erased += 1
                sql.run(
                    "UPDATE tail SET entry = ? WHERE feed = ? AND seq = ?", (kept_entry, feed, seq)
                )
    return erased


def _segments_of(sql: Sql, feed: int) -> Iterator[tuple[int, bytes]]:
    lasts = sql.fetch("SELECT last FROM segment WHERE feed = ? ORDER BY last", (feed,))
    for (last,) in lasts:
        ((body,),) = sql.fetch("SELECT body FROM segment WHERE feed = ? AND last = ?", (feed, last))
        yield last, bytes(body)


def _erased(data: bytes, table: int, row: bytes) -> bytes:
    if row not in data:
        return data
    head, salt, _payload = journal.unpack(data)
    header = journal.decode_header(head)
    if salt is None or (header.table, header.row) != (table, row):
        return data
    return journal.without_payload(data)
