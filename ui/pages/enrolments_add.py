"""The dialog that registers an enrolment: who, in which scheme, paid up to when."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.enrolment_rules import PAYING, next_due
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Enrolment, Person
from desktop_app.session import Session
from desktop_app.use_cases.enrolments import NORMAL, save_enrolment
from desktop_app.use_cases.people import PeopleFilter, PersonLine, find_people, person_lines
from ui import theme
from ui.jobs import Jobs
from ui.labels import label, line
from ui.pages.enrolments_words import RECKONED
from ui.pages.person_form import FormDialog
from ui.person_finder import NOT_FOUND, PersonFinder
from ui.record_form import RecordForm
from ui.record_table import Column

SHOWN = 100
FIELDS: Sequence[str] = (
    *("scheme", "status", "rhythm", "grade_fen", "base_fen", "identity_kind"),
    *("since", "paid_until", "next_due_on", "office", "evidence", "notes"),
)


def enrolment_form(today: date, fields: Sequence[str] = FIELDS) -> RecordForm:
    """Return a form that tells, while one types, the next day to pay and what money rests on."""
    form = RecordForm(Enrolment, fields, today=today, required=("scheme",))
    form.changed.connect(lambda _: _tell(form))
    _tell(form)
    return form


class PersonSearch(PersonFinder):
    """Who is to be enrolled."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        self._session = session
        hint = "姓名、拼音首字母、证件号片段"
        super().__init__(hint, "可以登记参保的人", _columns(), self._found, parent)

    def _found(self, text: str) -> tuple[list[PersonLine], str]:
        if not text:
            return [], "先搜要参保的人：打姓名、拼音首字母或证件号的一段。"
        ids = find_people(self._session, PeopleFilter(text=text), SHOWN)
        living = [one for one in person_lines(self._session, ids) if not one.died]
        words = f"找到 {len(living)} 人。按 ↓ 到名单里选，Tab 去填参保。"
        return living, words if living else NOT_FOUND


class AddEnrolment(FormDialog):
    """Registers an enrolment of a person given, or of one that is searched for."""

    def __init__(
        self, parent: QWidget, session: Session, jobs: Jobs, person: Person | None
    ) -> None:
        self.form = enrolment_form(session.today())
        self.form.set_record(Enrolment(status=NORMAL, rhythm="year"))
        _tell(self.form)
        title = "登记参保" if person is None else f"登记参保：{person.name}"
        note = "只登记知道的；金额没有缴费凭据以前，都按测算。"
        super().__init__(parent, jobs, title, [self.form], note=note, verb="登记参保")
        self._session = session
        self._person_id = NEW if person is None else person.id
        self.people = PersonSearch(session) if person is None else None
        self.whose = label("", theme.BODY, bold=True, wrap=True)
        if self.people is not None:
            self.people.chosen.connect(self._choose)
            self.people.table.opened.connect(lambda _: self.form.focus_first())
            self._two_columns(self.people)

    def enrol(self, done: Callable[[Enrolment], object]) -> None:
        """Open; ``done`` gets the enrolment when it is kept."""
        self.run(self._read, done)
        if self.people is not None:
            self.people.look()
            self.people.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> Callable[[], Enrolment]:
        wish = self.form.record(Enrolment(person_id=self._person_id))
        if wish.person_id == NEW:
            self.refusal.show_refusal("还没有选人，没有保存。", "在左边搜姓名，选中一个人再登记。")
            raise Refused("还没有选人，没有保存。", fields=("person_id",))
        return lambda: save_enrolment(self._session, wish)

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


def follows_words(follows: date | None) -> str:
    """Say which day stands when the box is left empty."""
    return f"空着就是 {follows}" if follows else "空着就按缴费周期和已缴至算"


def _whose(person: PersonLine | None) -> str:
    if person is None:
        return "还没有选人"
    return f"给{person.name}登记（{person.sex_and_age} 岁，{person.village}）"


def _tell(form: RecordForm) -> None:
    """Write below the boxes which day follows, and that money without a receipt is reckoned."""
    read = {name: box.value() for name, box in form.boxes.items() if not box.problem()}
    paid = read.get("paid_until")
    pays = (read.get("status") or "") in PAYING
    rhythm, scheme = str(read.get("rhythm") or ""), str(read.get("scheme") or "")
    follows = next_due(rhythm, paid, scheme) if isinstance(paid, date) and pays else None
    form.fields["next_due_on"].set_help(follows_words(follows))
    proven = bool(str(read.get("evidence") or "").strip())
    form.fields["grade_fen"].set_help("" if proven else RECKONED)


def _columns() -> list[Column[PersonLine]]:
    return [
        Column("姓名", 96, lambda one: one.name, stretch=True),
        Column("性别年龄", 72, lambda one: one.sex_and_age),
        Column("嘎查村", 140, lambda one: one.village),
    ]
