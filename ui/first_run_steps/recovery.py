"""恢复码: shown, printed, and asked back from the paper."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRandomGenerator
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel

from desktop_app.domain.recovery_code import GROUPS, LETTERS, plain
from ui import theme
from ui.buttons import Button
from ui.first_run_steps.step import Step
from ui.labels import label, line
from ui.pills import Pill
from ui.text_box import CheckBox, TextBox

ASKED = 2
COVER = "••••"


class RecoveryStep(Step):
    """Shows the code once and believes in the paper only when two groups come back from it.

    While the answer is typed the code on screen is covered, so that it is read from the paper.
    """

    name = "恢复码"
    promise = "打印出来，封好保管"
    title = "把恢复码打印出来"
    words = (
        "忘了口令，或者电脑坏了换新机，要靠恢复码打开资料。"
        "它只显示这一次，不存在这台电脑上，也不会发到网上。"
    )

    def __init__(self, print_out: Callable[[], object]) -> None:
        super().__init__()
        self._groups: list[str] = []
        self._labels: list[QLabel] = []
        self.asked: tuple[int, ...] = ()
        self.boxes: list[TextBox] = []
        self.body.addWidget(self._sheet())
        self.print_button = Button("打印恢复码", icon_name="printer", clicked=print_out)
        self.print_button.setObjectName("print-recovery")
        self.printed = Pill("还没有打印", "")
        prints = QHBoxLayout()
        prints.setSpacing(theme.S3)
        prints.addWidget(self.print_button)
        prints.addWidget(self.printed)
        prints.addStretch(1)
        self.body.addLayout(prints)
        self.body.addWidget(line())
        self.body.addLayout(self._check())
        self.kept = CheckBox("已经打印或者抄在纸上，装进信封封好，交苏木乡镇便民服务中心保管")
        self.kept.setObjectName("kept")
        self.known = CheckBox("我知道：登记到旗县以前，恢复码和口令都丢了，资料就打不开了")
        self.known.setObjectName("known")
        for box in (self.kept, self.known):
            self.body.addWidget(box)
            box.toggled.connect(lambda _on: self.changed.emit())
        self.body.addStretch(1)

    def _sheet(self) -> QFrame:
        made = QFrame()
        made.setProperty("role", "sunk")
        grid = QGridLayout(made)
        grid.setContentsMargins(theme.S5, theme.S3, theme.S5, theme.S3)
        grid.setHorizontalSpacing(theme.S2)
        grid.setVerticalSpacing(theme.S2)
        for place in range(GROUPS):
            row, column = divmod(place, 4)
            number = label(str(place + 1), theme.NOTE, tone="text2")
            group = label("", theme.PAGE_TITLE, bold=True)
            group.setFixedHeight(theme.px(30))  # covered or not, nothing below moves
            grid.addWidget(number, row, column * 2)
            grid.addWidget(group, row, column * 2 + 1)
            grid.setColumnStretch(column * 2 + 1, 1)
            self._labels.append(group)
        return made

    def _check(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(label("照着纸核对："))
        self._names: list[QLabel] = []
        for number in range(ASKED):
            name, box = label(""), TextBox()
            box.setObjectName(f"check-{number + 1}")
            box.setMaxLength(LETTERS)
            box.setFixedWidth(theme.px(96))
            box.changed.connect(self._typed)
            box.returnPressed.connect(self._enter)
            box.installEventFilter(self)
            row.addWidget(name)
            row.addWidget(box)
            self._names.append(name)
            self.boxes.append(box)
        self.said = label("", theme.SECONDARY, tone="text2")
        row.addWidget(self.said, 1)
        return row

    def show_groups(self, groups: Sequence[str], asked: Sequence[int] = ()) -> None:
        """Show the code; ``asked`` names the groups to ask for, else chance chooses."""
        self._groups = list(groups)
        self.asked = tuple(asked) or _two_of(len(groups))
        for name, box, place in zip(self._names, self.boxes, self.asked, strict=True):
            name.setText(f"第 {place + 1} 组")
            box.setAccessibleName(f"照着纸输入第 {place + 1} 组")
        self._cover(False)
        self.changed.emit()

    def groups(self) -> list[str]:
        """Return the code."""
        return self._groups

    def forget(self) -> None:
        """Let the code go."""
        self._groups = []
        self._cover(False)
        for box in self.boxes:
            box.clear()

    def show_printed(self, words: str) -> None:
        """Say that the paper is on its way."""
        self.printed.show_status(words, "ok", "check")

    def _right(self, number: int) -> bool:
        place = self.asked[number] if self.asked else 0
        return bool(self._groups) and plain(self.boxes[number].text()) == self._groups[place]

    def missing(self) -> str:
        """Return what is still to be typed or ticked."""
        for number, box in enumerate(self.boxes):
            if not self._right(number):
                left = LETTERS - len(plain(box.text()))
                name = f"第 {self.asked[number] + 1} 组" if self.asked else "恢复码"
                return f"{name}还差 {left} 个字符" if left else f"{name}不对，照着纸再看一遍"
        ticks = sum(not box.isChecked() for box in (self.kept, self.known))
        return f"再勾选 {'一项' if ticks == 1 else '两项'}就能继续" if ticks else ""

    def summary(self) -> str:
        """Say whether the paper was proved."""
        return self.promise if self.missing() else "已封好保管"

    def focus_first(self) -> None:
        """Begin with the paper."""
        self.print_button.setFocus()

    def _typed(self) -> None:
        for number, box in enumerate(self.boxes):
            full = len(plain(box.text())) == LETTERS
            theme.set_state(box, "error", full and not self._right(number))
        both = all(self._right(number) for number in range(ASKED))
        self.said.setText("核对好了" if both else "核对时上面先盖住")
        self.changed.emit()
        sender = self.sender()
        for number, box in enumerate(self.boxes[:-1]):
            if box is sender and self._right(number):
                self.boxes[number + 1].setFocus()

    def _enter(self) -> None:
        if self.missing():
            self.focusNextChild()
        else:
            self.submitted.emit()

    def _cover(self, covered: bool) -> None:
        for words, group in zip(self._labels, self._groups or [""] * GROUPS, strict=True):
            words.setText(COVER if covered else group)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the code while the paper is asked."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut} and self._groups:
            self._cover(event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)


def _two_of(groups: int) -> tuple[int, ...]:
    """Return two places by chance, the first in the first half, the other in the second."""
    half, chance = groups // 2, QRandomGenerator.system()
    return chance.bounded(half), half + chance.bounded(groups - half)
