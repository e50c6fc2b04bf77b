"""The pane beside the month's list: one person, the household, and what is old."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.use_cases.monitoring import OPEN, MonitoringLine, StaleFact
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.labels import ElidingLabel, label, line
from ui.pages.monitoring_list import state_tone, state_words
from ui.pages.person_facts import FactGrid, Section
from ui.pills import Pill
from ui.record_pane import RecordPane

UNCHANGED, CHANGED, HOUSEHOLD, PERSON = "unchanged", "changed", "household", "person"


class MonitoringPane(RecordPane):
    """Somebody whom the month asks about, with what nobody looked at for long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        help = "在左边选一个人。没有变化的按 Enter；有变化的去走访里只填变了的。"
        super().__init__(EmptyState("clipboard-list", "还没有选中", help), parent)
        self.shown: MonitoringLine | None = None
        self._state = Pill("")
        self._who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.same = Button("无变化", "primary", "check", "Enter", clicked=self.ask(UNCHANGED))
        self.all_same = Button("全户无变化", clicked=self.ask(HOUSEHOLD))
        self.changed = Button("有变化", clicked=self.ask(CHANGED))
        self._facts, self._stale = FactGrid(), Section("")
        name = QHBoxLayout()
        name.setSpacing(theme.S2)
        name.addWidget(self.back)
        name.addWidget(self.called, 1)
        name.addWidget(self._state)
        verbs = QHBoxLayout()
        verbs.setSpacing(theme.S2)
        for button in (self.same, self.all_same, self.changed):
            verbs.addWidget(button)
        verbs.addStretch(1)
        self.top.addLayout(name)
        self.top.addWidget(self._who)
        self.top.addLayout(verbs)
        about = Button("打开人员资料", "text", small=True, clicked=self.ask(PERSON))
        self._stale.head.addWidget(about)
        for part in (self._facts, line(), self._stale):
            self.inside.addWidget(part)
        self.inside.addStretch(1)

    def show_person(
        self, one: MonitoringLine | None, stale: Sequence[StaleFact] = (), months: int = 0
    ) -> None:
        """Show somebody with what is older than ``months`` in the household, or nothing."""
        if one is None or self.shown is None or one.id != self.shown.id:
            self.refusal.hide()
        self.shown = one
        self.show_record(one is not None)
        if one is None:
            return
        self.called.setText(one.name)
        self._state.show_status(state_words(one), state_tone(one))
        self._who.setText(one.village)
        self.same.setVisible(one.state == OPEN)
        self.all_same.setVisible(one.state == OPEN)
        self._facts.show_facts(_facts(one), ("变化的内容", "在哪里做什么"))
        self._stale.title.setText(
            f"全户超过 {months} 个月没有核对的 {len(stale)} 项" if stale else "全户的资料都不旧"
        )
        rows = [_row(each) for each in stale]
        self._stale.show_rows(rows or [label("这几个月里都写过或者问过。", tone="text2")])

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        return self.changed if self.same.isHidden() else self.same


def _facts(one: MonitoringLine) -> list[tuple[str, str]]:
    facts = [
        ("就业状态", one.status_text or "没有登记"),
        ("电话", one.phone or "没有登记"),
        ("在哪里做什么", one.employer),
        ("上次问到", str(one.asked_on or "没有问过")),
        ("变化的内容", one.changed),
    ]
    return [(name, value) for name, value in facts if value]


def _row(one: StaleFact) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S2)
    row.addWidget(ElidingLabel(f"{one.name} · {one.label}", theme.SECONDARY), 2)
    row.addWidget(ElidingLabel(one.value, theme.SECONDARY, tone="text2"), 2)
    row.addWidget(Pill(f"{one.months} 个月", "warn", "clock"))
    return made
