"""What must hold of one file at the end: each check says what is wrong, or nothing."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from db.connection import RecordsDatabase
from db.journal import signed_by
from db.merging_batch import read_edited
from db.receipts import Receipt, receipt_text
from db.rows import columns, table_name
from db.sql import Sql, SqliteSql
from desktop_app.domain.records import RECORDS
from tests.simulation.desks import stored_facts
from tests.simulation.facts import Dot, Fact, RowKey
from tests.simulation.oracle import Truth

_ON_DISK = "SELECT name FROM sqlite_master WHERE type = 'table'"
_AT_A_SERVER = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"

TABLES = dict(enumerate(RECORDS, start=1))


class Found:
    """What a desk's file says."""

    def __init__(self, database: RecordsDatabase) -> None:
        ask = database.connection().execute
        self.keys: dict[int, bytes] = dict(ask("SELECT id, key FROM feed").fetchall())
        self.villages: set[str] = {v for (v,) in ask("SELECT village_code FROM feed").fetchall()}
        versions = ask("SELECT table_number, row, feed, seq, edited FROM row_version").fetchall()
        self.roots: dict[RowKey, tuple[int, int]] = {(t, r): (f, s) for t, r, f, s, _ in versions}
        self.heads: dict[tuple[int, bytes, int], tuple[Dot, ...]] = {}
        for table, row, _feed, _seq, edited in versions:
            for column, dots in read_edited(edited).items():
                if column >= 0:
                    found = dots if isinstance(dots, list) else [dots]
                    self.heads[table, row, column] = tuple(self._dot(dot) for dot in found)
        self.conflicts: set[tuple[int, bytes, int]] = {
            tuple(found) for found in ask("SELECT table_number, row, col FROM conflict").fetchall()
        }
        self.parked = self._listed(ask, "park")
        self.quarantined = self._listed(ask, "quarantine")
        self.rows: dict[RowKey, tuple[Any, ...]] = {}
        self.stubs: dict[RowKey, tuple[Any, ...]] = {}
        for number, kind in TABLES.items():
            if not columns(kind):
                continue  # the program here does not know of it
            names = ", ".join(("removed", *columns(kind)))
            for values in ask(f"SELECT {names} FROM {table_name(kind)}").fetchall():  # noqa: S608 - names of ours
                key = number, values[1]
                in_force = self.roots.get(key, (0, 0)) != (0, 0)
                (self.rows if in_force else self.stubs)[key] = tuple(values)

    def _listed(self, ask: Any, table: str) -> dict[Dot, str]:
        rows = ask(f"SELECT feed, seq, reason FROM {table}").fetchall()  # noqa: S608 - names of ours
        return {self._dot((feed, seq)): reason for feed, seq, reason in rows}

    def _dot(self, dot: tuple[int, int]) -> Dot:
        return self.keys.get(dot[0], b"?"), dot[1]


def differs_from_truth(found: Found, truth: Truth, known: dict[int, int]) -> list[str]:
    """Compare rows, heads, conflicts, parked and quarantined entries with the oracle's.

    ``known`` is how many columns of each table the program of the desk knows.
    """
    return [
        *_compare("row", _cut(found.rows, known), _cut(truth.rows, known)),
        *_compare("heads", found.heads, truth.heads, frozenset),
        *_compare("conflict", dict.fromkeys(found.conflicts), dict.fromkeys(truth.conflicts)),
        *_compare("shown", _shown(found), {k: v[0] for k, v in truth.conflicts.items()}),
        *_compare("parked", found.parked, truth.parked),
        *_compare("quarantined", found.quarantined, truth.quarantined),
    ]


def _cut(rows: dict[RowKey, tuple[Any, ...]], known: dict[int, int]) -> dict[Any, Any]:
    return {key: values[: known[key[0]] + 1] for key, values in rows.items() if key[0] in known}


def _shown(found: Found) -> dict[tuple[int, bytes, int], Dot]:
    return {key: found.heads[key][0] for key in found.conflicts if key in found.heads}


def _compare(what: str, here: Any, there: Any, of: Any = lambda value: value) -> list[str]:
    wrong = [
        key
        for key in here.keys() | there.keys()
        if key not in here or key not in there or of(here[key]) != of(there[key])
    ]
    return [
        f"{what} {_name(key)}: here {_name(here.get(key, '-'))}, truth {_name(there.get(key, '-'))}"
        for key in sorted(wrong, key=repr)[:3]
    ]


def _name(value: Any) -> str:
    if isinstance(value, bytes):
        return value.hex()[:8] + "…" + value.hex()[-4:]
    if isinstance(value, tuple | frozenset | list):
        return "(" + " ".join(_name(each) for each in value if each not in ("", None)) + ")"
    return str(value)


def differing_entries(
    facts: Mapping[Dot, Fact], villages: Collection[str], database: RecordsDatabase
) -> list[str]:
    """Find entries of a desk's villages that only it, or only the hub, holds so."""
    here = {fact.dot: fact.committed for fact in stored_facts(SqliteSql(database))}
    there = {dot: fact.committed for dot, fact in facts.items() if fact.village in villages}
    wrong = [dot for dot in here.keys() | there.keys() if here.get(dot) != there.get(dot)]
    return [f"entry {key.hex()[:6]} {seq} is not the same here" for key, seq in sorted(wrong)[:3]]


def false_receipts(
    database: RecordsDatabase, hub_key: bytes, facts: Mapping[Dot, Fact]
) -> list[str]:
    """Find receipts that the hub did not sign, or that are for what it does not hold."""
    wrong = []
    for row in database.connection().execute(
        "SELECT r.hub, device, village_code, epoch, r.seq, r.chain, r.at_ms, r.signature,"
        " key, head_seq FROM receipt r JOIN feed ON feed.id = r.feed"
        " WHERE length(village_code) = 12"
    ):
        receipt, key, head = Receipt(*row[:8]), row[8], row[9]
        text = receipt_text(receipt.hub, receipt.head, receipt.at_ms)
        if not signed_by(hub_key, receipt.signature, text):
            wrong.append(f"a receipt for {receipt.seq} that the hub did not sign")
        if receipt.seq > head or (key, receipt.seq) not in facts:
            wrong.append(f"a receipt for {receipt.seq} of {head}, which the hub has not")
    return wrong


def holds_foreign(found: Found, villages: Collection[str], county: str) -> list[str]:
    """Find feeds and records of villages that are not this desk's, and stubs with values."""
    wrong = [f"feed of {village}" for village in found.villages - {*villages, county}]
    wrong += [
        f"row {_name(key)} of {values[2]}"
        for key, values in found.rows.items()
        if values[2] not in villages
    ]
    for key, values in found.stubs.items():
        texts = [value for value in values[3:] if isinstance(value, str) and "«" in value]
        if values[0] != 1 or texts:
            wrong.append(f"row {_name(key)} is out of force and still says {texts}")
    return wrong


def said(facts: Iterable[Fact], ops: Collection[int] = (1, 2, 3, 6)) -> Counter[str]:
    """Count how often entries say each token; what is undone or brought back is said again."""
    found: Counter[str] = Counter()
    for fact in facts:
        op, again = fact.header.op, fact.header.act in ("undo", "back", "wrong")
        if fact.payload is None or op not in ops or again:
            continue
        if not isinstance(fact.payload, list):
            continue  # what a tampered program wrote
        values = fact.whole() if op in (1, 6) else [each[1] for each in fact.payload]
        found.update(v for v in values if isinstance(v, str) and v.startswith("«"))
    return found


def dump(sql: Sql) -> dict[str, list[tuple[Any, ...]]]:
    """Return everything a store holds but notes of who called when."""
    names = _ON_DISK if isinstance(sql, SqliteSql) else _AT_A_SERVER
    return {
        name: sorted(sql.fetch(f"SELECT * FROM {name}"), key=repr)  # noqa: S608 - names of ours
        for (name,) in sql.fetch(names)
        if name not in ("desk_seen", "exchange", "cursor", "receipt")
    }


def bytes_left(folder: Path, tokens: Iterable[str]) -> list[str]:
    """Find erased texts in the raw bytes of the files of a folder."""
    wanted = {token: token.encode() for token in tokens}
    return [
        f"{token} in {file.name}"
        for file in sorted(folder.glob("*.db*"))
        for data in [file.read_bytes()]
        for token, text in wanted.items()
        if text in data
    ]
