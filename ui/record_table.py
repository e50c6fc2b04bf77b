"""A table of any number of rows, of which only the pages on screen are read."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ui import theme
from ui.pills import paint_pill, pill_width

Row = TypeVar("Row")
Id = Hashable
Index = QModelIndex | QPersistentModelIndex

PAGE = 200
PAGES_KEPT = 20
EDGE = 12


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: 'text', 'pill', 'id', 'number' or 'date'.

    ``tone`` colours pills, and the text of other columns; ``width`` is at 100 %,
    the column with ``stretch`` takes what is left. Rows may be ``None`` never: a
    row that is gone shows as empty.
    """

    title: str
    width: int
    value: Callable[[Row], str]
    kind: str = "text"
    tone: Callable[[Row], str] | None = None
    stretch: bool = False


class RecordModel(QAbstractTableModel, Generic[Row]):
    """Ids, and the rows of the pages looked at last."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[list[Id]], Sequence[Row]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.ids: list[Id] = []
        self._places: dict[Id, int] = {}
        self._fetch = fetch
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()

    def show(self, ids: Sequence[Id]) -> None:
        """Take another list of ids and forget every row."""
        self.beginResetModel()
        self.ids = list(ids)
        self._places = {}
        self._pages.clear()
        self.endResetModel()

    def place(self, record_id: Id) -> int | None:
        """Return the row number of an id, or ``None``."""
        if not self._places:
            self._places = {found: number for number, found in enumerate(self.ids)}
        return self._places.get(record_id)

    def row(self, number: int) -> Row | None:
        """Return one row, reading its page if need be."""
        page, offset = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = list(self._fetch(self.ids[page * PAGE : (page + 1) * PAGE]))
            self._pages[page] = rows
            while len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows[offset] if offset < len(rows) else None

    def reread(self, ids: Sequence[Id]) -> None:
        """Read these rows again; the list and the selection stay."""
        for record_id in ids:
            number = self.place(record_id)
            if number is not None:
                self._pages.pop(number // PAGE, None)
                last = self.index(number, len(self.columns) - 1)
                self.dataChanged.emit(self.index(number, 0), last)

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many ids there are."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell."""
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        row = self.row(index.row())
        return "" if row is None else self.columns[index.column()].value(row)

    def tone(self, index: Index) -> str:
        """Return the tone of a cell."""
        tone = self.columns[index.column()].tone
        row = self.row(index.row())
        return tone(row) if tone is not None and row is not None else ""

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the title of a column; numbers stand right."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[section].kind == "number"
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class _Delegate(QStyledItemDelegate):
    """Paints every cell: ground, accent bar, pill or text, line."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table
        self.prefix = 0
        self.rescale()

    def rescale(self) -> None:
        """Make the fonts again for a new text scale."""
        self._body, self._bold = theme.font(), theme.font(bold=True)
        self._small, self._note = theme.font(theme.SECONDARY), theme.font(theme.NOTE)
        self._metrics = {id(font): QFontMetrics(font) for font in self._fonts()}

    def _fonts(self) -> tuple[QFont, ...]:
        return self._body, self._bold, self._small, self._note

    def font_of(self, kind: str, bold: bool) -> QFont:
        """Return the font of a cell."""
        if bold:
            return self._bold
        return self._small if kind in {"id", "date"} else self._body

    # Qt overrides

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the fixed height of a row."""
        return QSize(theme.px(80), theme.px(theme.ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = index.row() == self._table.hovered
        ground = "sel" if selected else "hover" if hovered else "surface"
        painter.save()
        painter.fillRect(rect, theme.color(ground))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("line"))
        first = index.column() == 0
        if selected and first:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), theme.color("accent"))
        column = self._table.columns[index.column()]
        text = str(index.data() or "")
        tone = self._table.records.tone(index)
        inner = rect.adjusted(EDGE, 0, -EDGE // 2, -1)
        if column.kind == "pill":
            self._pill(painter, inner, text, tone)
        else:
            bold = first and selected
            self._text(painter, inner, text, column.kind, tone, bold)
            if first and self.prefix:
                self._underline(painter, inner, text, bold)
        painter.restore()

    def _pill(self, painter: QPainter, inner: QRect, text: str, tone: str) -> None:
        if not text:
            return
        painter.setFont(self._note)
        high = theme.px(22)
        width = min(pill_width(self._metrics[id(self._note)], text), inner.width())
        top = inner.y() + (inner.height() - high) / 2
        paint_pill(painter, QRectF(inner.x(), top, width, high), text, tone)

    def _text(
        self, painter: QPainter, inner: QRect, text: str, kind: str, tone: str, bold: bool
    ) -> None:
        bad = tone in {"bad", "warn"}
        font = self._bold if bad and kind != "id" else self.font_of(kind, bold)
        painter.setFont(font)
        painter.setPen(theme.color(tone or ("text2" if kind == "id" else "text")))
        side = Qt.AlignmentFlag.AlignRight if kind == "number" else Qt.AlignmentFlag.AlignLeft
        shown = text
        if kind == "text":
            metrics = self._metrics[id(font)]
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), shown)

    def _underline(self, painter: QPainter, inner: QRect, text: str, bold: bool) -> None:
        metrics = self._metrics[id(self.font_of("text", bold))]
        width = min(metrics.horizontalAdvance(text[: self.prefix]), inner.width())
        base = inner.y() + (inner.height() + metrics.height()) // 2 - 1
        painter.fillRect(inner.x(), base, width, 2, theme.color("accent"))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Offer the whole text of a cell that had to be cut."""
        if not index.isValid():
            return False
        text, column = str(index.data() or ""), self._table.columns[index.column()]
        metrics = self._metrics[id(self.font_of(column.kind, bold=True))]
        room = self._table.columnWidth(index.column()) - EDGE - EDGE // 2
        cut = metrics.horizontalAdvance(text) > room
        QToolTip.showText(event.globalPos(), text if cut else "", view)
        return True


class RecordTable(QTableView):
    """A list to choose from, by pointer or keys; 200,000 ids are fine.

    Signals:
        opened: A row was opened with Enter or a double click; carries its id.
        current_changed: Another row is current; carries its id, or ``None``.
    """

    opened = Signal(object)
    current_changed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Callable[[list[Id]], Sequence[Row]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.records: RecordModel[Row] = RecordModel(columns, fetch, self)
        self.hovered = -1
        self._quiet = False
        self._delegate = _Delegate(self)
        self.setModel(self.records)
        self.setItemDelegate(self._delegate)
        self._behave()
        self.rescale()
        self.selectionModel().currentRowChanged.connect(self._moved)

    def _behave(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.doubleClicked.connect(self._open)

    def rescale(self) -> None:
        """Set heights and widths for the present text scale."""
        self._delegate.rescale()
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        head = self.horizontalHeader()
        theme.set_type(head, theme.SECONDARY)
        head.setFixedHeight(theme.px(theme.TABLE_HEAD))
        for number, column in enumerate(self.columns):
            fill = column.stretch
            how = QHeaderView.ResizeMode.Stretch if fill else QHeaderView.ResizeMode.Interactive
            head.setSectionResizeMode(number, how)
            head.resizeSection(number, theme.px(column.width))
        if not any(column.stretch for column in self.columns):
            head.setStretchLastSection(True)

    def show(self, ids: Sequence[Id] | None = None) -> None:
        """List these ids and keep the selection by id; without ids, just appear."""
        if ids is None:
            super().show()
            return
        before = self.selected_id()
        self._quiet = True
        self.records.show(ids)
        self._quiet = False
        kept = before is not None and self.select(before)
        if not kept and self.records.ids:
            self.selectRow(0)
        if self.selected_id() != before:
            self.current_changed.emit(self.selected_id())

    def select(self, record_id: Id) -> bool:
        """Make the row of an id current; say whether it is in the list."""
        number = self.records.place(record_id)
        if number is None:
            return False
        self._quiet = True
        self.setCurrentIndex(self.records.index(number, 0))
        self._quiet = False
        self.scrollTo(self.currentIndex())
        return True

    def selected_id(self) -> Id | None:
        """Return the id of the current row, or ``None``."""
        number = self.currentIndex().row()
        return self.records.ids[number] if 0 <= number < len(self.records.ids) else None

    def selected_row(self) -> object | None:
        """Return the current row, or ``None``."""
        number = self.currentIndex().row()
        return self.records.row(number) if 0 <= number < len(self.records.ids) else None

    def reread(self, ids: Sequence[Id]) -> None:
        """Read these rows again; nothing else moves."""
        self.records.reread(ids)

    def underline(self, characters: int) -> None:
        """Underline the first characters of the first column: what a search matched."""
        self._delegate.prefix = characters
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.records.ids[index.row()])

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if not self._quiet:
            self.current_changed.emit(self.selected_id())

    def _hover(self, number: int) -> None:
        if number != self.hovered:
            self.hovered = number
            self.viewport().update()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open with Enter; go to first and last row with Home and End."""
        key, last = event.key(), len(self.records.ids) - 1
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and last >= 0:
            self.selectRow(0 if key == Qt.Key.Key_Home else last)
            self.scrollTo(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Remember the row under the pointer."""
        super().mouseMoveEvent(event)
        point: QPoint = event.position().toPoint()
        self._hover(self.rowAt(point.y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the pointer."""
        super().leaveEvent(event)
        self._hover(-1)

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_delegate"):
            self.rescale()
