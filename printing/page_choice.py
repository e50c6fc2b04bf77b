"""Which pages of a PDF go on which side of the paper, and a PDF of just these, in memory."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from desktop_app.domain.errors import Refused
from printing.preview import one_at_a_time

BLANK = -1
LONGEST_A4 = 850
_PART = re.compile(r"(\d+)(?:\s*[-－—~～]\s*(\d+))?")


def parse_pages(text: str, count: int) -> tuple[int, ...]:
    """Return the pages of a choice such as 1-3,5, counted from 0; ``Refused`` if it is none."""
    found: list[int] = []
    for part in re.split(r"[,，、;；\s]+(?!\s*[-－—~～])", text.strip()):
        match = _PART.fullmatch(part.strip())
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last <= count:
            raise Refused(
                f"页码“{text}”不对，没有打印。",
                advice=f"这份文件共 {count} 页，请写成 1-3,5 这样。",
                fields=("pages",),
            )
        found += range(first - 1, last)
    return tuple(sorted(set(found)))


def pages_told(pages: Sequence[int]) -> str:
    """Return pages, counted from 0, as a printing system reads them: 1-3,5."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][1] == page - 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    return ",".join(
        str(first + 1) if first == last else f"{first + 1}-{last + 1}" for first, last in runs
    )


def two_sides(papers: Sequence[Sequence[int]], backwards: bool) -> tuple[list[int], list[int]]:
    """Return the front and the back sides of papers printed by hand on both sides.

    Each paper begins on a sheet of its own: an odd one gets a ``BLANK`` back. ``backwards`` gives
    the backs from the last to the first: the sheet printed last lies on top of the pile, and so
    it does when the pile goes back as it is; turned over as a whole, the first one lies on top.
    """
    fronts: list[int] = []
    backs: list[int] = []
    for pages in papers:
        fronts += pages[0::2]
        backs += [*pages[1::2], *[BLANK] * (len(pages) % 2)]
    return fronts, backs[::-1] if backwards else backs


def documents_in(pdf: bytes) -> list[range]:
    """Return the pages of each document in a PDF; the outline tells where one begins."""
    with one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            bounds = [*sorted({0, *_marked(document)}), len(document)]
        finally:
            document.close()
    return [range(*pair) for pair in pairwise(bounds)]


def _marked(document: pypdfium2.PdfDocument) -> Iterator[int]:
    """Yield the pages of the outermost bookmarks; those below them are headings of one paper."""
    mark = raw.FPDFBookmark_GetFirstChild(document, None)
    while mark:
        where = raw.FPDFBookmark_GetDest(document, mark)
        if where:
            yield raw.FPDFDest_GetDestPageIndex(document, where)
        mark = raw.FPDFBookmark_GetNextSibling(document, mark)


def sheet_size(pdf: bytes) -> str:
    """Return the sheet that the first page needs: A4 or A3."""
    with one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return "A3" if max(document[0].get_size()) > LONGEST_A4 else "A4"
        finally:
            document.close()


def picked(pdf: bytes, pages: Sequence[int]) -> bytes:
    """Return a PDF of these pages in this order; a ``BLANK`` one is as large as the first."""
    out = BytesIO()
    with one_at_a_time:
        document, made = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
        try:
            for page in pages:
                if page == BLANK:
                    made.new_page(*document[0].get_size())
                else:
                    made.import_pages(document, [page])
            made.save(out)
        finally:
            made.close()
            document.close()
    return out.getvalue()
