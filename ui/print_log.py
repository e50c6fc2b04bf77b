"""What a preview remembers of printing: how this form went out last, and each time it goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop_app.domain.records import Paper, Printout
from desktop_app.session import Session
from desktop_app.use_cases.print_orders import PrintHabit, remember_way, usual_way
from desktop_app.use_cases.printout_lines import SHEETS
from desktop_app.use_cases.printouts import (
    Outgoing,
    begin_printouts,
    end_printouts,
    printouts_of,
    save_papers,
    times_printed,
)
from printing.parts import Part


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept before papers went out, to be told what came of them."""

    out: Outgoing
    records: tuple[Printout, ...]


class PrintLog:
    """Remembers and records the printing of one form; without a session it does neither.

    A form that has no papers and no record of its own, as a sample, is remembered only.
    """

    def __init__(
        self, session: Session | None = None, form: str = "", papers: Sequence[Paper] = ()
    ) -> None:
        self._session, self._form, self._papers = session, form, tuple(papers)

    @property
    def paper(self) -> tuple[Session, Paper] | None:
        """Return the paper whose prints can be listed, if it is about just one."""
        if self._session is None or len(self._papers) != 1:
            return None
        return self._session, self._papers[0]

    def times(self) -> int:
        """Return how many copies of its one paper came out so far. On the data thread."""
        if self.paper is None:
            return 0
        session, paper = self.paper
        return times_printed(printouts_of(session, paper.id))

    def usual(self) -> PrintHabit:
        """Return how this form was printed last on this computer."""
        if self._session is None:
            return PrintHabit()
        return usual_way(self._session, self._form)

    def remember(self, habit: PrintHabit) -> None:
        """Keep how it is printed now; how many copies a form has of its own stays."""
        if self._session is not None:
            copies = self.usual().copies
            remember_way(self._session, self._form, replace(habit, copies=copies))

    def begin(self, pdf: bytes, parts: Sequence[Part], habit: PrintHabit) -> Kept | None:
        """Keep that parts of a PDF go to a printer like this. On the data thread."""
        from printing.page_choice import documents_in

        if self._session is None or not self._recorded:
            return None
        out = Outgoing(
            form=self._form,
            papers=self._papers,
            documents=tuple(documents_in(pdf)),
            printer=habit.printer,
            copies=habit.times,
            sides=habit.sides,
        )
        return Kept(out, begin_printouts(self._session, out, parts))

    def end(self, kept: Kept | None, parts: Sequence[Part], outcome: str) -> None:
        """Keep how far the parts came. On the data thread."""
        if self._session is not None and kept is not None:
            end_printouts(self._session, kept.out, kept.records, parts, outcome)

    def save(self, pdf: bytes, write: Callable[[], object]) -> None:
        """Keep that the PDF goes into a file, and ``write`` it. On the data thread."""
        if self._session is None or not self._recorded:
            write()
        else:
            save_papers(self._session, self._form, self._papers, pdf, write)

    @property
    def _recorded(self) -> bool:
        return bool(self._papers) or self._form in SHEETS
