"""What is done with the rules as a whole: drafts, versions, comparing, files."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.rules import Clause
from desktop_app.session import Session
from desktop_app.use_cases.rule_drafts import (
    RuleDraft,
    change_clause,
    draft_from_file,
    draft_from_version,
    drop_rule_draft,
    publish_draft,
    rule_draft,
    undo_change,
)
from desktop_app.use_cases.rulebooks import (
    VersionLine,
    compare_rules,
    export_rules,
    rules_versions,
    withdraw_rules,
)
from ui.buttons import Button
from ui.dialog import Question
from ui.file_places import ask_for_file, ask_for_place
from ui.flow_row import FlowRow
from ui.jobs import Jobs
from ui.pages import settings_rule_versions as versions
from ui.pages.settings_layouts import LayoutsDialog
from ui.pages.settings_rule_edit import ClauseQuestion, PublishQuestion
from ui.pages.settings_rule_row import COUNTY
from ui.pages.settings_section import Section

Q = TypeVar("Q", bound=Question)


class RuleActs:
    """The buttons over the clauses, and what they do; ``changed`` hears what was done."""

    def __init__(
        self, section: Section, session: Session, jobs: Jobs, changed: Callable[[str], object]
    ) -> None:
        self._section, self._session, self._jobs = section, session, jobs
        self._changed = changed
        self.buttons = QWidget()
        self.versions = Button("版本", icon_name="history", clicked=self.show_versions)
        self.compare = Button("和程序自带的比较", clicked=self.show_changes)
        self.write = Button("导出…", icon_name="download", clicked=self.ask_to_write)
        self.read = Button("读入文件…", icon_name="upload", clicked=self.ask_to_read)
        self.layouts = Button("表格版式", icon_name="file-text", clicked=self.show_layouts)
        row = FlowRow(self.buttons)
        for button in (self.versions, self.compare, self.write, self.read, self.layouts):
            row.addWidget(button)

    def show_mode(self, mode: str) -> None:
        """Offer a desk that is not the county's only what changes nothing."""
        self.read.setVisible(mode == COUNTY)

    def draft(self) -> RuleDraft | None:
        """Return what is changed and not given out yet."""
        return rule_draft(self._session)

    # Drafts

    def edit(self, clause: Clause) -> ClauseQuestion:
        """Change one clause in the draft."""
        known = self.draft()
        if known is not None:
            same = (one for one in known.pack.in_order() if one.number == clause.number)
            clause = next(same, clause)
        question = self._opened(ClauseQuestion(self._section.window(), self._session, clause))
        question.accepted.connect(
            lambda: self._do(
                partial(change_clause, self._session, question.edit()),
                f"「{clause.title}」记入草稿",
            )
        )
        return question

    def undo_change(self, number: int) -> None:
        """Take one change of the draft back."""
        self._do(partial(undo_change, self._session, number), "撤回了一条改动")

    def drop(self) -> Question:
        """Ask, and forget the draft."""
        question = Question(
            self._section.window(),
            "放弃草稿？",
            "放弃",
            (("trash-2", "草稿里的改动都不要了；现在用的规则不变。"),),
            dangerous=True,
        )
        question.accepted.connect(
            lambda: self._do(partial(drop_rule_draft, self._session), "草稿已经放弃")
        )
        return self._opened(question)

    def publish(self) -> PublishQuestion | None:
        """Ask for version and day, and give the draft out."""
        draft = self.draft()
        if draft is None:
            return None
        question = self._opened(PublishQuestion(self._section.window(), self._session, draft))
        question.accepted.connect(
            lambda: self._do(
                partial(
                    publish_draft, self._session, question.version.value(), question.since.value()
                ),
                "规则包已经下发，下次同步送到各嘎查村",
            )
        )
        return question

    # Versions

    def show_versions(self) -> None:
        """Show which versions there are."""
        county = self._session.role == "county"
        versions.VersionsDialog(
            self._section, rules_versions(self._session), self._with_version, county=county
        ).open()

    def show_changes(self) -> None:
        """Tell what differs between the rules in force and those of the program."""
        self._tell_changes(self._session.rules.name, "")

    def ask_to_write(self, version: str = "") -> None:
        """Write a version, or the rules in force, to a file."""
        name = f"规则包 {version or self._session.rules.version}.toml"

        def write(path: Path) -> None:
            self._do(partial(export_rules, self._session, str(path), version), "规则包已经导出")

        ask_for_place(self._section, "导出规则包", name, versions.FILES, write, replaces=False)

    def ask_to_read(self) -> None:
        """Make the pack of a file the draft."""
        ask_for_file(self._section, "选择规则包文件", versions.FILES, self.read_file)

    def read_file(self, path: Path) -> None:
        """Make the pack of this file the draft."""
        self._do(partial(draft_from_file, self._session, str(path)), "读入成草稿，核对以后再下发")

    def show_layouts(self) -> LayoutsDialog:
        """Show how each form looks, and change it on the county's desk."""
        dialog = LayoutsDialog(self._section, self._session, self._jobs)
        dialog.done_with.connect(self._changed)
        dialog.open()
        return dialog

    # Inside

    def _with_version(self, verb: str, one: VersionLine) -> None:
        acts: dict[str, Callable[[], object]] = {
            versions.COMPARE: partial(
                self._tell_changes, f"{one.title} {one.version}", one.version
            ),
            versions.EXPORT: partial(self.ask_to_write, one.version),
            versions.DRAFT: lambda: self._do(
                partial(draft_from_version, self._session, one.version), "已经作为草稿"
            ),
            versions.WITHDRAW: partial(self._ask_to_withdraw, one),
        }
        acts[verb]()

    def _tell_changes(self, name: str, version: str) -> None:
        changes = compare_rules(self._session, version)
        title = f"{name}和程序自带的不同"
        versions.changes_dialog(self._section, title, changes).open()

    def _ask_to_withdraw(self, one: VersionLine) -> None:
        if one.id is None:
            return
        question = Question(
            self._section.window(),
            f"停用规则包 {one.version}？",
            "停用",
            (
                ("history", "从今天起照前一个版本办；没有前一个的，照程序自带的办。"),
                ("file-text", "照它办过的事不变，仍然查得到。"),
            ),
            note="停用以后不能再启用；要再用，请下发新版本。",
            dangerous=True,
        )
        question.accepted.connect(
            lambda: self._do(partial(withdraw_rules, self._session, one.id), "规则包已经停用")
        )
        self._opened(question)

    def _opened(self, question: Q) -> Q:
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.open()
        return question

    def _do(self, work: Callable[[], object], words: str) -> None:
        self._jobs.start(
            self._section,
            lambda progress: work(),
            lambda _: self._changed(words),
            self._section.refused.emit,
        )
