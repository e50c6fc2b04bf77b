"""The dialog that puts somebody on a claim."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import ClaimLine
from desktop_app.session import Session
from ui.jobs import Jobs
from ui.pages.person_entry import PersonEntry
from ui.record_form import RecordForm


class PutOnClaim(PersonEntry):
    """Searches for somebody and puts them on the claim of an organiser."""

    def __init__(self, parent: QWidget, session: Session, jobs: Jobs, organiser: str) -> None:
        form = RecordForm(ClaimLine, ())
        note = f"{organiser}的花名册。这一年的外出、月数和地域，从外出务工里取。"
        super().__init__(parent, session, jobs, form, "加入花名册", note=note)

    def choose(
        self,
        put_on: Callable[[UUID], list[ClaimLine]],
        done: Callable[[list[ClaimLine]], object],
    ) -> None:
        """Open; who is chosen goes to ``put_on``, and what was kept to ``done``."""

        def read() -> Callable[[], list[ClaimLine]]:
            person = None if self.people is None else self.people.person()
            if person is None:
                self.refusal.show_refusal("还没有选人。", "在左边搜姓名，选中一个人再加入。")
                raise Refused("还没有选人。", fields=("person_id",))
            return partial(put_on, person.id)

        self.run(read, done)
        if self.people is not None:
            self.people.look()
            self.people.table.opened.connect(lambda _: self.submit())
            self.people.search.setFocus()
