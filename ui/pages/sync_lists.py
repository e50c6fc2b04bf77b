"""The lists behind 同步: sent and received, settled, waiting, not counting, not fitting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.buttons import Button
from ui.cards import ScrollColumn
from ui.dialog import name_dialog
from ui.focus_ring import FocusRing
from ui.labels import label, line


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a list: what, two lines about it, and the buttons (words, what they do).

    ``tone`` colours the second line below.
    """

    what: str
    about: str
    advice: str = ""
    tone: str = "text2"
    acts: tuple[tuple[str, Callable[[], object]], ...] = ()


class ListDialog(QDialog):
    """A list to read, with what can be done about each line; 关闭 or Esc closes.

    Choosing an act closes the dialog first: what follows is seen on the page.
    """

    def __init__(
        self, parent: QWidget, title: str, note: str, lines: Sequence[Line], nothing: str
    ) -> None:
        super().__init__(parent.window())
        name_dialog(self, title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.lines = tuple(lines)
        self.buttons: list[Button] = []
        self.close_button = Button("关闭", clicked=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S4, 0, theme.S4)
        column.setSpacing(theme.S3)
        head = QVBoxLayout()
        head.setContentsMargins(theme.S5, 0, theme.S5, 0)
        head.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        head.addWidget(label(note, theme.SECONDARY, tone="text2", wrap=True))
        column.addLayout(head)
        column.addWidget(line())
        scroll = ScrollColumn(theme.S2)
        scroll.column.setContentsMargins(theme.S5, 0, theme.S5, 0)
        for one in lines:
            scroll.column.addWidget(self._line(one))
            scroll.column.addWidget(line())
        if not lines:
            scroll.column.addWidget(label(nothing, tone="text2", wrap=True))
        scroll.column.addStretch(1)
        column.addWidget(scroll, 1)
        column.addWidget(line())
        feet = QHBoxLayout()
        feet.setContentsMargins(theme.S5, 0, theme.S5, 0)
        feet.addStretch(1)
        feet.addWidget(self.close_button)
        column.addLayout(feet)
        self.ring = FocusRing(self)
        self._fit(parent.window(), scroll)
        self.close_button.setFocus()

    def _fit(self, window: QWidget, scroll: ScrollColumn) -> None:
        """Take the room that the lines want and the window has."""
        wide = min(theme.px(760), window.width() - theme.px(48))
        inside = scroll.column.totalHeightForWidth(wide)
        around = self.sizeHint().height() - scroll.sizeHint().height()
        least, most = theme.px(280), window.height() - theme.px(48)
        self.resize(wide, max(least, min(inside + around + theme.S4, theme.px(560), most)))

    def _line(self, one: Line) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, theme.S1, 0, theme.S1)
        row.setSpacing(theme.S2)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(one.what, bold=True, wrap=True))
        words.addWidget(label(one.about, theme.SECONDARY, tone="text2", wrap=True))
        if one.advice:
            words.addWidget(label(one.advice, theme.SECONDARY, tone=one.tone, wrap=True))
        row.addLayout(words, 1)
        for verb, act in one.acts:
            button = Button(verb, "outline", small=True, clicked=self._acting(act))
            button.setAccessibleName(f"{verb}：{one.what}")
            button.setAutoDefault(False)
            self.buttons.append(button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def _acting(self, act: Callable[[], object]) -> Callable[[], object]:
        def do() -> None:
            self.accept()
            act()

        return do
