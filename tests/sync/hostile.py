"""A desk with a true certificate that writes whatever it likes, and honest desks beside it."""

from pathlib import Path
from typing import Any

from db import journal
from db.journal import CREATE, Header, feed_key
from db.rows import to_row
from db.sql import SqliteSql
from desktop_app.domain.records import RECORDS, Record
from desktop_app.session import Session
from sync.exchange import exchange
from sync.hub import Hub
from sync.invitation import enrol_request
from sync.replica import DeskReplica
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sync.hubs import COUNTY, Author, LocalPeer, open_made_up_desk

Parts = dict[str, Any]


class Rogue(Author):
    """Signs entries of any content."""

    def add(
        self, village: str, payload: Any, *, raw: bytes = b"", salt: bytes = b"", **parts: Any
    ) -> int:
        """Write an entry; ``parts`` replace those of its header, ``raw`` its payload's bytes."""
        entries = self.written.setdefault(village, [])
        seq = len(entries) + 1
        usual: Parts = {
            "hlc": self.hlc() + seq,
            "authority_seq": 0,
            "user": b"u" * 16,
            "act": "test",
            "remaining": 0,
            "op": CREATE,
            "table": 2,
            "row": self.dice(16),
            "schema": 1,
        }
        header = Header(seq, **(usual | parts))
        data = raw or journal.pack(payload)
        salt = salt or self.dice(journal.SALT)
        entries.append(journal.encode_entry(journal.encode_header(header), salt, data))
        return seq

    def hlc(self) -> int:
        """Return the clock of honest desks."""
        return int(self.clock().timestamp() * 1000) << 16

    def create(self, record: Record, row: bytes, **parts: Any) -> int:
        """Write a creation of a record."""
        values = [row, *to_row(record)[1:]]
        table = RECORDS.index(type(record)) + 1
        return self.add(record.village_code, values, table=table, row=row, **parts)

    def key(self, village: str) -> bytes:
        """Return the key of the feed of a village."""
        return feed_key(self.device, village, self.epoch)


def open_replica(
    hub: Hub,
    folder: Path,
    name: str,
    role: str = "specialist",
    prefixes: tuple[str, ...] = (VILLAGE, OTHER_VILLAGE),
) -> tuple[Session, DeskReplica]:
    """Return a desk that the hub has let in and exchanged with."""
    folder.mkdir()
    session = open_made_up_desk(folder, name)
    replica = DeskReplica(session.store, {COUNTY: hub.books.keys.root_public_key})
    own = session.store.desk
    request = enrol_request(
        hub.invite(name, role, prefixes),
        public_key=own.public_key,
        box_key=b"b" * 32,
        user=own.officer_id,
        heads=[head for head in replica.heads() if head.device == own.device],
        device=own.device,
        sign=own.sign,
    )
    replica.take(hub.enrol(request).runs)
    replica.settle_scope()
    exchange(replica, LocalPeer(hub, replica.device))
    return session, replica


def meet(hub: Hub, *replicas: DeskReplica) -> None:
    """Let desks exchange with the hub."""
    for replica in replicas:
        exchange(replica, LocalPeer(hub, replica.device))


def sql_of(session: Session) -> SqliteSql:
    """Return the database of a desk."""
    return SqliteSql(session.store.database)


def reasons(session: Session) -> list[str]:
    """Return why entries are set aside at a desk."""
    rows = sql_of(session).fetch("SELECT reason FROM quarantine ORDER BY feed, seq")
    return [str(reason) for (reason,) in rows]
