"""The list of people: the first ones at once, the rest when they are read."""

from collections.abc import Hashable, Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.people import (
    PeopleFilter,
    PersonLine,
    count_people,
    find_people,
    person_lines,
)
from ui import theme
from ui.buttons import Button
from ui.cards import Card
from ui.empty_state import EmptyState
from ui.jobs import Job, Jobs
from ui.labels import ElidingLabel, line
from ui.pages.people_words import status_tone, status_words, visit_tone, visit_words
from ui.record_table import Column, RecordTable

FIRST = 200
"""Ids read before the first paint; the rest follow from the data thread."""

_NUMBER, _VILLAGE = 2, 3

Everything = tuple[list[UUID], int]


class PeopleList(Card):
    """A table of those who are looked for, or a word about why nobody is there.

    Signals:
        chosen: Another person is current; carries the id, or ``None``.
        opened: A person was opened with Enter or a double click; carries the id.
        counted: How many are shown, and of how many.
        import_asked: The roster is to be imported.
        add_asked: Somebody is to be registered.
        clear_asked: Everybody is to be shown again.
    """

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int, int)
    import_asked = Signal()
    add_asked = Signal()
    clear_asked = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, visit_period: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=0, parent=parent)
        self._session, self._jobs, self._period = session, jobs, visit_period
        self.wanted = PeopleFilter()
        self._reading: Job[Everything] | None = None
        self.table: RecordTable = RecordTable(self._columns(), self._lines)
        self.table.setAccessibleName("人员名单")
        self.table.current_changed.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self._stack = QStackedLayout()
        for widget in (self.table, self._none_found(), self._nobody_yet()):
            self._stack.addWidget(widget)
        self.body.setSpacing(0)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addLayout(self._stack, 1)
        self.body.addWidget(line())
        self.body.addLayout(self._foot())

    def look_for(self, wanted: PeopleFilter) -> None:
        """List who is wanted."""
        self.wanted = wanted
        first = find_people(self._session, wanted, FIRST)
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

    def select(self, person_id: UUID) -> bool:
        """Choose a person of the list, reading it to its end if need be; say if it is there."""
        if not self.table.select(person_id):
            self._show(find_people(self._session, self.wanted))
        return self.table.select(person_id)

    def selected(self) -> UUID | None:
        """Return the id of the person chosen."""
        found = self.table.selected_id()
        return found if isinstance(found, UUID) else None

    def _columns(self) -> list[Column[PersonLine]]:
        late = partial(visit_tone, period=self._period)
        return [
            Column("姓名", 146, lambda one: one.name),
            Column("性别年龄", 74, lambda one: one.sex_and_age),
            Column("证件号", 152, lambda one: one.citizen_id, kind="id"),
            Column("嘎查村", 100, lambda one: one.village, stretch=True),
            Column("就业状态", 106, status_words, kind="pill", tone=status_tone),
            Column("上次走访", 84, visit_words, kind="date", tone=late),
        ]

    def _lines(self, ids: list[object]) -> list[PersonLine]:
        wanted = [id_ for id_ in ids if isinstance(id_, UUID)]
        found = {one.id: one for one in person_lines(self._session, wanted)}
        # A row that went meanwhile keeps its place, empty, until the list is read again.
        return [found.get(id_) for id_ in wanted]  # type: ignore[misc]

    def _none_found(self) -> EmptyState:
        self._none = EmptyState("search", "没有找到这样的人")
        self._none.add_button(Button("清除条件", clicked=self.clear_asked.emit))
        self._none.add_button(Button("新增人员", clicked=self.add_asked.emit))
        return self._none

    def _nobody_yet(self) -> EmptyState:
        bring_in = Button("导入花名册", "primary", "upload", clicked=self.import_asked.emit)
        return EmptyState(
            "users",
            "名单还是空的",
            "旗县发来的劳动力花名册（Excel）可以直接导入，也可以一个一个登记。",
            [bring_in, Button("新增人员", clicked=self.add_asked.emit)],
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
        self, wanted: PeopleFilter, first: list[UUID], progress: Progress
    ) -> Everything:
        progress.check()
        found = first if len(first) < FIRST else find_people(self._session, wanted)
        return found, count_people(self._session)

    def _show_everything(self, wanted: PeopleFilter, found: Everything) -> None:
        if wanted != self.wanted:
            return
        ids, total = found
        if ids != self.table.records.ids:
            bar = self.table.verticalScrollBar()
            before = bar.value()
            self._show(ids)
            bar.setValue(before)
        self._shown.setText(f"共 {len(ids):,} 人")
        self.counted.emit(len(ids), total)

    def _show(self, ids: Sequence[Hashable]) -> None:
        self.table.show(ids)
        self.table.underline(self._matched(len(ids)))
        narrows = self.wanted != PeopleFilter()
        self._stack.setCurrentIndex(0 if ids else 1 if narrows else 2)
        self._none.say("没有找到这样的人", self._why_none())
        self._order.setText("按匹配程度排列" if self.wanted.text else "按嘎查村、姓名排列")

    def _why_none(self) -> str:
        text = self.wanted.text
        if not text:
            return "条件太窄了。去掉一两个条件再看。"
        return f"姓名、拼音、证件号和电话里都没有「{text}」。看看有没有打错，或者去掉别的条件。"

    def _matched(self, count: int) -> int:
        """Return how many characters to underline: where every name begins with the text."""
        text = self.wanted.text
        if not text or text.isascii() or count > FIRST:
            return 0
        rows = (self.table.records.row(number) for number in range(count))
        begins = all(isinstance(row, PersonLine) and row.name.startswith(text) for row in rows)
        return len(text) if begins else 0

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the number, then the village, where the table is too narrow for them."""
        super().resizeEvent(event)
        for column, needs in ((_NUMBER, theme.px(650)), (_VILLAGE, theme.px(480))):
            self.table.setColumnHidden(column, self.width() < needs)
