"""What was printed on one desk is known to the others: the record of prints is exchanged."""

from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.papers import reprint
from desktop_app.use_cases.printout_lines import STOPPED
from desktop_app.use_cases.printouts import (
    Outgoing,
    begin_printouts,
    end_printouts,
    printouts_of,
    times_printed,
)
from printing.page_choice import documents_in
from printing.parts import parts_of
from printing.preview import page_count
from tests.seals.worlds import FORM, Office, issued


def printed(desk: Session, paper: Paper, printer: str, copies: int) -> None:
    """Print a paper as it was issued, and keep that it came out whole."""
    pdf = reprint(desk, paper.id)
    out = Outgoing(
        form=FORM, papers=(paper,), documents=tuple(documents_in(pdf)), printer=printer,
        copies=copies, sides="one-sided",
    )  # fmt: skip
    parts = parts_of(pdf, range(page_count(pdf)), copies)
    kept = begin_printouts(desk, out, parts)
    for part in parts:
        part.end(whole=True, came_out=None)
    end_printouts(desk, out, kept, parts, STOPPED)


def test_an_auditor_is_told_of_the_prints_of_every_desk(office: Office) -> None:
    paper, _, _ = issued(office.one)
    printed(office.one, paper, "前台", 3)
    office.exchange(office.one, office.two)
    printed(office.two, office.two.get(Paper, paper.id), "苏木办公室", 1)
    office.exchange(office.two, office.one, office.auditor)

    for desk in (office.one, office.two, office.auditor):
        found = printouts_of(desk, paper.id)
        assert times_printed(found) == 4
        assert {(one.printer, one.officer) for one in found} == {
            ("前台", office.one.officer), ("苏木办公室", office.two.officer),
        }  # fmt: skip
