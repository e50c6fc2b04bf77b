"""Who a hub or a desk is, as the authority feed says, and what a desk may do since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from db.journal import START, FeedHead, Place, feed_key
from desktop_app.domain import divisions
from desktop_app.domain.divisions import office_code

VILLAGE = 12
"""Digits in the code of a village; shorter codes are those of authority feeds."""

HUB_ROLE = "hub"
"""The role of a lower hub at an upper one: it passes on, and writes no rows of its own."""


class Power(NamedTuple):
    """A role and villages, in force from a place in the authority feed.

    ``vouchers`` are the hub's signatures that the codes of papers carry, one for each prefix.
    """

    seq: int
    role: str
    prefixes: tuple[str, ...]
    vouchers: tuple[bytes, ...]

    def covers(self, village: str) -> bool:
        """Say whether a village is among those: what the desk may write about."""
        return village.startswith(self.prefixes)

    def reads(self, village: str, county: str) -> bool:
        """Say whether the desk may have what was written about a village of its county."""
        return village == office_code(county) or self.covers(village)


class Recipient(NamedTuple):
    """Somebody a packet can be sealed for."""

    device: bytes
    box_key: bytes


@dataclass(frozen=True, slots=True)
class HubCard:
    """A hub that its root key, or the hub above it, vouches for."""

    device: bytes
    public_key: bytes
    box_key: bytes
    name: str
    county: str
    root_public_key: bytes
    tls_certificate: bytes


@dataclass(frozen=True, slots=True)
class Certificate:
    """A desk as its county's authority knows it.

    ``since_seq`` is the place of its first certificate; ``powers`` are in order of their
    places and never empty. ``enrolled`` says by ``(village, epoch)`` how far it said it had
    written before it was let in, and the chain there. ``last`` is ``None`` while it is not
    revoked; then it says by feed key what still counts.
    """

    county: str
    device: bytes
    public_key: bytes
    box_key: bytes
    user: bytes
    officer: str
    since_seq: int
    powers: tuple[Power, ...]
    enrolled: Mapping[tuple[str, bytes], tuple[int, bytes]]
    last: Mapping[bytes, int] | None = None
    reason: str = ""

    @property
    def role(self) -> str:
        """Return the role it has now."""
        return self.powers[-1].role

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Return what the codes of its villages begin with now."""
        return self.powers[-1].prefixes

    @property
    def revoked(self) -> bool:
        """Say whether it has been cut off."""
        return self.last is not None

    def voucher_for(self, village: str) -> tuple[str, bytes]:
        """Return an area with this village that the desk ever had, and the hub's voucher for it.

        Both are empty where it had none.
        """
        return next(
            (
                vouched
                for power in reversed(self.powers)
                for vouched in zip(power.prefixes, power.vouchers, strict=True)
                if village.startswith(vouched[0])
            ),
            ("", b""),
        )

    def may_seal_for(self, village: str) -> bool:
        """Say whether the desk ever had a village: what it may issue papers about."""
        return any(power.role != HUB_ROLE and power.covers(village) for power in self.powers)

    def power_at(self, authority_seq: int) -> Power:
        """Return what was in force for an author who knew so much of the authority.

        What was written before enrolment is held against the first certificate.
        """
        at = max(authority_seq, self.since_seq)
        last = self.powers[-1]
        if last.seq <= at:
            return last
        return next(power for power in reversed(self.powers) if power.seq <= at)

    def shown(self, place: Place) -> FeedHead:
        """Return how far a feed reached, as the desk said when it was let in."""
        return FeedHead(*place, *self.enrolled.get((place.village, place.epoch), (0, START)))

    def is_cut_off(self, place: Place, seq: int) -> bool:
        """Say whether an entry lies beyond what a revocation left."""
        return self.last is not None and seq > self.last.get(feed_key(*place), 0)

    def basis(self, head: int) -> tuple[object, ...]:
        """Return all that verdicts rest on, for entries that cite at most ``head``."""
        known = tuple(power for power in self.powers if power.seq <= max(head, self.since_seq))
        return self.since_seq, known, self.enrolled, self.last


def villages_under(prefixes: Sequence[str], county: str) -> list[str]:
    """Return the codes whose feeds a desk keeps: its villages, those named in full first.

    The code under which the county's office keeps what is the same for all comes last.
    """
    found = [prefix for prefix in prefixes if len(prefix) == VILLAGE]
    wide = tuple(prefix for prefix in prefixes if len(prefix) < VILLAGE)
    if wide:
        found += [v.code for v in divisions.villages(county) if v.code.startswith(wide)]
    return list(dict.fromkeys([*found, office_code(county)]))
