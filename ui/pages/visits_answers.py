"""The answers of one visit while it is filled: open, as before, or changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from desktop_app.domain.records import Visit
from desktop_app.use_cases.visit_questions import Question, applies, row_text
from desktop_app.use_cases.visits import VisitSheet

OPEN, SAME, CHANGED = "open", "same", "changed"


class Answers:
    """What is known, what was answered now, and which rows were dealt with."""

    def __init__(
        self, sheet: VisitSheet, visit: Visit | None = None, answered: Iterable[str] = ()
    ) -> None:
        self.sheet, self.known = sheet, sheet.draft
        self.visit = visit or sheet.draft
        self.rows = tuple(one for one in sheet.questions if not one.within)
        self.done = {one.field for one in self.rows} & set(answered)
        self.touched = bool(self.done)
        self.faults: dict[str, str] = {}
        """What was written and cannot be read, by field: why."""

    def along(self, field: str) -> tuple[Question, ...]:
        """Return the questions in the row of a field that make sense with its answer."""
        return tuple(
            one
            for one in self.sheet.questions
            if one.within == field and applies(self.visit, one.field)
        )

    def state(self, field: str) -> str:
        """Return whether a row is open, as before or changed."""
        if field not in self.done:
            return OPEN
        names = self._names(field)
        same = all(getattr(self.visit, name) == getattr(self.known, name) for name in names)
        return SAME if same else CHANGED

    def set(self, field: str, value: str | int | date | None) -> None:
        """Answer one question; its row is dealt with."""
        self.faults.pop(field, None)
        change: dict[str, Any] = {field: value}
        self.visit = replace(self.visit, **change)
        empty = Visit()
        for one in self.sheet.questions:
            if one.within == field and not applies(self.visit, one.field):
                change = {one.field: getattr(empty, one.field)}
                self.visit = replace(self.visit, **change)
        row = next(one.within or one.field for one in self.sheet.questions if one.field == field)
        self.done.add(row)
        self.touched = True

    def describe(self, **facts: Any) -> None:
        """Set how, when, why and with whom the visit was."""
        if any(getattr(self.visit, name) != value for name, value in facts.items()):
            self.visit = replace(self.visit, **facts)
            self.touched = True

    def same(self, field: str) -> None:
        """Deal with a row as 无变化."""
        before = {name: getattr(self.known, name) for name in self._names(field)}
        for name in before:
            self.faults.pop(name, None)
        self.visit = replace(self.visit, **before)
        self.done.add(field)
        self.touched = True

    def rest_same(self) -> None:
        """Deal with every open row as 无变化."""
        for field in self.open_rows():
            self.same(field)

    def open_rows(self) -> list[str]:
        """Return the rows nobody dealt with yet, in order."""
        return [one.field for one in self.rows if one.field not in self.done]

    def text(self, field: str) -> str:
        """Return what a row says now."""
        return row_text(self.visit, field)

    def before(self, field: str) -> str:
        """Return what a row said before."""
        return row_text(self.known, field)

    def _names(self, field: str) -> list[str]:
        return [field, *(one.field for one in self.sheet.questions if one.within == field)]
