"""Hubs and desks for tests: real stores, made-up officers, a clock that stands still."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from db import bodies, journal
from db.desk import make_desk
from db.folder_lock import FolderLock
from db.hub_store import HubStore
from db.journal import FeedHead, Header, Run
from db.key_envelope import Cost
from desktop_app.session import Session
from desktop_app.world import World
from sync.hub import Hub
from sync.hub_init import init_hub
from sync.invitation import Invitation, enrol_request
from sync.messages import (
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HelloAnswer,
    PullAnswer,
    Push,
    PushAnswer,
)
from tests.older import NEWEST, make_records_of
from tests.sessions import OTHER_VILLAGE, VILLAGE, Clock, Dice

CHEAP = Cost(memory_kib=64, passes=1)
PASSPHRASE = "hub 2026 达茂旗"
COUNTY = "150223"

ON_BOTH_STORES = pytest.mark.parametrize("hub_place", ["sqlite", "postgresql"], indirect=True)
"""Marks tests whose ``hub`` is to be kept in a file, and then in PostgreSQL."""


def open_made_up_hub(
    store: str, root_file: Path, *, county: str = COUNTY, name: str = "达茂旗就业服务中心"
) -> tuple[Hub, HubStore]:
    """Make a hub in a store and return it with the store to close."""
    world = world_of(root_file.parent, f"hub {county}")
    opened = init_hub(
        store,
        PASSPHRASE,
        name=name,
        county_code=county,
        root_file=root_file,
        root_passphrase="root 2026",
        world=world,
        cost=CHEAP,
    )
    return Hub(opened.sql, opened.keys, world), opened


def world_of(home: Path, name: str) -> World:
    """Return a world whose dice fall as in no other with another name."""
    start = int.from_bytes(blake2b(name.encode(), digest_size=6).digest())
    return World(now=Clock(), random=Dice(count(start)), home=home)


def open_made_up_desk(folder: Path, name: str, version: int = NEWEST) -> Session:
    """Open a session on a new desk with a key of its own, its file of a version."""
    world = world_of(folder, name)
    database = make_records_of(version, folder)
    make_desk(
        database,
        officer="苏日娜",
        role="specialist",
        county_code=COUNTY,
        village_codes=(VILLAGE, OTHER_VILLAGE),
        training=False,
        random=world.random,
        now=world.now(),
    )
    return Session(folder, database, world, FolderLock(folder))


@dataclass
class Author:
    """A desk reduced to its key and what it has written: enough to talk to a hub."""

    number: int
    epoch: bytes = b"ep01"
    written: dict[str, list[bytes]] = field(default_factory=dict)
    dice: Dice = field(default_factory=Dice)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        """Make the key from the number."""
        self.signer = Ed25519PrivateKey.from_private_bytes(bytes([self.number]) * 32)
        self.public_key = self.signer.public_key().public_bytes_raw()
        self.device = journal.device_id(self.public_key)

    def write(self, count: int, village: str = VILLAGE, text: str = "敖特根") -> None:
        """Write creations of made-up rows."""
        entries = self.written.setdefault(village, [])
        for seq in range(len(entries) + 1, len(entries) + count + 1):
            header = Header(
                seq, seq << 16, 0, b"u" * 16, "test", 0, journal.CREATE, 2, self.dice(16), 1
            )
            entries.append(
                journal.encode_entry(
                    journal.encode_header(header),
                    self.dice(journal.SALT),
                    journal.pack([f"{text}{seq}"]),
                )
            )

    def runs(self, village: str = VILLAGE, after: int = 0, last: int | None = None) -> list[Run]:
        """Return signed runs of what was written about a village."""
        entries = self.written.get(village, [])
        end = len(entries) if last is None else last
        key = journal.feed_key(self.device, village, self.epoch)
        chain, runs, first = journal.START, list[Run](), after + 1
        for seq, data in enumerate(entries[:end], start=1):
            chain = journal.link(chain, journal.commitment_of(data))
            if seq >= first and (seq % journal.SEGMENT == 0 or seq == end):
                signature = self.signer.sign(journal.checkpoint_text(key, seq, chain))
                body = bodies.pack_body(entries[first - 1 : seq])
                runs.append(
                    Run(self.device, village, self.epoch, first, seq, body, chain, signature)
                )
                first = seq + 1
        return runs

    def heads(self) -> list[FeedHead]:
        """Return how far each feed reaches."""
        return [
            FeedHead(run.device, run.village, run.epoch, run.last, run.chain)
            for village in self.written
            for run in self.runs(village)[-1:]
        ]

    def request(self, invitation: Invitation) -> EnrolRequest:
        """Return what this desk shows with an invitation."""
        return enrol_request(
            invitation,
            public_key=self.public_key,
            box_key=b"b" * 32,
            user=b"u" * 16,
            heads=self.heads(),
            device=self.device,
            sign=self.signer.sign,
        )

    def hello(
        self, digest: bytes = bytes(16), villages: tuple[str, ...] = (VILLAGE,), unsent: int = 0
    ) -> Hello:
        """Return a greeting."""
        return Hello(1, self.device, "0.1.0", 1, digest, list(villages), unsent, 0)

    def enrol(
        self, hub: Hub, role: str = "specialist", prefixes: tuple[str, ...] = (VILLAGE,)
    ) -> Invitation:
        """Be invited and let in."""
        invitation = hub.invite(f"专员{self.number}", role, prefixes)
        hub.enrol(self.request(invitation))
        return invitation


def enrolled(hub: Hub, number: int, role: str = "specialist", *prefixes: str) -> Author:
    """Return a desk that is in the hub's books."""
    author = Author(number)
    author.enrol(hub, role, prefixes or (VILLAGE,))
    return author


def remembered(hub: Hub) -> Callable[[], None]:
    """Remember what a hub has now; return what sets it back to that."""
    tables = ("feed", "segment", "tail", "village", "arrival")
    rows = {table: hub.books.sql.fetch(f"SELECT * FROM {table}") for table in tables}  # noqa: S608

    def set_back() -> None:
        with hub.books.sql.transaction():
            for table in tables:
                hub.books.sql.run(f"DELETE FROM {table}")  # noqa: S608
                for row in rows[table]:
                    marks = ", ".join("?" * len(row))
                    hub.books.sql.run(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608

    return set_back


@dataclass
class LocalPeer:
    """A hub reached by calling it, as one desk."""

    hub: Hub
    device: bytes

    def hello(self, message: Hello) -> HelloAnswer:
        """Ask whether anything is new."""
        return self.hub.hello(self.device, message)

    def push(self, message: Push) -> PushAnswer:
        """Hand over runs."""
        return self.hub.push(self.device, message)

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Ask for what arrived after a place."""
        return self.hub.pull(self.device, village, after, own=own)

    def enrol(self, message: EnrolRequest) -> EnrolAnswer:
        """Show an invitation."""
        return self.hub.enrol(message)
