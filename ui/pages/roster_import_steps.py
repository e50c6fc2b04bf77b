"""The steps of an import: their sentence in the title row, and their keys."""

from PySide6.QtWidgets import QSizePolicy, QStackedLayout

from ui.page import Hint

CHOOSE, VILLAGES, PREVIEW, RESULT = range(4)

NOTES = (
    "第 1 步，共 3 步：选文件。先看会怎样，再写入",
    "第 2 步，共 3 步：对上嘎查村",
    "第 3 步，共 3 步：还没有写入，看过没有问题再导入",
    "",
)

HINTS: tuple[list[Hint], ...] = (
    [("Ctrl O", "选择文件"), ("Ctrl V", "粘贴文件或它的位置")],
    [("↓", "选嘎查村"), ("Ctrl Enter", "下一步"), ("Esc", "重新选文件")],
    [
        ("↑↓", "选一行"),
        ("1-4", "换一类"),
        ("Ctrl Enter", "导入"),
        ("Ctrl E", "导出问题清单"),
        ("Esc", "重新选文件"),
    ],
    [("Enter", "看人员"), ("Ctrl O", "再导入一个")],
)

LIST_HINTS: list[Hint] = [("Enter", "看这一行"), *HINTS[PREVIEW]]
"""The keys of the list where there is no room for a row beside it."""

ALONE_HINTS: list[Hint] = [("Esc", "回到名单"), ("1-4", "换一类"), ("Ctrl Enter", "导入")]
"""The keys where one row takes the place of the list."""


def show_alone(stack: QStackedLayout, step: int) -> None:
    """Show one step; those out of view ask for no room."""
    for number in range(stack.count()):
        policy = QSizePolicy.Policy.Preferred if number == step else QSizePolicy.Policy.Ignored
        stack.widget(number).setSizePolicy(policy, policy)
    stack.setCurrentIndex(step)
