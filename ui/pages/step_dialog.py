"""The small dialog of one step: whom it is done for, and the few boxes it asks."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.use_cases.agreements import usual_term
from desktop_app.use_cases.notices import notice_end
from desktop_app.use_cases.placement_lines import PlacementLine
from ui import theme
from ui.cards import focus_in_view
from ui.date_box import DateBox
from ui.jobs import Jobs
from ui.pages.person_form import FormDialog
from ui.pages.posts_dialogs import LARGE, tell_consequences
from ui.pages.step_forms import StepForm
from ui.pages.step_people import StepPeople
from ui.record_form import RecordForm

ENDS = {"notice_from": ("notice_to", notice_end), "begins_on": ("ends_on", usual_term)}
"""The end that follows from a beginning as long as nobody typed another one."""


class StepDialog(FormDialog):
    """Does one step of a placement, or of several people of a post at once."""

    def __init__(
        self,
        parent: QWidget,
        session: Session,
        jobs: Jobs,
        step: StepForm,
        chosen: PlacementLine,
        others: Sequence[PlacementLine] = (),
        *,
        all_ticked: bool = False,
    ) -> None:
        """Take as ``others`` those of the post for whom the step can be done too."""
        self.form = RecordForm(
            step.kind,
            step.fields,
            today=session.today(),
            required=step.required,
            help=step.help,
            columns=1 if theme.scale() > LARGE else 2,
        )
        people = _people(chosen, others) if step.many else [chosen]
        words = f"{chosen.person_name}：{step.verb}"
        if len(people) > 1:
            words = f"{chosen.post_title}：{step.verb}"
        super().__init__(parent, jobs, words, [self.form], verb=step.verb)
        self._session, self._step = session, step
        for name, value in step.start(session, chosen).items():
            self.form.set_value(name, value)
        for name, called in step.names.items():
            star = " *" if name in step.required else ""
            self.form.fields[name].label.setText(f"{called}{star}")
            self.form.boxes[name].setAccessibleName(called)
        ticked = [one.id for one in people] if all_ticked else [chosen.id]
        self.people = StepPeople(people, ticked, number=step.votes)
        self._several = len(people) > 1 or bool(step.votes)
        self.people.changed.connect(self._touch)
        self.people.submitted.connect(self.submit)
        self._put_people()
        tell_consequences(self, step.notes)
        self._follow_ends()

    def do(self, done: Callable[[Any], object]) -> None:
        """Open; ``done`` gets what the use case gave when it is kept."""
        self.run(self._read, done)

    def _read(self) -> Callable[[], object]:
        said: dict[str, Any] = self.form.values()
        ids = self.people.ids()
        if self._step.votes:
            said["votes"] = self._votes()
        return lambda: self._step.keep(self._session, ids, said)

    def _votes(self) -> dict[UUID, int]:
        found = self.people.votes()
        empty = [id_ for id_, number in found.items() if number is None]
        if empty:
            self.refusal.show_refusal(
                f"还有 {len(empty)} 个人没有填同意人数，没有保存。",
                "一个人一个人地填；没有参加评议的先不勾。",
            )
            focus_in_view(self.people.numbers[empty[0]])
            raise Refused("同意人数没有填全，没有保存。", fields=("review_agreed",))
        return {id_: number for id_, number in found.items() if number is not None}

    def _put_people(self) -> None:
        inside = self.form.parentWidget()
        layout = None if inside is None else inside.layout()
        if self._several and isinstance(layout, QBoxLayout):
            # Numbers are typed after the days of the meeting, ticks are looked at before.
            place = layout.indexOf(self.form) + (1 if self._step.votes else 0)
            layout.insertWidget(place, self.people)
        else:
            self.people.setParent(self)
            self.people.hide()

    def _follow_ends(self) -> None:
        """Reckon the end anew when another beginning is typed."""
        for begin, (end, usual) in ENDS.items():
            box = self.form.boxes.get(begin)
            if isinstance(box, DateBox) and end in self.form.boxes:
                box.editingFinished.connect(lambda b=begin, e=end, u=usual: self._follow(b, e, u))
                self._reckoned = self.form.boxes[end].value()

    def _follow(self, begin: str, end: str, usual: Callable[..., Any]) -> None:
        first, last = self.form.boxes[begin], self.form.boxes[end]
        if first.problem() or first.value() is None or last.value() != self._reckoned:
            return
        self._reckoned = usual(self._session, first.value())
        self.form.set_value(end, self._reckoned)

    def _fit(self) -> None:
        """Leave room for the people too."""
        super()._fit()
        window = self.parentWidget()
        if self._several and window is not None:
            wanted = self.height() + self.people.sizeHint().height()
            self.resize(self.width(), min(wanted, window.height() - theme.px(48)))


def _people(chosen: PlacementLine, others: Sequence[PlacementLine]) -> list[PlacementLine]:
    known = {one.id for one in others}
    return [*others] if chosen.id in known else [chosen, *others]
