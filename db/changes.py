"""What a commit changed, as it is told to those who show it."""

from dataclasses import dataclass
from uuid import UUID

from desktop_app.domain.records import Record


@dataclass(frozen=True, slots=True)
class Changes:
    """What an operation changed: which kinds of records, and which of them."""

    kinds: frozenset[type[Record]] = frozenset()
    ids: frozenset[UUID] = frozenset()

    def touches(self, *kinds: type[Record]) -> bool:
        """Say whether a record of one of these kinds changed, or may have."""
        return not self.kinds or any(kind in self.kinds for kind in kinds)
