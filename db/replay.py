"""Proves the records: the chain holds, and the journal alone leads to every row as it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
import zstandard

from db import journal
from db.connection import RecordsDatabase, fetch_sql
from db.feeds import all_entries
from db.journal import Dot, Entry, Header, Place, RowKey
from db.merging import Judge, refusals
from db.merging_rows import shown
from db.resolution import resolve
from db.row_history import History
from db.shape import Shape, Table, present_shape
from desktop_app.domain.progress import Progress

VILLAGE = 12
"""Digits in the code of a village: the feeds that hold records."""

_UNREADABLE = (ValueError, TypeError, msgspec.DecodeError, zstandard.ZstdError)
"""What reading raises where the bytes of an entry were changed."""


@dataclass(slots=True)
class Report:
    """What was looked at, and what does not fit (never with values, only places)."""

    entries: int = 0
    rows: int = 0
    problems: list[str] = field(default_factory=list)


def verify(
    database: RecordsDatabase, progress: Progress | None = None, judge: Judge | None = None
) -> Report:
    """Check chains, signatures and sequence of every feed, then every row against them.

    ``judge`` tells the entries that may not change records; without one, all may.
    """
    progress = progress or Progress()
    report = Report()
    feeds = _feeds(database)
    rows: dict[RowKey, dict[Dot, Entry]] = {}
    for feed in progress.over(feeds):
        for entry in _checked(database, feed, report):
            report.entries += 1
            if entry.header.seq <= feed.applied_seq and len(feed.village) == VILLAGE:
                rows.setdefault((entry.header.table, entry.header.row), {})[entry.dot] = entry
    _compare_all(database, feeds, rows, judge or _everything, report)
    return report


def _everything(_place: Place, _header: Header, _payload: Any, _creator: bytes | None) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class _Feed:
    id: int
    key: bytes
    device: bytes
    village: str
    epoch: bytes
    applied_seq: int
    head_seq: int
    head_chain: bytes
    signature: bytes

    @property
    def place(self) -> Place:
        return Place(self.device, self.village, self.epoch)


def _feeds(database: RecordsDatabase) -> list[_Feed]:
    sql = (
        "SELECT id, key, device, village_code, epoch, applied_seq, head_seq, head_chain, signature"
        " FROM feed ORDER BY id"
    )
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


def _compare_all(
    database: RecordsDatabase,
    feeds: list[_Feed],
    rows: dict[RowKey, dict[Dot, Entry]],
    judge: Judge,
    report: Report,
) -> None:
    """Resolve every row from its entries and compare it with its table."""
    places = {feed.id: feed.place for feed in feeds}
    keys = {feed.key: feed.id for feed in feeds}
    present = _present(database)
    open_ones: set[tuple[int, bytes, int]] = set()
    parked: set[Dot] = set()
    shape = present_shape()
    for number, table in shape.items():
        expected: dict[bytes, tuple[Any, ...]] = {}
        for (_, row), entries in [each for each in rows.items() if each[0][0] == number]:
            refused = frozenset(refusals(shape, judge, places.__getitem__, entries))
            history = History(number, row, entries, refused, places.__getitem__, keys.get)
            state = resolve(history, _missing(table, present), table.known)
            expected[row] = tuple(shown(table, history, state) or ())
            parked |= set(state.parked)
            open_ones |= {(number, row, column) for column in state.conflicts}
        _compare(database, table, expected, report)
    parked |= _of_newer_programs(rows, shape)
    noted = set(fetch_sql(database, "SELECT table_number, row, col FROM conflict"))
    waiting = set(fetch_sql(database, "SELECT feed, seq FROM park"))
    for number, _seq in sorted(waiting ^ parked):
        report.problems.append(f"日志 {number} 有一处改动的出处对不上。")
    for number, _row, _column in sorted(noted ^ open_ones):
        report.problems.append(f"表 {number} 有一处改动的出处对不上。")


def _of_newer_programs(rows: dict[RowKey, dict[Dot, Entry]], shape: Shape) -> set[Dot]:
    """Return the entries of tables that this program does not know, and that were not erased."""
    return {
        dot
        for (number, _), entries in rows.items()
        if number not in shape
        for dot, entry in entries.items()
        if entry.payload is not None
    }


def _present(database: RecordsDatabase) -> dict[str, set[bytes]]:
    return {
        table.name: {row for (row,) in fetch_sql(database, f"SELECT id FROM {table.name}")}  # noqa: S608 - names of ours
        for table in present_shape().values()
    }


def _missing(table: Table, present: dict[str, set[bytes]]) -> Callable[[int, Any], bytes | None]:
    references = dict(table.references)

    def missing(column: int, value: Any) -> bytes | None:
        other = references.get(column)
        here = other is None or value is None or value in present[other]
        return None if here else bytes(value)

    return missing


def _compare(
    database: RecordsDatabase,
    table: Table,
    expected: dict[bytes, tuple[Any, ...]],
    report: Report,
) -> None:
    names = ", ".join(("removed", *table.columns))
    sql = f"SELECT {names} FROM {table.name}"  # noqa: S608 - names of ours
    for found in database.connection().execute(sql):
        report.rows += 1
        wanted = expected.pop(found[1], None)
        if wanted is None:
            report.problems.append(f"表 {table.name} 有一条记录在日志里没有来历。")
        elif tuple(found) != wanted and (wanted or not found[0]):
            report.problems.append(f"表 {table.name} 有一条记录与日志不一致。")
    lost = sum(bool(values) for values in expected.values())
    if lost:
        report.problems.append(f"表 {table.name} 缺少日志里有的 {lost} 条记录。")
