"""A records file whose program can die at any statement, as a power cut or a kill makes it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from sqlite3 import complete_statement
from typing import Any

from db.connection import RecordsDatabase


class Crash(BaseException):
    """The program died here; nothing after this line of it ran."""


class Fuse:
    """Counts statements down to a crash; shared by the files of one program."""

    def __init__(self) -> None:
        self.left: int | None = None
        self.after = False
        self.statements = 0

    def light(self, statements: int, *, after: bool) -> None:
        """Crash at that many statements from now: before it ran, or just after."""
        self.left, self.after = statements, after

    def burn(self) -> bool:
        """Count one statement; say whether the crash comes with it."""
        self.statements += 1
        if self.left is None:
            return False
        self.left -= 1
        return self.left <= 0


class CrashingDatabase(RecordsDatabase):
    """A plain records file; its connection dies when the fuse says so."""

    def __init__(self, path: Path, fuse: Fuse) -> None:
        super().__init__(path)
        self.fuse = fuse

    # peewee overrides

    def _connect(self) -> Any:
        raw = super()._connect()
        self._opened[-1] = raw
        return _Connection(raw, self.fuse)


class _Connection:
    """What the program sees of a connection."""

    def __init__(self, raw: Any, fuse: Fuse) -> None:
        self._raw, self._fuse = raw, fuse
        self._dead = False

    @property
    def in_transaction(self) -> bool:
        """Say whether a transaction is open; to a dead program nothing is."""
        return not self._dead and bool(self._raw.in_transaction)

    def execute(self, text: str, values: Sequence[Any] = ()) -> Any:
        """Run a statement, unless the program dies at it."""
        ends = self._ends()
        if ends and not self._fuse.after:
            self._die()
        cursor = self._raw.execute(text, values)
        if ends:
            self._die()
        return cursor

    def executemany(self, text: str, rows: Iterable[Sequence[Any]]) -> Any:
        """Run a statement for every row, unless the program dies between two of them."""
        for row in rows:
            self.execute(text, row)

    def executescript(self, text: str) -> None:
        """Run statement by statement, unless the program dies at one of them."""
        statement = ""
        for part in text.split(";"):
            statement += f"{part};"
            if complete_statement(statement):
                self.execute(statement)
                statement = ""

    def __getattr__(self, name: str) -> Any:
        """Return whatever else a connection has."""
        return getattr(self._raw, name)

    def _ends(self) -> bool:
        if self._dead:
            raise Crash
        return self._fuse.burn()

    def _die(self) -> None:
        """Let the file go as the system does for a dead program: what is open is not kept."""
        self._dead = True
        self._fuse.left = None
        self._raw.close()
        raise Crash
