"""A desk as a replica: what it has, what it takes in, and how it mends itself.

Whatever carries runs and receipts (``sync.exchange``, packets, the simulation) ends here.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from db import bodies, exchange_store, feed_store, healing, leaving, snapshot
from db.journal import Dot, Entry, FeedHead, Place, RowKey, Run, decode_entry
from db.merging import DECIDED, Merged, Merging
from db.merging import Authority as Judging
from db.receipts import Receipt
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import RECORDS, Record
from sync.authority import Authority, affected, judge
from sync.certificates import VILLAGE, villages_under
from sync.desk_journal import DeskJournal


@dataclass(frozen=True, slots=True)
class Trouble:
    """An own feed is at the hub otherwise than here: ``head`` is the hub's."""

    head: FeedHead


@dataclass(slots=True)
class Intake:
    """What taking runs in came to: new entries, and feeds that were not taken with the code."""

    entries: int = 0
    refused: list[tuple[bytes, str]] = field(default_factory=list)
    erased: bool = False


class DeskReplica(DeskJournal):
    """A desk that takes in what others wrote, and mends itself."""

    # taking in

    def take(self, runs: Sequence[Run], places: Iterable[tuple[bytes, str, int]] = ()) -> Intake:
        """Take runs in, in one transaction: store them, judge them, let them change records.

        ``places`` say up to where they reach, as ``keep_cursor`` keeps it: hub, village, number.
        A feed that cannot be taken is named with the code of the reason; the others go on.
        """
        intake = Intake()
        with self._store.taking_in() as (kinds, ids):
            merging = Merging(self._sql, self._shape, self._judging())
            first = [run for run in runs if len(run.village) < VILLAGE]
            if first:
                self._take_authority(first, merging, intake)
                merging = Merging(self._sql, self._shape, self._judging())
            stopped: set[bytes] = set()
            for run in runs:
                if len(run.village) == VILLAGE and run.key not in stopped:
                    self._take_run(run, intake, stopped)
            _tell(merging.apply_all(), kinds, ids)
            for place in places:
                exchange_store.keep_cursor(self._sql, *place)
        if intake.erased:
            self._sql.scrub()
        return intake

    def take_snapshot(
        self, runs: Iterable[Run], pieces: Iterable[bytes], known: Mapping[bytes, int]
    ) -> Intake:
        """Begin with the records as another desk of the office has them, all or nothing.

        ``runs`` are read to their end before the first of ``pieces``. ``known`` says up to where
        each authority feed had reached that desk: what was ordered since counts here at once.
        ``Refused`` where this desk already has records of its villages.
        """
        if any(head.village in self.villages for head in self.heads()):
            raise Refused(
                "这台电脑已经有这些嘎查村的记录，快照只能读入新设的办公电脑。",
                advice="请改用网络或者U盘包更新，已有的记录会自动合并。",
            )
        intake, stopped = Intake(), set[bytes]()
        with self._store.taking_in() as (kinds, ids):
            for run in runs:
                if run.village in self.villages:
                    self._take_run(run, intake, stopped)
            snapshot.take_state(self._sql, pieces, self.villages)
            again = Merging(self._sql, self._shape, self._judging())
            again.look_ahead()
            self._judge_again(again, self._authority_up_to(known), intake)
            kinds |= set(RECORDS)
            ids.add(UUID(bytes=self.device))
        if intake.erased:
            self._sql.scrub()
        return intake

    def state_pieces(self) -> Iterator[bytes]:
        """Yield the records of this desk's villages for a snapshot."""
        return snapshot.state_pieces(self._sql, self.villages)

    def keep_receipts(self, receipts: Iterable[Receipt]) -> int:
        """Keep the receipts that are true; return how many are."""
        kept = 0
        found = [(receipt, self._hub_key(receipt.hub)) for receipt in receipts]
        if not found:
            return 0
        with self._store.taking_in():
            for receipt, key in found:
                kept += key is not None and exchange_store.keep_receipt(self._sql, receipt, key)
        return kept

    def keep_cursor(self, hub: bytes, village: str, number: int) -> None:
        """Remember up to where a village was pulled."""
        with self._store.taking_in():
            exchange_store.keep_cursor(self._sql, hub, village, number)

    # mending

    def troubles(self, theirs: Iterable[FeedHead], forked: Collection[bytes] = ()) -> list[Trouble]:
        """Return the feeds that somebody else has otherwise, and own ones that go on there.

        ``forked`` names those that were found out when their runs did not fit. Those that are
        not here at all come last: they may be what was written of the others again.
        """
        found = []
        for head in theirs:
            if head.village in self.villages:
                here = feed_store.chain_at(self._sql, head.key, head.seq)
                other = here is not None and here != head.chain
                lost = here is None and (head.device == self.device or head.key in forked)
                if other or lost:
                    found.append(Trouble(head))
        return sorted(found, key=lambda trouble: not self._has(trouble.head))

    def _has(self, head: FeedHead) -> bool:
        return feed_store.chain_at(self._sql, head.key, 1) is not None

    def judge_own(self) -> None:
        """Hold what this desk wrote and no hub has signed for against its own certificate.

        What no other desk will accept is set aside here too, and listed.
        """
        authority = self.authority
        if authority.certificate(self.device) is None:
            return
        doubtful: dict[RowKey, list[Dot]] = {}
        for own in exchange_store.own_feeds(self._sql, self.device):
            entries = feed_store.entries_between(
                self._sql, own.feed, own.receipted + 1, own.head.seq
            )
            for data in entries:
                entry = decode_entry(own.feed, data)
                header = entry.header
                wrong = judge(authority, own.head.place, header, entry.payload, None)
                if wrong or header.table in DECIDED:
                    doubtful.setdefault((header.table, header.row), []).append(entry.dot)
        if not doubtful:
            return
        with self._store.taking_in() as (kinds, ids):
            merging = Merging(self._sql, self._shape, self._judging())
            for row, dots in doubtful.items():
                merging.resolve_rows([row], dots)
            _tell(merging.merged, kinds, ids)

    def catch_up(self) -> None:
        """Let entries that were of a newer program change the records, now that this one came."""
        with self._store.taking_in() as (kinds, ids):
            merged = Merging(self._sql, self._shape, self._judging()).catch_up()
            _tell(merged, kinds, ids)

    def heal(self, trouble: Trouble, branch: Sequence[Run]) -> int:
        """Take the other branch of a feed and go on in a new epoch; return its length.

        What only this desk has is written again with the bases it had. Nothing changes, and it
        is 0, where the branch does not part from what is here. ``BadRun`` where it is not what
        the feed's author signed.
        """
        with self._store.taking_in() as (kinds, ids):
            merging = Merging(self._sql, self._shape, self._judging())
            if not self._take_branch(merging, trouble.head, branch):
                return 0
            _tell(merging.apply_all(), kinds, ids)
        return sum(run.last - run.first + 1 for run in branch)

    def _take_branch(self, merging: Merging, head: FeedHead, branch: Sequence[Run]) -> bool:
        known = self._sql.fetch("SELECT head_seq FROM feed WHERE key = ?", (head.key,))
        author = self._author_key(head.device)
        if known and known[0][0]:
            return healing.heal(self._sql, merging, head.key, branch, author, self._store.random)
        if branch:
            healing.start_new_epoch(self._sql, self._store.random)
        for run in branch:
            feed_store.take_run(self._sql, run, author)
        return bool(branch)

    def settle_scope(self) -> list[str]:
        """Take villages on and off as the certificate says; return those that still wait.

        A village goes when everything this desk wrote about it has a receipt.
        """
        mine = self.authority.certificate(self.device)
        if mine is None:
            return []
        wanted = villages_under(mine.prefixes, self.county)
        gone = [village for village in self.villages if village not in wanted]
        waiting = [v for v in gone if leaving.unsent_there(self._sql, self.device, v)]
        now = [*wanted, *waiting]
        if tuple(now) != self.villages:
            with self._store.taking_in() as (kinds, ids):
                leaving.keep_villages(self._sql, now)
                for village in gone:
                    if village not in waiting:
                        merging = Merging(self._sql, self._shape, self._judging())
                        leaving.drop_village(self._sql, merging, village, self._store.random)
                kinds |= set(RECORDS)
                ids.add(UUID(bytes=self.device))
        return waiting

    # inside

    def _take_run(self, run: Run, intake: Intake, stopped: set[bytes]) -> None:
        try:
            taken = feed_store.take_run(
                self._sql, run, self._author_of(run), self.authority.is_erased
            )
        except feed_store.BadRun as bad:
            stopped.add(run.key)
            intake.refused.append((run.key, bad.code))
        else:
            intake.entries += taken.last - taken.first + 1

    def _author_of(self, run: Run) -> bytes:
        """Return the key that must have signed a run; ``BadRun`` if it may not come in here."""
        if run.village not in self.villages:
            raise feed_store.BadRun("out-of-scope")
        if run.device == self.device and run.epoch == self._store.desk.epoch:
            self._refuse_own_future(run)
        return self._author_key(run.device)

    def _author_key(self, device: bytes) -> bytes:
        if device == self.device:
            return self._store.desk.public_key
        author = self.authority.public_key(device)
        if author is None:
            raise feed_store.BadRun("unknown-desk")
        return author

    def _refuse_own_future(self, run: Run) -> None:
        """Never continue the feed this desk is writing with what it has forgotten it wrote."""
        found = self._sql.fetch("SELECT head_seq FROM feed WHERE key = ?", (run.key,))
        if run.last > (found[0][0] if found else 0):
            raise feed_store.BadRun("fork")

    def _take_authority(self, runs: Sequence[Run], merging: Merging, intake: Intake) -> None:
        before = self.authority
        for run in runs:
            try:
                taken = feed_store.take_run(self._sql, run, self._authority_key(run))
            except feed_store.BadRun as bad:
                intake.refused.append((run.key, bad.code))
            else:
                intake.entries += taken.last - taken.first + 1
        again = Merging(self._sql, self._shape, self._judging())
        self._judge_again(again, before, intake)
        merging.merged.rows |= again.merged.rows

    def _judge_again(self, again: Merging, before: Authority, intake: Intake) -> None:
        """Let what was ordered since ``before`` change the records."""
        seen, after = set(before.erasures), self.authority
        for erasure in after.erasures:
            if erasure not in seen:
                again.resolve_rows([erasure[1:]])  # while its entries still say what they built on
                feed_store.erase_row(self._sql, *erasure[1:])
                intake.erased = True
                again.forget()
        for feed in self._feeds_to_judge_again(before, after):
            for row, dots in again.judged_otherwise(feed).items():
                again.resolve_rows([row], dots)

    def _feeds_to_judge_again(self, before: Authority, after: Authority) -> list[int]:
        """Return the feeds in which an entry may have another verdict now."""
        return [
            feed
            for device in affected(before, after)
            for (feed,) in self._sql.fetch(
                "SELECT id FROM feed WHERE device = ? AND length(village_code) = ?",
                (device, VILLAGE),
            )
        ]

    def _authority_key(self, run: Run) -> bytes:
        key = self.authority.feed_key(run.place, self._first_entry(run))
        if key is None:
            raise feed_store.BadRun("unknown-desk")
        return key

    def _first_entry(self, run: Run) -> Entry | None:
        if run.first != 1:
            return None
        try:
            return decode_entry(0, bodies.open_body(run.body)[0])
        except bodies.UNREADABLE:
            return None

    def _hub_key(self, device: bytes) -> bytes | None:
        """Return the key of the hub of this desk's county: nobody else gives receipts."""
        hub = self.authority.hub(self.county)
        return hub.public_key if hub is not None and hub.device == device else None

    def _judging(self) -> Judging:
        authority = self.authority
        return Judging(
            judge=lambda place, header, payload, creator: judge(
                authority, place, header, payload, creator
            ),
            head=lambda village: authority.head(self.county),
            erased=authority.is_erased,
            shown=lambda place: _shown(authority, place),
        )


def _shown(authority: Authority, place: Place) -> int:
    """Return up to which entry a desk said to have written a feed before it was let in."""
    found = authority.certificate_for(place.device, place.village)
    return found.shown(place).seq if found else 0


def _tell(merged: Merged, kinds: set[type[Record]], ids: set[UUID]) -> None:
    for table, row in merged.rows:
        if 1 <= table <= len(RECORDS):
            kinds.add(RECORDS[table - 1])
            ids.add(UUID(bytes=row))
