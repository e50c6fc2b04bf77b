"""An independent witness: SQLite's session extension records every change of a row by itself.

Plain records files are opened through apsw, which knows nothing of the journal. When a test is
over, what the extension saw must be what the journal says, row by row and value by value: so no
write goes around the journal, and no entry lacks its write.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
import msgspec

from db.bodies import open_body
from db.rows import columns, table_name
from desktop_app.domain.records import RECORDS

TABLES = {table_name(kind): number for number, kind in enumerate(RECORDS, start=1)}
NUMBERS = {
    table_name(kind): {"removed": 0} | {name: at for at, name in enumerate(columns(kind), start=1)}
    for kind in RECORDS
}
"""The number of each column in the journal; tables that grew have them in another order."""

RowKey = tuple[str, bytes]
Values = dict[int, Any]
"""Values of a row by the number of their column in the journal; 0 is ``removed``."""


class Cursor:
    """The result of a statement, as the drivers give it."""

    def __init__(self, connection: apsw.Connection, cursor: apsw.Cursor) -> None:
        self._cursor = cursor
        self.rowcount = connection.changes()
        self.lastrowid = connection.last_insert_rowid()

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._cursor)

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._cursor, None)

    def fetchmany(self, count: int) -> list[tuple[Any, ...]]:
        return [row for row, _ in zip(self._cursor, range(count), strict=False)]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows."""
        return iter(self._cursor)


class Witnessed:
    """A connection that behaves like a driver's and is recorded by a session."""

    def __init__(self, path: str) -> None:
        self.raw = apsw.Connection(path)
        self.raw.set_busy_timeout(10_000)
        self.session = apsw.Session(self.raw, "main")
        self.session.attach()
        self.seen: bytes | None = None

    @property
    def in_transaction(self) -> bool:
        return self.raw.in_transaction

    def execute(self, text: str, values: Sequence[Any] = ()) -> Cursor:
        return Cursor(self.raw, self.raw.execute(text, tuple(values)))

    def executemany(self, text: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        return Cursor(self.raw, self.raw.executemany(text, map(tuple, rows)))

    def executescript(self, text: str) -> Cursor:
        return Cursor(self.raw, self.raw.execute(text))

    def create_collation(self, name: str, compare: Any) -> None:
        self.raw.create_collation(name, compare)

    def backup(self, target: "Witnessed") -> None:
        with target.raw.backup("main", self.raw, "main") as copying:
            while not copying.done:
                copying.step(-1)

    def close(self) -> None:
        if self.seen is None:
            self.seen = self.session.changeset()
            self.session.close()
            self.raw.close()

    def changeset(self) -> bytes:
        """Return what this connection has changed."""
        return self.session.changeset() if self.seen is None else self.seen


@dataclass
class Witness:
    """Everything that was recorded in one test, file by file."""

    connections: dict[Path, list[Witnessed]] = field(default_factory=dict)

    def connect(self, database: str, **_: Any) -> Witnessed:
        """Open a plain file as ``sqlite3.connect`` does."""
        made = Witnessed(database)
        self.connections.setdefault(Path(database), []).append(made)
        return made

    def check(self) -> int:
        """Compare what was seen with the journals; return how many rows were compared."""
        compared = 0
        for path, opened in self.connections.items():
            if not path.exists():
                continue
            seen: dict[RowKey, Values] = {}
            order = _order(path)
            for connection in opened:
                _take(seen, connection.changeset(), order)
            compared += _compare(path, seen)
        return compared


def _order(path: Path) -> dict[str, list[int]]:
    """Return the numbers of the columns of each table, in the order in which it has them."""
    connection = apsw.Connection(str(path))
    found = {
        table: [numbers[name] for _, name, *_ in connection.pragma("table_info", table)]
        for table, numbers in NUMBERS.items()
    }
    connection.close()
    return found


def _take(seen: dict[RowKey, Values], changeset: bytes, order: dict[str, list[int]]) -> None:
    """Add up the changes of one connection."""
    for change in apsw.Changeset.iter(changeset):
        if change.name not in TABLES:
            continue
        old, new = change.old or (), change.new or ()
        row_id = (new if change.op == "INSERT" else old)[0]
        assert isinstance(row_id, bytes)
        row = (change.name, row_id)
        if change.op == "DELETE":
            seen.pop(row, None)
            continue
        values = seen.setdefault(row, {})
        numbers = order[change.name]
        values.update(
            {at: each for at, each in zip(numbers, new, strict=True) if each is not apsw.no_change}
        )


def _compare(path: Path, seen: dict[RowKey, Values]) -> int:
    journal, one_desk = _read_journal(path)
    assert set(seen) == set(journal), _places(path, set(seen) ^ set(journal))
    if one_desk:  # what two desks come to is not a matter of one entry after the other
        for row, values in journal.items():
            assert seen[row] == values, _places(path, {row})
    return len(seen)


def _places(path: Path, rows: Iterable[RowKey]) -> str:
    names = sorted(f"{name} {row.hex()}" for name, row in rows)
    return f"the journal of {path.parent.name} and what was seen differ: {names}"


def _read_journal(path: Path) -> tuple[dict[RowKey, Values], bool]:
    """Return the rows that entries lead to, one after the other; whether one desk wrote them."""
    names = {number: name for name, number in TABLES.items()}
    rows: dict[RowKey, Values] = {}
    connection = apsw.Connection(str(path))
    feeds = list(connection.execute("SELECT id, device FROM feed WHERE length(village_code) = 12"))
    entries = [entry for feed, _ in feeds for entry in _entries(connection, feed)]
    connection.close()
    for header, payload in sorted(entries, key=lambda entry: (entry[0][2], entry[0][1])):
        name = names[header[8]]
        _apply(rows, (name, bytes(header[9])), header[7], payload)
    return rows, len({device for _, device in feeds}) == 1


def _entries(connection: apsw.Connection, feed: int) -> list[tuple[list[Any], Any]]:
    bodies = connection.execute("SELECT body FROM segment WHERE feed = ? ORDER BY last", (feed,))
    stored = [entry for (body,) in bodies for entry in open_body(body)]
    tail = connection.execute("SELECT entry FROM tail WHERE feed = ? ORDER BY seq", (feed,))
    stored += [entry for (entry,) in tail]
    return [_open(data) for data in stored]


def _open(data: bytes) -> tuple[list[Any], Any]:
    head, salt, payload = msgspec.msgpack.decode(data)
    content = None if salt is None else msgspec.msgpack.decode(payload)
    return msgspec.msgpack.decode(head), content


def _apply(rows: dict[RowKey, Values], row: RowKey, op: int, payload: Any) -> None:
    """Do what an entry says: 1 create, 2 edit, 3 settle, 4 remove, 5 leave, 6 enter."""
    if op in (1, 6):
        values = payload if op == 1 else payload[2]
        rows[row] = {at: value for at, value in enumerate([0, *values])}  # noqa: C416 - a row
    elif op == 4:
        rows[row][0] = 1
    elif op in (2, 3):
        for column, value, _bases in payload:
            rows[row][column] = value
