"""The numbered steps by which a records file takes its present shape.

A step is one SQL file, run in one transaction; it is frozen once released, because files
in the field went through it as it was.
"""

from collections.abc import Callable, Sequence
from importlib.resources import files

from db.connection import RecordsDatabase, fetch_sql
from db.failures import told
from desktop_app.domain.errors import Refused

APPLICATION_ID = 0x4E555447
"""``NUTG``: marks a file as ours."""

STEPS: tuple[str, ...] = ("0001_first.sql", "0002_exchange.sql", "0003_trade.sql")
"""All steps, in order: append, never change."""


def step_text(name: str) -> str:
    """Return the SQL of a step."""
    return (files("db.migrations") / name).read_text(encoding="utf-8")


def migrate(
    database: RecordsDatabase,
    back_up: Callable[[], object],
    steps: Sequence[str] = STEPS,
    read: Callable[[str], str] = step_text,
) -> int:
    """Bring a records file to the newest shape; return how many steps were taken.

    A file with records is backed up and the backup verified before the first step.
    ``Refused``, with the file unchanged, if a newer program has written it.
    """
    with told():
        version = int(fetch_sql(database, "PRAGMA user_version")[0][0])
        if version > len(steps):
            raise Refused(
                "这个数据文件夹由更新版本的程序写过，这个版本打不开它，没有改动任何内容。",
                advice="请安装最新版本的程序，再打开一次。",
            )
        if 0 < version < len(steps):
            back_up()
        for number, name in enumerate(steps[version:], start=version + 1):
            _take(database, read(name), number)
    return len(steps) - version


def _take(database: RecordsDatabase, sql: str, number: int) -> None:
    """Run one step in one transaction."""
    connection = database.connection()
    try:
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{sql}\nPRAGMA application_id = {APPLICATION_ID};"
            f"\nPRAGMA user_version = {number};\nCOMMIT;"
        )
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
