"""What every group of 设置 is: a column of cards that scrolls as one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QWidget,
)

from ui import theme
from ui.banner import ICONS
from ui.cards import ScrollColumn, focus_in_view
from ui.icon import IconLabel
from ui.labels import label


class Section(ScrollColumn):
    """One group of settings; a subclass sets ``name``, ``title`` and ``icon``.

    Signals:
        toast: Say what was done; the second value is how to take it back, or ``None``.
        refused: Show an exception that stopped what was asked.
    """

    name = ""
    title = ""
    icon = "circle"

    toast = Signal(str, object)
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__(theme.S4)
        self.setObjectName(f"settings-{self.name}")
        self.setAccessibleName(self.title)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def refresh(self) -> None:
        """Read again what may have changed."""

    def focus_first(self) -> None:
        """Give the keyboard to what a person wants first here."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Hide what must not stay on screen."""


class Options(QWidget):
    """One of a few values, by radio buttons.

    Signals:
        chosen: Somebody chose this value.
    """

    chosen = Signal(object)

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[object, str]],
        value: object,
        pictures: Sequence[QWidget] = (),
    ) -> None:
        """Put ``pictures``, where there are some, above the words."""
        super().__init__()
        self.setAccessibleName(title)
        self._values = [one for one, _ in choices]
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S5)
        grid.setVerticalSpacing(theme.S2)
        for place, (one, words) in enumerate(choices):
            button = QRadioButton(words)
            theme.set_type(button, theme.BODY)
            button.setAccessibleName(f"{title}：{words}")
            self._group.addButton(button, place)
            button.setChecked(one == value)
            if one != value:  # Tab goes to the chosen one; Qt keeps to that once it has been there
                button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            if pictures:
                grid.addWidget(pictures[place], 0, place, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(button, 1, place)
        grid.setColumnStretch(len(choices), 1)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))

    def button(self, value: object) -> QRadioButton:
        """Return the button of a value."""
        made = self._group.button(self._values.index(value))
        if not isinstance(made, QRadioButton):
            raise TypeError(value)
        return made

    def value(self) -> object:
        """Return what is chosen."""
        return self._values[self._group.checkedId()]

    def focus_first(self) -> None:
        """Give the keyboard to what is chosen."""
        focus_in_view(self._group.checkedButton())


class Said(QFrame):
    """What came of a step: whole sentences that wrap and can be copied; hidden until then."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self._icon = IconLabel("circle-check", "ok", 18)
        self._words = label("", theme.SECONDARY, wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.S4, theme.S2, theme.S3, theme.S2)
        row.setSpacing(theme.S3)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    def say(self, words: str, tone: str = "ok") -> None:
        """Come into view with these words."""
        theme.set_state(self, "tone", tone)
        self._icon.set_icon(ICONS[tone], tone)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()

    def text(self) -> str:
        """Return the words shown; '' while hidden."""
        return "" if self.isHidden() else self._words.text()
