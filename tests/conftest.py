"""What every test in the house stands on: no screen, no surprises in the log."""

import inspect
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from desktop_app.session import Session
from tests.sessions import open_test_session

# Before anything imports Qt: the tests must run where there is no screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = [
    "tests.garbage",
    "tests.postgres",
    "tests.cups",
    "tests.sync.hub_fixtures",
    "tests.exchange_cli",
]

# Two busy cores make honest tests slow; only wrong answers may fail, and the same ones each time.
settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")


class _Surprises(logging.Handler):
    """Keep the warnings and errors that a test did not expect."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line of the log."""
        self.lines.append(f"{record.name} {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def fail_on_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning, unless it asks for ``caplog`` and so looks itself."""
    function = getattr(request, "function", None)
    if function is not None and "caplog" in inspect.signature(function).parameters:
        yield
        return
    surprises = _Surprises()
    logging.getLogger().addHandler(surprises)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(surprises)
    assert not surprises.lines, "unexpected log: " + "; ".join(surprises.lines)


@pytest.fixture(scope="session", autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep commands that are tried away from the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Open a session on a folder of its own."""
    opened = open_test_session(tmp_path / "folder")
    yield opened
    opened.close()
