"""Keeps feeds as they came: takes runs in, gives runs out. Desks and hubs use it alike.

Entries are stored and passed on byte for byte; nothing here knows what a record is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import zstandard

from db import journal
from db.journal import LARGEST_ENTRY, SEGMENT, FeedHead, Run
from db.sql import Sql

LONGEST_ACT = 64
LARGEST_BODY = 9 << 20
"""Bytes that the entries of one run may have, unpacked."""

UNREADABLE = (ValueError, TypeError, IndexError, msgspec.DecodeError, zstandard.ZstdError)
"""What reading raises where bytes are not entries."""
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
    for data in _entries(sql, feed, boundary + 1, seq):
        chain = journal.link(chain, journal.commitment_of(data))
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
                body = pack_body(open_body(body)[seq + 1 - first :])
                first = seq + 1
        else:
            first, last, chain, signed = seq + 1, head_seq, head_chain, signature
            body = pack_body(_tail(sql, feed, first, last))
        yield Run(device, village, epoch, first, last, body, chain, signed)
        seq = last


def entries_between(sql: Sql, feed: int, first: int, last: int) -> Iterator[bytes]:
    """Yield entries ``first`` to ``last`` of a feed (its number here), whole and in order."""
    start = first
    while start <= last:
        end = min(last, start - (start - 1) % SEGMENT + SEGMENT - 1)
        yield from _entries(sql, feed, start, end)
        start = end + 1


def _entries(sql: Sql, feed: int, first: int, last: int) -> list[bytes]:
    """Return entries that lie in one segment, or in the tail."""
    sealed = sql.fetch(
        "SELECT first, body FROM segment WHERE feed = ? AND last >= ? ORDER BY last LIMIT 1",
        (feed, first),
    )
    if not sealed:
        return _tail(sql, feed, first, last)
    begins, body = sealed[0]
    return open_body(body)[first - begins : last - begins + 1]


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
    entries = _read_body(run)
    new = entries[head_seq + 1 - run.first :]
    chain, kept = head_chain, []
    for seq, data in enumerate(new, start=head_seq + 1):
        header, data_kept, committed = _read_entry(data, seq, erased)
        chain = journal.link(chain, committed)
        hlc = max(hlc, header.hlc)
        kept.append(data_kept)
    if chain != run.chain:
        raise BadRun("fork")
    whole = run.first == head_seq + 1 and len(new) == SEGMENT and kept == new
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


def _read_body(run: Run) -> list[bytes]:
    try:
        entries = open_body(run.body)
    except UNREADABLE as error:
        raise BadRun("malformed") from error
    if len(entries) != run.last - run.first + 1:
        raise BadRun("malformed")
    return entries


def _read_entry(data: bytes, seq: int, erased: Erased) -> tuple[journal.Header, bytes, bytes]:
    """Return the header of an entry, its bytes as they are kept here, and its commitment."""
    if len(data) > LARGEST_ENTRY:
        raise BadRun("too-large")
    try:
        head, salt, payload = journal.unpack(data)
        header = journal.decode_header(head)
        committed = journal.commitment(head, salt, payload)
        if header.seq != seq or not _is_shapely(header) or (salt is None and len(payload) != 32):
            raise BadRun("malformed")
    except UNREADABLE as error:
        raise BadRun("malformed") from error
    if salt is not None and erased(header.table, header.row):
        data = journal.without_payload(data)
    return header, data, committed


def _is_shapely(header: journal.Header) -> bool:
    """Say whether the parts of a header are what they should be."""
    return (
        _is_number(header.hlc, journal.LATEST + 1)
        and _is_number(header.authority_seq, 1 << 53)
        and _is_number(header.remaining, 1 << 31)
        and _is_number(header.op, 1 << 15)
        and _is_number(header.table, 1 << 15)
        and _is_number(header.schema, 1 << 31)
        and _is_id(header.user)
        and _is_id(header.row)
        and type(header.act) is str
        and len(header.act) <= LONGEST_ACT
    )


def _is_number(number: Any, most: int) -> bool:
    return type(number) is int and 0 <= number < most


def _is_id(name: Any) -> bool:
    return type(name) is bytes and len(name) == 16


def _store(sql: Sql, feed: int, run: Run, kept: list[bytes], body: bytes | None) -> None:
    """Keep new entries that end at ``run.last``; ``body`` is the whole segment, if it is one."""
    if run.last % SEGMENT:
        first = run.last - len(kept) + 1
        rows = [(feed, seq, entry) for seq, entry in enumerate(kept, start=first)]
        sql.run_many("INSERT INTO tail (feed, seq, entry) VALUES (?, ?, ?)", rows)
        return
    if body is None:
        begins = run.last - SEGMENT + 1
        body = pack_body(_tail(sql, feed, begins, run.last) + kept)
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


def pack_body(entries: list[bytes]) -> bytes:
    """Return the body of a run or segment."""
    return zstandard.ZstdCompressor(level=3).compress(journal.pack(entries))


def open_body(body: bytes) -> list[bytes]:
    """Return the entries of a body; ``ValueError`` or its kin where it is none."""
    frame = zstandard.get_frame_parameters(body)
    if not 0 < frame.content_size <= LARGEST_BODY:
        raise ValueError("the body of a run says no size, or too large a one")
    plain = zstandard.ZstdDecompressor().decompress(body, max_output_size=LARGEST_BODY)
    return msgspec.msgpack.decode(plain, type=list[bytes])
