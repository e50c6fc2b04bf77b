"""Layouts that offices write: read when they are right, refused by line and field when not."""

import tracemalloc
from pathlib import Path
from time import process_time

import pytest

from desktop_app.domain.errors import Refused
from printing.form import draw
from printing.form_layout import LARGEST_LAYOUT, check_offered, read_layout
from printing.forms import FORMS, built_in_layout, layout_text, sample_data
from printing.layout import BLOCKS, GridBlock, TextBlock
from tests.printing.pdf_reading import words

HOUSE = Path(__file__).parents[2]
GOOD = """
family = "grid"
title = "登记表"
page = "A4"

[fields]
name = "姓名"
kind = "类别"

[[block]]
kind = "text"
text = "姓名：{name|____}"

[[block]]
kind = "grid"
columns = [1, 2]
rows = [
  [{ label = "姓名" }, { field = "name" }],
  [{ label = "类别" }, { tick = "kind", options = ["甲", "乙"] }],
]

[[block]]
kind = "table"
name = "people"
columns = [{ label = "金额", field = "amount", kind = "money", width = 9, sum = true }]
"""


def test_a_layout_is_read() -> None:
    layout = read_layout(GOOD)

    text, grid, _table = layout.blocks
    assert isinstance(text, TextBlock)
    assert text.text == "姓名：{name|____}"
    assert isinstance(grid, GridBlock)
    assert grid.columns == (1.0, 2.0)
    assert grid.rows[1][1].options == ("甲", "乙")
    assert not layout.official


def test_the_list_of_forms_is_the_folder_of_layouts() -> None:
    folder = HOUSE / "desktop_app" / "data" / "forms"

    assert {path.stem for path in folder.glob("*.toml")} == set(FORMS)


def test_the_documents_name_every_form_and_have_its_picture() -> None:
    told = (HOUSE / "docs" / "forms.md").read_text("utf-8")
    pictures = HOUSE / "docs" / "pictures" / "forms"

    for form, title in FORMS.items():
        given = "（按下发版式）" if built_in_layout(form).official else ""
        assert f"| `{form}` | {title}{given} | `{built_in_layout(form).family}` |" in told
        assert (pictures / f"{form}.png").stat().st_size < 60_000


def test_the_documents_name_every_block() -> None:
    told = (HOUSE / "docs" / "forms.md").read_text("utf-8")

    assert [kind for kind in BLOCKS if f"`{kind}`" not in told] == []


@pytest.mark.parametrize(
    ("right", "wrong", "said", "field"),
    [
        ('title = "登记表"', 'title = 登记表"', "第 3 行", ""),
        ('page = "A4"', "", "少了“page”", "page"),
        ('page = "A4"', 'page = "A7"', "page 应当是 A4", ""),
        ('page = "A4"', 'page = "A4"\nmargins = [1, 2, 3]', "四个不超过", "margins"),
        ('family = "grid"', 'family = "poster"', "family 应当是 certificate", ""),
        ('title = "登记表"', 'title = "{who}登记表"', "“who”", "who"),
        ('kind = "text"', 'kind = "poem"', "第 10 行起，第 1 个版块的 kind", "kind"),
        ('text = "姓名：{name|____}"', "text = 5", "第 10 行起.*text 应当是文字", ""),
        ('text = "姓名：{name|____}"', 'words = "姓名"', "不认识“words”", "words"),
        ("姓名：{name|____}", "姓名：{nmae|____}", "没有列在 fields 里的栏目“nmae”", "nmae"),
        ('field = "name"', 'field = "nam"', "第 14 行起.*“nam”", "nam"),
        ("columns = [1, 2]", "columns = [1, 2, 3]", "第 14 行起.*第 1 行没有正好占满", "rows"),
        ("columns = [1, 2]", "columns = [1, 0]", "大于 0", "columns"),
        ("columns = [1, 2]", 'columns = "12"', "columns 应当是列表", ""),
        ('options = ["甲", "乙"]', "options = []", "没有写 options", "options"),
        ('{ label = "类别" }', '{ label = "类别", text = "又" }', "两种内容", "rows"),
        ('{ label = "类别" }', "{ }", "没有写明内容", "rows"),
        ('{ label = "类别" }', "7", "应当写成", ""),
        ('{ label = "类别" }', '{ label = "类别", span = 2 }', "占满", "rows"),
        ("width = 9", "width = 0", "宽度", "columns"),
        ("width = 9", "width = true", "width 应当是数字", ""),
        ('kind = "money"', 'kind = "text"', "不能合计", "sum"),
        (', field = "amount"', "", "没有写 field", "columns"),
        ("[[block]]", "[[blocks]]", "一个版块", ""),
        (
            "columns = [1, 2]",
            "columns = [1, 2]\nrow_height = 900",
            "在 4 和 120 之间",
            "row_height",
        ),
        ("columns = [1, 2]", "columns = [1, 2]\nsize = -3", "size 应当在 5 和 60", "size"),
        ('page = "A4"', 'page = "A4"\nmargins = [9, 150, 9, 150]', "不超过 70", "margins"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_field(
    right: str, wrong: str, said: str, field: str
) -> None:
    assert right in GOOD

    with pytest.raises(Refused, match=said) as refused:
        read_layout(GOOD.replace(right, wrong))

    assert refused.value.fields == ((field,) if field else ())
    assert refused.value.advice


def test_a_layout_may_leave_out_what_the_program_offers_and_not_ask_for_more() -> None:
    own = read_layout(GOOD)

    check_offered(read_layout(GOOD.replace('kind = "类别"\n', "").replace('"kind"', '"name"')), own)
    with pytest.raises(Refused, match="没有版式里的栏目“phone”") as refused:
        check_offered(read_layout(GOOD.replace("[fields]", '[fields]\nphone = "电话"')), own)
    assert refused.value.fields == ("phone",)
    with pytest.raises(Refused, match="列“paid”") as refused:
        check_offered(read_layout(GOOD.replace('"amount"', '"paid"')), own)
    assert "amount" in refused.value.advice


@pytest.mark.parametrize("form", FORMS)
def test_every_layout_of_the_program_may_be_put_in_its_own_place_and_previewed(form: str) -> None:
    layout = read_layout(layout_text(form))

    check_offered(layout, built_in_layout(form))
    said = words(draw(layout, sample_data(layout)))
    assert "练习" in said
    assert "〔" in said


TOP = 'family = "roster"\ntitle = "表"\npage = "A4"\n[fields]\nunit = "单位"\n'
TABLE_OF_ONE = '[[block]]\nkind = "table"\nname = "people"\n'
ONE_COLUMN = '\ncolumns = [{ label = "姓名", field = "name", width = 1 }]\n'
HOSTILE = {
    "larger than any layout": (TOP + "#" * 5_000_000, "版式太大"),
    "brackets without end": ("a = " + "[" * 50_000, "套得太深"),
    "lists in lists": ("a = " + "[" * 5_000 + "]" * 5_000, "套得太深"),
    "a name of many parts": (TOP + ".".join("a" * 90_000) + " = 1", "第 6 行里，名称用点隔得太深"),
    "quoted parts": (TOP + " . ".join(['"a"'] * 20_000) + " = 1", "名称用点隔得太深"),
    "a table of many parts": (f"[{'.'.join('a' * 90_000)}]", "第 1 行里，名称用点隔得太深"),
    "a number without end": (TOP + TABLE_OF_ONE + "size = " + "9" * 90_000, "太大"),
    "rows by the milliard": (TOP + TABLE_OF_ONE + "least_rows = 1000000000" + ONE_COLUMN,
                             "least_rows 应当在 0 和 100 之间"),
    "columns by the milliard": (
        TOP + TABLE_OF_ONE + ONE_COLUMN.replace("width", "repeat = 1000000000, width"),
        "repeat 应当在 1 和 60 之间",
    ),
    "a width without end": (TOP + TABLE_OF_ONE + ONE_COLUMN.replace("= 1 }", "= inf }"),
                            "应当是数字"),
    "no number at all": (TOP + TABLE_OF_ONE + "row_height = nan" + ONE_COLUMN,
                         "row_height 应当在 4 和 120 之间"),
    "a cell over everything": (
        TOP + '[[block]]\nkind = "grid"\ncolumns = [1]\n'
        'rows = [[{ label = "甲", span = 1000000000 }]]',
        "span 应当在 1 和 60 之间",
    ),
    "more blocks than any paper": (
        TOP + '[[block]]\nkind = "text"\ntext = "甲"\n' * 201,
        "最多 200 个",
    ),
    "more cells than any paper": (
        TOP + (TABLE_OF_ONE + "least_rows = 100"
               + ONE_COLUMN.replace("width", "repeat = 60, width")) * 4,
        "空格太多",
    ),
    "no layout": ("\x00\x01", "写得不对"),
}  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_layout_is_refused_in_a_sentence_and_in_bounds(text: tuple[str, str]) -> None:
    written, sentence = text
    begin = process_time()
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match=sentence):
            read_layout(written)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert process_time() - begin < 20
    assert most < 40_000_000


def test_no_layout_of_the_program_is_taken_for_a_hostile_one() -> None:
    assert all(len(layout_text(form)) * 5 < LARGEST_LAYOUT for form in FORMS)
