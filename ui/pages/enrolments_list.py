"""The list of enrolments: what is due first; the first ones at once, the rest when read."""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from desktop_app.domain.progress import Progress
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
from ui.cards import Card, scrolled
from ui.empty_state import EmptyState
from ui.jobs import Job, Jobs
from ui.labels import ElidingLabel, line
from ui.pages.enrolments_words import DUE_ICONS, due_day, due_tone
from ui.pills import paint_pill, pill_width
from ui.record_cells import RecordCells
from ui.record_table import Column, Id, RecordTable

FIRST = 200
"""Ids read before the first paint; the rest follow from the data thread."""

_STATUS, _VILLAGE = 4, 5

Everything = tuple[list[UUID], int, int, int]
"""Those that fit; how many there are, how many are overdue, how many soon due."""


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


class EnrolmentList(Card):
    """A table of what is looked for, or a word about why nothing is there.

    Signals:
        chosen: Another enrolment is current; carries the id, or ``None``.
        opened: One was opened with Enter or a double click; carries the id.
        counted: How many are shown, of how many, how many overdue and soon due.
        add_asked: An enrolment is to be registered.
        clear_asked: All are to be shown again.
    """

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int, int, int, int)
    add_asked = Signal()
    clear_asked = Signal()

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._session, self._jobs = session, jobs
        self.wanted = EnrolmentFilter()
        self._reading: Job[Everything] | None = None
        self.table = DueTable(_columns(), self._lines)
        self.table.setAccessibleName("参保名单")
        self.table.current_changed.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        for words in (self._none_found(), self._nothing_yet()):
            self._stack.addWidget(scrolled(words))
        self.body.setSpacing(0)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addLayout(self._stack, 1)
        self.body.addWidget(line())
        self.body.addLayout(self._foot())

    def look_for(self, wanted: EnrolmentFilter) -> None:
        """List what is wanted."""
        self.wanted = wanted
        first = find_enrolments(self._session, wanted, FIRST)
        shown = self.table.records.ids
        # The same beginning: keep the rest in view until it is read again.
        self._show(shown if first == shown[:FIRST] and len(first) == FIRST else first)
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._jobs.start(
            self,
            partial(self._everything, wanted, first),
            partial(self._show_everything, wanted),
        )

    def select(self, enrolment_id: UUID) -> bool:
        """Choose an enrolment, reading the list to its end if need be; say if it is there."""
        if not self.table.select(enrolment_id):
            self._show(find_enrolments(self._session, self.wanted))
        return self.table.select(enrolment_id)

    def selected(self) -> UUID | None:
        """Return the id of the enrolment chosen."""
        found = self.table.selected_id()
        return found if isinstance(found, UUID) else None

    def _lines(self, ids: list[Id]) -> list[EnrolmentLine]:
        wanted = [id_ for id_ in ids if isinstance(id_, UUID)]
        found = {one.id: one for one in enrolment_lines(self._session, wanted)}
        # A row that went meanwhile keeps its place, empty, until the list is read again.
        return [found.get(id_) for id_ in wanted]  # type: ignore[misc]

    def _none_found(self) -> EmptyState:
        self._none = EmptyState("search", "没有这样的参保")
        self._none.add_button(Button("清除条件", clicked=self.clear_asked.emit))
        self._none.add_button(Button("登记参保", clicked=self.add_asked.emit))
        return self._none

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "shield-check",
            "还没有登记过参保",
            "登记谁参加了哪种保险、缴到哪一天，快到期的会排在最前面提醒。",
            [Button("登记参保", "primary", "plus", clicked=self.add_asked.emit)],
        )

    def _foot(self) -> QHBoxLayout:
        self._shown = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._order = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._order.setAlignment(Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        foot.addWidget(self._shown, 1)
        foot.addWidget(self._order, 1)
        return foot

    def _everything(
        self, wanted: EnrolmentFilter, first: list[UUID], progress: Progress
    ) -> Everything:
        progress.check()
        found = first if len(first) < FIRST else find_enrolments(self._session, wanted)
        counts = (EnrolmentFilter(), EnrolmentFilter(due=OVERDUE), EnrolmentFilter(due=SOON))
        total, overdue, soon = (count_enrolments(self._session, each) for each in counts)
        return found, total, overdue, soon

    def _show_everything(self, wanted: EnrolmentFilter, found: Everything) -> None:
        if wanted != self.wanted:
            return
        ids, total, overdue, soon = found
        if ids != self.table.records.ids:
            bar = self.table.verticalScrollBar()
            before = bar.value()
            self._show(ids)
            bar.setValue(before)
        self._shown.setText(f"共 {len(ids):,} 份")
        self.counted.emit(len(ids), total, overdue, soon)

    def _show(self, ids: Sequence[Hashable]) -> None:
        self.table.show(ids)
        narrows = self.wanted != EnrolmentFilter()
        self._stack.setCurrentIndex(0 if ids else 1 if narrows else 2)
        self._none.say("没有这样的参保", self._why_none())
        self._order.setText("按匹配程度排列" if self.wanted.text else "先到期的排在前面")

    def _why_none(self) -> str:
        wanted = self.wanted
        if wanted == EnrolmentFilter(due=wanted.due):
            return "没有逾期的。" if wanted.due == OVERDUE else "近期没有要缴费的。"
        if wanted.text:
            return f"找到「{wanted.text}」的参保才会列在这里。还没有登记的，现在就登记。"
        return "条件太窄了。去掉一两个条件再看。"

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the village, then the status, where the table is too narrow for them."""
        super().resizeEvent(event)
        for column, needs in ((_VILLAGE, theme.px(660)), (_STATUS, theme.px(530))):
            self.table.setColumnHidden(column, self.width() < needs)


def _columns() -> list[Column[EnrolmentLine]]:
    return [
        Column("姓名", 110, lambda one: one.name),
        Column("险种", 146, lambda one: one.scheme_text, stretch=True),
        Column("到期", 114, lambda one: one.due_text, kind="pill", tone=due_tone),
        Column("缴费期限", 94, due_day, kind="date"),
        Column("参保状态", 84, lambda one: one.status_text),
        Column("嘎查村", 124, lambda one: one.village),
    ]
