"""The question before something is given out to every desk: which version, from which day."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.date_box import DateBox
from ui.dialog import Question
from ui.field import Field
from ui.text_box import TextBox


class GiveOutQuestion(Question):
    """Asks for version and first day; ``told`` are what changes, as (icon name, sentence)."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        today: date,
        told: Sequence[tuple[str, str]],
        *,
        version: str = "",
        width: int = 560,
    ) -> None:
        self.version = TextBox(version)
        self.since = DateBox(today, today=today)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S3)
        for name, box, words in (
            ("version", self.version, "版本"),
            ("since", self.since, "从哪一天起"),
        ):
            box.setObjectName(name)
            row.addWidget(Field(words, box))
        lasting = "下发以后这一版不能再改，也不能撤销；可以停用，或者再下发新版本。"
        super().__init__(parent, title, "下发", (*told, ("lock", lasting)), content=content)
        self.setMinimumWidth(theme.px(width))
