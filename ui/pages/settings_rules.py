"""规则: every limit the program checks by, its source, and what the county chose."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt

from desktop_app.domain.rules import Clause, built_in_rules
from desktop_app.session import Session
from ui import theme
from ui.cards import Card, focus_in_view
from ui.jobs import Jobs
from ui.labels import label, line
from ui.pages.settings_rule_dialogs import NumberQuestion, SwitchQuestion
from ui.pages.settings_rule_row import RuleRow, value_words
from ui.pages.settings_section import Section

GROUPS = (
    ("公益岗位", ("post", "rules", "identity")),
    ("走访", ("visit",)),
    ("参保", ("enrolment",)),
    ("转移就业", ("transfer",)),
    ("最低工资", ("wage",)),
)
"""The cards, and the beginnings of the keys on each."""

OTHERS = ("其他", ())

WORDS = (
    "程序照这些规则核对，每次核对都注明依据。打「待旗县确认」的还没有读到自治区或者包头市的条文，"
    "旗县怎么定，就在这里怎么改；只在这台电脑上算数，改了马上生效。"
)


class RulesSection(Section):
    """The clauses of the rule pack; those that wait for the county can be changed."""

    name, title, icon = "rules", "规则", "scroll-text"

    def __init__(self, session: Session, jobs: Jobs) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session, self._jobs = session, jobs
        self.rows: dict[str, RuleRow] = {}
        self._names = label("", bold=True)
        intro = Card()
        intro.body.addWidget(self._names)
        intro.body.addWidget(label(WORDS, theme.SECONDARY, tone="text2", wrap=True))
        self.column.addWidget(intro)
        for title, clauses in grouped(list(self._clauses())):
            self._add_card(title, clauses)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Show the clauses as they decide now."""
        self._names.setText(self._session.rules.name)
        for clause in self._clauses():
            if clause.key in self.rows:
                self.rows[clause.key].show_clause(clause, self._built_in(clause.key))

    def focus_first(self) -> None:
        """Begin with the first clause that can be changed."""
        first = next(row for row in self.rows.values() if row.changeable)
        first.control.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rule(self, key: str) -> None:
        """Scroll to a clause."""
        row = self.rows.get(key)
        if row is None:
            return
        if row.changeable:
            focus_in_view(row.control, row)
        self.ensureWidgetVisible(row, 0, theme.S4)

    # What people do

    def ask(self, key: str) -> None:
        """Ask before a clause is changed: a number by a dialog, a switch by a question."""
        clause = self._clause(key)
        dialog: SwitchQuestion | NumberQuestion
        if isinstance(clause.value, bool):
            dialog = SwitchQuestion(self.window(), clause)
        else:
            dialog = NumberQuestion(self.window(), clause)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.choose(key, dialog.value()))
        dialog.open()

    def choose(self, key: str, value: int | bool) -> None:
        """Keep another value."""
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
        clause = self._clause(key)
        self.toast.emit(done_words(clause), None)

    def _not_chosen(self, error: Exception) -> None:
        self.refresh()
        self.refused.emit(error)

    def _add_card(self, title: str, clauses: list[Clause]) -> None:
        card = Card(title)
        for clause in clauses:
            row = RuleRow(clause, self._built_in(clause.key))
            row.asked.connect(self.ask)
            self.rows[clause.key] = row
            card.body.addWidget(line())
            card.body.addWidget(row)
        self.column.addWidget(card)

    def _clauses(self) -> Iterator[Clause]:
        today, area = self._session.today(), self._session.county_code
        for key, versions in self._session.rules.clauses.items():
            if any(not one.areas or area in one.areas for one in versions):
                yield self._session.rules.clause(key, today, area)

    def _clause(self, key: str) -> Clause:
        return self._session.rules.clause(key, self._session.today(), self._session.county_code)

    def _built_in(self, key: str) -> Clause:
        return built_in_rules().clause(key, self._session.today(), self._session.county_code)


def done_words(clause: Clause) -> str:
    """Return what was done to a clause."""
    if isinstance(clause.value, bool):
        return f"以后{value_words(clause)}「{clause.title}」"
    return f"「{clause.title}」改成了 {value_words(clause)}"


def grouped(clauses: Sequence[Clause]) -> list[tuple[str, list[Clause]]]:
    """Return the clauses by the titles of their cards; none is left out."""
    groups: dict[str, list[Clause]] = {title: [] for title, _ in (*GROUPS, OTHERS)}
    for clause in clauses:
        beginning = clause.key.split(".")[0]
        title = next((one for one, some in GROUPS if beginning in some), OTHERS[0])
        groups[title].append(clause)
    return [(title, some) for title, some in groups.items() if some]
