"""A document drawn page by page: text in its place, lines and frames, and what was drawn.

Places are millimetres from the top left corner of the page, sizes of letters points.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from printing import faces
from printing.faces import Face
from printing.fitting import Align, Box, Fitted, Overflow, Style, fit
from printing.lines import Line
from printing.marks import Mark, Watch
from printing.mongolian import Shape

THIN, THICK = 0.5, 1.0
BASELINE = 0.88  # from the top of the square of a character to its baseline
TO_WRITE_ON = "____"
WIDEST_GAP = 0.25  # between pieces of a justified line, in sizes; wider ones look torn
EDGE = 5.0  # what printers leave white around a page
RED = (0.8, 0.0, 0.0)

# Streams as they are: a fifth smaller than as ASCII, and no mail gateway of today minds.
rl_config.useA85 = 0


class Sheet:
    """The pages of a document; `pdf` ends it. The same calls give the same bytes.

    ``watch`` is told of everything that is drawn. ``area`` is where things may stand: the page
    without what printers leave white, until a form sets its margins.
    """

    def __init__(
        self,
        title: str,
        *,
        subject: str = "",
        author: str = "",
        size: tuple[float, float] = A4,
        watch: Watch | None = None,
    ) -> None:
        self.width, self.height = size[0] / mm, size[1] / mm
        self.page = 1
        self.area = self.printable = Box(0, 0, self.width, self.height).inside(EDGE, EDGE)
        self._watch = watch
        self._bookmarks = 0
        self._texts: dict[tuple[str, float, Face], str] = {}
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
        # ReportLab's text objects, which cost twice the time, use these parts of it.
        self._raw: Any = self._canvas
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setAuthor(author)
        self._canvas.setCreator("Nutag")
        self._canvas.setProducer("Nutag")

    def pdf(self) -> bytes:
        """End the last page and return the document."""
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def next_page(self) -> None:
        """End this page and begin another."""
        self._canvas.showPage()
        self.page += 1

    def bookmark(self, title: str, level: int = 0) -> None:
        """Let a reader jump to this page by ``title``; a higher level stands below a lower one."""
        self._bookmarks += 1
        key = f"b{self._bookmarks}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key, level, closed=level > 0)

    def text(self, field: str, text: str, box: Box, style: Style | None = None) -> None:
        """Write ``text`` into ``box``, in the middle of its height, smaller if it must be.

        Raise `Overflow` naming ``field`` when it does not fit even so.
        """
        if text:
            self.write(field, fit(field, text, box.width, box.height, style or Style()), box)

    def paragraphs(self, field: str, text: str, box: Box, style: Style) -> float:
        """Write ``text`` from the top of ``box`` down and return where it ends.

        Raise `Overflow` naming ``field`` when it does not fit in the smallest letters.
        """
        fitted = fit(field, text, box.width, box.height, style)
        self.write_lines(field, fitted.lines, box, fitted.size, style)
        return box.top + len(fitted.lines) * fitted.size * style.leading / mm

    def write(self, field: str, fitted: Fitted, box: Box) -> None:
        """Write text that was fitted to ``box`` before, in the middle of its height."""
        top = box.top + (box.height - fitted.height) / 2
        self.write_lines(field, fitted.lines, box, fitted.size, fitted.style, top)

    def write_lines(
        self,
        field: str,
        lines: Sequence[Line],
        box: Box,
        size: float,
        style: Style,
        top: float | None = None,
    ) -> None:
        """Write lines one below the other from ``top``, or from the top of ``box``."""
        first = (box.top if top is None else top) * mm
        starts = True
        for number, line in enumerate(lines):
            indent = style.indent * size if starts else 0.0
            room = box.width * mm - indent
            spread = _spread(line, room, size) if style.justified else 0.0
            left = box.left * mm + indent + _shift(style.align, room - line.width)
            level = first + number * size * style.leading
            if self._watch is not None:
                taken = line.width + spread * max(len(line.atoms) - 1, 0)
                covers = Box(left / mm, level / mm, taken / mm, size / mm)
                told = (line.text, style.face, size, spread)
                self._watch(Mark(self.page, "text", field, covers, box, self.area, *told))
            baseline = self.height * mm - level - BASELINE * size
            self._draw(line, left, baseline, size, style.face, spread)
            starts = not line.justified

    def frame(self, box: Box, thickness: float = THIN) -> None:
        """Draw the outline of a box."""
        self._mark("frame", "", box, box)
        self._canvas.setLineWidth(thickness)
        self._canvas.rect(box.left * mm, self._y(box.bottom), box.width * mm, box.height * mm)

    def line(self, left: float, top: float, right: float, thickness: float = THIN) -> None:
        """Draw a level line."""
        self.stroke([(left, top, right, top)], thickness)

    def stroke(
        self, lines: Sequence[tuple[float, float, float, float]], thickness: float = THIN
    ) -> None:
        """Draw straight lines, each from (left, top) to (right, bottom)."""
        if self._watch is not None:
            for left, top, right, bottom in lines:
                box = Box(left, top, right - left, bottom - top)
                self._mark("line", "", box, box)
        self._canvas.setLineWidth(thickness)
        self._canvas.lines(
            [(left * mm, self._y(top), right * mm, self._y(bottom))
             for left, top, right, bottom in lines]
        )  # fmt: skip

    def circle(self, centre: float, middle: float, radius: float) -> None:
        """Draw the outline of a circle."""
        box = Box(centre - radius, middle - radius, 2 * radius, 2 * radius)
        self._mark("circle", "", box, box)
        self._canvas.circle(centre * mm, self._y(middle), radius * mm)

    def path(self, points: Sequence[tuple[float, float]], place: Box, thickness: float) -> None:
        """Draw a stroke from point to point."""
        path = self._canvas.beginPath()
        path.moveTo(points[0][0] * mm, self._y(points[0][1]))
        for left, top in points[1:]:
            path.lineTo(left * mm, self._y(top))
        across, down = [left for left, _ in points], [top for _, top in points]
        covers = Box(min(across), min(down), max(across) - min(across), max(down) - min(down))
        self._mark("stroke", "", covers, place)
        self._canvas.setLineWidth(thickness)
        self._canvas.drawPath(path)

    def fill(self, boxes: Sequence[Box], place: Box, grey: float = 0.0) -> None:
        """Fill boxes inside ``place`` as one shape."""
        shape: list[str] = []
        for box in boxes:
            self._mark("code", "", box, place)
            left, bottom = box.left * mm, self._y(box.bottom)
            shape.append(f"{left:.3f} {bottom:.3f} {box.width * mm:.3f} {box.height * mm:.3f} re")
        with self.ink(grey=grey):
            self._raw._code.append("\n".join([*shape, "f"]))

    def shape(
        self, field: str, shape: Shape, box: Box, size: float, *, upright: bool = False
    ) -> None:
        """Draw shaped words in the middle of ``box``, from left to right or ``upright``, downwards.

        Raise `Overflow` with ``field`` where they are longer or wider than the box.
        """
        em = size / mm
        length, width = shape.advance * em, (shape.high - shape.low) * em
        across, down = (width, length) if upright else (length, width)
        if across > box.width or down > box.height:
            raise Overflow(field)
        left = box.left + (box.width - across) / 2
        top = box.top if upright else box.top + (box.height - down) / 2
        self._mark("text", field, Box(left, top, across, down), box)

        def at(x: float, y: float) -> tuple[float, float]:
            if upright:  # turned to the right: what was above stands at the right
                return (left + (y - shape.low) * em) * mm, self._y(top + x * em)
            return (left + x * em) * mm, self._y(top + (shape.high - y) * em)

        signs = {"move": "m", "line": "l", "curve": "c", "close": "h"}
        drawn = [
            " ".join([*(f"{one:.3f}" for point in step.points for one in at(*point)),
                      signs[step.kind]])
            for step in shape.steps
        ]  # fmt: skip
        words = ("\ufeff" + shape.words).encode("utf-16-be").hex().upper()
        self._raw._code.append(
            f"/Span <</ActualText <{words}>>> BDC\n" + "\n".join(drawn) + "\nf\nEMC"
        )

    @contextmanager
    def ink(
        self, *, grey: float | None = None, red: bool = False, dashed: bool = False
    ) -> Iterator[None]:
        """Draw in another colour, or dashed, inside the ``with``."""
        self._canvas.saveState()
        if grey is not None:
            self._canvas.setStrokeGray(grey)
            self._canvas.setFillGray(grey)
        if red:
            self._canvas.setStrokeColorRGB(*RED)
            self._canvas.setFillColorRGB(*RED)
        if dashed:
            self._canvas.setDash(1.5, 1.5)
        yield
        self._canvas.restoreState()

    def _mark(self, kind: str, field: str, covers: Box, place: Box) -> None:
        if self._watch is not None:
            self._watch(Mark(self.page, kind, field, covers, place, self.area))

    def _y(self, top: float) -> float:
        return (self.height - top) * mm

    def _draw(
        self, line: Line, left: float, baseline: float, size: float, face: Face, spread: float
    ) -> None:
        shown = [f"BT 1 0 0 1 {left:.2f} {baseline:.2f} Tm"]
        for text, gap in _spaced(line, spread):
            if spread:
                shown.append(f"{gap:.3f} Tc")
            shown.append(self._shown(text, size, face))
        shown.append("0 Tc ET" if spread else "ET")
        self._raw._code.append(" ".join(shown))

    def _shown(self, text: str, size: float, face: Face) -> str:
        """Return the operators that show ``text``, each character in a font that has it."""
        key = (text, size, face)
        known = self._texts.get(key)
        if known is None:
            known = self._texts[key] = self._encoded(text, size, face)
        return known

    def _encoded(self, text: str, size: float, face: Face) -> str:
        document: Any = self._raw._doc
        parts: list[str] = []
        for name, run in faces.runs(text, face):
            font = faces.font(name)
            for subset, glyphs in font.splitString(run, document):
                inside = font.getSubsetInternalName(subset, document)
                parts.append(f"{inside} {size:g} Tf ({self._raw._escape(glyphs)}) Tj")
        return " ".join(parts)


def _shift(align: Align, free: float) -> float:
    if align is Align.LEFT:
        return 0.0
    return free / 2 if align is Align.CENTRE else free


def _spread(line: Line, room: float, size: float) -> float:
    """Return the gap to add between the pieces so that the line fills the room.

    A line with a place to write in is left as it is: what is spread there looks torn.
    """
    if not line.justified or len(line.atoms) < 2 or TO_WRITE_ON in line.text:
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
