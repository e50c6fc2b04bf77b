"""Opens what a placement's steps need: the small dialogs, the file, the reasons kept."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.placement_steps import progress
from desktop_app.domain.records import Placement
from desktop_app.domain.rules import findings_of
from desktop_app.session import Session
from desktop_app.use_cases.placement_lines import PlacementLine
from ui.jobs import Jobs
from ui.pages.judgements_dialog import JudgementsDialog
from ui.pages.placement_file import FileDialog
from ui.pages.posts_pane import PostPane
from ui.pages.step_dialog import StepDialog
from ui.pages.step_forms import SAME_FORM, step_form
from ui.why_dialog import WhyDialog


class Host(Protocol):
    """The page that shows what was kept."""

    def kept_placement(self, words: str, placement: Placement, *, named: bool = True) -> None:
        """Say what was kept of a placement, and of whom where ``named``; show it."""


class StepActs:
    """Opens the dialogs about the steps of placements."""

    def __init__(
        self, page: QWidget, host: Host, shown: PostPane, session: Session, jobs: Jobs
    ) -> None:
        self._page, self._host, self._pane = page, host, shown
        self._session, self._jobs = session, jobs

    def open_step(self, act: str, chosen: PlacementLine) -> None:
        """Open the dialog of a step; where it is the next one, for all who stand there."""
        step = step_form(act)
        if step is None:
            return
        others = self._standing_at(act)
        dialog = StepDialog(
            self._page,
            self._session,
            self._jobs,
            step,
            chosen,
            others or self._like(chosen),
            all_ticked=any(one.id == chosen.id for one in others),
        )
        dialog.do(partial(self._kept, step.verb, chosen))

    def show_file(self, chosen: PlacementLine) -> None:
        """Show which papers are there and which are missing."""
        dialog = FileDialog(self._page, self._session, self._jobs, chosen)
        dialog.open()

    def show_judgements(self, chosen: PlacementLine) -> None:
        """Show how the work was judged, and register more of it."""
        dialog = JudgementsDialog(self._page, self._session, self._jobs, chosen)
        dialog.asked.connect(lambda act: self.open_step(act, chosen))
        dialog.open()

    def show_reasons(self, chosen: PlacementLine, *, of_exit: bool = False) -> None:
        """Show what was examined for the placement, or for the exit."""
        placement = self._session.get(Placement, chosen.id)
        kept = placement.exit_checks if of_exit else placement.checks
        dialog = WhyDialog(
            self._page,
            f"{chosen.person_name}{'退岗' if of_exit else '安置'}时的核对",
            findings_of(kept),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _standing_at(self, act: str) -> list[PlacementLine]:
        """Return those of the post whose next step this is."""
        file = self._pane.file
        if file is None:
            return []
        pack, today, wanted = self._session.rules, self._session.today(), SAME_FORM.get(act, act)
        acts = {
            one.id: progress(pack, file.post, one.placement, today, decides=self._pane.decides).act
            for one in (*file.holders, *file.former)
        }
        return [
            one
            for one in (*file.holders, *file.former)
            if SAME_FORM.get(acts[one.id], acts[one.id]) == wanted
        ]

    def _like(self, chosen: PlacementLine) -> Sequence[PlacementLine]:
        """Return those who wait or work like the chosen one, for steps out of turn."""
        file = self._pane.file
        if file is None:
            return ()
        return [one for one in file.holders if one.state == chosen.state]

    def _kept(self, verb: str, chosen: PlacementLine, answer: object) -> None:
        many = len(answer) if isinstance(answer, tuple) else 1
        placement = self._session.get(Placement, chosen.id)
        whose = f"{many} 人" if many > 1 else chosen.person_name
        self._host.kept_placement(f"已{verb}：{whose}", placement, named=False)
