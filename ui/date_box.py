"""A box for a day: written as people write it, or chosen from a calendar."""

import re
import unicodedata
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.domain.dates import parse_date
from desktop_app.domain.errors import Refused
from ui import theme
from ui.calendar_popup import CalendarPopup
from ui.icon import icon

WORDS = {"今天": 0, "今": 0, "昨天": -1, "昨": -1, "前天": -2, "明天": 1, "后天": 2}
_SHORT = re.compile(r"(\d{1,2})[-/.月](\d{1,2})日?")
_YEAR = re.compile(r"(去年|今年|明年)(\d{1,2})[-/.月](\d{1,2})日?")
_YEARS = {"去年": -1, "今年": 0, "明年": 1}


def read_day(text: str, today: date) -> date:
    """Return the day that a person means: 今天, 3.2, 去年3月2日, 2026-3-2, 20260302; or refuse."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    if plain in WORDS:
        return today + timedelta(days=WORDS[plain])
    short, with_year = _SHORT.fullmatch(plain), _YEAR.fullmatch(plain)
    if short:
        plain = f"{today.year}-{short[1]}-{short[2]}"
    elif with_year:
        plain = f"{today.year + _YEARS[with_year[1]]}-{with_year[2]}-{with_year[3]}"
    return parse_date(plain)


class DateBox(QLineEdit):
    """A day, or nothing.

    Down opens the calendar; the text is read when the box is left.

    Signals:
        changed: Somebody changed the value.
    """

    changed = Signal()

    def __init__(
        self, value: date | None = None, today: date | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        theme.set_type(self, theme.BODY)
        self.setPlaceholderText("年-月-日")
        self._opener = QAction(icon("calendar", "text2", theme.px(18)), "打开日历", self)
        self._opener.triggered.connect(self.open_calendar)
        self.addAction(self._opener, QLineEdit.ActionPosition.TrailingPosition)
        self.calendar: CalendarPopup | None = None
        self.set_value(value)
        self.textEdited.connect(lambda: self.changed.emit())

    def today(self) -> date:
        """Return the day that 今天 means here."""
        if self._today is not None:
            return self._today
        now = QDate.currentDate()
        return date(now.year(), now.month(), now.day())

    def value(self) -> date | None:
        """Return the day; ``None`` when the box is empty or says something else."""
        try:
            return read_day(self.text(), self.today()) if self.text().strip() else None
        except Refused:
            return None

    def set_value(self, value: date | None) -> None:
        """Show a day."""
        self.setText("" if value is None else value.isoformat())

    def problem(self) -> str:
        """Return why the text is no day."""
        if not self.text().strip():
            return ""
        try:
            read_day(self.text(), self.today())
        except Refused as error:
            return str(error)
        return ""

    def open_calendar(self) -> None:
        """Show the calendar below the box."""
        if self.isReadOnly():
            return
        if self.calendar is None:
            self.calendar = CalendarPopup(self)
            self.calendar.picked.connect(self._pick)
        day = self.value() or self.today()
        self.calendar.show_day(day)
        self.calendar.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.calendar.show()

    def _pick(self, day: date) -> None:
        self.set_value(day)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the calendar with Down; read the text with Enter."""
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_F4}:
            self.open_calendar()
            return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._write_out()
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write the day out, so that one sees what was understood."""
        self._write_out()
        super().focusOutEvent(event)

    def _write_out(self) -> None:
        day = self.value()
        if day is not None and self.text() != day.isoformat():
            self.set_value(day)
