"""What was typed and not kept yet: local to the desk, never in the journal."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from db.connection import RecordsDatabase, fetch_sql
from db.failures import told
from db.sql import SqliteSql

VISIT = "visit:"
"""How the names of screens begin on which somebody writes down what people said."""


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """The JSON of one half-filled form and when it was last kept."""

    screen: str
    content: str
    kept_at: datetime


def keep(database: RecordsDatabase, screen: str, content: str, now: datetime) -> None:
    """Keep what was typed into a screen in place of what was kept before."""
    with told():
        database.connection().execute(
            "INSERT OR REPLACE INTO draft VALUES (?, ?, ?)",
            (screen, content, now.astimezone(UTC).isoformat(timespec="milliseconds")),
        )


def read(database: RecordsDatabase, prefix: str) -> list[KeptDraft]:
    """Return the drafts of the screens whose names begin so, newest first."""
    sql = "SELECT screen, content, kept_at FROM draft WHERE substr(screen, 1, ?) = ?"
    rows = fetch_sql(database, f"{sql} ORDER BY kept_at DESC, screen", (len(prefix), prefix))
    return [KeptDraft(screen, content, datetime.fromisoformat(at)) for screen, content, at in rows]


def drop(database: RecordsDatabase, screen: str) -> None:
    """Forget the draft of a screen."""
    with told():
        database.connection().execute("DELETE FROM draft WHERE screen = ?", (screen,))


def forget_people(sql: SqliteSql, names: Iterable[str]) -> None:
    """Drop what may tell of somebody whose values were erased: all visits, all with a name."""
    sql.run("DELETE FROM draft WHERE substr(screen, 1, ?) = ?", (len(VISIT), VISIT))
    for name in names:
        sql.run("DELETE FROM draft WHERE instr(content, ?) > 0", (name,))
