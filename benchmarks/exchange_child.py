"""The desk of the office in a process of its own: it takes in what the village desks wrote.

``python -m benchmarks.exchange_child FOLDER STEP …`` prints one line of JSON with what it
measured. Each step opens the folder anew, so that memory is that of one step alone.
"""

import json
import os
import sys
from collections.abc import Callable
from cProfile import Profile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

from benchmarks.exchange_data import new_desk, village_codes
from benchmarks.measure import peak, reset_peak
from db.connection import RecordsDatabase, fetch_sql
from db.folder import open_records
from db.folder_lock import FolderLock
from desktop_app.session import Session
from desktop_app.use_cases import carrying, office
from desktop_app.world import World
from sync.client import HttpPeer
from sync.connecting import connect_directly
from sync.exchange import exchange
from sync.messages import PullAnswer

if TYPE_CHECKING:
    import httpx

KEY = bytes(range(32))


class Wire:
    """Counts requests and the bytes of our own headers."""

    def __init__(self) -> None:
        self.requests = self.headers = 0

    def connect(self, context: Any, proxy: str | None) -> "httpx.Client":
        """Return a client whose requests are counted."""
        client = connect_directly(context, proxy)
        client.event_hooks = {"request": [self._note]}
        return client

    def _note(self, request: "httpx.Request") -> None:
        self.requests += 1
        for name, value in request.headers.items():
            if name.startswith("nutag-") or name == "content-type":
                self.headers += len(name) + len(value) + 4  # ": " and the end of the line


class CountingPeer(HttpPeer):
    """A hub, of whose answers those with runs are counted by themselves."""

    pulled = 0

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Ask for what arrived after a place."""
        before = self.bytes_received
        answer = super().pull(village, after, own=own)
        self.pulled += self.bytes_received - before
        return answer


def open_desk(folder: Path) -> Session:
    """Open the encrypted folder of the office desk."""
    world = World(now=lambda: datetime.now(UTC), random=os.urandom, home=folder)
    database = open_records(folder, KEY, KEY[:16], world.now)
    return Session(folder, database, world, FolderLock(folder))


def peer_of(session: Session, url: str, wire: Wire) -> CountingPeer:
    """Return the hub as this desk reaches it."""
    invitation = office.invitation_of(session)
    assert invitation is not None
    return CountingPeer(
        url,
        invitation.tls_certificate,
        realm=invitation.realm,
        device=session.store.desk.device,
        sign=session.store.desk.sign,
        random=os.urandom,
        connect=wire.connect,
    )


def join(folder: Path, url: str, invitation: str) -> dict[str, float]:
    """Make the folder and show the invitation; nothing is measured."""
    session = new_desk(folder, "旗县办公室", "county", village_codes(), KEY)
    office.accept_invitation(session, Path(invitation).read_text())
    with peer_of(session, url, Wire()) as peer:
        office.enrol(session, peer)
    session.close()
    return {}


def meet(folder: Path, url: str) -> dict[str, float]:
    """Exchange once, and ask once more when there is nothing to send."""
    session, wire = open_desk(folder), Wire()
    with peer_of(session, url, wire) as peer:
        desk = office.replica(session)
        desk.hello([])  # what a desk that is at work has loaded
        before = reset_peak()
        start, busy = perf_counter(), process_time()
        report = exchange(desk, peer)
        taken, busy = perf_counter() - start, process_time() - busy
        assert report.same, report
        found = {
            "seconds": taken,
            "busy": busy,
            "received": report.received,
            "sent": report.sent,
            "grown": peak() - before,
            "pulled": peer.pulled,
            "wire": peer.bytes_received + peer.bytes_sent + wire.headers,
            "requests": wire.requests,
        }
        wire.requests = wire.headers = peer.bytes_received = peer.bytes_sent = 0
        start = perf_counter()
        assert exchange(desk, peer).same
        found["idle_seconds"] = perf_counter() - start
        found["idle_requests"] = wire.requests
        found["idle_bytes"] = peer.bytes_received + peer.bytes_sent + wire.headers
    session.close()
    return found


def read(folder: Path, packet: str) -> dict[str, float]:
    """Read a packet."""
    session = open_desk(folder)
    before = reset_peak()
    start, busy = perf_counter(), process_time()
    report = carrying.read_packet(session, Path(packet))
    found = {
        "seconds": perf_counter() - start,
        "busy": process_time() - busy,
        "received": float(report.received),
        "grown": peak() - before,
    }
    found["people"] = _count(session.store.database)
    session.close()
    return found


def snapshot(folder: Path, target: str, to: str) -> dict[str, float]:
    """Write a snapshot for another desk of the office."""
    session = open_desk(folder)
    start, busy = perf_counter(), process_time()
    sent = carrying.write_snapshot(session, Path(target), to)
    found = {
        "seconds": perf_counter() - start,
        "busy": process_time() - busy,
        "bytes": float(sent.written.bytes),
    }
    session.close()
    return found


def _count(database: RecordsDatabase) -> float:
    return float(fetch_sql(database, "SELECT count(*) FROM person")[0][0])


STEPS: dict[str, Callable[..., dict[str, float]]] = {
    "join": join,
    "meet": meet,
    "read": read,
    "snapshot": snapshot,
}


def run(folder: Path, step: str, *arguments: str) -> dict[str, float]:
    """Do a step; where ``NUTAG_PROFILE`` names a file, say beside it where the time went."""
    kept = os.environ.get("NUTAG_PROFILE")
    if not kept:
        return STEPS[step](folder, *arguments)
    profile = Profile()
    found = profile.runcall(STEPS[step], folder, *arguments)
    profile.dump_stats(f"{kept}-{step}-{os.getpid()}")
    return found


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), *sys.argv[2:])))
