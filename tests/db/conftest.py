"""What is undone is watched by the independent witness, like every use case."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.witness import Witness

WATCHED = ("test_undo",)
"""Modules that change records by operations alone; the others tamper with them, or copy files."""


@pytest.fixture(autouse=True)
def witness(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Witness | None]:
    """Let plain files be opened by the witness, and compare when the test is over."""
    if Path(str(request.node.path)).stem not in WATCHED:
        yield None
        return
    watching = Witness()
    monkeypatch.setattr("db.connection.sqlite3.connect", watching.connect)
    yield watching
    watching.check()
