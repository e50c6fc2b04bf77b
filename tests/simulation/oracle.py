"""Computes the truth from all entries, slowly and on its own: the engine must agree with it.

Only the bytes of an entry are read by the program's own code (``db.journal``). What they come to
is worked out here a second time, from the rules in ``docs/architecture.md``: plain dictionaries,
everything from the beginning, no order of arrival anywhere.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from desktop_app.domain.records import RECORDS
from tests.simulation.facts import CREATE, ENTER, LEAVE, REMOVE, Dot, Fact, RowKey, each_once
from tests.simulation.verdicts import Law, Offer

PARENTS: Mapping[tuple[int, str], int] = {
    (table, column): parent
    for table, columns in {
        2: {"household_id": 1},
        3: {"person_id": 2},
        4: {"household_id": 1, "person_id": 2},
        6: {"post_id": 5, "person_id": 2},
        7: {"person_id": 2},
        8: {"person_id": 2, "placement_id": 6},
        9: {"person_id": 2},
        22: {"person_id": 2},
    }.items()
    for column, parent in columns.items()
}
"""(table, column that points at a row) -> the table of that row."""
ORDER = (1, 2, 5, 6, 3, 4, 7, 8, 9, 15, 22)
"""Tables, those that are pointed at first."""


@dataclass(slots=True)
class Truth:
    """What a replica that sees some villages must hold: nothing more, nothing less.

    ``rows`` has ``removed`` first, then the values; ``conflicts`` the heads, shown one first;
    ``stubs`` are rows without values that others may point at.
    """

    rows: dict[RowKey, tuple[Any, ...]] = field(default_factory=dict)
    villages: dict[RowKey, str] = field(default_factory=dict)
    heads: dict[tuple[int, bytes, int], frozenset[Dot]] = field(default_factory=dict)
    conflicts: dict[tuple[int, bytes, int], tuple[Dot, ...]] = field(default_factory=dict)
    parked: dict[Dot, str] = field(default_factory=dict)
    quarantined: dict[Dot, str] = field(default_factory=dict)
    stubs: set[RowKey] = field(default_factory=set)


Columns = Mapping[int, tuple[str, ...]]
"""The names of the columns of each known table, from number 1."""
There = Callable[[int, Any], bool]
"""Says whether the row of a table that a value names is there."""


def find_truth(
    facts: Iterable[Fact], law: Law, villages: Collection[str], columns: Columns
) -> Truth:
    """Return what the entries of these villages come to for a program that knows ``columns``."""
    erased = law.erased
    everything = [fact for fact in facts if fact.village in villages]
    seen = [fact for fact in everything if fact.row not in erased]
    truth = Truth(stubs={fact.row for fact in everything if fact.row in erased})
    creators = _creators(fact for fact in seen if _may_count(fact, law))
    by_row: dict[RowKey, list[Fact]] = {}
    for fact in seen:
        if fact.row[0] not in columns:
            truth.parked[fact.dot] = "newer-program"
            continue
        by_row.setdefault(fact.row, []).append(fact)
        verdict = law.judge(_offer(fact), creators.get(fact.row))
        if verdict:
            truth.quarantined[fact.dot] = verdict

    def there(parent: int, value: Any) -> bool:
        return (parent, value) in truth.rows or (parent, value) in truth.stubs

    for table in ORDER:
        for row in sorted(key for key in by_row if key[0] == table):
            resolve_row(row, by_row[row], truth, columns[table], there)
    return truth


def resolve_row(
    row: RowKey, facts: Iterable[Fact], truth: Truth, columns: tuple[str, ...], there: There
) -> None:
    """Write what the entries about one row come to into the truth."""
    each = each_once(facts, truth.quarantined)
    _Row(row, {fact.dot: fact for fact in each}, truth, columns, there).resolve()


def _may_count(fact: Fact, law: Law) -> bool:
    return fact.payload is not None and not law.judge(_offer(fact), fact.header.user)


def _offer(fact: Fact) -> Offer:
    return Offer(fact.device, fact.village, fact.epoch, fact.header, fact.payload, fact.salt)


def _creators(facts: Iterable[Fact]) -> dict[RowKey, bytes]:
    """Return who proposed each row: the user of its first creation."""
    made: dict[RowKey, list[tuple[int, bytes]]] = {}
    for fact in facts:
        if fact.header.op == CREATE:
            made.setdefault(fact.row, []).append((fact.header.hlc, fact.header.user))
    return {row: min(stamps)[1] for row, stamps in made.items()}


class _Row:
    """Everything said about one row."""

    def __init__(
        self,
        row: RowKey,
        facts: dict[Dot, Fact],
        truth: Truth,
        columns: tuple[str, ...],
        there: There,
    ) -> None:
        self.row, self.facts, self.truth = row, facts, truth
        self.columns, self.there = columns, there
        self.refused = {dot for dot in facts if dot in truth.quarantined}

    def resolve(self) -> None:
        """Write what they come to into the truth."""
        held: set[Dot] = set()
        while True:
            parked, heads, root, home = self._without(held)
            late = self._dangling(root, heads) if root else set()
            if not late:
                break
            held |= late
        self.truth.parked.update(parked)
        self.truth.parked.update(dict.fromkeys(held, "waiting-reference"))
        if root is None:
            if home or any(self.facts[dot].header.op in (CREATE, ENTER) for dot in self.refused):
                self.truth.stubs.add(self.row)
            return
        values = [0, *root.whole()[: len(self.columns)]]
        values += [_unsaid(self.row[0], name) for name in self.columns[len(values) - 1 :]]
        for column, found in heads.items():
            shown = max(found, key=lambda fact: fact.rank)
            if column < len(values):
                values[column] = shown.value(column)
            self.truth.heads[*self.row, column] = frozenset(fact.dot for fact in found)
            if len(found) > 1:
                self._list_conflict(column, found)
        self._list_changes_under_removal(heads, root)
        self.truth.rows[self.row] = tuple(values)
        self.truth.villages[self.row] = home

    def _without(
        self, held: set[Dot]
    ) -> tuple[dict[Dot, str], dict[int, list[Fact]], Fact | None, str]:
        """Return parked entries, heads by column, the creation that counts, and its village.

        A village without a creation is one that the row has left.
        """
        counted = {
            dot: fact
            for dot, fact in self.facts.items()
            if dot not in self.refused and dot not in held and fact.payload is not None
        }
        parked = {d: "newer-program" for d, f in counted.items() if not CREATE <= f.header.op <= 6}
        counted = {dot: fact for dot, fact in counted.items() if dot not in parked}
        strangers = self._created_elsewhere(counted)
        parked.update(dict.fromkeys(strangers, "second-creation"))
        counted = {dot: fact for dot, fact in counted.items() if dot not in parked}
        early = self._arrived_early(counted, self._roots(counted))
        parked.update(dict.fromkeys(early, "waiting-base"))
        counted = {dot: fact for dot, fact in counted.items() if dot not in parked}
        roots = self._roots(counted)
        is_there = any(fact.header.op in (CREATE, ENTER) for fact in counted.values())
        for dot in counted:
            if dot not in roots:
                parked[dot] = "waiting-base" if is_there else "waiting-row"
        standing = {dot: fact for dot, fact in counted.items() if dot in roots}
        ends = [f for f in standing.values() if f.header.op in (CREATE, ENTER, LEAVE)]
        if not ends:
            return parked, {}, None, ""
        last = max(ends, key=lambda fact: (_move(fact), fact.header.op != LEAVE, fact.rank))
        parked.update(self._left_behind(standing, roots, last))
        if last.header.op == LEAVE:
            return parked, {}, None, last.village
        changes = [
            fact
            for dot, fact in standing.items()
            if roots[dot] == last.dot and dot not in parked and fact.header.op in (2, 3, 4)
        ]
        return parked, _heads(last, changes), last, last.village

    def _created_elsewhere(self, counted: dict[Dot, Fact]) -> set[Dot]:
        """Return creations in other villages than that of the earliest."""
        made = sorted(
            (f for f in counted.values() if f.header.op == CREATE), key=lambda fact: fact.rank
        )
        return {fact.dot for fact in made if fact.village != made[0].village}

    def _arrived_early(self, counted: dict[Dot, Fact], roots: dict[Dot, Dot]) -> set[Dot]:
        """Return arrivals nobody announced, of a row that was before where it never left."""
        leaves = [f for f in counted.values() if f.header.op == LEAVE and f.dot in roots]
        announced = {(fact.payload[0], fact.payload[1]) for fact in leaves}
        stays = {
            _move(fact)
            for dot, fact in counted.items()
            if fact.header.op in (CREATE, ENTER) and dot not in {roots[f.dot] for f in leaves}
        }
        return {
            dot
            for dot, fact in counted.items()
            if fact.header.op == ENTER
            and (_move(fact), fact.village) not in announced
            and stays
            and min(stays) < _move(fact)
        }

    def _roots(self, counted: dict[Dot, Fact]) -> dict[Dot, Dot]:
        """Return the creation or arrival under each entry, where nothing between is missing."""
        roots = {dot: dot for dot, fact in counted.items() if fact.header.op in (CREATE, ENTER)}
        bridges = {dot: fact for dot, fact in self.facts.items() if self._carries(dot, counted)}
        grew = True
        while grew:
            grew = False
            for dot, fact in bridges.items():
                below = {roots.get(base) for base in fact.builds_on()}
                if any(base and self.facts[base].village != fact.village for base in below):
                    continue
                if dot not in roots and len(below) == 1 and None not in below:
                    roots[dot] = next(root for root in below if root is not None)
                    grew = True
        return roots

    def _carries(self, dot: Dot, counted: dict[Dot, Fact]) -> bool:
        """Say whether others may build on an entry: a refused change still says on what it was."""
        fact = self.facts[dot]
        return dot in counted or (
            self.truth.quarantined.get(dot, "malformed") != "malformed"
            and fact.payload is not None
            and fact.header.op not in (CREATE, ENTER)
        )

    def _left_behind(
        self, standing: dict[Dot, Fact], roots: dict[Dot, Dot], last: Fact
    ) -> Iterator[tuple[Dot, str]]:
        """Yield what was written where the row no longer is, unknown to those who moved it."""
        now = roots[last.dot]
        for root in {roots[dot] for dot in standing}:
            leaves = [
                dot for dot, f in standing.items() if f.header.op == LEAVE and roots[dot] == root
            ]
            if root == now and (not leaves or last.header.op != LEAVE):
                continue
            if not leaves and self.facts[root].header.op == self.facts[now].header.op:
                yield root, "second-creation"
            seen = self._below(leaves)
            for dot, fact in standing.items():
                if roots[dot] == root and fact.header.op in (2, 3, 4) and dot not in seen:
                    yield dot, "moved"

    def _below(self, dots: Iterable[Dot]) -> set[Dot]:
        seen: set[Dot] = set()
        waiting = list(dots)
        while waiting:
            dot = waiting.pop()
            if dot in self.facts and dot not in seen:
                seen.add(dot)
                waiting += self.facts[dot].builds_on()
        return seen

    def _dangling(self, root: Fact, heads: dict[int, list[Fact]]) -> set[Dot]:
        """Return the entries whose shown value points at a row that is not there."""
        late: set[Dot] = set()
        for column, name in enumerate(self.columns, start=1):
            parent = PARENTS.get((self.row[0], name))
            if parent is None:
                continue
            shown = max(heads.get(column, [root]), key=lambda fact: fact.rank)
            if shown is root and column > len(root.whole()):
                continue
            value = shown.value(column)
            if value is not None and not self.there(parent, value):
                late.add(shown.dot)
        return late

    def _list_conflict(self, column: int, found: Iterable[Fact]) -> None:
        ranked = sorted(found, key=lambda fact: fact.rank, reverse=True)
        self.truth.conflicts[*self.row, column] = tuple(fact.dot for fact in ranked)

    def _list_changes_under_removal(self, heads: dict[int, list[Fact]], root: Fact) -> None:
        """List changes that the one who removed the row did not know of."""
        removals = heads.get(0, [])
        if len(removals) != 1 or removals[0].header.op != REMOVE:
            return
        known = removals[0].knew() | {root.dot}
        unseen = {
            fact.dot: fact
            for column, found in heads.items()
            if column != 0
            for fact in found
            if fact.dot not in known
        }
        if unseen:
            ranked = sorted(unseen.values(), key=lambda fact: fact.rank, reverse=True)
            dots = (removals[0].dot, *(fact.dot for fact in ranked))
            self.truth.conflicts[*self.row, 0] = dots


def _unsaid(table: int, name: str) -> Any:
    """Return what a column holds where the program that wrote the row did not know it."""
    default = next(each.default for each in fields(RECORDS[table - 1]) if each.name == name)
    if isinstance(default, bool):
        return int(default)
    return default if isinstance(default, str | int) else None


def _heads(root: Fact, changes: list[Fact]) -> dict[int, list[Fact]]:
    """Return what was written less what was replaced, by column."""
    written: dict[int, set[Dot]] = {}
    replaced: dict[int, set[Dot]] = {}
    facts = {fact.dot: fact for fact in [root, *changes]}
    for fact in changes:
        for column, _value, places in fact.writes():
            written.setdefault(column, {root.dot}).add(fact.dot)
            replaced.setdefault(column, set()).update(places)
    return {
        column: [facts[dot] for dot in sorted(dots - replaced[column])]
        for column, dots in written.items()
    }


def _move(fact: Fact) -> int:
    return 0 if fact.header.op == CREATE else int(fact.payload[0])
