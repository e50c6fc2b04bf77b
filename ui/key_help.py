"""F1: every key that works here, in two columns."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.buttons import Button
from ui.key_cap import KeyCap
from ui.labels import label, line
from ui.page import Hint

EVERYWHERE: tuple[Hint, ...] = (
    ("Ctrl K", "找人"),
    ("Ctrl 1…8", "换到左边第几项"),
    ("Ctrl 9", "同步"),
    ("Ctrl 0", "设置"),
    ("F6", "换一栏"),
    ("Ctrl Z", "撤销上一步"),
    ("Ctrl Y", "重做"),
    ("Ctrl N", "新建（本页的一项）"),
    ("Ctrl P", "打印"),
    ("/", "在本页里找"),
    ("Ctrl L", "锁屏"),
    ("Esc", "退回上一层，草稿会留着"),
    ("F1", "看这张表"),
)


class KeyHelp(QDialog):
    """The keys of the page in view above, those that work everywhere below."""

    def __init__(self, parent: QWidget | None, title: str, hints: Sequence[Hint]) -> None:
        super().__init__(parent)
        self.setWindowTitle("键盘怎么用")
        self.setModal(True)
        self.setMinimumWidth(theme.px(560))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S5, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        if hints:
            column.addWidget(label(f"现在在「{title}」", theme.CARD_TITLE, bold=True))
            column.addLayout(_table(hints))
            column.addWidget(line())
        column.addWidget(label("在哪里都能用", theme.CARD_TITLE, bold=True))
        column.addLayout(_table(EVERYWHERE))
        feet = QHBoxLayout()
        feet.addStretch(1)
        feet.addWidget(Button("知道了", "primary", key="Esc", clicked=self.accept))
        column.addLayout(feet)


def _table(hints: Sequence[Hint]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.S3)
    grid.setVerticalSpacing(theme.S2)
    half = (len(hints) + 1) // 2
    for place, (keys, words) in enumerate(hints):
        side, row = divmod(place, half)
        grid.addWidget(KeyCap(keys), row, side * 2, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label(words, theme.SECONDARY), row, side * 2 + 1)
    for stretch in (1, 3):
        grid.setColumnStretch(stretch, 1)
    return grid
