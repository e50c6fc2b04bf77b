"""数据质量: what the rules find in the data of the villages, to work off person by person."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop_app.domain.quality_facts import Fault
from desktop_app.domain.records import (
    Employment,
    Enrolment,
    Household,
    Person,
    Placement,
    Rulebook,
    Training,
    Venture,
)
from desktop_app.session import Changes, Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.quality import QualityReport, check_quality, write_quality
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.file_places import ask_for_place
from ui.jobs import Job, Jobs
from ui.labels import ElidingLabel, label, line
from ui.list_page import ListPage
from ui.page import Hint
from ui.pages.quality_list import FaultFilterRow, FaultList
from ui.record_pane import RecordPane

PERSON, NEXT = "person", "next"
FILES = "Excel 工作簿 (*.xlsx)"
_LOOKED_AT = (*(Person, Household, Placement, Employment, Enrolment, Venture, Training, Rulebook),)


class FaultPane(RecordPane):
    """One fault: what is wrong, what to do, by which rule; and the person behind it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        help = "在左边选一条，打开人员改正；改好的自己会从清单里去掉。"
        super().__init__(EmptyState("clipboard-list", "还没有选中", help), parent)
        self.shown: Fault | None = None
        self.mend = Button("打开人员改正", "primary", key="Enter", clicked=self.ask(PERSON))
        self._who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self._words = {
            name: label("", theme.SECONDARY, wrap=True) for name in ("问题", "怎么办", "依据")
        }
        name = QHBoxLayout()
        name.setSpacing(theme.S2)
        name.addWidget(self.back)
        name.addWidget(self.called, 1)
        verbs = QHBoxLayout()
        verbs.addWidget(self.mend)
        verbs.addStretch(1)
        self.top.addLayout(name)
        self.top.addWidget(self._who)
        self.top.addLayout(verbs)
        for title, words in self._words.items():
            if title == "依据":
                self.inside.addWidget(line())
            self.inside.addWidget(label(title, theme.NOTE, tone="text2"))
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.inside.addWidget(words)
        self.inside.addStretch(1)

    def show_fault(self, fault: Fault | None) -> None:
        """Show a fault, or nothing."""
        self.shown = fault
        self.show_record(fault is not None)
        if fault is None:
            return
        self.called.setText(fault.title)
        home = f" · 户 {fault.household}" if fault.household else ""
        self._who.setText(f"{fault.name} · {village_name(fault.village_code)}{home}")
        for name, words in (
            ("问题", fault.message),
            ("怎么办", fault.advice),
            ("依据", fault.basis),
        ):
            self._words[name].setText(words)

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        return self.mend


class QualityPage(ListPage[FaultFilterRow, FaultList, FaultPane]):
    """The faults with search and filters, and the pane of one.

    The rules run once on the data thread; filters only choose among what they found.
    """

    name, title, icon = "quality", "数据质量", "clipboard-list"
    read_on_return = True

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        self.report: QualityReport | None = None
        self._checking: Job[QualityReport] | None = None
        filters, listing = FaultFilterRow(session), FaultList(session, jobs)
        super().__init__(jobs, filters, listing, FaultPane(), parent)
        self._head.add_action(Button("导出 Excel", icon_name="download", clicked=self.ask_to_write))
        self.list.counted.connect(self._count)
        self.list.add_asked.connect(self.ask_to_write)
        self.pane.asked.connect(lambda _: self.act())

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the search box, or for the list."""
        if self.filters.search.hasFocus():
            return [("↓", "到名单"), ("Esc", "清空"), ("F6", "换一栏")]
        return [("/", "搜索"), ("↑↓", "选一条"), ("Enter", "打开人员改正"), ("F6", "换一栏")]

    def refresh(self, changes: object = None) -> None:
        """Run the rules again where something changed that they look at."""
        if not isinstance(changes, Changes) or changes.touches(*_LOOKED_AT):
            self.report = None
            super().refresh(changes)

    # What people do

    def look(self) -> None:
        """List what the filters ask for; the rules run first where they have not yet."""
        if self.report is not None:
            self.list.look_for(self.filters.wanted())
            return
        if self._checking is not None:
            self._checking.cancel()
        self._head.set_note("正在检查…")
        work = partial(check_quality, self._session)
        self._checking = self._jobs.start(
            self, lambda progress: work(), self._checked, self._failed
        )

    def show_chosen(self) -> None:
        """Show the fault that is chosen."""
        self.pane.show_fault(self.list.fault(self.list.selected()))
        self.hints_changed.emit()

    def act(self) -> None:
        """Open the person, where the fault is mended."""
        if self.pane.shown is not None:
            self.go.emit("people", self.pane.shown.person_id)

    def ask_to_write(self) -> QFileDialog:
        """Ask where the list goes, and write it."""
        name = f"数据质量错误清单 {self._session.today()}.xlsx"
        return ask_for_place(self, "导出错误清单", name, FILES, self.write, replaces=False)

    def write(self, path: Path) -> None:
        """Write every fault and the table of counts to a file."""
        self.run(partial(write_quality, self._session, str(path)), self._written)

    # Inside

    def _checked(self, report: QualityReport) -> None:
        self.report = report
        self.list.take(report.faults)
        self.list.look_for(self.filters.wanted())
        self.show_chosen()

    def _written(self, faults: int) -> None:
        self.toast.emit(f"已导出 {faults} 条，还有一张统计表", None)

    def _failed(self, error: Exception) -> None:
        self.refused.emit(error)

    def _count(self, shown: int, counts: tuple[int, int]) -> None:
        if self.report is None:
            return
        faults, people = counts
        parts = [f"检查了 {self.report.people:,} 人", f"{people:,} 人有问题", f"{faults:,} 条"]
        if self.filters.narrows():
            parts.append(f"筛出 {shown:,} 条")
        self._head.set_note(" · ".join(parts))
