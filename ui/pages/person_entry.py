"""A form about somebody who is searched for beside it, or who is given."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Person, Record
from desktop_app.session import Session
from desktop_app.use_cases.people import PeopleFilter, PersonLine, find_people, person_lines
from ui import theme
from ui.jobs import Jobs
from ui.labels import label, line
from ui.pages.person_form import FormDialog
from ui.person_finder import NOT_FOUND, PersonFinder
from ui.record_form import RecordForm
from ui.record_table import Column

SHOWN = 100
R = TypeVar("R", bound=Record)


class PersonSearch(PersonFinder):
    """Whom an entry is about."""

    def __init__(self, session: Session, what: str, parent: QWidget | None = None) -> None:
        self._session, self._what = session, what
        hint = "姓名、拼音首字母、证件号片段"
        super().__init__(hint, f"可以{what}的人", _columns(), self._found, parent)
        self.table.too_narrow = ((2, 330), (1, 220))

    def _found(self, text: str) -> tuple[list[PersonLine], str]:
        if not text:
            return [], f"先搜要{self._what}的人：打姓名、拼音首字母或证件号的一段。"
        ids = find_people(self._session, PeopleFilter(text=text), SHOWN)
        living = [one for one in person_lines(self._session, ids) if not one.died]
        words = f"找到 {len(living)} 人。按 ↓ 到名单里选，Tab 接着填。"
        return living, words if living else NOT_FOUND


class PersonEntry(FormDialog):
    """Registers something about a person given, or about one that is searched for.

    ``what`` is the verb as people say it, such as 登记参保.
    """

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        form: RecordForm,
        what: str,
        person: Person | None = None,
        *,
        note: str = "",
    ) -> None:
        self.form = form
        title = what if person is None else f"{what}：{person.name}"
        super().__init__(parent, jobs, title, [form], note=note, verb=what)
        self._person_id = NEW if person is None else person.id
        self.people = PersonSearch(session, what) if person is None else None
        self.whose = label("", theme.BODY, bold=True, wrap=True)
        if self.people is not None:
            self.people.chosen.connect(self._choose)
            self.people.table.opened.connect(lambda _: self.form.focus_first())
            self._two_columns(self.people)

    def enter(self, blank: R, keep: Callable[[R], R], done: Callable[[R], object]) -> None:
        """Open; what is typed over ``blank`` goes to ``keep``, and what was kept to ``done``."""

        def read() -> Callable[[], R]:
            wish: Any = self.form.record(replace(blank, person_id=self._person_id))  # type: ignore[call-arg] # every such record has one
            if wish.person_id == NEW:
                advice = "在左边搜姓名，选中一个人再登记。"
                self.refusal.show_refusal("还没有选人，没有保存。", advice)
                raise Refused("还没有选人，没有保存。", fields=("person_id",))
            return lambda: keep(wish)

        self.run(read, done)
        if self.people is not None:
            self.people.look()
            self.people.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, person: PersonLine | None) -> None:
        self._person_id = NEW if person is None else person.id
        self.whose.setText(_whose(person))
        self.refusal.hide()

    def _two_columns(self, people: QWidget) -> None:
        """Stand the people beside the form."""
        layout = self.layout()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(theme.S5, 0, theme.S5, 0)
        row.setSpacing(theme.S4)
        if layout is not None:
            layout.replaceWidget(self._scroll, holder)
        self._scroll.column.setContentsMargins(0, theme.S1, theme.S3, theme.S1)
        self.whose.setText(_whose(None))
        self._scroll.column.insertWidget(0, self.whose)
        row.addWidget(people, 360)
        row.addWidget(line(vertical=True))
        row.addWidget(self._scroll, 520)
        QWidget.setTabOrder(people, self.form)

    def _fit(self) -> None:
        """Take more room where people stand beside the form."""
        super()._fit()
        window = self.parentWidget()
        if self.people is not None and window is not None:
            wide = min(theme.px(960), window.width() - theme.px(48))
            self.resize(wide, max(self.height(), min(theme.px(690), window.height() - 48)))


def _whose(person: PersonLine | None) -> str:
    if person is None:
        return "还没有选人"
    return f"给{person.name}登记（{person.sex_and_age} 岁，{person.village}）"


def _columns() -> list[Column[PersonLine]]:
    return [
        Column("姓名", 96, lambda one: one.name, stretch=True),
        Column("性别年龄", 72, lambda one: one.sex_and_age),
        Column("嘎查村", 140, lambda one: one.village),
    ]
