"""One entry as the truth is made of: whose, about what, and what it says."""

from dataclasses import dataclass
from typing import Any

from db import journal
from db.journal import Header

CREATE, EDIT, SETTLE, REMOVE, LEAVE, ENTER = 1, 2, 3, 4, 5, 6

Dot = tuple[bytes, int]
"""Key of a feed and number in it."""
RowKey = tuple[int, bytes]
"""Number of the table and id of the row."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of one feed."""

    device: bytes
    village: str
    epoch: bytes
    header: Header
    payload: Any
    committed: bytes
    salt: bytes | None = None

    @property
    def key(self) -> bytes:
        """Return the key of its feed."""
        return journal.feed_key(self.device, self.village, self.epoch)

    @property
    def dot(self) -> Dot:
        """Return its place."""
        return self.key, self.header.seq

    @property
    def row(self) -> RowKey:
        """Return what it is about."""
        return self.header.table, self.header.row

    @property
    def rank(self) -> tuple[int, bytes, bytes, int]:
        """Return what decides among heads."""
        return self.header.hlc, self.device, self.epoch, self.header.seq

    def writes(self) -> list[tuple[int, Any, list[Dot]]]:
        """Return ``(column, value, places replaced)`` of a change."""
        op, payload = self.header.op, self.payload
        if payload is None:
            return []
        if op == EDIT:
            return [(column, value, [self._place(base)]) for column, value, base in payload]
        if op == SETTLE:
            return [(c, value, [self._place(b) for b in bases]) for c, value, bases in payload]
        if op == REMOVE:
            return [(0, 1, [self._place(payload[0])])]
        return []

    def builds_on(self) -> list[Dot]:
        """Return every place that must be there before this counts."""
        found = [place for _, _, places in self.writes() for place in places]
        if self.payload is not None and self.header.op in (REMOVE, LEAVE):
            found += [self._place(base) for _column, base in self.payload[-1]]
        return found

    def knew(self) -> set[Dot]:
        """Return the places that a removal names as known."""
        return {self._place(base) for _column, base in self.payload[1]}

    def whole(self) -> list[Any]:
        """Return the values of a creation or an arrival."""
        values: list[Any] = self.payload if self.header.op == CREATE else self.payload[2]
        return values

    def value(self, column: int) -> Any:
        """Return what it wrote to a column."""
        if self.header.op in (CREATE, ENTER):
            return 0 if column == 0 else self.whole()[column - 1]
        return next(value for number, value, _ in self.writes() if number == column)

    def _place(self, base: Any) -> Dot:
        return (self.key, base) if isinstance(base, int) else (base[0], base[1])
