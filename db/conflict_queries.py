"""What desks do not agree on, what waits, and what may not count: read for people to decide."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db import journal
from db.connection import RecordsDatabase, fetch_sql
from db.feeds import JournalReader
from db.journal import Dot, Entry
from db.operation import versions
from db.resolution import value_at
from db.rows import columns, defaults
from desktop_app.domain.records import RECORDS, Record


@dataclass(frozen=True, slots=True)
class Head:
    """One of the values: who wrote it, on which desk, doing what, and when by that desk's clock."""

    dot: Dot
    column: int
    value: Any
    device: bytes
    user: bytes
    act: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A value of a row on which desks do not agree; ``heads`` has the shown one first.

    ``column`` 0 is a removal under which others changed something. ``before`` is what stood
    there when they parted, if it can be told.
    """

    kind: type[Record]
    row: UUID
    column: int
    field: str
    village_code: str
    before: Any
    heads: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """An entry that is parked or quarantined, and the code of the reason.

    ``values`` are the field names and values it would write.
    """

    dot: Dot
    kind: type[Record] | None
    row: UUID
    village_code: str
    device: bytes
    user: bytes
    act: str
    op: int
    at_ms: int
    reason: str
    values: tuple[tuple[str, Any], ...]
    decided: bool


def open_conflicts(database: RecordsDatabase) -> list[OpenConflict]:
    """Return everything on which desks do not agree here."""
    reader = JournalReader(database)
    rows = fetch_sql(
        database, "SELECT table_number, row, col, village_code FROM conflict ORDER BY 4, 1, 2, 3"
    )
    return [_conflict(database, reader, *row) for row in rows if row[0] <= len(RECORDS)]


def open_conflict(database: RecordsDatabase, kind: type[Record], row: UUID, column: int) -> bool:
    """Say whether desks still disagree on a value."""
    found = fetch_sql(
        database,
        "SELECT 1 FROM conflict WHERE table_number = ? AND row = ? AND col = ?",
        (RECORDS.index(kind) + 1, row.bytes, column),
    )
    return bool(found)


def conflict_count(database: RecordsDatabase) -> int:
    """Return how many values desks do not agree on."""
    return int(fetch_sql(database, "SELECT count(*) FROM conflict")[0][0])


def _conflict(
    database: RecordsDatabase,
    reader: JournalReader,
    table: int,
    row: bytes,
    column: int,
    village: str,
) -> OpenConflict:
    kind = RECORDS[table - 1]
    found = versions(database, kind, row)
    dots = found.heads(column)
    heads = [_head(database, reader, dot, column) for dot in dots]
    if column == journal.REMOVED_COLUMN and len(dots) == 1:
        heads += [
            _head(database, reader, dot, other)
            for other in found.columns()
            for dot in found.heads(other)
            if dot not in _seen_by(reader, dots[0])
        ]
    return OpenConflict(
        kind,
        UUID(bytes=row),
        column,
        field_name(kind, column),
        village,
        _before(reader, heads, column),
        tuple(heads),
    )


def field_name(kind: type[Record], column: int) -> str:
    """Return the name of a column by its number; that of a newer program is its number."""
    names = ("removed", *columns(kind))
    return names[column] if column < len(names) else str(column)


def _head(database: RecordsDatabase, reader: JournalReader, dot: Dot, column: int) -> Head:
    entry = reader.entry(dot)
    header = entry.header
    device = fetch_sql(database, "SELECT device FROM feed WHERE id = ?", (dot[0],))[0][0]
    value = value_at(entry, column, defaults(header.table))
    return Head(dot, column, value, device, header.user, header.act, header.hlc >> 16)


def _seen_by(reader: JournalReader, removal: Dot) -> set[Dot | None]:
    entry = reader.entry(removal)
    if entry.header.op != journal.REMOVE:
        return set()
    return {reader.dot(removal[0], base) for _, base in entry.payload[1]}


def _before(reader: JournalReader, heads: list[Head], column: int) -> Any:
    """Return the value that the first head replaced, where its entry is here."""
    for head in heads:
        for number, _value, bases in journal.writes(reader.entry(head.dot)):
            dot = reader.dot(head.dot[0], bases[0])
            if number == column and dot is not None:
                base = reader.entry(dot)
                known = defaults(base.header.table)
                return None if base.payload is None else value_at(base, column, known)
    return None


def parked(database: RecordsDatabase) -> list[SetAside]:
    """Return the entries that cannot change the records yet."""
    return _set_aside(database, "park", "0")


def quarantined(database: RecordsDatabase) -> list[SetAside]:
    """Return the entries that may not change the records."""
    return _set_aside(database, "quarantine", "set_aside IS NOT NULL")


def leave_aside(database: RecordsDatabase, dot: Dot, at: str) -> None:
    """Note that a person decided to leave a quarantined entry without force."""
    database.connection().execute(
        "UPDATE quarantine SET set_aside = ? WHERE feed = ? AND seq = ?", (at, *dot)
    )


def _set_aside(database: RecordsDatabase, table: str, decided: str) -> list[SetAside]:
    reader = JournalReader(database)
    rows = fetch_sql(
        database,
        f"SELECT {table}.feed, seq, table_number, row, reason, {decided}, device, village_code"  # noqa: S608 - names of ours
        f" FROM {table} JOIN feed ON feed.id = {table}.feed ORDER BY {table}.feed, seq",
    )
    return [_entry_aside(reader.entry((row[0], row[1])), row) for row in rows]


def _entry_aside(entry: Entry, row: tuple[Any, ...]) -> SetAside:
    feed, seq, table, row_id, reason, decided, device, village = row
    kind = RECORDS[table - 1] if 1 <= table <= len(RECORDS) else None
    header = entry.header
    return SetAside(
        (feed, seq),
        kind,
        UUID(bytes=row_id),
        village,
        device,
        header.user,
        header.act,
        header.op,
        header.hlc >> 16,
        reason,
        _values(kind, entry),
        bool(decided),
    )


def _values(kind: type[Record] | None, entry: Entry) -> tuple[tuple[str, Any], ...]:
    if kind is None or entry.payload is None or entry.payload is journal.NONSENSE:
        return ()
    if entry.header.op == journal.CREATE:
        return tuple(zip(columns(kind), entry.payload, strict=False))
    return tuple((field_name(kind, column), value) for column, value, _ in journal.writes(entry))


_IN_FORCE = "removed = 0 AND declined_on IS NULL AND (last_day_on IS NULL OR last_day_on >= ?)"
_CHOSEN = "coalesce(decided_on, agreement_from, started_on) IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Clash:
    """Records that are right one by one and wrong together.

    ``kind`` is ``same-id`` (two people, one identity number), ``two-posts`` (one person on two
    posts), ``too-many`` (more holders than seats) or ``one-household`` (several holders in one
    household); ``rows`` are the people or the posts.
    """

    kind: str
    rows: tuple[UUID, ...]


def clashes(database: RecordsDatabase, today: str) -> list[Clash]:
    """Return what two desks did that does not fit together, by the day ``today`` (ISO)."""
    same = fetch_sql(
        database,
        "SELECT p.citizen_id, p.id FROM person p JOIN ("
        " SELECT citizen_id FROM person WHERE removed = 0 AND citizen_id <> ''"
        " GROUP BY citizen_id HAVING count(*) > 1) d ON d.citizen_id = p.citizen_id"
        " WHERE p.removed = 0 ORDER BY p.citizen_id, p.id",
    )
    groups: dict[str, list[UUID]] = {}
    for number, row in same:
        groups.setdefault(number, []).append(UUID(bytes=row))
    found = [Clash("same-id", tuple(rows)) for rows in groups.values()]
    twice = fetch_sql(
        database,
        f"SELECT person_id FROM placement WHERE {_IN_FORCE} AND person_id IS NOT NULL"  # noqa: S608 - text of ours; values are bound
        " GROUP BY person_id HAVING count(*) > 1 ORDER BY person_id",
        (today,),
    )
    found += [Clash("two-posts", (UUID(bytes=row),)) for (row,) in twice]
    full = fetch_sql(
        database,
        f"SELECT post.id FROM post JOIN (SELECT post_id, count(*) AS taken FROM placement"  # noqa: S608 - text of ours; values are bound
        f" WHERE {_IN_FORCE} AND {_CHOSEN}"
        " GROUP BY post_id) t ON t.post_id = post.id"
        " WHERE post.removed = 0 AND t.taken > post.headcount ORDER BY post.id",
        (today,),
    )
    return found + [Clash("too-many", (UUID(bytes=row),)) for (row,) in full]


def crowded_households(
    database: RecordsDatabase, today: str, *, temporary_apart: bool
) -> list[Clash]:
    """Return the households of which several people hold posts on the day ``today`` (ISO).

    ``temporary_apart`` leaves posts for a time out.
    """
    lasting = " AND post.temporary = 0" if temporary_apart else ""
    rows = fetch_sql(
        database,
        "SELECT DISTINCT person.household_id, person.id FROM"  # noqa: S608 - text of ours; values are bound
        f" (SELECT person_id, post_id FROM placement WHERE {_IN_FORCE} AND {_CHOSEN}) held"
        f" JOIN post ON post.id = held.post_id AND post.removed = 0{lasting}"
        " JOIN person ON person.id = held.person_id AND person.removed = 0"
        " WHERE person.household_id IS NOT NULL ORDER BY 1, 2",
        (today,),
    )
    households: dict[bytes, list[UUID]] = {}
    for household, person in rows:
        households.setdefault(household, []).append(UUID(bytes=person))
    return [Clash("one-household", tuple(each)) for each in households.values() if len(each) > 1]
