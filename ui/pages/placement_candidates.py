"""Who may be placed on a post: a search box over a list of people."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import Post
from desktop_app.session import Session
from desktop_app.use_cases.people import PersonLine
from desktop_app.use_cases.placements import NEEDY, candidates
from ui import theme
from ui.person_finder import NOT_FOUND, PersonFinder
from ui.record_table import Column


class Candidates(PersonFinder):
    """Who may be placed on a post."""

    def __init__(self, session: Session, post: Post, parent: QWidget | None = None) -> None:
        self._session, self._post = session, post
        super().__init__("姓名、拼音、证件号片段", "可以安置的人", _columns(), self._found, parent)

    def _found(self, text: str) -> tuple[list[PersonLine], str]:
        found = candidates(self._session, self._post.id, text)
        if not found:
            return found, NOT_FOUND
        rest = "先列本村没有岗位的劳动力，监测户、脱贫户在前。"
        return found, f"找到 {len(found)} 人。" if text else rest

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the names first."""
        super().resizeEvent(event)
        self.table.setColumnHidden(1, self.width() < theme.px(290))
        self.table.setColumnHidden(2, self.width() < theme.px(215))


def _columns() -> list[Column[PersonLine]]:
    return [
        Column("姓名", 118, lambda one: one.name, stretch=True),
        Column("性别年龄", 82, lambda one: one.sex_and_age),
        Column("情况", 108, _standing, kind="pill", tone=_tone),
    ]


def _standing(one: PersonLine) -> str:
    if one.died:
        return "已去世"
    return f"在{one.post_title}" if one.post_title else one.poverty_text or one.status_text


def _tone(one: PersonLine) -> str:
    if one.died:
        return ""
    return "info" if one.post_title else "soft" if one.poverty in NEEDY else ""
