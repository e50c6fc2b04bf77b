"""What must hold of the books of a hub, whatever happened to it."""

from collections.abc import Iterator

from db import bodies, feed_store, journal
from db.sql import Sql


def problems_of_hub(sql: Sql) -> list[str]:
    """Return what does not fit in the books of a hub: feeds, arrivals, digests."""
    return [*_problems_of_feeds(sql), *_problems_of_villages(sql)]


def _problems_of_feeds(sql: Sql) -> Iterator[str]:
    for head in feed_store.heads(sql):
        chain, seq = journal.START, 0
        for run in feed_store.runs_after(sql, head.key, 0):
            entries = bodies.open_body(run.body)
            if (run.first, run.last) != (seq + 1, seq + len(entries)):
                yield f"{head.village} has a gap after {seq}"
            for data in entries:
                chain = journal.link(chain, journal.commitment_of(data))
            seq = run.last
            if chain != run.chain:
                yield f"{head.village} has another chain at {seq}"
        if (seq, chain) != (head.seq, head.chain):
            yield f"{head.village} ends at {seq}, not at {head.seq}"
        arrived = sql.fetch(
            "SELECT a.first, a.last FROM arrival a JOIN feed f ON f.id = a.feed WHERE f.key = ?"
            " ORDER BY a.number",
            (head.key,),
        )
        places = [place for first, last in arrived for place in range(first, last + 1)]
        if places != list(range(1, head.seq + 1)):
            yield f"{head.village} did not arrive entry by entry"


def _problems_of_villages(sql: Sql) -> Iterator[str]:
    for code, arrivals, digest in sql.fetch("SELECT code, arrivals, digest FROM village"):
        numbers = sql.fetch("SELECT number FROM arrival WHERE village = ? ORDER BY number", (code,))
        if [number for (number,) in numbers] != list(range(1, arrivals + 1)):
            yield f"{code} has not {arrivals} arrivals"
        if bytes(digest) != journal.digest_of(feed_store.heads(sql, [code])):
            yield f"{code} has another digest"
