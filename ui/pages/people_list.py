"""The list of people."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from desktop_app.use_cases.people import (
    PeopleFilter,
    PersonLine,
    count_people,
    find_people,
    person_lines,
)
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.jobs import Jobs
from ui.listing import FIRST, Listing, rows_by
from ui.pages.people_words import status_tone, status_words, visit_tone, visit_words
from ui.record_table import Column, Id, RecordTable


class PeopleList(Listing[PeopleFilter]):
    """A table of those who are looked for, or a word about why nobody is there.

    Signals:
        import_asked: The roster is to be imported.
    """

    unit, order = "人", "按嘎查村、姓名排列"
    none, add = "没有找到这样的人", "新增人员"
    too_narrow = ((2, 650), (3, 480))

    import_asked = Signal()

    def __init__(
        self, session: Session, jobs: Jobs, visit_period: int, parent: QWidget | None = None
    ) -> None:
        self._session = session
        table: RecordTable = RecordTable(
            _columns(visit_period), rows_by(partial(person_lines, session))
        )
        table.setAccessibleName("人员名单")
        super().__init__(jobs, table, PeopleFilter(), parent)

    def ids(self, wanted: PeopleFilter, limit: int | None = None) -> list[UUID]:
        """Return who is looked for."""
        return find_people(self._session, wanted, limit)

    def counts(self) -> tuple[int]:
        """Return how many people there are."""
        return (count_people(self._session),)

    def none_yet(self) -> EmptyState:
        """Offer to import a roster, or to register somebody."""
        bring_in = Button("导入花名册", "primary", "upload", clicked=self.import_asked.emit)
        return EmptyState(
            "users",
            "名单还是空的",
            "旗县发来的劳动力花名册（Excel）可以直接导入，也可以一个一个登记。",
            [bring_in, Button("新增人员", clicked=self.add_asked.emit)],
        )

    def why_none(self) -> str:
        """Tell of a text that nobody has, or of filters."""
        text = self.wanted.text
        if not text:
            return "条件太窄了。去掉一两个条件再看。"
        return f"姓名、拼音、证件号和电话里都没有「{text}」。看看有没有打错，或者去掉别的条件。"

    def show_ids(self, ids: Sequence[Id]) -> None:
        """Show these people; underline what was typed where every name begins with it."""
        super().show_ids(ids)
        self.table.underline(self._matched(len(ids)))

    def _matched(self, count: int) -> int:
        text = self.wanted.text
        if not text or text.isascii() or count > FIRST:
            return 0
        rows = (self.table.records.row(number) for number in range(count))
        begins = all(isinstance(row, PersonLine) and row.name.startswith(text) for row in rows)
        return len(text) if begins else 0


def _columns(visit_period: int) -> list[Column[PersonLine]]:
    late = partial(visit_tone, period=visit_period)
    return [
        Column("姓名", 146, lambda one: one.name),
        Column("性别年龄", 74, lambda one: one.sex_and_age),
        Column("证件号", 152, lambda one: one.citizen_id, kind="id"),
        Column("嘎查村", 100, lambda one: one.village, stretch=True),
        Column("就业状态", 106, status_words, kind="pill", tone=status_tone),
        Column("上次走访", 84, visit_words, kind="date", tone=late),
    ]
