"""A hub of the simulation: its file, its keys, and what the people in the office order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from random import Random
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from db import bodies, feed_store, journal
from db.hub_keys import HubKeys
from db.hub_migrations import migrate_hub
from db.sql import Sql
from sync.authority_entries import HUB, REVOKE, hub_payload, revoke_payload
from sync.hub import Hub
from sync.hub_books import HubBooks
from sync.invitation import Invitation, enrol_request
from sync.messages import EnrolRequest
from tests.simulation.crashing import Crash, Fuse
from tests.simulation.desks import CLOSED, DECISIONS, Desk, Time, stored_facts
from tests.simulation.facts import Fact
from tests.simulation.network import Lost
from tests.simulation.stores import NewStore
from tests.simulation.verdicts import Law, Ruling

Outcome = TypeVar("Outcome")


@dataclass
class Office:
    """One hub; its county's root key lies with it here, as there is no safe in this world."""

    name: str
    county: str
    folder: Path
    time: Time
    dice: Random
    new_store: NewStore
    fuse: Fuse = field(default_factory=Fuse)

    def __post_init__(self) -> None:
        """Make the store of a new hub."""
        self.folder.mkdir(parents=True)
        self.store = self.new_store(self.folder, self.fuse)
        self.root = Ed25519PrivateKey.from_private_bytes(self.random(32))
        self.root_public = self.root.public_key().public_bytes_raw()
        self.keys = HubKeys(
            self.name,
            self.county,
            self.random(4),
            self.root_public,
            self.random(32),
            b"",
            b"",
        )
        self.open()
        migrate_hub(self.sql)
        books = HubBooks(self.sql, self.keys, self)
        card = hub_payload(
            self.keys.public_key,
            self.keys.box_key,
            self.name,
            self.county,
            root_public_key=self.root_public,
            sign_by_root=self.root.sign,
        )
        with self.sql.transaction():
            arrivals = books.hold([self.county])
            books.append(arrivals, HUB, self.keys.device, card)
            books.close_arrivals(arrivals)
        self.reopen()

    @property
    def now(self) -> Callable[[], datetime]:
        """Return the clock of the hub: it shows the true time."""
        return lambda: self.time.moment

    @property
    def random(self) -> Callable[[int], bytes]:
        """Return the dice that the seed decides."""
        return self.dice.randbytes

    def open(self) -> None:
        """Open the store as a starting hub does."""
        self.sql: Sql = self.store.open()
        self._hub: Hub | None = None

    def close(self) -> None:
        """Let the store go."""
        self.store.close()

    def reopen(self) -> None:
        """Stop the hub and start it again."""
        self.fuse.left = None
        self.close()
        self.open()

    def hub(self) -> Hub:
        """Return the running hub."""
        if self._hub is None:
            self._hub = Hub(self.sql, self.keys, self)
        return self._hub

    def order(self, act: Callable[[Hub], Outcome]) -> Outcome:
        """Let the office order something; ``Lost`` if the hub died over it."""
        try:
            return act(self.hub())
        except Crash:
            self.reopen()
            raise Lost("汇集点停了。", advice="再办一次。") from None

    def revoke_from_earlier(self, device: bytes) -> None:
        """Revoke a desk from some earlier entry of each feed on: when it was stolen."""
        last = [
            msgspec.structs.replace(head, seq=seq, chain=self.chain_at(head.key, seq))
            for head in self.heads()
            if head.device == device
            for seq in [self.dice.randrange(head.seq + 1)]
        ]
        payload = revoke_payload(device, last, "lost")

        def write(hub: Hub) -> None:
            with self.sql.transaction():
                arrivals = hub.books.hold([self.county])
                hub.books.append(arrivals, REVOKE, device, payload)
                hub.books.close_arrivals(arrivals)

        self.order(write)

    def copy_store(self) -> None:
        """Keep a copy of the store."""
        self.close()
        self.store.copy()
        self.open()

    def put_back(self) -> None:
        """Put the copy of the store in place."""
        self.close()
        self.store.put_back()
        self.open()

    # what it knows

    def facts(self) -> list[Fact]:
        """Return every entry about records that the hub holds."""
        return stored_facts(self.sql)

    def heads(self) -> list[journal.FeedHead]:
        """Return how far every feed reaches here."""
        return feed_store.heads(self.sql)

    def chain_at(self, key: bytes, seq: int) -> bytes | None:
        """Return the chain of a feed after an entry."""
        return feed_store.chain_at(self.sql, key, seq)

    def runs(self, key: bytes, after: int) -> list[journal.Run]:
        """Return the runs of a feed after an entry."""
        return list(feed_store.runs_after(self.sql, key, after))

    def law(self) -> Law:
        """Return what the hub's own authority feed says."""
        rulings = []
        for head in feed_store.heads(self.sql, [self.county]):
            for run in feed_store.runs_after(self.sql, head.key, 0):
                for data in bodies.open_body(run.body):
                    entry = journal.decode_entry(0, data)
                    header = entry.header
                    rulings.append(Ruling(self.county, header.seq, header.op, entry.payload))
        return Law(rulings, DECISIONS, CLOSED)


def introduction(
    invitation: Invitation, desk: Desk, heads: Iterable[journal.FeedHead]
) -> EnrolRequest:
    """Return what a desk shows to be let in."""
    keys = desk.store.desk
    box = blake2b(keys.private_key, person=b"nutag-box", digest_size=32).digest()
    return enrol_request(
        invitation,
        public_key=keys.public_key,
        box_key=X25519PrivateKey.from_private_bytes(box).public_key().public_bytes_raw(),
        user=keys.officer_id,
        heads=list(heads),
        device=keys.device,
        sign=keys.sign,
    )
