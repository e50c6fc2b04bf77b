"""Entries that need no thought, written many at a time: new rows, edits of sole heads."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from db import journal, search
from db.journal import Dot, Entry, RowKey
from db.rows import columns, table_number
from db.shape import Shape, Table
from db.sql import SqliteSql
from desktop_app.domain.records import Person

PERSON = table_number(Person)
SEARCHED = NAME, CITIZEN_ID, PHONE = tuple(
    columns(Person).index(name) + 1 for name in ("name", "citizen_id", "phone")
)

_INSERT_VERSION = (
    "INSERT INTO row_version (table_number, row, feed, seq, edited) VALUES (?, ?, ?, ?, ?)"
)
_KEEP_DIGITS = (
    "UPDATE person_search SET digits = (SELECT citizen_id || ' ' || phone FROM person"
    " WHERE id = person_search.person) WHERE person = ?"
)
_VERSIONS = "SELECT row, feed, seq, edited FROM row_version WHERE table_number = ?"
NOWHERE: Dot = (0, 0)
"""The root of a row that is not in force here."""

ASIDE = -1
"""Where ``row_version.edited`` names entries that no head leads to."""


class Batch:
    """Collects the plain entries of one chunk, then writes them."""

    def __init__(self, sql: SqliteSql, shape: Shape, chunk: Sequence[Entry]) -> None:
        self._sql, self._shape = sql, shape
        self._versions = self._load_versions(chunk)
        self._present = self._load_present(chunk)
        self._rows: dict[int, dict[bytes, list[Any]]] = {}
        self._edits: dict[RowKey, dict[int, Any]] = {}
        self._touched: set[RowKey] = set()
        self.created: list[RowKey] = []

    def create(self, entry: Entry) -> bool:
        """Take a creation; ``False`` if the row or what it points at needs a closer look."""
        number, row = entry.header.table, entry.header.row
        table = self._shape[number]
        values = entry.payload
        if (number, row) in self._versions or len(values) > table.known:
            return False
        whole = table.whole(values)
        if whole[0] != row:
            return False
        for column, other in table.references:
            value = whole[column - 1]
            if value is not None and (other, value) not in self._present:
                return False
        self._versions[number, row] = (entry.dot, {})
        self._present.add((table.name, row))
        self._rows.setdefault(number, {})[row] = whole
        self.created.append((number, row))
        return True

    def edit(self, entry: Entry, bases: list[Dot | None]) -> bool:
        """Take an edit of values of which it replaces the only head; else ``False``."""
        key = (entry.header.table, entry.header.row)
        table, version = self._shape[key[0]], self._versions.get(key)
        if version is None:
            return False
        created, edited = version
        pointing = _pointing(table.references)
        for (column, _value, _base), base in zip(entry.payload, bases, strict=True):
            usual = 3 <= column <= table.known and column not in pointing
            if not usual or base is None or edited.get(column, created) != base:
                return False
        if journal.REMOVED_COLUMN in edited:
            return False
        for column, value, _base in entry.payload:
            edited[column] = entry.dot
            self._edits.setdefault(key, {})[column] = value
        self._touched.add(key)
        return True

    def flush(self) -> set[RowKey]:
        """Write what was taken; return the rows it changed."""
        for number in sorted(self._rows):
            table = self._shape[number]
            self._sql.run_many(table.insert, [(*row, 0) for row in self._rows[number].values()])
        created = set(self.created)
        self._sql.run_many(
            _INSERT_VERSION,
            [(*key, *self._versions[key][0], self._packed(key)) for key in self.created],
        )
        self._sql.run_many(
            "UPDATE row_version SET edited = ? WHERE table_number = ? AND row = ?",
            [(self._packed(key), *key) for key in sorted(self._touched - created)],
        )
        self._write_edits()
        self._keep_searchable()
        return created | self._touched

    def _packed(self, key: RowKey) -> bytes | None:
        edited = self._versions[key][1]
        return journal.pack(edited) if edited else None

    def _write_edits(self) -> None:
        groups: dict[tuple[int, tuple[int, ...]], list[tuple[Any, ...]]] = {}
        for (number, row), values in self._edits.items():
            names = tuple(sorted(values))
            groups.setdefault((number, names), []).append((*(values[n] for n in names), row))
        for (number, names), rows in groups.items():
            self._sql.run_many(_update(self._shape[number], names), rows)

    def _keep_searchable(self) -> None:
        edits = {row: values for (number, row), values in self._edits.items() if number == PERSON}
        named = {row for row, values in edits.items() if NAME in values}
        digits = {row for row, values in edits.items() if CITIZEN_ID in values or PHONE in values}
        edited = named | digits
        people = [
            search.search_row(row, *(values[column - 1] for column in SEARCHED))
            for row, values in self._rows.get(PERSON, {}).items()
            if row not in edited
        ]
        self._sql.run_many("INSERT OR REPLACE INTO person_search VALUES (?, ?, ?, ?)", people)
        made = self._rows.get(PERSON, {}).keys()
        keep_searchable(self._sql, list(named | (digits & made)))
        # The readings of a name are long to find: they stay as they are where they may.
        self._sql.run_many(_KEEP_DIGITS, [(row,) for row in sorted(digits - named - made)])

    def _load_versions(self, chunk: Sequence[Entry]) -> dict[RowKey, tuple[Dot, dict[int, Any]]]:
        rows: dict[int, set[bytes]] = {}
        for entry in chunk:
            rows.setdefault(entry.header.table, set()).add(entry.header.row)
        found: dict[RowKey, tuple[Dot, dict[int, Any]]] = {}
        for number, keys in rows.items():
            marks = ", ".join("?" * len(keys))
            text = f"{_VERSIONS} AND row IN ({marks})"
            for row, feed, seq, edited in self._sql.fetch(text, [number, *keys]):
                found[number, row] = ((feed, seq), read_edited(edited))
        return found

    def _load_present(self, chunk: Sequence[Entry]) -> set[tuple[str, bytes]]:
        """Return which of the rows that creations of a chunk point at are there."""
        wanted: dict[str, set[bytes]] = {}
        for entry in chunk:
            table = self._shape.get(entry.header.table)
            if table is None or entry.header.op != journal.CREATE or entry.payload is None:
                continue
            for column, other in table.references:
                if column <= len(entry.payload) and isinstance(entry.payload[column - 1], bytes):
                    wanted.setdefault(other, set()).add(entry.payload[column - 1])
        found: set[tuple[str, bytes]] = set()
        for name, keys in wanted.items():
            text = f"SELECT id FROM {name} WHERE id IN ({', '.join('?' * len(keys))})"  # noqa: S608 - names of ours; values are bound
            found |= {(name, row) for (row,) in self._sql.fetch(text, list(keys))}
        return found


@cache
def _pointing(references: tuple[tuple[int, str], ...]) -> frozenset[int]:
    return frozenset(column for column, _ in references)


def read_edited(blob: bytes | None) -> dict[int, Any]:
    """Return what ``row_version.edited`` says: a dot a column, or a list of dots."""
    if blob is None:
        return {}
    return {int(column): _dots(found) for column, found in journal.unpack(blob).items()}


def _dots(found: list[Any]) -> Any:
    return tuple(found) if isinstance(found[0], int) else [tuple(dot) for dot in found]


def _update(table: Table, names: tuple[int, ...]) -> str:
    settings = ", ".join(f"{table.columns[number - 1]} = ?" for number in names)
    return f"UPDATE {table.name} SET {settings} WHERE id = ?"  # noqa: S608 - names of ours; values are bound


def keep_searchable(sql: SqliteSql, rows: Sequence[bytes]) -> None:
    """Let people be found by what their records say now; at most a segment of them."""
    marks = ", ".join("?" * len(rows))
    found = sql.fetch(
        f"SELECT id, name, citizen_id, phone FROM person WHERE id IN ({marks})",  # noqa: S608 - values are bound
        rows,
    )
    sql.run_many(
        "INSERT OR REPLACE INTO person_search VALUES (?, ?, ?, ?)",
        [search.search_row(*person) for person in found],
    )
