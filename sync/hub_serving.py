"""What a hub answers to desks and to hubs below it.

It keeps what authors signed and signs for what it holds; it changes nothing and judges no
record. Every refusal is a code.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from db import feed_store
from db.journal import FeedHead, Run, device_id, digest_of
from db.postgres import in_transaction
from db.sql import Sql
from sync.authority_entries import CERTIFICATE, certificate_payload
from sync.certificates import HUB_ROLE, Certificate, villages_under
from sync.hub_admin import HubAdmin
from sync.hub_books import (
    VILLAGE,
    VillageState,
    digest_of_states,
    ever_covered,
    is_code,
)
from sync.hub_refusal import HubRefusal
from sync.hub_taking import MayBring, is_own, of_desk, of_stranger, take_runs
from sync.invitation import check_proof, is_signed
from sync.messages import (
    PROTOCOL,
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HelloAnswer,
    PullAnswer,
    Push,
    PushAnswer,
)

MOST_RUNS, MOST_VILLAGES = 4096, 1024
"""Runs in one push, and villages asked for in detail at once."""
ANSWER_BYTES = 256 << 10
SEEN_AGAIN_MS = 600_000
"""A desk that says the same as before is written down again after ten minutes."""
LARGEST = 1 << 53
PAGE = 128
"""Arrivals that are looked up at once."""


class HubServing(HubAdmin):
    """The network's side of a hub.

    Every method raises ``HubRefusal`` with a code where it will not, and ``Unavailable`` where
    the store fails.
    """

    def hello(self, device: bytes, message: Hello) -> HelloAnswer:
        """Say what is here for a desk; nothing but ``same`` if it has all of it.

        Receipts come along whenever the desk says that it waits for some.
        """
        _refuse_misshapen(device, message)
        desk = self.known(device)
        self._note_seen(device, message)
        states = self.states_for(desk, message.villages)
        here = self._digest(desk, states)
        same = here == message.digest
        receipts = self.books.receipts_for(device) if message.unsent or not same else []
        heads = [] if same else self._detail(desk, message.villages)
        own = self.books.keys.device
        now = self.books.now_ms()
        return HelloAnswer(own, now, same, [] if same else states, heads, receipts)

    def push(self, device: bytes, message: Push) -> PushAnswer:
        """Take runs in, in one transaction, and sign for them once they are durable.

        Who is not in the books may bring the hub's own authority, and nothing besides: a hub
        that was set back learns of its desks by it. Nothing but the hub's signature counts then.
        """
        if len(message.runs) > MOST_RUNS:
            raise HubRefusal("too-large")
        intake = take_runs(self.books, self._may_bring(device, message.runs), message.runs)
        return PushAnswer(self.books.receipts(intake.feeds), list(intake.refused.items()))

    def pull(
        self,
        device: bytes,
        village: str,
        after: int,
        *,
        own: bool = False,
        limit_bytes: int = ANSWER_BYTES,
    ) -> PullAnswer:
        """Return what arrived for a village after a place; at least one run if there is one.

        The asker's own feeds are left out unless it asks for them. A county's code asks for
        its authority feed.
        """
        desk = self.known(device)
        if not 0 <= after < LARGEST or not is_code(village):
            raise HubRefusal("malformed")
        only_own = self._pulls_only_own(desk, village, own=own)
        state = self.books.states([village])[0]
        return self._page(device, state, after, own=own, only_own=only_own, limit=limit_bytes)

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Let in who shows an invitation; showing it again answers the same."""
        if device_id(request.public_key) != request.device or not is_signed(request):
            raise HubRefusal("bad-signature")
        in_transaction(self.books.sql, lambda: self._enrol(request))
        return EnrolAnswer(self.books.authority_runs())

    def known(self, device: bytes) -> Certificate:
        """Return the certificate of whoever asks."""
        found = self.books.certificate(device)
        if found is None:
            raise HubRefusal("unknown-device")
        if found.revoked:
            raise HubRefusal("revoked")
        return found

    def _may_bring(self, device: bytes, runs: Sequence[Run]) -> MayBring:
        reminds = bool(runs) and all(is_own(self.books.keys, run) for run in runs)
        if reminds and self.books.certificate(device) is None:
            return of_stranger
        return of_desk(self.known(device))

    # hello

    def states_for(self, desk: Certificate, asked: Sequence[str]) -> list[VillageState]:
        """Return where the villages of a desk stand: those it has, had and wrote to, or asks."""
        if desk.role == HUB_ROLE:
            return self.books.states(prefixes=desk.prefixes)
        named = {
            *villages_under(desk.prefixes, desk.county),
            *(code for power in desk.powers for code in power.prefixes if len(code) == VILLAGE),
            *(code for code in asked if ever_covered(desk, code) and len(code) == VILLAGE),
            desk.county,
        }
        wide = [prefix for prefix in desk.prefixes if len(prefix) < VILLAGE]
        states = self.books.states(sorted(named), wide)
        return [each for each in states if len(each[0]) == VILLAGE or each[0] == desk.county]

    def _digest(self, desk: Certificate, states: Sequence[VillageState]) -> bytes:
        if desk.role == HUB_ROLE:
            return digest_of_states(states)
        codes = [code for code, arrivals, _ in states if arrivals and self.reads(desk, code)]
        return digest_of(_in_parts(self.books.sql, codes))

    def reads(self, desk: Certificate, code: str) -> bool:
        """Say whether a desk may read a village now, or an authority feed."""
        return code == desk.county or desk.powers[-1].reads(code, desk.county)

    def _detail(self, desk: Certificate, asked: Sequence[str]) -> list[FeedHead]:
        """Return heads: of the villages asked for, of authority; own ones only of what it had."""
        codes = {code for code in asked if ever_covered(desk, code) or self.reads(desk, code)}
        codes.add(desk.county)
        heads = _in_parts(self.books.sql, sorted(codes))
        return [
            head for head in heads if self.reads(desk, head.village) or head.device == desk.device
        ]

    def _note_seen(self, device: bytes, message: Hello) -> None:
        sql, now = self.books.sql, self.books.now_ms()
        said = (message.app[:64], message.schema, message.unsent, message.oldest_ms)
        rows = sql.fetch(
            "SELECT seen_ms, app, schema_number, unsent, oldest_ms FROM desk_seen WHERE device = ?",
            (device,),
        )
        if rows and rows[0][1:] == said and abs(now - rows[0][0]) < SEEN_AGAIN_MS:
            return
        with sql.transaction():
            sql.run(
                "INSERT INTO desk_seen (device, seen_ms, app, schema_number, unsent, oldest_ms)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (device) DO UPDATE SET"
                " seen_ms = excluded.seen_ms, app = excluded.app,"
                " schema_number = excluded.schema_number, unsent = excluded.unsent,"
                " oldest_ms = excluded.oldest_ms",
                (device, now, *said),
            )

    # pull

    def _pulls_only_own(self, desk: Certificate, village: str, *, own: bool) -> bool:
        """Say whether a desk may have only its own feeds of a village; refuse what it never had."""
        if self.reads(desk, village):
            return False
        if own and ever_covered(desk, village):
            return True
        raise HubRefusal("out-of-scope")

    def _page(
        self,
        device: bytes,
        state: VillageState,
        after: int,
        *,
        own: bool,
        only_own: bool,
        limit: int,
    ) -> PullAnswer:
        village, end, _ = state
        runs: list[Run] = []
        sent: dict[bytes, int] = {}
        size, number = 0, after
        for number, first, last, key, author in self._arrivals(village, after, end):
            hidden = (author == device and not own) or (author != device and only_own)
            # An arrival lies in one segment, and a run ends with a segment or at the head.
            if not hidden and last > sent.get(key, 0):
                for run in feed_store.runs_after(self.books.sql, key, first - 1, up_to=last):
                    runs.append(run)
                    size += len(run.body)
                    sent[key] = run.last
            if size >= limit:
                return PullAnswer(runs, number, number < end)
        return PullAnswer(runs, max(after, end), more=False)

    def _arrivals(
        self, village: str, after: int, end: int
    ) -> Iterator[tuple[int, int, int, bytes, bytes]]:
        while after < end:
            rows = self.books.sql.fetch(
                "SELECT a.number, a.first, a.last, f.key, f.device FROM arrival a"
                " JOIN feed f ON f.id = a.feed WHERE a.village = ? AND a.number > ?"
                " AND a.number <= ? ORDER BY a.number LIMIT ?",
                (village, after, end, PAGE),
            )
            if not rows:
                return
            for row in rows:
                yield row[0], row[1], row[2], bytes(row[3]), bytes(row[4])
            after = rows[-1][0]

    # enrol

    def _enrol(self, request: EnrolRequest) -> None:
        books = self.books
        arrivals = books.hold([books.keys.county_code])
        found = books.sql.fetch(f"{_INVITATION}{books.sql.lock}", (request.invitation,))
        if not found:
            raise HubRefusal("unknown-invitation")
        token, officer, role, prefixes, used_by, cancelled = found[0]
        if not check_proof(request, bytes(token)):
            raise HubRefusal("bad-signature")
        if used_by is not None and bytes(used_by) == request.device:
            return
        if used_by is not None or cancelled is not None:
            raise HubRefusal("used-invitation")
        known = books.authority_inside().certificate(request.device)
        if known is not None and known.revoked:
            raise HubRefusal("revoked")
        try:
            payload = certificate_payload(
                request.device,
                request.public_key,
                request.box_key,
                user=request.user,
                officer=officer,
                role=role,
                prefixes=msgspec.msgpack.decode(bytes(prefixes), type=list[str]),
                sign=books.keys.sign,
                heads=[h for h in request.heads if h.device == request.device],
            )
        except (ValueError, msgspec.ValidationError) as error:
            raise HubRefusal("malformed") from error
        books.append(arrivals, CERTIFICATE, request.device, payload)
        books.close_arrivals(arrivals)
        books.sql.run(
            "UPDATE invitation SET used_by = ?, used_at_ms = ? WHERE id = ?",
            (request.device, books.now_ms(), request.invitation),
        )


_INVITATION = (
    "SELECT token, officer, role, prefixes, used_by, cancelled_at_ms FROM invitation WHERE id = ?"
)


def _refuse_misshapen(device: bytes, message: Hello) -> None:
    if len(message.villages) > MOST_VILLAGES:
        raise HubRefusal("too-large")
    numbers = (message.schema, message.unsent, message.oldest_ms)
    shapely = (
        message.protocol == PROTOCOL
        and message.device == device
        and message.app.isprintable()
        and all(0 <= number < LARGEST for number in numbers)
        and all(map(is_code, message.villages))
    )
    if not shapely:
        raise HubRefusal("malformed")


def _in_parts(sql: Sql, codes: Iterable[str]) -> list[FeedHead]:
    """Return the heads of villages, asked for in parts that every database takes."""
    every = list(codes)
    parts = [every[first : first + 500] for first in range(0, len(every), 500)]
    return [head for part in parts for head in feed_store.heads(sql, part)]
