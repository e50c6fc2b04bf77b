"""What comes again, or late, is put aside without looking at what is here; so is joining late."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.replay import verify
from desktop_app.domain.records import Person
from desktop_app.use_cases import office
from sync.hub import Hub
from sync.invitation import invitation_text
from sync.messages import Push
from tests.sessions import VILLAGE, keep_person
from tests.sync.hostile import meet, open_replica
from tests.sync.hubs import Author, LocalPeer, open_made_up_desk


@contextmanager
def counted_steps(connection: Any) -> Iterator[list[int]]:
    """Count what the database does inside, in steps of its virtual machine."""
    steps: list[int] = []
    connection.set_progress_handler(lambda: steps.append(1), 1)
    yield steps
    connection.set_progress_handler(None, 1)


def steps_of_taking_again(hub: Hub, folder: Path, number: int, entries: int) -> list[int]:
    """Return the steps of a desk and of a hub for a run that both have had for long."""
    author = Author(number)
    author.enrol(hub)
    author.write(entries)
    runs = author.runs()
    hub.push(author.device, Push(runs))
    session, desk = open_replica(hub, folder, folder.name)
    keep_person(session)
    meet(hub, desk)
    with counted_steps(session.store.database.connection()) as here:
        assert desk.take(runs[:1]).entries == 0
    with counted_steps(hub.books.sql.database.connection()) as there:  # type: ignore[attr-defined] # a file here
        hub.push(author.device, Push(runs[:1]))
    session.close()
    return [len(here), len(there)]


def test_an_old_run_costs_the_same_however_much_is_here(hub: Hub, tmp_path: Path) -> None:
    few = steps_of_taking_again(hub, tmp_path / "few", 3, 300)
    many = steps_of_taking_again(hub, tmp_path / "many", 4, 3_000)

    assert all(more < 1.2 * less for less, more in zip(few, many, strict=True))


def steps_of_joining(hub: Hub, folder: Path, people: int) -> int:
    """Return the steps in which a desk that worked alone learns that it was let in."""
    session = open_made_up_desk(folder, folder.name)
    with session.operation("test", "登记") as operation:
        for number in range(people):
            operation.save(Person(village_code=VILLAGE, name=f"牧仁{number}"))
    text = invitation_text(hub.invite("苏日娜", "specialist", [VILLAGE]))
    office.accept_invitation(session, text)
    with counted_steps(session.store.database.connection()) as steps:
        office.enrol(session, LocalPeer(hub, session.store.desk.device))
    assert verify(session.store.database).problems == []
    session.close()
    return len(steps)


def test_a_desk_that_joins_late_does_not_look_at_each_of_its_records_again(
    hub: Hub, tmp_path: Path
) -> None:
    few, many = (steps_of_joining(hub, tmp_path / f"{n}", n) for n in (256, 2_560))

    assert many - few < 5 * 2_304, "a few steps for each record: each is read, and none resolved"
