"""Words in the traditional Mongolian script, drawn as the shapes that its letters join to.

ReportLab knows no joining, so HarfBuzz shapes the words and their outlines are filled. For
readers and searches the words themselves stand behind the shapes (ActualText of ISO 32000-1,
14.9.4). An office enters the wording; nothing is translated here.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from printing.faces import FONT_FOLDER, MissingGlyph

if TYPE_CHECKING:
    import uharfbuzz

FONT = "NotoSansMongolian-Regular"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an outline: move, line, curve or close, with its points in ems, y upwards."""

    kind: str
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A line of words as one outline; ``advance`` ems long, from ``low`` to ``high`` across it."""

    words: str
    steps: tuple[Step, ...]
    advance: float
    low: float
    high: float


@cache
def shape(words: str, field: str = "") -> Shape:
    """Return a line of words as its joined letters lie from left to right.

    Raise `MissingGlyph` with ``field`` for a character that the font does not have.
    """
    import uharfbuzz

    font = _font()
    buffer = uharfbuzz.Buffer()
    buffer.add_str(words)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    em, steps, along = font.face.upem, list[Step](), 0.0
    for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if glyph.codepoint == 0:
            raise MissingGlyph(words[glyph.cluster], field)
        drawn = _drawn(font, glyph.codepoint)
        steps += [_moved(one, along + place.x_offset, place.y_offset, em) for one in drawn]
        along += place.x_advance
    across = [y for one in steps for _, y in one.points] or [0.0]
    return Shape(words, tuple(steps), along / em, min(across), max(across))


@cache
def _font() -> "uharfbuzz.Font":
    import uharfbuzz

    blob = uharfbuzz.Blob.from_file_path(str(FONT_FOLDER / f"{FONT}.ttf"))
    return uharfbuzz.Font(uharfbuzz.Face(blob))


def _drawn(font: "uharfbuzz.Font", glyph: int) -> list[Step]:
    """Return the outline of a glyph in units of the font; curves are cubic."""
    import uharfbuzz

    found: list[Step] = []

    def move(x: float, y: float, _data: Any) -> None:
        found.append(Step("move", ((x, y),)))

    def line(x: float, y: float, _data: Any) -> None:
        found.append(Step("line", ((x, y),)))

    def cubic(*at: Any) -> None:
        x1, y1, x2, y2, x, y = at[:6]
        found.append(Step("curve", ((x1, y1), (x2, y2), (x, y))))

    def quadratic(*at: Any) -> None:
        x1, y1, x, y = at[:4]
        x0, y0 = found[-1].points[-1]
        first = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
        second = (x + 2 / 3 * (x1 - x), y + 2 / 3 * (y1 - y))
        found.append(Step("curve", (first, second, (x, y))))

    def close(_data: Any) -> None:
        found.append(Step("close"))

    pen = uharfbuzz.DrawFuncs()
    pen.set_move_to_func(move)
    pen.set_line_to_func(line)
    pen.set_cubic_to_func(cubic)
    pen.set_quadratic_to_func(quadratic)
    pen.set_close_path_func(close)
    font.draw_glyph(glyph, pen, None)
    return found


def _moved(step: Step, across: float, up: float, em: float) -> Step:
    return Step(step.kind, tuple(((x + across) / em, (y + up) / em) for x, y in step.points))
