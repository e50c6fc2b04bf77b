"""A sheet of official paper: the few things every form is made of.

Places are millimetres from the top left corner of the page, sizes of letters points.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from io import BytesIO

import segno
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from printing import faces
from printing.faces import Face
from printing.lines import Line, break_lines

A4_PORTRAIT: tuple[float, float] = A4
A4_LANDSCAPE: tuple[float, float] = landscape(A4)
A5_LANDSCAPE: tuple[float, float] = landscape(A5)

SEAL = 42.0  # diameter of the seal of an office
FINGERPRINT = (20.0, 24.0)
THIN, THICK = 0.5, 1.0
GREY, FAINT = 0.55, 0.9
BASELINE = 0.88  # from the top of the square of a character to its baseline
SQUARE = 1.0
PADDING = 1.2
WIDEST_GAP = 0.25


class Align(StrEnum):
    """Where text stands in its box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Overflow(ValueError):
    """A text does not fit its place even in the smallest letters allowed.

    ``field`` names the text as the person knows it.
    """

    def __init__(self, field: str) -> None:
        super().__init__(f"“{field}”太长，纸上放不下。请缩短后再打印。")
        self.field = field


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the page, in millimetres from its top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Style:
    """How text in a box looks, and how far it may shrink."""

    face: Face = Face.SERIF
    size: float = 10.5
    smallest: float = 8.0
    leading: float = 1.3
    align: Align = Align.CENTRE
    indent: float = 0  # characters kept free at the start of a paragraph
    justified: bool = False


class Paper:
    """A document being drawn page by page; `pdf` ends it.

    The same calls give the same bytes. ``training`` marks every page 练习, a reason in
    ``voided`` marks it 作废.
    """

    def __init__(
        self,
        title: str,
        *,
        subject: str = "",
        author: str = "",
        size: tuple[float, float] = A4_PORTRAIT,
        training: bool = False,
        voided: str = "",
    ) -> None:
        self.width, self.height = size[0] / mm, size[1] / mm
        self._training, self._voided = training, voided
        self._out = BytesIO()
        for face in (Face.SERIF, Face.SERIF_BOLD):
            faces.font(face)
        self._canvas = Canvas(
            self._out,
            pagesize=size,
            invariant=1,
            initialFontName=Face.SERIF.value,  # type: ignore[arg-type] # the stubs say a number
            lang="zh-CN",
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Nutag")
        self._canvas.setProducer("Nutag")
        self._mark()

    def pdf(self) -> bytes:
        """End the last page and return the document."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def next_page(self) -> None:
        """End this page and begin another."""
        self._canvas.showPage()
        self._mark()

    def page_number(self, page: int, pages: int) -> None:
        """Write 第 i 页 共 n 页 at the foot."""
        box = Box(0, self.height - 13, self.width, 6)
        self.text("页码", f"第 {page} 页　共 {pages} 页", box, Style(size=9))

    def text(self, field: str, text: str, box: Box, style: Style | None = None) -> None:
        """Write ``text`` into ``box``, in the middle of its height, smaller if it must be.

        Raise `Overflow` naming ``field`` when it does not fit even so.
        """
        style = style or Style()
        size, lines = self._fitted(field, text, box, style)
        leading = size * style.leading
        height = leading * (len(lines) - 1) + size * SQUARE
        top = box.top * mm + (box.height * mm - height) / 2
        self._write(lines, box, top, size, style)

    def paragraphs(self, field: str, text: str, box: Box, style: Style) -> float:
        """Write ``text`` from the top of ``box`` down and return where it ends.

        Raise `Overflow` naming ``field`` when it does not fit in the smallest letters.
        """
        size, lines = self._fitted(field, text, box, style)
        self._write(lines, box, box.top * mm, size, style)
        return box.top + len(lines) * size * style.leading / mm

    def frame(self, box: Box, thickness: float = THIN) -> None:
        """Draw the outline of a box."""
        self._canvas.setLineWidth(thickness)
        self._canvas.rect(box.left * mm, self._y(box.top + box.height), box.width * mm,
                          box.height * mm)  # fmt: skip

    def line(self, left: float, top: float, right: float, thickness: float = THIN) -> None:
        """Draw a level line."""
        self._canvas.setLineWidth(thickness)
        self._canvas.line(left * mm, self._y(top), right * mm, self._y(top))

    def cell(self, field: str, text: str, box: Box, style: Style | None = None) -> None:
        """Draw a framed box with ``text`` in it."""
        self.frame(box)
        inner = Box(box.left + PADDING, box.top + 0.6, box.width - 2 * PADDING, box.height - 1.2)
        self.text(field, text, inner, style)

    def tick_box(self, left: float, top: float, *, ticked: bool, side: float = 3.4) -> None:
        """Draw a tick box as lines: in these fonts a missing ☑ looks like a ticked one."""
        self.frame(Box(left, top, side, side), 0.8)
        if ticked:
            path = self._canvas.beginPath()
            path.moveTo((left + side * 0.18) * mm, self._y(top + side * 0.52))
            path.lineTo((left + side * 0.42) * mm, self._y(top + side * 0.78))
            path.lineTo((left + side * 0.84) * mm, self._y(top + side * 0.22))
            self._canvas.setLineWidth(1.2)
            self._canvas.drawPath(path)

    def seal(self, centre: float, middle: float, label: str = "（盖章）") -> None:
        """Draw the place of a seal."""
        self._faint_on()
        self._canvas.circle(centre * mm, self._y(middle), SEAL / 2 * mm)
        self._faint_off()
        box = Box(centre - SEAL / 2, middle - 3, SEAL, 6)
        self._grey_text(label, box)

    def fingerprint(self, left: float, top: float, label: str = "（手印）") -> None:
        """Draw the place of a fingerprint."""
        self._faint_on()
        self.frame(Box(left, top, *FINGERPRINT), THIN)
        self._faint_off()
        self._grey_text(label, Box(left, top, *FINGERPRINT))

    def signature(self, label: str, left: float, top: float, width: float) -> None:
        """Write ``label`` and draw the line to sign on after it."""
        style = Style(size=10.5, align=Align.LEFT)
        taken = faces.width(label, style.face, style.size) / mm
        self.text(label, label, Box(left, top, taken + 1, 6), style)
        self.line(left + taken + 0.5, top + 5.6, left + width)

    def qr(self, text: str, box: Box) -> None:
        """Draw a QR code that holds ``text``, as one shape, in the square ``box``."""
        # A fixed mask saves the trying of eight and keeps the picture the same.
        code = segno.make(text, error="m", micro=False, encoding="utf-8", mask=2)
        rows = [bytes(row) for row in code.matrix]
        side = box.width * mm / len(rows)
        path = self._canvas.beginPath()
        for number, row in enumerate(rows, start=1):
            for first, length in _dark_spans(row):
                y = self._y(box.top) - number * side
                path.rect(box.left * mm + first * side, y, length * side, side)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _y(self, top: float) -> float:
        return (self.height - top) * mm

    def _fitted(self, field: str, text: str, box: Box, style: Style) -> tuple[float, list[Line]]:
        printed = faces.normalised(text)
        size = style.size
        while size >= style.smallest:
            lines = _lines(printed, style, size, box.width * mm)
            height = size * style.leading * (len(lines) - 1) + size * SQUARE
            if height <= box.height * mm and all(one.width <= box.width * mm for one in lines):
                return size, _balanced(lines, printed, style, size, box.width * mm)
            size -= 0.25
        raise Overflow(field)

    def _write(self, lines: list[Line], box: Box, top: float, size: float, style: Style) -> None:
        paragraph_starts = True
        for number, line in enumerate(lines):
            indent = style.indent * size if paragraph_starts else 0.0
            room = box.width * mm - indent
            spread = _spread(line, room, size) if style.justified else 0.0
            left = box.left * mm + indent + _shift(style.align, room - line.width)
            baseline = self.height * mm - top - number * size * style.leading - BASELINE * size
            self._draw(line, left, baseline, size, style.face, spread)
            paragraph_starts = not line.justified

    def _draw(
        self, line: Line, left: float, baseline: float, size: float, face: Face, spread: float
    ) -> None:
        out = self._canvas.beginText(left, baseline)
        for text, gap in _spaced(line, spread):
            out.setCharSpace(gap)
            for name, run in faces.runs(text, face):
                out.setFont(name, size)
                out.textOut(run)
        out.setCharSpace(0)
        self._canvas.drawText(out)

    def _faint_on(self) -> None:
        self._canvas.saveState()
        self._canvas.setStrokeGray(GREY)
        self._canvas.setLineWidth(THIN)
        self._canvas.setDash(1.5, 1.5)

    def _faint_off(self) -> None:
        self._canvas.restoreState()

    def _grey_text(self, label: str, box: Box) -> None:
        self._canvas.saveState()
        self._canvas.setFillGray(GREY)
        self.text(label, label, box, Style(size=9))
        self._canvas.restoreState()

    def _mark(self) -> None:
        """Write what this paper is not, below everything else on the page."""
        if self._training:
            self._watermark("练习", 0.66 if self._voided else 0.5)
        if self._voided:
            self._watermark("作废", 0.33 if self._training else 0.5)
            box = Box(28, 8, self.width - 56, 8)
            self.text("作废原因", f"已作废：{self._voided}", box, Style(face=Face.SANS_BOLD))

    def _watermark(self, word: str, height: float) -> None:
        size = 170.0
        self._canvas.saveState()
        self._canvas.setFillGray(FAINT)
        self._canvas.translate(self.width * mm / 2, self.height * mm * height)
        self._canvas.rotate(45)
        self._draw(
            Line(tuple(word), 0, justified=False),
            -faces.width(word, Face.SERIF_BOLD, size) / 2, -size * 0.38, size, Face.SERIF_BOLD, 0,
        )  # fmt: skip
        self._canvas.restoreState()


def chinese_date(day: date) -> str:
    """Return a day as official paper writes it: 2025年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _lines(text: str, style: Style, size: float, width: float) -> list[Line]:
    def measure(piece: str) -> float:
        return faces.width(piece, style.face, size)

    return break_lines(text, measure, width, style.indent * size)


def _balanced(lines: list[Line], text: str, style: Style, size: float, width: float) -> list[Line]:
    """Return centred lines of about one length, so that none holds a single character."""
    if style.align is not Align.CENTRE or len(lines) < 2:
        return lines
    narrow, wide = width / len(lines), width
    while wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        tried = _lines(text, style, size, middle)
        if len(tried) == len(lines) and all(one.width <= middle for one in tried):
            wide, lines = middle, tried
        else:
            narrow = middle
    return lines


def _shift(align: Align, free: float) -> float:
    return {Align.LEFT: 0.0, Align.CENTRE: free / 2, Align.RIGHT: free}[align]


def _spread(line: Line, room: float, size: float) -> float:
    """Return the gap to add between the pieces so that the line fills the room."""
    if not line.justified or len(line.atoms) < 2:
        return 0.0
    gap = (room - line.width) / (len(line.atoms) - 1)
    return gap if 0 <= gap <= WIDEST_GAP * size else 0.0


def _spaced(line: Line, spread: float) -> list[tuple[str, float]]:
    """Return the line as (text, space after each character): no gaps inside a piece."""
    if not spread:
        return [(line.text, 0.0)]
    found: list[tuple[str, float]] = []
    for atom in line.atoms:
        for text, gap in ((atom[:-1], 0.0), (atom[-1], spread)):
            if text and found and found[-1][1] == gap:
                found[-1] = (found[-1][0] + text, gap)
            elif text:
                found.append((text, gap))
    return found


def _dark_spans(row: bytes) -> list[tuple[int, int]]:
    """Return (first, length) of every unbroken dark stretch of a row of a QR code."""
    spans: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and spans and sum(spans[-1]) == place:
            spans[-1] = (spans[-1][0], spans[-1][1] + 1)
        elif dark:
            spans.append((place, 1))
    return spans
