"""The witness itself: it sees a write around the journal, and an entry without its write."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.history import undo
from tests.sessions import keep_person, open_test_session
from tests.witness import Witness


@pytest.fixture
def witness(monkeypatch: pytest.MonkeyPatch) -> Witness:
    watching = Witness()
    monkeypatch.setattr("db.connection.sqlite3.connect", watching.connect)
    return watching


@pytest.fixture
def session(tmp_path: Path, witness: Witness) -> Iterator[Session]:
    opened = open_test_session(tmp_path / "data")
    yield opened
    opened.close()


def test_it_agrees_with_what_the_journal_says(session: Session, witness: Witness) -> None:
    person = keep_person(session)
    for number in range(2, 400):
        keep_person(session, number)
    with session.operation("test", "改") as operation:
        operation.save(replace(person, phone="13800000009"))
    with session.operation("test", "去掉") as operation:
        operation.remove(session.get(Person, person.id))
    undo(session)

    assert witness.check() == 2 * 399


@pytest.mark.parametrize(
    "around",
    [
        "UPDATE person SET phone = '1'",
        "UPDATE person SET removed = 1",
        "DELETE FROM person",
        "INSERT INTO household SELECT x'00', village_code, number, kind, group_name, address,"
        " phone, relocated, risk_cause, notes, removed FROM household",
    ],
)
def test_it_sees_a_write_around_the_journal(
    session: Session, witness: Witness, around: str
) -> None:
    keep_person(session)
    session.store.database.connection().execute(around)

    with pytest.raises(AssertionError, match="differ"):
        witness.check()


def test_it_misses_the_write_of_an_entry(
    session: Session, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = keep_person(session)
    real = session.store.database.connection().execute

    def forgetful(text: str, values: tuple[object, ...] = ()) -> object:
        return real("SELECT 1") if text.startswith("UPDATE person SET") else real(text, values)

    monkeypatch.setattr(session.store.database.connection(), "execute", forgetful)
    with session.operation("test", "改") as operation:
        operation.save(replace(person, phone="13800000009"))
    monkeypatch.undo()

    with pytest.raises(AssertionError, match="differ"):
        witness.check()
