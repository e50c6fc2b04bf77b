"""Every use case is watched by the independent witness while its test runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.witness import Witness

TAMPERING = (
    *("test_damage", "test_upkeep", "test_set_up", "test_office", "test_networking"),
    *("test_updates", "test_snapshots_of_desks"),
    "test_ledger_checks",
)
"""Modules whose tests change files behind the program's back, their shape, or copy them."""


@pytest.fixture(autouse=True)
def witness(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Witness | None]:
    """Let plain files be opened by the witness, and compare when the test is over."""
    if Path(str(request.node.path)).stem in TAMPERING:
        yield None
        return
    watching = Witness()
    monkeypatch.setattr("db.connection.sqlite3.connect", watching.connect)
    yield watching
    watching.check()
