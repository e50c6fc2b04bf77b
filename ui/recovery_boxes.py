"""Eight small boxes for the groups of a recovery code."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.recovery_code import GROUPS, LETTERS, group_problem, plain, read_recovery
from ui import theme
from ui.labels import label

SEPARATORS = " -－–—　"


class GroupBox(QLineEdit):
    """One group: capitals, and on to the next box when it is full.

    Signals:
        pasted: A whole code was pasted; carries its text.
        full: The group is typed and right in itself.
        emptied: Backspace in an empty box.
    """

    pasted = Signal(str)
    full = Signal()
    emptied = Signal()

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        theme.set_type(self, theme.CARD_TITLE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(LETTERS + 4)
        self.setObjectName(f"group-{place + 1}")
        self.setAccessibleName(f"恢复码第 {place + 1} 组")
        hints = Qt.InputMethodHint
        self.setInputMethodHints(hints.ImhSensitiveData | hints.ImhLatinOnly)
        self.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        written = plain(text)
        if written != text:
            self.setText(written)
        theme.set_state(self, "error", False)
        if len(written) < LETTERS:
            return
        wrong = bool(group_problem(written, self.place))
        theme.set_state(self, "error", wrong)
        if wrong:
            self.selectAll()  # what is typed next replaces it
        else:
            self.full.emit()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a whole code from the clipboard; go back with Backspace, pass over dashes."""
        if event.matches(QKeySequence.StandardKey.Paste):
            text = QApplication.clipboard().text()
            if len(plain(text)) > LETTERS:
                self.pasted.emit(text)
                return
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
            return
        if event.text() in SEPARATORS and event.text():  # typed between groups; the boxes part them
            return
        super().keyPressEvent(event)


class RecoveryBoxes(QWidget):
    """The whole code, typed from the sheet.

    Signals:
        changed: Something was typed.
        submitted: Enter in any box.
    """

    changed = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S3)
        grid.setVerticalSpacing(theme.S2)
        self.boxes = [GroupBox(place) for place in range(GROUPS)]
        for place, box in enumerate(self.boxes):
            pair = QHBoxLayout()
            pair.setSpacing(theme.S1)
            pair.addWidget(label(str(place + 1), theme.NOTE, tone="text3"))
            pair.addWidget(box, 1)
            grid.addLayout(pair, place // 4, place % 4)
            box.textChanged.connect(lambda _text: self.changed.emit())
            box.returnPressed.connect(self.submitted.emit)
            box.pasted.connect(self.fill)
            if place < GROUPS - 1:  # after the last, Enter goes on from where one is
                box.full.connect(self.focusNextChild)
            box.emptied.connect(self.focusPreviousChild)
        self.setFocusProxy(self.boxes[0])

    def fill(self, text: str) -> None:
        """Spread a whole code over the boxes, when it is one."""
        try:
            groups = read_recovery(text)
        except Refused:
            return
        for box, group in zip(self.boxes, groups, strict=True):
            box.setText(group)
            theme.set_state(box, "error", False)
        self.boxes[-1].setFocus()

    def value(self) -> str:
        """Return the code as typed, its groups parted by spaces."""
        return " ".join(plain(box.text()) for box in self.boxes)

    def problem(self) -> str:
        """Return what is wrong with the first group that is not right, or ''."""
        for box in self.boxes:
            if box.text():
                found = group_problem(box.text(), box.place)
                if found and len(plain(box.text())) >= LETTERS:
                    return found
        return ""

    def complete(self) -> bool:
        """Say whether every group is right in itself."""
        return not any(group_problem(box.text(), box.place) for box in self.boxes)

    def clear(self) -> None:
        """Forget the code."""
        for box in self.boxes:
            box.clear()
