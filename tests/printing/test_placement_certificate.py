"""The certificate as a reader sees it: words, fonts, page size, code, and nothing clipped."""

import subprocess
import sys
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
import segno
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from desktop_app.domain.paper_code import MARK
from printing.faces import MissingGlyph
from printing.marks import Mark
from printing.paper import Overflow
from printing.placement_certificate import placement_certificate
from printing.preview import page_count, render
from tests.printing.made_up import certificate

MM = 72 / 25.4
LONG_NAME = "阿拉腾其其格·乌仁图雅·\U0002c456\U0002b7fc\u36c3\u4dae"
LONG_ADDRESS = (
    "内蒙古自治区包头市达尔罕茂明安联合旗巴音花镇巴音宝力格嘎查"
    "第三村民小组东营子自然村二百一十八号附三号院内东厢房"
)


def words(pdf: bytes) -> str:
    """Return the text that a reader copies out of the paper, without spaces."""
    return "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def fonts(pdf: bytes) -> list[DictionaryObject]:
    """Return the font descriptions of the page."""
    page = PdfReader(BytesIO(pdf)).pages[0]
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_every_fact_stands_on_the_paper() -> None:
    data = certificate()
    said = words(placement_certificate(data))
    for fact in (
        "公益性岗位安置证明",
        data.number,
        data.person_name,
        data.citizen_id_shown,
        "1982年12月1日",
        data.household_address,
        data.post_title,
        data.department,
        data.fund,
        "600元/月",
        "2025年3月1日至2026年2月28日",
        data.officer,
        data.rules,
    ):
        assert "".join(fact.split()) in said


def test_the_page_is_a4_and_there_is_one() -> None:
    reader = PdfReader(BytesIO(placement_certificate(certificate())))
    box = reader.pages[0].mediabox
    assert (round(box.width / MM), round(box.height / MM)) == (210, 297)
    assert len(reader.pages) == 1
    assert reader.metadata is not None
    assert reader.metadata.title == "公益性岗位安置证明 达茂公岗〔2025〕00014"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.year == 2000


def test_every_font_is_an_embedded_subset() -> None:
    found = fonts(placement_certificate(certificate(person_name=LONG_NAME)))
    assert len(found) >= 4
    for font in found:
        assert "+" in str(font["/BaseFont"])
        descriptor = font["/FontDescriptor"].get_object()
        assert len(descriptor["/FontFile2"].get_object().get_data()) > 0  # type: ignore[index]
        assert "/ToUnicode" in font


def test_the_same_data_gives_the_same_bytes_in_any_process() -> None:
    here = placement_certificate(certificate())
    placement_certificate(certificate(person_name=LONG_NAME))
    assert placement_certificate(certificate()) == here
    script = (
        "import hashlib;from tests.printing.made_up import certificate;"
        "from printing.placement_certificate import placement_certificate;"
        "print(hashlib.sha256(placement_certificate(certificate())).hexdigest())"
    )
    root = Path(__file__).parents[2]
    there = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    from hashlib import sha256

    assert there.stdout.strip() == sha256(here).hexdigest()


def test_long_and_rare_names_are_printed_whole() -> None:
    data = certificate(
        person_name=LONG_NAME,
        household_address=LONG_ADDRESS,
        post_title="草原防火隔离带巡护与围栏管护员",
        post_place="巴音宝力格嘎查北部边境草场防火隔离带东段至第七号围栏",
        fund="衔接推进乡村振兴补助资金",
        standard="12345.67 元/月",
    )
    said = words(placement_certificate(data))
    assert said.count(LONG_NAME) == 2
    assert LONG_ADDRESS in said


def test_old_private_characters_and_dots_are_brought_to_their_own() -> None:
    said = words(placement_certificate(certificate(person_name="\ue863其木格•巴雅尔")))
    assert "\u4dae其木格·巴雅尔" in said


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("household_address", "很长的地址" * 50, "家庭住址"),
        ("post_title", "很长的岗位名称" * 20, "岗位名称"),
        ("person_name", "很长的名字" * 30, "姓名"),
        ("officer", "那仁满都拉" * 12, "专员"),
        ("number", "安证字〔2026〕" * 20, "编号"),
        ("voided", "写错了" * 60, "作废原因"),
    ],
)
def test_what_does_not_fit_is_named_and_never_clipped(field: str, value: str, named: str) -> None:
    with pytest.raises(Overflow) as overflow:
        placement_certificate(certificate(**{field: value}))
    assert overflow.value.field == named


def test_a_character_without_a_glyph_is_never_left_out() -> None:
    with pytest.raises(MissingGlyph, match="U\\+E000"):
        placement_certificate(certificate(person_name="乌\ue000云"))


def test_what_is_not_known_leaves_no_hole_in_the_sentence() -> None:
    said = words(
        placement_certificate(certificate(department="", fund="", standard="", post_kind=""))
    )
    assert "从事草原管护员公益性岗位工作" in said
    for hole in ("（）", "由主管", "从中列支", "标准为。", "标准为，"):
        assert hole not in said


def test_practice_and_void_papers_are_marked() -> None:
    plain = words(placement_certificate(certificate()))
    assert "练习" not in plain
    assert "作废" not in plain
    marked = words(placement_certificate(certificate(training=True, voided="姓名写错")))
    assert "练习" in marked
    assert "作废" in marked
    assert "已作废：姓名写错" in marked


def test_the_code_on_the_page_holds_its_text() -> None:
    data = certificate()
    front, digits = data.code[: len(MARK)], data.code[len(MARK) :]
    code = segno.make([front, digits], error="m", micro=False, mask=2)  # type: ignore[arg-type] # as in paper.py
    expected = [list(row) for row in code.matrix]
    scale = 4.0
    marks: list[Mark] = []
    width, _height, pixels = render(placement_certificate(data, watch=marks.append), 0, scale)
    place = next(mark.place for mark in marks if mark.kind == "code")
    side = place.width * MM * scale / len(expected)
    left, top = place.left * MM * scale, place.top * MM * scale
    for row, column in product(range(len(expected)), repeat=2):
        x, y = int(left + (column + 0.5) * side), int(top + (row + 0.5) * side)
        dark = pixels[(y * width + x) * 4] < 128
        assert dark == bool(expected[row][column]), (row, column)


def test_a_paper_that_nobody_sealed_has_no_code() -> None:
    marks: list[Mark] = []
    placement_certificate(certificate(code=""), watch=marks.append)
    assert marks
    assert not [mark for mark in marks if mark.kind == "code"]


def test_no_ink_lies_outside_the_margins() -> None:
    pdf = placement_certificate(certificate(household_address=LONG_ADDRESS, person_name=LONG_NAME))
    assert page_count(pdf) == 1
    width, height, pixels = render(pdf, 0, 1.0)
    for y in range(height):
        row = pixels[y * width * 4 : (y + 1) * width * 4]
        edges = row[: int(26 * MM) * 4] + row[int(186 * MM) * 4 :]
        assert min(edges) > 200, y


def test_days_are_written_without_leading_zeros() -> None:
    said = words(placement_certificate(certificate(issued_on=date(2026, 1, 2))))
    assert "2026年1月2日" in said
