"""Proves the records: the chain holds, and the journal alone leads to every row as it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
import zstandard

from db import journal
from db.connection import RecordsDatabase, fetch_sql
from db.feeds import all_entries
from db.journal import Dot, Entry
from db.rows import columns, table_name
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import RECORDS

_UNREADABLE = (ValueError, TypeError, msgspec.DecodeError, zstandard.ZstdError)
"""What reading raises where the bytes of an entry were changed."""

Head = tuple[Any, Dot]
"""A value and the entry that wrote it."""


@dataclass(slots=True)
class Report:
    """What was looked at, and what does not fit (never with values, only places)."""

    entries: int = 0
    rows: int = 0
    problems: list[str] = field(default_factory=list)


def verify(database: RecordsDatabase, progress: Progress | None = None) -> Report:
    """Check chains, signatures and sequence of every feed, then every row against them."""
    progress = progress or Progress()
    report = Report()
    rows: dict[tuple[int, bytes], dict[int, Head]] = {}
    feeds = _feeds(database)
    entries: list[Entry] = []
    for feed in progress.over(feeds):
        entries += _checked(database, feed, report)
    keys = {feed.key: feed.id for feed in feeds}
    for entry in sorted(entries, key=lambda each: (each.header.hlc, each.feed, each.header.seq)):
        _apply(rows, entry, keys, report)
    report.entries = len(entries)
    for number, kind in enumerate(RECORDS, start=1):
        _compare(database, number, table_name(kind), columns(kind), rows, report)
    return report


@dataclass(frozen=True, slots=True)
class _Feed:
    id: int
    key: bytes
    device: bytes
    head_seq: int
    head_chain: bytes
    signature: bytes


def _feeds(database: RecordsDatabase) -> list[_Feed]:
    sql = "SELECT id, key, device, head_seq, head_chain, signature FROM feed ORDER BY id"
    return [_Feed(*row) for row in fetch_sql(database, sql)]


Checkpoint = tuple[int, bytes, bytes]
"""A sequence number, the chain up to it, and what the desk signed there."""


def _checked(database: RecordsDatabase, feed: _Feed, report: Report) -> list[Entry]:
    """Return the entries of a feed, noting gaps, a broken chain and a wrong signature."""
    sealed = {
        last: (last, chain, signature)
        for last, chain, signature in fetch_sql(
            database, "SELECT last, chain, signature FROM segment WHERE feed = ?", (feed.id,)
        )
    }
    checkpoints: list[Checkpoint] = []
    chain, seq = journal.START, 0
    entries: list[Entry] = []
    try:
        for data in all_entries(database, feed.id):
            entry = journal.decode_entry(feed.id, data)
            chain = journal.link(chain, journal.commitment_of(data))
            seq += 1
            if entry.header.seq != seq:
                report.problems.append(f"日志 {feed.id} 的第 {seq} 条之后有缺口。")
                seq = entry.header.seq
            entries.append(entry)
            if seq in sealed and sealed[seq][1] == chain:
                checkpoints.append(sealed.pop(seq))
    except _UNREADABLE:
        report.problems.append(f"日志 {feed.id} 的第 {seq} 条之后读不出来，内容被改动过或者损坏。")
        return entries
    if sealed or seq != feed.head_seq or chain != feed.head_chain:
        report.problems.append(f"日志 {feed.id} 的校验链对不上，内容被改动过或者缺了一段。")
    elif not _signed(database, feed, [*checkpoints, (seq, chain, feed.signature)]):
        report.problems.append(f"日志 {feed.id} 的签名对不上。")
    return entries


def _signed(database: RecordsDatabase, feed: _Feed, checkpoints: list[Checkpoint]) -> bool:
    """Check signatures by the key of this desk; other desks' keys come with their feeds."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = fetch_sql(database, "SELECT private_key FROM desk")[0][0]
    public = Ed25519PrivateKey.from_private_bytes(private).public_key()
    if journal.device_id(public.public_bytes_raw()) != feed.device:
        return True
    try:
        for seq, chain, signature in checkpoints:
            public.verify(signature, journal.checkpoint_text(feed.key, seq, chain))
    except InvalidSignature:
        return False
    return True


def _apply(
    rows: dict[tuple[int, bytes], dict[int, Head]],
    entry: Entry,
    keys: dict[bytes, int],
    report: Report,
) -> None:
    place = (entry.header.table, entry.header.row)
    if entry.header.op == journal.CREATE:
        if place in rows:
            report.problems.append(f"表 {place[0]} 有一条记录在日志里建了两次。")
        rows[place] = {
            column: (value, entry.dot) for column, value in enumerate([0, *entry.payload])
        }
        return
    heads = rows.get(place)
    for column, value, base in entry.payload:
        dot = (entry.feed, base) if isinstance(base, int) else (keys[base[0]], base[1])
        if heads is None or column not in heads or heads[column][1] != dot:
            report.problems.append(f"表 {place[0]} 有一处改动的出处对不上。")
        else:
            heads[column] = (value, entry.dot)


def _compare(
    database: RecordsDatabase,
    number: int,
    table: str,
    names: tuple[str, ...],
    rows: dict[tuple[int, bytes], dict[int, Head]],
    report: Report,
) -> None:
    expected = {row: heads for (table_number, row), heads in rows.items() if table_number == number}
    for found in _rows(database, table, names):
        report.rows += 1
        removed, *values = found
        heads = expected.pop(values[0], None)
        if heads is None:
            report.problems.append(f"表 {table} 有一条记录在日志里没有来历。")
        elif any(heads[column][0] != value for column, value in enumerate([removed, *values])):
            report.problems.append(f"表 {table} 有一条记录与日志不一致。")
    if expected:
        report.problems.append(f"表 {table} 缺少日志里有的 {len(expected)} 条记录。")


def _rows(
    database: RecordsDatabase, table: str, names: tuple[str, ...]
) -> Iterator[tuple[Any, ...]]:
    sql = f"SELECT removed, {', '.join(names)} FROM {table}"  # noqa: S608 - our own names
    yield from database.connection().execute(sql)
