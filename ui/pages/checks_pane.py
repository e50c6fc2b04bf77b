"""The pane beside the list of checks: one hit, on which data, by which clause, what to do."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.watch_facts import SEVERITIES, Hit
from desktop_app.use_cases.people_list import village_name
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.finding_list import doubts
from ui.flow_row import FlowRow
from ui.labels import ElidingLabel, label, line
from ui.pages.checks_list import TONES, state_tone, state_words
from ui.pills import Pill
from ui.record_pane import RecordPane

TRUE, FALSE, SETTLED = "true", "false", "settled"
WHY, PERSON, POST = "why", "person", "post"
VERBS = {TRUE: "属实", FALSE: "不属实", SETTLED: "已整改"}


class CheckPane(RecordPane):
    """One hit with its data, basis and outcome, and the three outcomes it can get."""

    def __init__(self, parent: QWidget | None = None) -> None:
        help = "在左边选一条。核实以后写下结论；资料不变，就不再报。"
        super().__init__(EmptyState("shield-check", "还没有选中", help), parent)
        self.shown: Hit | None = None
        self._severity, self._state = Pill(""), Pill("")
        self._who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.outcomes = {
            verb: Button(words, clicked=self.ask(verb)) for verb, words in VERBS.items()
        }
        self._lines = {name: _Line(name) for name in ("问题", "查到", "怎么办", "依据", "结论")}
        self._doubts = QWidget()
        self._doubt_row = FlowRow(self._doubts)
        self._pills = [Pill(words, tone) for words, tone in _ALL_DOUBTS]
        for pill in self._pills:
            self._doubt_row.addWidget(pill)
        self._lay_out()

    def show_hit(self, hit: Hit | None) -> None:
        """Show a hit, or nothing."""
        if hit is None or self.shown is None or hit.id != self.shown.id:
            self.refusal.hide()
        self.shown = hit
        self.show_record(hit is not None)
        if hit is None:
            return
        self.called.setText(hit.name)
        self._severity.show_status(SEVERITIES[hit.severity], TONES[hit.severity])
        self._state.show_status(state_words(hit), state_tone(hit))
        self._who.setText(f"{hit.post_title} · {village_name(hit.village_code)}")
        self._lines["问题"].say(hit.reason)
        self._lines["查到"].say(hit.found)
        self._lines["怎么办"].say(hit.advice)
        self._lines["依据"].say(hit.basis)
        self._lines["结论"].say(_outcome_words(hit))
        told = {words for words, _ in doubts(hit.finding())}
        for pill in self._pills:
            pill.setVisible(pill.accessibleName() in told)
        self._doubts.setVisible(bool(told))
        for verb, button in self.outcomes.items():
            button.setVisible(hit.state != verb)

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        return next(one for one in self.outcomes.values() if not one.isHidden())

    # Inside

    def _lay_out(self) -> None:
        name = QHBoxLayout()
        name.setSpacing(theme.S2)
        name.addWidget(self.back)
        name.addWidget(self.called, 1)
        name.addWidget(self._severity)
        name.addWidget(self._state)
        holder = QWidget()
        verbs = FlowRow(holder)
        for button in self.outcomes.values():
            verbs.addWidget(button)
        verbs.addWidget(Button("为什么", "text", clicked=self.ask(WHY)))
        verbs.addWidget(Button("打开人员", "text", clicked=self.ask(PERSON)))
        verbs.addWidget(Button("打开岗位", "text", clicked=self.ask(POST)))
        self.top.addLayout(name)
        self.top.addWidget(self._who)
        self.top.addWidget(holder)
        for title, part in self._lines.items():
            if title == "依据":
                self.inside.addWidget(line())
            self.inside.addWidget(part)
            if title == "依据":
                self.inside.addWidget(self._doubts)
        self.inside.addStretch(1)


_ALL_DOUBTS = (("待旗县确认", "warn"), ("依据已到期", "bad"))


class _Line(QWidget):
    """A title with a sentence that can be copied; hidden while there is nothing to say."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._words = label("", theme.SECONDARY, wrap=True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        name = label(title, theme.SECONDARY, tone="text2")
        name.setFixedWidth(theme.px(56))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def say(self, words: str) -> None:
        """Show a sentence, or hide."""
        self._words.setText(words)
        self.setVisible(bool(words))


def _outcome_words(hit: Hit) -> str:
    one = hit.outcome
    if one is None:
        return ""
    return f"{state_words(hit)}：{one.reason}（{one.decided_by}，{one.decided_on}）"
