"""A packet with all records of an office: writing it, and reading it into an empty desk."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import zstandard

from benchmarks.measure import Amount, Figure, seconds
from db.bodies import open_body
from db.hub_store import open_hub_store
from db.sql import Sql
from sync.hub import Hub
from tests.sync.hubs import PASSPHRASE, world_of

Child = Callable[..., dict[str, float]]


def packets(folder: Path, store: str, child: Child) -> Iterator[Figure | Amount]:
    """Measure a reply of the hub to an empty desk, and a snapshot of a desk of the office."""
    opened = open_hub_store(store, PASSPHRASE)
    hub = Hub(opened.sql, opened.keys, world_of(folder, "packets"))
    (device,) = {
        desk.device for desk in hub.books.authority().desks("150223")
        if desk.officer == "收包的办公室"
    }  # fmt: skip
    target = folder / "reply.nutag"
    start = perf_counter()
    written = hub.write_reply(target, device)
    taken = perf_counter() - start
    raw = _raw(opened.sql)
    floor = seconds(lambda: zstandard.ZstdCompressor(level=9).compress(raw))
    opened.close()
    yield Figure("写出全部记录的 U 盘包，对同样字节的 zstd-9", taken, floor, 2.0)
    yield Amount("  包的大小", written.bytes / 1e6, 0, "MB")
    found = child("read", str(target), desk=folder / "packet")
    yield Amount("  读入一台空的办公电脑", found["seconds"], 0, "s")
    yield Amount("  读入时内存增加", found["grown"] / 1e6, 80, "MB")
    made = child("snapshot", str(folder / "snapshot.nutag"), "新办公室")
    yield Amount("写出快照", made["seconds"], 0, "s")
    yield Amount("  快照的大小", made["bytes"] / 1e6, 0, "MB")
    found = child("read", str(folder / "snapshot.nutag"), desk=folder / "new")
    yield Amount("  读入快照", found["seconds"], 0, "s")
    yield Amount("  读入时内存增加", found["grown"] / 1e6, 80, "MB")


def _raw(sql: Sql) -> bytes:
    """Return the entries of all villages, uncompressed, as they stand one after the other."""
    sealed = sql.fetch("SELECT body FROM segment ORDER BY feed, last")
    parts = [entry for (body,) in sealed for entry in open_body(body)]
    parts += [entry for (entry,) in sql.fetch("SELECT entry FROM tail ORDER BY feed, seq")]
    return b"".join(parts)
