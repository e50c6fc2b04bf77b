"""The dialog that registers applicants, one after another, while the rules look on."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import Placement, Post
from desktop_app.domain.rules import Finding
from desktop_app.session import Session
from desktop_app.use_cases.applications import application_checks, apply_for_post
from ui import theme
from ui.buttons import Button
from ui.jobs import Jobs
from ui.pages.placement_dialog import LARGE, PlacementDialog


class ApplyDialog(PlacementDialog):
    """Registers who applies for a post; stays open for the next one where that is asked."""

    fields = ("applied_on",)

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs, post: Post) -> None:
        super().__init__(parent, session, jobs, post, title=f"登记报名：{post.title}")
        self.form.set_value("applied_on", session.today())
        self._again = False
        self.save.setText("登记")
        self.next = Button("登记，接着登", key="Alt N", clicked=self._and_on)
        self.next.setAutoDefault(False)
        self.next.setShortcut("Alt+N")
        self.feet.insertWidget(self.feet.indexOf(self.save), self.next)

    def _middle(self) -> int:
        return 330 if theme.scale() > LARGE else 190

    def _check(self, wish: Placement) -> tuple[Finding, ...]:
        return application_checks(self._session, self._post.id, wish.person_id, wish.applied_on)

    def _keep(self, wish: Placement) -> Callable[[], Placement]:
        return lambda: apply_for_post(
            self._session, self._post.id, [wish.person_id], wish.applied_on
        )[0]

    def _and_on(self) -> None:
        self._again = True
        self.submit()

    def _kept(self, answer: object) -> None:
        if not self._again or self.people is None:
            super()._kept(answer)
            return
        self._again = False
        if self._done is not None:
            self._done(answer)
        self.save.setEnabled(True)
        self.people.search.setText("")
        self.people.look()
        self.people.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: Exception) -> None:
        self._again = False
        super()._refused(error)
