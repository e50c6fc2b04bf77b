"""Saving a visit, against a bare transaction that writes the same bytes to the same tables."""

from pathlib import Path
from typing import Any

from benchmarks.data import KEY, made_up_folder
from benchmarks.measure import Figure, in_turns
from db.connection import RecordsDatabase, fetch_sql
from db.folder import make_records
from desktop_app.domain.records import Person, Visit
from desktop_app.session import Session
from desktop_app.use_cases.visits import record_visit

VISITS = 200


def saving(folder: Path) -> list[Figure]:
    """Measure saving visits that change nothing else."""
    session = made_up_folder(folder / "saving", 1000, encrypted=True)
    people = [person for person in session.find(Person) if person.employment_status][:VISITS]
    visits = iter([_visit(session, person, word) for word in "一二三四五" for person in people])
    before = _counts(session)
    record_visit(session, next(visits))
    written = _written(session, before)
    floor = make_records(folder / "floor", KEY, KEY[:16])
    floor.connection().execute("PRAGMA foreign_keys = OFF")
    numbers = iter(range(1, 10_000_000))
    ours, bare = in_turns(
        lambda: record_visit(session, next(visits)),
        lambda: _bare(floor, written, next(numbers)),
        VISITS * 4,
    )
    session.close()
    return [Figure("保存一次走访，对同样字节的裸 SQLCipher 事务", ours, bare, 2.0)]


def _visit(session: Session, person: Person, word: str) -> Visit:
    return Visit(
        village_code=person.village_code,
        household_id=person.household_id,
        person_id=person.id,
        visited_on=session.today(),
        way="home",
        employment_status=person.employment_status,
        job_intention=person.job_intention,
        notes=f"第{word}次走访，家里一切都好。",
    )


def _counts(session: Session) -> dict[str, int]:
    sql = "SELECT coalesce(max(rowid), 0) FROM visit"
    return {"visit": fetch_sql(session.store.database, sql)[0][0]}


def _written(session: Session, before: dict[str, int]) -> dict[str, tuple[Any, ...]]:
    """Return the rows that one visit wrote, and the feed it updated."""
    database = session.store.database
    visit = fetch_sql(database, "SELECT * FROM visit WHERE rowid > ?", (before["visit"],))[0]
    return {
        "visit": visit,
        "tail": fetch_sql(database, "SELECT * FROM tail ORDER BY feed, seq DESC LIMIT 1")[0],
        "row_version": fetch_sql(database, "SELECT * FROM row_version WHERE row = ?", visit[:1])[0],
        "operation": fetch_sql(database, "SELECT * FROM operation ORDER BY number DESC LIMIT 1")[0],
        "feed": fetch_sql(database, "SELECT * FROM feed LIMIT 1")[0],
    }


def _bare(floor: RecordsDatabase, written: dict[str, tuple[Any, ...]], number: int) -> None:
    """Write rows of the same bytes with one statement each, and nothing else."""
    connection = floor.connection()
    key = number.to_bytes(16, "big")
    connection.execute("BEGIN IMMEDIATE")
    changed = {
        "visit": (key, *written["visit"][1:]),
        "tail": (1, number, written["tail"][2]),
        "row_version": (written["row_version"][0], key, *written["row_version"][2:]),
        "operation": (number, *written["operation"][1:]),
    }
    for table, row in changed.items():
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608 - names of ours; values are bound
    marks = ", ".join("?" * len(written["feed"]))
    connection.execute(f"INSERT OR REPLACE INTO feed VALUES ({marks})", written["feed"])  # noqa: S608 - as above
    connection.execute("COMMIT")
