"""Placements on the posts page as they are given, and the dialog that opens."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from desktop_app.domain.records import Placement, Post
from desktop_app.session import Session
from tests.sessions import VILLAGE, keep_person

BEGUN: dict[str, Any] = {
    "agreement_from": date(2026, 10, 1),
    "agreement_to": date(2027, 9, 30),
    "started_on": date(2026, 10, 1),
}


READY: dict[str, Any] = {
    "applied_on": date(2026, 11, 10),
    "reviewed_on": date(2026, 11, 12),
    "review_due": 30,
    "review_present": 26,
    "review_agreed": 25,
    "checked_on": date(2026, 11, 14),
    "checked_by": "苏木镇",
    "notice_from": date(2026, 11, 16),
    "notice_to": date(2026, 11, 22),
    "notice_at": "公示栏",
}


def place(session: Session, post: Post, number: int, name: str, **facts: Any) -> Placement:
    """Keep a placement as it is given, unchecked."""
    person = keep_person(session, number, name=name)
    wish = Placement(village_code=VILLAGE, post_id=post.id, person_id=person.id)
    with session.operation("test", "安置") as operation:
        return operation.save(replace(wish, **facts))


def dialog_of(qtbot: QtBot, kind: type[QDialog]) -> Any:
    """Wait for the dialog that opens and return it."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=8000)
    return QApplication.activeModalWidget()
