"""The things to do, in groups: who, what, why, when, and one verb."""

from PySide6.QtCore import (
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.use_cases.workbench import Todo, Workbench
from ui import theme
from ui.icon import paint_icon
from ui.pages.workbench_model import ENTRY, GROUPS, Group, Index, TodoModel
from ui.painted_words import paint_words
from ui.row_ground import paint_ground, room_and_state

BUTTON = 84


class TodoList(QListView):
    """The list; Enter does, 空格 shows the clause.

    Signals:
        asked: The verb of a line was chosen; carries the line.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.todo = TodoModel()
        self.setModel(self.todo)
        self.setItemDelegate(_TodoPainter(self))
        self.setMouseTracking(True)
        self.setAccessibleName("要办的事")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def show_workbench(self, found: Workbench) -> None:
        """Take other lines; the chosen one stays chosen if it is still there."""
        before = self.current()
        self.todo.show(found)
        entries = self.todo.entries
        same = [n for n, one in enumerate(entries) if isinstance(one, Todo) and _same(one, before)]
        first = [n for n, one in enumerate(entries) if isinstance(one, Todo)]
        if first:
            self.setCurrentIndex(self.todo.index((same or first)[0]))

    def current(self) -> Todo | None:
        """Return the chosen line."""
        entry = self.currentIndex().data(ENTRY) if self.currentIndex().isValid() else None
        return entry if isinstance(entry, Todo) else None

    def act(self) -> None:
        """Do the chosen line."""
        todo = self.current()
        if todo is not None:
            self.asked.emit(todo)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do with Enter, explain with 空格."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.act()
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.todo.explain(self.currentIndex().row())
            self.scrollTo(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what the button of a row says."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        index = self.indexAt(point)
        entry = index.data(ENTRY) if index.isValid() else None
        if isinstance(entry, Todo) and button_rect(self.visualRect(index)).contains(point):
            self.asked.emit(entry)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over buttons."""
        super().mouseMoveEvent(event)
        self.setCursor(_cursor(self, event.position().toPoint()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do the line, unless its button took the first click."""
        point = event.position().toPoint()
        index = self.indexAt(point)
        if index.isValid() and not button_rect(self.visualRect(index)).contains(point):
            self.act()


def button_rect(row: QRect) -> QRect:
    """Return where the button of a row is."""
    width, high = theme.px(BUTTON), theme.px(theme.SMALL_BUTTON)
    top = row.y() + (_line_height() - high) // 2
    return QRect(row.right() - theme.S4 - width + 1, top, width, high)


def _cursor(view: TodoList, point: QPoint) -> Qt.CursorShape:
    index = view.indexAt(point)
    over = index.isValid() and isinstance(index.data(ENTRY), Todo)
    inside = over and button_rect(view.visualRect(index)).contains(point)
    return Qt.CursorShape.PointingHandCursor if inside else Qt.CursorShape.ArrowCursor


def _same(one: Todo, before: Todo | None) -> bool:
    return before is not None and (one.kind, one.target_id) == (before.kind, before.target_id)


def _line_height() -> int:
    words = QFontMetrics(theme.font()).height() + QFontMetrics(theme.font(theme.NOTE)).height()
    return max(theme.px(theme.TODO_ROW), words + theme.px(8))


class _TodoPainter(QStyledItemDelegate):
    """Draws groups and lines; no widgets in rows."""

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a group, a line, or a line with its clause."""
        if not isinstance(index.data(ENTRY), Todo):
            return QSize(0, theme.px(theme.GROUP_HEAD))
        view = self.parent()
        assert isinstance(view, TodoList)  # noqa: S101 - made by it
        extra = 0
        if view.todo.explained == index.row():
            extra = self._basis_rect(QRect(0, 0, view.viewport().width(), 0), index).height()
            extra += theme.px(8)
        return QSize(0, _line_height() + extra)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        entry = index.data(ENTRY)
        painter.save()
        if isinstance(entry, Todo):
            self._paint_todo(painter, option, index, entry)
        else:
            self._paint_group(painter, room_and_state(option)[0], entry)
        painter.restore()

    # Drawing

    def _paint_group(self, painter: QPainter, rect: QRect, group: Group) -> None:
        icon, ink, words = GROUPS[group[0]]
        painter.fillRect(rect, theme.color("surface2"))
        size = theme.px(16)
        at = QPointF(rect.x() + theme.px(19), rect.y() + (rect.height() - size) / 2)
        paint_icon(painter, at, icon, ink, size)
        left = rect.x() + theme.px(41)
        bold = theme.font(theme.SECONDARY, bold=True)
        width = QFontMetrics(bold).horizontalAdvance(words) + theme.px(6)
        paint_words(painter, QRect(left, rect.y(), width, rect.height()), words, bold, ink)
        count = QRect(left + width, rect.y(), theme.px(120), rect.height())
        paint_words(painter, count, f"{group[1]} 件", theme.font(theme.SECONDARY), "text2")
        if group[0] == "overdue":
            right = rect.adjusted(0, 0, -theme.S4, 0)
            note = theme.font(theme.NOTE)
            paint_words(
                painter, right, "最早的在最上面", note, "text2", Qt.AlignmentFlag.AlignRight
            )

    def _paint_todo(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, todo: Todo
    ) -> None:
        rect, chosen = paint_ground(painter, option)
        left = rect.x() + theme.px(53)
        bottom = rect.bottom()
        painter.fillRect(left, bottom, rect.width() - theme.px(53), 1, theme.color("line"))
        line = QRect(rect.x(), rect.y(), rect.width(), _line_height())
        size = theme.px(18)
        at = QPointF(rect.x() + theme.px(19), line.y() + (line.height() - size) / 2)
        paint_icon(painter, at, todo.icon, "accent" if chosen else "text2", size)
        self._paint_words(painter, line, todo)
        self._paint_button(painter, button_rect(rect), todo.verb, chosen)
        view = self.parent()
        if isinstance(view, TodoList) and view.todo.explained == index.row():
            basis = self._basis_rect(rect, index)
            painter.setFont(theme.font(theme.NOTE))
            painter.setPen(theme.color("info"))
            painter.drawText(basis, int(Qt.TextFlag.TextWordWrap), f"依据：{todo.basis}")

    def _paint_words(self, painter: QPainter, line: QRect, todo: Todo) -> None:
        body, note, bold = theme.font(), theme.font(theme.NOTE), theme.font(bold=True)
        high, low = QFontMetrics(body).height(), QFontMetrics(note).height()
        top = line.y() + (line.height() - high - low) // 2
        left = line.x() + theme.px(53)
        button = button_rect(line).x() - theme.S5
        due = max(
            QFontMetrics(bold).horizontalAdvance(todo.due_text),
            QFontMetrics(note).horizontalAdvance(todo.village),
        )
        right = button - due - theme.S3
        who = min(QFontMetrics(bold).horizontalAdvance(todo.who), right - left)
        paint_words(painter, QRect(left, top, who + 1, high), todo.who, bold, "text")
        what = QRect(left + who + theme.S2, top, right - left - who - theme.S2, high)
        paint_words(painter, what, todo.what, body, "text")
        paint_words(painter, QRect(left, top + high, right - left, low), todo.why, note, "text2")
        ink = {"overdue": "bad", "today": "warn"}.get(todo.group, "text2")
        when = bold if todo.overdue else body
        side = Qt.AlignmentFlag.AlignRight
        paint_words(
            painter, QRect(button - due - 1, top, due + 1, high), todo.due_text, when, ink, side
        )
        place = QRect(button - due - 1, top + high, due + 1, low)
        paint_words(painter, place, todo.village, note, "text2", side)

    def _paint_button(self, painter: QPainter, rect: QRect, verb: str, chosen: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent" if chosen else "bline"), 1))
        painter.setBrush(theme.color("accent" if chosen else "surface"))
        painter.drawRoundedRect(rect.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        font = theme.font(theme.SECONDARY, bold=chosen)
        ink = "onaccent" if chosen else "text"
        paint_words(painter, rect, verb, font, ink, Qt.AlignmentFlag.AlignHCenter)

    def _basis_rect(self, rect: QRect, index: Index) -> QRect:
        """Return where the clause of a row stands."""
        todo = index.data(ENTRY)
        left = rect.x() + theme.px(53)
        room = QRect(left, rect.y() + _line_height(), rect.width() - theme.px(53) - theme.S4, 999)
        metrics = QFontMetrics(theme.font(theme.NOTE))
        return metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), f"依据：{todo.basis}")
