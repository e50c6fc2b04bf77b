"""What an eye would find ugly on a form: torn names, text through seals, crowded heads, gaps."""

from math import hypot

import pytest

from printing.code_corner import SIDE
from printing.faces import Face
from printing.fitting import Align, Style, fit
from printing.form import draw
from printing.forms import FORMS, built_in_layout
from printing.ground import LOOKS
from printing.layout import Cell, CodeBlock, Family, GridBlock, Layout
from printing.layout_checks import filled
from printing.lines import break_lines
from printing.marks import Mark
from printing.paper import FINGERPRINT
from tests.printing.form_people import FULL, MINIMAL, NASTY
from tests.printing.form_values import LONG_NAME
from tests.printing.pdf_reading import page_sizes, words

WORLDS = {"full": FULL, "minimal": MINIMAL, "nasty": NASTY}
every_case = pytest.mark.parametrize(("form", "kind"), [(f, k) for f in FORMS for k in WORLDS])


def marks_of(form: str, kind: str) -> list[Mark]:
    marks: list[Mark] = []
    draw(built_in_layout(form), WORLDS[kind][form], watch=marks.append)
    return marks


def cells(layout: Layout) -> list[Cell]:
    grids = [block for block in layout.blocks if isinstance(block, GridBlock)]
    return [cell for block in grids for row in block.rows for cell in row]


def has_code_block(layout: Layout) -> bool:
    return any(isinstance(block, CodeBlock) for block in layout.blocks)


def overlap(one: Mark, other: Mark) -> bool:
    first, second = one.covers, other.covers
    return one.page == other.page and (
        first.left < second.right - 0.05
        and second.left < first.right - 0.05
        and first.top < second.bottom - 0.05
        and second.top < first.bottom - 0.05
    )


def test_a_long_name_breaks_at_its_dots() -> None:
    lines = fit("姓名", LONG_NAME, 24, 14, Style(size=10.5, smallest=8)).lines

    parts = LONG_NAME.split("·")
    assert [line.text for line in lines] == [f"{parts[0]}·", f"{parts[1]}·", parts[2]]


def test_a_unit_in_brackets_and_a_second_person_begin_a_line() -> None:
    style = Style(face=Face.SANS_BOLD, size=14, smallest=6.5)

    assert [line.text for line in fit("", "补贴金额（元）", 30, 20, style).lines] == [
        "补贴金额", "（元）",
    ]  # fmt: skip
    assert [line.text for line in fit("", "那仁满都拉、苏日娜", 21, 9, Style(size=9)).lines] == [
        "那仁满都拉、", "苏日娜",
    ]  # fmt: skip


def test_two_lines_are_better_than_small_letters_and_small_letters_than_a_torn_number() -> None:
    style = Style(size=10, smallest=6.5)

    assert fit("", "经核查情况属实", 20, 10, style).size == 10
    assert len(fit("", "经核查情况属实", 23, 10, style).lines) == 1
    assert len(fit("", "6217002371000000101", 25, 10, style).lines) == 1


def test_a_line_to_write_on_is_never_cut_to_a_stump() -> None:
    lines = break_lines("监督电话：__________，开户银行：____年__月", lambda text: len(text), 14)

    assert [line.text for line in lines] == [
        "监督电话：", "__________，开户银", "行：____年__月",
    ]  # fmt: skip


@every_case
def test_what_is_said_stands_clear_of_seals_and_fingerprints(form: str, kind: str) -> None:
    layout, data = built_in_layout(form), WORLDS[kind][form]
    marks = marks_of(form, kind)
    texts = [mark for mark in marks if mark.kind == "text"]
    opinions = "".join(filled(one.opinion, data.values) for one in cells(layout) if one.opinion)
    said = [one for one in texts if len(one.words) > 3 and one.words in opinions]
    seals = [mark.covers for mark in marks if mark.kind == "circle"]
    prints = [
        mark for mark in marks
        if (round(mark.covers.width, 2), round(mark.covers.height, 2)) == FINGERPRINT
    ]  # fmt: skip

    for text in said:
        for seal in seals:
            radius, box = seal.width / 2, text.covers
            across = max(box.left, min(seal.left + radius, box.right)) - seal.left - radius
            down = max(box.top, min(seal.top + radius, box.bottom)) - seal.top - radius
            assert hypot(across, down) > radius - 0.1, text.words
    inside = [one for one in texts for place in prints if overlap(one, place)]
    assert {one.words for one in inside} <= {cell.fingerprint for cell in cells(layout)} | {
        "（手印）"
    }


@every_case
def test_a_title_has_its_size_and_stands_clear_of_the_code(form: str, kind: str) -> None:
    layout, data, marks = built_in_layout(form), WORLDS[kind][form], marks_of(form, kind)
    title = [mark for mark in marks if mark.field == "标题"]
    codes = [mark.place for mark in marks if mark.kind == "code" and mark.place.width == SIDE]

    assert bool(codes) == bool(data.code) or has_code_block(layout)
    assert {mark.size for mark in title} == {layout.title_size or LOOKS[layout.family].title}
    for mark in title:
        for code in codes:
            beside = code.left - mark.covers.right
            below = mark.covers.top - code.bottom
            assert beside >= 2.9 or below >= 1.5


@pytest.mark.parametrize("form", FORMS)
def test_a_form_to_fill_in_by_hand_has_no_gaps_where_a_word_is_missing(form: str) -> None:
    said = "".join(words(draw(built_in_layout(form), MINIMAL[form])).split())

    gaps = ("，，", "“”", "：，", "：）", "（）", "为，", "明，", "共天", "由起")
    assert [gap for gap in gaps if gap in said] == []


@pytest.mark.parametrize("kind", WORLDS)
@pytest.mark.parametrize(
    "form", ["pension_enrolment", "flexible_pension", "post_application", "exit_approval",
             "injury_insurance", "transfer_subsidy", "training_wish", "visit_receipt"],
)  # fmt: skip
def test_an_application_is_one_page(form: str, kind: str) -> None:
    layout = built_in_layout(form)

    assert layout.family is Family.GRID
    assert len(page_sizes(draw(layout, WORLDS[kind][form]))) == 1


def test_heads_keep_the_lines_they_are_given() -> None:
    style = Style(face=Face.SANS_BOLD, size=9, smallest=6.5, leading=1.2, align=Align.CENTRE)

    lines = fit("", "与户主\n关系", 8.5, 12, style).lines
    assert [line.text for line in lines] == ["与户主", "关系"]


@pytest.mark.parametrize("form", FORMS)
def test_a_line_to_write_on_is_not_spread(form: str) -> None:
    torn = [one for one in marks_of(form, "minimal") if "____" in one.words and one.spread]

    assert torn == []
