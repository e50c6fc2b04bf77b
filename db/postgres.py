"""A PostgreSQL database, or one that speaks its language, as ``Sql``.

Everything runs in READ COMMITTED with the rows that matter locked; where a database is stricter
and asks to begin again, ``in_transaction`` does.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from db.postgres_failures import TryAgain, postgres_told
from db.sql import Sql, Values
from desktop_app.domain.errors import Refused, Unavailable

if TYPE_CHECKING:
    from psycopg import Connection

SCHEMES = ("postgresql://", "postgres://")
TRIES = 8
"""How often a transaction is begun again before a person hears of it."""

T = TypeVar("T")

_QUOTED = re.compile(r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")")
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LASTING = {"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on"}


class PostgresSql:
    """A database by its URL; one connection for each thread that uses it.

    A URL may say ``schema=NAME``: then all tables lie in that schema, so that several hubs can
    share one database.
    """

    lock = " FOR UPDATE"

    def __init__(self, url: str) -> None:
        self.url, self.schema = _without_schema(url)
        self._local = threading.local()
        self._opened: list[Connection[tuple[Any, ...]]] = []
        self._guard = threading.Lock()

    def fetch(self, text: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        with postgres_told():
            return self._connection().execute(*_bound(text, values)).fetchall()

    def run(self, text: str, values: Values = ()) -> int:
        """Run a statement; return how many rows it touched."""
        with postgres_told():
            return self._connection().execute(*_bound(text, values)).rowcount

    def run_many(self, text: str, rows: Iterable[Values]) -> None:
        """Run a statement for each of ``rows``."""
        with postgres_told(), self._connection().cursor() as cursor:
            cursor.executemany(_marks(text).encode(), [tuple(row) for row in rows])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, durably, or nothing; not nested."""
        connection = self._connection()
        with postgres_told(), connection.transaction():
            yield

    def scrub(self) -> None:
        """Let the database reuse, and so overwrite, what was overwritten; not in a transaction.

        What lies in its own log and backups goes when its operator lets them go.
        """
        self.run("VACUUM segment")
        self.run("VACUUM tail")

    def make_schema(self) -> None:
        """Make the schema that the URL names, if there is none yet."""
        if self.schema:
            self.run(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")

    def close(self) -> None:
        """Close the connections of every thread; none of them may be at work."""
        with self._guard:
            while self._opened:
                self._opened.pop().close()
        self._local = threading.local()

    def _connection(self) -> Connection[tuple[Any, ...]]:
        """Return the connection of this thread, opened anew if the last one broke."""
        found: Connection[tuple[Any, ...]] | None = getattr(self._local, "connection", None)
        if found is None or found.closed:
            found = self._connect()
            self._local.connection = found
            with self._guard:
                self._opened = [each for each in self._opened if not each.closed]
                self._opened.append(found)
        return found

    def _connect(self) -> Connection[tuple[Any, ...]]:
        import psycopg

        with postgres_told():
            connection = psycopg.connect(
                self.url, autocommit=True, connect_timeout=10, client_encoding="UTF8"
            )
            try:
                self._set_up(connection)
            except BaseException:
                connection.close()
                raise
        return connection

    def _set_up(self, connection: Connection[tuple[Any, ...]]) -> None:
        connection.execute("SET synchronous_commit TO on")
        connection.execute("SET client_min_messages TO warning")
        connection.execute("SET idle_in_transaction_session_timeout TO '60s'")
        if self.schema:
            connection.execute(f"SET search_path TO {self.schema}".encode())
        for name, wanted in _LASTING.items():
            # Databases of other makers lack some of these: what is not there cannot be off.
            row = connection.execute("SELECT current_setting(%s, true)", (name,)).fetchone()
            if row is not None and row[0] not in (None, "", wanted):
                raise Unavailable(
                    f"数据库没有打开安全写入（{name} 不是 {wanted}），断电会丢失已签收的数据，"
                    "所以没有使用它。",
                    advice=f"请在数据库的配置里把 {name} 设为 {wanted}，重新启动数据库，再试一次。",
                )
        row = connection.execute("SELECT current_setting('server_encoding', true)").fetchone()
        if row is not None and row[0] not in (None, "", "UTF8"):
            raise Unavailable(
                f"数据库的编码是 {row[0]}，存不下蒙古文和生僻字，所以没有使用它。",
                advice="请新建一个编码为 UTF8 的数据库，再把地址改成它。",
            )


def in_transaction(sql: Sql, action: Callable[[], T]) -> T:
    """Return what ``action`` returns, run in one transaction; it is kept whole or not at all.

    Where the database gives up because others were at work, it is run again from its start.
    """
    for left in range(TRIES - 1, -1, -1):
        try:
            with sql.transaction():
                return action()
        except TryAgain:
            if not left:
                raise
    raise AssertionError  # the last try returned or raised


def is_url(store: str) -> bool:
    """Say whether a store is named by the URL of a database, not by a folder."""
    return store.startswith(SCHEMES)


def _without_schema(url: str) -> tuple[str, str]:
    """Return the URL as the driver takes it, and the schema it named or an empty text."""
    base, _, query = url.partition("?")
    asked = dict(parse_qsl(query, keep_blank_values=True))
    schema = asked.pop("schema", "")
    if schema and not _SCHEMA.fullmatch(schema):
        raise Refused(
            "数据库地址里 schema= 后面的名字不能用。",
            advice="请用小写字母开头，只用小写字母、数字和下划线，例如 schema=c150223。",
        )
    if not schema:
        return url, ""
    return f"{base}?{urlencode(asked)}" if asked else base, schema


def _bound(text: str, values: Values) -> tuple[bytes, tuple[Any, ...] | None]:
    # Without values the driver reads the text as it is: neither marks nor percent signs count.
    return (_marks(text).encode(), tuple(values)) if values else (text.encode(), None)


@lru_cache(maxsize=512)
def _marks(text: str) -> str:
    """Return a text with the driver's marks for values; what is quoted stays as it is."""
    pieces = _QUOTED.split(text.replace("%", "%%"))
    pieces[::2] = [piece.replace("?", "%s") for piece in pieces[::2]]
    return "".join(pieces)
