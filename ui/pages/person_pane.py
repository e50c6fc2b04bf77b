"""The pane that answers at the door: who this is, with whom, doing what, and what happened."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QWidget

from desktop_app.domain.codes import text_of
from desktop_app.use_cases.people import PersonFile
from ui import theme
from ui.buttons import Button, IconButton
from ui.empty_state import EmptyState
from ui.icon import icon
from ui.labels import label, line
from ui.layouts import empty
from ui.pages.people_words import WATCHED, status_tone, visit_tone
from ui.pages.person_facts import (
    WIDE,
    FactGrid,
    MemberRow,
    NumberRow,
    Section,
    key_facts,
    timeline_rows,
    work_rows,
)
from ui.pills import Pill
from ui.record_pane import RecordPane
from ui.timeline import Timeline

SHOWN = 4

VISIT, EDIT, WORK, END_WORK, HOUSEHOLD, ADD_MEMBER = (
    "visit",
    "edit",
    "work",
    "end_work",
    "household",
    "add_member",
)
PLACE, ENROL, PAPER, PRINT, PAPERS, REMOVE, NUMBER = (
    "place",
    "enrol",
    "paper",
    "print",
    "papers",
    "remove",
    "number",
)

_MENU: Sequence[tuple[str, str, str]] = (
    (WORK, "登记就业…", "plane"),
    (END_WORK, "结束现在的就业…", "undo-2"),
    (PLACE, "安置公益岗位", "hand-heart"),
    (ENROL, "登记参保", "shield-check"),
    (PAPER, "开安置证明", "printer"),
    (PRINT, "打印表格…", "printer"),
    (PAPERS, "开过的文书…", "file-text"),
    ("", "", ""),
    (HOUSEHOLD, "修改这一户的资料…", "house"),
    (ADD_MEMBER, "在这一户登记新成员…", "user-plus"),
    ("", "", ""),
    (REMOVE, "移除登记错的人…", "trash-2"),
)


class PersonPane(RecordPane):
    """One person, or a word about choosing one.

    Signals:
        person_chosen: A member of the household was chosen; carries the id.
    """

    person_chosen = Signal(object)

    def __init__(self, visit_period: int, parent: QWidget | None = None) -> None:
        nobody = EmptyState("user", "还没有选人", "在左边的名单里选一个人，这里显示资料和经历。")
        super().__init__(nobody, parent)
        self.file: PersonFile | None = None
        self._period, self._all = visit_period, False
        self.number = NumberRow(self.ask(NUMBER))
        self._fill_top()
        self._fill_inside()

    def show_file(self, file: PersonFile | None, today_year: int = 0) -> None:
        """Show a person, or nobody."""
        other = file is None or self.file is None or file.person.id != self.file.person.id
        self.file = file
        if other:
            self._all = False
            self.refusal.hide()
        self.show_record(file is not None)
        if file is None:
            self.number.cover()
            return
        self._year = today_year
        self._show_head(file)
        if other or not self.number.open:
            self.number.show_masked(file.line.citizen_id)
        self._facts.show_facts(key_facts(file), WIDE)
        self._show_work(file)
        self._show_household(file)
        self._show_events()
        if other:
            self.scrolling.verticalScrollBar().setValue(0)

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        return self.visit

    def _fill_inside(self) -> None:
        self.inside.addLayout(self._number_line())
        self._facts = FactGrid()
        self._work, self._household = Section("岗位、就业和参保"), Section("")
        self._household.head.addWidget(
            Button("修改这一户", "text", small=True, clicked=self.ask(HOUSEHOLD))
        )
        self._history = Section("经历")
        self._more = Button("", "text", small=True, clicked=self._show_all)
        self._history.head.addWidget(self._more)
        self._timeline = Timeline()
        self._history.body.addWidget(self._timeline)
        self._nothing = label(
            "还没有走访、安置和参保的记录。第一次走访后，这里就有了。",
            theme.SECONDARY,
            tone="text2",
            wrap=True,
        )
        self._history.body.addWidget(self._nothing)
        self._lines: list[QFrame] = []
        self.inside.addWidget(self._facts)
        for section in (self._work, self._household, self._history):
            rule = line()
            self._lines.append(rule)
            self.inside.addWidget(rule)
            self.inside.addWidget(section)
        self.inside.addStretch(1)

    def _number_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        name = label("证件号", theme.SECONDARY, tone="text2")
        name.setMinimumWidth(theme.px(60))
        row.addWidget(name)
        row.addWidget(self.number, 1)
        return row

    def _fill_top(self) -> None:
        self.visit = Button("走访", "primary", "footprints", "F3", clicked=self.ask(VISIT))
        self.edit = Button("编辑", clicked=self.ask(EDIT))
        self.more = IconButton("ellipsis", "更多要办的事", clicked=self._open_menu)
        self.more.setMinimumSize(theme.px(theme.BUTTON), theme.px(theme.BUTTON))
        self.menu = QMenu(self)
        self.actions_by_verb = {verb: self._action(verb, text) for verb, text, _ in _MENU}
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(self.back)
        row.addWidget(self.called, 1)
        for button in (self.visit, self.edit, self.more):
            row.addWidget(button)
        self._who = label("", theme.SECONDARY, tone="text2")
        self._pills = QHBoxLayout()
        self._pills.setSpacing(theme.S2)
        below = QHBoxLayout()
        below.setSpacing(theme.S3)
        below.addWidget(self._who)
        below.addLayout(self._pills)
        below.addStretch(1)
        self.top.addLayout(row)
        self.top.addLayout(below)

    def _action(self, verb: str, text: str) -> QAction:
        if not verb:
            return self.menu.addSeparator()
        action = self.menu.addAction(text)
        action.triggered.connect(self.ask(verb))
        return action

    def _open_menu(self) -> None:
        for verb, _, icon_name in _MENU:
            if verb:  # made anew each time, in the colours of the present look
                made = icon(icon_name, "text2", theme.px(16))
                self.actions_by_verb[verb].setIcon(made)
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _show_head(self, file: PersonFile) -> None:
        person = file.line
        self.called.setText(person.name)
        ethnicity = file.person.ethnicity
        parts = [
            text_of("sex", person.sex) if person.sex else "",
            "" if person.age is None else f"{person.age} 岁",
            text_of("ethnicity", ethnicity),
        ]
        self._who.setText(" · ".join(part for part in parts if part))
        empty(self._pills)
        for text, tone in self._states(file)[:3]:
            self._pills.addWidget(Pill(text, tone))
        self.visit.setEnabled(not person.died)
        self.actions_by_verb[END_WORK].setEnabled(file.employment is not None)
        self.actions_by_verb[PAPER].setEnabled(any(held.current for held in file.placements))
        for verb in (WORK, PLACE, ENROL):
            self.actions_by_verb[verb].setEnabled(not person.died)

    def _states(self, file: PersonFile) -> list[tuple[str, str]]:
        person = file.line
        if person.died:
            return [("已故", "")]
        found: list[tuple[str, str]] = []
        if person.days_since_visit is None:
            found.append(("还没走访", "warn"))
        elif visit_tone(person, self._period):
            found.append((f"{person.days_since_visit} 天没走访", "warn"))
        if person.poverty and person.poverty != "general":
            found.append((person.poverty_text, "soft"))
        if person.poverty in WATCHED:
            found.append(("监测对象", "soft"))
        if file.person.subsistence:
            found.append(("低保", "soft"))
        if person.status_text and not person.post_title:
            found.append((person.status_text, status_tone(person)))
        return found

    def _show_work(self, file: PersonFile) -> None:
        self._work.show_rows(work_rows(file))
        self._lines[0].setVisible(not self._work.isHidden())

    def _show_household(self, file: PersonFile) -> None:
        head = next((one.name for one in file.members if one.relation == "户主"), "")
        words = f"家庭 {len(file.members)} 人" + (f" · 户主 {head}" if head else "")
        self._household.title.setText(words)
        self._household.show_rows([MemberRow(one, self._go(one.id, file)) for one in file.members])

    def _go(self, person_id: UUID, file: PersonFile) -> Callable[[], None] | None:
        if person_id == file.person.id:
            return None
        return lambda: self.person_chosen.emit(person_id)

    def _show_events(self) -> None:
        events = self.file.events if self.file else ()
        shown = len(events) if self._all else SHOWN
        self._timeline.show_events(timeline_rows(events, self._year), max(shown, 1))
        self._timeline.setVisible(bool(events))
        self._nothing.setVisible(not events)
        self._more.setVisible(len(events) > SHOWN)
        self._more.setText("收起" if self._all else f"全部 {len(events)} 条")

    def _show_all(self) -> None:
        self._all = not self._all
        self._show_events()
