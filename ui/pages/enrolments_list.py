"""The list of enrolments: what is due first."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from desktop_app.use_cases.enrolments import (
    OVERDUE,
    SOON,
    EnrolmentFilter,
    EnrolmentLine,
    count_enrolments,
    enrolment_lines,
    find_enrolments,
)
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.jobs import Jobs
from ui.listing import Listing, rows_by
from ui.pages.enrolments_words import DUE_ICONS, due_day, due_tone
from ui.pills import paint_pill, pill_width
from ui.record_cells import RecordCells
from ui.record_table import Column, Id, RecordTable


class DueCells(RecordCells):
    """Cells whose pills carry the sign of how a payment stands."""

    def _pill(self, painter: QPainter, inner: QRect, text: str, tone: str) -> None:
        sign = DUE_ICONS.get(tone, "")
        painter.setFont(theme.font(theme.NOTE))
        metrics = QFontMetrics(painter.font())
        width, high = min(pill_width(metrics, text, sign), inner.width()), theme.px(22)
        top = inner.y() + (inner.height() - high) / 2
        paint_pill(painter, QRectF(inner.x(), top, width, high), text, tone, sign)


class DueTable(RecordTable):
    """A table of enrolments."""

    def __init__(
        self,
        columns: Sequence[Column[EnrolmentLine]],
        fetch: Callable[[list[Id]], Sequence[EnrolmentLine]],
    ) -> None:
        super().__init__(columns, fetch)
        self._delegate = DueCells(self)
        self.setItemDelegate(self._delegate)


class EnrolmentList(Listing[EnrolmentFilter]):
    """A table of what is looked for, or a word about why nothing is there."""

    unit, order = "份", "先到期的排在前面"
    none, add = "没有这样的参保", "登记参保"
    too_narrow = ((5, 660), (4, 530))

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        table = DueTable(_columns(), rows_by(partial(enrolment_lines, session)))
        table.setAccessibleName("参保名单")
        super().__init__(jobs, table, EnrolmentFilter(), parent)

    def ids(self, wanted: EnrolmentFilter, limit: int | None = None) -> list[UUID]:
        """Return which enrolments are looked for."""
        return find_enrolments(self._session, wanted, limit)

    def counts(self) -> tuple[int, ...]:
        """Return how many there are, how many are overdue, how many soon due."""
        each = (EnrolmentFilter(), EnrolmentFilter(due=OVERDUE), EnrolmentFilter(due=SOON))
        return tuple(count_enrolments(self._session, wanted) for wanted in each)

    def none_yet(self) -> EmptyState:
        """Offer to register the first one."""
        return EmptyState(
            "shield-check",
            "还没有登记过参保",
            "登记谁参加了哪种保险、缴到哪一天，快到期的会排在最前面提醒。",
            [Button("登记参保", "primary", "plus", clicked=self.add_asked.emit)],
        )

    def why_none(self) -> str:
        """Tell of what is not due, of a text, or of filters."""
        wanted = self.wanted
        if wanted == EnrolmentFilter(due=wanted.due):
            return "没有逾期的。" if wanted.due == OVERDUE else "近期没有要缴费的。"
        if wanted.text:
            return f"找到「{wanted.text}」的参保才会列在这里。还没有登记的，现在就登记。"
        return "条件太窄了。去掉一两个条件再看。"


def _columns() -> list[Column[EnrolmentLine]]:
    return [
        Column("姓名", 110, lambda one: one.name),
        Column("险种", 146, lambda one: one.scheme_text, stretch=True),
        Column("到期", 114, lambda one: one.due_text, kind="pill", tone=due_tone),
        Column("缴费期限", 94, due_day, kind="date"),
        Column("参保状态", 84, lambda one: one.status_text),
        Column("嘎查村", 124, lambda one: one.village, stretch=True),
    ]
