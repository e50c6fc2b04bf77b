"""完成: what was set up, and the two ways to begin."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from ui import theme
from ui.buttons import Button
from ui.first_run_steps.step import Step
from ui.icon import IconLabel
from ui.labels import label


class DoneStep(Step):
    """Says that everything is ready.

    Signals:
        chosen: The name of the page to begin with.
    """

    name = "完成"
    promise = "导入名单或直接开始"
    title = "都准备好了"
    words = "资料已经加密，只存在这台电脑上。没有网络也能用。"

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._ways = QVBoxLayout()
        self._ways.setSpacing(theme.S4)
        self.import_button = self._way(
            "upload", "导入名单", "有旗县发的 Excel 台账，先导进来，不用一个一个录。", "import"
        )
        self.import_button.set_kind("primary")
        self.start_button = self._way(
            "layout-dashboard", "直接开始", "先看看工作台；人可以一个一个录。", "workbench"
        )
        self.body.addSpacing(theme.S3)
        self.body.addLayout(self._ways)
        self.body.addStretch(1)

    def _way(self, icon_name: str, verb: str, words: str, page: str) -> Button:
        row = QHBoxLayout()
        row.setSpacing(theme.S3)
        row.addWidget(IconLabel(icon_name, "accent", 20))
        row.addWidget(label(words, wrap=True), 1)
        button = Button(verb)
        button.setObjectName(f"begin-{page}")
        button.setMinimumWidth(theme.px(104))
        button.clicked.connect(lambda: self.chosen.emit(page))
        row.addWidget(button)
        self._ways.addLayout(row)
        return button

    def focus_first(self) -> None:
        """Offer the roster."""
        self.import_button.setFocus()
