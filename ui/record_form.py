"""A form made from the labels of a record: two columns, each box with its kind of input."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Label, Record, labels
from ui import theme
from ui.cards import focus_in_view
from ui.code_box import Choice, ChoiceBox, CodeBox
from ui.date_box import DateBox
from ui.field import Field
from ui.labels import label
from ui.money_box import MoneyBox
from ui.text_box import CheckBox, NoteBox, NumberBox, TextBox

Box = TextBox | NoteBox | NumberBox | CheckBox | ChoiceBox | DateBox | MoneyBox
R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line between the fields that says what the next ones are about."""

    text: str
    note: str = ""


class RecordForm(QWidget):
    """Labelled boxes for some fields of a record type.

    ``fields`` may hold a ``Heading`` between names. ``choices`` gives the values of a field that
    has no code list (such as the villages of the officer); ``wide`` names fields that take a
    whole row, as several lines always do; ``help`` puts a sentence below a box.

    Signals:
        changed: Somebody changed the field of that name.
        submitted: Enter in the last field, or Ctrl+Enter anywhere.
    """

    changed = Signal(str)
    submitted = Signal()

    def __init__(
        self,
        kind: type[Record],
        fields: Sequence[str | Heading],
        *,
        today: date | None = None,
        choices: Mapping[str, Sequence[Choice]] | None = None,
        wide: Sequence[str] = (),
        help: Mapping[str, str] | None = None,
        required: Sequence[str] = (),
        columns: int = 2,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self.boxes: dict[str, Box] = {}
        self.fields: dict[str, Field] = {}
        self._today, self._choices = today, choices or {}
        self._wide, self._help, self._required = set(wide), help or {}, set(required)
        self._columns = columns
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S4)
        grid.setVerticalSpacing(theme.S1)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self._lay(grid, fields)

    # building

    def _lay(self, grid: QGridLayout, fields: Sequence[str | Heading]) -> None:
        row, column = 0, 0
        for entry in fields:
            whole = isinstance(entry, Heading) or self._is_wide(entry)
            if whole and column:
                row, column = row + 1, 0
            widget = self._heading(entry) if isinstance(entry, Heading) else self._field(entry)
            span = self._columns if whole else 1
            grid.addWidget(widget, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
            if column >= self._columns:
                row, column = row + 1, 0
        grid.setRowStretch(row + 1, 1)

    def _is_wide(self, name: str) -> bool:
        return name in self._wide or labels(self.kind)[name].lines > 1

    def _heading(self, entry: Heading) -> QWidget:
        made = label(entry.text, theme.BODY, bold=True)
        made.setContentsMargins(0, theme.S1, 0, 0)
        return made

    def _field(self, name: str) -> Field:
        facts = labels(self.kind)[name]
        box = self._box(name, facts)
        box.setObjectName(name)
        title = f"{facts.text}（{facts.unit}）" if facts.unit else facts.text
        if name in self._required:
            title += " *"
        made = Field(title, box, self._help.get(name, facts.hint))
        box.setAccessibleName(facts.text)
        box.changed.connect(lambda: self._touched(name))
        box.installEventFilter(self)
        if isinstance(box, ChoiceBox):
            box.edit.setAccessibleName(facts.text)
        self.boxes[name], self.fields[name] = box, made
        return made

    def _box(self, name: str, facts: Label) -> Box:
        if name in self._choices:
            return ChoiceBox(self._choices[name], optional=name not in self._required)
        if facts.codes:
            return CodeBox(facts.codes)
        kinds = _kinds(self.kind, name)
        if date in kinds:
            return DateBox(today=self._today)
        if bool in kinds:
            return CheckBox()
        if int in kinds:
            return MoneyBox() if name.endswith("_fen") else NumberBox()
        return NoteBox(lines=facts.lines) if facts.lines > 1 else TextBox()

    # values

    def values(self) -> dict[str, Any]:
        """Return what the boxes say; ``Refused`` at the first one that cannot be read."""
        problems = {name: box.problem() for name, box in self.boxes.items()}
        wrong = {name: problem for name, problem in problems.items() if problem}
        empty = [name for name in self._required if self.boxes[name].value() in {"", None}]
        for name in self.boxes:
            if name in empty and name not in wrong:
                wrong[name] = f"请填{labels(self.kind)[name].text}。"
        self._show(wrong)
        if wrong:
            names = "、".join(labels(self.kind)[name].text for name in wrong)
            raise Refused(
                f"{names}还没有填对，没有保存。", advice=next(iter(wrong.values())), fields=[*wrong]
            )
        return {name: self._said(name) for name in self.boxes}

    def _said(self, name: str) -> Any:
        """Return what a box says as the record has it: an id for another record chosen."""
        value = self.boxes[name].value()
        if UUID not in _kinds(self.kind, name):
            return value
        return UUID(str(value)) if value else NEW

    def record(self, base: R) -> R:
        """Return ``base`` with what the boxes say; ``Refused`` like ``values``."""
        return replace(base, **self.values())

    def set_record(self, record: Record) -> None:
        """Show the values of a record and forget errors."""
        for name in self.boxes:
            self.set_value(name, getattr(record, name))
        self._show({})

    def set_value(self, name: str, value: Any) -> None:
        """Show another value in one box."""
        if isinstance(value, UUID):
            value = "" if value == NEW else str(value)
        self.boxes[name].set_value(value)

    def show_errors(self, fields: Sequence[str], message: str) -> bool:
        """Put ``message`` below the fields it is about; say whether one is on this form."""
        here = [name for name in fields if name in self.fields]
        self._show(dict.fromkeys(here, message))
        return bool(here)

    def clear_errors(self) -> None:
        """Take every error away."""
        self._show({})

    def _show(self, errors: Mapping[str, str]) -> None:
        for name, field in self.fields.items():
            field.set_error(errors.get(name, ""))
        if errors:
            first = next(iter(field for field in self.fields.values() if field.error))
            focus_in_view(first.widget, first)

    def _touched(self, name: str) -> None:
        if self.fields[name].error:
            self.fields[name].set_error("")
        self.changed.emit(name)

    # keyboard

    def focus_first(self) -> None:
        """Give the keyboard to the first box that may be filled."""
        for name, box in self.boxes.items():
            if box.isEnabled() and not box.property("readOnly"):
                focus_in_view(box, self.fields[name])
                return

    def _next(self, box: QObject) -> None:
        names = [name for name, one in self.boxes.items() if one.isEnabled() and one.isVisible()]
        place = next((n for n, name in enumerate(names) if self.boxes[name] is box), -1)
        if place + 1 < len(names):
            name = names[place + 1]
            focus_in_view(self.boxes[name], self.fields[name])
        else:
            self.submitted.emit()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go on with Enter, submit with Ctrl+Enter, say at once what cannot be read."""
        if event.type() == QEvent.Type.FocusOut:
            self._look(watched)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                return False
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.submitted.emit()
                return True
            if not isinstance(watched, NoteBox):
                self._next(watched)
                return True
        return False

    def _look(self, watched: QObject) -> None:
        for name, box in self.boxes.items():
            if box is watched and box.problem():
                self.fields[name].set_error(box.problem())


def _kinds(kind: type[Record], name: str) -> tuple[object, ...]:
    hint = get_type_hints(kind)[name]
    return get_args(hint) or (hint,)
