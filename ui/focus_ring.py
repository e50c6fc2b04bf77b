"""The ring around the button that has the keyboard, drawn outside of it."""

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QRadioButton,
    QStyle,
    QStyleOptionButton,
    QWidget,
)
from shiboken6 import isValid

from ui import theme

GAP = 4


class FocusRing(QWidget):
    """One overlay a window; follows the focus among its buttons and boxes to tick."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):  # it may have died with the focus
                widget.removeEventFilter(self)
        self._target = new if new is not None and self._wants(new) else None
        self._watched = [] if self._target is None else self._up_to_window(self._target)
        for widget in self._watched:
            widget.installEventFilter(self)
        self._place()

    def _up_to_window(self, widget: QWidget) -> list[QWidget]:
        """Return the button and what is around it: whatever scrolls moves the button along."""
        found = [widget]
        while (above := found[-1].parentWidget()) is not None and above is not self._window:
            found.append(above)
        return found

    def _wants(self, widget: QWidget) -> bool:
        return isinstance(widget, QAbstractButton) and self._window.isAncestorOf(widget)

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or target.visibleRegion().isEmpty():
            self.hide()
            return
        inside = _core(target)
        corner = target.mapTo(self._window, inside.topLeft())
        rect = QRect(corner, inside.size()).adjusted(-GAP, -GAP, GAP, GAP)
        self.setGeometry(rect)
        self.show()
        self.raise_()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move along with the button."""
        kind = event.type()
        if kind in {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring, leaving two pixels to the button."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


def _core(target: QWidget) -> QRect:
    """Return where the ring goes around: the box or the dot of what has one, else all."""
    parts = QStyle.SubElement
    if isinstance(target, QCheckBox):
        part = parts.SE_CheckBoxIndicator
    elif isinstance(target, QRadioButton):
        part = parts.SE_RadioButtonIndicator
    else:
        return target.rect()
    option = QStyleOptionButton()
    option.initFrom(target)
    return target.style().subElementRect(part, option, target)
