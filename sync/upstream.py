"""A hub as a peer of the hub above it: it passes on, byte for byte, what its desks signed.

The upper hub takes the feeds because its own authority certifies this hub, and then reads this
hub's authority feed for who the desks are. Nothing comes down but receipts, and what a hub that
was set back had passed on before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from db import feed_store
from db.feeds import SCHEMA
from db.journal import FeedHead, Run, signed_by
from db.receipts import Receipt, receipt_text
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from sync.desk_journal import APP
from sync.exchange import Peer, pull_page
from sync.hub_books import HubBooks, VillageState, digest_of_states
from sync.hub_taking import take_runs
from sync.invitation import Invitation, enrol_request, invitation_text, read_invitation
from sync.messages import PROTOCOL, Hello, HelloAnswer, Push

DETAIL = 64
"""Villages whose heads are asked for at once."""
FRAME = 1 << 20
"""Bytes of runs in one push."""
USER = bytes(16)


@dataclass(slots=True)
class Passed:
    """What passing on came to: entries sent, receipts kept, and whether both are the same.

    ``regained`` are entries that this hub had lost. ``refused`` names feeds and codes: ``fork``
    is one that went on otherwise here, before what was lost came back; both keep theirs.
    """

    sent: int = 0
    receipts: int = 0
    same: bool = False
    refused: tuple[tuple[bytes, str], ...] = ()
    regained: int = 0


def join_upstream(books: HubBooks, peer: Peer, invitation: Invitation, url: str) -> None:
    """Show the upper hub's invitation, of role ``hub``, and remember the upper hub."""
    if invitation.role != "hub" or invitation.prefixes != [books.keys.county_code]:
        raise Refused(
            "这份邀请不是发给这个汇集点的，没有连接上级。",
            advice=f"请上级用 --role hub --village {books.keys.county_code} 重新发一份邀请。",
        )
    keys = books.keys
    request = enrol_request(
        invitation,
        public_key=keys.public_key,
        box_key=keys.box_key,
        user=USER,
        heads=[],
        device=keys.device,
        sign=keys.sign,
    )
    peer.enrol(request)
    with books.sql.transaction():
        books.sql.run(
            "INSERT INTO upstream (id, url, invitation, certified_at_ms) VALUES (1, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET url = excluded.url,"
            " invitation = excluded.invitation, certified_at_ms = excluded.certified_at_ms",
            (url, invitation_text(invitation), books.now_ms()),
        )


def upstream_of(books: HubBooks) -> tuple[str, Invitation] | None:
    """Return the upper hub's URL and invitation; ``None`` if this hub has none above it."""
    rows = books.sql.fetch("SELECT url, invitation FROM upstream")
    return (rows[0][0], read_invitation(rows[0][1])) if rows else None


def pass_on(books: HubBooks, peer: Peer, progress: Progress | None = None) -> Passed:
    """Push what the upper hub lacks: authority first, then every village that differs.

    Repeating it, or breaking it off anywhere, is harmless.
    """
    found = upstream_of(books)
    if found is None:
        raise Refused(
            "这个汇集点没有上级，没有上报。",
            advice="请先用上级的邀请连接：nutag hub serve --upstream。",
        )
    passing = _Passing(books, peer, found[1].hub_public_key, progress or Progress())
    passing.run()
    return passing.passed


class _Passing:
    """One session with the upper hub."""

    def __init__(self, books: HubBooks, peer: Peer, upper_key: bytes, steps: Progress) -> None:
        self._books, self._peer, self._upper_key = books, peer, upper_key
        self._steps = steps
        self.passed = Passed()

    def run(self) -> None:
        ours = self._states()
        answer = self._hello(digest_of_states(ours), [])
        if not answer.same:
            theirs = {code: digest for code, arrivals, digest in answer.villages if arrivals}
            here = {code: digest for code, _, digest in ours}
            differing = [c for c in {*here, *theirs} if here.get(c) != theirs.get(c)]
            differing.sort(key=lambda code: (len(code), code))  # authority first
            for first in range(0, len(differing), DETAIL):
                self._villages(differing[first : first + DETAIL])
            answer = self._hello(digest_of_states(self._states()), [])
        self.passed.same = answer.same

    def _states(self) -> list[VillageState]:
        county = self._books.keys.county_code
        return [each for each in self._books.states(prefixes=[county]) if each[1]]

    def _hello(self, digest: bytes, detail: list[str]) -> HelloAnswer:
        self._steps.check()
        keys = self._books.keys
        return self._peer.hello(Hello(PROTOCOL, keys.device, APP, SCHEMA, digest, detail, 0, 0))

    def _villages(self, codes: list[str]) -> None:
        theirs = {head.key: head for head in self._hello(bytes(16), codes).heads}
        self._regain(head for head in theirs.values() if head.village in codes)
        heads = feed_store.heads(self._books.sql, codes)
        heads.sort(key=lambda head: (len(head.village), head.village, head.key))
        for frame in _frames(self._lacking(heads, theirs)):
            self._steps.check()
            answer = self._peer.push(Push(frame))
            refused = {key for key, _ in answer.refused}
            self.passed.refused += tuple(answer.refused)
            self.passed.sent += sum(
                run.last - run.first + 1 for run in frame if run.key not in refused
            )
            self.passed.receipts += self._keep(answer.receipts)

    def _regain(self, theirs: Iterable[FeedHead]) -> None:
        """Fetch feeds that reach further above: this hub was set back since it passed them on."""
        sql, county = self._books.sql, self._books.keys.county_code
        lost = [head for head in theirs if feed_store.chain_at(sql, head.key, head.seq) is None]
        keys = {head.key for head in lost}
        for village in sorted({head.village for head in lost}, key=lambda code: (len(code), code)):
            after, more = 0, True
            while more:
                self._steps.check()
                answer = pull_page(self._peer, village, after, own=True)
                after, more = answer.next, answer.more
                runs = [run for run in answer.runs if run.key in keys]
                taken = take_runs(self._books, lambda code: code.startswith(county), runs)
                self.passed.regained += taken.entries
                self.passed.refused += tuple(taken.refused.items())

    def _lacking(self, heads: list[FeedHead], theirs: dict[bytes, FeedHead]) -> Iterator[Run]:
        for head in heads:
            other = theirs.get(head.key)
            seq = other.seq if other else 0
            chain = feed_store.chain_at(self._books.sql, head.key, seq)
            if other and chain not in (None, other.chain):
                self.passed.refused += ((head.key, "fork"),)
            else:
                yield from feed_store.runs_after(self._books.sql, head.key, seq)

    def _keep(self, receipts: list[Receipt]) -> int:
        true = [
            receipt
            for receipt in receipts
            if signed_by(
                self._upper_key,
                receipt.signature,
                receipt_text(receipt.hub, receipt.head, receipt.at_ms),
            )
            and feed_store.chain_at(self._books.sql, receipt.head.key, receipt.seq) == receipt.chain
        ]
        with self._books.sql.transaction():
            self._books.sql.run_many(
                "INSERT INTO upstream_receipt (key, receipt) VALUES (?, ?)"
                " ON CONFLICT (key) DO UPDATE SET receipt = excluded.receipt",
                [(receipt.head.key, msgspec.msgpack.encode(receipt)) for receipt in true],
            )
        return len(true)


def upstream_receipts(books: HubBooks) -> dict[bytes, Receipt]:
    """Return the upper hub's last receipt for each feed, by the feed's key."""
    rows = books.sql.fetch("SELECT key, receipt FROM upstream_receipt")
    return {bytes(key): msgspec.msgpack.decode(data, type=Receipt) for key, data in rows}


def _frames(runs: Iterator[Run]) -> Iterator[list[Run]]:
    frame, size = list[Run](), 0
    for run in runs:
        frame.append(run)
        size += len(run.body)
        if size >= FRAME:
            yield frame
            frame, size = [], 0
    if frame:
        yield frame
