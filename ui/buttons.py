"""Push buttons of the four kinds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from ui import theme
from ui.icon import icon
from ui.key_cap import paint_cap

_INK = {
    "primary": "onaccent",
    "outline": "text",
    "text": "accent",
    "danger": "bad",
    "inverse": "softline",
    "filter": "text",
}


class Button(QPushButton):
    """A button: one verb, perhaps an icon on its left and a key cap on its right."""

    def __init__(
        self,
        text: str,
        kind: str = "outline",
        icon_name: str = "",
        key: str = "",
        small: bool = False,
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._icon_name, self._key = icon_name, key
        self.setProperty("kind", kind)
        self.setProperty("small", small)
        size = theme.SECONDARY if small or kind in {"text", "inverse"} else theme.BODY
        theme.set_type(self, size, kind == "primary")
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._dress()
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def set_kind(self, kind: str) -> None:
        """Turn into another kind of button, such as primary for the row selected."""
        theme.set_type(self, self.property("typeSize"), kind == "primary")
        theme.set_state(self, "kind", kind)
        self._dress()

    def set_icon(self, name: str) -> None:
        """Show another icon, or none for ``""``."""
        self._icon_name = name
        self._dress()

    def set_words(self, text: str, key: str) -> None:
        """Show another verb and the key that does the same."""
        self._key = key
        self.setText(text)
        self.updateGeometry()

    def _dress(self) -> None:
        if self._icon_name:
            size = theme.px(16 if self.property("small") else 18)
            gap = theme.px(4)  # styles put four pixels between icon and text; eight look right
            self.setIcon(icon(self._icon_name, _INK[str(self.property("kind"))], size, gap))
            self.setIconSize(QSize(size + gap, size))

    def _is_bare(self) -> bool:
        """Say whether it has no frame, and so hardly any room beside its words."""
        return self.property("kind") in {"text", "inverse"}

    def _cap_width(self) -> int:
        metrics = self.fontMetrics()
        return max(metrics.horizontalAdvance(self._key) + theme.px(10), theme.px(20))

    # Qt overrides

    def sizeHint(self) -> QSize:
        """Leave room for the key cap."""
        hint = super().sizeHint()
        gap = theme.px(14 if self._is_bare() else 8)
        extra = self._cap_width() + gap if self._key else 0
        return QSize(hint.width() + extra, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Never cut the text."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole words as tooltip while they have no room."""
        super().resizeEvent(event)
        if not self._key and self.toolTip() in {"", self.text()}:
            self.setToolTip(self.text() if self.width() < self.sizeHint().width() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter too, wherever the button stands."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the icon's colour from the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon_name"):
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and the cap over its right end; words that have no room end in …."""
        if self._key:
            self._paint_with_cap()
        elif self.width() < self.sizeHint().width():
            self._paint_shortened()
        else:
            super().paintEvent(event)

    def _paint_shortened(self) -> None:
        option, painter = self._option(), QPainter(self)
        beside = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text())
        # The binding knows this field of the style option, its stubs do not.
        option.text = self.fontMetrics().elidedText(  # type: ignore[attr-defined]
            self.text(), Qt.TextElideMode.ElideRight, self.width() - beside
        )
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)

    def _paint_with_cap(self) -> None:
        from_right = self._cap_width() + theme.px(10)
        painter = QPainter(self)
        option = self._option()
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        # The binding knows this field of the style option, its stubs do not.
        option.rect = self.rect().adjusted(  # type: ignore[attr-defined]
            0, 0, -from_right + theme.px(-2 if self._is_bare() else 6), 0
        )
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonLabel, option, painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = theme.px(20)
        rect = QRectF(
            self.width() - from_right, (self.height() - height) / 2, self._cap_width(), height
        )
        on_accent = self.property("kind") == "primary" and self.isEnabled()
        paint_cap(painter, rect, self._key, on_accent)

    def _option(self) -> QStyleOptionButton:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return option


class IconButton(QToolButton):
    """A button that is only an icon; its words are in tooltip and accessible name."""

    def __init__(
        self,
        icon_name: str,
        words: str,
        size: int = 18,
        color: str = "text2",
        clicked: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._color, self._size = icon_name, color, size
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._dress()
        if clicked is not None:
            self.clicked.connect(lambda: clicked())

    def set_icon(self, name: str, words: str = "") -> None:
        """Show another icon, with other words if some are given."""
        self._icon_name = name
        if words:
            self.setToolTip(words)
            self.setAccessibleName(words)
        self._dress()

    def _dress(self) -> None:
        size = theme.px(self._size)
        self.setIcon(icon(self._icon_name, self._color, size))
        self.setIconSize(QSize(size, size))
        self.setMinimumSize(theme.px(28), theme.px(28))

    # Qt overrides

    def changeEvent(self, event: QEvent) -> None:
        """Take the icon's colour from the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_icon_name"):
            self._dress()
