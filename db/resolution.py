"""What all entries about one row come to: a pure function of the set of entries.

It does not matter in which order, how often or by which way the entries came; what stands in
two feeds, as a desk wrote it again for another that had it still, counts once. Per column the
heads are what was written less what was replaced; several heads are a conflict; of these the
one with the latest clock is shown until a person settles. An entry counts when everything it
builds on is there; until then it is parked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from db import journal
from db.journal import CREATE, EDIT, ENTER, LEAVE, REMOVE, SETTLE, Dot, Entry
from db.row_history import History, once

ROOTS = (CREATE, ENTER)
CHANGES = (EDIT, SETTLE, REMOVE)
KNOWN = (*ROOTS, *CHANGES, LEAVE)

WAITING_BASE, WAITING_ROW, WAITING_REFERENCE = "waiting-base", "waiting-row", "waiting-reference"
NEWER, MOVED, SECOND = "newer-program", "moved", "second-creation"

PATIENCE = 8
"""Turns of looking behind values that wait for their row; then all such values wait."""

Missing = Callable[[int, Any], bytes | None]
"""Returns the row that a column's value points at if it is not here; else ``None``."""


@dataclass(slots=True)
class RowState:
    """What the entries of a row come to.

    ``root`` wrote the whole row; ``None`` if the row is not there. ``heads`` names, shown one
    first, the entries of the columns that were changed since. ``gone`` is a row that moved to
    another village. ``aside`` are stored entries that no head leads to.
    """

    root: Dot | None = None
    gone: bool = False
    heads: dict[int, list[Dot]] = field(default_factory=dict)
    conflicts: dict[int, list[Dot]] = field(default_factory=dict)
    parked: dict[Dot, tuple[str, bytes | None]] = field(default_factory=dict)
    aside: list[Dot] = field(default_factory=list)
    ahead: bool = False


def resolve(history: History, missing: Missing, known_columns: int) -> RowState:
    """Return what the entries of a row come to."""
    held: dict[Dot, tuple[str, bytes | None]] = {}
    each = once(history)
    for turn in count():
        state = _resolve_without(each, held)
        late = _missing_references(each, state, missing, known_columns)
        if not late:
            break
        held.update(late)
        if turn == PATIENCE:
            held.update(_all_missing_references(each, missing, known_columns))
    if state.root is not None or state.gone:
        live = {state.root, *(dot for heads in state.heads.values() for dot in heads)}
        unreached = set(history.entries) - _ancestors(each, live)
        state.aside = sorted(unreached - set(state.parked) - history.refused)
    state.ahead = any(
        _is_ahead(history, entry, known_columns) for entry in history.entries.values()
    )
    return state


def value_at(entry: Entry, column: int, defaults: Sequence[Any]) -> Any:
    """Return what an entry wrote to a column; its default where the author knew no such column."""
    if entry.header.op in ROOTS:
        values = entry.payload if entry.header.op == CREATE else entry.payload[2]
        if column == journal.REMOVED_COLUMN:
            return 0
        known = values if column <= len(values) else defaults
        return known[column - 1] if column <= len(known) else None
    return next(value for number, value, _ in journal.writes(entry) if number == column)


def _resolve_without(history: History, held: Mapping[Dot, tuple[str, bytes | None]]) -> RowState:
    """Resolve as if the entries in ``held`` were not there yet."""
    state = RowState(parked=dict(held))
    counted = {
        dot: entry
        for dot, entry in history.entries.items()
        if dot not in history.refused and entry.payload is not None and dot not in held
    }
    _hold_back(state, counted, NEWER, _of_newer_programs(counted))
    _hold_back(state, counted, SECOND, _elsewhere(history, counted))
    early = _arrived_early(history, counted, _Roots(history, counted))
    _hold_back(state, counted, WAITING_BASE, early)
    root_of = _Roots(history, counted)
    active = _active(history, counted, root_of)
    applied: dict[Dot, Dot] = {}
    for dot, entry in counted.items():
        root = root_of(dot)
        if root is None:
            state.parked[dot] = (_why_waiting(history, counted, entry), None)
        else:
            applied[dot] = root
    if active is None:
        return state
    state.gone = counted[active].header.op == LEAVE
    state.root = None if state.gone else active
    for dot, reason in _late(history, counted, applied, active):
        state.parked[dot] = (reason, None)
    if state.root is not None:
        _find_heads(history, counted, applied, state)
    return state


def _hold_back(
    state: RowState, counted: dict[Dot, Entry], reason: str, dots: Iterable[Dot]
) -> None:
    for dot in dots:
        state.parked[dot] = (reason, None)
        del counted[dot]


def _of_newer_programs(counted: Mapping[Dot, Entry]) -> list[Dot]:
    return [dot for dot, entry in counted.items() if entry.header.op not in KNOWN]


def _elsewhere(history: History, counted: Mapping[Dot, Entry]) -> list[Dot]:
    """Return creations of a row in another village than the first: they do not move it."""
    made = [dot for dot, entry in counted.items() if entry.header.op == CREATE]
    if not made:
        return []
    home = history.village(min(made, key=history.rank))
    return [dot for dot in made if history.village(dot) != home]


def _arrived_early(
    history: History, counted: Mapping[Dot, Entry], root_of: Callable[[Dot], Dot | None]
) -> list[Dot]:
    """Return arrivals of a row that is known to be elsewhere, and not to have left for there."""
    arrivals = [dot for dot, entry in counted.items() if entry.header.op == ENTER]
    if not arrivals:
        return []
    left: set[Dot | None] = set()
    agreed: set[tuple[int, str]] = set()
    for dot, entry in counted.items():
        if entry.header.op == LEAVE and root_of(dot) is not None:
            left.add(root_of(dot))
            agreed.add((entry.payload[0], entry.payload[1]))
    roots = {
        dot: 0 if entry.header.op == CREATE else entry.payload[0]
        for dot, entry in counted.items()
        if entry.header.op in ROOTS
    }
    return [
        dot
        for dot in arrivals
        if (roots[dot], history.village(dot)) not in agreed
        and any(move < roots[dot] and root not in left for root, move in roots.items())
    ]


class _Roots:
    """Finds the creation or arrival that an entry builds on; ``None`` while a base is missing."""

    def __init__(self, history: History, counted: Mapping[Dot, Entry]) -> None:
        self._history, self._counted = history, counted
        self._found: dict[Dot, Dot | None] = {}

    def __call__(self, dot: Dot) -> Dot | None:
        waiting, entered = [dot], set[Dot]()
        while waiting:
            top = waiting[-1]
            bases = [] if top in self._found else self._bases(top)
            open_ones = [base for base in bases if base not in self._found]
            if open_ones and top not in entered:
                entered.add(top)
                waiting += [base for base in open_ones if base not in entered]
                continue
            waiting.pop()
            if top not in self._found:  # bases still open now go round in a ring
                self._found[top] = self._root(top, bases)
        return self._found[dot]

    def _bases(self, dot: Dot) -> list[Dot]:
        entry = self._history.entries.get(dot)
        if entry is None or entry.header.op in ROOTS:
            return []
        return [base for _, base in self._history.bases(entry) if base is not None]

    def _root(self, dot: Dot, bases: list[Dot]) -> Dot | None:
        entry = self._history.entries.get(dot)
        held = dot not in self._counted and dot not in self._history.refused
        if entry is None or entry.payload is None or held:
            return None
        if entry.header.op in ROOTS:
            return None if dot in self._history.refused else dot
        roots = {self._found.get(base) for base in bases}
        whole = len(bases) == len(self._history.bases(entry))
        root = roots.pop() if whole and len(roots) == 1 else None
        if root is None or self._history.village(root) != self._history.village(dot):
            return None  # who writes about one village changes no row of another
        return root


def _why_waiting(history: History, counted: Mapping[Dot, Entry], entry: Entry) -> str:
    there = any(other.header.op in ROOTS for other in counted.values())
    return WAITING_BASE if there else WAITING_ROW


def _active(
    history: History, counted: Mapping[Dot, Entry], root_of: Callable[[Dot], Dot | None]
) -> Dot | None:
    """Return the creation, arrival or leave that says where the row is now."""

    def place_in_life(dot: Dot) -> tuple[int, int, tuple[int, bytes, bytes, int]]:
        entry = counted[dot]
        move = 0 if entry.header.op == CREATE else entry.payload[0]
        return move, int(entry.header.op != LEAVE), history.rank(dot)

    ends = [
        dot
        for dot, entry in counted.items()
        if entry.header.op in (*ROOTS, LEAVE) and root_of(dot) is not None
    ]
    return max(ends, key=place_in_life, default=None)


def _late(
    history: History, counted: Mapping[Dot, Entry], applied: Mapping[Dot, Dot], active: Dot
) -> Iterator[tuple[Dot, str]]:
    """Yield changes that a leave had not seen, and creations beside the one that counts."""
    now = applied[active]
    leaves = [dot for dot in applied if counted[dot].header.op == LEAVE]
    for root in sorted({*applied.values()}):
        ends = [dot for dot in leaves if applied[dot] == root]
        if root == now and not ends:
            continue
        if root == now and counted[active].header.op != LEAVE:
            continue
        if not ends and counted[root].header.op == counted[now].header.op:
            yield root, SECOND
        seen = _ancestors(history, ends)
        for dot, own in applied.items():
            if own == root and counted[dot].header.op in CHANGES and dot not in seen:
                yield dot, MOVED


def _ancestors(history: History, dots: Iterable[Dot | None]) -> set[Dot]:
    """Return these entries and all that they build on."""
    seen: set[Dot] = set()
    waiting = list(dots)
    while waiting:
        dot = waiting.pop()
        if dot is None or dot in seen or dot not in history.entries:
            continue
        seen.add(dot)
        waiting += [base for _, base in history.bases(history.entries[dot])]
    return seen


def _find_heads(
    history: History, counted: Mapping[Dot, Entry], applied: Mapping[Dot, Dot], state: RowState
) -> None:
    written: dict[int, set[Dot]] = {}
    replaced: dict[int, set[Dot]] = {}
    assert state.root is not None  # noqa: S101 - the caller has looked
    for dot, root in applied.items():
        if root != state.root or dot in state.parked:
            continue
        entry = counted[dot]
        if entry.header.op not in CHANGES:
            continue
        for column, _value, bases in journal.writes(entry):
            written.setdefault(column, {state.root}).add(dot)
            gone = replaced.setdefault(column, set())
            gone.update(found for found in (history.dot(dot[0], b) for b in bases) if found)
    for column, dots in sorted(written.items()):
        heads = sorted(dots - replaced[column], key=history.rank, reverse=True)
        state.heads[column] = heads
        if len(heads) > 1:
            state.conflicts[column] = heads
    _find_changes_under_removal(history, state)


def _find_changes_under_removal(history: History, state: RowState) -> None:
    """List what was changed by somebody who did not know that the row was being removed."""
    heads = state.heads.get(journal.REMOVED_COLUMN, [])
    if len(heads) != 1 or history.entries[heads[0]].header.op != REMOVE:
        return
    removal = history.entries[heads[0]]
    seen = {history.dot(removal.feed, base) for _column, base in removal.payload[1]}
    unseen = sorted(
        {
            dot
            for column, dots in state.heads.items()
            if column != journal.REMOVED_COLUMN
            for dot in dots
            if dot not in seen and dot != state.root
        },
        key=history.rank,
        reverse=True,
    )
    if unseen:
        state.conflicts[journal.REMOVED_COLUMN] = [heads[0], *unseen]


def _missing_references(
    history: History, state: RowState, missing: Missing, known_columns: int
) -> dict[Dot, tuple[str, bytes | None]]:
    """Return the entries whose shown value points at a row that is not here yet."""
    if state.root is None:
        return {}
    late: dict[Dot, tuple[str, bytes | None]] = {}
    for column in range(1, known_columns + 1):
        dot = state.heads.get(column, [state.root])[0]
        entry = history.entries[dot]
        if entry.header.op in ROOTS and column > len(_whole_row(entry)):
            continue
        needed = missing(column, value_at(entry, column, ()))
        if needed is not None:
            late[dot] = (WAITING_REFERENCE, needed)
    return late


def _all_missing_references(
    history: History, missing: Missing, known_columns: int
) -> dict[Dot, tuple[str, bytes | None]]:
    """Return every entry that points at a row that is not here, whether it is shown or not."""
    late: dict[Dot, tuple[str, bytes | None]] = {}
    for dot, entry in history.entries.items():
        if dot in history.refused or entry.payload is None or entry.header.op not in KNOWN:
            continue
        values = [(column, value) for column, value, _ in journal.writes(entry)]
        if entry.header.op in ROOTS:
            values = list(enumerate(_whole_row(entry), start=1))
        for column, value in values:
            needed = missing(column, value) if column <= known_columns else None
            if needed is not None:
                late[dot] = (WAITING_REFERENCE, needed)
    return late


def _whole_row(entry: Entry) -> list[Any]:
    values: list[Any] = entry.payload if entry.header.op == CREATE else entry.payload[2]
    return values


def _is_ahead(history: History, entry: Entry, known_columns: int) -> bool:
    if entry.payload is None or entry.payload is journal.NONSENSE:
        return False
    if entry.header.op not in KNOWN:
        return True
    if entry.header.op in ROOTS:
        return len(_whole_row(entry)) > known_columns
    return any(column > known_columns for column, _, _ in journal.writes(entry))
