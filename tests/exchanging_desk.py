"""What is killed in the tests of the exchange: a desk, its hub, and who carries sticks between.

Each works for ever in a process of its own and tells in a file what it has done: ``kept TOKEN``
after the commit of an operation, ``receipt FEED SEQUENCE CHAIN`` for what stands as 已到旗县,
``at STEP`` before each step, ``wrong …`` for what must never happen.

Every value that an operation writes holds its token ``~DESK.LIFE.NUMBER.ENTRIES~``, so that one
sees in any journal how much of which operation is there. The token of an operation about two
villages ends with ``w~``: its halves travel apart.
"""

import os
import random
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from multiprocessing import parent_process, set_start_method
from pathlib import Path
from threading import Thread
from uuid import UUID

from db import exchange_store, feed_store
from db.connection import fetch_sql
from db.folder import open_records
from db.folder_lock import FolderLock
from db.hub_store import open_hub_store
from db.rows import columns, table_number
from db.sql import SqliteSql
from desktop_app.domain.errors import Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Household, Person
from desktop_app.session import Session
from desktop_app.use_cases.carrying import read_packet, write_work
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.office import invitation_of
from desktop_app.world import World
from sync.client import HttpPeer
from sync.connecting import connect_directly
from sync.hub import Hub
from sync.serve import serve
from sync.stick import next_name, remove_unfinished
from tests.fuse import LIT, Fuse, FusedSql
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sync.hubs import PASSPHRASE

SLOW = ("granian.server", "httpx", "psycopg", "sqlcipher3.dbapi2", "db.writing", "db.query_texts")
"""What these processes need besides; loaded once for all of them."""

THERE, BACK = "there", "back"
"""Where on a stick a desk puts its work, and where the office puts replies."""

REST = 0.01
PHONE = columns(Person).index("phone") + 1


class Told:
    """A file that keeps what was said, whatever becomes of who said it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def __call__(self, line: str) -> None:
        """Say a line at once."""
        os.write(self._file, f"{line}\n".encode())


@contextmanager
def told_to(path: Path) -> Iterator[Told]:
    """Begin a life in a group of its own: it ends with a kill, or by what it says is wrong."""
    os.setsid()
    Thread(target=_outlive_nobody, daemon=True).start()
    told = Told(path)
    try:
        yield told
    except BaseException:
        told(f"wrong {traceback.format_exc()!r}")
        raise


def _outlive_nobody() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.killpg(0, signal.SIGKILL)


def world_at(home: Path) -> World:
    """Return the real world, with a home of its own."""
    return World(
        now=lambda: datetime.now(UTC), random=os.urandom, home=home, connect=connect_directly
    )


def open_desk(folder: Path, key: bytes) -> Session:
    """Open the encrypted folder of a desk."""
    lock = FolderLock(folder)
    world = world_at(folder)
    return Session(folder, open_records(folder, key, key[:16], world.now), world, lock)


def peer_at_once(session: Session, url: str, progress: Progress | None = None) -> HttpPeer:
    """Return the hub; what fails is asked again without a pause."""
    invitation = invitation_of(session)
    assert invitation is not None
    return HttpPeer(
        url,
        invitation.tls_certificate,
        realm=invitation.realm,
        device=session.store.desk.device,
        sign=session.store.desk.sign,
        random=os.urandom,
        progress=progress,
        sleep=lambda _seconds: None,
    )


# A desk


def work_at_desk(folder: Path, key: bytes, stick: Path, life: str, seed: int, log: Path) -> None:
    """Write, exchange and carry for ever."""
    with told_to(log) as told:
        session = open_desk(folder, key)
        session.store.database.connection().set_trace_callback(Fuse(seed).burn)
        desk = WorkingDesk(session, stick, life, random.Random(seed), told)
        told("at work")
        while True:
            desk.live()
            time.sleep(REST)


class WorkingDesk:
    """One life of a desk."""

    def __init__(
        self, session: Session, stick: Path, life: str, chance: random.Random, told: Told
    ) -> None:
        self._session, self._stick, self._life = session, stick, life
        self._chance, self._told = chance, told
        self._number = 0

    def live(self) -> None:
        """Do a few things and take them to the office."""
        for _ in range(self._chance.randint(1, 3)):
            self._told("at writing")
            self._chance.choice((self._register, self._edit, self._edit, self._settle))()
        self._chance.choice((self._exchange, self._exchange, self._exchange, self._carry))()

    # writing

    def _register(self) -> None:
        """Register a household with its people, now and then one in each village."""
        wide = self._chance.random() < 0.2
        villages = [VILLAGE, OTHER_VILLAGE] if wide else [self._village()]
        people = self._chance.randint(1, 3)
        token = self._token(len(villages) * (1 + people), wide=wide)
        with self._session.operation("test", "登记") as operation:
            for village in villages:
                household = operation.save(Household(village_code=village, number=token))
                for place in range(people):
                    operation.save(
                        Person(
                            village_code=village,
                            household_id=household.id,
                            name=f"乌云{token}",
                            relation="01" if place == 0 else "10",
                            phone="1380000",
                        )
                    )
        self._told(f"kept {token}")

    def _edit(self) -> None:
        """Give several people of a village another telephone, in one operation."""
        people = self._session.find(Person, village_code=self._village())[-8:]
        chosen = self._chance.sample(people, min(len(people), self._chance.randint(1, 5)))
        if not chosen:
            self._register()
            return
        token = self._token(len(chosen))
        with self._session.operation("test", "改电话") as operation:
            for person in chosen:
                operation.write(Person, person.id.bytes, [(PHONE, token)])
        self._told(f"kept {token}")

    def _settle(self) -> None:
        """Decide on a telephone that both desks changed."""
        sql = "SELECT row FROM conflict WHERE table_number = ? AND col = ?"
        found = fetch_sql(self._session.store.database, sql, (table_number(Person), PHONE))
        if not found:
            self._edit()
            return
        person = self._session.get(Person, UUID(bytes=self._chance.choice(found)[0]))
        token = self._token(1)
        with self._session.operation("settle_conflict", "确认") as operation:
            operation.settle(person, {PHONE: token})
        self._told(f"kept {token}")

    def _village(self) -> str:
        return self._chance.choice((VILLAGE, VILLAGE, OTHER_VILLAGE))

    def _token(self, entries: int, *, wide: bool = False) -> str:
        self._number += 1
        return f"~{self._life}.{self._number}.{entries}{'w' if wide else 'n'}~"

    # exchanging

    def _exchange(self) -> None:
        self._told("at exchange")
        try:
            report = synchronise(self._session, connect=peer_at_once)
        except Unavailable:  # the hub is dead
            time.sleep(5 * REST)
        else:
            self._told(f"met {report.same} {report.healed}")
            for _feed, code in report.refused:
                self._told(f"refused {code}")
        self._say_receipts()

    def _carry(self) -> None:
        """Put what has no receipt on the stick, and read what came back on it."""
        self._told("at packet")
        there = self._stick / THERE
        remove_unfinished(there)
        write_work(self._session, next_name(there, self._session.today()))
        for reply in sorted((self._stick / BACK).glob("*.nutag")):
            self._told("at reply")
            report = read_packet(self._session, reply)
            self._told(f"read {report.received} {report.healed}")
            for _feed, code in report.refused:
                self._told(f"refused {code}")
            reply.unlink()
        self._say_receipts()

    def _say_receipts(self) -> None:
        sql = SqliteSql(self._session.store.database)
        for own in exchange_store.own_feeds(sql, self._session.store.desk.device):
            chain = feed_store.chain_at(sql, own.head.key, own.receipted)
            if own.receipted and chain is not None:
                self._told(f"receipt {own.head.key.hex()} {own.receipted} {chain.hex()}")


# A hub


def serve_hub(store: str, home: Path, port: int, seed: int, log: Path) -> None:
    """Serve a hub; it and its worker are one group of processes."""
    set_start_method("fork", force=True)  # its worker need not load everything again
    with told_to(log):
        signal.signal(LIT, signal.SIG_IGN)  # it is the worker that has the fuse
        opened = open_hub_store(store, PASSPHRASE)
        keys = opened.keys
        opened.close()
        serve(
            partial(_open_hub, store, home, seed),
            "127.0.0.1",
            port,
            tls_key=keys.tls_key,
            tls_certificate=keys.tls_certificate,
            ready=partial(_say, log, "at work"),
        )


def _open_hub(store: str, home: Path, seed: int) -> Hub:
    opened = open_hub_store(store, PASSPHRASE)
    return Hub(FusedSql(opened.sql, Fuse(seed).burn), opened.keys, world_at(home))


def _say(log: Path, line: str) -> None:
    Told(log)(line)


def carry_sticks(store: str, home: Path, sticks: list[Path], seed: int, log: Path) -> None:
    """Take in every packet at the hub, and put the replies on the sticks, for ever."""
    with told_to(log) as told:
        hub = _open_hub(store, home, seed)
        told("at work")
        while True:
            for stick in sticks:
                remove_unfinished(stick / BACK)
                for packet in sorted((stick / THERE).glob("*.nutag")):
                    told("at packet")
                    taken = hub.read_packet(packet)
                    told("at reply")
                    hub.write_reply(stick / BACK, taken.card.sender)
                    packet.unlink()
            time.sleep(2 * REST)
