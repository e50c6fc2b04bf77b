"""One clause on the 规则 card: value, source, validity, and its switch or its 改."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.rules import OWN_SETTING, Clause
from ui import theme
from ui.buttons import Button
from ui.labels import label
from ui.pills import Pill
from ui.text_box import CheckBox

EVIDENCE = {
    "A": "读到原文",
    "B": "转引，或外省文件",
    "C": "只见到题名",
    "K": "行业常识",
    "D": "本软件拟定",
}
LOCAL, COUNTY, READ = "local", "county", "read"
"""Who may change clauses: this desk what waits for the county, the county all, or nobody here."""

AREAL = "wage."
"""Clauses with a value for each area: one number for all would be wrong."""


class RuleRow(QWidget):
    """A clause; ``control`` is its switch or its button.

    Signals:
        asked: The clause is to be changed; carries its key.
    """

    asked = Signal(str)

    def __init__(self, clause: Clause, built_in: Clause, mode: str = LOCAL) -> None:
        super().__init__()
        self._key, self._mode = clause.key, mode
        self.changeable = mode == COUNTY or (mode == LOCAL and can_change(built_in))
        self.title = label("", bold=True)
        self.value = label("", bold=True)
        self.pending = Pill("待旗县确认", "warn")
        self.expired = Pill("依据已到期", "bad")
        self.own = Pill("旗县已改", "info")
        self.table = label("", wrap=True)
        self.basis = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.note = label("", theme.NOTE, tone="text2", wrap=True)
        self.control = self._made(clause)
        self._lay_out()
        self.control.setVisible(self.changeable)  # within the row: alone it would be a window
        self.show_clause(clause, built_in)

    def show_clause(self, clause: Clause, built_in: Clause) -> None:
        """Show what decides now, and what came with the program where that differs."""
        own = clause.value != built_in.value
        self.title.setText(clause.title)
        switch = self.control if isinstance(self.control, CheckBox) else None
        self._say_value(clause)
        self.pending.setVisible(clause.pending)
        self.expired.setVisible(clause.expired)
        self.own.setVisible(own)
        self.basis.setText(f"依据：{clause.basis.removesuffix(f'；{OWN_SETTING}')}")
        self.note.setText(" · ".join(_notes(clause, built_in, self._mode)))
        if switch is not None:
            switch.set_value(bool(clause.value))
            switch.setText("核对" if clause.value else "不核对")
        self.control.setAccessibleName(f"{clause.title}：{value_words(clause)}")
        self.control.setAccessibleDescription(clause.cited())

    def _say_value(self, clause: Clause) -> None:
        long = isinstance(clause.value, str)
        switch = isinstance(self.control, CheckBox) and self.changeable
        self.value.setText("" if long or switch else value_words(clause))
        self.table.setText(value_words(clause) if long else "")
        self.table.setVisible(long)

    def _made(self, clause: Clause) -> "CheckBox | Button":
        if self._mode != LOCAL or not isinstance(clause.value, bool):
            return Button("改", small=True, clicked=self._ask)
        switch = CheckBox("核对")
        switch.changed.connect(self._ask)
        return switch

    def _ask(self) -> None:
        if isinstance(self.control, CheckBox):  # it moves when the question is answered
            self.control.set_value(not self.control.value())
        self.asked.emit(self._key)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        for one in (self.title, self.pending, self.expired, self.own):
            head.addWidget(one)
        head.addStretch(1)
        head.addWidget(self.value)
        head.addWidget(self.control)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S1, 0, theme.S1)
        column.setSpacing(theme.S1)
        column.addLayout(head)
        column.addWidget(self.table)
        column.addWidget(self.basis)
        column.addWidget(self.note)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)


def can_change(clause: Clause) -> bool:
    """Say whether the county's word can be put in here: it decides, by one number or switch."""
    return waits_for_county(clause) and not (
        isinstance(clause.value, str) or clause.key.startswith(AREAL)
    )


def waits_for_county(clause: Clause) -> bool:
    """Say whether no words that were read lay the clause down for today."""
    return clause.pending or clause.expired or clause.evidence_grade == "D"


def value_words(clause: Clause) -> str:
    """Return the value as it is said."""
    if isinstance(clause.value, bool):
        return "核对" if clause.value else "不核对"
    return f"{clause.value} {clause.unit}".strip()


def _notes(clause: Clause, built_in: Clause, mode: str) -> list[str]:
    ends = "起有效" if clause.until is None else f"至 {clause.until} 有效"
    notes = [
        f"{clause.since} {ends}",
        f"{clause.pack} 第 {clause.number} 条" if mode != LOCAL else f"第 {clause.number} 条",
        EVIDENCE.get(clause.evidence_grade, clause.evidence_grade),
    ]
    if clause.expired:
        notes.append("到期后仍照此核对，画面和纸上都注明")
    if clause.value != built_in.value:
        notes.append(f"程序自带：{value_words(built_in)}")
    if mode != LOCAL:
        return notes
    if not waits_for_county(built_in):
        notes.append("已有规定，不能在本机改")
    elif not can_change(built_in):
        notes.append("随规则包更新，不能在本机改")
    return notes
