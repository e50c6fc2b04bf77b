"""Drawing paper, against bare ReportLab that draws the same marks at the same places."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

from benchmarks.measure import Amount, Figure, busy, peak, timed_in_turns
from desktop_app.domain.paper_code import MARK

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from printing.form_data import FormData
    from printing.layout import Layout
    from printing.marks import Mark
    from printing.placement_certificate import PlacementCertificate

CERTIFICATES, ROSTER_ROWS = 1000, 5000
FLOOR_SAMPLE = 50  # certificates whose marks are told; the others have the same number of them
TURNS, RUNS = 10, 3
LARGEST_MB = 250
CODE_DIGITS = 494
"""Signs of a sealed code, each of the same mode of QR as those of a true one."""


def papers() -> list[Figure | Amount]:
    """Measure a thousand certificates, a large roster and the first page of a preview."""
    return [
        _certificates(),
        _roster(),
        _first_preview(),
        Amount("1,000 份证明和 5,000 行花名册时的内存", _memory(), LARGEST_MB, "MB"),
    ]


def draw_certificates(count: int) -> None:
    """Draw so many certificates, each a document of its own, as they are issued."""
    from printing.placement_certificate import placement_certificate

    for number in range(count):
        placement_certificate(_certificate(number))


def draw_roster(rows: int) -> bytes:
    """Draw one roster of so many rows."""
    from printing.form import draw

    return draw(_roster_layout(), _roster_data(rows))


def _certificates() -> Figure:
    from printing.paper import A4_PORTRAIT
    from printing.placement_certificate import placement_certificate

    floors = []
    for number in range(FLOOR_SAMPLE):
        data = _certificate(number)
        marks: list[Mark] = []
        placement_certificate(data, watch=marks.append)
        floors.append((_Floor(A4_PORTRAIT, marks), data.code))

    def floor() -> None:
        for number in range(CERTIFICATES // TURNS):
            drawn, code = floors[number % FLOOR_SAMPLE]
            drawn.draw(code)

    ours, bare = _in_turns(lambda: draw_certificates(CERTIFICATES // TURNS), floor, TURNS)
    ours, bare = ours * TURNS, bare * TURNS
    return Figure("1,000 份安置证明，对只用 ReportLab 画同样的内容", ours, bare, 1.3)


def _roster() -> Figure:
    from printing.form import SIZES, draw

    layout, data = _roster_layout(), _roster_data(ROSTER_ROWS)
    marks: list[Mark] = []
    draw(layout, data, watch=marks.append)
    floor = _Floor(SIZES[layout.page], marks)
    ours, bare = _in_turns(lambda: draw(layout, data), lambda: floor.draw(""), RUNS)
    return Figure("5,000 行花名册，对只用 ReportLab 画同样的内容", ours, bare, 1.3)


def _in_turns(
    ours: Callable[[], object], floor: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Return the middles in seconds of the processor, of which both use one core."""
    return timed_in_turns(lambda: busy(ours), lambda: busy(floor), runs)


def _first_preview() -> Figure:
    """Measure the first form of a fresh program: libraries, fonts, the page and its picture."""
    script = (
        "import time;begin=time.process_time();from benchmarks.papers import preview;"
        "preview();print(time.process_time()-begin)"
    )
    command = [sys.executable, "-c", script]
    told = [subprocess.run(command, check=True, capture_output=True).stdout for _ in range(RUNS)]
    return Figure(
        "打开程序后第一次预览，处理器时间", sorted(map(float, told))[RUNS // 2], 0, 500, "ms"
    )


def preview() -> None:
    """Draw one certificate and its page as a picture."""
    from printing.placement_certificate import placement_certificate
    from printing.preview import render

    render(placement_certificate(_certificate(1)), 0, 96 / 72)


def _memory() -> float:
    command = [sys.executable, "-m", "benchmarks.papers"]
    return float(subprocess.run(command, check=True, capture_output=True).stdout)


class _Floor:
    """The marks of a document, drawn with nothing but a canvas of ReportLab."""

    def __init__(self, size: tuple[float, float], marks: "Iterable[Mark]") -> None:
        self._size = size
        self._pages = [
            [_operation(kind, list(same), size[1])
             for kind, same in groupby(page, key=lambda mark: mark.kind)]
            for _, page in groupby(marks, key=lambda mark: mark.page)
        ]  # fmt: skip

    def draw(self, code: str) -> bytes:
        """Draw all pages; a code is computed again, as every document has its own."""
        from reportlab.pdfgen.canvas import Canvas

        if code:
            import segno

            parts = [code[: len(MARK)], code[len(MARK) :]]
            segno.make(parts, error="m", micro=False, mask=2)  # type: ignore[arg-type] # as in paper.py
        out = BytesIO()
        canvas = Canvas(out, pagesize=self._size, invariant=1,
                        initialFontName="NotoSerifSC-Regular")  # type: ignore[arg-type] # the stubs say a number # fmt: skip
        for page in self._pages:
            for operation in page:
                operation(canvas)
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _operation(kind: str, marks: "Sequence[Mark]", height: float) -> "Callable[[Canvas], None]":
    kinds: dict[str, type[_Lines | _Filled]] = {"line": _Lines, "code": _Filled, "stroke": _Lines}
    if kind == "text":
        return _Texts([text for mark in marks for text in _texts(mark, height)])
    boxes = [_box(mark, height) for mark in marks]
    return kinds[kind](boxes) if kind in kinds else _Frames(boxes)


def _texts(mark: "Mark", height: float) -> "Iterable[_Text]":
    from reportlab.lib.units import mm

    from printing import faces
    from printing.sheet import BASELINE

    assert mark.face is not None
    left = mark.covers.left * mm
    level = height - mark.covers.top * mm - BASELINE * mark.size
    for font, text in faces.runs(mark.words, mark.face):
        yield _Text(font, mark.size, left, level, text, mark.spread)
        left += faces.ems(text, mark.face) * mark.size


def _box(mark: "Mark", height: float) -> tuple[float, float, float, float]:
    from reportlab.lib.units import mm

    box = mark.covers
    return box.left * mm, height - box.top * mm, box.right * mm, height - box.bottom * mm


@dataclass(frozen=True, slots=True)
class _Text:
    font: str
    size: float
    left: float
    level: float
    text: str
    spread: float


@dataclass(frozen=True, slots=True)
class _Texts:
    texts: Sequence[_Text]

    def __call__(self, canvas: "Canvas") -> None:
        for one in self.texts:
            canvas.setFont(one.font, one.size)
            canvas.drawString(one.left, one.level, one.text, charSpace=one.spread)


@dataclass(frozen=True, slots=True)
class _Lines:
    lines: Sequence[tuple[float, float, float, float]]

    def __call__(self, canvas: "Canvas") -> None:
        canvas.setLineWidth(0.5)
        canvas.lines(list(self.lines))


@dataclass(frozen=True, slots=True)
class _Frames:
    boxes: Sequence[tuple[float, float, float, float]]

    def __call__(self, canvas: "Canvas") -> None:
        for left, top, right, bottom in self.boxes:
            canvas.setLineWidth(0.5)
            canvas.rect(left, bottom, right - left, top - bottom)


@dataclass(frozen=True, slots=True)
class _Filled:
    boxes: Sequence[tuple[float, float, float, float]]

    def __call__(self, canvas: "Canvas") -> None:
        path = canvas.beginPath()
        for left, top, right, bottom in self.boxes:
            path.rect(left, bottom, right - left, top - bottom)
        canvas.drawPath(path, stroke=0, fill=1)


def _certificate(number: int) -> "PlacementCertificate":
    from printing.placement_certificate import PlacementCertificate

    first = PlacementCertificate(
        number="示公岗〔2026〕00000",
        person_name="乌兰其其格",
        sex="女",
        citizen_id_shown="150223********0024",
        birth_on=date(1982, 12, 1),
        village="示范嘎查",
        household_address="内蒙古自治区包头市达尔罕茂明安联合旗示范镇示范嘎查三组12号",
        post_title="草原管护员",
        post_kind="乡村公益性岗位",
        post_place="示范嘎查",
        department="达尔罕茂明安联合旗林业和草原局",
        fund="就业补助资金",
        standard="600 元/月",
        agreement_from=date(2026, 3, 1),
        agreement_to=date(2027, 2, 28),
        started_on=date(2026, 3, 1),
        issued_by="达尔罕茂明安联合旗示范镇示范嘎查",
        issued_on=date(2026, 3, 3),
        officer="那仁满都拉",
        rules="示范 2026.1",
    )
    name = "巴特" + chr(0x4E00 + number * 7 % 5000)
    code = f"{MARK}{pow(3, 1000 + number, 10**CODE_DIGITS):0{CODE_DIGITS}}"
    return replace(first, number=f"示公岗〔2026〕{number:05d}", person_name=name, code=code)


def _roster_layout() -> "Layout":
    from printing.forms import built_in_layout

    return built_in_layout("subsidy_roster")


def _roster_data(rows: int) -> "FormData":
    from printing.form_data import FormData

    values = {"month": "2026年3月", "unit": "示范镇"}
    return FormData(values=values, rows={"people": roster_people(rows)})


def roster_people(rows: int) -> list[dict[str, str]]:
    """Return the made-up rows of a roster."""
    return [
        {
            "name": "巴特" + chr(0x4E00 + number * 7 % 5000),
            "citizen_id": f"15022319{number:010d}",
            "post": ("草原管护员", "保洁员", "河湖巡查员")[number % 3],
            "days": str(20 + number % 10),
            "account": f"621700237100{number:07d}",
            "bank": "农村信用联社示范镇支社",
            "due": f"{600 + number % 9 * 50}.00",
            "paid": f"{580 + number % 9 * 50}.50",
        }
        for number in range(rows)
    ]


def _child() -> None:
    draw_certificates(CERTIFICATES)
    draw_roster(ROSTER_ROWS)
    print(peak() / (1 << 20))


if __name__ == "__main__":
    _child()
