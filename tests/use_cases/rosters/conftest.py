"""A session on an encrypted folder, and the two steps of an import."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.replay import verify
from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.roster_import import (
    import_roster,
    read_roster,
)
from tests.sessions import open_test_session
from tests.use_cases.rosters.made import Look, Take


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path / "folder", key=b"k" * 32)
    yield session
    assert verify(session.store.database).problems == []
    session.close()


@pytest.fixture
def look(session: Session, tmp_path: Path) -> Look:
    return lambda roster: read_roster(session, roster.write(tmp_path / "花名册.xlsx"), Progress())


@pytest.fixture
def take(session: Session, look: Look) -> Take:
    return lambda roster: import_roster(session, look(roster), Progress())
