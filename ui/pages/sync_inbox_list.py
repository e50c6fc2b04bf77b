"""What two desks wrote differently: one row each, both values side by side, a button for each."""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.use_cases.conflicts import Conflict, Side
from ui import theme
from ui.pages.sync_inbox_model import BOXES, CONFLICT, ConflictModel, Index, in_order, side_name
from ui.painted_words import paint_words
from ui.row_ground import paint_ground, room_and_state

EDGE, WHO, BEFORE, GAP = 17, 160, 150, 10
NARROW = 860
"""Below this width the row has no buttons and no value of before: keys and Enter do."""

KEEP_BOTH = "都留"


class ConflictList(QListView):
    """The list; 1 and 2 take a value, 3 goes on without, Enter shows all.

    Signals:
        taken: A value is to be used; carries the conflict and the side.
        opened: All of a conflict is to be shown; carries it.
    """

    taken = Signal(object, object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = ConflictModel()
        self.setModel(self.found)
        self.setItemDelegate(_ConflictPainter(self))
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("待确认")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)

    def show_conflicts(self, conflicts: list[Conflict]) -> None:
        """Take other conflicts; the chosen one stays, else the one in its place is chosen."""
        before, place = self.current(), max(0, self.currentIndex().row())
        self.found.show(conflicts)
        if not conflicts:
            return
        same = [n for n, one in enumerate(conflicts) if before is not None and _same(one, before)]
        row = same[0] if same else min(place, len(conflicts) - 1)
        self.setCurrentIndex(self.found.index(row))

    def current(self) -> Conflict | None:
        """Return the chosen conflict."""
        index = self.currentIndex()
        found = index.data(CONFLICT) if index.isValid() else None
        return found if isinstance(found, Conflict) else None

    def take(self, place: int) -> None:
        """Use the value at a place of the chosen row, from 0."""
        conflict = self.current()
        if conflict is not None and place < len(conflict.sides):
            self.taken.emit(conflict, in_order(conflict)[place])

    def next(self) -> None:
        """Leave the chosen row as it is and go on to the next."""
        row = self.currentIndex().row() + 1
        if row < self.found.rowCount():
            self.setCurrentIndex(self.found.index(row))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a value with its number, go on with 3, show all with Enter."""
        conflict = self.current()
        if event.key() in {Qt.Key.Key_1, Qt.Key.Key_2}:
            self.take(event.key() - Qt.Key.Key_1)
        elif event.key() == Qt.Key.Key_3:
            self.next()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and conflict is not None:
            self.opened.emit(conflict)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Do what the button of a row says."""
        super().mouseReleaseEvent(event)
        point = event.position().toPoint()
        conflict, place = self._button_at(point)
        if conflict is None:
            return
        if place < BOXES:
            self.take(place)
        else:
            self.next()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of a conflict, unless a button took the first click."""
        conflict = self.current()
        if conflict is not None and self._button_at(event.position().toPoint())[0] is None:
            self.opened.emit(conflict)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over buttons."""
        super().mouseMoveEvent(event)
        over = self._button_at(event.position().toPoint())[0] is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def changeEvent(self, event: QEvent) -> None:
        """Lay rows out again for another text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.scheduleDelayedItemsLayout()

    def _button_at(self, point: QPoint) -> tuple[Conflict | None, int]:
        index = self.indexAt(point)
        conflict = index.data(CONFLICT) if index.isValid() else None
        if isinstance(conflict, Conflict):
            for place, (rect, _) in enumerate(buttons_of(self.visualRect(index), conflict)):
                if rect.contains(point):
                    return conflict, place
        return None, 0


def _same(one: Conflict, other: Conflict) -> bool:
    return (one.kind, one.id, one.column) == (other.kind, other.id, other.column)


def row_height() -> int:
    """Return the height of a row: two lines in a box with air around."""
    words = QFontMetrics(theme.font()).height() + QFontMetrics(theme.font(theme.NOTE)).height()
    return max(theme.px(60), words + theme.px(18))


def is_narrow(width: int) -> bool:
    """Say whether a row has no room for buttons."""
    return width < theme.px(NARROW)


def columns_of(row: QRect) -> list[QRect]:
    """Return where who, before, and the boxes of a row are; before is empty where it is narrow."""
    narrow = is_narrow(row.width())
    left = row.x() + theme.px(EDGE)
    who = theme.px(WHO)
    before = 0 if narrow else theme.px(BEFORE)
    buttons = 0 if narrow else theme.px(290)
    start = left + who + before + theme.px(GAP)
    room = row.right() - theme.px(EDGE) - buttons - start
    wide = (room - theme.px(GAP)) // BOXES
    air = theme.px(6)
    boxes = [
        QRect(start + place * (wide + theme.px(GAP)), row.y() + air, wide, row.height() - 2 * air)
        for place in range(BOXES)
    ]
    return [
        QRect(left, row.y(), who, row.height()),
        QRect(left + who, row.y(), before, row.height()),
        *boxes,
    ]


def buttons_of(row: QRect, conflict: Conflict) -> list[tuple[QRect, str]]:
    """Return where the buttons of a row are and what they say; none where it is narrow."""
    if is_narrow(row.width()):
        return []
    metrics = QFontMetrics(theme.font(theme.SECONDARY))
    high = theme.px(theme.SMALL_BUTTON)
    left = columns_of(row)[-1].right() + theme.px(GAP)
    top = row.y() + (row.height() - high) // 2
    most = theme.px(100)
    found = []
    for words in (*(f"用{side_name(side)}" for side in in_order(conflict)[:BOXES]), KEEP_BOTH):
        wide = min(most, metrics.horizontalAdvance(words) + theme.px(22))
        found.append((QRect(left, top, wide, high), words))
        left += wide + theme.px(8)
    return found


class _ConflictPainter(QStyledItemDelegate):
    """Draws the rows; no widgets in them."""

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(0, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        conflict = index.data(CONFLICT)
        painter.save()
        painter.fillRect(room_and_state(option)[0], theme.color("surface"))
        rect, _chosen = paint_ground(painter, option)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("line"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        who, before, *boxes = columns_of(rect)
        _two_lines(painter, who.adjusted(0, 0, -theme.px(GAP), 0), conflict.whose, conflict.label)
        if before.width():
            paint_words(painter, before, conflict.before, theme.font(theme.SECONDARY), "text2")
        for box, side in zip(boxes, in_order(conflict), strict=False):
            self._side(painter, box, side, len(conflict.sides) - BOXES)
        for place, words in buttons_of(rect, conflict):
            self._button(painter, place, words)
        painter.restore()

    def _side(self, painter: QPainter, box: QRect, side: Side, more: int) -> None:
        ground, edge = ("soft", "softline") if side.shown else ("surface", "bline")
        painter.setPen(QPen(theme.color(edge), 1))
        painter.setBrush(theme.color(ground))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inner = box.adjusted(theme.px(10), 0, -theme.px(10), 0)
        note = theme.font(theme.NOTE)
        mark = "现在显示" if side.shown else f"还有 {more} 个" if more > 0 else ""
        if mark:
            wide = QFontMetrics(note).horizontalAdvance(mark)
            right = Qt.AlignmentFlag.AlignRight
            upper = QRect(inner.x(), inner.y(), inner.width(), inner.height() // 2 + theme.px(2))
            paint_words(painter, upper, mark, note, "accent_h" if side.shown else "text2", right)
            wide += theme.px(8)
        below = f"{side.who} {side.at.month}月{side.at.day}日 {side.occasion}"
        _two_lines(painter, inner, side.text, below, side.shown, wide if mark else 0)

    def _button(self, painter: QPainter, rect: QRect, words: str) -> None:
        painter.setPen(QPen(theme.color("bline"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        inner = rect.adjusted(theme.px(6), 0, -theme.px(6), 0)
        middle = Qt.AlignmentFlag.AlignHCenter
        paint_words(painter, inner, words, theme.font(theme.SECONDARY), "text", middle)


def _two_lines(
    painter: QPainter, rect: QRect, upper: str, lower: str, bold: bool = True, kept_free: int = 0
) -> None:
    """Draw two lines; ``kept_free`` is room at the right of the upper one."""
    body, note = theme.font(bold=bold), theme.font(theme.NOTE)
    high, low = QFontMetrics(body).height(), QFontMetrics(note).height()
    top = rect.y() + (rect.height() - high - low) // 2
    paint_words(painter, QRect(rect.x(), top, rect.width() - kept_free, high), upper, body, "text")
    paint_words(painter, QRect(rect.x(), top + high, rect.width(), low), lower, note, "text2")
