"""A sheet of official paper: the few things every form is made of.

Places are millimetres from the top left corner of the page, sizes of letters points.
"""

import re
from datetime import date
from functools import lru_cache

import segno
from reportlab.lib.pagesizes import A3, A4, A5, landscape
from reportlab.lib.units import mm

from printing import faces
from printing.faces import Face
from printing.fitting import Align, Box, Overflow, Style
from printing.lines import Line
from printing.marks import Watch
from printing.sheet import THICK, THIN, Sheet

__all__ = [
    "A3_LANDSCAPE", "A4_LANDSCAPE", "A4_PORTRAIT", "A5_LANDSCAPE", "FINGERPRINT", "PADDING",
    "PHOTO", "SEAL", "THICK", "THIN", "Align", "Box", "Overflow", "Paper", "Style",
    "chinese_date",
]  # fmt: skip

A3_LANDSCAPE: tuple[float, float] = landscape(A3)
A4_PORTRAIT: tuple[float, float] = A4
A4_LANDSCAPE: tuple[float, float] = landscape(A4)
A5_LANDSCAPE: tuple[float, float] = landscape(A5)

SEAL = 42.0  # diameter of the seal of an office
FINGERPRINT = (20.0, 24.0)
PHOTO = (25.0, 35.0)  # 1 寸
GREY, FAINT = 0.55, 0.9
PADDING = 1.2
FOOT = 13.0  # the page number above the edge of the page


class Paper(Sheet):
    """A document with the places that official paper has; `pdf` ends it.

    ``training`` marks every page 练习, a reason in ``voided`` marks it 作废.
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
        watch: Watch | None = None,
    ) -> None:
        super().__init__(title, subject=subject, author=author, size=size, watch=watch)
        self._training, self._voided = training, voided
        self._stamp()

    def next_page(self) -> None:
        """End this page and begin another."""
        super().next_page()
        self._stamp()

    def next_document(self, *, training: bool, voided: str, front: bool) -> None:
        """Begin another paper in this file, marked for itself; ``front`` leaves no back to it."""
        if front and self.page % 2:
            super().next_page()  # the back stays white
        self._training, self._voided = training, voided
        self.next_page()

    def page_number(self, page: int, pages: int) -> None:
        """Write 第 i 页 共 n 页 at the foot."""
        box = Box(0, self.height - FOOT, self.width, 6).inside(20, 0)
        self.text("页码", f"第 {page} 页　共 {pages} 页", box, Style(size=9))

    def cell(self, field: str, text: str, box: Box, style: Style | None = None) -> None:
        """Draw a framed box with ``text`` in it."""
        self.frame(box)
        self.text(field, text, box.inside(PADDING, 0.6), style)

    def tick_box(self, left: float, top: float, *, ticked: bool, side: float = 3.4) -> None:
        """Draw a tick box as lines: in these fonts a missing ☑ looks like a ticked one."""
        box = Box(left, top, side, side)
        self.frame(box, 0.8)
        if ticked:
            points = [(0.18, 0.52), (0.42, 0.78), (0.84, 0.22)]
            tick = [(left + side * across, top + side * down) for across, down in points]
            self.path(tick, box, 1.2)

    def seal(
        self, centre: float, middle: float, label: str = "（盖章）", diameter: float = SEAL
    ) -> None:
        """Draw the place of a seal."""
        with self.ink(grey=GREY, dashed=True):
            self._canvas.setLineWidth(THIN)
            self.circle(centre, middle, diameter / 2)
        self._grey_text(label, Box(centre - diameter / 2, middle - 3, diameter, 6))

    def fingerprint(self, left: float, top: float, label: str = "（手印）") -> None:
        """Draw the place of a fingerprint."""
        self._dashed_place(Box(left, top, *FINGERPRINT), label)

    def photo(self, left: float, top: float, label: str = "照片\n（1寸）") -> None:
        """Draw the place of a photograph."""
        self._dashed_place(Box(left, top, *PHOTO), label)

    def signature(self, label: str, left: float, top: float, width: float) -> None:
        """Write ``label`` and draw the line to sign on after it."""
        style = Style(size=10.5, align=Align.LEFT)
        taken = faces.width(label, style.face, style.size) / mm
        self.text(label, label, Box(left, top, taken + 1, 6), style)
        self.line(left + taken + 0.5, top + 5.6, left + width)

    def qr(self, text: str, box: Box) -> None:
        """Draw a QR code that holds ``text``, as one shape, in the square ``box``."""
        rows = _modules(text)
        side = box.width / len(rows)
        dark = [
            Box(box.left + first * side, box.top + number * side, length * side, side)
            for number, row in enumerate(rows)
            for first, length in _dark_spans(row)
        ]
        self.fill(dark, box)

    def _dashed_place(self, box: Box, label: str) -> None:
        with self.ink(grey=GREY, dashed=True):
            self.frame(box, THIN)
        self._grey_text(label, box)

    def _grey_text(self, label: str, box: Box) -> None:
        with self.ink(grey=GREY):
            self.text(label, label, box, Style(size=9))

    def _stamp(self) -> None:
        """Write what this paper is not, below everything else on the page."""
        if self._training:
            self._watermark("练习", 0.66 if self._voided else 0.5)
        if self._voided:
            self._watermark("作废", 0.33 if self._training else 0.5)
            box = Box(28, 8, self.width - 56, 8)
            self.text("作废原因", f"已作废：{self._voided}", box, Style(face=Face.SANS_BOLD))

    def _watermark(self, word: str, height: float) -> None:
        size = 170.0
        with self.ink(grey=FAINT):
            self._canvas.translate(self.width * mm / 2, self.height * mm * height)
            self._canvas.rotate(45)
            shift = -faces.width(word, Face.SERIF_BOLD, size) / 2
            line = Line(tuple(word), 0, justified=False)
            self._draw(line, shift, -size * 0.38, size, Face.SERIF_BOLD, 0)


def chinese_date(day: date) -> str:
    """Return a day as official paper writes it: 2025年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=1_000)
def _modules(text: str) -> tuple[bytes, ...]:
    """Return the rows of a QR code; kept, since each copy of a paper bears the same."""
    # Digits are packed apart from the mark before them: a third denser. A fixed mask saves the
    # trying of eight and keeps the picture the same.
    parts = [part for part in re.split(r"(\d{20,})", text) if part]
    code = segno.make(
        parts,  # type: ignore[arg-type] # its hints do not name lists, its encoder takes them
        error="m",
        micro=False,
        encoding="utf-8",
        mask=2,
    )
    return tuple(bytes(row) for row in code.matrix)


def _dark_spans(row: bytes) -> list[tuple[int, int]]:
    """Return (first, length) of every unbroken dark stretch of a row of a QR code."""
    spans: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and spans and sum(spans[-1]) == place:
            spans[-1] = (spans[-1][0], spans[-1][1] + 1)
        elif dark:
            spans.append((place, 1))
    return spans
