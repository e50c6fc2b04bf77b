"""A month to choose a day from, below a box."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QVBoxLayout, QWidget

from ui import theme
from ui.icon import icon

_WEEKEND = (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday)


class Month(QCalendarWidget):
    """The month in Chinese, from Monday, in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        theme.set_type(self, theme.SECONDARY)
        self.setMinimumSize(theme.px(300), theme.px(250))
        plain = QTextCharFormat()
        plain.setForeground(theme.color("text2"))
        for day in _WEEKEND:
            self.setWeekdayTextFormat(day, plain)
        for name, icon_name, words in (
            ("qt_calendar_prevmonth", "chevron-left", "上个月"),
            ("qt_calendar_nextmonth", "chevron-right", "下个月"),
        ):
            button = self.findChild(QToolButton, name)
            if isinstance(button, QToolButton):
                button.setIcon(icon(icon_name, "text2", theme.px(18)))
                button.setIconSize(QSize(theme.px(18), theme.px(18)))
                button.setAccessibleName(words)

    # Qt overrides

    def paintCell(  # noqa: N802
        self, painter: QPainter, rect: QRect, day: QDate | date
    ) -> None:
        """Draw one day: chosen filled, today ringed, other months pale."""
        shown = day if isinstance(day, QDate) else QDate(day.year, day.month, day.day)
        chosen, now = shown == self.selectedDate(), shown == QDate.currentDate()
        inside = shown.month() == self.monthShown()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.color("surface"))
        box = rect.adjusted(4, 2, -4, -2)
        if chosen or now:
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.setBrush(theme.color("accent" if chosen else "surface"))
            painter.drawRoundedRect(box, 6, 6)
        painter.setFont(theme.font(theme.SECONDARY, bold=chosen or now))
        painter.setPen(theme.color("onaccent" if chosen else "text" if inside else "line2"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(shown.day()))
        painter.restore()


class CalendarPopup(QWidget):
    """Closes when a day is chosen, or with Esc.

    Signals:
        picked: The day chosen.
    """

    picked = Signal(object)

    def __init__(self, below: QWidget) -> None:
        super().__init__(below, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "popup")
        self.month = Month()
        self.month.clicked.connect(self._chosen)
        self.month.activated.connect(self._chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S2, theme.S2, theme.S2, theme.S2)
        column.addWidget(self.month)
        self.setFocusProxy(self.month)

    def show_day(self, day: date) -> None:
        """Mark a day and take the keyboard."""
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))
        self.month.setFocus()

    def _chosen(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(date(day.year(), day.month(), day.day()))
