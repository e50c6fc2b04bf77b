"""The route: households by their last visit, those done today on top."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_app.use_cases.visits import RouteLine
from ui import theme
from ui.cards import Card
from ui.empty_state import EmptyState
from ui.icon import IconLabel, paint_icon
from ui.labels import ElidingLabel, label, line
from ui.painted_words import paint_words
from ui.row_ground import paint_ground

LINE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class RouteModel(QAbstractListModel):
    """The lines of the route."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[RouteLine] = []
        self.drafts: frozenset[UUID] = frozenset()

    def show(self, lines: Sequence[RouteLine]) -> None:
        """Take other lines."""
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many households there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a line, or its words."""
        found = self.lines[index.row()]
        if role == LINE:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return found.head_name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return f"{found.head_name}，{found.village}，{found.due_text}，{found.members} 口人"
        return None


class _LinePainter(QStyledItemDelegate):
    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for two lines."""
        high = QFontMetrics(theme.font()).height() + QFontMetrics(theme.font(theme.NOTE)).height()
        return QSize(theme.px(120), max(theme.px(48), high + theme.px(8)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw mark, name and note."""
        found: RouteLine = index.data(LINE)
        painter.save()
        rect, chosen = paint_ground(painter, option)
        self._mark(painter, rect, found, chosen)
        left = rect.x() + theme.px(45)
        width = rect.right() - left - theme.px(8)
        bold = theme.font(bold=chosen)
        note = theme.font(theme.NOTE)
        high, low = QFontMetrics(bold).height(), QFontMetrics(note).height()
        top = rect.y() + (rect.height() - high - low) // 2
        ink = "text3" if found.due == "done" and not chosen else "text"
        warn = {"overdue": "bad", "soon": "warn"}.get(found.due, "text2")
        paint_words(painter, QRect(left, top, width, high), found.head_name, bold, ink)
        place = " ".join(part for part in (found.village, found.group_name) if part)
        due = QFontMetrics(note).horizontalAdvance(found.due_text)
        paint_words(painter, QRect(left, top + high, due + 2, low), found.due_text, note, warn)
        rest = QRect(left + due, top + high, max(0, width - due), low)
        paint_words(painter, rest, f" · {place}", note, "text2")
        painter.restore()

    def _mark(self, painter: QPainter, rect: QRect, found: RouteLine, chosen: bool) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = theme.px(16)
        at = QPointF(rect.x() + theme.px(18), rect.y() + (rect.height() - size) / 2)
        if found.due == "done":
            paint_icon(painter, at, "circle-check", "ok", size)
            return
        painter.setPen(QPen(theme.color("line2"), 1.4))
        painter.setBrush(theme.color("surface"))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
        inset = size / 4 if chosen else 1
        mark = QRectF(at.x(), at.y(), size, size)
        painter.drawEllipse(mark.adjusted(inset, inset, -inset, -inset))


class _RouteView(QListView):
    opened = Signal()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin the visit with Enter or Right."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class RouteCard(Card):
    """The route with its search.

    Signals:
        chosen: Another household is current; carries its line.
        opened: The visit is to begin.
        searched: A text to look for was typed.
    """

    chosen = Signal(object)
    opened = Signal()
    searched = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self.body.setSpacing(0)
        self.count = label("", theme.SECONDARY, tone="text2")
        head = QHBoxLayout()
        head.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S2)
        head.addWidget(label("走访路线", theme.BODY, bold=True), 1)
        head.addWidget(self.count)
        self.body.addLayout(head)
        self.search = QLineEdit()
        self.search.setPlaceholderText("按 / 找一户")
        self.search.setAccessibleName("在走访路线里找一户")
        self.search.setClearButtonEnabled(True)
        self._wait = QTimer(self, singleShot=True, interval=150)
        self._wait.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textChanged.connect(lambda: self._wait.start())
        self.search.returnPressed.connect(self._to_list)
        box = QHBoxLayout()
        box.setContentsMargins(theme.S3, 0, theme.S3, theme.S2)
        box.addWidget(self.search)
        self.body.addLayout(box)
        self.body.addWidget(line())
        self._build_list()
        self.body.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.S4, theme.S2 + 2, theme.S4, theme.S2 + 2)
        foot.setSpacing(theme.S2)
        foot.addWidget(IconLabel("hard-drive", "text2", 16))
        foot.addWidget(ElidingLabel("没有网也能填，先存在本机", theme.NOTE, tone="text2"), 1)
        self.body.addLayout(foot)

    def show_lines(self, lines: Sequence[RouteLine], keep: UUID | None = None) -> None:
        """Show another route; the household ``keep`` stays the current one."""
        done = sum(one.due == "done" for one in lines)
        self.count.setText(f"今天 {done} 户" if done else "")
        self.view.blockSignals(True)
        self.model.show(lines)
        self.view.blockSignals(False)
        self._stack.setCurrentWidget(self.view if lines else self.empty)
        if self.search.text():
            self.empty.say(
                "没有找到这一户", "换一个名字、拼音首字母、证件号片段或电话再找。", "search"
            )
        else:
            self.empty.say("还没有登记住户", "先导入花名册，或者在「人员」里登记。", "footprints")
        if keep is not None:
            self.choose(keep)

    def choose(self, household_id: UUID) -> None:
        """Make a household the current one without asking for its visit again."""
        for number, found in enumerate(self.model.lines):
            if found.household_id == household_id:
                selection = self.view.selectionModel()
                selection.blockSignals(True)
                self.view.setCurrentIndex(self.model.index(number))
                selection.blockSignals(False)
                self.view.scrollTo(self.model.index(number))
                self.view.viewport().update()
                return

    def next_after(self, household_id: UUID) -> RouteLine | None:
        """Return the next household that was not visited today; none at the end."""
        lines = self.model.lines
        start = next((n for n, one in enumerate(lines) if one.household_id == household_id), -1)
        for found in [*lines[start + 1 :], *lines[: max(0, start)]]:
            if found.due != "done" and found.household_id != household_id:
                return found
        return None

    def _build_list(self) -> None:
        self.model = RouteModel()
        self.view = _RouteView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_LinePainter(self.view))
        self.view.setMouseTracking(True)
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName("走访路线")
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.opened.connect(self.opened.emit)
        self.view.doubleClicked.connect(lambda: self.opened.emit())
        self.view.selectionModel().currentChanged.connect(self._current)
        self.empty = EmptyState("footprints")
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.body.addWidget(holder, 1)

    def _current(self, index: QModelIndex, _old: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(LINE))

    def _to_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.model.lines:
            self.view.setCurrentIndex(self.model.index(0))
