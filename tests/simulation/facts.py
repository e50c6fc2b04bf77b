"""One entry as the truth is made of: whose, about what, and what it says."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from db import journal
from db.forms import is_well_formed
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

    def is_whole(self) -> bool:
        """Say whether it has values, in the form of its operation."""
        return self.payload is not None and is_well_formed(self.header.op, self.payload)

    def saying(self) -> tuple[Any, ...]:
        """Return what two entries have in common if they are one, written twice."""
        if not self.salt or not self.is_whole():
            return self.dot
        header = self.header
        return self.salt, self.village, self.row, header.hlc, header.op, repr(self.on({}).payload)

    def on(self, others: Mapping[Dot, Dot]) -> "Fact":
        """Return it with other places under it, each with the key of its feed."""
        op = self.header.op
        if op not in (EDIT, SETTLE, REMOVE, LEAVE) or not self.is_whole():
            return self

        def named(base: Any) -> list[Any]:
            place = self._place(base)
            return list(others.get(place, place))

        payload = list(self.payload)
        if op == EDIT:
            payload = [[column, value, named(base)] for column, value, base in payload]
        elif op == SETTLE:
            payload = [[column, value, [*map(named, bases)]] for column, value, bases in payload]
        else:
            payload[-1] = [[column, named(base)] for column, base in payload[-1]]
        if op == REMOVE:
            payload[0] = named(payload[0])
        return replace(self, payload=payload)

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


def each_once(facts: Iterable[Fact], refused: Collection[Dot] = ()) -> list[Fact]:
    """Return entries without those that say again what another one said; refused ones say nothing.

    A desk that takes a feed for lost writes its entries again; their author may have had them.
    """
    left = sorted(facts, key=lambda fact: fact.rank)
    while True:
        first: dict[tuple[Any, ...], Dot] = {}
        again: dict[Dot, Dot] = {}
        for fact in left:
            if fact.dot not in refused:
                same = first.setdefault(fact.saying(), fact.dot)
                if same != fact.dot:
                    again[fact.dot] = same
        if not again:
            return left
        left = [fact.on(again) for fact in left if fact.dot not in again]
