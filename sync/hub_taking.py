"""Takes runs into a hub: whose they must be, who may bring them, in which order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from db import bodies, feed_store, journal
from db.feed_store import BadRun
from db.hub_keys import HubKeys
from db.journal import Entry, Run
from db.postgres import in_transaction
from sync.certificates import Certificate
from sync.hub_books import VILLAGE, Arrivals, HubBooks, ever_covered, is_code

MayBring = Callable[[str], bool]
"""Says whether the feeds of a village may come from whoever brings them."""

CODES = {"signature": "bad-signature"}
"""Codes of the journal that the hub says in other words."""


@dataclass(slots=True)
class Intake:
    """What came of taking runs: the feeds that are here, and those refused with the code."""

    feeds: list[bytes] = field(default_factory=list)
    refused: dict[bytes, str] = field(default_factory=dict)
    entries: int = 0
    erased: bool = False


def take_runs(books: HubBooks, may_bring: MayBring, runs: Sequence[Run]) -> Intake:
    """Take runs in, in one transaction; a feed that is refused does not hold up the others.

    Authority comes first, so that what follows is held against it. Feeds of any author are
    taken, if the bringer may bring those of their villages: it only carries what they have
    signed. The hub's own authority is taken from everybody.
    """
    intake = in_transaction(books.sql, lambda: _Taking(books, may_bring).take(runs))
    if intake.erased:
        books.sql.scrub()
    return intake


def of_desk(desk: Certificate) -> MayBring:
    """Say which villages a desk may bring feeds of: those it has, or once had."""
    return partial(ever_covered, desk)


def of_stranger(_village: str) -> bool:
    """Say that who is not in the books may bring nothing of any village."""
    return False


def is_own(keys: HubKeys, run: Run) -> bool:
    """Say whether a run is said to be of the hub's own authority feed."""
    return run.place == (keys.device, keys.county_code, keys.epoch)


class _Taking:
    """One transaction that takes runs."""

    def __init__(self, books: HubBooks, may_bring: MayBring) -> None:
        self._books, self._covers = books, may_bring
        self._authority = books.authority_inside()
        self._intake = Intake()

    def take(self, runs: Sequence[Run]) -> Intake:
        """Take runs and close the books."""
        brought = [run for run in runs if self._may_bring(run)]
        arrivals = self._books.hold(run.village for run in brought)
        rulings = [run for run in brought if len(run.village) < VILLAGE]
        erased = set(self._authority.orders)
        self._each(arrivals, sorted(rulings, key=lambda run: len(run.village)))
        for county, table, row in self._authority.orders:
            if (county, table, row) not in erased:
                feed_store.erase_row(self._books.sql, table, row, county)
                self._intake.erased = True
        self._each(arrivals, [run for run in brought if len(run.village) == VILLAGE])
        self._books.close_arrivals(arrivals)
        return self._intake

    def _may_bring(self, run: Run) -> bool:
        """Say whether the bringer has, or had, the run's village.

        The hub's own authority may come from anybody: one that was set back hears its own words.
        """
        if is_own(self._books.keys, run):
            return True
        if not is_code(run.village):
            self._intake.refused[run.key] = "malformed"
            return False
        if not self._covers(run.village):
            self._intake.refused[run.key] = "out-of-scope"
            return False
        return True

    def _each(self, arrivals: Arrivals, runs: Iterable[Run]) -> None:
        for run in runs:
            if run.key in self._intake.refused:
                continue
            try:
                self._one(arrivals, run)
            except BadRun as bad:
                self._intake.refused[run.key] = CODES.get(bad.code, bad.code)

    def _one(self, arrivals: Arrivals, run: Run) -> None:
        author = self._author_key(run)
        erased = partial(self._authority.is_erased_in, run.village)
        taken = self._books.take(arrivals, run, author, erased)
        if run.key not in self._intake.feeds:
            self._intake.feeds.append(run.key)
        self._intake.entries += taken.last - taken.first + 1
        if len(run.village) < VILLAGE and taken.first <= taken.last:
            self._authority = self._books.authority_inside()

    def _author_key(self, run: Run) -> bytes:
        """Return the key that must have signed a run; ``BadRun`` if it may not come in."""
        if is_own(self._books.keys, run):
            return self._books.keys.public_key
        if len(run.village) < VILLAGE:
            author = self._authority.feed_key(run.place, _first_entry(run))
        else:
            author = self._authority.public_key(run.device)
        if author is None:
            raise BadRun("unknown-device")
        return author


def _first_entry(run: Run) -> Entry | None:
    if run.first != 1:
        return None
    try:
        return journal.decode_entry(0, bodies.open_body(run.body)[0])
    except bodies.UNREADABLE as error:
        raise BadRun("malformed") from error
