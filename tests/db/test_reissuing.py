"""An entry that is written once more names what it named before, wherever that stands now."""

from typing import Any

import pytest

from db import journal
from db.journal import EDIT, LEAVE, REMOVE, SETTLE, Header
from db.reissuing import Renaming

OLD, NEW, OTHER = b"o" * 16, b"n" * 16, b"x" * 16
RENAMING = Renaming(OLD, NEW, {5: (OTHER, 1), 6: (NEW, 1), 7: (NEW, 2), 8: (OTHER, 2)}, 8)
"""Entries 5 and 8 stand in somebody else's feed already; 4 is what both branches have."""


def entry(seq: int, payload: Any, op: int = EDIT, remaining: int = 0) -> bytes:
    header = Header(seq, 9, 0, bytes(16), "test", remaining, op, 2, bytes(16), 1)
    return journal.encode_entry(journal.encode_header(header), b"s" * 16, journal.pack(payload))


@pytest.mark.parametrize(
    ("base", "named"),
    [
        (4, [OLD, 4]),
        (5, [OTHER, 1]),
        (6, 1),
        ([OLD, 6], 1),
        ([OLD, 3], [OLD, 3]),
        ([OTHER, 7], [OTHER, 7]),
        ([NEW, 1], 1),
    ],
)
def test_a_base_is_named_by_where_it_stands_now(base: Any, named: Any) -> None:
    for op, before, after in (
        (EDIT, [[3, "x", base]], [[3, "x", named]]),
        (SETTLE, [[3, "x", [base, [OTHER, 9]]]], [[3, "x", [named, [OTHER, 9]]]]),
        (REMOVE, [base, [[3, base]]], [named, [[3, named]]]),
        (LEAVE, [1, "150223102201", [[0, base]]], [1, "150223102201", [[0, named]]]),
    ):
        again = journal.decode_entry(0, RENAMING.entry(7, entry(7, before, op)))

        assert again.payload == after
        assert again.header == journal.decode_entry(0, entry(2, [], op)).header


def test_an_operation_counts_those_of_its_entries_that_go_along() -> None:
    def left(seq: int, remaining: int) -> int:
        data = RENAMING.entry(seq, entry(seq, [[3, "x", 4]], remaining=remaining))
        return journal.decode_entry(0, data).header.remaining

    assert left(6, 2) == 1  # 7 goes along, 8 is somewhere else
    assert left(7, 1) == 0
    assert left(7, 3) == 2  # 9 and 10 are not here yet
