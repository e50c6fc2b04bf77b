"""Two desks of one office that know each other, and papers issued on the first."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.papers import code_of, print_form
from sync.hub import Hub
from tests.sessions import keep_person
from tests.sync.hubs import open_made_up_desk, open_made_up_hub
from tests.use_cases.test_networking import Line, invite

HUB_URL = "https://10.1.2.3:8443"
FORM = "training_wish"


@dataclass
class Office:
    """A hub, desks in its book for the same villages, and one that nobody enrolled.

    ``auditor`` exchanged before the others were let in, and not since.
    """

    hub: Hub
    one: Session
    two: Session
    auditor: Session
    stranger: Session

    def join(self, *desks: Session) -> None:
        """Let desks into the hub's book, and everybody know of them."""
        for desk in desks:
            invite(self.hub, desk, HUB_URL)
        self.exchange(*desks, *desks)

    def exchange(self, *desks: Session) -> None:
        """Exchange each desk with the hub, in this order."""
        for desk in desks:
            synchronise(desk, connect=Line(self.hub, HUB_URL))


def issued(session: Session, number: int = 1, form: str = FORM) -> tuple[Paper, bytes, str]:
    """Issue a paper about a made-up person; return it, its PDF and the text of its code."""
    person = keep_person(session, number, name="娜仁·格日勒")
    printed = print_form(session, form, [person.id])
    (paper,) = printed.papers
    return paper, printed.pdf, code_of(session, paper)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Return an office with two desks that exchanged, an auditor's and a stranger's."""
    hub, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root.key")
    one, two, auditor, stranger = (
        open_made_up_desk(tmp_path / name, name) for name in ("one", "two", "auditor", "stranger")
    )
    made = Office(hub, one, two, auditor, stranger)
    made.join(auditor)
    made.join(one, two)
    made.exchange(one, two)
    yield made
    for session in (one, two, auditor, stranger):
        session.close()
    store.close()
