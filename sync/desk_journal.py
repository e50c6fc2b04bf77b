"""The journal of one desk as the exchange reads it: heads, digests, runs to give, authority."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from db import bodies, exchange_store, feed_store
from db.feeds import SCHEMA
from db.journal import (
    Entry,
    FeedHead,
    Run,
    commitment_of,
    decode_entry,
    digest_of,
    link,
)
from db.shape import Shape, present_shape
from db.sql import SqliteSql
from db.store import Store
from sync.authority import Authority
from sync.certificates import VILLAGE
from sync.messages import PROTOCOL, Hello

APP = "nutag-desk"


class DeskJournal:
    """The journal of one desk, seen from the exchange.

    ``roots`` are the root keys of the counties that the desk trusts, by county code: that of
    its invitation. ``shape`` is what this version knows of the records.
    """

    def __init__(
        self, store: Store, roots: Mapping[str, bytes], shape: Shape | None = None
    ) -> None:
        self._store, self._roots = store, roots
        self._sql = SqliteSql(store.database)
        self._shape = shape or present_shape()
        self._folded: tuple[tuple[FeedHead, ...], Authority] | None = None

    # what is here

    @property
    def device(self) -> bytes:
        """Return the name of this desk."""
        return self._store.desk.device

    @property
    def villages(self) -> tuple[str, ...]:
        """Return the villages of this desk."""
        return self._store.desk.village_codes

    @property
    def county(self) -> str:
        """Return the code whose authority feed rules here."""
        return self._store.desk.county_code

    @property
    def authority(self) -> Authority:
        """Return what the authority feeds that are here say."""
        above = [self.county[:digits] for digits in (2, 4, 6)]
        heads = tuple(feed_store.heads(self._sql, above))
        if self._folded is None or self._folded[0] != heads:
            self._folded = (heads, self._fold(heads))
        return self._folded[1]

    def _authority_up_to(self, known: Mapping[bytes, int]) -> Authority:
        """Return what the authority feeds say to one whom they reached so far, by their keys."""
        above = [self.county[:digits] for digits in (2, 4, 6)]
        return self._fold(feed_store.heads(self._sql, above), known)

    def _fold(
        self, heads: Iterable[FeedHead], known: Mapping[bytes, int] | None = None
    ) -> Authority:
        found = Authority(self._roots, self._proves)
        for head in sorted(heads, key=lambda head: (len(head.village), head.village)):
            end = head.seq if known is None else known.get(head.key, 0)
            entries = [each for each in self._entries(head.key, 0) if each.header.seq <= end]
            found = found.with_entries(head.place, entries)
        return found

    @property
    def is_let_in(self) -> bool:
        """Say whether the authority that is here has a certificate of this desk."""
        return self.authority.certificate(self.device) is not None

    def heads(self, villages: Sequence[str] | None = None) -> list[FeedHead]:
        """Return how far each feed reaches here: of these villages, or of all and authority."""
        if villages is None:
            villages = [self.county, *self.villages]
        return feed_store.heads(self._sql, villages)

    def digests(self, villages: Sequence[str]) -> dict[str, bytes]:
        """Return the digest of each of these villages."""
        found: dict[str, list[FeedHead]] = {village: [] for village in villages}
        for head in self.heads(villages):
            found[head.village].append(head)
        return {village: digest_of(heads) for village, heads in found.items()}

    def hello(self, detail: Sequence[str]) -> Hello:
        """Return the message that asks a hub whether anything is new."""
        own = exchange_store.own_feeds(self._sql, self.device)
        return Hello(
            PROTOCOL,
            self.device,
            APP,
            SCHEMA,
            digest_of(self.heads()),
            list(detail),
            sum(each.unsent for each in own),
            exchange_store.oldest_unsent_ms(self._sql, self.device),
        )

    def is_authority(self, head: FeedHead) -> bool:
        """Say whether a feed is one of authority."""
        return len(head.village) < VILLAGE

    def is_hub(self, device: bytes) -> bool:
        """Say whether a device is the hub of this desk's county."""
        hub = self.authority.hub(self.county)
        return hub is not None and hub.device == device

    def lacks(self, head: FeedHead) -> bool:
        """Say whether somebody else has more of a feed of this desk's villages."""
        if head.village != self.county and head.village not in self.villages:
            return False
        found = self._sql.fetch("SELECT head_seq FROM feed WHERE key = ?", (head.key,))
        return (found[0][0] if found else 0) < head.seq

    def contradicts(self, head: FeedHead) -> bool:
        """Say whether a feed that is here so far went another way before."""
        return feed_store.chain_at(self._sql, head.key, head.seq) not in (None, head.chain)

    def runs_for(self, theirs: Iterable[FeedHead], villages: Sequence[str]) -> Iterator[Run]:
        """Yield what a replica with these heads lacks of these villages.

        A feed that is there otherwise than here is left out: its author mends it.
        """
        there = {head.key: head for head in theirs}
        for head in self.heads(villages):
            other = there.get(head.key)
            seq = other.seq if other else 0
            if other and feed_store.chain_at(self._sql, head.key, seq) != other.chain:
                continue
            yield from feed_store.runs_after(self._sql, head.key, seq)

    def goes_on(self, run: Run) -> bool:
        """Say whether a run follows from what is here, whatever else stands here in its place."""
        chain = feed_store.chain_at(self._sql, run.key, run.first - 1)
        if chain is None:
            return False
        try:
            for data in bodies.open_body(run.body):
                chain = link(chain, commitment_of(data))
        except bodies.UNREADABLE:
            return False
        return chain == run.chain

    def unsent_runs(self) -> Iterator[Run]:
        """Yield every run of this desk's own feeds that no hub has signed for."""
        for own in exchange_store.own_feeds(self._sql, self.device):
            yield from feed_store.runs_after(self._sql, own.head.key, own.receipted)

    def authority_runs(self) -> Iterator[Run]:
        """Yield the authority feeds that are here, whole."""
        for head in feed_store.heads(self._sql):
            if self.is_authority(head):
                yield from feed_store.runs_after(self._sql, head.key, 0)

    def words_of_hub(self) -> Iterator[Run]:
        """Yield the authority feed of this desk's own hub, whole."""
        return (run for run in self.authority_runs() if run.village == self.county)

    def cursor(self, hub: bytes, village: str) -> int:
        """Return up to where this desk has pulled a village from a hub."""
        return exchange_store.cursor(self._sql, hub, village)

    def _proves(self, head: FeedHead) -> bool:
        return feed_store.chain_at(self._sql, head.key, head.seq) == head.chain

    def _entries(self, key: bytes, after: int) -> Iterator[Entry]:
        for run in feed_store.runs_after(self._sql, key, after):
            for data in bodies.open_body(run.body):
                with suppress(*bodies.UNREADABLE):  # signed nonsense orders nothing
                    yield decode_entry(0, data)
