"""The resolution of one row agrees with the oracle, for whatever was written about it."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace as replace_header

from db import journal
from db.journal import SALT, Entry, Header, Place
from db.resolution import RowState, resolve
from db.row_history import History
from tests.simulation.facts import Dot, Fact
from tests.simulation.oracle import Truth, resolve_row

ROW = (2, bytes(15) + b"r")
COLUMNS = ("id", "village_code", "household_id", "name")
HOUSES = (b"there", b"away")
PLACES = [Place(bytes([number]) * 16, f"15022310220{number % 2}", bytes(4)) for number in range(5)]


class Scribe:
    """Writes a made-up history: mostly what desks write, at times what only a broken one would."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.facts: list[Fact] = []
        self.again = self.dice.choice([0, 0, 0.2, 0.4])
        self.renamed: list[tuple[Dot, Dot]] = []

    def write(self) -> None:
        """Add one entry, by a desk that has seen some of the others."""
        place = self.dice.choice(PLACES)
        own = [fact for fact in self.facts if fact.device == place.device]
        seen = [f for f in self.facts if f in own or self.dice.random() < 0.6]
        if seen and self.dice.random() < self.again:
            self._write_again(self.dice.choice(seen), place, len(own) + 1)
            return
        payload, op = self._payload(seen)
        header = Header(len(own) + 1, self.dice.randrange(50), 0, bytes(16), "test", 0, op, *ROW, 1)
        salt = len(self.facts).to_bytes(SALT)
        self.facts.append(Fact(*place, header, payload, b"", salt))

    def _write_again(self, fact: Fact, place: Place, seq: int) -> None:
        """Let a desk write what another has written: as it was, or with something else in it."""
        places = {f.dot: f.dot for f in self.facts}
        for old, new in self.renamed:
            if self.dice.random() < 0.7:
                places[old] = new
        made = replace(fact.on(places), device=place.device, village=place.village)
        made = replace(made, epoch=place.epoch, header=replace_header(fact.header, seq=seq))
        if self.dice.random() < 0.1:
            made = replace(made, header=replace_header(made.header, hlc=fact.header.hlc + 1))
        self.facts.append(made)
        self.renamed.append((fact.dot, made.dot))

    def _payload(self, seen: list[Fact]) -> tuple[Any, int]:
        roots = [fact for fact in seen if fact.header.op in (1, 6)]
        value = f"{len(self.facts)}"
        if not roots or self.dice.random() < 0.03:
            return [ROW[1], PLACES[0].village, self._house(), value], 1
        truth = Truth()
        resolve_row(ROW, seen, truth, COLUMNS, self.there)
        column = self.dice.choice([3, 4, 4, 4])
        wrote = self._house() if column == 3 else value
        heads = list(truth.heads.get((*ROW, column), ()))
        bases = [_base(dot) for dot in heads] or [_base(self.dice.choice(roots).dot)]
        root, move = _base(self.dice.choice(roots).dot), self.dice.randrange(1, 4)
        kinds: list[tuple[int, Any, int]] = [
            (9, [[column, wrote, self.dice.choice(bases)]], 2),
            (3 * (len(heads) > 1), [[column, wrote, bases]], 3),
            (1, [root, [[column, base] for base in bases]], 4),
            (1, [move, "150223102209", [[0, root]]], 5),
            (1, [move, "150223102208", [ROW[1], PLACES[0].village, None, value]], 6),
            (1, [[column, wrote, _base(self.dice.choice(seen).dot)]], self.dice.choice([2, 9])),
        ]
        _, payload, op = self.dice.choices(kinds, [weight for weight, _, _ in kinds])[0]
        return payload, op

    def there(self, _parent: int, value: Any) -> bool:
        """Say whether a household is there."""
        return bool(value != HOUSES[1])

    def _house(self) -> bytes:
        return HOUSES[self.dice.random() < 0.15]


def _base(dot: Dot) -> list[Any]:
    return list(dot)


def _resolved(facts: list[Fact], refused: set[Dot]) -> tuple[RowState, list[bytes]]:
    keys = [journal.feed_key(*place) for place in PLACES]
    entries = {
        (keys.index(fact.key), fact.header.seq): Entry(
            keys.index(fact.key), fact.header, fact.payload, fact.salt or b""
        )
        for fact in facts
    }
    history = History(
        ROW[0],
        ROW[1],
        entries,
        frozenset((keys.index(key), seq) for key, seq in refused),
        PLACES.__getitem__,
        lambda key: keys.index(key) if any(f.key == key for f in facts) else None,
    )

    def missing(column: int, value: Any) -> bytes | None:
        return HOUSES[1] if column == 3 and value == HOUSES[1] else None

    return resolve(history, missing, len(COLUMNS)), keys


@pytest.mark.parametrize("batch", range(10))
def test_the_resolution_of_a_row_agrees_with_the_oracle(batch: int) -> None:
    for seed in range(100 * batch, 100 * batch + 100):
        scribe = Scribe(seed)
        for _ in range(scribe.dice.randrange(2, 14)):
            scribe.write()
        facts = scribe.facts
        scribe.dice.shuffle(facts)
        ends = {place.device: scribe.dice.choice([99, 99, 2]) for place in PLACES}
        facts = [fact for fact in facts if fact.header.seq <= ends[fact.device]]
        refused = {fact.dot for fact in facts if scribe.dice.random() < 0.1}

        state, keys = _resolved(facts, refused)

        truth = Truth(quarantined=dict.fromkeys(refused, "role"))
        resolve_row(ROW, facts, truth, COLUMNS, scribe.there)
        assert _parked(state, keys) == truth.parked, f"seed {seed}"
        assert (state.root is not None) == (ROW in truth.rows), f"seed {seed}"
        assert _named(state.conflicts, keys) == truth.conflicts, f"seed {seed}"
        assert {c: set(d) for (_, _, c), d in _named(state.heads, keys).items()} == {
            column: set(dots) for (_, _, column), dots in truth.heads.items()
        }, f"seed {seed}"


def _parked(state: RowState, keys: list[bytes]) -> dict[Dot, str]:
    return {(keys[feed], seq): why for (feed, seq), (why, _) in state.parked.items()}


def _named(
    lists: dict[int, list[tuple[int, int]]], keys: list[bytes]
) -> dict[tuple[int, bytes, int], tuple[Dot, ...]]:
    return {
        (*ROW, column): tuple((keys[feed], seq) for feed, seq in dots)
        for column, dots in lists.items()
    }
