"""The rows of the list of posts: seats, money, and what waits."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.use_cases.post_list import PostLine
from ui import theme
from ui.icon import paint_icon
from ui.row_ground import paint_ground
from ui.seats import MOST, paint_seats, seats_text

Index = QModelIndex | QPersistentModelIndex
LINE = int(Qt.ItemDataRole.UserRole)
WAIT_ICONS = {"bad": "circle-alert", "warn": "clock"}


class PostModel(QAbstractListModel):
    """The lines of the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[PostLine] = []

    def show(self, lines: Sequence[PostLine]) -> None:
        """Take other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many posts there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line, and its words for those who hear the screen."""
        if not index.isValid():
            return None
        found = self.lines[index.row()]
        if role == LINE:
            return found
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            seats = seats_text(found.headcount, found.taken, found.pending)
            return f"{found.title}，{found.village}，{money_words(found)}，{seats}。{found.waits}"
        return found.title if role == Qt.ItemDataRole.DisplayRole else None


class PostListView(QListView):
    """Rows to choose from.

    Signals:
        chosen: Another post is current; carries its id or ``None``.
        acted: Enter on a post.
        onward: The right arrow: the person wants the holders.
    """

    chosen = Signal(object)
    acted = Signal()
    onward = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.posts = PostModel(self)
        self.setModel(self.posts)
        self.setItemDelegate(_PostPainter(self))
        self.setMouseTracking(True)
        self.setAccessibleName("岗位")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit(self.current()))

    def current(self) -> UUID | None:
        """Return the id of the chosen post."""
        found = self.currentIndex().data(LINE) if self.currentIndex().isValid() else None
        return found.id if isinstance(found, PostLine) else None

    def select(self, post_id: UUID | None) -> bool:
        """Choose a post by id; say whether it is in the list."""
        for row, found in enumerate(self.posts.lines):
            if found.id == post_id:
                self.setCurrentIndex(self.posts.index(row))
                return True
        return False

    def show_lines(self, lines: Sequence[PostLine]) -> None:
        """Take other lines and keep the chosen post, else choose the first."""
        before = self.current()
        quiet = self.selectionModel().blockSignals(True)
        self.posts.show(lines)
        if not self.select(before) and lines:
            self.setCurrentIndex(self.posts.index(0))
        self.selectionModel().blockSignals(quiet)
        self.viewport().update()
        if self.current() != before:
            self.chosen.emit(self.current())

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act with Enter, go to the holders with the right arrow."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.acted.emit()
        elif event.key() == Qt.Key.Key_Right:
            self.onward.emit()
        else:
            super().keyPressEvent(event)


def money_words(found: PostLine) -> str:
    """Return who pays what: department, fund, standard."""
    parts = (found.department_text, found.fund_text, found.standard_text or "标准没有填")
    return " · ".join(part for part in parts if part)


class _PostPainter(QStyledItemDelegate):
    """Draws a post: name, village and seats; money; what waits."""

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of three lines."""
        body, small = QFontMetrics(theme.font()), QFontMetrics(theme.font(theme.SECONDARY))
        wanted = body.height() + 2 * small.height() + theme.px(22)
        return QSize(theme.px(200), max(theme.px(84), wanted))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        found = index.data(LINE)
        painter.save()
        rect, _chosen = paint_ground(painter, option)
        left = rect.x() + theme.S4
        painter.fillRect(left, rect.bottom(), rect.width() - theme.S4, 1, theme.color("line"))
        if isinstance(found, PostLine):
            inner = rect.adjusted(theme.S4 + 1, theme.px(9), -theme.S3, -theme.px(9))
            self._lines(painter, inner, found)
        painter.restore()

    def _lines(self, painter: QPainter, inner: QRect, found: PostLine) -> None:
        small = theme.font(theme.SECONDARY)
        high = QFontMetrics(theme.font()).height()
        low = QFontMetrics(small).height()
        first = QRect(inner.x(), inner.y(), inner.width(), high)
        self._title(painter, first, found)
        gap = (inner.height() - high - 2 * low) // 2
        second = QRect(inner.x(), first.bottom() + 1 + gap, inner.width(), low)
        _write(painter, second, money_words(found), theme.SECONDARY, "text2")
        third = second.translated(0, low + gap)
        tone = found.waits_tone
        if tone in WAIT_ICONS:
            size = theme.px(14)
            at = QPointF(third.x(), third.y() + (third.height() - size) / 2)
            paint_icon(painter, at, WAIT_ICONS[tone], tone, size)
            third.setLeft(third.left() + size + theme.px(5))
        _write(painter, third, found.waits, theme.SECONDARY, tone or "text2")

    def _title(self, painter: QPainter, row: QRect, found: PostLine) -> None:
        free = _seats(painter, row, found)
        gone = found.state == "abolished"
        bold = QFontMetrics(theme.font(bold=True))
        wanted = bold.horizontalAdvance(found.title) + 1
        room = row.width() - free - theme.S2
        width = min(wanted, room)
        name = QRect(row.x(), row.y(), width, row.height())
        _write(painter, name, found.title, theme.BODY, "text2" if gone else "text", bold=True)
        rest = QRect(name.right() + theme.S2, row.y(), room - width - theme.S2, row.height())
        if rest.width() > theme.px(24):
            _write(painter, rest, found.village, theme.SECONDARY, "text2")


def _seats(painter: QPainter, row: QRect, found: PostLine) -> int:
    """Draw the seats at the right end and return how much room they took."""
    if found.state == "abolished":
        words = "已撤岗"
    elif found.headcount > MOST:
        words = f"{found.taken + found.pending} / {found.headcount}"
    else:
        width = found.headcount * theme.px(18)
        top = row.y() + (row.height() - theme.px(14)) / 2
        paint_seats(
            painter, row.right() - width + 1, top, found.headcount, found.taken, found.pending
        )
        return width
    width = QFontMetrics(theme.font(theme.SECONDARY)).horizontalAdvance(words) + 2
    place = QRect(row.right() - width + 1, row.y(), width, row.height())
    _write(painter, place, words, theme.SECONDARY, "text2")
    return width


def _write(
    painter: QPainter, rect: QRect, words: str, size: int, ink: str, *, bold: bool = False
) -> None:
    font = theme.font(size, bold)
    painter.setFont(font)
    painter.setPen(QPen(theme.color(ink)))
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
