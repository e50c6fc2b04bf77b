"""Two boxes for a new passphrase, and how well it would hold."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.cards import focus_in_view
from ui.field import Field
from ui.labels import label
from ui.passphrase_box import PassphraseBox

Judge = Callable[[str], tuple[int, str]]
"""Gives 0 to 4 for a passphrase, and what would better it ('' = strong enough)."""

STRENGTHS = ("", "太弱", "够用", "好", "很好")
TONES = ("line2", "bad", "accent", "ok", "ok")
EYE = "Alt+V 或者点右边的眼睛，看写了什么。"
HELP = "至少 10 个字符。三四个互不相干的词最好记，例如一句只有自己知道的话。"


class StrengthMeter(QWidget):
    """Four bars and a word."""

    def __init__(self) -> None:
        super().__init__()
        self._strength = 0
        self.setFixedHeight(theme.px(20))
        theme.set_type(self, theme.NOTE)

    def show_strength(self, strength: int) -> None:
        """Fill so many bars."""
        self._strength = strength
        self.setAccessibleName(f"口令强度：{STRENGTHS[strength] or '还没有写'}")
        self.update()

    def words(self) -> str:
        """Return the word shown."""
        return STRENGTHS[self._strength]

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, words = theme.px(6), theme.px(44)
        wide = (self.width() - words - 4 * gap) / 4
        painter.setPen(Qt.PenStyle.NoPen)
        for number in range(4):
            filled = number < self._strength
            painter.setBrush(theme.color(TONES[self._strength] if filled else "track"))
            top = (self.height() - theme.px(6)) / 2
            rect = QRectF(number * (wide + gap), top, wide, theme.px(6))
            painter.drawRoundedRect(rect, 3, 3)
        painter.setFont(self.font())
        painter.setPen(theme.color("text2" if self._strength == 0 else TONES[self._strength]))
        painter.drawText(self.rect(), int(_RIGHT), STRENGTHS[self._strength])


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class NewPassphrase(QWidget):
    """A new passphrase, typed twice.

    Signals:
        changed: Something was typed.
        submitted: Enter in the second box.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self.first, self.second = PassphraseBox(), PassphraseBox()
        self.first.setObjectName("passphrase")
        self.second.setObjectName("passphrase-again")
        self.meter = StrengthMeter()
        self.first_field = Field("口令", self.first, EYE)
        self.advice = label(HELP, theme.NOTE, tone="text2", wrap=True)
        self.advice.setFixedHeight(self.advice.fontMetrics().lineSpacing() * 2 + 2)
        self.advice.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.second_field = Field("再写一遍", self.second, "两遍要一样，免得写错了自己不知道。")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.first_field)
        column.addWidget(self.meter)
        column.addWidget(self.advice)
        column.addWidget(self.second_field)
        for box in (self.first, self.second):
            box.changed.connect(self._look)
            box.caps_changed.connect(self._caps)
        self.first.returnPressed.connect(lambda: focus_in_view(self.second, self.second_field))
        self.second.returnPressed.connect(self.submitted.emit)
        self._look()

    def value(self) -> str:
        """Return the passphrase."""
        return self.first.text()

    def missing(self) -> str:
        """Return what is still to be done, or '' when both boxes are right."""
        if not self.first.text():
            return "写好口令就能继续"
        if self._judge(self.first.text())[1]:
            return "口令再长一点就能继续"
        if self.first.text() != self.second.text():
            return "再写一遍口令就能继续"
        return ""

    def clear(self) -> None:
        """Forget both."""
        self.first.clear()
        self.second.clear()
        self.first.hide_text()
        self.second.hide_text()

    def _look(self) -> None:
        text, again = self.first.text(), self.second.text()
        strength, weak = self._judge(text) if text else (0, "")
        self.meter.show_strength(strength)
        self.advice.setText(weak or ("这个口令可以用。" if text else HELP))
        same = text.startswith(again)
        self.second_field.set_error("" if same else "和上面写的不一样，请对照着改。")
        self.changed.emit()

    def _caps(self, on: bool) -> None:
        self.first_field.set_help("大写锁定开着，口令会区分大小写。" if on else EYE)
