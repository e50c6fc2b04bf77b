"""Keeps the journal in its tables: appends entries, seals segments, signs, reads back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db import journal
from db.bodies import SEALING, open_body, pack_body, read_body
from db.connection import RecordsDatabase, fetch_sql
from db.desk import Desk
from db.journal import Dot, Entry, Header
from desktop_app.domain.errors import Refused

SCHEMA = 1
"""The shape of the rows that entries are written for; raised with a wire change."""

PULL_MS = 10 * 60 * 1000
"""How far, in milliseconds, other desks' clocks can pull this one's past the wall."""

OPENED = 24
"""Segments that a reader keeps open."""


@dataclass(slots=True)
class Feed:
    """One feed of this desk while a transaction writes to it."""

    id: int
    key: bytes
    seq: int
    chain: bytes
    hlc: int
    sealed: int
    waiting: list[tuple[int, bytes, bytes]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry to be: everything but its place in the operation."""

    feed: Feed
    seq: int
    op: int
    table: int
    row: bytes
    payload: Any
    above: int = 0
    """The clock of the foreign values that are replaced: this entry is stamped above it."""
    salt: bytes = b""
    """Its salt, if that had to be known before."""


class JournalWriter:
    """Appends the entries of transactions, then seals and signs what they make.

    It remembers the heads of its feeds: a data folder has one writer (``db.folder_lock``).
    """

    def __init__(
        self,
        database: RecordsDatabase,
        desk: Desk,
        random: Callable[[int], bytes],
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._desk, self._random, self._now = database, desk, random, now
        self._feeds: dict[str, Feed] = {}
        self._hlc: int | None = None
        self._authority_seq: int | None = None

    def feed(self, village_code: str) -> Feed:
        """Return this desk's feed of a village, new if it is the first entry there."""
        found = self._feeds.get(village_code)
        if found is None:
            found = self._feeds[village_code] = self._read(village_code)
        return found

    @property
    def feeds(self) -> list[Feed]:
        """Return the feeds of this desk that this transaction has written to."""
        return list(self._feeds.values())

    def forget(self, desk: Desk | None = None) -> None:
        """Read the heads again: a transaction was taken back, or entries came from elsewhere.

        ``desk`` is what it became, if its epoch or its villages changed.
        """
        self._desk = desk or self._desk
        self._feeds.clear()
        self._hlc = self._authority_seq = None

    def heads(self) -> dict[str, tuple[int, bytes, int, int]]:
        """Return how far each feed is, for ``back_to``."""
        return {
            village: (feed.seq, feed.chain, feed.hlc, len(feed.waiting))
            for village, feed in self._feeds.items()
        }

    def back_to(self, heads: dict[str, tuple[int, bytes, int, int]]) -> None:
        """Forget what was appended since ``heads`` was asked, in the same transaction."""
        for village in [one for one in self._feeds if one not in heads]:
            del self._feeds[village]
        for village, (seq, chain, hlc, waiting) in heads.items():
            feed = self._feeds[village]
            feed.seq, feed.chain, feed.hlc = seq, chain, hlc
            del feed.waiting[waiting:]

    def salt(self) -> bytes:
        """Return a salt for a change whose row is named by it."""
        return self._random(journal.SALT)

    def append(self, act: str, changes: list[Change]) -> list[tuple[int, int, int]]:
        """Write the entries of one operation; return the spans (feed, first, last)."""
        hlc, authority_seq = self._tick(), self._authority()
        left: dict[int, int] = {}
        for change in changes:
            left[change.feed.id] = left.get(change.feed.id, 0) + 1
        spans: dict[int, tuple[int, int, int]] = {}
        salts = self._random(journal.SALT * len(changes))
        for number, change in enumerate(changes):
            feed = change.feed
            left[feed.id] -= 1
            stamp = min(max(hlc, change.above + 1), journal.LATEST)
            header = journal.encode_header(
                Header(
                    change.seq,
                    stamp,
                    authority_seq,
                    self._desk.officer_id,
                    act,
                    left[feed.id],
                    change.op,
                    change.table,
                    change.row,
                    SCHEMA,
                )
            )
            salt = change.salt or salts[journal.SALT * number : journal.SALT * (number + 1)]
            payload = journal.pack(change.payload)
            feed.chain = journal.link(feed.chain, journal.commitment(header, salt, payload))
            feed.hlc = max(feed.hlc, stamp)
            entry = journal.encode_entry(header, salt, payload)
            if len(entry) > journal.LARGEST_ENTRY:
                raise Refused(
                    "这条记录的文字太长，没有写入。", advice="请把备注写短一些，分几次记。"
                )
            feed.waiting.append((change.seq, entry, feed.chain))
            first = spans.get(feed.id, (feed.id, change.seq, 0))[1]
            spans[feed.id] = (feed.id, first, change.seq)
        return list(spans.values())

    def finish(self) -> None:
        """Store what was appended: sealed segments, the tail, and a signed head per feed."""
        connection = self._database.connection()
        for feed in self._feeds.values():
            if not feed.waiting:
                continue
            rest = self._seal(feed)
            connection.executemany("INSERT INTO tail VALUES (?, ?, ?)", rest)
            signature = self._desk.sign(journal.checkpoint_text(feed.key, feed.seq, feed.chain))
            connection.execute(
                "UPDATE feed SET head_seq = ?, applied_seq = ?, head_chain = ?, hlc = ?,"
                " signature = ? WHERE id = ?",
                (feed.seq, feed.seq, feed.chain, feed.hlc, signature, feed.id),
            )
            feed.waiting.clear()

    def _seal(self, feed: Feed) -> list[tuple[int, int, bytes]]:
        """Write every full segment; return the entries that stay in the tail."""
        waiting = feed.waiting
        while feed.sealed + journal.SEGMENT <= feed.seq:
            first, last = feed.sealed + 1, feed.sealed + journal.SEGMENT
            stored = [
                entry
                for (entry,) in fetch_sql(
                    self._database,
                    "SELECT entry FROM tail WHERE feed = ? AND seq <= ? ORDER BY seq",
                    (feed.id, last),
                )
            ]
            take = last - feed.sealed - len(stored)
            chain = waiting[take - 1][2]
            body = pack_body([*stored, *(entry for _, entry, _ in waiting[:take])], SEALING)
            self._write_segment(feed, first, last, body, chain)
            waiting = waiting[take:]
            feed.sealed = last
        return [(feed.id, seq, entry) for seq, entry, _ in waiting]

    def _write_segment(self, feed: Feed, first: int, last: int, body: bytes, chain: bytes) -> None:
        connection = self._database.connection()
        connection.execute("DELETE FROM tail WHERE feed = ? AND seq <= ?", (feed.id, last))
        connection.execute(
            "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)",
            (
                feed.id,
                last,
                first,
                body,
                chain,
                self._desk.sign(journal.checkpoint_text(feed.key, last, chain)),
            ),
        )

    def _read(self, village_code: str) -> Feed:
        key = journal.feed_key(self._desk.device, village_code, self._desk.epoch)
        sql = (
            "SELECT id, head_seq, head_chain, hlc,"
            " (SELECT coalesce(max(last), 0) FROM segment WHERE segment.feed = feed.id)"
            " FROM feed WHERE key = ?"
        )
        rows = fetch_sql(self._database, sql, (key,))
        if not rows:
            cursor = self._database.connection().execute(
                "INSERT INTO feed (key, device, village_code, epoch, head_seq, head_chain, hlc,"
                " signature) VALUES (?, ?, ?, ?, 0, ?, 0, x'')",
                (key, self._desk.device, village_code, self._desk.epoch, journal.START),
            )
            return Feed(int(cursor.lastrowid), key, 0, journal.START, 0, 0)
        id_, seq, chain, hlc, sealed = rows[0]
        return Feed(id_, key, seq, chain, hlc, sealed)

    def _tick(self) -> int:
        """Return the next hybrid logical clock: later than every one before, near the wall's.

        Stamps of other desks pull it at most ``PULL_MS`` past the wall.
        """
        self._hlc = self.clock + 1
        return self._hlc

    @property
    def clock(self) -> int:
        """Return the hybrid logical clock: the wall's, or the latest stamp if it is near."""
        wall = int(self._now().timestamp() * 1000)
        if self._hlc is None:
            latest = fetch_sql(self._database, "SELECT coalesce(max(hlc), 0) FROM feed")[0][0]
            self._hlc = min(latest, (wall + PULL_MS) << 16)
        return max(self._hlc, (wall << 16) - 1)

    def _authority(self) -> int:
        """Return the last entry of the county's authority feed that is known here."""
        if self._authority_seq is None:
            self._authority_seq = fetch_sql(
                self._database,
                "SELECT coalesce(max(head_seq), 0) FROM feed WHERE village_code = ?",
                (self._desk.county_code,),
            )[0][0]
        return self._authority_seq


class JournalReader:
    """Reads entries by their place; remembers the segments it opened last, and feeds it met."""

    def __init__(self, database: RecordsDatabase) -> None:
        self._database = database
        self._opened: dict[tuple[int, int], list[Entry]] = {}
        self._feeds: dict[bytes, int] = {}

    def entry(self, dot: Dot) -> Entry:
        """Return the entry at ``dot``; ``KeyError`` if there is none."""
        feed, seq = dot
        begins = seq - (seq - 1) % journal.SEGMENT
        opened = self._opened.get((feed, begins))
        if opened is not None:
            return opened[seq - begins]
        for data in self._waiting(dot):
            return journal.decode_entry(feed, data)
        first, body = self._sealed(dot)
        if len(self._opened) >= OPENED:
            del self._opened[next(iter(self._opened))]
        self._opened[feed, first] = entries = list(read_body(body).read(feed))
        return entries[seq - first]

    def data(self, dot: Dot) -> bytes:
        """Return the bytes of the entry at ``dot``; ``KeyError`` if there is none."""
        for data in self._waiting(dot):
            return data
        first, body = self._sealed(dot)
        return open_body(body)[dot[1] - first]

    def _waiting(self, dot: Dot) -> list[bytes]:
        """Return the bytes of an entry that is in the tail, if it is there."""
        sql = "SELECT entry FROM tail WHERE feed = ? AND seq = ?"
        return [data for (data,) in fetch_sql(self._database, sql, dot)]

    def _sealed(self, dot: Dot) -> tuple[int, bytes]:
        """Return where the segment with an entry begins, and its body."""
        sql = "SELECT first, body FROM segment WHERE feed = ? AND last >= ? ORDER BY last LIMIT 1"
        rows = fetch_sql(self._database, sql, dot)
        if not rows:
            raise KeyError(dot)
        return rows[0][0], rows[0][1]

    def forget(self) -> None:
        """Read what is stored again: feeds were cut, or values erased."""
        self._opened.clear()
        self._feeds.clear()

    def feed_of(self, key: bytes) -> int | None:
        """Return the number of a feed in this file; ``None`` while nothing of it is here."""
        if key not in self._feeds:
            rows = fetch_sql(self._database, "SELECT id FROM feed WHERE key = ?", (key,))
            if not rows:
                return None
            self._feeds[key] = rows[0][0]
        return self._feeds[key]

    def dot(self, feed: int, base: Any) -> Dot | None:
        """Return the place that a base names, seen from a feed; see ``journal.dot_of``."""
        return journal.dot_of(feed, base, self.feed_of)

    def span(self, feed: int, first: int, last: int) -> list[Entry]:
        """Return the entries of one feed from ``first`` to ``last``."""
        return [self.entry((feed, seq)) for seq in range(first, last + 1)]


def all_entries(database: RecordsDatabase, feed: int) -> Iterator[bytes]:
    """Yield the entries of a feed, first to last."""
    for (body,) in fetch_sql(
        database, "SELECT body FROM segment WHERE feed = ? ORDER BY last", (feed,)
    ):
        yield from open_body(body)
    for (entry,) in fetch_sql(
        database, "SELECT entry FROM tail WHERE feed = ? ORDER BY seq", (feed,)
    ):
        yield entry
