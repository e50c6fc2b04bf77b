"""The conflicts as rows of a list."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.use_cases.conflicts import Conflict, Side

CONFLICT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
BOXES = 2
"""Values that a row has room for; the dialog has all."""


def in_order(conflict: Conflict) -> list[Side]:
    """Return the values, that of this desk first."""
    return sorted(conflict.sides, key=lambda side: (not side.mine, side.index))


def side_name(side: Side) -> str:
    """Return whose value it is in a button: 本机 or who wrote it."""
    return "本机" if side.mine else side.who


def conflict_words(conflict: Conflict) -> str:
    """Return all that a row says, for a screen reader."""
    sides = [
        f"{side_name(side)}{side.occasion}写的是{side.text}{'，现在显示' if side.shown else ''}"
        for side in in_order(conflict)
    ]
    return "；".join([f"{conflict.whose}，{conflict.label}，原来{conflict.before}", *sides])


class ConflictModel(QAbstractListModel):
    """One row a conflict."""

    def __init__(self) -> None:
        super().__init__()
        self.conflicts: list[Conflict] = []

    def show(self, conflicts: Sequence[Conflict]) -> None:
        """Take other conflicts."""
        self.beginResetModel()
        self.conflicts = list(conflicts)
        self.endResetModel()

    # Qt overrides

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many conflicts there are."""
        return 0 if parent.isValid() else len(self.conflicts)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a conflict, or its words."""
        conflict = self.conflicts[index.row()]
        if role == CONFLICT:
            return conflict
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return conflict_words(conflict)
        return None
