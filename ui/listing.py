"""A card with a list of any length: the first rows at once, the rest when they are read."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from desktop_app.domain.progress import Progress
from ui import theme
from ui.buttons import Button
from ui.cards import Card, scrolled
from ui.empty_state import EmptyState
from ui.jobs import Job, Jobs
from ui.labels import ElidingLabel, line
from ui.record_table import Id, RecordTable

FIRST = 200
"""Ids read before the first paint; the rest follow from the data thread."""


class Filter(Protocol):
    """What is looked for."""

    @property
    def text(self) -> str:
        """Return what was typed."""


class Line(Protocol):
    """What a row tells of a record."""

    @property
    def id(self) -> UUID:
        """Return the id of the record."""


Wanted = TypeVar("Wanted", bound=Filter)
OneLine = TypeVar("OneLine", bound=Line)
Everything = tuple[list[UUID], tuple[int, ...]]
"""Those that fit, and the counts of all."""


class Listing(Card, Generic[Wanted]):
    """A table of what is looked for, or a word about why nothing is there.

    A subclass names the list, and reads ids and counts; ``too_narrow`` is that of its table.

    Signals:
        chosen: Another record is current; carries the id, or ``None``.
        opened: One was opened with Enter or a double click; carries the id.
        counted: How many are shown, and the counts of all.
        add_asked: One is to be registered.
        clear_asked: All are to be shown again.
    """

    unit, order = "", ""
    none, add = "", ""
    too_narrow: Sequence[tuple[int, int]] = ()

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int, object)
    add_asked = Signal()
    clear_asked = Signal()

    def __init__(
        self, jobs: Jobs, table: RecordTable, everything: Wanted, parent: QWidget | None = None
    ) -> None:
        super().__init__(padding=0, parent=parent)
        self._jobs, self._everything = jobs, everything
        self.wanted = everything
        self._reading: Job[Everything] | None = None
        self.table = table
        self.table.too_narrow = self.too_narrow
        self.table.current_changed.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self._none = EmptyState("search", self.none)
        self._none.add_button(Button("清除条件", clicked=self.clear_asked.emit))
        self._none.add_button(Button(self.add, clicked=self.add_asked.emit))
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        for words in (self._none, self.none_yet()):
            self._stack.addWidget(scrolled(words))
        self.body.setSpacing(0)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addLayout(self._stack, 1)
        self.body.addWidget(line())
        self.body.addLayout(self._foot())

    # What a subclass says

    def ids(self, wanted: Wanted, limit: int | None = None) -> list[UUID]:
        """Return the ids of what is looked for."""
        raise NotImplementedError

    def counts(self) -> tuple[int, ...]:
        """Return the counts of all."""
        raise NotImplementedError

    def none_yet(self) -> EmptyState:
        """Return what stands where nothing was ever registered."""
        raise NotImplementedError

    def why_none(self) -> str:
        """Say why nothing is found, and what helps."""
        raise NotImplementedError

    # What the page asks for

    def look_for(self, wanted: Wanted) -> None:
        """List what is wanted."""
        self.wanted = wanted
        first = self.ids(wanted, FIRST)
        shown = self.table.records.ids
        # The same beginning: keep the rest in view until it is read again.
        self.show_ids(shown if first == shown[:FIRST] and len(first) == FIRST else first)
        if self._reading is not None:
            self._reading.cancel()
        self._reading = self._jobs.start(
            self, partial(self._read, wanted, first), partial(self._show_everything, wanted)
        )

    def select(self, record_id: UUID) -> bool:
        """Choose a record, reading the list to its end if need be; say if it is there."""
        if not self.table.select(record_id):
            self.show_ids(self.ids(self.wanted))
        return self.table.select(record_id)

    def selected(self) -> UUID | None:
        """Return the id of the record chosen."""
        found = self.table.selected_id()
        return found if isinstance(found, UUID) else None

    def show_ids(self, ids: Sequence[Id]) -> None:
        """Show these rows, or say why there are none."""
        self.table.show(ids)
        narrows = self.wanted != self._everything
        self._stack.setCurrentIndex(0 if ids else 1 if narrows else 2)
        self._none.say(self.none, self.why_none())
        self._order.setText("按匹配程度排列" if self.wanted.text else self.order)

    # Inside

    def _foot(self) -> QHBoxLayout:
        self._shown = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._order = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._order.setAlignment(Qt.AlignmentFlag.AlignRight)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.S3, theme.S2, theme.S3, theme.S2)
        foot.addWidget(self._shown, 1)
        foot.addWidget(self._order, 1)
        return foot

    def _read(self, wanted: Wanted, first: list[UUID], progress: Progress) -> Everything:
        progress.check()
        return first if len(first) < FIRST else self.ids(wanted), self.counts()

    def _show_everything(self, wanted: Wanted, found: Everything) -> None:
        if wanted != self.wanted:
            return
        ids, counts = found
        if ids != self.table.records.ids:
            bar = self.table.verticalScrollBar()
            before = bar.value()
            self.show_ids(ids)
            bar.setValue(before)
        self._shown.setText(f"共 {len(ids):,} {self.unit}")
        self.counted.emit(len(ids), counts)


def rows_by(read: Callable[[list[UUID]], Sequence[OneLine]]) -> Callable[[list[Id]], list[OneLine]]:
    """Return how a table reads its rows, when ``read`` leaves out those that went meanwhile."""

    def rows(ids: list[Id]) -> list[OneLine]:
        wanted = [id_ for id_ in ids if isinstance(id_, UUID)]
        found = {one.id: one for one in read(wanted)}
        # A row that went keeps its place, empty, until the list is read again.
        return [found.get(id_) for id_ in wanted]  # type: ignore[misc]

    return rows
