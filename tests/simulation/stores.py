"""Where a hub of the simulation keeps what it has: a file, or a database of a real server."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from db.hub_store import HubFile
from db.postgres import PostgresSql
from db.sql import Sql, Values
from tests.postgres import Server
from tests.simulation.checks import bytes_left, dump
from tests.simulation.crashing import Crash, CrashingDatabase, Fuse

FILE = "hub.db"


class HubStore(Protocol):
    """A store whose program can die, and of which people keep a copy."""

    @property
    def copied(self) -> bool:
        """Whether there is a copy."""

    def open(self) -> Sql:
        """Open it as a starting hub does."""

    def close(self) -> None:
        """Let it go."""

    def copy(self) -> None:
        """Keep a copy, instead of an older one; while it is closed."""

    def put_back(self) -> None:
        """Put the copy in place; while it is closed."""

    def left_of(self, tokens: Iterable[str]) -> list[str]:
        """Find erased texts in it; while it is open."""


NewStore = Callable[[Path, Fuse], HubStore]
"""Makes an empty store for a hub: its folder, and what its program dies by."""


class FileStore:
    """One SQLite file."""

    def __init__(self, folder: Path, fuse: Fuse) -> None:
        self._folder, self._fuse = folder, fuse
        self._copy = folder.with_name(f"{folder.name}.copy")

    @property
    def copied(self) -> bool:
        """Whether there is a copy."""
        return self._copy.exists()

    def open(self) -> Sql:
        """Open it as a starting hub does."""
        self._database = CrashingDatabase(self._folder / FILE, self._fuse)
        return HubFile(self._database)

    def close(self) -> None:
        """Let it go."""
        self._database.close_everywhere()

    def copy(self) -> None:
        """Keep a copy, instead of an older one; while it is closed."""
        shutil.copyfile(self._folder / FILE, self._copy)

    def put_back(self) -> None:
        """Put the copy in place; while it is closed."""
        for ending in ("-wal", "-shm"):
            (self._folder / f"{FILE}{ending}").unlink(missing_ok=True)
        shutil.copyfile(self._copy, self._folder / FILE)

    def left_of(self, tokens: Iterable[str]) -> list[str]:
        """Find erased texts in its raw bytes."""
        return bytes_left(self._folder, tokens)


class DatabaseStore:
    """One database of a PostgreSQL server; a copy is another."""

    def __init__(self, server: Server, fuse: Fuse) -> None:
        self._server, self._fuse = server, fuse
        self._url = server.new_database()
        self._name = self._url.partition("@/")[2].partition("?")[0]
        self.copied = False

    def open(self) -> Sql:
        """Open it as a starting hub does."""
        self._sql = CrashingPostgres(self._url, self._fuse)
        return self._sql

    def close(self) -> None:
        """Let it go."""
        self._sql.close()

    def copy(self) -> None:
        """Keep a copy, instead of an older one; while it is closed."""
        self._make(f"{self._name}_copy", self._name)
        self.copied = True

    def put_back(self) -> None:
        """Put the copy in place; while it is closed."""
        self._make(self._name, f"{self._name}_copy")

    def left_of(self, tokens: Iterable[str]) -> list[str]:
        """Find erased texts in any row: what its own log holds is its operator's."""
        rows = repr(dump(self._sql)).encode()
        return [f"{token} in {self._name}" for token in tokens if token.encode() in rows]

    def _make(self, name: str, like: str) -> None:
        self._server.run_sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self._server.run_sql(f"CREATE DATABASE {name} TEMPLATE {like}")


class CrashingPostgres(PostgresSql):
    """A database whose program dies when the fuse says so; the server lives on."""

    def __init__(self, url: str, fuse: Fuse) -> None:
        super().__init__(url)
        self._fuse, self._dead = fuse, False

    def fetch(self, text: str, values: Values = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question, unless the program dies at it."""
        with self._statement():
            return super().fetch(text, values)

    def run(self, text: str, values: Values = ()) -> int:
        """Run a statement, unless the program dies at it."""
        with self._statement():
            return super().run(text, values)

    def run_many(self, text: str, rows: Iterable[Values]) -> None:
        """Run a statement for every row, unless the program dies between two of them."""
        for row in rows:
            self.run(text, row)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, or nothing: dead before COMMIT, or just after."""
        with self._statement():
            pass
        ends = False
        with super().transaction():
            yield
            ends = self._ends()
            if ends and not self._fuse.after:
                self._die()
        if ends:
            self._die()

    @contextmanager
    def _statement(self) -> Iterator[None]:
        ends = self._ends()
        if ends and not self._fuse.after:
            self._die()
        yield
        if ends:
            self._die()

    def _ends(self) -> bool:
        if self._dead:
            raise Crash
        return self._fuse.burn()

    def _die(self) -> None:
        """Hang up as a dead program does: the server takes back what is open."""
        self._dead = True
        self._fuse.left = None
        self.close()
        raise Crash
