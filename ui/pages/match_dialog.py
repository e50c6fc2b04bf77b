"""找合适的人: who fits a vacancy and why, consent first, then the referral."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.domain.records import Consent, Employer, Referral, Vacancy
from desktop_app.session import Session
from desktop_app.use_cases.consents import give_consent, valid_consent
from desktop_app.use_cases.people import PersonLine, person_lines
from desktop_app.use_cases.referrals import Match, matches, refer
from ui import failures, theme
from ui.buttons import Button
from ui.dialog import name_dialog
from ui.focus_ring import FocusRing
from ui.jobs import Jobs
from ui.labels import label, line
from ui.layouts import empty
from ui.pages.person_form import FormDialog
from ui.record_form import RecordForm
from ui.record_table import Column, Id, RecordTable
from ui.refusal_card import RefusalCard

T = TypeVar("T")


class MatchDialog(QDialog):
    """The people who fit, the best first, with the reasons of the chosen one."""

    def __init__(self, page: QWidget, session: Session, jobs: Jobs, vacancy: Vacancy) -> None:
        super().__init__(page.window())
        self._session, self._jobs, self._vacancy = session, jobs, vacancy
        self._employer = session.get(Employer, vacancy.employer_id)
        self._found: dict[UUID, Match] = {}
        self._lines: dict[UUID, PersonLine] = {}
        name_dialog(self, f"{vacancy.title}合适的人")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table: RecordTable = RecordTable(self._columns(), self._rows)
        self.table.setAccessibleName("合适的人")
        self.table.current_changed.connect(lambda _: self._show())
        self.table.opened.connect(lambda _: self.refer())
        self.refusal = RefusalCard()
        self._why = QVBoxLayout()
        self._note = label("", theme.SECONDARY, tone="text2", wrap=True)
        self.refer_button = Button("推荐", "primary", "check", "Enter", clicked=self.refer)
        self.consent_button = Button("登记同意", clicked=self.ask_consent)
        self._lay_out()
        self.ring = FocusRing(self)
        self._read()

    # What people do

    def refer(self) -> None:
        """Put the chosen person forward."""
        chosen = self._chosen()
        if chosen is not None:
            self.refusal.hide()
            work = partial(refer, self._session, self._vacancy.id, chosen)
            self._start(work, self._referred)

    def ask_consent(self) -> None:
        """Keep that the chosen person allows the referral to this employer."""
        chosen = self._chosen()
        if chosen is None:
            return
        form = RecordForm(
            Consent,
            ("way", "given_on", "until", "evidence"),
            today=self._session.today(),
            required=("way", "given_on"),
        )
        blank = Consent(
            person_id=chosen,
            purpose="referral",
            recipient=self._employer.name,
            given_on=self._session.today(),
        )
        form.set_record(blank)
        name = self._lines[chosen].name
        note = f"同意把姓名、电话和技能交给{self._employer.name}，用来推荐就业；可以随时撤回。"
        dialog = FormDialog(self, self._jobs, f"{name}的同意", [form], note=note, verb="登记同意")
        dialog.run(
            lambda: partial(give_consent, self._session, form.record(blank)),
            lambda _: self._show(),
        )

    # Inside

    def _columns(self) -> list[Column[PersonLine]]:
        return [
            Column("姓名", 96, lambda one: one.name, stretch=True),
            Column("性别年龄", 74, lambda one: one.sex_and_age),
            Column("合适", 60, lambda one: f"{self._found[one.id].points} 分", kind="number"),
            Column("嘎查村", 120, lambda one: one.village),
        ]

    def _rows(self, ids: list[Id]) -> list[PersonLine]:
        return [self._lines[each] for each in ids if isinstance(each, UUID)]

    def _lay_out(self) -> None:
        title = label(f"{self._employer.name}：{self._vacancy.title}", theme.CARD_TITLE, bold=True)
        right = QVBoxLayout()
        right.addLayout(self._why)
        right.addStretch(1)
        holder = QWidget()
        holder.setLayout(right)
        body = QHBoxLayout()
        body.setSpacing(theme.S4)
        body.addWidget(self.table, 420)
        body.addWidget(line(vertical=True))
        body.addWidget(holder, 420)
        feet = QHBoxLayout()
        feet.setSpacing(theme.S2)
        feet.addWidget(self._note, 1)
        for button in (Button("关闭", clicked=self.reject), self.consent_button, self.refer_button):
            button.setAutoDefault(False)
            feet.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S5, theme.S5, theme.S5, theme.S4)
        column.setSpacing(theme.S3)
        column.addWidget(title)
        column.addWidget(self.refusal)
        column.addLayout(body, 1)
        column.addLayout(feet)
        self.refusal.hide()
        window = self.parentWidget()
        wide = min(theme.px(960), window.width() - theme.px(48)) if window else theme.px(960)
        self.resize(wide, theme.px(560))

    def _read(self) -> None:
        def read() -> tuple[list[Match], Sequence[PersonLine]]:
            found = matches(self._session, self._vacancy.id)
            return found, person_lines(self._session, [one.person_id for one in found])

        self._start(read, self._take)

    def _take(self, found: tuple[list[Match], Sequence[PersonLine]]) -> None:
        self._found = {one.person_id: one for one in found[0]}
        self._lines = {one.id: one for one in found[1]}
        self.table.show(list(self._lines))
        told = (
            f"找到 {len(self._lines)} 人，合适的排在前面。" if self._lines else "没有找到合适的人。"
        )
        self._note.setText(told + "先登记本人同意，再推荐。")
        self._show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self) -> UUID | None:
        found = self.table.selected_id()
        return found if isinstance(found, UUID) else None

    def _show(self) -> None:
        empty(self._why)
        chosen = self._chosen()
        self.refer_button.setEnabled(chosen is not None)
        self.consent_button.setEnabled(chosen is not None)
        if chosen is None:
            return
        today = self._session.today()
        given = valid_consent(self._session, chosen, "referral", self._employer.name, today)
        words = "本人已经同意推荐。" if given else "本人还没有同意推荐。"
        self._why.addWidget(label(words, theme.SECONDARY, bold=True, tone="" if given else "bad"))
        for one in self._found[chosen].reasons:
            text = f"{'✓' if one.fits else '—'} {one.text}"
            self._why.addWidget(
                label(text, theme.SECONDARY, tone="" if one.fits else "text2", wrap=True)
            )

    def _start(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._jobs.start(self, lambda _progress: work(), done, self._failed)

    def _failed(self, error: Exception) -> None:
        words = failures.words(error)
        self.refusal.show_refusal(words.message, words.advice, words.found, words.basis)

    def _referred(self, referral: Referral) -> None:
        name = self._lines[referral.person_id].name
        self._note.setText(f"已推荐{name}。结果登记在「推荐记录」里。")
        self._read()
