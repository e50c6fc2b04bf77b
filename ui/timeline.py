"""What happened, newest first: date, icon on a line, fact, note."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.icon import paint_icon


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline."""

    date: str
    icon: str
    title: str
    note: str = ""


class Timeline(QWidget):
    """A list of (date text, icon, title, note); the first one stands out."""

    def __init__(
        self,
        events: Sequence[tuple[str, str, str, str]] = (),
        shown: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shown = shown
        self._events: list[Event] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_events(events)

    def show_events(
        self, events: Sequence[tuple[str, str, str, str]], shown: int | None = None
    ) -> None:
        """Show the first ``shown`` of ``events``, newest first."""
        self._shown = shown or self._shown
        self._events = [Event(*event) for event in events[: self._shown]]
        self.setAccessibleName("；".join(f"{e.date} {e.title} {e.note}" for e in self._events))
        self.updateGeometry()
        self.update()

    def _row(self) -> int:
        title = QFontMetrics(theme.font(theme.SECONDARY)).height()
        note = QFontMetrics(theme.font(theme.NOTE)).height()
        return title + note + theme.px(8)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return a height that shows every line."""
        return QSize(theme.px(320), max(1, len(self._events)) * self._row())

    def minimumSizeHint(self) -> QSize:
        """Never squeeze lines."""
        return QSize(theme.px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(len(self._events)):
            self._paint(painter, number)

    def _paint(self, painter: QPainter, number: int) -> None:
        item, row = self._events[number], self._row()
        top, first = number * row, number == 0
        small, body = theme.font(theme.NOTE), theme.font(theme.SECONDARY, bold=first)
        high, disc = QFontMetrics(body).height(), theme.px(24)
        dates = QFontMetrics(small).horizontalAdvance("12月30日") + theme.px(4)
        middle = dates + theme.px(8) + disc / 2
        if number < len(self._events) - 1:
            painter.fillRect(QRectF(int(middle), top + disc, 1, row - disc), theme.color("line"))
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        painter.drawText(
            QRect(0, top, dates, disc),
            int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
            item.date,
        )
        painter.setPen(QPen(theme.color("accent" if first else "line2"), 1.5))
        painter.setBrush(theme.color("soft" if first else "surface"))
        painter.drawEllipse(QPointF(middle, top + disc / 2), disc / 2 - 1, disc / 2 - 1)
        size = theme.px(14)
        paint_icon(
            painter,
            QPointF(middle - size / 2, top + (disc - size) / 2),
            item.icon,
            "accent" if first else "text2",
            size,
        )
        left = int(middle + disc / 2 + theme.px(10))
        width = self.width() - left
        for text, font, ink, y, height in (
            (item.title, body, "text", top + (disc - high) // 2, high),
            (item.note, small, "text3", top + (disc + high) // 2, row - high),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(ink))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(left, y, width, height), Qt.AlignmentFlag.AlignLeft, shown)
