"""设口令: what opens the data every day."""

from ui.banner import Banner
from ui.first_run_steps.step import Step
from ui.new_passphrase import Judge, NewPassphrase


class PassphraseStep(Step):
    """Asks twice for a strong passphrase."""

    name = "设口令"
    promise = "每天打开时输入"
    title = "设一个口令"
    words = "资料用口令加密，每次打开都要输入。程序不留底，也没有人能替你找回来。"

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self.boxes = NewPassphrase(judge)
        self.said = Banner()
        self.said.hide()
        self.body.addWidget(self.boxes)
        self.body.addWidget(self.said)
        self.body.addStretch(1)
        self.boxes.changed.connect(self._typed)
        self.boxes.submitted.connect(self.submitted.emit)

    def _typed(self) -> None:
        self.said.hide()
        self.changed.emit()

    def missing(self) -> str:
        """Return which box is not right yet."""
        return self.boxes.missing()

    def summary(self) -> str:
        """Say that it is set, never what it is."""
        return self.promise if self.missing() else "已设好"

    def focus_first(self) -> None:
        """Begin with the first box."""
        self.boxes.first.setFocus()
