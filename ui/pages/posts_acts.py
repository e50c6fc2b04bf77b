"""What is done with a post or a placement: each verb of the page, and how it is told."""

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import is_open
from desktop_app.domain.records import NEW, Paper, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.certificates import issue_certificate
from desktop_app.use_cases.papers import IssuedPaper, papers_of
from desktop_app.use_cases.placement_lines import PlacementLine
from desktop_app.use_cases.placements import withdraw_placement
from desktop_app.use_cases.print_orders import holder_orders, placement_orders, register_orders
from ui import failures
from ui.buttons import Button
from ui.dialog import Question
from ui.jobs import Jobs
from ui.page import Page
from ui.pages import posts_steps as steps
from ui.pages.apply_dialog import ApplyDialog
from ui.pages.issued_papers import PapersDialog, show_paper
from ui.pages.placement_dialog import PlacementDialog
from ui.pages.posts_dialogs import PostDialogs
from ui.pages.posts_pane import PostPane
from ui.pages.step_acts import StepActs
from ui.print_menu import PrintMenu

T = TypeVar("T")


class Host(Protocol):
    """The page that shows what was kept."""

    def show_post(self, post_id: UUID, placement_id: UUID | None = None) -> None:
        """Choose a post, and a placement on it."""

    def kept_post(self, words: str, post: Post) -> None:
        """Say what was kept of a post, and show it."""

    def kept_placement(self, words: str, placement: Placement, *, named: bool = True) -> None:
        """Say what was kept of a placement, and of whom where ``named``; show it."""


class PostActs:
    """Does what buttons, menus and keys ask for."""

    def __init__(
        self,
        page: Page,
        host: Host,
        shown: PostPane,
        dialogs: PostDialogs,
        session: Session,
        jobs: Jobs,
    ) -> None:
        self._page, self._host, self._pane, self._dialogs = page, host, shown, dialogs
        self._session, self._jobs = session, jobs
        self.printing = PrintMenu(page, session, jobs)
        self._steps = StepActs(page, host, shown, session, jobs)

    def do(self, verb: str) -> None:
        """Do with the post or the chosen placement what a button, a menu or a key asks for."""
        file = self._pane.file
        if file is None:
            return
        post, chosen = file.post, self._pane.placement()
        of_post: dict[str, Callable[[], object]] = {
            steps.APPLY: partial(self.apply, post),
            steps.PLACE: partial(self.place, post),
            steps.ANNOUNCE: partial(
                self._dialogs.announce, post, partial(self._host.kept_post, "已登记公告")
            ),
            steps.APPROVE: partial(
                self._dialogs.approve, post, partial(self._host.kept_post, "已登记批复")
            ),
            steps.EDIT: partial(
                self._dialogs.edit, post, partial(self._host.kept_post, "已保存岗位")
            ),
            steps.ABOLISH: partial(
                self._dialogs.abolish, post, partial(self._host.kept_post, "已撤岗")
            ),
        }
        if verb == steps.NEXT:
            self._next()
        elif verb in of_post:
            self._pane.refusal.hide()
            of_post[verb]()
        elif chosen is not None:
            self._pane.refusal.hide()
            self._do_with(verb, post, chosen)

    # Inside

    def _do_with(self, verb: str, post: Post, chosen: PlacementLine) -> None:
        name = chosen.person_name
        acts: dict[str, Callable[[], object]] = {
            steps.CHANGE: partial(self._change, post, chosen),
            steps.LEAVE: partial(
                self._dialogs.leave, chosen, partial(self._host.kept_placement, f"{name}已退岗")
            ),
            steps.PAPER: partial(self._issue, chosen),
            steps.PAPERS: partial(self._papers, chosen),
            steps.PRINT: partial(self._print, chosen),
            steps.CHECKS: partial(self._steps.show_reasons, chosen),
            steps.EXIT_CHECKS: partial(self._steps.show_reasons, chosen, of_exit=True),
            steps.FILE: partial(self._steps.show_file, chosen),
            steps.JUDGED: partial(self._steps.show_judgements, chosen),
            steps.PERSON: partial(self._page.go.emit, "people", chosen.person_id),
            steps.WITHDRAW: partial(self._ask_to_withdraw, chosen),
        }
        acts.get(verb, partial(self._steps.open_step, verb, chosen))()

    def _next(self) -> None:
        """Do the next step of the chosen placement, or of the post that has none."""
        found, chosen = self._pane.next_step(), self._pane.placement()
        if found is None:
            return
        if chosen is None:
            self.do(found.act)
        elif found.act == "leave":
            # Nobody leaves by a stray Enter while the agreement runs.
            self.do(steps.LEAVE if found.urgent else steps.CHECKS)
        elif found.act == "date":
            self.do(steps.CHANGE)
        elif found.act:
            self.do(found.act)

    def place(self, post: Post) -> None:
        """Take in a placement as its papers show it."""
        dialog = PlacementDialog(self._page, self._session, self._jobs, post)
        self._open(dialog, post, "已安置")

    def apply(self, post: Post, person_id: UUID | None = None) -> None:
        """Register who applies for a post; ``person_id`` is chosen already."""
        dialog = ApplyDialog(self._page, self._session, self._jobs, post)
        self._open(dialog, post, "已登记报名：", person_id)

    def _open(
        self, dialog: PlacementDialog, post: Post, words: str, person_id: UUID | None = None
    ) -> None:
        if post.approved_on is None or post.abolished_on is not None:
            dialog.deleteLater()
            what = "已经撤岗" if post.abolished_on else "还没有批复"
            clause = self._session.rules.clause("post.approval_required", self._session.today())
            self.tell(
                Refused(
                    f"不能安置：{post.title}{what}。",
                    advice="等旗县批复、登记批复以后再安置；或者选别的岗位。",
                    basis=clause.cited(),
                )
            )
            return
        dialog.ways_out = partial(self._ways_out, dialog)
        dialog.place(partial(self._host.kept_placement, words), person_id)

    def _change(self, post: Post, chosen: PlacementLine) -> None:
        found = self._pane.next_step()
        dialog = PlacementDialog(
            self._page,
            self._session,
            self._jobs,
            post,
            chosen.placement,
            title=f"{chosen.person_name} · {post.title}：改各步的日期",
            step=found.current if found else 0,
        )
        dialog.place(partial(self._host.kept_placement, f"已保存{chosen.person_name}的安置"))

    def _ways_out(self, dialog: PlacementDialog, refusal: Refused) -> list[QWidget]:
        """Offer the way to the post that somebody still holds."""
        if "person_id" not in refusal.fields or dialog.placement.person_id == NEW:
            return []
        held = self.held_by(dialog.placement.person_id)
        if held is None:
            return []
        return [
            Button("去办那个岗位的退岗", small=True, clicked=partial(self._leave_for, dialog, held))
        ]

    def _leave_for(self, dialog: PlacementDialog, held: Placement) -> None:
        dialog.leave()
        self._host.show_post(held.post_id, held.id)

    def held_by(self, person_id: UUID) -> Placement | None:
        """Return the placement of somebody that has not ended."""
        found = self._session.find(Placement, person_id=person_id)
        return next((one for one in reversed(found) if is_open(one, self._session.today())), None)

    def _issue(self, chosen: PlacementLine) -> None:
        def show(issued: IssuedPaper) -> None:
            self._pane.steps.paper.setEnabled(True)
            again = "，和上次开的一样，用原来的编号" if issued.again else ""
            self._page.toast.emit(
                f"{chosen.person_name}的安置证明 {issued.paper.number}{again}", None
            )
            show_paper(
                self._page, self._session, self._jobs, chosen.person_name, issued.paper, issued.pdf
            )

        def failed(error: Exception) -> None:
            self._pane.steps.paper.setEnabled(True)
            self.tell(error)

        # The first paper reads the fonts, which takes a moment.
        self._pane.steps.paper.setEnabled(False)
        work = partial(issue_certificate, self._session, chosen.id)
        self._jobs.start(self._page, lambda progress: work(), show, failed)

    def print_register(self) -> None:
        """Offer the register of the posts of each village, and what its holders are given."""
        registers = register_orders(self._session, "post_register")
        self.printing.ask([*registers, *holder_orders(self._session)])

    def _print(self, chosen: PlacementLine) -> None:
        self.printing.ask(placement_orders(self._session, chosen.id))

    def _papers(self, chosen: PlacementLine) -> None:
        def papers() -> list[Paper]:
            found = papers_of(self._session, chosen.person_id)
            return [one for one in found if one.placement_id == chosen.id]

        PapersDialog(self._page, self._session, self._jobs, chosen.person_name, papers).open()

    def _ask_to_withdraw(self, chosen: PlacementLine) -> None:
        question = Question(
            self._page.window(),
            f"撤回{chosen.person_name}的安置？",
            "撤回",
            (
                ("hand-heart", f"{chosen.post_title}的名额空出来，已经登记的各步不再显示。"),
                ("undo-2", "撤回以后可以用 Ctrl+Z 撤销。"),
            ),
            dangerous=True,
        )
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(partial(self._withdraw, chosen))
        question.open()

    def _withdraw(self, chosen: PlacementLine) -> None:
        self._run(
            partial(withdraw_placement, self._session, chosen.id),
            lambda _: self._page.toast.emit(f"已撤回{chosen.person_name}的安置", True),
        )

    def _run(self, work: Callable[[], T], done: Callable[[T], object]) -> None:
        self._jobs.start(self._page, lambda progress: work(), done, self.tell)

    def tell(self, error: Exception) -> None:
        """Show why something was not done."""
        words = failures.words(error)
        card = self._pane.refusal
        card.show_refusal(words.message, words.advice, words.found, words.basis)
        self._pane.ensureWidgetVisible(card)
