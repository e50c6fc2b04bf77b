"""An office whose desks and hub are killed, and what must be left of them."""

import random
import re
import shutil
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from os import killpg
from pathlib import Path
from signal import SIGKILL

from db import exchange_store, feed_store, journal
from db.desk import make_desk
from db.folder import make_records
from db.hub_store import HubStore, open_hub_store
from db.sql import SqliteSql
from desktop_app.session import Session
from desktop_app.use_cases.office import accept_invitation
from desktop_app.use_cases.upkeep import check
from sync.hub import Hub
from sync.invitation import invitation_text
from sync.stick import packets_on
from tests import exchanging_desk
from tests.exchanging_desk import BACK, SLOW, THERE, open_desk, world_at
from tests.fuse import LIT
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sound_hub import problems_of_hub
from tests.sync.hubs import COUNTY, PASSPHRASE, open_made_up_hub

LONGEST_WAIT = 120
"""Seconds until something that does not come is taken for an error."""

BURNS = 1.0
"""Seconds that a fuse may burn."""

TOKEN = re.compile(rb"~([A-Z]\d+)\.\d+\.(\d+)([nw])~")

Position = tuple[bytes, int]
"""The key of a feed and a sequence number in it."""

_PROCESSES = get_context("forkserver")
_PROCESSES.set_forkserver_preload([exchanging_desk.__name__, *SLOW])


class Runner:
    """A process that is killed and started again; what it said stays."""

    def __init__(self, log: Path) -> None:
        self.log, self._read = log, 0
        self._process: ForkServerProcess | None = None

    def start(self, target: Callable[..., None], *arguments: object) -> None:
        """Start it and wait until it is at work."""
        before = self._size()
        self._process = _PROCESSES.Process(target=target, args=(*arguments, self.log))
        self._process.start()
        self._wait_for(("at work",), before)

    def burn(self) -> None:
        """Let it die at a statement of its own soon, or by the clock after a while."""
        assert self._process is not None
        assert self._process.pid is not None
        killpg(self._process.pid, LIT)
        self._process.join(BURNS)
        self.kill()

    def kill(self) -> None:
        """Kill it, and all that it started, at once."""
        process = self._process
        if process is None or process.pid is None:
            return
        with suppress(ProcessLookupError):  # it is dead
            killpg(process.pid, SIGKILL)
        process.kill()
        process.join()
        self._process = None

    @property
    def alive(self) -> bool:
        """Say whether it still runs by itself."""
        return self._process is not None and self._process.is_alive()

    def wait_for(self, *lines: str) -> None:
        """Wait until it says one of these lines anew."""
        self._wait_for(lines, self._size())

    def _wait_for(self, lines: tuple[str, ...], place: int) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while not any(line in lines for line in self._after(place)):
            assert self.alive, self.said()[-3:]
            assert time.monotonic() < end, f"{self.log.name} does not say {lines}"
            time.sleep(0.002)

    def said(self) -> list[str]:
        """Return all that it said since this was last asked."""
        lines = self._after(self._read)
        self._read += sum(len(line.encode()) + 1 for line in lines)
        return lines

    def _size(self) -> int:
        return self.log.stat().st_size if self.log.exists() else 0

    def _after(self, place: int) -> list[str]:
        if not self.log.exists():
            return []
        with self.log.open("rb") as file:
            file.seek(place)
            whole, _, _ = file.read().rpartition(b"\n")
        return whole.decode().splitlines()


@dataclass
class Desk:
    """A desk as the one who kills it knows it.

    ``kept`` are the tokens that must be in its folder, ``forever`` those that must be
    everywhere in the end, ``arrived`` those that the hub has; ``promised`` is how far each feed
    stands as 已到旗县, with the chain. A desk that was set back is ``mending`` until it was at the
    hub: meanwhile a branch and what was written again of it may stand beside each other.
    """

    name: str
    folder: Path
    key: bytes
    runner: Runner
    lives: int = 0
    kept: set[str] = field(default_factory=set)
    forever: set[str] = field(default_factory=set)
    promised: dict[bytes, tuple[int, bytes]] = field(default_factory=dict)
    arrived: set[str] = field(default_factory=set)
    copied: set[str] | None = None
    mending: bool = False
    heard: Counter[str] = field(default_factory=Counter)

    @property
    def stick(self) -> Path:
        """Return the stick of this desk."""
        return self.folder.with_name(f"stick-{self.name}")

    @property
    def copy(self) -> Path:
        """Return where the copy of its folder lies."""
        return self.folder.with_name(f"copy-{self.name}")

    def start(self, seed: int) -> None:
        """Let it live again."""
        self.lives += 1
        life = f"{self.name}{self.lives}"
        self.runner.start(
            exchanging_desk.work_at_desk, self.folder, self.key, self.stick, life, seed
        )

    @contextmanager
    def opened(self) -> Iterator[Session]:
        """Open its folder; it must be dead."""
        session = open_desk(self.folder, self.key)
        try:
            yield session
        finally:
            session.close()

    def hear(self) -> None:
        """Take note of what it said."""
        for line in self.runner.said():
            what, *words = line.split(" ", 3)
            self.heard[
                " ".join(line.split()[:2]) if what in {"at", "met", "refused"} else what
            ] += 1
            assert what != "wrong", line.encode().decode("unicode_escape", "replace")
            if what == "kept":
                self.kept.add(words[0])
                self.forever.add(words[0])
            elif what == "receipt":
                self.promise(bytes.fromhex(words[0]), int(words[1]), bytes.fromhex(words[2]))
            elif what in {"met", "read"}:
                self.mending = self.mending and words[0] != "True"
                self.heard["healed"] += int(words[1])

    def promise(self, key: bytes, seq: int, chain: bytes) -> None:
        """Take note of what stands as 已到旗县."""
        if seq >= self.promised.get(key, (0, b""))[0]:
            self.promised[key] = seq, chain


# What is left of a desk


def left_of(desk: Desk) -> None:
    """Look at the folder of a dead desk: sound, with all it kept, and nothing in part."""
    desk.hear()
    with desk.opened() as session:
        receipted: dict[bytes, int] = {}
        problems = check(session).problems
        assert problems == [], problems
        found = operations_in(session)
        sql = SqliteSql(session.store.database)
        for own in exchange_store.own_feeds(sql, session.store.desk.device):
            chain = feed_store.chain_at(sql, own.head.key, own.receipted)
            if own.receipted and chain is not None:
                desk.promise(own.head.key, own.receipted, chain)
                receipted[own.head.key] = own.receipted
    life = f"~{desk.name}{desk.lives}."
    told = {
        token: at
        for token, at in found.items()
        if token.startswith(life)
        or (token.endswith("n~") and not token.startswith(f"~{desk.name}"))
        or (token in desk.kept and not desk.mending)
    }
    assert halves(told) == [], {token: told[token] for token in halves(told)}
    assert desk.kept - found.keys() == set(), desk.kept - found.keys()
    desk.arrived |= {
        token for token, at in found.items() if all(seq <= receipted.get(key, 0) for key, seq in at)
    }
    for packet in packets_on(desk.stick / THERE):
        assert packet.problem == "" or not packet.path.exists()


def operations_in(session: Session) -> dict[str, list[Position]]:
    """Return where the entries of each operation stand that count in a folder.

    No feed may count up to the middle of an operation.
    """
    sql, found = SqliteSql(session.store.database), dict[str, list[Position]]()
    feeds = sql.fetch("SELECT id, key, applied_seq FROM feed WHERE length(village_code) = 12")
    for feed, key, applied in feeds:
        data = b""
        for seq, data in enumerate(feed_store.entries_between(sql, feed, 1, applied), start=1):
            for token in {match[0].decode() for match in TOKEN.finditer(data)}:
                found.setdefault(token, []).append((bytes(key), seq))
        assert not data or journal.decode_header(journal.unpack(data)[0]).remaining == 0
    return found


def halves(found: dict[str, list[Position]]) -> list[str]:
    """Return the operations that are there in part, or more than once."""
    return [token for token, at in found.items() if len(at) != int(token.split(".")[2][:-2])]


def set_back(desk: Desk) -> None:
    """Put an older copy of the folder in its place, as a restored backup is one.

    What was written since and stood as 已到旗县 must come back; the rest is gone with the copy.
    """
    assert desk.copied is not None
    shutil.rmtree(desk.folder)
    shutil.copytree(desk.copy, desk.folder)
    desk.forever = desk.copied | desk.arrived
    desk.kept = set(desk.copied)
    desk.mending = True


def copy_aside(desk: Desk) -> None:
    """Keep a copy of the folder of a dead desk."""
    shutil.rmtree(desk.copy, ignore_errors=True)
    shutil.copytree(desk.folder, desk.copy)
    desk.copied = set(desk.kept)


# The office


class Office:
    """A hub and two desks, alive until they are killed."""

    def __init__(self, home: Path, store: str, seed: int) -> None:
        self.home, self.store, self.chance = home, store, random.Random(seed)
        self.port = quiet_port()
        (home / "logs").mkdir()
        open_made_up_hub(store, home / "root.key")[1].close()
        self.hub = Runner(home / "logs" / "hub")
        self.carrier = Runner(home / "logs" / "carrier")
        self.desks = [self.new_desk(name) for name in "AB"]

    def new_desk(self, name: str) -> Desk:
        """Make a desk and invite it; its first exchange lets it in."""
        key = blake2b(name.encode(), digest_size=32).digest()
        desk = Desk(name, self.home / f"desk-{name}", key, Runner(self.home / "logs" / name))
        for way in (THERE, BACK):
            (desk.stick / way).mkdir(parents=True)
        world = world_at(self.home)
        database = make_records(desk.folder, key, key[:16])
        make_desk(
            database,
            officer=f"专员{name}",
            role="specialist",
            county_code=COUNTY,
            village_codes=(VILLAGE, OTHER_VILLAGE),
            training=False,
            random=world.random,
            now=world.now(),
        )
        database.close_everywhere()
        url = f"https://127.0.0.1:{self.port}"
        with self._opened_hub() as opened, desk.opened() as session:
            hub = Hub(opened.sql, opened.keys, world)
            villages = (VILLAGE, OTHER_VILLAGE)
            invitation = hub.invite(f"专员{name}", "specialist", villages, [url])
            accept_invitation(session, invitation_text(invitation))
        return desk

    def seed(self) -> int:
        """Return what a new life begins with."""
        return self.chance.randrange(1 << 30)

    def start_hub(self) -> None:
        """Serve the hub, once the port is free: its worker may die a little after it."""
        end = time.monotonic() + LONGEST_WAIT
        while not is_free(self.port):
            assert time.monotonic() < end, "the port of the hub does not get free"
            time.sleep(0.002)
        self.hub.start(exchanging_desk.serve_hub, self.store, self.home, self.port, self.seed())

    def start_carrier(self) -> None:
        """Let somebody carry the sticks."""
        sticks = [desk.stick for desk in self.desks]
        self.carrier.start(exchanging_desk.carry_sticks, self.store, self.home, sticks, self.seed())

    def kill_all(self) -> None:
        """End every process."""
        for runner in (*(desk.runner for desk in self.desks), self.carrier, self.hub):
            runner.kill()

    @contextmanager
    def _opened_hub(self) -> Iterator[HubStore]:
        opened = open_hub_store(self.store, PASSPHRASE)
        try:
            yield opened
        finally:
            opened.close()

    def look_at_hub(self) -> None:
        """Look whether the books of the hub hold together, and all that desks rely on is there."""
        for desk in self.desks:
            desk.hear()
        with self._opened_hub() as opened, opened.sql.transaction():
            if opened.shared:
                opened.sql.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            problems = problems_of_hub(opened.sql)
            assert problems == [], problems
            for desk in self.desks:
                for key, (seq, chain) in desk.promised.items():
                    assert feed_store.chain_at(opened.sql, key, seq) == chain, (desk.name, seq)


def is_free(port: int) -> bool:
    """Say whether a hub can listen on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def quiet_port() -> int:
    """Return a free port that no outgoing connection takes while the hub is dead."""
    return next(filter(is_free, iter(lambda: random.SystemRandom().randrange(12000, 32000), 0)))
