"""A desk in the month after."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop_app.session import Session
from tests.sessions import open_test_session

SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"
TODAY = date(2026, 11, 25)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()
