"""What the rules found about a placement: a checklist that teaches."""

import json
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop_app.domain.records import Placement
from desktop_app.domain.rules import Finding
from ui import theme
from ui.buttons import Button
from ui.cards import ScrollColumn
from ui.dialog import name_dialog
from ui.focus_ring import FocusRing
from ui.icon import IconLabel
from ui.labels import label

ASK = "请向旗县确认"
"""How the rules say that they forbid nothing but the county should know."""

MARKS = (("circle-alert", "bad"), ("triangle-alert", "warn"), ("circle-check", "ok"))


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


def summary(findings: Sequence[Finding]) -> tuple[str, str]:
    """Return a sentence about the findings, and its tone."""
    wrong = [one for one in findings if not one.passed]
    if wrong:
        return f"{len(wrong)} 条不符合，不能安置", "bad"
    asked = sum(to_be_asked(one) for one in findings)
    if asked:
        return f"可以安置，{asked} 条请向旗县确认", "warn"
    return f"{len(findings)} 条都核对过，符合", "ok"


class ChecksDialog(QDialog):
    """What was examined when a person was placed, as it was kept."""

    def __init__(self, parent: QWidget, name: str, placement: Placement) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name_dialog(self, f"{name}安置时的核对")
        self.setModal(True)
        self.list = FindingList()
        findings = kept_findings(placement)
        if findings:
            self.list.show_findings(findings, bases=True)
        else:
            self.list.say("这次安置没有留下核对记录：它是随旧资料一起带进来的。")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S4, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(label(f"{name}安置时的核对", theme.CARD_TITLE, bold=True, wrap=True))
        column.addWidget(self.list, 1)
        close = Button("知道了", "primary", clicked=self.accept)
        feet = QHBoxLayout()
        feet.addStretch(1)
        feet.addWidget(close)
        column.addLayout(feet)
        room = parent.window().size()
        self.resize(
            min(theme.px(640), room.width() - theme.px(48)),
            min(theme.px(620), room.height() - theme.px(48)),
        )
        self.ring = FocusRing(self)
        close.setFocus()


def kept_findings(placement: Placement) -> list[Finding]:
    """Return the findings kept with a placement; none when they cannot be read."""
    try:
        entries = json.loads(placement.checks or "[]")
        return [Finding(**{**entry, "fields": tuple(entry["fields"])}) for entry in entries]
    except (ValueError, TypeError, KeyError):
        return []


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
    lines = [
        ("查到", finding.found if with_basis else ""),
        ("依据", finding.basis if with_basis else ""),
        ("怎么办", finding.advice),
    ]
    for name, words in lines:
        if words:
            _line(grid, name, words)
    return row


def _line(grid: QGridLayout, name: str, words: str) -> QLayout:
    number = grid.rowCount()
    grid.addWidget(label(name, theme.NOTE, tone="text2"), number, 1, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(label(words, theme.NOTE, tone="text2", wrap=True), number, 2)
    return grid
