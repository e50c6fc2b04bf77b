"""Many desks at one hub on PostgreSQL at once, over real TLS: who fails, and how long it takes.

``python -m benchmarks.many_desks [desks] [minutes]`` is ``make soak``: the desks come again and
again while the memory and the open files of the hub's processes are watched.
"""

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.measure import Amount, percentile
from db import journal
from db.hub_keys import HubKeys
from desktop_app.domain import divisions
from sync.client import HttpPeer
from sync.invitation import realm_of
from sync.messages import Push
from tests.postgres import find_binaries, running_server
from tests.sync.hubs import COUNTY, Author, open_made_up_hub
from tests.sync.serving_hub import free_port, served

DESKS, OPERATIONS, WORKERS = 60, 200, 2
SOAK_DESKS, SOAK_MINUTES, SOAK_OPERATIONS = 300, 10.0, 20
SAMPLE_SECONDS = 10.0


class LightDesk(Author):
    """A desk that only signs and sends; 300 whole ones would need more machine than the hub."""

    def __post_init__(self) -> None:
        """Make a key of its own, and choose the village."""
        seed = blake2b(str(self.number).encode(), digest_size=32).digest()
        self.signer = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self.signer.public_key().public_bytes_raw()
        self.device = journal.device_id(self.public_key)
        villages = divisions.villages(COUNTY)
        self.village = villages[self.number % len(villages)].code


@dataclass
class Served:
    """A hub that is served, its desks, and what came of their meetings so far."""

    keys: HubKeys
    port: int
    process: int
    desks: list[LightDesk]
    times: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def meet(self, operations: int) -> None:
        """Let all desks come at the same moment, each with so many new operations."""
        ready = [(desk, _written(desk, operations)) for desk in self.desks]
        start = threading.Barrier(len(ready))
        threads = [
            threading.Thread(target=self._send, args=(desk, runs, start)) for desk, runs in ready
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _send(self, desk: LightDesk, runs: list[journal.Run], start: threading.Barrier) -> None:
        start.wait()
        begin = time.perf_counter()
        try:
            with self._peer(desk) as peer:
                peer.hello(desk.hello(villages=(desk.village,)))
                answer = peer.push(Push(runs))
        except Exception as error:  # noqa: BLE001 - whatever it was: this desk failed
            self.failures.append(repr(error))
            return
        last = max(receipt.seq for receipt in answer.receipts) if answer.receipts else 0
        if answer.refused or last != runs[-1].last:
            self.failures.append(f"refused {answer.refused}, receipt up to {last}")
        self.times.append(time.perf_counter() - begin)

    def _peer(self, desk: LightDesk) -> HttpPeer:
        return HttpPeer(
            f"https://127.0.0.1:{self.port}",
            self.keys.tls_certificate,
            realm=realm_of(self.keys.root_public_key),
            device=desk.device,
            sign=desk.signer.sign,
            random=os.urandom,
        )


def many_desks(place: Path) -> Iterator[Amount]:
    """Measure desks that all meet the hub in the same moment, each with its operations."""
    if find_binaries() is None:
        print("没有 PostgreSQL，没有测许多台电脑同时同步")
        return
    with _running(place, DESKS) as hub:
        hub.meet(OPERATIONS)
        _tell(hub.failures)
        name = f"{DESKS} 台电脑同时送 {OPERATIONS} 条（PostgreSQL）：没有送成"
        yield Amount(name, len(hub.failures), 0.1, "台")
        yield Amount("  从连接到收据，95%", percentile(hub.times, 0.95), 3, "s")


def soak(place: Path, desks: int, minutes: float) -> Iterator[Amount]:
    """Let desks come again and again; tell what the hub's processes hold at the end."""
    with _running(place, desks) as hub:
        hub.meet(OPERATIONS)
        memory, files = _held(hub.process)
        print(f"第一轮之后：内存 {memory / 1e6:.0f} MB，打开的文件 {files} 个", flush=True)
        end, told, rounds = time.monotonic() + 60 * minutes, 0.0, 1
        while time.monotonic() < end:
            hub.meet(SOAK_OPERATIONS)
            rounds += 1
            if time.monotonic() - told > SAMPLE_SECONDS:
                told = time.monotonic()
                now, opened = _held(hub.process)
                print(
                    f"第 {rounds} 轮：内存 {now / 1e6:.0f} MB，打开的文件 {opened} 个", flush=True
                )
        _tell(hub.failures)
        time.sleep(2)  # what was asked is answered, and connections are closed
        last, left = _held(hub.process)
        yield Amount(f"{desks} 台电脑同时，{rounds} 轮：没有送成", len(hub.failures), 0.1, "次")
        yield Amount("  从连接到收据，95%", percentile(hub.times, 0.95), 0, "s")
        yield Amount("  第一轮之后内存增加", (last - memory) / 1e6, 0, "MB")
        yield Amount("  打开的文件增加", left - files, 0, "个")


@contextmanager
def _running(place: Path, desks: int) -> Iterator[Served]:
    place.mkdir(parents=True)
    with running_server() as server:
        store = server.new_database()
        hub, opened = open_made_up_hub(store, place / "root.key")
        known = [LightDesk(number) for number in range(1, desks + 1)]
        for desk in known:
            desk.enrol(hub, "specialist", (desk.village,))
        port = free_port()
        with served(store, place, port, WORKERS) as process:
            yield Served(opened.keys, port, process.pid, known)
        opened.close()


def _written(desk: LightDesk, operations: int) -> list[journal.Run]:
    before = len(desk.written.get(desk.village, []))
    desk.write(operations, desk.village)
    return desk.runs(desk.village, before)


def _held(process: int) -> tuple[float, int]:
    """Return the memory in bytes and the open files of a process and its children."""
    memory, files = 0.0, 0
    for each in (process, *_children(process)):
        status = Path(f"/proc/{each}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        memory += float(line.split()[1]) * 1024
        files += sum(1 for _ in Path(f"/proc/{each}/fd").iterdir())
    return memory, files


def _children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [each for child in found for each in (int(child), *_children(int(child)))]


def _tell(failures: list[str]) -> None:
    for failure in failures[:5]:
        print(f"  {failure}", flush=True)


def main() -> int:
    """Soak a hub; the exit code says whether a desk failed."""
    desks = int(sys.argv[1]) if len(sys.argv) > 1 else SOAK_DESKS
    minutes = float(sys.argv[2]) if len(sys.argv) > 2 else SOAK_MINUTES
    failed = 0.0
    with tempfile.TemporaryDirectory(prefix="nutag-bench-") as place:
        for number, figure in enumerate(soak(Path(place) / "soak", desks, minutes)):
            print(figure.line(), flush=True)
            failed += figure.value if number == 0 else 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
