"""规则: every clause by subject, its source, and what the county or the desk changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.rules import Clause, built_in_rules
from desktop_app.session import Session
from ui import theme
from ui.cards import Card, focus_in_view
from ui.filter_button import FilterButton
from ui.jobs import Jobs
from ui.labels import label, line
from ui.layouts import empty
from ui.pages.settings_rule_acts import RuleActs
from ui.pages.settings_rule_dialogs import NumberQuestion, SwitchQuestion
from ui.pages.settings_rule_edit import DraftCard
from ui.pages.settings_rule_row import COUNTY, LOCAL, READ, RuleRow, value_words
from ui.pages.settings_section import Section
from ui.search_box import SearchBox

OTHERS = "其他"
"""The subject of clauses that name none."""

MOST = 60
"""Clauses shown at once when one searches."""

WORDS = {
    LOCAL: "程序照这些规则核对，每次核对都注明依据。打「待旗县确认」的还没有读到自治区或者包头市的"
    "条文，旗县怎么定，就在这里怎么改；只在这台电脑上算数，改了马上生效。旗县下发了规则包，就照旗县的。",
    COUNTY: "程序照这些规则核对，每次核对都注明依据。改条款先进草稿，下发成新版本以后，"
    "各嘎查村同步一次就照新的办；下发过的版本不能再改，以前办的事仍查得到当时的规则。",
    READ: "这里是旗县下发的规则包，程序照它核对，每次核对都注明依据。要改条款，请告诉旗县。",
}


class RulesSection(Section):
    """The clauses of one subject, or those that a search finds.

    A county changes any clause in a draft; another desk only what waits for the county, and
    nothing once the county gave rules out.
    """

    name, title, icon = "rules", "规则", "scroll-text"

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session, self._jobs = session, jobs
        self.rows: dict[str, RuleRow] = {}
        self._shown: tuple[object, ...] = ()
        self.acts = RuleActs(self, session, jobs, self._changed)
        self._names, self._words = (
            label("", bold=True),
            label("", theme.SECONDARY, tone="text2", wrap=True),
        )
        self.search = SearchBox("规则的名称、数值、依据")
        subjects = [(one, one) for one in self._subjects()]
        self.subjects = FilterButton("主题", subjects, single=True, none=subjects[0][0])
        self.draft = DraftCard()
        self.draft.undo_asked.connect(self.acts.undo_change)
        self.draft.publish_asked.connect(self.acts.publish)
        self.draft.drop_asked.connect(self.acts.drop)
        self._lay_out()
        self.search.asked.connect(self.refresh)
        self.search.left.connect(self.focus_first)
        self.subjects.changed.connect(self.refresh)

    # What the page asks for

    def refresh(self) -> None:
        """Show the clauses as they decide now."""
        mode = self.mode()
        clauses = self._wanted()
        self._names.setText(self._session.rules.name)
        self._words.setText(WORDS[mode])
        self.acts.show_mode(mode)
        self.draft.show_draft(self.acts.draft() if mode == COUNTY else None)
        shown = (mode, *(one.key for one in clauses))
        if shown != self._shown:
            self._shown = shown
            self._show_rows(clauses, mode)
        for clause in clauses:
            self.rows[clause.key].show_clause(clause, self._built_in(clause))

    def focus_first(self) -> None:
        """Begin with the first clause that can be changed, or with the search."""
        changeable = (row.control for row in self.rows.values() if row.changeable)
        next(changeable, self.search).setFocus(Qt.FocusReason.OtherFocusReason)

    def knows(self, key: object) -> bool:
        """Say whether a clause of that key can be shown here."""
        return any(one.key == key for one in self._clauses())

    def show_rule(self, key: str) -> None:
        """Scroll to a clause."""
        clause = next((one for one in self._clauses() if one.key == key), None)
        if clause is None:
            return
        if key not in self.rows:
            self.search.setText("")
            self.search.rest()
            self.subjects.choose((clause.subject or OTHERS,))
        self.refresh()
        row = self.rows[key]
        if row.changeable:
            focus_in_view(row.control, row)
        self.ensureWidgetVisible(row, 0, theme.S4)

    def mode(self) -> str:
        """Return who may change what on this desk."""
        if self._session.role == "county":
            return COUNTY
        return READ if self._session.rulebooks() else LOCAL

    # What people do

    def ask(self, key: str) -> None:
        """Ask before a clause is changed: in the draft of a county, or on this desk."""
        clause = self._clause(key)
        if self.mode() == COUNTY:
            self.acts.edit(clause)
            return
        dialog: SwitchQuestion | NumberQuestion
        if isinstance(clause.value, bool):
            dialog = SwitchQuestion(self.window(), clause)
        else:
            dialog = NumberQuestion(self.window(), clause)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.choose(key, dialog.value()))
        dialog.open()

    def choose(self, key: str, value: int | bool) -> None:
        """Keep another value on this desk."""
        before = self._clause(key).value
        if value == before or isinstance(before, str):
            return
        self._jobs.start(
            self,
            lambda _: self._session.choose_rule(key, value),
            lambda _: self._chosen(key),
            self._not_chosen,
        )

    # Inside

    def _chosen(self, key: str) -> None:
        self.refresh()
        self.toast.emit(done_words(self._clause(key)), None)

    def _not_chosen(self, error: Exception) -> None:
        self.refresh()
        self.refused.emit(error)

    def _changed(self, words: str) -> None:
        self.refresh()
        if words:
            self.toast.emit(words, None)

    def _lay_out(self) -> None:
        intro = Card()
        intro.body.addWidget(self._names)
        intro.body.addWidget(self._words)
        intro.body.addWidget(self.acts.buttons)
        self.column.addWidget(intro)
        self.column.addWidget(self.draft)
        finding = QWidget()
        row = QHBoxLayout(finding)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        row.addWidget(self.search, 1)
        row.addWidget(self.subjects)
        self.column.addWidget(finding)
        self._card = Card()
        self._rows_column = QVBoxLayout()
        self._rows_column.setSpacing(theme.S2)
        self._card.body.addLayout(self._rows_column)
        self.column.addWidget(self._card)
        self.column.addStretch(1)

    def _show_rows(self, clauses: Sequence[Clause], mode: str) -> None:
        empty(self._rows_column)
        self.rows = {}
        for place, clause in enumerate(clauses):
            if place:
                self._add(line())
            row = RuleRow(clause, self._built_in(clause), mode)
            row.asked.connect(self.ask)
            self.rows[clause.key] = row
            self._add(row)
        if not clauses:
            words = "没有这样的规则。换一个词，或者清空搜索框再看。"
            self._add(label(words, tone="text2", wrap=True))

    def _add(self, widget: QWidget) -> None:
        self._rows_column.addWidget(widget)
        widget.show()  # else it comes into view only after the keyboard was to go there

    def _subjects(self) -> list[str]:
        return list(dict.fromkeys(one.subject or OTHERS for one in self._clauses()))

    def _wanted(self) -> list[Clause]:
        text = self.search.wanted()
        if text:
            return [one for one in self._clauses() if _says(one, text)][:MOST]
        subject = next(iter(self.subjects.values()), self._subjects()[0])
        return [one for one in self._clauses() if (one.subject or OTHERS) == subject]

    def _clauses(self) -> list[Clause]:
        """Return the clause of each key that holds here today."""
        today, area = self._session.today(), self._session.county_code
        pack = self._session.rules
        return [
            pack.clause(key, today, area)
            for key, versions in pack.clauses.items()
            if any(not one.areas or area in one.areas for one in versions)
        ]

    def _clause(self, key: str) -> Clause:
        return self._session.rules.clause(key, self._session.today(), self._session.county_code)

    def _built_in(self, clause: Clause) -> Clause:
        """Return what came with the program; the clause itself where nothing did."""
        today, area = self._session.today(), self._session.county_code
        try:
            return built_in_rules().clause(clause.key, today, area)
        except KeyError:
            return clause

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rows when they are first looked at: nobody waits for them before."""
        super().showEvent(event)
        self.refresh()


def done_words(clause: Clause) -> str:
    """Return what was done to a clause."""
    if isinstance(clause.value, bool):
        return f"以后{value_words(clause)}「{clause.title}」"
    return f"「{clause.title}」改成了 {value_words(clause)}"


def _says(clause: Clause, text: str) -> bool:
    words = (clause.title, clause.basis, clause.document, clause.key, value_words(clause))
    return any(text in one for one in words)
