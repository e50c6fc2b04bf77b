"""The last step of an import: what was written, and how it is taken back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.use_cases.roster_import import ImportResult
from ui.buttons import Button
from ui.cards import Card
from ui.empty_state import EmptyState


class ImportDone(Card):
    """Says in one sentence what is kept now.

    Signals:
        people_asked: The list of people is to be shown.
        undo_asked: The whole batch is to be taken back.
        export_asked: The rows that were not taken are to be written to a file.
        again_asked: Another file is to be chosen.
    """

    people_asked = Signal()
    undo_asked = Signal()
    export_asked = Signal()
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.people = Button("看人员", "primary", "users", clicked=self.people_asked.emit)
        self.undo = Button("撤销整批", icon_name="undo-2", clicked=self.undo_asked.emit)
        self.problems = Button("导出问题清单", icon_name="download", clicked=self.export_asked.emit)
        self.again = Button("再导入一个", icon_name="upload", clicked=self.again_asked.emit)
        self.words = EmptyState(
            "circle-check", buttons=[self.again, self.problems, self.undo, self.people]
        )
        self.body.addWidget(self.words, 1)

    def show_result(self, result: ImportResult) -> None:
        """Say what was written."""
        title = f"已保存在本机：新增 {result.new:,} 人，更新 {result.changed:,} 人"
        rest = f"{result.same:,} 人没有变化，{result.refused:,} 行没有导入。"
        back = "发现导错了，可以整批撤销，资料回到导入以前。"
        self.words.say(title, rest + back, "circle-check")
        self.undo.setVisible(result.batch is not None)
        self.problems.setVisible(result.refused > 0)

    def show_undone(self, count: int) -> None:
        """Say that everything is as it was."""
        title = f"已撤销整批：{count:,} 人的资料回到导入以前"
        self.words.say(title, "原来的文件没有动，改好可以再导入。", "undo-2")
        self.undo.hide()
        self.problems.hide()

    def focus_first(self) -> None:
        """Give the keyboard to the way on."""
        self.people.setFocus(Qt.FocusReason.OtherFocusReason)
