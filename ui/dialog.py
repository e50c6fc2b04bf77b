"""The question before a step that is hard to take back."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLayout,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.buttons import Button
from ui.cards import ScrollColumn
from ui.focus_ring import FocusRing
from ui.icon import IconLabel
from ui.labels import label

PROGRAM = "人社服务工作台"
NO_LIMIT = (1 << 24) - 1
"""Qt's QWIDGETSIZE_MAX, which PySide does not tell."""


def name_dialog(dialog: QDialog, title: str) -> None:
    """Tell a screen reader what a dialog is about, and nobody else.

    The title of a window stands in the task bar, in pictures of the screen, and in the lists of
    other programs: it must not hold the name of a person.
    """
    dialog.setWindowTitle(PROGRAM)
    dialog.setAccessibleName(title)


def fit(dialog: QDialog, body: ScrollColumn | None = None) -> None:
    """Make a dialog as high as its lines are when they wrap at its width.

    Where the screen has not that much, what is in ``body`` scrolls, and the rest stays in sight.
    """
    layout = dialog.layout()
    if layout is None:
        return
    # A layout asks for the height that its lines have when wrapped at their narrowest.
    layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
    around = layout.contentsMargins()
    sides = around.left() + around.right()
    wide = max(dialog.minimumWidth(), layout.minimumSize().width())
    if body is not None:
        wide = max(wide, body.column.minimumSize().width() + sides)
        body.setFixedHeight(_height(body.column, wide - sides))
    high, room = _height(layout, wide), dialog.screen().availableGeometry().height() - theme.S5
    if body is not None:
        body.setMinimumHeight(min(body.maximumHeight(), body.maximumHeight() + room - high))
        body.setMaximumHeight(NO_LIMIT)
        scrolls = high > room  # then the arrows have to reach it
        policy = Qt.FocusPolicy.TabFocus if scrolls else Qt.FocusPolicy.NoFocus
        body.setFocusPolicy(policy)
    dialog.resize(wide, min(high, room))


def _height(layout: QLayout, wide: int) -> int:
    if layout.hasHeightForWidth():
        return layout.totalHeightForWidth(wide)
    return layout.totalSizeHint().height()


class Question(QDialog):
    """Asks by name, tells the consequences, offers 再想想 and the verb.

    Use ``open()`` and the signals ``accepted`` and ``rejected`` of ``QDialog``.
    """

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        verb: str,
        consequences: Sequence[tuple[str, str]] = (),
        note: str = "",
        subtitle: str = "",
        dangerous: bool = False,
        content: QWidget | None = None,
    ) -> None:
        """Take ``consequences`` as (icon name, sentence)."""
        super().__init__(parent)
        name_dialog(self, title)
        self.setModal(True)
        self.setMinimumWidth(theme.px(440))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S5, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(label(title, theme.CARD_TITLE, bold=True, wrap=True))
        self.body = ScrollColumn()
        inside = self.body.column
        if subtitle:
            inside.addWidget(label(subtitle, tone="text2", wrap=True))
        for icon_name, sentence in consequences:
            row = QHBoxLayout()
            row.setSpacing(theme.S2)
            row.addWidget(IconLabel(icon_name, "text2", 16), 0, Qt.AlignmentFlag.AlignTop)
            words = label(sentence, theme.SECONDARY, wrap=True)
            row.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
            inside.addLayout(row)
        if content is not None:
            inside.addWidget(content)
        self.body.setVisible(inside.count() > 0)
        column.addWidget(self.body)
        self.think_again = Button("再想想", clicked=self.reject)
        self.go = Button(verb, "danger" if dangerous else "primary", clicked=self.accept)
        self.think_again.setAutoDefault(False)
        self.go.setAutoDefault(True)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.setContentsMargins(0, theme.S2, 0, 0)
        feet.addWidget(label(note, theme.NOTE, tone="text2", wrap=True), 1)
        feet.addWidget(self.think_again)
        feet.addWidget(self.go)
        column.addLayout(feet)
        self.ring = FocusRing(self)
        self.fit()
        (self.think_again if dangerous else self.go).setFocus()

    def fit(self) -> None:
        """Take the room that its lines need now, as far as the screen has it."""
        fit(self, self.body if self.body.column.count() else None)

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Fit once more: whoever made it may have said how wide it is."""
        self.fit()
        super().showEvent(event)
