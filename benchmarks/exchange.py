"""The exchange between desks of villages, a hub and the desk of the office, all of it real.

Signed entries, judged by certificates; an encrypted file with FULL; hub and office desk in two
processes; TLS over loopback. ``python -m benchmarks.exchange [records]`` measures this alone.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.exchange_child import Wire, peer_of
from benchmarks.exchange_data import DESKS, edit_phones, village_desks
from benchmarks.exchange_floor import inserting, pages_of, rows_of, updating
from benchmarks.measure import Amount, Figure
from benchmarks.packets import packets
from benchmarks.session_peer import beside_a_session
from desktop_app.session import Session
from desktop_app.use_cases import office
from sync.exchange import exchange
from sync.invitation import invitation_text
from tests.sync.hubs import open_made_up_hub
from tests.sync.serving_hub import free_port, served

RECORDS, EDITS = 100_000, 5_000
LOG = ("segment", "tail", "row_version", "operation", "receipt", "feed")
MEGABYTE = 1_000_000

Measured = list[Figure | Amount]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the hub and the desk of the office are in a measurement."""

    folder: Path
    url: str

    @property
    def desk(self) -> Path:
        """Return the data folder of the office desk."""
        return self.folder / "office"

    def child(self, step: str, *arguments: str, desk: Path | None = None) -> dict[str, float]:
        """Let the office desk do a step in a process of its own; return what it measured."""
        command = [sys.executable, "-m", "benchmarks.exchange_child", str(desk or self.desk), step]
        done = subprocess.run([*command, *arguments], check=True, stdout=subprocess.PIPE, text=True)
        found: dict[str, float] = json.loads(done.stdout)
        return found


def exchanging(folder: Path, records: int = RECORDS) -> Iterator[Figure | Amount]:
    """Measure first exchange, edits, a greeting, memory, the log on disk, and packets."""
    folder.mkdir(parents=True)
    store = str(folder / "hub")
    hub, opened = open_made_up_hub(store, folder / "root.key")
    desks = village_desks(folder, hub, records)
    for name, officer in (
        ("office", "旗县办公室"),
        ("packet", "收包的办公室"),
        ("new", "新办公室"),
    ):
        text = invitation_text(hub.invite(officer, "county", ["150223"]))
        (folder / f"{name}.invite").write_text(text)
    opened.close()
    with _serving(folder, store) as place:
        yield from _first(place, records)
        yield from _edits(place, desks, EDITS * records // RECORDS)
        for name in ("packet", "new"):
            place.child("join", place.url, str(folder / f"{name}.invite"), desk=folder / name)
        place.child("meet", place.url)  # so that it knows whom a snapshot is for
    for desk in desks:
        desk.close()
    yield from packets(folder, store, place.child)


@contextmanager
def _serving(folder: Path, store: str) -> Iterator[Place]:
    port = free_port()
    with served(store, folder, port):
        yield Place(folder, f"https://127.0.0.1:{port}")


def _first(place: Place, records: int) -> Measured:
    place.child("join", place.url, str(place.folder / "office.invite"))
    found = place.child("meet", place.url)
    rows = rows_of(place.desk)
    assert sum(len(rows[name]) for name in ("household", "person", "visit")) == records
    floor, busy = inserting(place.folder, rows)
    log = pages_of(place.folder, place.desk, LOG)
    edits = EDITS * records // RECORDS
    return [
        Figure(f"首次同步 {records} 条，对同样的行的裸写入", found["seconds"], floor, 4.0),
        Figure("  其中收方的处理器时间", found["busy"], busy, 4.0),
        Amount("  网上往来", found["wire"] / MEGABYTE, 9.0 * records / RECORDS, "MB"),
        Amount("  收方内存增加", found["grown"] / MEGABYTE, 80, "MB"),
        Amount("没有新内容时的请求", found["idle_requests"], 1, "个"),
        Amount("  往来", found["idle_bytes"], 1024, "B"),
        _log_figure("每条新记录的日志占盘（办公室）", log, records, 110),
        *beside_a_session(place.folder / "session", place.desk, rows, edits),
    ]


def _edits(place: Place, desks: list[Session], edits: int) -> Measured:
    before = pages_of(place.folder, place.desk, LOG)
    floor, busy = updating(place.folder, place.desk, edits)
    _, whole = updating(place.folder, place.desk, edits, whole=True)
    share = [edits // DESKS + (number < edits % DESKS) for number in range(DESKS)]
    sent = 0
    for desk, count in zip(desks, share, strict=True):
        edit_phones(desk, count)
        with peer_of(desk, place.url, Wire()) as peer:
            assert exchange(office.replica(desk), peer).same
            sent += peer.bytes_sent
    found = place.child("meet", place.url)
    assert found["received"] == edits, found
    after = pages_of(place.folder, place.desk, ("row_version",))
    # Edits seal entries that lay in the tail, so the growth of the journal says nothing of them:
    # the runs that arrived are what will lie in segments.
    log = found["pulled"] + after["row_version"] - before["row_version"]
    return [
        Figure(f"收到 {edits} 处单项修改，对裸 UPDATE", found["seconds"], floor, 3.0),
        Figure("  其中收方的处理器时间", found["busy"], busy, 3.0),
        Figure("  对连同查找和版本一起的裸 UPDATE，处理器时间", found["busy"], whole, 3.0),
        Amount("  网上往来（收）", found["wire"] / 1000, 160 * edits / EDITS, "KB"),
        Amount("  网上往来（送，12 台合计）", sent / 1000, 160 * edits / EDITS, "KB"),
        Amount("每处修改的日志占盘（办公室，收到的日志加版本）", log / edits, 40, "B"),
    ]


def _log_figure(name: str, pages: dict[str, int], count: int, goal: float) -> Amount:
    parts = "，".join(f"{table} {size / count:.1f}" for table, size in pages.items() if size)
    return Amount(f"{name}（{parts}）", sum(pages.values()) / count, goal, "B")


def main() -> int:
    """Print the figures of the exchange alone."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory(prefix="nutag-bench-") as place:
        for figure in exchanging(Path(place) / "exchange", records):
            print(figure.line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
