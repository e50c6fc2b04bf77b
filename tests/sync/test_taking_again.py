"""What comes again, or late, is put aside without looking at what is here."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sync.hub import Hub
from sync.messages import Push
from tests.sessions import keep_person
from tests.sync.hostile import meet, open_replica
from tests.sync.hubs import Author


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
