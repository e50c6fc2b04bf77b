"""The hub that a test talks to: on a file, or on both stores where that may matter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.hub import Hub
from sync.hub_app import HubApp, app_of
from tests.sync.hubs import open_made_up_hub


@pytest.fixture
def hub_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return where the hub of a test is kept; see ``hubs.ON_BOTH_STORES``."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return str(tmp_path / "hub")
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def hub(hub_place: str, tmp_path: Path) -> Iterator[Hub]:
    """Open a hub."""
    made, store = open_made_up_hub(hub_place, tmp_path / "root.key")
    yield made
    store.close()


@pytest.fixture
def app(hub: Hub) -> Iterator[HubApp]:
    """Return its service."""
    made = app_of(hub)
    yield made
    made.close()
