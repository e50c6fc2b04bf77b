"""A dialog for what stopped a step, where no card of the page has room for it."""

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui import failures, theme
from ui.dialog import fit
from ui.focus_ring import FocusRing
from ui.refusal_card import RefusalCard


class FailureDialog(QDialog):
    """What happened, by which rule, and what to do; closes with Esc or 知道了."""

    def __init__(self, parent: QWidget | None, error: BaseException | failures.Words) -> None:
        super().__init__(parent)
        told = error if isinstance(error, failures.Words) else failures.words(error)
        self.setWindowTitle("这一步没有办成")
        self.setModal(True)
        self.setMinimumWidth(theme.px(640))
        self.card = RefusalCard(self)
        self.card.show_refusal(told.message, told.advice, told.found, told.basis)
        self.card.dismissed.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S4, theme.S4, theme.S4)
        column.addWidget(self.card)
        column.addStretch(1)
        self.ring = FocusRing(self)
        fit(self)
