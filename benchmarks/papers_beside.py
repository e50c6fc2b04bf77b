"""The same roster by other makers of PDF, each in a process of its own, where it is installed.

They are not part of the program; who wants them beside ours installs them for the run. A text
of a made-up cell is the same for all, as are paper, columns, font and the repeated head.
"""

import html
import importlib
import importlib.util
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Amount, peak

ROWS = 1000
HEADS = ("序号", "姓名", "身份证号码", "岗位", "出勤天数", "账号", "开户行", "应发", "实发")
WIDTHS = (12, 26, 44, 32, 20, 46, 50, 22, 22)  # millimetres
MADE, NOTHING = "roster.pdf", "nothing"
FONT = Path("printing/fonts/NotoSerifSC-Regular.ttf")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A maker of PDF that is not on this machine, or that made none."""

    name: str
    there: bool = False

    def line(self) -> str:
        """Return the sentence that stands in place of a figure."""
        if self.there:
            return f"{self.name} 没有做出 PDF（装全了吗），{ROWS:,} 行花名册没有和它比。"
        return f"这台电脑没有装 {self.name}，{ROWS:,} 行花名册没有和它比。"


def beside() -> Iterator[Amount | Skipped]:
    """Measure a roster of a thousand rows, by ours and by each of the others."""
    for name, (there, _) in MAKERS.items():
        if not there():
            yield Skipped(name)
            continue
        command = [sys.executable, "-m", "benchmarks.papers_beside", name]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
        if told[-1] == NOTHING:
            yield Skipped(name, there=True)
            continue
        busy, memory = map(float, told[-2:])
        yield Amount(f"{ROWS:,} 行花名册，{name}，处理器时间", busy, 0, "s")
        yield Amount(f"{ROWS:,} 行花名册，{name}，内存", memory, 0, "MB")


def _ours(place: Path) -> None:
    from benchmarks.papers import draw_roster

    (place / MADE).write_bytes(draw_roster(ROWS))


def _rows() -> Iterator[tuple[str, ...]]:
    from benchmarks.papers import roster_people

    for number, one in enumerate(roster_people(ROWS), start=1):
        fields = ("name", "citizen_id", "post", "days", "account", "bank", "due", "paid")
        yield (str(number), *(one[field] for field in fields))


def _fpdf2(place: Path) -> None:
    fpdf = importlib.import_module("fpdf")

    pdf = fpdf.FPDF("landscape", "mm", "A4")
    pdf.add_font("serif", "", str(FONT))
    pdf.set_font("serif", size=9)
    pdf.add_page()
    plain = fpdf.FontFace(emphasis="")
    with pdf.table(col_widths=WIDTHS, headings_style=plain, line_height=8) as table:
        table.row(HEADS)
        for cells in _rows():
            table.row(cells)
    pdf.output(str(place / MADE))


def _page() -> str:
    head = "".join(f"<th>{one}</th>" for one in HEADS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
        for cells in _rows()
    )
    style = (
        f"@font-face{{font-family:serif-sc;src:url('{FONT.absolute().as_uri()}')}}"
        "@page{size:A4 landscape;margin:10mm}body{font:9pt serif-sc,serif}"
        "table{border-collapse:collapse;width:100%}td,th{border:.5pt solid;height:8mm}"
    )
    return (
        f"<html><meta charset='utf-8'><style>{style}</style>"
        f"<table><thead><tr>{head}</tr></thead>{rows}</table></html>"
    )


def _weasyprint(place: Path) -> None:
    weasyprint = importlib.import_module("weasyprint")
    page = weasyprint.HTML(string=_page(), base_url=str(place))
    page.write_pdf(str(place / MADE))


def _libreoffice(place: Path) -> None:
    (place / "roster.html").write_text(_page(), encoding="utf-8")
    command = [_office() or "", f"-env:UserInstallation={(place / 'home').as_uri()}", "--headless",
               "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", str(place),
               str(place / "roster.html")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=600)


def _office() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


MAKERS: dict[str, tuple[Callable[[], bool], Callable[[Path], None]]] = {
    "本程序": (lambda: True, _ours),
    "fpdf2": (_module("fpdf"), _fpdf2),
    "WeasyPrint": (_module("weasyprint"), _weasyprint),
    "LibreOffice": (lambda: _office() is not None, _libreoffice),
}


def _child(name: str) -> None:
    with tempfile.TemporaryDirectory(prefix="nutag-bench-") as place:
        MAKERS[name][1](Path(place))
        made = (Path(place) / MADE).exists()  # LibreOffice without its Writer says no word
    used = os.times()
    busy = used.user + used.system + used.children_user + used.children_system
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    memory = max(peak(), children) / (1 << 20)
    print(busy, memory if made else NOTHING)


if __name__ == "__main__":
    _child(sys.argv[1])
