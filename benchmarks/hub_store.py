"""``python -m benchmarks.hub_store``: what one hub process does on either store, with figures.

The figures of ``docs/scaling.md`` come from here. PostgreSQL is started from the machine's own
binaries; without it only SQLite is measured.
"""

import sys
import tempfile
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from time import perf_counter

import msgspec

from benchmarks.measure import percentile, seconds
from db import feed_store, journal
from db.hub_store import open_hub_store
from db.journal import digest_of
from db.postgres import PostgresSql
from db.sql import Sql, Values
from sync.authority_entries import CERTIFICATE, certificate_payload
from sync.hub import Hub
from sync.hub_books import HubBooks
from sync.messages import Push
from tests.postgres import find_binaries, running_server
from tests.sync.hubs import COUNTY, PASSPHRASE, Author, open_made_up_hub, world_of

DESKS, ROUNDS, OPERATIONS = 60, 5, 200
CITY_FEEDS = 600_000
CITY_DESKS = 10_000


def main() -> int:
    """Print the figures of both stores."""
    with tempfile.TemporaryDirectory(prefix="nutag-bench-") as place:
        _measure("SQLite", str(Path(place) / "hub"), Path(place) / "one.key")
        if find_binaries() is None:
            print("没有 PostgreSQL，只测了 SQLite")
            return 0
        with running_server() as server:
            _measure("PostgreSQL", server.new_database(), Path(place) / "two.key")
            _many_desks(server.new_database(), Path(place) / "four.key")
            _many_feeds(server.new_database(), Path(place) / "three.key")
    return 0


def _measure(name: str, store: str, root: Path) -> None:
    hub, opened = open_made_up_hub(store, root)
    authors = [_enrolled(hub, number) for number in range(1, DESKS + 1)]
    print(f"{name}：{DESKS} 台电脑各报送 {ROUNDS} 次，每次 {OPERATIONS} 条，同时进行")
    times = _all_at_once(hub, authors)
    total = DESKS * ROUNDS * OPERATIONS
    wall = times.pop()
    middle, high = (percentile(times, part) * 1000 for part in (0.5, 0.95))
    print(f"  报送：中间 {middle:.0f} ms，95% {high:.0f} ms，每秒 {total / wall:.0f} 条，失败 0")
    one = authors[0]
    same = digest_of([*one.heads(), *feed_store.heads(hub.books.sql, [COUNTY])])
    hello = one.hello(same, villages=tuple(one.written))
    asked = [seconds(lambda: hub.hello(one.device, hello)) for _ in range(300)]
    answer = hub.hello(one.device, hello)
    print(f"  问候（没有新内容）：中间 {percentile(asked, 0.5) * 1000:.2f} ms，"
          f"问 {len(msgspec.msgpack.encode(hello))} B，答 {len(msgspec.msgpack.encode(answer))} B，"
          f"相同 {answer.same}")  # fmt: skip
    village = next(iter(one.written))
    whole = seconds(lambda: hub.pull(one.device, village, 0, own=True, limit_bytes=64 << 20))
    print(f"  取回一个村 {ROUNDS * OPERATIONS} 条：{whole * 1000:.1f} ms")
    for act, count in _statements(hub, one, village):
        print(f"  {act}：{count} 条语句")
    opened.close()


def _enrolled(hub: Hub, number: int) -> Author:
    author = Author(number)
    village = f"{COUNTY}1022{number:02}"
    author.enrol(hub, "specialist", (village,))
    author.written[village] = []
    return author


def _all_at_once(hub: Hub, authors: list[Author]) -> list[float]:
    """Return how long each push took, and at the end how long all took together."""
    times: list[float] = []
    start = threading.Barrier(len(authors) + 1)
    frames: list[list[list[journal.Run]]] = []
    for author in authors:
        (village,) = author.written
        rounds = []
        for number in range(ROUNDS):
            author.write(OPERATIONS, village)
            rounds.append(author.runs(village, number * OPERATIONS))
        frames.append(rounds)

    def work(author: Author, rounds: list[list[journal.Run]]) -> None:
        start.wait()
        for runs in rounds:
            begin = perf_counter()
            answer = hub.push(author.device, Push(runs))
            times.append(perf_counter() - begin)
            assert answer.refused == []

    threads = [
        threading.Thread(target=work, args=pair) for pair in zip(authors, frames, strict=True)
    ]
    for thread in threads:
        thread.start()
    start.wait()
    begin = perf_counter()
    for thread in threads:
        thread.join()
    assert len(times) == len(authors) * ROUNDS
    return [*times, perf_counter() - begin]


class _Counting:
    """Counts the statements that go through a database."""

    def __init__(self, sql: Sql) -> None:
        self._sql, self.lock, self.count = sql, sql.lock, 0

    def fetch(self, text: str, values: Values = ()) -> list[tuple[object, ...]]:
        self.count += 1
        return self._sql.fetch(text, values)

    def run(self, text: str, values: Values = ()) -> int:
        self.count += 1
        return self._sql.run(text, values)

    def run_many(self, text: str, rows: list[Values]) -> None:
        self.count += 1
        self._sql.run_many(text, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.count += 2
        with self._sql.transaction():
            yield


def _statements(hub: Hub, one: Author, village: str) -> Iterator[tuple[str, int]]:
    plain = hub.books.sql
    counting = _Counting(plain)
    hub.books.sql = counting  # type: ignore[assignment] # the same calls, counted
    one.write(10, village)
    acts: list[tuple[str, Callable[[], object]]] = [
        ("问候", lambda: hub.hello(one.device, one.hello(villages=(village,)))),
        ("报送一段", lambda: hub.push(one.device, Push(one.runs(village, ROUNDS * OPERATIONS)))),
        ("取回最后一次到达", lambda: hub.pull(one.device, village, ROUNDS, own=True)),
    ]
    for act, work in acts:
        counting.count = 0
        work()
        yield act, counting.count
    hub.books.sql = plain


def _many_desks(store: str, root: Path) -> None:
    """Measure what the certificates of a whole city cost a process that starts."""
    hub, opened = open_made_up_hub(store, root)
    books = hub.books
    with books.sql.transaction():
        arrivals = books.hold([COUNTY])
        for number in range(CITY_DESKS):
            public_key = blake2b(str(number).encode(), digest_size=32).digest()
            device = journal.device_id(public_key)
            payload = certificate_payload(
                device,
                public_key,
                public_key,
                user=device,
                officer=f"专员{number}",
                role="specialist",
                prefixes=[f"{COUNTY}{number:06}"],
                sign=books.keys.sign,
            )
            books.append(arrivals, CERTIFICATE, device, payload)
        books.close_arrivals(arrivals)
    tracemalloc.start()
    fresh = HubBooks(books.sql, books.keys, books.world)
    wall = seconds(fresh.authority)
    held, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    plain = seconds(HubBooks(books.sql, books.keys, books.world).authority)
    print(f"{CITY_DESKS} 份证书：读入 {plain:.2f} s（跟踪内存时 {wall:.2f} s），"
          f"每份 {held / CITY_DESKS:.0f} B 内存")  # fmt: skip
    opened.close()


def _many_feeds(store: str, root: Path) -> None:
    """Measure a greeting where the tables hold the feeds of a whole region."""
    hub, opened = open_made_up_hub(store, root)
    one = _enrolled(hub, 1)
    (village,) = one.written
    one.write(OPERATIONS, village)
    hub.push(one.device, Push(one.runs(village)))
    sql = hub.books.sql
    assert isinstance(sql, PostgresSql)
    sql.run(
        "INSERT INTO feed (key, device, village_code, epoch, head_seq, head_chain, hlc, signature)"
        " SELECT decode(md5('k' || n), 'hex'), decode(md5('d' || n), 'hex'),"
        " lpad((150300000000 + n / 2)::text, 12, '0'), '\\x00000001', 300,"
        " decode(md5(n::text) || md5(n::text), 'hex'), 1,"
        " decode(repeat(md5(n::text), 4), 'hex') FROM generate_series(1, ?) AS n",
        (CITY_FEEDS,),
    )
    sql.run(
        "INSERT INTO village (code, arrivals, digest) SELECT village_code, 2, decode(md5("
        "village_code), 'hex') FROM feed WHERE device <> decode(repeat('0', 32), 'hex')"
        " GROUP BY village_code ON CONFLICT DO NOTHING"
    )
    sql.run("ANALYZE")
    same = digest_of([*one.heads(), *feed_store.heads(sql, [COUNTY])])
    hello = one.hello(same, villages=(village,))
    asked = [seconds(lambda: hub.hello(one.device, hello)) for _ in range(300)]
    ((size,),) = sql.fetch("SELECT pg_total_relation_size('feed')")
    middle, high = (percentile(asked, part) * 1000 for part in (0.5, 0.95))
    print(f"PostgreSQL，{CITY_FEEDS} 条 feed（feed 表 {size / 1e6:.0f} MB）：")
    print(f"  问候：中间 {middle:.2f} ms，95% {high:.2f} ms")
    opened.close()
    begin = perf_counter()
    again = open_hub_store(store, PASSPHRASE)
    fresh = Hub(again.sql, again.keys, world_of(root.parent, "again"))
    fresh.hello(one.device, hello)
    print(f"  另一个进程从打开到第一次问候答完：{(perf_counter() - begin) * 1000:.0f} ms")
    again.close()


if __name__ == "__main__":
    sys.exit(main())
