"""What rules found, one below the other: a checklist that teaches."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.domain.rules import Finding
from ui import theme
from ui.cards import ScrollColumn
from ui.flow_row import FlowRow
from ui.icon import IconLabel
from ui.labels import label
from ui.pills import Pill

ASK = "请向旗县确认"
"""How the rules say that they forbid nothing but the county should know."""

MARKS = (("circle-alert", "bad"), ("triangle-alert", "warn"), ("circle-check", "ok"))
DOUBTS = (("待旗县确认", "warn"), ("依据已到期", "bad"))
"""What a basis says about itself, and the tone of the pill."""


class FindingList(ScrollColumn):
    """The findings, those that forbid first; 查到, 依据 and 怎么办 below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(theme.S2, parent)
        self.setAccessibleName("核对结果")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings: tuple[Finding, ...] = ()
        self._bases = False
        self._said = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.column.addWidget(self._said)
        self.column.addStretch(1)
        self._rows: list[QWidget] = []

    def say(self, words: str) -> None:
        """Show a sentence in place of findings."""
        self.findings = ()
        self._clear()
        self._said.setText(words)
        self._said.show()

    def show_findings(self, findings: Sequence[Finding], *, bases: bool | None = None) -> None:
        """Show what was found; ``bases`` says whether the sources of kept rules stand too."""
        if bases is not None:
            self._bases = bases
        self.findings = tuple(findings)
        self._clear()
        self._said.hide()
        for finding in sorted(findings, key=_weight):
            row = _row(finding, with_basis=self._bases or _weight(finding) < 2)
            self.column.insertWidget(self.column.count() - 1, row)
            self._rows.append(row)

    @property
    def bases(self) -> bool:
        """Say whether the sources of kept rules are shown."""
        return self._bases

    def _clear(self) -> None:
        for row in self._rows:
            self.column.removeWidget(row)
            row.deleteLater()
        self._rows = []


def _weight(finding: Finding) -> int:
    return 0 if not finding.passed else 1 if to_be_asked(finding) else 2


def to_be_asked(finding: Finding) -> bool:
    """Say whether the county has to be asked about a rule that forbids nothing."""
    return finding.passed and ASK in finding.message


def doubts(finding: Finding) -> list[tuple[str, str]]:
    """Return the doubts about the clause behind a finding, each with its tone."""
    return [(words, tone) for words, tone in DOUBTS if words in finding.basis]


def as_text(findings: Sequence[Finding]) -> str:
    """Return the findings as lines that can be pasted into a letter."""
    return "\n\n".join("\n".join(_told(one)) for one in findings)


def _told(finding: Finding) -> list[str]:
    head = f"{'符合' if finding.passed else '不符合'}：{finding.message}"
    return [head, *(f"{name}：{words}" for name, words in _lines(finding) if words)]


def _lines(finding: Finding) -> tuple[tuple[str, str], ...]:
    return ("查到", finding.found), ("依据", finding.basis), ("怎么办", finding.advice)


def _row(finding: Finding, *, with_basis: bool) -> QWidget:
    row = QWidget()
    grid = QGridLayout(row)
    grid.setContentsMargins(0, 0, theme.S2, 0)
    grid.setHorizontalSpacing(theme.S2)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(2, 1)
    icon, tone = MARKS[_weight(finding)]
    grid.addWidget(IconLabel(icon, tone, 16), 0, 0, Qt.AlignmentFlag.AlignTop)
    head = label(finding.message, theme.SECONDARY, bold=not finding.passed, wrap=True)
    head.setProperty("tone", "" if tone == "ok" else tone)
    head.setAccessibleName(f"{'符合' if finding.passed else '不符合'}：{finding.message}")
    grid.addWidget(head, 0, 1, 1, 2)
    if with_basis and doubts(finding):
        grid.addWidget(_pills(finding), 1, 1, 1, 2)
    for name, words in _lines(finding):
        if words and (with_basis or name == "怎么办"):
            _line(grid, name, words)
    return row


def _pills(finding: Finding) -> QWidget:
    holder = QWidget()
    row = FlowRow(holder)
    for words, tone in doubts(finding):
        row.addWidget(Pill(words, tone))
    return holder


def _line(grid: QGridLayout, name: str, words: str) -> None:
    number = grid.rowCount()
    grid.addWidget(label(name, theme.NOTE, tone="text2"), number, 1, Qt.AlignmentFlag.AlignTop)
    told = label(words, theme.NOTE, tone="text2", wrap=True)
    told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    grid.addWidget(told, number, 2)
