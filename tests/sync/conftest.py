"""A hub on a file, for the tests that ask for no other."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.hub import Hub
from tests.sync.hubs import open_made_up_hub


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """Open a hub."""
    made, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root")
    yield made
    store.close()
