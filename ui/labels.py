"""Labels that show data as it is: plain text, never markup."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui import theme


def label(
    text: str = "", size: int = theme.BODY, bold: bool = False, tone: str = "", wrap: bool = False
) -> QLabel:
    """Return a label in a size of the type scale and a tone: text2, text3, bad and so on."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    theme.set_type(made, size, bold)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return made


def set_tone(widget: QLabel, tone: str) -> None:
    """Give a label another tone."""
    theme.set_state(widget, "tone", tone)


class ElidingLabel(QLabel):
    """One line that ends in … when space lacks, whole in its tooltip."""

    def __init__(
        self,
        text: str = "",
        size: int = theme.BODY,
        bold: bool = False,
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setProperty("tone", tone)
        theme.set_type(self, size, bold)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    # Qt overrides

    def minimumSizeHint(self) -> QSize:
        """Let the layout take all but two characters."""
        return QSize(self.fontMetrics().height() * 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as tooltip only when it does not fit."""
        super().resizeEvent(event)
        short = self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()
        self.setToolTip("" if short else self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much of the text as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), text)


def line(vertical: bool = False) -> QFrame:
    """Return a hairline that keeps two things apart."""
    made = QFrame()
    made.setProperty("role", "line")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made
