"""Codes on paper: on every form, wide enough for a telephone, and read off bad pictures too."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from struct import pack
from zlib import compress, crc32

import pikepdf
import pypdfium2
import pytest
import segno
from PIL import Image, ImageFilter

from desktop_app.domain.errors import Cancelled, Refused, Unavailable
from desktop_app.domain.paper_code import code_text, read_code
from desktop_app.domain.progress import Progress
from desktop_app.use_cases import verifying_files
from desktop_app.use_cases.papers import print_form, reprint, void_paper
from desktop_app.use_cases.verifying import Verdict, verify_file
from desktop_app.use_cases.verifying_files import codes_of_file
from printing import code_reading
from printing.fitting import Box
from printing.form import draw
from printing.forms import FORMS, built_in_layout
from printing.marks import Mark
from printing.paper import _modules
from tests.printing.form_people import FULL
from tests.seals.worlds import FORM, Office, issued
from tests.sessions import keep_person

CODE = "NUTAG2:" + "31415926535897932384626433" * 19
"""As long as the longest code of a paper is: what a form must have room for."""

SMALLEST_MODULE = 0.4  # millimetres
every_form = pytest.mark.parametrize("form", FORMS)


def test_the_longest_code_of_a_paper_is_as_long_as_the_one_tried_here(office: Office) -> None:
    _, _, code = issued(office.one)
    facts = read_code(code).facts
    assert facts.voucher
    longest = code_text(replace(facts, about="𬱖" * 4 + "等"), bytes(64))
    assert len(code) < len(longest) == len(CODE)
    with pytest.raises(ValueError, match="no room"):
        code_text(replace(facts, about="𬱖" * 4 + "等人"), bytes(64))
    assert len(_modules(CODE)) == 57, "version 10"


def page_of(pdf: bytes, dpi: int = 200) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page: Image.Image = document[0].render(scale=dpi / 72).to_pil()
        return page.convert("RGB")
    finally:
        document.close()


@every_form
def test_the_code_of_every_form_has_modules_that_a_phone_can_read(form: str) -> None:
    marks: list[Mark] = []
    draw(built_in_layout(form), replace(FULL[form], code=CODE), copy="第一联", watch=marks.append)
    squares = [mark for mark in marks if mark.kind == "code" and is_square(mark)]
    code = squares[0]
    assert {mark.place for mark in squares} == {code.place}
    modules = len(_modules(CODE))
    assert code.page == 1 or form == "placement_certificate"
    assert code.place.width / modules >= SMALLEST_MODULE
    for other in marks:
        if other.page == code.page and other.kind in ("text", "line"):
            assert apart(code.place, other.covers), other.words
    texts = [mark for mark in marks if mark.kind == "text" and mark.page == code.page]
    for words in [mark for mark in texts if "可核验真伪" in mark.words]:
        for other in texts:
            assert other is words or apart(words.covers, other.covers, quiet=0), other.words


def is_square(mark: Mark) -> bool:
    """Tell the modules of a code from bars, which are filled as well."""
    return abs(mark.place.width - mark.place.height) < 0.01


def apart(one: Box, other: Box, quiet: float = 1.6) -> bool:
    """Say whether two boxes leave so much between them; a code needs four white modules."""
    return (
        other.right <= one.left - quiet
        or other.left >= one.right + quiet
        or other.bottom <= one.top - quiet
        or other.top >= one.bottom + quiet
    )


@pytest.mark.skipif(
    shutil.which("zbarimg") is None and not os.environ.get("CI"), reason="needs zbarimg"
)
@every_form
def test_another_reader_reads_the_code_of_every_form(tmp_path: Path, form: str) -> None:
    picture = tmp_path / "form.png"
    page_of(draw(built_in_layout(form), replace(FULL[form], code=CODE))).save(picture)
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(picture)], capture_output=True, check=True, text=True
    ).stdout
    assert read.strip() == CODE


@every_form
def test_the_code_of_every_form_is_read_off_a_bad_photograph(form: str) -> None:
    page = page_of(draw(built_in_layout(form), replace(FULL[form], code=CODE)), 220)
    turned = page.rotate(7.5, expand=True, fillcolor=(180, 180, 170))
    blurred = turned.filter(ImageFilter.GaussianBlur(1.2)).point(lambda one: 40 + one * 160 // 255)
    out = BytesIO()
    blurred.save(out, "JPEG", quality=60)
    assert code_reading.codes_of(Image.open(out)) == [CODE]


def test_a_paper_is_verified_from_its_pdf_and_from_a_photograph(
    tmp_path: Path, office: Office
) -> None:
    paper, pdf, _ = issued(office.one)
    whole, photo = tmp_path / "证明.pdf", tmp_path / "照片.jpg"
    whole.write_bytes(pdf)
    page = page_of(pdf, 180)
    page.rotate(92, expand=True).save(photo, quality=60)
    for path in (whole, photo):
        (found,) = verify_file(office.two, path)
        assert (found.verdict, found.number) == (Verdict.GENUINE, paper.number)


def test_each_paper_of_a_batch_is_told_once_however_many_copies(
    tmp_path: Path, office: Office
) -> None:
    people = [keep_person(office.one, number).id for number in (1, 3, 5)]
    printed = print_form(office.one, FORM, people, copies=3)
    path = tmp_path / "batch.pdf"
    path.write_bytes(printed.pdf)
    found = verify_file(office.two, path)
    assert [one.number for one in found] == [one.number for one in printed.papers]


def test_the_print_of_a_void_paper_says_void_anywhere(tmp_path: Path, office: Office) -> None:
    paper, _, _ = issued(office.one)
    void_paper(office.one, paper.id, "姓名写错")
    path = tmp_path / "void.pdf"
    path.write_bytes(reprint(office.one, paper.id))
    (found,) = verify_file(office.two, path)
    assert found.verdict is Verdict.VOID


def test_a_picture_without_a_code_or_with_a_stranger_s_is_refused(
    tmp_path: Path, office: Office
) -> None:
    path = tmp_path / "one.png"
    Image.new("L", (800, 600), 255).save(path)
    with pytest.raises(Refused, match="没有找到二维码"):
        verify_file(office.one, path)
    segno.make("https://example.com/pay").save(str(path), scale=8)
    with pytest.raises(Refused, match="不是本程序开具"):
        verify_file(office.one, path)


def _png(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))

    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", compress(rows))
        + chunk(b"IEND", b"")
    )  # fmt: skip


def _picture(kind: str) -> bytes:
    out = BytesIO()
    Image.effect_noise((400, 300), 80).convert("L").save(out, kind)
    return out.getvalue()


def _pdf(pages: int, size: float = 200, password: str = "") -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(size, size))
        locked = pikepdf.Encryption(owner=password, user=password) if password else False
        made.save(out, encryption=locked)
    return out.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "noise": lambda: bytes(range(256)) * 400,
    "text": lambda: "不是图片".encode(),
    "svg": lambda: (
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/hosts"/></svg>'
    ),
    "vast png": lambda: _png(60_000, 60_000, bytes(1_000_000)),
    "png bomb": lambda: _png(30_000, 30_000, bytes(30_001) * 3_000),
    "cut png": lambda: _picture("PNG")[:-700],
    "cut jpeg": lambda: _picture("JPEG")[:900],
    "cut tiff": lambda: _picture("TIFF")[:5_000],
    "cut gif": lambda: _picture("GIF")[:600],
    "jpeg head": lambda: b"\xff\xd8\xff\xe0" + b"\xff" * 5_000,
    "pdf head": lambda: b"%PDF-1.7\n" + bytes(5_000),
    "pdf loop": lambda: _pdf(1).replace(b"/Count 1", b"/Count 9"),
    "cut pdf": lambda: _pdf(20)[:400],
    "locked pdf": lambda: _pdf(1, password="三只灰鹤"),
    "long pdf": lambda: _pdf(601),
    "vast page": lambda: _pdf(1, 14_400),
    "zip": lambda: b"PK\x03\x04" + bytes(3_000),
}


HARMLESS = ("vast page",)
"""Files that can be drawn after all, and hold no code."""


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in HARMLESS])
def test_hostile_files_get_a_sentence_each(tmp_path: Path, name: str) -> None:
    path = tmp_path / "文书"
    path.write_bytes(HOSTILE[name]())
    with pytest.raises(Refused, match=r"没有核验。$") as refused:
        codes_of_file(path, Progress())
    assert refused.value.advice.endswith("。")


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_is_read_out_of_what_holds_no_code(tmp_path: Path, name: str) -> None:
    path = tmp_path / "文书"
    path.write_bytes(HOSTILE[name]())
    assert codes_of_file(path, Progress()) == []


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(code_reading.LARGEST_FILE + 1)
    with pytest.raises(Refused, match="超过 60 MB"):
        codes_of_file(path, Progress())


def test_what_is_not_there_is_unavailable(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pdf", tmp_path):
        with pytest.raises(Unavailable, match="没有这个文件"):
            codes_of_file(path, Progress())


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.kill(os.getpid(), 11)",
        "print('no json')",
        "import json; print(json.dumps({'codes': 3}))",
        "import json; print(json.dumps([1]))",
        "raise SystemExit(3)",
    ],
)
def test_a_reading_process_that_breaks_is_told_as_a_sentence(tmp_path: Path, program: str) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-")
    with pytest.raises(Refused, match="读不了"):
        codes_of_file(path, Progress(), command=[sys.executable, "-c", program])


def test_a_reading_process_that_hangs_is_ended_and_so_is_a_cancelled_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-")
    hanging = [sys.executable, "-c", "import time; time.sleep(60)"]
    began = time.monotonic()
    with pytest.raises(Refused, match="时间太长"):
        codes_of_file(path, Progress(), command=hanging, seconds=0.3)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        codes_of_file(path, progress, command=hanging)
    assert time.monotonic() - began < 30


def test_the_reading_process_is_told_no_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-")
    monkeypatch.setenv("NUTAG_PASSPHRASE", "三只灰鹤绕过石磨盘")
    program = (
        "import json, os; print(json.dumps({'codes': [k for k in os.environ if 'NUTAG' in k]}))"
    )
    assert codes_of_file(path, Progress(), command=[sys.executable, "-c", program]) == []


def test_memory_is_bounded_in_the_reading_process(tmp_path: Path) -> None:
    program = (
        "import json, resource; from printing.code_reading import _set_limits, main;"
        "_set_limits(); soft = resource.getrlimit(resource.RLIMIT_AS)[0];"
        "print(json.dumps({'codes': [str(soft)]}))"
    )
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-")
    (limit,) = codes_of_file(path, Progress(), command=[sys.executable, "-c", program])
    assert int(limit) <= code_reading.MEMORY


def test_a_frozen_program_starts_itself_to_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verifying_files._command() == [sys.executable, "-P", "-m", "printing.code_reading"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert verifying_files._command() == [sys.executable, "read-code"]


def test_the_reading_process_writes_one_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_reading, "_set_limits", lambda: None)
    path = tmp_path / "code.png"
    segno.make(CODE).save(str(path), scale=6)
    assert code_reading.main([str(path)]) == 0
    assert json.loads(capsys.readouterr().out) == {"codes": [CODE]}
