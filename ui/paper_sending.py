"""Sending a paper out of a preview: asked how, recorded, followed, stopped, gone on with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.errors import AppError, Cancelled
from desktop_app.domain.progress import Progress
from desktop_app.use_cases.print_orders import PrintHabit
from desktop_app.use_cases.printout_lines import CANCELLED, STOPPED
from desktop_app.use_cases.whole_files import write_whole
from printing.parts import Part, left_of, printed
from ui import failures
from ui.dialog import PROGRAM, Question
from ui.jobs import Job, Jobs
from ui.print_log import Kept, PrintLog
from ui.printing_dialog import PrintingDialog

if TYPE_CHECKING:
    from printing.cups import Queue
    from ui.paper_out import Way

Work = Callable[[Progress], object]
GO_ON = "接着打印"


@dataclass(slots=True)
class _Run:
    """One time that papers go out: how, in which parts, and the record of it."""

    way: "Way"
    parts: Sequence[Part]
    kept: Kept | None


class PaperSending(QObject):
    """Prints or saves the PDF of a preview; the records are told before and after.

    Signals:
        said: A sentence about what happened, its tone, and the verb that goes on with it.
        printed: A printer has taken all of it.
        saved: It lies in a file.
    """

    said = Signal(str, str, str)
    printed = Signal()
    saved = Signal()

    def __init__(self, window: QWidget, pdf: bytes, jobs: Jobs, log: PrintLog) -> None:
        super().__init__(window)
        # A queue may take minutes: neither the window nor the records wait for it.
        self._out = Jobs(self)
        self._window, self._pdf, self._jobs, self._log = window, pdf, jobs, log
        self._rest: tuple[int, ...] = ()
        self._dialog: PrintingDialog | None = None
        self._asking = False

    def ask(self, page: int) -> None:
        """Ask how to print, with ``page`` in view, and do so; all pages are offered."""
        from printing.preview import page_count  # the printing library is slow to load
        from ui.paper_out import printers

        if self._asking:  # somebody has pressed the key twice
            return
        self._asking = True
        self._out.start(
            self,
            lambda _progress: (printers(), page_count(self._pdf)),
            partial(self._ask, page),
            self._no_printer,
        )

    def send(self, way: "Way") -> None:
        """Print like this and remember it; the window stays free, and it can be stopped."""
        from ui.paper_out import BY_HAND, parts_for

        habit = PrintHabit(
            times=way.copies, printer=way.queue, sides=way.sides, backwards=way.backwards
        )
        self._log.remember(habit)

        def begin(_progress: Progress) -> _Run:
            parts = parts_for(self._pdf, way)
            return _Run(way, parts, self._log.begin(self._pdf, parts, habit))

        go = self._print_fronts if way.sides == BY_HAND else self._print
        self._jobs.start(self, begin, go, self._fail)

    def save_to(self, path: Path) -> None:
        """Write the PDF to a file, say where it is, and record it."""
        where = path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf")
        self._jobs.start(
            self,
            lambda _progress: self._log.save(self._pdf, lambda: write_whole(where, self._pdf)),
            lambda _done: self._saved(where),
            self._fail,
        )

    # printing

    def _ask(self, page: int, known: "tuple[list[Queue], int]") -> None:
        from ui.printer_dialog import PrinterDialog

        found, count = known
        dialog = PrinterDialog(self._window, found, page, count, self._log.usual(), self._rest)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(lambda _: self._asked())
        dialog.accepted.connect(lambda: self.send(dialog.way()))
        dialog.open()

    def _asked(self) -> None:
        self._asking = False

    def _no_printer(self, error: Exception) -> None:
        self._asked()
        self._fail(error)

    def _print(self, run: _Run) -> None:
        from ui.paper_out import send_papers

        self._follow(
            lambda progress: send_papers(self._pdf, run.way, PROGRAM, progress, run.parts),
            partial(self._over, run),
        )

    def _print_fronts(self, run: _Run) -> None:
        """Print the fronts, say how to turn the pile, then print the backs."""
        from printing.page_choice import two_sides
        from ui.paper_out import send_sides

        way, pages = run.way, [part.pages for part in run.parts]
        fronts, backs = two_sides(pages, way.backwards)

        def after(error: Exception | None) -> None:
            for part in run.parts:
                came = (len(part.pages) + 1) // 2 * way.copies
                part.end(whole=False, came_out=None if error else came)
            if error is None and any(page >= 0 for page in backs):
                self._ask_to_turn(run, backs)
            else:
                self._turned(run, error)

        self._follow(lambda progress: send_sides(self._pdf, way, fronts, PROGRAM, progress), after)

    def _ask_to_turn(self, run: _Run, backs: Sequence[int]) -> None:
        from ui.paper_out import send_sides
        from ui.printer_dialog import TURN

        self._come_back()
        way = run.way
        question = Question(self._window, "请翻纸", "打印背面", subtitle=TURN[way.backwards])
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(
            lambda: self._follow(
                lambda progress: send_sides(self._pdf, way, backs, PROGRAM, progress),
                partial(self._turned, run),
            )
        )
        question.rejected.connect(lambda: self._only_fronts(run))
        question.open()

    def _turned(self, run: _Run, error: Exception | None) -> None:
        for part in run.parts:
            part.end(whole=error is None, came_out=None)
        self._over(run, error)

    def _only_fronts(self, run: _Run) -> None:
        self._say(f"只打印了正面，已交给打印机“{run.way.queue}”。", "warn")
        self._keep(run, CANCELLED, lambda: None)

    def _follow(self, work: Work, over: Callable[[Exception | None], object]) -> None:
        """Work beside the data thread with a way to stop it; ``over`` is told what went wrong."""

        def tried(progress: Progress) -> AppError | None:
            try:
                work(progress)
            except AppError as error:
                return error
            return None

        job: Job[Any] = self._out.start(self, tried, over, over)
        self._dialog = dialog = PrintingDialog(self._window)
        dialog.stepped_aside.connect(self._window.hide)
        dialog.follow(job)

    def _over(self, run: _Run, error: Exception | None) -> None:
        """Say what came of it, keep it, and remember what is still to be printed."""
        self._rest = left_of(run.parts) if error else ()
        if error is not None:
            self._come_back()
        if error is None:
            words = f"打印机“{run.way.queue}”已经收下。"
            self._say(words, "ok")
            if self._dialog is not None:
                self._dialog.tell(f"{len(run.parts)} 份都打印完了。{words}")
            self._keep(run, STOPPED, self._done)
        elif isinstance(error, Cancelled):
            went = f"{len(run.parts)} 份中打印了 {printed(run.parts)} 份"
            self._say(f"已经停下：{went}，其余的已经撤回。", "warn", GO_ON)
            self._keep(run, CANCELLED, lambda: None)
        else:
            self._fail(error, GO_ON)
            self._keep(run, STOPPED, lambda: None)

    def _come_back(self) -> None:
        """Show the preview again, if the printing went on without it."""
        if self._aside:
            self._window.show()

    def _done(self) -> None:
        """Tell that all of it was printed; a preview that stepped aside is not needed any more."""
        self.printed.emit()
        if self._aside:
            self._window.close()

    @property
    def _aside(self) -> bool:
        return self._dialog is not None and self._dialog.away

    def _keep(self, run: _Run, outcome: str, done: Callable[[], object]) -> None:
        self._jobs.start(
            self,
            lambda _progress: self._log.end(run.kept, run.parts, outcome),
            lambda _kept: done(),
            self._fail,
        )

    def _saved(self, where: Path) -> None:
        self._say(f"已存为 {where}。里面有个人信息，请妥善保管。", "ok")
        self.saved.emit()

    def _say(self, words: str, tone: str, verb: str = "") -> None:
        self.said.emit(words, tone, verb)

    def _fail(self, error: Exception, verb: str = "") -> None:
        told = failures.words(error)
        self._say(f"{told.message}{told.advice}", "bad", verb)
