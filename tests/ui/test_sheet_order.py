"""Which page lies on which side of which sheet: copies, both sides, sheets turned by hand."""

from collections.abc import Sequence
from io import BytesIO
from itertools import zip_longest

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop_app.domain.progress import Progress
from printing import cups
from printing.page_choice import BLANK, documents_in, two_sides
from printing.parts import parts_of
from printing.preview import page_count, render
from tests.cups import PrintServer
from ui.paper_out import Way, send_papers, send_sides

STEP = 60
"""Points between the marks of two pages: page 0 has its square leftmost."""


def papers(*lengths: int) -> bytes:
    """Return papers of so many pages, a heading on each, told apart by where its square stands."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    page = 0
    for number, length in enumerate(lengths):
        for place in range(length):
            if place == 0:
                canvas.bookmarkPage(f"p{number}")
                canvas.addOutlineEntry(f"p{number}", f"p{number}", 0)
            canvas.addOutlineEntry("heading", f"p{number}", 1)
            canvas.rect(30 + STEP * page, 400, 30, 30, fill=1, stroke=0)
            canvas.showPage()
            page += 1
    canvas.save()
    return out.getvalue()


def order_of(pdf: bytes) -> list[int]:
    """Return which page each page of what came out is; ``BLANK`` for an empty one."""
    found = []
    for page in range(page_count(pdf)):
        width, height, pixels = render(pdf, page, 0.25)
        row = pixels[int(height * (1 - 415 / 842)) * width * 4 :][: width * 4 : 4]
        dark = [at for at, shade in enumerate(row) if shade < 100]
        found.append(int((dark[0] * 4 - 25) / STEP) if dark else BLANK)
    return found


def sheets(order: Sequence[int]) -> list[tuple[int, int]]:
    """Return what lies on the two sides of each sheet of a printer that turns them itself."""
    return list(zip_longest(order[0::2], order[1::2], fillvalue=BLANK))


def test_the_pages_are_told_apart() -> None:
    assert order_of(papers(3, 2)) == [0, 1, 2, 3, 4]
    made = pypdfium2.PdfDocument.new()
    made.new_page(595, 842)
    out = BytesIO()
    made.save(out)
    made.close()
    assert order_of(out.getvalue()) == [BLANK]


def test_headings_within_a_paper_begin_none() -> None:
    assert [list(one) for one in documents_in(papers(3, 2))] == [[0, 1, 2], [3, 4]]


def driven(server: PrintServer, pdf: bytes, way: Way) -> list[list[int]]:
    send_papers(pdf, way, "文书", Progress())
    count = len(parts_of(pdf, way.pages))
    return [order_of(path.read_bytes()) for path in server.driven(count)]


def test_three_copies_of_a_paper_lie_sorted(driven_server: PrintServer) -> None:
    way = Way("driver", (0, 1, 2), copies=3)
    assert driven(driven_server, papers(3), way) == [[0, 1, 2, 0, 1, 2, 0, 1, 2]]


def test_the_copies_of_each_paper_of_many_lie_together(driven_server: PrintServer) -> None:
    way = Way("driver", (0, 1, 2, 3), copies=2)
    assert driven(driven_server, papers(1, 3), way) == [[0, 0], [1, 2, 3, 1, 2, 3]]


def test_on_both_sides_each_copy_begins_on_a_sheet_of_its_own(print_server: PrintServer) -> None:
    way = Way("turning", (0, 1, 2), copies=2, sides=cups.LONG_EDGE)
    send_papers(papers(3), way, "文书", Progress())
    [came] = print_server.came_out(1)
    assert sheets(order_of(came.read_bytes())) == [(0, 1), (2, BLANK), (0, 1), (2, BLANK)]


def test_only_the_chosen_pages_come_in_each_copy(driven_server: PrintServer) -> None:
    way = Way("driver", (0, 2), copies=2)
    assert driven(driven_server, papers(3), way) == [[0, 2, 0, 2]]


@pytest.mark.parametrize("backwards", [False, True])
def test_sheets_turned_by_hand_carry_the_right_backs(
    print_server: PrintServer, *, backwards: bool
) -> None:
    pdf = papers(3, 2, 1)
    way = Way("flat", tuple(range(6)), copies=2)
    pages = [part.pages for part in parts_of(pdf, way.pages)]
    fronts, backs = two_sides(pages, backwards=backwards)
    pile: list[list[int]] = []
    send_sides(pdf, way, fronts, "文书", Progress())
    for page in order_of(print_server.came_out(1)[0].read_bytes()):
        pile.insert(0, [page])  # each sheet falls on those before it
    drawn_in = pile if backwards else pile[::-1]  # as it lies, or turned over as a whole
    send_sides(pdf, way, backs, "文书", Progress())
    came = order_of(print_server.came_out(2)[1].read_bytes())
    for sheet, back in zip(drawn_in, came, strict=True):
        sheet.append(back)
    once = [[0, 1], [2, BLANK], [3, 4], [5, BLANK]]
    assert pile[::-1] == [*once, *once]
