"""我是谁: the name that stands on papers and in the journal."""

from ui.field import Field
from ui.first_run_steps.step import Step
from ui.text_box import TextBox


class OfficerStep(Step):
    """Asks for the officer's name."""

    name = "我是谁"
    promise = "姓名"
    title = "专员是谁"
    words = "姓名会印在证明和台账上，也记在每一次登记里。和身份证上写得一样就好。"

    def __init__(self) -> None:
        super().__init__()
        self.box = TextBox()
        self.box.setObjectName("officer")
        self.box.setMaxLength(40)
        self.box.setPlaceholderText("例如 苏日娜")
        self.body.addWidget(Field("姓名", self.box, "蒙古族姓名中间的点写不写都可以。"))
        self.body.addStretch(1)
        self.box.changed.connect(self.changed.emit)
        self.box.returnPressed.connect(self.submitted.emit)

    def officer(self) -> str:
        """Return the name."""
        return self.box.value()

    def missing(self) -> str:
        """Return that the name is missing, when it is."""
        return "" if self.officer() else "写上姓名就能继续"

    def summary(self) -> str:
        """Return the name."""
        return f"{self.officer()} · 专员" if self.officer() else self.promise

    def focus_first(self) -> None:
        """Begin with the name."""
        self.box.setFocus()
