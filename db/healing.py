"""Mends a desk whose own feed is at the hub otherwise than here: restored, rolled back or cloned.

The hub's branch stays under the old epoch. What only this desk has is written again under a new
epoch, with the bases it had, so that true clashes become conflicts and nothing is lost.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b

from db import journal
from db.bodies import UNREADABLE, open_body, pack_body
from db.desk import Desk, begin_epoch, read_desk
from db.feed_store import BadRun, entries_between, take_run
from db.feeds import JournalReader
from db.journal import SEGMENT, Dot, FeedHead, Place, RowKey, Run
from db.merging import Merging, rows_after
from db.merging_rows import starting_points
from db.reissuing import Places, Renaming, Suffix, move_spans, written_again
from db.sql import SqliteSql

Sign = Callable[[bytes], bytes]
Random = Callable[[int], bytes]


def heal(
    sql: SqliteSql,
    merging: Merging,
    key: bytes,
    branch: Iterable[Run],
    author_key: bytes,
    random: Random,
) -> bool:
    """Take the hub's branch of a feed; say whether it goes another way, or further, than here.

    ``branch`` begins at or before the first entry that differs; ``author_key`` signed it. What
    only this desk has is written again by this desk, also where another had written it: its
    author may have lost it. What is here once more already, since somebody else was sooner, is
    not; of what did not count no values are, lest this desk's name give them force. Inside a
    transaction in which nothing else was written; afterwards the desk has to be read again.
    ``BadRun`` where its author did not sign the branch.
    """
    desk = read_desk(sql.database)
    feed, head = _feed(sql, key)
    runs = list(branch)
    try:
        common = _common(sql, feed, head.seq, runs)
    except UNREADABLE as error:
        raise BadRun("malformed") from error
    if all(run.last <= common for run in runs):
        return False
    touched = _touched(sql, feed, common, head.seq)
    suffix = dict(enumerate(entries_between(sql, feed, common + 1, head.seq), start=common + 1))
    again = written_again(sql, feed, suffix, touched)
    if head.device != desk.device:
        suffix = _vouched_for(sql, feed, suffix, desk.officer_id)
    begin_epoch(sql.database, random)
    _cut(sql, feed, head, common, desk.sign if head.device == desk.device else _unsigned)
    merging.forget()
    for row, dots in touched.items():
        merging.resolve_rows([row], dots)
    for run in runs:
        take_run(sql, run, author_key)
    places = _write_again(sql, desk, head.village, suffix, key, again)
    move_spans(sql, feed, places)
    merging.forget()
    merging.apply_all()
    return True


def start_new_epoch(sql: SqliteSql, random: Random) -> None:
    """Write to new feeds from now on: this desk has lost some of what it wrote."""
    begin_epoch(sql.database, random)


def runs_of(place: Place, entries: list[bytes], sign: Sign) -> Iterator[Run]:
    """Yield the runs of a new feed that holds ``entries``."""
    chain = journal.START
    for first in range(0, len(entries), SEGMENT):
        part = entries[first : first + SEGMENT]
        for data in part:
            chain = journal.link(chain, journal.commitment_of(data))
        last = first + len(part)
        signature = sign(journal.checkpoint_text(journal.feed_key(*place), last, chain))
        yield Run(*place, first + 1, last, pack_body(part), chain, signature)


def _feed(sql: SqliteSql, key: bytes) -> tuple[int, FeedHead]:
    rows = sql.fetch(
        "SELECT id, device, village_code, epoch, head_seq, head_chain FROM feed WHERE key = ?",
        (key,),
    )
    return rows[0][0], FeedHead(*rows[0][1:])


def _write_again(
    sql: SqliteSql, desk: Desk, village: str, suffix: Suffix, key: bytes, again: Places
) -> Places:
    """Write entries of feed ``key`` as a feed of their own, but those that stand somewhere again.

    Return where each stands then. The epoch of the new feed follows from the branch, so that
    copies of one folder that each mend the same branch write the same feed, not two. Where a
    copy wrote on differently, the rest goes on in another feed.
    """
    places = dict(again)
    left = {seq: data for seq, data in suffix.items() if seq not in places}
    if not left:
        return places
    start = journal.commitment_of(next(iter(left.values())))
    place = Place(desk.device, village, blake2b(key + start, digest_size=4).digest())
    new_key = journal.feed_key(*place)
    places |= {seq: (new_key, number) for number, seq in enumerate(left, start=1)}
    renaming = Renaming(key, new_key, places, max(suffix))
    entries = [renaming.entry(seq, data) for seq, data in left.items()]
    same = _same(sql, place, entries)
    if same is None:
        for run in runs_of(place, entries, desk.sign):
            take_run(sql, run, desk.public_key)
        return places
    rest = dict(enumerate(entries[same:], start=same + 1))
    further = _write_again(sql, desk, village, rest, new_key, {})
    return {
        seq: further.get(number, (at, number)) if at == new_key else (at, number)
        for seq, (at, number) in places.items()
    }


def _vouched_for(sql: SqliteSql, feed: int, suffix: Suffix, officer: bytes) -> Suffix:
    """Return another desk's entries as an officer can sign them: without values if refused."""
    applied = sql.fetch("SELECT applied_seq FROM feed WHERE id = ?", (feed,))[0][0]
    refused = {seq for (seq,) in sql.fetch("SELECT seq FROM quarantine WHERE feed = ?", (feed,))}
    found: Suffix = {}
    for seq, data in suffix.items():
        kept = journal.without_payload(data) if seq in refused or seq > applied else data
        head, salt, payload = journal.unpack(kept)
        version, *values = journal.unpack(head)
        values[3] = officer
        found[seq] = journal.pack([journal.pack([version, *values]), salt, payload])
    return found


def _same(sql: SqliteSql, place: Place, entries: list[bytes]) -> int | None:
    """Return after how many entries a feed that is here goes another way; ``None`` if none does."""
    found = sql.fetch("SELECT id FROM feed WHERE key = ?", (journal.feed_key(*place),))
    here = [each for (feed,) in found for each in entries_between(sql, feed, 1, len(entries))]
    for seq, (mine, other) in enumerate(zip(here, entries, strict=False)):
        if journal.commitment_of(mine) != journal.commitment_of(other):
            return seq
    return None


def _unsigned(_text: bytes) -> bytes:
    """Stand in for the signature of another desk until its branch brings the true one."""
    return bytes(64)


def _common(sql: SqliteSql, feed: int, head: int, runs: list[Run]) -> int:
    """Return the last entry that both branches have."""
    seq = runs[0].first - 1 if runs else head
    for run in runs:
        theirs = open_body(run.body)
        ours = entries_between(sql, feed, run.first, min(run.last, head))
        for mine, other in zip(ours, theirs, strict=False):
            if journal.commitment_of(mine) != journal.commitment_of(other):
                return seq
            seq += 1
    return seq


def _touched(sql: SqliteSql, feed: int, common: int, head: int) -> dict[RowKey, list[Dot]]:
    """Return the rows that the entries after ``common`` are about, and where they begin."""
    found: dict[RowKey, list[Dot]] = {}
    for row, _dot in rows_after(sql, feed, common, head):
        if row not in found:
            found[row] = starting_points(sql, row)
    earlier: dict[RowKey, list[Dot]] = {}
    for row, dots in found.items():
        earlier[row] = [*dots, *_before(sql, dots)]
    return earlier


def _before(sql: SqliteSql, dots: list[Dot]) -> list[Dot]:
    """Return the entries that those in ``dots`` build on: found now, as some will be cut off."""
    reader = JournalReader(sql.database)
    seen: set[Dot] = set(dots)
    waiting = list(dots)
    while waiting:
        feed, seq = waiting.pop()
        for data in entries_between(sql, feed, seq, seq):
            entry = journal.decode_entry(feed, data)
            for _column, base in journal.bases(entry):
                dot = reader.dot(feed, base)
                if dot is not None and dot not in seen:
                    seen.add(dot)
                    waiting.append(dot)
    return sorted(seen)


def _cut(sql: SqliteSql, feed: int, head: FeedHead, common: int, sign: Sign) -> None:
    """Let a feed end at entry ``common``."""
    boundary = common - common % SEGMENT
    rest = list(entries_between(sql, feed, boundary + 1, common))
    rows = sql.fetch("SELECT chain FROM segment WHERE feed = ? AND last = ?", (feed, boundary))
    chain = bytes(rows[0][0]) if rows else journal.START
    for data in rest:
        chain = journal.link(chain, journal.commitment_of(data))
    sql.run("DELETE FROM segment WHERE feed = ? AND last > ?", (feed, boundary))
    sql.run("DELETE FROM tail WHERE feed = ?", (feed,))
    sql.run_many(
        "INSERT INTO tail (feed, seq, entry) VALUES (?, ?, ?)",
        [(feed, seq, entry) for seq, entry in enumerate(rest, start=boundary + 1)],
    )
    for table in ("park", "quarantine", "receipt"):
        sql.run(f"DELETE FROM {table} WHERE feed = ? AND seq > ?", (feed, common))  # noqa: S608 - names of ours; values are bound
    signature = sign(journal.checkpoint_text(head.key, common, chain))
    sql.run(
        "UPDATE feed SET head_seq = ?, head_chain = ?, signature = ?,"
        " applied_seq = min(applied_seq, ?) WHERE id = ?",
        (common, chain, signature, common, feed),
    )
