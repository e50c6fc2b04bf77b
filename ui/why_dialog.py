"""为什么: what was checked, on which data, by which clause; text that can be taken along."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.rules import Finding
from ui import theme
from ui.buttons import Button
from ui.dialog import name_dialog
from ui.finding_list import FindingList, as_text
from ui.focus_ring import FocusRing
from ui.labels import label

NONE_KEPT = "没有留下核对记录：它是随旧资料一起带进来的。"


class WhyDialog(QDialog):
    """Shows the findings behind a decision, those that forbid first; closes with Esc or 知道了."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        findings: Sequence[Finding],
        *,
        words: str = "",
    ) -> None:
        """Take ``words`` as what stands above the findings, such as an amount or a day."""
        super().__init__(parent.window())
        name_dialog(self, title)
        self.setModal(True)
        self.list = FindingList()
        if findings:
            self.list.show_findings(findings, bases=True)
        else:
            self.list.say(NONE_KEPT)
        self._text = "\n\n".join(part for part in (title, words, as_text(findings)) if part)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        if words:
            column.addWidget(label(words, theme.SECONDARY, tone="text2", wrap=True))
        column.addWidget(self.list, 1)
        self.copy = Button("复制这些文字", clicked=self.take_along)
        self.copied = label("", theme.NOTE, tone="text2")
        close = Button("知道了", "primary", clicked=self.accept)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(self.copy)
        feet.addWidget(self.copied, 1)
        feet.addWidget(close)
        column.addLayout(feet)
        self._fit(parent.window().size())
        self.ring = FocusRing(self)
        self.copy.setAutoDefault(False)
        close.setFocus()

    def _fit(self, room: QSize) -> None:
        """Be as high as the findings need, and no higher than the window."""
        width = min(theme.px(640), room.width() - theme.px(48))
        lines = self.list.column.totalHeightForWidth(width - 2 * theme.S5)
        self.resize(width, min(lines + theme.px(190), theme.px(620), room.height() - theme.px(48)))

    def text(self) -> str:
        """Return everything that stands here, as lines."""
        return self._text

    def take_along(self) -> None:
        """Copy the text."""
        QGuiApplication.clipboard().setText(self._text)
        self.copied.setText("已经复制，可以粘贴到别处。")
