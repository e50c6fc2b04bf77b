"""What never changes nor moves once it was written: closed months, rules, layouts given out."""

from collections.abc import Mapping

from desktop_app.domain.records import (
    FormLayout,
    Printout,
    Record,
    Roll,
    RollLine,
    Rulebook,
    Snapshot,
    labels,
)

_PAYMENT = ("paid_on", "paid_fen", "payment_evidence", "failure", "notes")
_KEPT = ("month", "department", "closed_on", "closed_by", "people", "total_fen", "sha256", "rules")


def _all_but(kind: type[Record], *names: str) -> frozenset[str]:
    return frozenset(labels(kind)) - {"village_code", *names}


FROZEN_FIELDS: Mapping[type[Record], frozenset[str]] = {
    Roll: frozenset(_KEPT),
    RollLine: _all_but(RollLine, *_PAYMENT),
    Snapshot: _all_but(Snapshot, "notes"),
    Rulebook: _all_but(Rulebook, "withdrawn_on", "notes"),
    FormLayout: _all_but(FormLayout, "withdrawn_on", "notes"),
    Printout: _all_but(Printout, "came_out", "outcome"),
}
"""The fields that an edit may not touch; what was wrong is corrected by a further record."""

NEVER_REMOVED: tuple[type[Record], ...] = (Roll, RollLine, Printout)
"""What stays once it was written: the books of money and of prints."""
