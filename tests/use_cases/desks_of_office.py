"""Desks in the books of one hub, which exchange with it."""

from pathlib import Path

from desktop_app.session import Session
from desktop_app.use_cases import office
from sync.exchange import Report, exchange
from sync.hub import Hub
from sync.invitation import invitation_text
from tests.older import NEWEST
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sync.hubs import LocalPeer, open_made_up_desk


def join(
    hub: Hub,
    folder: Path,
    officer: str,
    role: str = "specialist",
    *prefixes: str,
    version: int = NEWEST,
) -> Session:
    """Return a desk in the books of the hub; its file is of a version."""
    session = open_made_up_desk(folder / officer, officer, version)
    text = invitation_text(hub.invite(officer, role, list(prefixes or (VILLAGE, OTHER_VILLAGE))))
    office.accept_invitation(session, text)
    office.enrol(session, LocalPeer(hub, session.store.desk.device))
    return session


def meet(hub: Hub, *sessions: Session) -> Report:
    """Let desks exchange with the hub, one after the other; return what the last one says."""
    report = Report()
    for session in sessions:
        report = exchange(office.replica(session), LocalPeer(hub, session.store.desk.device))
        office.settle_certificate(session)
    return report
