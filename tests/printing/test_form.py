"""One form, many people, several copies: pages, sides, bookmarks, and what paper refuses."""

import json
import shutil
import subprocess
from dataclasses import asdict, replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from desktop_app.domain.errors import Refused
from printing.faces import MissingGlyph
from printing.form import draw, draw_all
from printing.form_data import FormData
from printing.form_layout import read_layout
from printing.forms import built_in_layout
from printing.marks import Mark
from printing.paper import Overflow
from tests.printing.form_people import FULL
from tests.printing.pdf_reading import outline, page_sizes, words

LETTER = """
family = "letter"
title = "关于公示的通知"
page = "A4"
[fields]
name = "姓名"
text = "正文"
[[block]]
kind = "text"
indent = 0
text = "{name}："
[[block]]
kind = "text"
text = "{text}"
[[block]]
kind = "closing"
issuer = "某旗就业服务中心"
date = "2026年3月1日"
"""
PEOPLE = [FormData(values={"name": name, "number": f"{n:03d}"}) for n, name in
          enumerate(("巴特尔", "乌兰", "苏日娜"), start=1)]  # fmt: skip


def marks_of(text: str, layout: str = LETTER) -> list[Mark]:
    marks: list[Mark] = []
    draw(read_layout(layout), FormData(values={"name": "巴特尔", "text": text}), watch=marks.append)
    return marks


def body(marks: list[Mark]) -> list[Mark]:
    return [mark for mark in marks if mark.kind == "text" and mark.size == 15.75]


def test_copies_are_collated_and_each_says_which_it_is() -> None:
    layout = built_in_layout("exit_approval")
    pdf = draw_all(layout, PEOPLE[:2], copies=layout.copies)

    assert len(page_sizes(pdf)) == 6
    said = words(pdf)
    places = [said.index(copy) for copy in ("第一联", "第二联", "第三联")]
    assert places == sorted(places)
    assert said.index("乌兰") > places[2]
    assert said.count("嘎查村留存") == 2


def test_many_have_one_bookmark_each_and_the_title_of_the_form() -> None:
    pdf = draw_all(built_in_layout("exit_approval"), PEOPLE)

    assert outline(pdf) == [f"公益性岗位退岗审批表 {n:03d}" for n in (1, 2, 3)]


def test_on_both_sides_everyone_begins_on_a_sheet_of_their_own() -> None:
    layout = built_in_layout("exit_approval")
    one = len(page_sizes(draw(layout, PEOPLE[0])))

    both = draw_all(layout, PEOPLE, duplex=True)
    assert one == 1
    assert len(page_sizes(both)) == 5
    marks: list[Mark] = []
    draw_all(layout, PEOPLE, duplex=True, watch=marks.append)
    assert {mark.page for mark in marks} == {1, 3, 5}


def test_each_of_many_is_marked_for_itself() -> None:
    many = [PEOPLE[0], replace(PEOPLE[1], voided="填错了"), replace(PEOPLE[2], training=True)]
    pages = PdfReader(BytesIO(draw_all(built_in_layout("exit_approval"), many))).pages
    said = ["".join(page.extract_text().split()) for page in pages]

    assert ["已作废：填错了" in text for text in said] == [False, True, False]
    assert ["练习" in text for text in said] == [False, False, True]


def test_what_a_form_says_may_be_kept_as_json_and_is_drawn_alike() -> None:
    data = FULL["visit_record"]
    kept = json.loads(json.dumps(asdict(data), ensure_ascii=False))

    layout = built_in_layout("visit_record")
    assert draw(layout, FormData(**kept)) == draw(layout, data)


def test_a_letter_keeps_the_measures_of_official_documents() -> None:
    marks = body(marks_of("为进一步做好公益性岗位管理工作，" * 40))

    full = [mark for mark in marks if mark.page == 1 and len(mark.words) > 20]
    assert {round(mark.place.left, 1) for mark in full} == {28.0}
    assert all(mark.covers.right <= 28 + 156 + 0.05 for mark in full)
    assert max(len(mark.words) for mark in full) in (27, 28, 29)
    tops = sorted({round(mark.covers.top, 2) for mark in full})
    pitch = 29 / 72 * 25.4
    assert all(abs(below - above - pitch) < 0.05 for above, below in pairwise(tops))
    assert tops[0] > 37
    assert max(tops) < 37 + 225


def test_pages_of_a_letter_are_numbered_outside_odd_right_and_even_left() -> None:
    marks = marks_of("为进一步做好公益性岗位管理工作，" * 60)

    numbers = [mark for mark in marks if mark.field == "页码"]
    assert [mark.words for mark in numbers][:2] == ["— 1 —", "— 2 —"]
    assert numbers[0].covers.left > 150
    assert numbers[1].covers.left < 40
    assert all(abs(mark.place.top - (297 - 35 + 7)) < 0.1 for mark in numbers)


@pytest.mark.parametrize("lines", range(14, 24))
def test_sender_and_date_never_stand_on_a_page_without_two_lines_of_text(lines: int) -> None:
    marks = marks_of("\n".join(["为做好管理工作。"] * lines))

    date = next(mark for mark in marks if mark.words == "2026年3月1日")
    on_its_page = [m for m in body(marks) if m.page == date.page and "管理工作" in m.words]
    assert len(on_its_page) >= 2
    assert abs(date.covers.right - (28 + 156 - 4 * 15.75 / 72 * 25.4)) < 12


def test_clauses_are_counted_without_those_that_have_nothing_to_say() -> None:
    layout = built_in_layout("labour_agreement")
    without = words(draw(layout, FormData()))
    with_extra = words(draw(layout, FormData(values={"extra": "每年培训一次。"})))

    assert "第十二条份数和生效" in without
    assert "其他约定" not in without
    assert "第十二条其他约定" in with_extra
    assert "第十三条份数和生效" in with_extra


def test_a_character_without_a_glyph_is_named_with_its_field() -> None:
    with pytest.raises(MissingGlyph, match="“姓名”里的“\ue000”（U\\+E000）") as missing:
        draw(built_in_layout("exit_notice"), FormData(values={"name": "乌\ue000云"}))

    assert missing.value.fields == ("姓名",)


def test_a_text_that_is_too_long_is_refused_by_its_field() -> None:
    for form, field, label in (
        ("pension_enrolment", "name", "姓名"),
        ("pension_enrolment", "village_words", "嘎查村申报意见"),
        ("pension_enrolment", "special_other", "特殊参保群体"),
        ("exit_notice", "unit", "发出单位"),
        ("exit_notice", "number", "编号"),
        ("subsidy_summary", "filler", "填报人"),
        ("labour_agreement", "signed_on", "签订日期"),
    ):
        with pytest.raises(Overflow) as overflow:
            draw(built_in_layout(form), FormData(values={field: "很长的内容" * 100}))
        assert overflow.value.fields == (label,), form


def test_an_option_that_the_form_does_not_have_is_never_left_out() -> None:
    with pytest.raises(Refused, match="“送达方式”没有“托梦”这一项"):
        draw(built_in_layout("exit_notice"), FormData(ticked={"notice_way": ["当面", "托梦"]}))


def test_a_ticked_box_has_a_tick_and_an_open_one_has_none() -> None:
    def ticks(*options: str) -> int:
        marks: list[Mark] = []
        data = FormData(ticked={"notice_way": options})
        draw(built_in_layout("exit_notice"), data, watch=marks.append)
        return sum(mark.kind == "stroke" for mark in marks)

    assert (ticks(), ticks("当面"), ticks("当面", "公告")) == (0, 1, 2)


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="needs zbarimg to read the code")
@pytest.mark.parametrize("form", ["labour_agreement", "placement_certificate"])
def test_the_code_of_a_form_is_read_back_off_the_paper(tmp_path: Path, form: str) -> None:
    code = "示例编号：达茂公岗〔2026〕00014\n" + "签名" * 40
    document = pypdfium2.PdfDocument(draw(built_in_layout(form), FormData(code=code)))
    picture = tmp_path / "form.png"
    document[0].render(scale=200 / 72).to_pil().save(picture)
    document.close()

    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(picture)], capture_output=True, check=True, text=True
    ).stdout

    assert read.strip() == code


def test_a_watcher_sees_what_leaves_its_place() -> None:
    marks = marks_of(
        "正文。", LETTER.replace('title = "关于', 'margins = [0, 0, 0, 0]\ntitle = "关于')
    )

    assert any(not mark.inside() for mark in marks)
