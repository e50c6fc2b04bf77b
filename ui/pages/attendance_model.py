"""The marks of a month as a table: people down, days across, totals at the right."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from desktop_app.domain.attendance import NO_DUTY, SIGNS, MonthTotals, fitted, totals
from desktop_app.domain.months import Month
from desktop_app.domain.records import RecordId
from desktop_app.use_cases.attendance import MonthRow, MonthSheet
from ui import theme

Index = QModelIndex | QPersistentModelIndex
TOTALS = ("出勤", "半天", "事假", "病假", "旷工", "累计", "要看的")
WEEKDAYS = "一二三四五六日"
TONES = {"1": "text", "h": "info", "p": "warn", "s": "warn", "a": "bad"}
SATURDAY = 5


class AttendanceModel(QAbstractTableModel):
    """Holds the sheet, and what was typed and is not kept yet."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: MonthSheet | None = None
        self.rows: list[MonthRow] = []
        self.month = Month(2000, 1)
        self.typed: dict[RecordId, str] = {}

    def show_sheet(self, sheet: MonthSheet) -> None:
        """Show a sheet; what was typed in the same month stays until it is kept."""
        if self.sheet is None or _place(self.sheet) != _place(sheet):
            self.typed.clear()
        same = self.sheet is not None and _shape(self.sheet) == _shape(sheet)
        if not same:
            self.beginResetModel()
        self.sheet, self.rows = sheet, list(sheet.rows)
        self.month = Month.of(sheet.month)
        if same:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, self._last()))
        else:
            self.endResetModel()

    def marks(self, row: int) -> str:
        """Return the marks of a row as they are shown."""
        shown = self.rows[row]
        return self.typed.get(shown.placement_id, fitted(shown.marks, self.month))

    def may_mark(self, row: int, day: int) -> bool:
        """Say whether a day (from 1) of a row can be marked."""
        until = 0 if self.sheet is None else self.sheet.until
        return 1 <= day <= until and day in self.rows[row].days

    def mark(self, places: Sequence[tuple[int, int]], mark: str) -> int:
        """Mark days (from 1) of rows; return how many could be."""
        done = 0
        for row, day in places:
            if self.may_mark(row, day):
                marks = self.marks(row)
                self.typed[self.rows[row].placement_id] = marks[: day - 1] + mark + marks[day:]
                done += 1
        for row in {row for row, _ in places}:
            self.dataChanged.emit(self.index(row, 0), self.index(row, self._last()))
        return done

    def row_totals(self, row: int) -> MonthTotals:
        """Count a row as it is shown."""
        return totals(self.marks(row), self.rows[row].days)

    def tone(self, row: int, column: int) -> tuple[str, str]:
        """Return the ink and the ground of a cell by their tokens."""
        shown, day = self.rows[row], column + 1
        if column >= self.month.days:
            return ("warn" if column == self._last() else "text2"), "surface"
        mark = self.marks(row)[column]
        ground = "surface2" if self.month.day(day).weekday() >= SATURDAY else "surface"
        if day not in shown.days:
            return ("bad", "bad_s") if mark != NO_DUTY else ("text3", "track")
        if mark not in SIGNS:
            return "bad", "bad_s"
        is_kept = shown.kept or shown.placement_id in self.typed
        return (TONES.get(mark, "text") if is_kept else "text3"), ground

    def _last(self) -> int:
        return self.month.days + len(TOTALS) - 1

    def _total_text(self, row: int, place: int) -> str:
        found = self.row_totals(row)
        if place == len(TOTALS) - 1:
            typed = self.rows[row].placement_id in self.typed
            return "正在保存…" if typed and not self._closed() else self.rows[row].note
        if place == len(TOTALS) - 2:
            return found.days
        counts = (found.worked, found.half, found.leave, found.sick, found.absent)
        return str(counts[place] or "")

    def _closed(self) -> bool:
        return self.sheet is not None and self.sheet.closed

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many people there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the days and the totals."""
        return 0 if parent.isValid() or self.sheet is None else self._last() + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the sign of a day, a total, or how a cell looks and is told."""
        row, column = index.row(), index.column()
        answer = {
            Qt.ItemDataRole.DisplayRole: self._shown,
            Qt.ItemDataRole.TextAlignmentRole: self._side,
            Qt.ItemDataRole.ForegroundRole: self._ink,
            Qt.ItemDataRole.BackgroundRole: self._ground,
            Qt.ItemDataRole.AccessibleTextRole: self._told,
            Qt.ItemDataRole.ToolTipRole: self._tip,
        }.get(Qt.ItemDataRole(role))
        return None if answer is None else answer(row, column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the day, the total, or the person."""
        tip = role == Qt.ItemDataRole.ToolTipRole
        if role != Qt.ItemDataRole.DisplayRole and not tip:
            return None
        if orientation == Qt.Orientation.Vertical:
            row = self.rows[section]
            return f"{row.name}{' · ' if tip else '　'}{row.post_title}"
        if section >= self.month.days:
            return None if tip else TOTALS[section - self.month.days]
        day = self.month.day(section + 1)
        weekday = WEEKDAYS[day.weekday()]
        return f"{day.month}月{day.day}日 周{weekday}" if tip else str(section + 1)

    def _shown(self, row: int, column: int) -> str:
        if column >= self.month.days:
            return self._total_text(row, column - self.month.days)
        mark = self.marks(row)[column]
        return SIGNS.get(mark, mark)

    def _side(self, row: int, column: int) -> Qt.AlignmentFlag:
        note = column == self._last()
        side = Qt.AlignmentFlag.AlignLeft if note else Qt.AlignmentFlag.AlignHCenter
        return side | Qt.AlignmentFlag.AlignVCenter

    def _ink(self, row: int, column: int) -> QColor:
        return theme.color(self.tone(row, column)[0])

    def _ground(self, row: int, column: int) -> QColor:
        return theme.color(self.tone(row, column)[1])

    def _tip(self, row: int, column: int) -> str | None:
        return self.rows[row].note if column == self._last() else None

    def _told(self, row: int, column: int) -> str:
        if column >= self.month.days:
            place = column - self.month.days
            return f"{TOTALS[place]} {self._total_text(row, place)}"
        sign = SIGNS.get(self.marks(row)[column], "") or "空"
        return f"{self.rows[row].name} {self.month.number}月{column + 1}日 {sign}"


def _place(sheet: MonthSheet) -> tuple[str, str, str]:
    return sheet.village_code, sheet.month, sheet.department


def _shape(sheet: MonthSheet) -> tuple[object, ...]:
    return *_place(sheet), tuple(row.placement_id for row in sheet.rows)
