"""Writes what the entries of one row come to: the row, its versions, and what is open about it."""

from collections.abc import Iterable
from typing import Any

from db import drafts, journal
from db.journal import Dot, RowKey
from db.merging_batch import ASIDE, NOWHERE, PERSON, keep_searchable, read_edited
from db.resolution import NEWER, ROOTS, RowState, value_at
from db.row_history import History
from db.shape import Table
from db.sql import SqliteSql

_OPEN = ("conflict", "park", "ahead")
ERASED = "（内容已按规定清除）"
"""What an operation on a row is called whose values were erased."""


def starting_points(sql: SqliteSql, row: RowKey) -> list[Dot]:
    """Return entries from which every stored entry about a row can be reached."""
    points: list[Dot] = []
    for feed, seq, edited in sql.fetch(
        "SELECT feed, seq, edited FROM row_version WHERE table_number = ? AND row = ?", row
    ):
        points.append((feed, seq))
        for found in read_edited(edited).values():
            points += found if isinstance(found, list) else [found]
    for table in ("park", "quarantine"):
        text = f"SELECT feed, seq FROM {table} WHERE row = ? AND table_number = ?"  # noqa: S608 - names of ours; values are bound
        points += [(feed, seq) for feed, seq in sql.fetch(text, (row[1], row[0]))]
    return [dot for dot in points if dot != NOWHERE]


def write(
    sql: SqliteSql, table: Table, history: History, state: RowState, refused: dict[Dot, str]
) -> bool:
    """Write the state of a row; return whether the row appeared."""
    row = (history.table, history.row)
    found = sql.fetch(f"SELECT village_code FROM {table.name} WHERE id = ?", (row[1],))  # noqa: S608 - names of ours; values are bound
    there = bool(found)
    _write_open(sql, history, state, refused)
    values = shown(table, history, state)
    if state.root is None or values is None:
        pointed_at = state.gone or any(
            entry.header.op in ROOTS and (dot in refused or entry.payload is None)
            for dot, entry in history.entries.items()
        )
        if there or pointed_at:
            village = _village(history, state) if history.entries else found[0][0]
            write_stub(sql, table, row[1], village)
            _write_version(sql, row, NOWHERE, {ASIDE: _unfindable(history, state, refused)})
        return not there and pointed_at
    _write_row(sql, table, values, there=there)
    edited: dict[int, Any] = {
        column: heads[0] if len(heads) == 1 else heads for column, heads in state.heads.items()
    }
    if state.aside:
        edited[ASIDE] = state.aside
    _write_version(sql, row, state.root, edited)
    return not there


def write_stub(sql: SqliteSql, table: Table, row: bytes, village: str) -> None:
    """Leave a row without values: others may point at it, nobody sees it."""
    values = [row, village, *table.defaults[2:]]
    there = bool(sql.fetch(f"SELECT 1 FROM {table.name} WHERE id = ?", (row,)))  # noqa: S608 - names of ours; values are bound
    _write_row(sql, table, [1, *values], there=there)


def forget_words(sql: SqliteSql, row: RowKey, dots: Iterable[Dot]) -> None:
    """Take names out of what this desk calls its operations on a row, and out of its drafts."""
    found = sql.fetch("SELECT name FROM person WHERE id = ? AND name <> ''", (row[1],))
    names = [name for (name,) in found]
    for name in names:
        sql.run("UPDATE operation SET label = ? WHERE instr(label, ?) > 0", (ERASED, name))
    places = set(dots)
    for number, spans in sql.fetch("SELECT number, spans FROM operation"):
        for feed, first, last in journal.unpack(spans):
            if any(at == feed and first <= seq <= last for at, seq in places):
                sql.run("UPDATE operation SET label = ? WHERE number = ?", (ERASED, number))
    drafts.forget_people(sql, names)


def forget_row(sql: SqliteSql, row: RowKey) -> None:
    """Drop what is kept about the versions of a row: its values were erased."""
    for name in ("row_version", "quarantine", *_OPEN):
        sql.run(f"DELETE FROM {name} WHERE table_number = ? AND row = ?", row)  # noqa: S608 - names of ours; values are bound


def keep_ahead(sql: SqliteSql, row: RowKey) -> None:
    """Note a row that a newer program understands better."""
    sql.run("INSERT OR IGNORE INTO ahead (table_number, row) VALUES (?, ?)", row)


def keep_for_newer(sql: SqliteSql, row: RowKey, dots: Iterable[Dot]) -> None:
    """Note the entries of a table that only a newer program knows."""
    keep_ahead(sql, row)
    sql.run_many(
        "INSERT OR IGNORE INTO park (feed, seq, table_number, row, reason, needs)"
        " VALUES (?, ?, ?, ?, ?, NULL)",
        [(*dot, *row, NEWER) for dot in dots],
    )


def shown(table: Table, history: History, state: RowState) -> list[Any] | None:
    """Return ``removed`` and the values that are shown; ``None`` for a row not in force."""
    if state.root is None:
        return None
    root = history.entries[state.root]
    values = root.payload if root.header.op == journal.CREATE else root.payload[2]
    whole = [0, history.row, *table.whole(values)[1:]]
    for column, heads in state.heads.items():
        if column <= table.known:
            whole[column] = value_at(history.entries[heads[0]], column, table.defaults)
    return whole


def _village(history: History, state: RowState) -> str:
    ends = [dot for dot in history.entries if dot not in state.parked] or list(history.entries)
    return history.places(max(ends, key=history.rank)[0]).village


def _unfindable(history: History, state: RowState, refused: dict[Dot, str]) -> list[Dot]:
    return sorted(set(history.entries) - set(state.parked) - set(refused)) or [NOWHERE]


def _write_row(sql: SqliteSql, table: Table, values: list[Any], *, there: bool) -> None:
    removed, *whole = values
    if there:
        settings = ", ".join(f"{name} = ?" for name in (*table.columns[1:], "removed"))
        sql.run(
            f"UPDATE {table.name} SET {settings} WHERE id = ?",  # noqa: S608 - names of ours; values are bound
            (*whole[1:], removed, whole[0]),
        )
    else:
        sql.run(table.insert, (*whole, removed))
    if table.number == PERSON:
        keep_searchable(sql, whole[:1])


def _write_version(sql: SqliteSql, row: RowKey, root: Dot, edited: dict[int, Any]) -> None:
    sql.run(
        "INSERT OR REPLACE INTO row_version (table_number, row, feed, seq, edited)"
        " VALUES (?, ?, ?, ?, ?)",
        (*row, *root, journal.pack(edited) if edited else None),
    )


def _write_open(sql: SqliteSql, history: History, state: RowState, refused: dict[Dot, str]) -> None:
    """Replace what is noted as open about a row."""
    row = (history.table, history.row)
    for name in _OPEN:
        sql.run(f"DELETE FROM {name} WHERE table_number = ? AND row = ?", row)  # noqa: S608 - names of ours; values are bound
    if state.root is not None:
        village = history.places(state.root[0]).village
        sql.run_many(
            "INSERT INTO conflict (table_number, row, col, village_code) VALUES (?, ?, ?, ?)",
            [(*row, column, village) for column in state.conflicts],
        )
    sql.run_many(
        "INSERT INTO park (feed, seq, table_number, row, reason, needs) VALUES (?, ?, ?, ?, ?, ?)",
        [(*dot, *row, reason, needs) for dot, (reason, needs) in state.parked.items()],
    )
    if state.ahead:
        keep_ahead(sql, row)
    _write_quarantine(sql, row, refused)


def _write_quarantine(sql: SqliteSql, row: RowKey, refused: dict[Dot, str]) -> None:
    kept = sql.fetch("SELECT feed, seq FROM quarantine WHERE table_number = ? AND row = ?", row)
    sql.run_many(
        "DELETE FROM quarantine WHERE feed = ? AND seq = ?",
        [dot for dot in kept if dot not in refused],
    )
    sql.run_many(
        "INSERT INTO quarantine (feed, seq, table_number, row, reason, set_aside)"
        " VALUES (?, ?, ?, ?, ?, NULL)"
        " ON CONFLICT (feed, seq) DO UPDATE SET reason = excluded.reason",
        [(*dot, *row, code) for dot, code in refused.items()],
    )
