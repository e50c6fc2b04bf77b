"""The rows of a table: all ids, and the pages looked at last."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import (
    QWidget,
)

Row = TypeVar("Row")
Id = Hashable
Index = QModelIndex | QPersistentModelIndex

PAGE = 200
PAGES_KEPT = 20


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: 'text', 'pill', 'id', 'number' or 'date'.

    ``tone`` colours pills, and the text of other columns; ``width`` is at 100 %,
    the columns with ``stretch`` share what is left. Rows may be ``None`` never: a
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

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many ids there are."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
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
