"""How a county changes rules: one clause, the draft of all changes, and giving them out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.rules import Clause, Value
from desktop_app.session import Session
from desktop_app.use_cases.rule_drafts import ClauseEdit, RuleDraft, next_version
from desktop_app.use_cases.rulebooks import ChangeLine
from ui import theme
from ui.buttons import Button
from ui.cards import Card
from ui.date_box import DateBox
from ui.dialog import Question
from ui.field import Field
from ui.labels import label
from ui.layouts import empty
from ui.pages.settings_give_out import GiveOutQuestion
from ui.pages.settings_rule_row import value_words
from ui.text_box import CheckBox, NoteBox, NumberBox, TextBox

SHOWN = 12
"""Changes named before a version is given out; the draft has all."""


class ClauseQuestion(Question):
    """Asks what a clause is to say, from when, and by which paper."""

    def __init__(self, parent: QWidget | None, session: Session, clause: Clause) -> None:
        self._clause = clause
        self.boxes: dict[str, TextBox | NoteBox | NumberBox | CheckBox | DateBox] = {
            "value": _value_box(clause),
            "since": DateBox(clause.since, today=session.today()),
            "until": DateBox(clause.until, today=session.today()),
            "document": TextBox(clause.document),
            "basis": NoteBox(clause.basis, lines=2),
            "pending": CheckBox("条文还没有定，仍然注明待旗县确认"),
        }
        unit = f"（{clause.unit}）" if clause.unit else ""
        titles = {
            "value": (f"{clause.title}{unit}", ""),
            "document": ("文号", "例如 达人社发〔2026〕5号"),
            "since": ("从哪一天起", "比原来晚的，原来的算到前一天"),
            "until": ("到哪一天止", "没有期限的空着"),
            "basis": ("依据", "文件名称和条款"),
        }
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, theme.S2, 0)
        grid.setHorizontalSpacing(theme.S3)
        for place, (name, (title, help)) in enumerate(titles.items()):
            self.boxes[name].setObjectName(name)
            wide = 2 if name == "basis" else 1
            field = Field(title, self.boxes[name], help)
            grid.addWidget(field, place // 2, place % 2, 1, wide, Qt.AlignmentFlag.AlignTop)
        self.boxes["pending"].setObjectName("pending")
        grid.addWidget(self.boxes["pending"], 3, 0, 1, 2)
        super().__init__(
            parent,
            f"改「{clause.title}」",
            "记入草稿",
            note=f"现在是 {value_words(clause)}。先记入草稿，下发以后才算数。",
            content=content,
        )
        self.setMinimumWidth(theme.px(620))
        for box in self.boxes.values():
            box.changed.connect(self._look)
        self._look()
        self.boxes["value"].setFocus()

    def edit(self) -> ClauseEdit:
        """Return what was asked for."""
        boxes, before = self.boxes, self._clause
        value: Value = before.value
        typed = boxes["value"].value()
        if isinstance(typed, bool | int | str):
            value = typed
        since, until = boxes["since"].value(), boxes["until"].value()
        return ClauseEdit(
            number=before.number,
            value=value,
            since=since if isinstance(since, type(before.since)) else before.since,
            until=until if isinstance(until, type(before.since)) else None,
            basis=str(boxes["basis"].value()),
            document=str(boxes["document"].value()),
            pending=bool(boxes["pending"].value()),
        )

    def _look(self) -> None:
        """Offer to keep it only when every box can be read and a basis stands."""
        boxes = self.boxes
        sound = not any(one.problem() for one in boxes.values())
        filled = all(boxes[name].value() not in (None, "") for name in ("value", "since", "basis"))
        self.go.setEnabled(sound and filled)


class PublishQuestion(GiveOutQuestion):
    """Asks for version and first day before the draft is given out; tells every change."""

    def __init__(self, parent: QWidget | None, session: Session, draft: RuleDraft) -> None:
        super().__init__(
            parent,
            f"下发规则包，改 {len(draft.changes)} 条？",
            session.today(),
            (
                *(("pencil", one.words) for one in _some(draft.changes)),
                ("users", "各嘎查村同步一次，就照新的办；已经办的事不变。"),
            ),
            version=next_version(session),
            width=600,
        )


class DraftCard(Card):
    """What the draft changes, each with 撤回; hidden while there is none.

    Signals:
        undo_asked: A change is to be taken back; carries the number of the clause.
        publish_asked: The draft is to be given out.
        drop_asked: The draft is to be forgotten.
    """

    undo_asked = Signal(int)
    publish_asked = Signal()
    drop_asked = Signal()

    def __init__(self) -> None:
        super().__init__("草稿")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.S1)
        self.body.addLayout(self._lines)
        self.publish = Button("下发…", "primary", clicked=self.publish_asked.emit)
        self.drop = Button("放弃草稿", clicked=self.drop_asked.emit)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(self.publish)
        feet.addWidget(self.drop)
        feet.addStretch(1)
        self.body.addLayout(feet)
        self.undo_buttons: list[Button] = []
        self.hide()

    def show_draft(self, draft: RuleDraft | None) -> None:
        """Show what a draft changes."""
        empty(self._lines)
        self.undo_buttons = []
        self.setVisible(draft is not None)
        if draft is None:
            return
        self.note.setText(f"改了 {len(draft.changes)} 条，还没有下发，不算数")
        for change in draft.changes:
            made = self._line(change)
            self._lines.addWidget(made)
            made.show()

    def _line(self, change: ChangeLine) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        row.addWidget(label(change.words, theme.SECONDARY, wrap=True), 1)
        undo = Button(
            "撤回", "text", small=True, clicked=lambda: self.undo_asked.emit(change.number)
        )
        undo.setAccessibleName(f"撤回：{change.words}")
        self.undo_buttons.append(undo)
        row.addWidget(undo)
        return made


def _value_box(clause: Clause) -> TextBox | NumberBox | CheckBox:
    if isinstance(clause.value, bool):
        return CheckBox("核对", clause.value)
    return NumberBox(clause.value) if isinstance(clause.value, int) else TextBox(clause.value)


def _some(changes: Sequence[ChangeLine]) -> list[ChangeLine]:
    if len(changes) <= SHOWN:
        return list(changes)
    left = ChangeLine(0, "", f"还有 {len(changes) - SHOWN} 条，见草稿。")
    return [*changes[:SHOWN], left]
