"""The pane beside the list: the work that is chosen, all spells, and how long they lasted."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.codes import text_of
from desktop_app.domain.records import Employment
from desktop_app.use_cases.transfers import AWAY, TransferFile, TransferLine, spell_place
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.labels import ElidingLabel, label, line
from ui.pages.person_facts import FactGrid, Section
from ui.pages.transfers_list import state_tone
from ui.pills import Pill
from ui.record_pane import RecordPane
from ui.timeline import Timeline

RETURN, DEPART, EDIT, AGAIN, PERSON = "return", "depart", "edit", "again", "person"
_WIDE = ("工作地点", "单位和工种", "收入", "佐证", "理由", "备注")
SHOWN_SPELLS = 8


class TransferPane(RecordPane):
    """The last spell of a person with all others, or a word about choosing one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        help = "在左边选一个人，这里显示每一段外出和累计的月数。"
        super().__init__(EmptyState("plane", "还没有选中", help), parent)
        self.shown: TransferFile | None = None
        self._fill_top()
        self._fill_inside()

    def show_file(self, file: TransferFile | None) -> None:
        """Show a person's work, or nothing."""
        if file is None or self.shown is None or file.line.id != self.shown.line.id:
            self.refusal.hide()
        self.shown = file
        self.show_record(file is not None)
        if file is None:
            return
        one = file.line
        self.called.setText(one.name)
        self._who.setText(" · ".join(part for part in _who(one) if part))
        self._state.show_status(one.state_text, state_tone(one))
        self._facts.show_facts(_facts(one), _WIDE)
        away = one.state == AWAY
        self.back_home.setVisible(away)
        self.depart.setVisible(not away and one.employment.until is not None)
        self.again.set_kind("outline" if away else "primary")
        self._months.setText(
            "\n".join(f"{year} 年：{worked.told()}" for year, worked in file.years)
        )
        self._spells.title.setText(f"外出经历 {len(file.spells)} 段")
        self._timeline.show_events(_events(file.spells), SHOWN_SPELLS)

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        return self.again if self.back_home.isHidden() else self.back_home

    def _fill_top(self) -> None:
        self._who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._state = Pill("")
        self.back_home = Button("登记返乡", "primary", "house", "Enter", clicked=self.ask(RETURN))
        self.again = Button("登记外出", icon_name="plane", clicked=self.ask(AGAIN))
        self.depart = Button("下次外出", clicked=self.ask(DEPART))
        self.depart.hide()
        self.edit = Button("修改", clicked=self.ask(EDIT))
        name = QHBoxLayout()
        name.setSpacing(theme.S2)
        name.addWidget(self.back)
        name.addWidget(self.called, 1)
        name.addWidget(self._state)
        verbs = QHBoxLayout()
        verbs.setSpacing(theme.S2)
        for button in (self.back_home, self.again, self.depart, self.edit):
            verbs.addWidget(button)
        verbs.addStretch(1)
        self.top.addLayout(name)
        self.top.addWidget(self._who)
        self.top.addLayout(verbs)

    def _fill_inside(self) -> None:
        self._facts = FactGrid()
        months = Section("累计月数")
        self._months = label("", theme.SECONDARY, wrap=True)
        months.body.addWidget(self._months)
        self._spells = Section("")
        self._spells.head.addWidget(
            Button("打开人员资料", "text", small=True, clicked=self.ask(PERSON))
        )
        self._timeline = Timeline(shown=SHOWN_SPELLS)
        self._spells.body.addWidget(self._timeline)
        for part in (self._facts, line(), months, line(), self._spells):
            self.inside.addWidget(part)
        self.inside.addStretch(1)


def _who(one: TransferLine) -> tuple[str, ...]:
    age = f"{one.sex_and_age} 岁" if one.sex_and_age else ""
    return age, one.village, one.poverty_text, one.phone


def _facts(one: TransferLine) -> list[tuple[str, str]]:
    work = one.employment
    facts = [
        ("工作地点", one.place),
        ("就业地域", one.scope_text),
        ("就业渠道", text_of("job_channel", work.channel)),
        ("单位和工种", one.work),
        ("开始日期", str(work.since or "")),
        ("结束日期", str(work.until or "")),
        ("行业", text_of("industry", work.industry)),
        ("劳动合同", "签了" if work.contract else ""),
        ("拟外出日期", str(work.leaves_on or "")),
        ("收入", one.income),
        ("佐证", " ".join((text_of("work_evidence", work.evidence_kind), work.evidence)).strip()),
        ("理由", work.scope_reason),
        ("备注", work.notes),
    ]
    return [(name, value) for name, value in facts if value]


def _events(spells: Sequence[Employment]) -> list[tuple[str, str, str, str]]:
    return [_event(one) for one in spells]


def _event(one: Employment) -> tuple[str, str, str, str]:
    since = "" if one.since is None else f"{one.since.month}月{one.since.day}日"
    year = "" if one.since is None else f"{one.since.year} 年 · "
    end = "还在做" if one.until is None else f"到 {one.until}"
    back = "，返乡" if one.returned_on is not None else ""
    scope = text_of("transfer_scope", one.scope) or "地域不明"
    work = " ".join(part for part in (one.employer, one.job) if part)
    note = " · ".join(part for part in (spell_place(one), work) if part)
    return since, "plane", f"{year}{scope}，{end}{back}", note
