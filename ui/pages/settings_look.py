"""外观和字号: light, dark or high contrast, and how large words are."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.settings import Settings
from ui import theme
from ui.cards import Card
from ui.labels import label
from ui.pages.settings_section import Options, Section

LOOKS = ((theme.Mode.LIGHT, "浅色"), (theme.Mode.DARK, "深色"), (theme.Mode.CONTRAST, "高对比"))
SCALES = (1.0, 1.25, 1.5, 1.75, 2.0)
SAMPLE = "正文这么大：乌云其其格，走访 11月25日，联系电话已核对。"
Change = Callable[..., None]
"""Keeps other values of ``Settings``, named as its fields are."""


class LookSection(Section):
    """The look and the text size of this computer."""

    name, title, icon = "look", "外观和字号", "sun"

    def __init__(self, settings: Settings, change: Change) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        samples = [LookSample(mode) for mode, _ in LOOKS]
        self.looks = Options("外观", LOOKS, theme.Mode(settings.look), samples)
        self.looks.chosen.connect(lambda mode: change(look=str(mode)))
        steps = sorted({*SCALES, settings.text_scale})
        sizes = [(step, f"{step * 100:.0f} %") for step in steps]
        self.scales = Options("字号", sizes, settings.text_scale)
        self.scales.chosen.connect(lambda step: change(text_scale=step))
        self.column.addWidget(self._look_card())
        self.column.addWidget(self._size_card())
        self.column.addStretch(1)

    def focus_first(self) -> None:
        """Begin with the look."""
        self.looks.focus_first()

    def _look_card(self) -> Card:
        card = Card("外观", "选了马上换，只改这台电脑")
        card.body.addSpacing(theme.S1)
        card.body.addWidget(self.looks)
        words = "高对比用黑线和白底，阳光下、看不清时用它；意思都写成字，不只靠颜色。"
        card.body.addWidget(label(words, theme.NOTE, tone="text2", wrap=True))
        return card

    def _size_card(self) -> Card:
        card = Card("字号", "画面跟着放大；打印的纸不变")
        card.body.addSpacing(theme.S1)
        card.body.addWidget(self.scales)
        card.body.addWidget(label(SAMPLE, wrap=True))
        words = "150 % 以上，左边只留图标，详情单独占一页。"
        card.body.addWidget(label(words, theme.NOTE, tone="text2", wrap=True))
        return card


class LookSample(QWidget):
    """The window in small, in the colours of one look."""

    def __init__(self, mode: theme.Mode) -> None:
        super().__init__()
        self._tokens = theme.TOKENS[mode]
        theme.set_type(self, theme.NOTE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Return a small window's size."""
        return QSize(theme.px(148), theme.px(88))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw navigation, a card with a selected row, and a button."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(whole, 6, 6)
        painter.setClipPath(shape)
        unit = whole.width() / 37
        self._box(painter, whole, "bg")
        self._box(painter, QRectF(1, 1, 9 * unit, whole.height() - 1), "side")
        card = QRectF(11 * unit, 3 * unit, 24 * unit, whole.height() - 6 * unit)
        self._box(painter, card, "surface", "line", 4)
        row = card.adjusted(1, 5 * unit, -1, -9 * unit)
        self._box(painter, row, "sel")
        for number, share in ((0, 0.4), (1, 0.6), (2, 0.5)):
            bar = QRectF(card.x() + 2 * unit, card.y() + (2 + 4 * number) * unit, 0, unit)
            bar.setWidth(share * card.width())
            self._box(painter, bar, "text" if number < 2 else "text3")
        button = QRectF(card.right() - 8 * unit, card.bottom() - 4.6 * unit, 6 * unit, 3 * unit)
        self._box(painter, button, "accent", "", 2)
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._tokens["line2"]), 1))
        painter.drawPath(shape)

    def _box(
        self, painter: QPainter, rect: QRectF, ground: str, line: str = "", radius: int = 0
    ) -> None:
        painter.setPen(QPen(QColor(self._tokens[line]), 1) if line else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens[ground]))
        painter.drawRoundedRect(rect, radius, radius)
