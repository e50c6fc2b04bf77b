"""Opens the records file: encrypted by SQLCipher, or plain for the training folder.

Every promise of durability rests on settings of SQLite, so each is read back after it is set.
"""

import sqlite3
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase

from db.failures import told
from db.name_order import COLLATION, compare_names
from desktop_app.domain.errors import Unavailable

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a write-ahead log at its reset (fixed in 3.51.3)."""

CACHE_KIB = 45_056


class RecordsDatabase(SqliteDatabase):
    """One records file, through peewee; one connection for each thread that uses it.

    ``key`` is 32 bytes and ``salt`` 16; without them the file is plain, on the driver of the
    standard library.
    """

    def __init__(self, path: Path, key: bytes = b"", salt: bytes = b"") -> None:
        self.path, self.key, self.salt = path, key, salt
        self._opened: list[Any] = []
        super().__init__(str(path), timeout=10)

    def close_everywhere(self) -> None:
        """Close the connections of every thread; none of them may be at work."""
        self.close()
        while self._opened:
            self._opened.pop().close()

    # peewee overrides

    def connection(self) -> Any:
        """Return the connection of this thread, opened when it is first asked for."""
        return super().connection()  # type: ignore[no-untyped-call] # peewee has no types

    def _connect(self) -> Any:
        connection = self._keyed() if self.key else sqlite3.connect(**self._arguments())
        try:
            _set_up(connection, encrypted=bool(self.key))
        except Exception:  # whatever it was, the half opened file is let go
            connection.close()
            raise
        self._opened.append(connection)
        return connection

    def _arguments(self) -> dict[str, Any]:
        return {
            "database": str(self.path),
            "timeout": 10,
            "isolation_level": None,
            "check_same_thread": False,
            "cached_statements": 256,
        }

    def _keyed(self) -> Any:
        from sqlcipher3 import dbapi2

        if dbapi2.sqlite_version_info < OLDEST_SQLITE:
            raise Unavailable(
                "这台电脑上的数据库组件太旧，继续写入可能损坏数据，所以没有打开。",
                advice="请重新安装本程序的最新版本，再打开一次。",
            )
        connection = dbapi2.connect(**self._arguments())
        connection.execute("PRAGMA cipher_log_level = NONE")  # people read our sentences instead
        connection.execute(f"PRAGMA key = \"x'{self.key.hex()}{self.salt.hex()}'\"")
        return connection


def _set_up(connection: Any, *, encrypted: bool) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "temp_store": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cache_size": -CACHE_KIB,
    }
    if encrypted:
        connection.execute("PRAGMA cipher_memory_security = OFF")
    for name, value in wanted.items():
        connection.execute(f"PRAGMA {name} = {value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()[0]
        if found != value:
            raise Unavailable(
                f"这个磁盘不支持数据库的安全写入方式（{name}），所以没有打开。",
                advice="请把数据文件夹放在本机硬盘上，不要放在网络盘或U盘上。",
            )
    connection.create_collation(COLLATION, compare_names)


def fetch_sql(
    database: RecordsDatabase, sql: str, values: tuple[Any, ...] | list[Any] = ()
) -> list[tuple[Any, ...]]:
    """Return the rows of an SQL text as tuples; ``Unavailable`` where the file fails."""
    with told():
        rows: list[tuple[Any, ...]] = database.connection().execute(sql, values).fetchall()
    return rows
