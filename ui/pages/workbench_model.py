"""The things to do as rows: groups, and the lines below them."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.use_cases.workbench import Todo, Workbench

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
Group = tuple[str, int]
"""A group by name, with how many things are in it."""

GROUPS = {
    "overdue": ("circle-alert", "bad", "逾期"),
    "today": ("calendar-clock", "warn", "今天到期"),
    "week": ("clock", "text2", "本周"),
    "later": ("calendar", "text2", "往后"),
    "open": ("circle", "text2", "没有期限"),
    "snoozed": ("history", "text2", "推迟的"),
}


class TodoModel(QAbstractListModel):
    """Groups and the lines below them."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Group | Todo] = []
        self.explained: int | None = None
        """The row whose clause is shown."""

    def show(self, found: Workbench) -> None:
        """Take other lines."""
        self.beginResetModel()
        self.entries, self.explained = [], None
        for group in GROUPS:
            lines = [line for line in found.todo if line.group == group]
            if lines:
                self.entries += [(group, found.totals[group]), *lines]
        self.endResetModel()

    def explain(self, row: int) -> None:
        """Show the clause of a row, or hide it again."""
        self.explained = None if self.explained == row else row
        self.layoutChanged.emit()

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only things to do be chosen."""
        if isinstance(self.entries[index.row()], Todo):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return an entry, or its words."""
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        if not isinstance(entry, Todo):
            return f"{GROUPS[entry[0]][2]} {entry[1]} 件"
        parts = (f"{entry.who} {entry.what}", entry.due_text, entry.village, entry.why)
        return "，".join(part for part in parts if part)
