"""The questions before a clause of the rule pack is changed."""

from PySide6.QtWidgets import QWidget

from desktop_app.domain.rules import Clause
from ui import theme
from ui.dialog import Question
from ui.field import Field
from ui.pages.settings_rule_row import value_words
from ui.text_box import NumberBox

BOUNDS = {"周岁": (16, 100), "天": (1, 3650), "个月": (1, 60), "年": (1, 30)}
"""The least and the most that makes sense of a unit."""

LOCAL = ("hard-drive", "只在这台电脑上算数；核对的结果会注明旗县改过。")
KEPT = ("users", "已经登记的人和岗位不变；从下一次核对起照新的办。")


class SwitchQuestion(Question):
    """Asks before a clause is no longer, or again, checked."""

    def __init__(self, parent: QWidget | None, clause: Clause) -> None:
        self._on = not clause.value
        verb = "核对" if self._on else "不再核对"
        told = f"以后{verb}「{clause.title}」这一条。"
        super().__init__(
            parent,
            f"{verb}「{clause.title}」？",
            verb,
            (("shield-check" if self._on else "triangle-alert", told), KEPT, LOCAL),
            note="随时可以在这里改回来。",
            subtitle=clause.cited(),
            dangerous=not self._on,
        )

    def value(self) -> bool:
        """Return what the clause will be."""
        return self._on


class NumberQuestion(Question):
    """Asks for the number the county chose."""

    def __init__(self, parent: QWidget | None, clause: Clause) -> None:
        if isinstance(clause.value, str):
            raise TypeError(clause.key)
        self._before = int(clause.value)
        self._least, self._most = BOUNDS.get(clause.unit, (1, 9999))
        self.box = NumberBox(self._before)
        self.field = Field(f"{clause.title}（{clause.unit}）", self.box, self._help())
        self.field.setMaximumWidth(theme.px(260))
        super().__init__(
            parent,
            f"改「{clause.title}」",
            "改",
            (KEPT, LOCAL),
            note=f"现在是 {value_words(clause)}。",
            subtitle=clause.cited(),
            content=self.field,
        )
        self.box.changed.connect(self._look)
        self._look()
        self.box.setFocus()
        self.box.selectAll()

    def value(self) -> int:
        """Return the number typed; the old one where it is none."""
        return self._before if self.box.value() is None else int(self.box.value() or 0)

    def _help(self) -> str:
        return f"填 {self._least} 到 {self._most} 之间的整数。"

    def _look(self) -> None:
        number = self.box.value()
        fits = number is not None and self._least <= number <= self._most
        self.field.set_error("" if fits else self.box.problem() or self._help())
        self.go.setEnabled(fits and number != self._before)
