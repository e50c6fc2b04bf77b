"""The U盘: what the step will do, said before it is pressed."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.use_cases.sticks import Drive, Inbound, StickPlan, size_words
from ui import theme
from ui.buttons import Button
from ui.code_box import ChoiceBox
from ui.icon import IconLabel
from ui.labels import ElidingLabel, label, line, set_tone
from ui.layouts import empty
from ui.pills import Pill

KINDS = {
    "work": "别的电脑的记录",
    "reply": "回执和旗县的内容",
    "snapshot": "整套资料",
    "enrol": "登记",
}
UNPLUGGED = "没有找到U盘"
WAITS = "插上U盘，几秒钟会自己找到。没有网络也能用U盘送，保证一样。"
PROOF = "旗县给了回执，才显示「已到旗县」。"


class StickCard(QFrame):
    """The stick that is there, three steps, and one button for them.

    Signals:
        wanted: Another stick was chosen; carries it.
        carry: The steps are to be done.
        let_go: The stick is to be pulled out.
        elsewhere: A folder is to be chosen by hand.
    """

    wanted = Signal(object)
    carry = Signal()
    let_go = Signal()
    elsewhere = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.plan: StickPlan | None = None
        self._drives: tuple[Drive, ...] = ()
        self.title = ElidingLabel(UNPLUGGED, theme.CARD_TITLE, bold=True)
        self.note = ElidingLabel("", theme.NOTE, tone="text2")
        self.pill = Pill("")
        self._icon = IconLabel("usb", "text2", 24)
        self.choice = QWidget()
        self._choice_row = QHBoxLayout(self.choice)
        self._choice_row.setContentsMargins(0, 0, 0, 0)
        self.steps = [Step(number) for number in (1, 2, 3)]
        self.problem = label("", theme.SECONDARY, tone="warn", wrap=True)
        self.go = Button("写入并读入", "primary", "arrow-right", clicked=self.carry.emit)
        self.eject = Button("弹出U盘", "outline", clicked=self.let_go.emit)
        self.other = Button("选文件夹", "outline", clicked=self.elsewhere.emit)
        self.other.setToolTip("U盘没有自己出现时，在这里指给程序看")
        self._lay_out()
        self.show_drives(())

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Offer these sticks; the first is looked at until another is chosen."""
        before = self.plan.drive.path if self.plan is not None else ""
        self._drives = tuple(drives)
        self._offer()
        same = [drive for drive in drives if drive.path == before]
        if drives:
            self.wanted.emit((same or list(drives))[0])
        else:
            self.show_plan(None)

    def show_plan(self, plan: StickPlan | None) -> None:
        """Say what would be done; without a stick, what to do for it."""
        self.plan = plan
        ready = plan is not None and not plan.problem
        has_work = plan is not None and bool(plan.entries or plan.inbound)
        for step in self.steps:
            step.setVisible(plan is not None)
        self.go.setEnabled(ready and has_work)
        self._icon.set_icon("usb", "accent" if plan is not None else "text2")
        for part in (self.pill, self.eject, self.go):
            part.setVisible(plan is not None)
        self.other.setVisible(plan is None or not self._drives)  # a folder was chosen by hand
        if plan is None:
            self.title.setText(UNPLUGGED)
            self.note.setText("")
            self.problem.setText(WAITS)
            set_tone(self.problem, "text2")
            self.problem.show()
            return
        self._show_head(plan)
        self._show_steps(plan)
        nothing = "" if has_work else "没有要写的，U盘上也没有要读的。"
        self.problem.setText(f"{plan.problem}{plan.advice}" if plan.problem else nothing)
        set_tone(self.problem, "bad" if plan.problem else "text2")
        self.problem.setVisible(bool(self.problem.text()))

    def show_trouble(self, words: str) -> None:
        """Say why the stick that is there cannot be read."""
        self.show_plan(None)
        self.problem.setText(words)
        set_tone(self.problem, "bad")

    def busy(self, busy: bool) -> None:
        """Keep the buttons still while the steps go on."""
        self.eject.setEnabled(not busy)
        if busy:
            self.go.setEnabled(False)
        else:
            self.show_plan(self.plan)

    def _show_head(self, plan: StickPlan) -> None:
        self.title.setText(f"找到U盘 {_drive_words(plan.drive)}")
        self.note.setText(f"剩 {size_words(plan.drive.free_bytes)}")
        if plan.problem:
            self.pill.show_status("现在不能用", "bad", "circle-alert")
        else:
            self.pill.show_status("可以使用", "ok", "check")

    def _show_steps(self, plan: StickPlan) -> None:
        if plan.entries:
            only = f"，只有{plan.recipient}能打开" if plan.recipient else ""
            first = f"写入 {plan.entries:,} 条，约 {size_words(plan.bytes)}{only}"
            below = f"文件名 {plan.file_name}，U盘里原来的文件不动"
        else:
            first, below = "没有要写的", "全部都有旗县的回执"
        self.steps[0].say(first, below)
        self.steps[1].say("写完马上读一遍核对，没有核对通过不算写好", "中途拔掉可以重来，不会重复")
        if plan.inbound:
            words = f"读入带回的 {len(plan.inbound)} 个文件：{_inbound_words(plan.inbound)}"
        else:
            words = "U盘上没有给这台电脑的文件"
        self.steps[2].say(words, "读入前先验签名，不合格的放一边并说明原因")

    def _offer(self) -> None:
        empty(self._choice_row)
        self.choice.setVisible(len(self._drives) > 1)
        if len(self._drives) < 2:
            return
        choices = [(drive.path, _drive_words(drive)) for drive in self._drives]
        box = ChoiceBox(choices, optional=False)
        box.setAccessibleName("用哪个U盘")
        box.set_value(self._drives[0].path)
        box.changed.connect(lambda: self._choose(box.value()))
        self._choice_row.addWidget(label(f"有 {len(self._drives)} 个U盘，用", theme.SECONDARY))
        self._choice_row.addWidget(box, 1)

    def _choose(self, path: object) -> None:
        for drive in self._drives:
            if drive.path == path:
                self.wanted.emit(drive)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.note)
        head = QHBoxLayout()
        head.setSpacing(theme.S3)
        head.addWidget(self._icon)
        head.addLayout(words, 1)
        head.addWidget(self.pill)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(ElidingLabel(PROOF, theme.NOTE, tone="text2"), 1)
        feet.addWidget(self.other)
        feet.addWidget(self.eject)
        feet.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S4, theme.S3, theme.S4, theme.S3)
        column.setSpacing(theme.S2)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.choice)
        for step in self.steps:
            column.addWidget(step)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addLayout(feet)


class _Disc(QWidget):
    """The number of a step in a soft disc."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._words = str(number)
        self.setFixedSize(theme.px(24), theme.px(24))

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw disc and number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("softline"))
        painter.setBrush(theme.color("soft"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(theme.color("accent_h"))
        painter.setFont(theme.font(theme.SECONDARY, bold=True))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)


class Step(QWidget):
    """A numbered step: what it does, and what is good to know."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._disc = _Disc(number)
        self.words = ElidingLabel("")
        self.below = ElidingLabel("", theme.NOTE, tone="text2")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addWidget(self.below)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S3)
        row.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def say(self, words: str, below: str) -> None:
        """Say what the step does."""
        self.words.setText(words)
        self.below.setText(below)
        self.setAccessibleName(f"第 {self._number} 步：{words}。{below}")


def _drive_words(drive: Drive) -> str:
    return f"{drive.path}「{drive.name}」" if drive.name else drive.path


def _inbound_words(inbound: Sequence[Inbound]) -> str:
    kinds = dict.fromkeys(KINDS.get(one.kind, "新程序的文件") for one in inbound)
    return "、".join(kinds)
