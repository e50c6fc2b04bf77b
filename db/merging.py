"""Lets entries that came from other desks change the records, as ``db.resolution`` says.

Most entries create a row or edit a value that nobody else touched: these go in batches. A row
with anything else about it is resolved whole from all its entries.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from db import journal, merging_rows
from db.feed_store import headers_between, needs_between, read_between
from db.feeds import JournalReader
from db.fitting import flaw
from db.journal import CREATE, EDIT, Dot, Entry, Header, Place, RowKey
from db.merging_batch import Batch
from db.resolution import resolve
from db.row_history import History
from db.rows import table_number
from db.shape import Shape, Table
from db.sql import SqliteSql
from desktop_app.domain.roles import OFFICE_FIELDS

DECIDED = frozenset(map(table_number, OFFICE_FIELDS))
"""The tables in which an office decides: a verdict there asks who began the row."""

Judge = Callable[[Place, Header, Any, bytes | None], str]
"""Says whether an entry may change a row: an empty text, or the code of the reason why not.

The last argument is the user who created the row, where that is known.
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """What merging asks of the authority: the judge, how far it reaches, whose values are gone.

    ``shown`` says up to which entry the verdict rests on what its desk showed at enrolment: it
    cannot be proved before that entry is here.
    """

    judge: Judge
    head: Callable[[str], int]
    erased: Callable[[int, bytes], bool]
    shown: Callable[[Place], int] = lambda _place: 0


@dataclass(slots=True)
class Merged:
    """Which rows an application of entries changed, and how many entries it looked at."""

    entries: int = 0
    rows: set[RowKey] = field(default_factory=set)


class Merging:
    """Applies stored entries to the records inside one transaction of the caller."""

    def __init__(self, sql: SqliteSql, shape: Shape, authority: Authority) -> None:
        self._sql, self._shape, self._authority = sql, shape, authority
        self._reader = JournalReader(sql.database)
        self._places: dict[int, Place] = {}
        self._special: set[RowKey] = set()
        self._needed: set[bytes] = set()
        self.merged = Merged()

    def apply_all(self) -> Merged:
        """Apply every stored entry that was not applied yet; return what changed."""
        self._special = {
            (table, row) for table, row in self._sql.fetch("SELECT table_number, row FROM park")
        }
        self._needed = {
            needs for (needs,) in self._sql.fetch("SELECT needs FROM park WHERE needs IS NOT NULL")
        }
        waiting = self._sql.fetch(
            "SELECT id, device, village_code, epoch, applied_seq, head_seq FROM feed"
            " WHERE applied_seq < head_seq AND length(village_code) = 12 ORDER BY key"
        )
        for feed, device, village, epoch, applied, head in waiting:
            self._places[feed] = Place(device, village, epoch)
            self._apply_feed(feed, applied, head)
        return self.merged

    def resolve_rows(self, rows: Iterable[RowKey], dots: Iterable[Dot] = ()) -> Merged:
        """Resolve rows again from all their entries, and those that waited for them."""
        waiting, also = list(rows), list(dots)
        while waiting:
            waiting += self._resolve(waiting.pop(), also)
        return self.merged

    def catch_up(self) -> Merged:
        """Resolve the rows again that had entries of a newer program before this one came."""
        rows = self._sql.fetch("SELECT table_number, row FROM behind")
        self._sql.run("DELETE FROM behind")
        return self.resolve_rows([(table, row) for table, row in rows])

    def look_ahead(self) -> Merged:
        """Resolve the rows again that are ahead of the program which wrote them here."""
        rows = self._sql.fetch("SELECT table_number, row FROM ahead")
        return self.resolve_rows([(table, row) for table, row in rows])

    def judged_otherwise(self, feed: int) -> dict[RowKey, list[Dot]]:
        """Return the rows that applied entries of a feed, with another verdict now, are about.

        Where an office decides, all are: there a verdict rests on who began the row.
        """
        ((applied,),) = self._sql.fetch("SELECT applied_seq FROM feed WHERE id = ?", (feed,))
        noted = dict(self._sql.fetch("SELECT seq, reason FROM quarantine WHERE feed = ?", (feed,)))
        found: dict[RowKey, list[Dot]] = {}
        for entry in read_between(self._sql, feed, 1, applied):
            header = entry.header
            if header.table not in self._shape:
                continue
            if header.table in DECIDED or self._verdict(entry, None) != noted.get(header.seq, ""):
                found.setdefault((header.table, header.row), []).append(entry.dot)
        return found

    def forget(self) -> None:
        """Read what is stored again: feeds were cut, or values erased."""
        self._reader.forget()
        self._places.clear()

    def place(self, feed: int) -> Place:
        """Return whose feed a number stands for."""
        if feed not in self._places:
            rows = self._sql.fetch(
                "SELECT device, village_code, epoch FROM feed WHERE id = ?", (feed,)
            )
            self._places[feed] = Place(*rows[0])
        return self._places[feed]

    # feed by feed

    def _apply_feed(self, feed: int, applied: int, head: int) -> None:
        end = self._last_whole(feed, applied, head)
        slow: dict[RowKey, list[Dot]] = {}
        entries = read_between(self._sql, feed, applied + 1, end)
        while chunk := list(islice(entries, journal.SEGMENT)):
            self._apply_chunk(chunk, slow)
        for row, dots in slow.items():  # each once, however many of its entries came
            self.resolve_rows([row], dots)
        self._sql.run("UPDATE feed SET applied_seq = ? WHERE id = ?", (end, feed))
        if applied < self._authority.shown(self.place(feed)) <= head:
            self._judge_again(feed)

    def _judge_again(self, feed: int) -> None:
        """Resolve what was refused in a feed again: it has reached what its desk once showed."""
        text = "SELECT DISTINCT table_number, row FROM quarantine WHERE feed = ?"
        self.resolve_rows([(table, row) for table, row in self._sql.fetch(text, (feed,))])

    def _last_whole(self, feed: int, applied: int, head: int) -> int:
        """Return the last entry up to which whole operations are here and can be judged."""
        known = self._authority.head(self.place(feed).village)
        end = applied
        needs = needs_between(self._sql, feed, applied + 1, head)
        for seq, (authority, remaining) in enumerate(needs, start=applied + 1):
            if seq <= end:
                continue
            if authority > known or seq + remaining > head:
                break
            end = seq + remaining
        return end

    def _apply_chunk(self, chunk: list[Entry], slow: dict[RowKey, list[Dot]]) -> None:
        """Apply what needs no thought; add the rest to ``slow``."""
        self.merged.entries += len(chunk)
        batch = Batch(self._sql, self._shape, chunk)
        for entry in chunk:
            row = (entry.header.table, entry.header.row)
            if row in slow or row in self._special or not self._goes_fast(batch, entry):
                slow.setdefault(row, []).append(entry.dot)
        self.merged.rows |= batch.flush()
        if self._needed:
            for _table, key in batch.created:
                self.resolve_rows(self._waiting_for(key))

    def _goes_fast(self, batch: Batch, entry: Entry) -> bool:
        header = entry.header
        if header.table not in self._shape or header.table in DECIDED or entry.payload is None:
            return False
        if self._authority.erased(header.table, header.row):
            return False
        if self._verdict(entry, None):
            return False
        if header.op == CREATE:
            return batch.create(entry)
        if header.op == EDIT:
            return batch.edit(entry, self._bases_of_village(entry))
        return False

    def _bases_of_village(self, entry: Entry) -> list[Dot | None]:
        """Return what an edit builds on; ``None`` where that is not here or of another village."""
        village = self.place(entry.feed).village
        found: list[Dot | None] = []
        for _column, _value, base in entry.payload:
            dot = self._reader.dot(entry.feed, base)
            near = dot is not None and (
                dot[0] == entry.feed or self.place(dot[0]).village == village
            )
            found.append(dot if near else None)
        return found

    # row by row

    def _resolve(self, row: RowKey, dots: list[Dot]) -> list[RowKey]:
        """Resolve one row; return the rows that waited for it."""
        table = self._shape.get(row[0])
        if self._authority.erased(*row):
            return self._erase(row, table, dots)
        entries = self._gather(row, dots)
        if table is None:
            merging_rows.keep_for_newer(self._sql, row, entries)
            return []
        refused = self._judge_all(entries)
        history = History(
            row[0], row[1], entries, frozenset(refused), self.place, self._reader.feed_of
        )
        state = resolve(history, self._missing(table.number), table.known)
        appeared = merging_rows.write(self._sql, table, history, state, refused)
        self.merged.rows.add(row)
        if state.parked:
            self._special.add(row)
            self._needed |= {needs for _, needs in state.parked.values() if needs is not None}
        return self._waiting_for(row[1]) if appeared and self._needed else []

    def _erase(self, row: RowKey, table: Table | None, dots: list[Dot]) -> list[RowKey]:
        """Leave nothing of a row but what others point at; return the rows that waited for it."""
        village = self._village_of(row, dots)
        merging_rows.forget_words(self._sql, row, self._gather(row, dots))
        if table is not None and village:
            merging_rows.write_stub(self._sql, table, row[1], village)
        merging_rows.forget_row(self._sql, row)
        self.merged.rows.add(row)
        return self._waiting_for(row[1])

    def _gather(self, row: RowKey, dots: Iterable[Dot]) -> dict[Dot, Entry]:
        """Return every stored entry about a row: walk back from its heads and what is set aside."""
        entries: dict[Dot, Entry] = {}
        waiting = [*dots, *merging_rows.starting_points(self._sql, row)]
        reading = History(row[0], row[1], entries, frozenset(), self.place, self._reader.feed_of)
        while waiting:
            dot = waiting.pop()
            if dot in entries:
                continue
            try:
                entry = self._reader.entry(dot)
            except KeyError:
                continue
            if (entry.header.table, entry.header.row) == row:
                entries[dot] = entry
                waiting += [base for _, base in reading.bases(entry) if base is not None]
        return entries

    def _verdict(self, entry: Entry, creator: bytes | None) -> str:
        place = self.place(entry.feed)
        return verdict(self._shape, self._authority.judge, place, entry, creator)

    def _judge_all(self, entries: dict[Dot, Entry]) -> dict[Dot, str]:
        return refusals(self._shape, self._authority.judge, self.place, entries)

    def _missing(self, number: int) -> Callable[[int, Any], bytes | None]:
        references = dict(self._shape[number].references)

        def missing(column: int, value: Any) -> bytes | None:
            table = references.get(column)
            if table is None or value is None:
                return None
            text = f"SELECT 1 FROM {table} WHERE id = ?"  # noqa: S608 - names of ours; values are bound
            return None if self._sql.fetch(text, (value,)) else bytes(value)

        return missing

    def _waiting_for(self, needed: bytes) -> list[RowKey]:
        if needed not in self._needed:
            return []
        text = "SELECT DISTINCT table_number, row FROM park WHERE needs = ?"
        return [(table, row) for table, row in self._sql.fetch(text, (needed,))]

    def _village_of(self, row: RowKey, dots: Iterable[Dot]) -> str:
        table = self._shape.get(row[0])
        if table is not None:
            text = f"SELECT village_code FROM {table.name} WHERE id = ?"  # noqa: S608 - names of ours; values are bound
            for (village,) in self._sql.fetch(text, (row[1],)):
                return str(village)
        for dot in [*dots, *merging_rows.starting_points(self._sql, row)]:
            return self.place(dot[0]).village
        return ""


def verdict(shape: Shape, judge: Judge, place: Place, entry: Entry, creator: bytes | None) -> str:
    """Return "" for an entry that may change its row, or the code of the reason why not."""
    found = judge(place, entry.header, entry.payload, creator)
    return found or flaw(shape, place.village, entry)


def refusals(
    shape: Shape, judge: Judge, place: Callable[[int], Place], entries: Mapping[Dot, Entry]
) -> dict[Dot, str]:
    """Return those of the entries about one row that may not change it, and why."""

    def found(creator: bytes | None) -> dict[Dot, str]:
        verdicts = {
            dot: verdict(shape, judge, place(dot[0]), entry, creator)
            for dot, entry in entries.items()
        }
        return {dot: code for dot, code in verdicts.items() if code}

    refused = found(None)
    if all(entry.header.table not in DECIDED for entry in entries.values()):
        return refused
    creator = _creator_of(entry for dot, entry in entries.items() if dot not in refused)
    return found(creator)


def _creator_of(entries: Iterable[Entry]) -> bytes | None:
    """Return the user who created a row, by those of its entries that may count."""
    made = [e.header for e in entries if e.header.op == CREATE and e.payload is not None]
    return min(made, key=lambda header: (header.hlc, header.user)).user if made else None


def rows_after(sql: SqliteSql, feed: int, seq: int, head: int) -> Iterator[tuple[RowKey, Dot]]:
    """Yield the row and place of each entry of a feed after ``seq``."""
    for header in headers_between(sql, feed, seq + 1, head):
        yield (header.table, header.row), (feed, header.seq)
