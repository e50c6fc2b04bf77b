"""The first step of an import: which file, and what the program understands."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.buttons import Button
from ui.cards import Card, ScrollColumn
from ui.empty_state import EmptyState
from ui.icon import IconLabel
from ui.labels import label, line
from ui.text_box import TextBox

NARROW = 860

KINDS = (
    ("普通花名册", "有「姓名」和「身份证号」两列就行，其余的列有什么认什么"),
    ("劳动力资源登记台帐", "旗县导出的表，表头有两行、有合并的格也认得"),
    ("脱贫劳动力就业信息导入模板", "一人一行，有户主姓名、就业地域、月均工资"),
    ("防返贫监测家庭成员表", "47 列，按户编号分户，务工的几列记成就业"),
)
PROMISES = (
    ("eye", "先看会怎样，点了导入才写入"),
    ("undo-2", "导入以后可以整批撤销"),
    ("shield-check", "不对的行留在外面，别的行照常导入"),
)


class ChooseFile(QWidget):
    """Takes a file by button, by dropping it, or by its pasted place.

    Signals:
        browse_asked: A file is to be looked for in a dialog.
        chosen: This file is to be read.
    """

    browse_asked = Signal()
    chosen = Signal(Path)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.browse = Button(
            "选择文件", "primary", "folder-open", "Ctrl O", clicked=self.browse_asked.emit
        )
        self.path = TextBox()
        self.path.setPlaceholderText("或者把文件的位置粘贴到这里，按 Enter")
        self.path.setAccessibleName("文件位置")
        self.path.returnPressed.connect(self._typed)
        self.read = Button("读入", clicked=self._typed)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(theme.S4)
        self._columns.addWidget(self._place(), 676)
        self._columns.addWidget(self._understood(), 426)
        scroll = ScrollColumn()
        scroll.column.addLayout(self._columns, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)

    def focus_first(self) -> None:
        """Give the keyboard to the button that looks for a file."""
        self.browse.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> Card:
        card = Card()
        empty = EmptyState(
            "upload",
            "把花名册拖到这里，或者选一个文件",
            "Excel 工作簿（.xlsx），列的顺序不限，表头上面有标题也没关系",
            [self.browse],
        )
        card.body.addWidget(empty, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(self.path, 1)
        row.addWidget(self.read)
        card.body.addLayout(row)
        return card

    def _understood(self) -> Card:
        card = Card("认得这些表")
        for name, words in KINDS:
            card.body.addLayout(_line_of("table", name, words))
        card.body.addSpacing(theme.S2)
        card.body.addWidget(line())
        card.body.addSpacing(theme.S1)
        for icon_name, words in PROMISES:
            card.body.addLayout(_line_of(icon_name, words))
        card.body.addStretch(1)
        return card

    def _typed(self) -> None:
        path = path_of(self.path.value())
        if path is not None:
            self.chosen.emit(path)

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let what is understood go below where both do not fit."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(NARROW)
        side = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(side)


def path_of(text: str) -> Path | None:
    """Return the file that a pasted text means: quotes and file:// are taken off."""
    plain = text.strip().strip("\"'“”")
    if plain.startswith("file:"):
        plain = QUrl(plain).toLocalFile()
    return Path(plain) if plain else None


def _line_of(icon_name: str, words: str, below: str = "") -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.S3)
    row.addWidget(IconLabel(icon_name, "accent", 18), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label(words, bold=bool(below), wrap=True))
    if below:
        column.addWidget(label(below, theme.SECONDARY, tone="text2", wrap=True))
    row.addLayout(column, 1)
    return row
