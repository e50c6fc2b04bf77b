"""One desk of the simulation: a records file, a wrong clock, and a person who works on it."""

import json
import shutil
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from db import journal
from db.feed_store import entries_between
from db.folder import RECORDS as FILE
from db.ids import IdSource
from db.migrations import STEPS, migrate
from db.rows import columns
from db.shape import Shape
from db.sql import Sql, SqliteSql
from db.store import Store
from desktop_app.domain.records import Placement, Post, Roll
from sync.invitation import Invitation
from tests.older import (
    ALONE,
    EXCHANGING,
    NEWEST,
    make_records_of,
    program_of,
    shape_of,
    step_back,
)
from tests.simulation.crashing import CrashingDatabase, Fuse
from tests.simulation.facts import Fact

COUNTY = "150223"
VILLAGES = ("150223102200", "150223102201", "150223103200")
"""The three villages in which anything happens."""
APPROVAL = frozenset(
    columns(Post).index(name) + 1 for name in ("approved_on", "approved_by", "approval_number")
)
"""The columns of a post that only an office may fill."""
POST, PLACEMENT, ROLL = 5, 6, 15
DECISIONS = {
    POST: APPROVAL,
    PLACEMENT: frozenset(
        columns(Placement).index(name) + 1
        for name in (
            *("checked_on", "checked_by", "decided_on", "decided_by"),
            *("exit_approved_on", "exit_approved_by"),
        )
    ),
    ROLL: frozenset(columns(Roll).index(name) + 1 for name in ("approved_on", "approved_by")),
}
"""The columns that only an office may fill, by the number of their table."""
CLOSED = {
    ROLL: frozenset(
        columns(Roll).index(name) + 1
        for name in (
            *("month", "department", "closed_on", "closed_by"),
            *("people", "total_fen", "sha256", "rules"),
        )
    )
}
"""The columns that nobody changes, of tables whose rows nobody removes or moves."""
START = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)


@dataclass
class Time:
    """The true time; every desk is off by its own amount."""

    moment: datetime = START

    def pass_minutes(self, minutes: float) -> None:
        """Let time go on."""
        self.moment += timedelta(minutes=minutes)


@dataclass
class Desk:
    """A desk with its file; ``prefixes`` is what it was set up for.

    ``honest`` is false for one whose program was tampered with. ``program`` is the version of
    the program it has (``tests.older``); one without an exchange works by itself.
    """

    name: str
    folder: Path
    time: Time
    dice: Random
    slow: timedelta
    role: str
    villages: tuple[str, ...]
    officer: bytes
    program: int = NEWEST
    honest: bool = True
    prefixes: tuple[str, ...] = ()
    invitation: Invitation | None = None
    fuse: Fuse = field(default_factory=Fuse)
    typed: list[str] = field(default_factory=list)
    acknowledged: dict[str, frozenset[bytes]] = field(default_factory=dict)
    tokens: int = 0

    def __post_init__(self) -> None:
        """Make the file of a new desk."""
        self.folder.mkdir(parents=True)
        shutil.copyfile(_empty_file(self._shaped), self.folder / FILE)
        self.open()
        self.database.connection().execute(
            "INSERT INTO desk VALUES (1, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            (
                self.random(32),
                self.random(4),
                self.officer,
                f"专员{self.name}",
                self.role,
                COUNTY,
                json.dumps(self.villages),
                self.now().isoformat(),
            ),
        )
        self.reopen()

    def now(self) -> datetime:
        """Return what the clock of this desk shows."""
        return self.time.moment + self.slow

    def random(self, length: int) -> bytes:
        """Return bytes that the seed decides."""
        return self.dice.randbytes(length)

    def open(self) -> None:
        """Open the file as a starting program does: it takes the shape of the program's files."""
        self.database = CrashingDatabase(self.folder / FILE, self.fuse)
        migrate(self.database, lambda: None, STEPS[: self._shaped])
        new_id = IdSource(self.now, self.random)
        rows = self.database.connection().execute("SELECT count(*) FROM desk").fetchone()
        if rows[0]:
            self.store = Store(self.database, random=self.random, now=self.now, new_id=new_id)

    def close(self) -> None:
        """Let the file go."""
        self.database.close_everywhere()

    def reopen(self) -> None:
        """Stop the program and start it again."""
        self.fuse.left = None
        self.close()
        self.open()

    def update(self, program: int) -> None:
        """Install a newer program, and start it."""
        if self.program == ALONE:
            step_back(self.database)  # what the program without an exchange would have left
        self.program = program
        self.close()
        self.open()

    def knowing(self) -> AbstractContextManager[None]:
        """Let everything inside know no more of the records than the program here."""
        return program_of(self._shaped)

    def copy_file(self, target: Path) -> None:
        """Keep a copy of the file, as a backup does."""
        self.close()
        shutil.copyfile(self.folder / FILE, target)
        self.open()

    def put_back(self, copy: Path) -> None:
        """Put an older file in place by hand: no program begins a new epoch here."""
        self.close()
        for ending in ("-wal", "-shm"):
            (self.folder / f"{FILE}{ending}").unlink(missing_ok=True)
        shutil.copyfile(copy, self.folder / FILE)
        self.open()

    def clone(self, name: str, folder: Path, dice: Random) -> "Desk":
        """Return a second laptop with a copy of this desk's folder."""
        copy = Desk(
            name,
            folder,
            self.time,
            dice,
            self.slow,
            self.role,
            self.villages,
            self.officer,
            self.program,
        )
        self.close()
        copy.put_back(self.folder / FILE)
        self.open()
        return copy

    def token(self) -> str:
        """Return a text that nothing else in this world says."""
        self.tokens += 1
        said = f"«{self.name}.{self.tokens}.{self.dice.randrange(1 << 30):x}»"
        self.typed.append(said)
        return said

    @property
    def sql(self) -> SqliteSql:
        """Return the file as the exchange sees it."""
        return SqliteSql(self.database)

    @property
    def shape(self) -> Shape:
        """Return what its program knows of the records."""
        return shape_of(self._shaped)

    @property
    def _shaped(self) -> int:
        """Return how many steps its file has taken; one that works alone is stepped back later."""
        return max(self.program, EXCHANGING)

    @property
    def device(self) -> bytes:
        """Return the 16-byte name of the desk."""
        return self.store.desk.device


@cache
def _empty_folder(version: int) -> TemporaryDirectory[str]:
    """Return a folder with a file of a version without a desk in it; it goes with this process."""
    made = TemporaryDirectory(prefix="simulation-")
    make_records_of(version, Path(made.name)).close_everywhere()
    return made


def _empty_file(version: int) -> Path:
    return Path(_empty_folder(version).name) / FILE


def stored_facts(sql: Sql) -> list[Fact]:
    """Return every entry that a store holds, whoever wrote it; villages only."""
    found: list[Fact] = []
    feeds = sql.fetch(
        "SELECT id, device, village_code, epoch, head_seq FROM feed WHERE length(village_code) = 12"
    )
    for feed, device, village, epoch, last in feeds:
        for data in entries_between(sql, feed, 1, last):
            head, salt, payload = journal.unpack(data)
            said = None if salt is None else _content(payload)
            committed = journal.commitment(head, salt, payload)
            header = journal.decode_header(head)
            found.append(Fact(device, village, epoch, header, said, committed, salt))
    return found


def _content(payload: bytes) -> Any:
    """Return a payload, read without any check of its form."""
    try:
        return journal.unpack(payload)
    except msgspec.DecodeError:
        return "unreadable"
