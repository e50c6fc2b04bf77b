"""待确认: what two desks wrote differently, below everything else because it never blocks."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.conflicts import Conflict
from ui import theme
from ui.buttons import Button
from ui.labels import ElidingLabel, label
from ui.pages.sync_inbox_list import ConflictList, columns_of, is_narrow, row_height
from ui.pills import Pill

CALM = "两边改了同一项。不确认也能继续工作，两个值都留着。"
NOTHING = "没有要确认的。两台电脑改了同一项时，两个值都会列在这里。"
ROWS = 2
"""Rows that are in view on the smallest window; the list scrolls to the others."""


class InboxCard(QFrame):
    """The conflicts, and ways to what was settled and what does not count.

    Signals:
        asked: A list is to be shown: settled, parked, quarantined or clashes.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.list = ConflictList()
        self.pill = Pill("", "warn")
        self.note = ElidingLabel(NOTHING, theme.SECONDARY, tone="text2")
        self.ways = {
            name: Button("", "text", small=True, clicked=partial(self.asked.emit, name))
            for name in ("clashes", "quarantined", "parked", "settled")
        }
        self._head = _Heads(self.list)
        self._rest = QWidget()  # below the words where there is no list
        top = QHBoxLayout()
        top.setContentsMargins(theme.S4, theme.S2, theme.S3, theme.S2)
        top.setSpacing(theme.S2)
        top.addWidget(label("待确认", theme.CARD_TITLE, bold=True))
        top.addWidget(self.pill)
        top.addWidget(self.note, 1)
        for button in self.ways.values():
            top.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self._rest, 1)

    def show_conflicts(self, conflicts: Sequence[Conflict]) -> None:
        """Show what waits for a decision."""
        self.list.show_conflicts(list(conflicts))
        there = bool(conflicts)
        self.pill.show_status(f"{len(conflicts)} 条", "warn")
        for part in (self.pill, self._head, self.list):
            part.setVisible(there)
        self._rest.setVisible(not there)
        self.note.setText(CALM if there else NOTHING)
        self.list.setMinimumHeight(min(len(conflicts), ROWS) * row_height() if there else 0)

    def show_counts(self, counts: dict[str, int]) -> None:
        """Offer the lists that have something in them."""
        words = {
            "clashes": "{} 处对不上",
            "quarantined": "不算数的 {} 条",
            "parked": "等着生效 {} 条",
            "settled": "已确认 {} 条",
        }
        for name, button in self.ways.items():
            button.setText(words[name].format(counts[name]))
            button.setVisible(counts[name] > 0)


class _Heads(QWidget):
    """The heads of the columns, painted where the rows have them."""

    def __init__(self, rows: ConflictList) -> None:
        super().__init__()
        self._rows = rows
        self.setFixedHeight(theme.px(theme.GROUP_HEAD))
        self.setAccessibleName("谁的哪一项，原来，本机，另一边，用哪个")

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and words."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface2"))
        painter.setPen(theme.color("text2"))
        painter.setFont(theme.font(theme.SECONDARY))
        row = QRect(0, 0, self._rows.viewport().width(), self.height())
        who, before, here, there = columns_of(row)
        narrow = is_narrow(row.width())
        words = [(who, "谁的哪一项"), (here, "本机"), (there, "另一边")]
        if not narrow:
            left = there.right() + theme.px(10)
            words += [(before, "原来"), (QRect(left, 0, row.width() - left, 1), "用哪个")]
        for rect, text in words:
            box = QRect(rect.x(), 0, rect.width(), self.height())
            room = QFontMetrics(painter.font()).elidedText(
                text, Qt.TextElideMode.ElideRight, box.width()
            )
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), room)
