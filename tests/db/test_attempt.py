"""An attempt inside a transaction: taken back alone, and nothing of it is in the journal."""

from pathlib import Path

import pytest

from db.replay import verify
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Household
from desktop_app.session import Session
from tests.sessions import OTHER_VILLAGE, VILLAGE, open_test_session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_test_session(tmp_path)


def keep(session: Session, number: str, village: str = VILLAGE) -> None:
    with session.operation("test", number) as operation:
        operation.save(Household(village_code=village, number=number))


def refuse_after_keeping(session: Session, number: str, village: str) -> None:
    keep(session, number, village)
    raise Refused("不行。", advice="换一个。")


def refused_attempt(session: Session, number: str, village: str = VILLAGE) -> None:
    with pytest.raises(Refused), session.store.attempt():
        refuse_after_keeping(session, number, village)


def test_what_was_refused_is_gone_and_the_rest_stays(session: Session) -> None:
    with session.store.transaction(batch=7):
        keep(session, "1")
        refused_attempt(session, "2")
        refused_attempt(session, "3", OTHER_VILLAGE)
        keep(session, "4", OTHER_VILLAGE)

    assert [one.number for one in session.find(Household)] == ["1", "4"]
    assert verify(session.store.database).problems == []


def test_operations_of_a_transaction_belong_to_its_batch(session: Session) -> None:
    with session.store.transaction(batch=7):
        keep(session, "1")
    keep(session, "2")

    rows = session.store.database.connection().execute("SELECT batch FROM operation").fetchall()
    assert [row[0] for row in rows] == [7, None]


def test_an_attempt_needs_a_transaction(session: Session) -> None:
    with pytest.raises(RuntimeError), session.store.attempt():
        keep(session, "1")
