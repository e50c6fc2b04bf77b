"""What comes out of the driver that offices know: Debian's CUPS-PDF, with its own backend and PPD.

It makes every page anew by Ghostscript, so that bytes and text tell nothing: the pictures are
compared, and the code is read off them.
"""

import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter

from desktop_app.domain.errors import Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.papers import code_of, print_form
from printing import cups
from printing.form import draw_all
from printing.form_data import FormData
from printing.forms import built_in_layout, sample_data
from printing.parts import Part
from printing.preview import page_count, render
from tests.cups import PrintServer
from tests.programs import find_program, needs
from tests.use_cases.placements import announced_post, placed
from ui.paper_out import Way, send_papers

DPI = 150
DARK, LIGHT = 100, 150
"""Ink is darker than the one; where there is none near, all is lighter than the other."""


def picture(pdf: bytes, page: int) -> Image.Image:
    """Return a page at 150 dpi in shades of grey."""
    width, height, pixels = render(pdf, page, DPI / 72)
    return Image.frombytes("RGBX", (width, height), pixels).convert("L")


def astray(one: Image.Image, other: Image.Image) -> float:
    """Return the share of the ink of a page that lies over 0.17 mm (a pixel) from the other's.

    The driver lays pages of 595.28 x 841.89 points on 595 x 842, so edges differ by less.
    """
    beside = other.crop((0, 0, *one.size)).filter(ImageFilter.MinFilter(3))
    near = beside.point(lambda shade: 255 if shade < LIGHT else 0)
    ink = one.point(lambda shade: 255 if shade < DARK else 0)
    return ImageChops.subtract(ink, near).histogram()[255] / ink.histogram()[255]


def alike(pdf: bytes, page: int, copy: bytes, of: int) -> bool:
    """Say whether two pages have the same ink in the same places, both ways."""
    one, other = picture(pdf, page), picture(copy, of)
    return (astray(one, other), astray(other, one)) == (0, 0)


def certificates(*numbers: str) -> bytes:
    layout = built_in_layout("placement_certificate")
    data = sample_data(layout)
    return draw_all(
        layout,
        [FormData(values=dict(data.values) | {"number": n}, rows=data.rows) for n in numbers],
    )


def all_pages(pdf: bytes) -> tuple[int, ...]:
    return tuple(range(page_count(pdf)))


@needs("zbarimg")
def test_a_certificate_comes_out_as_it_was_shown_and_its_code_is_read(
    driven_server: PrintServer, session: Session, tmp_path: Path
) -> None:
    holder = placed(session, announced_post(session, required_days=30), 1)
    printed = print_form(session, "placement_certificate", [holder.id])
    send_papers(printed.pdf, Way("driver", all_pages(printed.pdf)), "文书", Progress())
    [made] = driven_server.driven(1)
    came = made.read_bytes()
    assert b"Ghostscript" in came, "made anew by the driver"
    assert page_count(came) == page_count(printed.pdf)
    assert all(alike(printed.pdf, page, came, page) for page in all_pages(came))
    picture(came, 0).save(tmp_path / "page.png")
    reader = find_program("zbarimg")
    assert reader
    read = subprocess.run(
        [reader, "-q", "--raw", tmp_path / "page.png"],
        capture_output=True, check=True, text=True, timeout=60,
    )  # fmt: skip
    assert read.stdout.strip() == code_of(session, printed.papers[0])


def test_one_other_character_is_seen(driven_server: PrintServer) -> None:
    shown = certificates("示例1")
    send_papers(shown, Way("driver", (0,)), "文书", Progress())
    came = driven_server.driven(1)[0].read_bytes()
    assert alike(shown, 0, came, 0)
    assert not alike(certificates("示例7"), 0, came, 0), "the measure sees another digit"


def test_a_landscape_roster_comes_out_page_by_page(driven_server: PrintServer) -> None:
    layout = built_in_layout("labour_roster")
    data = sample_data(layout)
    rows = {name: [dict(row) for row in list(some) * 40][:60] for name, some in data.rows.items()}
    shown = draw_all(layout, [FormData(values=data.values, rows=rows)])
    assert page_count(shown) > 1
    way = Way("driver", all_pages(shown), sides=cups.LONG_EDGE)
    send_papers(shown, way, "文书", Progress())
    came = driven_server.driven(1)[0].read_bytes()
    assert page_count(came) == page_count(shown)
    assert all(alike(shown, page, came, page) for page in all_pages(shown))


def test_what_the_driver_chokes_on_is_told_and_not_waited_for(driven_server: PrintServer) -> None:
    def given(_part: Part) -> str:
        done = subprocess.run(
            ["lp", "-d", "driver", "-o", "document-format=application/pdf", "-"],
            input=b"%PDF-1.4 broken", capture_output=True, check=True, timeout=60,
        )  # fmt: skip
        return done.stdout.split()[3].decode()

    parts = [Part(0, (0,), 1)]
    with pytest.raises(Unavailable, match="没有打完"):
        cups.print_parts(parts, given, "driver", Progress())
    assert parts[0].state == "cut"
    assert driven_server.run("lpstat", "-o", "driver") == ""
