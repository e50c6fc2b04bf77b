"""The facts of a person in the pane: number behind asterisks, key facts, household, history."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import short
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Enrolment
from desktop_app.use_cases.people import HistoryEvent, PersonFile, PersonLine
from ui import theme
from ui.buttons import Button
from ui.labels import ElidingLabel, label
from ui.layouts import empty
from ui.pages.people_words import status_tone, status_words
from ui.pills import Pill

SECONDS = 30
_RELATIONS = {"子": "儿子", "女": "女儿"}


class NumberRow(QWidget):
    """An identity number behind asterisks; it can be shown for thirty seconds."""

    def __init__(self, ask: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._masked, self._left = "", 0
        self.number = label("", theme.SECONDARY)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = Button("显示", "text", "eye", small=True, clicked=self.toggle)
        self._ask = ask
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self._tick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S1)
        row.addWidget(self.number)
        row.addWidget(self.button)
        row.addStretch(1)

    @property
    def open(self) -> bool:
        """Say whether the whole number is on screen."""
        return self._left > 0

    def show_masked(self, masked: str) -> None:
        """Show the number of another person, behind asterisks."""
        self._masked = masked
        self.button.setVisible(bool(masked))
        self.cover()

    def uncover(self, number: str) -> None:
        """Show the whole number for thirty seconds."""
        self._left = SECONDS
        self.number.setText(number)
        self.button.set_icon("eye-off")
        self._count()
        self._timer.start()

    def cover(self) -> None:
        """Put the asterisks back at once."""
        self._timer.stop()
        self._left = 0
        self.number.setText(self._masked or "没有登记")
        self.button.setText("显示")
        self.button.set_icon("eye")

    def toggle(self) -> None:
        """Ask for the number, or cover it."""
        if self.open:
            self.cover()
        elif self._masked:
            self._ask()

    def _tick(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._count()
        else:
            self.cover()

    def _count(self) -> None:
        self.button.setText(f"{self._left} 秒后收起")

    # Qt overrides

    def hideEvent(self, event: QHideEvent) -> None:
        """Cover the number when the page is left or the window locks."""
        super().hideEvent(event)
        self.cover()


class FactGrid(QWidget):
    """Names and values in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S2)
        self._grid.setVerticalSpacing(theme.px(5))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._pairs: list[tuple[QLabel, ElidingLabel]] = []

    def show_facts(self, facts: Sequence[tuple[str, str]], wide: Sequence[str] = ()) -> None:
        """Show the facts that have a value; those named ``wide`` take a row of their own."""
        for name, value in self._pairs:
            self._grid.removeWidget(name)
            self._grid.removeWidget(value)
            for old in (name, value):
                old.hide()
                old.deleteLater()
        self._pairs = []
        row = column = 0
        for title, words in facts:
            if column and title in wide:
                row, column = row + 1, 0
            name, value = (
                label(title, theme.SECONDARY, tone="text2"),
                ElidingLabel(words, theme.SECONDARY),
            )
            self._grid.addWidget(name, row, column)
            self._grid.addWidget(value, row, column + 1, 1, 3 if title in wide else 1)
            name.setMinimumWidth(theme.px(60))
            self._pairs.append((name, value))
            step = 4 if title in wide else 2
            row, column = (row + 1, 0) if column + step >= 4 else (row, column + step)


class MemberRow(QWidget):
    """One member of the household; the name leads to the person."""

    def __init__(self, line: PersonLine, go: Callable[[], object] | None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        if go is None:
            name: QWidget = ElidingLabel(line.name, theme.SECONDARY, bold=True)
            name.setContentsMargins(theme.px(6), 0, 0, 0)
        else:
            name = Button(line.name, "text", small=True, clicked=go)
            name.setAccessibleDescription("打开这个人的资料")
            name.setMinimumWidth(1)  # a long name is shortened
        holder = QWidget()
        holder.setFixedWidth(theme.px(136))
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(name)
        inside.addStretch(1)
        row.addWidget(holder)
        relation = line.relation.removeprefix("之")
        age = "" if line.age is None else f"{line.age} 岁"
        parts = [_RELATIONS.get(relation, relation), age]
        row.addWidget(
            ElidingLabel(" · ".join(part for part in parts if part), theme.SECONDARY, tone="text2"),
            1,
        )
        if status_words(line):
            row.addWidget(Pill(status_words(line), status_tone(line)))
        self.setFixedHeight(theme.px(28))


class Section(QWidget):
    """A titled part of the pane, with a way on at the right of its title."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidingLabel(title, theme.SECONDARY, bold=True)
        self.head = QHBoxLayout()
        self.head.setSpacing(theme.S2)
        self.head.addWidget(self.title, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.S1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S1, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(self.head)
        column.addLayout(self.body)

    def show_rows(self, rows: Sequence[QWidget]) -> None:
        """Show other rows."""
        empty(self.body)
        for row in rows:
            self.body.addWidget(row)
        self.setVisible(bool(rows))


def key_facts(file: PersonFile) -> list[tuple[str, str]]:
    """Return what the officer needs at the door."""
    person, line = file.person, file.line
    group = file.household.group_name if file.household else ""
    address = person.address or (file.household.address if file.household else "")
    facts = [
        ("电话", person.phone),
        ("嘎查村", line.village),
        ("文化程度", text_of("education", person.education)),
        ("劳动能力", text_of("work_capacity", person.work_capacity)),
        ("就业意愿", text_of("job_intention", person.job_intention)),
        ("健康状况", text_of("health", person.health)),
        ("想做的事", person.wanted_job),
        ("技能特长", person.skills),
        ("小组", group),
        ("住址", address),
        ("备注", person.notes),
    ]
    return [(name, value) for name, value in facts if value]


WIDE = ("住址", "备注")


def work_rows(file: PersonFile) -> list[QWidget]:
    """Return posts held, work and insurance, one line each."""
    rows: list[tuple[str, str, str, str]] = []
    for held in file.placements:
        if held.current:
            until = held.placement.agreement_to
            words = f"协议到 {until}" if until else "没有填协议期限"
            rows.append(("公益岗位", held.post_title, words, "ok"))
    work = file.employment
    if work is not None:
        what = " ".join(part for part in (work.employer, work.job) if part)
        scope = text_of("transfer_scope", work.scope)
        rows.append(("就业", what or "没有写明单位", scope, ""))
        wage = "" if work.monthly_fen is None else f"{yuan(work.monthly_fen)} 元/月"
        if work.place or wage:
            rows.append(("", work.place or "没有写明地点", wage, ""))
    rows += [_insurance(one) for one in file.enrolments if one.ended_on is None]
    return [_work_row(*row) for row in rows]


def _insurance(one: Enrolment) -> tuple[str, str, str, str]:
    # A date must never be cut, so the usual status gives way to it.
    words = "" if one.status == "1" else text_of("enrolment_status", one.status)
    if not words and one.next_due_on is not None:
        words = f"{one.next_due_on} 前缴"
    elif not words and one.paid_until is not None:
        words = f"已缴至 {one.paid_until}"
    return "参保", text_of("insurance_scheme", one.scheme), words or "正常参保", ""


def timeline_rows(
    events: Sequence[HistoryEvent], this_year: int
) -> list[tuple[str, str, str, str]]:
    """Return the lines of a timeline; the year is told where it is not this one."""
    return [
        (
            short(event.on) if event.on.year == this_year else f"{event.on:%Y-%m}",
            event.icon,
            event.text,
            " · ".join(part for part in (event.who, event.note) if part),
        )
        for event in events
    ]


def _work_row(kind: str, what: str, words: str, tone: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.S2)
    name = label(kind, theme.SECONDARY, tone="text2")
    name.setFixedWidth(theme.px(60))
    row.addWidget(name)
    row.addWidget(ElidingLabel(what, theme.SECONDARY), 5)
    row.addWidget(ElidingLabel(words, theme.NOTE, tone=tone or "text2"), 4)
    made.setFixedHeight(theme.px(24))
    return made
