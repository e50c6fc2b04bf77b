"""Rosters: heads on every page, rows in one piece, sums that add up, in figures and in words."""

from collections.abc import Mapping, Sequence

import pytest

from desktop_app.domain.errors import Refused
from printing.form import draw
from printing.form_data import FormData
from printing.form_layout import read_layout
from printing.forms import FORMS, built_in_layout
from printing.layout import ClosingBlock, Kind, PartiesBlock, SignsBlock, TableBlock
from printing.layout_checks import table_columns
from printing.marks import Mark
from printing.paper import Overflow
from tests.printing.pdf_reading import page_sizes, words

ROSTER = """
family = "roster"
title = "花名册"
page = "A4 landscape"
[fields]
unit = "单位"
[[block]]
kind = "table"
name = "people"
row_height = 10
least_rows = 2
page_sums = true
total = true
total_words = "大写：{amount_words}"
total_line = "{rows}人，{days}天，{amount}元"
columns = [
  { label = "序号", kind = "number", width = 10 },
  { label = "姓名", field = "name", width = 40 },
  { label = "起", field = "since", width = 20, group = "期限" },
  { label = "止", field = "until", width = 20, group = "期限" },
  { label = "天数", field = "days", kind = "count", width = 20, sum = true },
  { label = "金额", field = "amount", kind = "money", width = 20, sum = true },
  { label = "首次", field = "first", kind = "tick", width = 20 },
]
"""


def people(count: int) -> list[dict[str, str]]:
    return [
        {"name": f"第{n}人", "days": "21.5", "amount": f"{n}.25", "first": "是" if n % 2 else "否"}
        for n in range(1, count + 1)
    ]


def drawn(rows: Sequence[Mapping[str, str]], layout: str = ROSTER) -> tuple[bytes, list[Mark]]:
    marks: list[Mark] = []
    pdf = draw(read_layout(layout), FormData(rows={"people": rows}), watch=marks.append)
    return pdf, marks


def test_sums_of_pages_add_up_to_the_sum_of_all() -> None:
    _, marks = drawn(people(40))

    pages = len({mark.page for mark in marks})
    assert pages > 2
    sums = [mark.words for mark in marks if mark.field == "合计"]
    subtotals = [float(text) for label, text in zip(sums, sums[2:], strict=False)
                 if label.startswith("本页小计")]  # fmt: skip
    assert len(subtotals) == pages
    assert sum(subtotals) == 40 * 41 / 2 + 40 * 0.25
    assert "合计（40人）" in sums
    assert sums[sums.index("合计（40人）") + 1 :][:2] == ["860.0", "830.00"]
    assert sums[-1] == "40人，860.0天，830.00元"
    assert any(mark.words == "大写：捌佰叁拾元整" for mark in marks)


def test_a_single_page_has_the_sum_of_all_alone() -> None:
    said = words(drawn(people(3))[0])

    assert "本页小计" not in said
    assert "合计（3人）" in said


def test_the_head_in_two_levels_stands_on_every_page() -> None:
    _, marks = drawn(people(40))

    for page in (1, 2, 3):
        heads = [mark for mark in marks if mark.page == page and mark.field in ("期限", "起", "止")]
        above, first, second = heads
        assert above.words == "期限"
        assert above.place.bottom <= first.place.top
        assert above.place.left <= first.place.left
        assert above.place.right >= second.place.right
    numbers = [int(mark.words) for mark in marks if mark.field == "序号" and mark.words.isdigit()]
    assert numbers == list(range(1, 41))


def test_the_last_sum_never_stands_without_a_row() -> None:
    for count in range(1, 45):
        _, marks = drawn(people(count))
        last = max(mark.page for mark in marks)
        assert any(mark.page == last and mark.words.startswith("第") for mark in marks
                   if mark.field == "姓名"), count  # fmt: skip


def test_a_row_grows_rather_than_refuse_a_long_address_and_stays_in_one_piece() -> None:
    rows = people(12)
    for row in rows[::2]:
        row["name"] = "内蒙古自治区包头市达尔罕茂明安联合旗巴音花镇巴音宝力格嘎查第三村民小组" * 3
    _, marks = drawn(rows)

    assert all(mark.inside() for mark in marks)
    tall = [
        mark.place for mark in marks if mark.field == "姓名" and mark.words.startswith("内蒙古")
    ]
    assert len(tall) >= 6
    assert all(place.height > 10 for place in tall)
    assert all(place.bottom < 210 - 15 + 0.05 for place in tall)


def test_what_no_row_can_hold_is_refused_by_row_and_column() -> None:
    rows = people(3)
    rows[1]["name"] = "很长的名字" * 100

    with pytest.raises(Overflow, match="第 2 行的姓名"):
        drawn(rows)


@pytest.mark.parametrize(("field", "value"), [("days", "两天"), ("amount", "若干")])
def test_what_is_no_number_is_not_summed(field: str, value: str) -> None:
    with pytest.raises(Refused, match=value):
        drawn([people(1)[0] | {field: value}])


def test_an_empty_roster_is_a_form_to_fill_in_by_hand() -> None:
    pdf, marks = drawn([])

    assert len(page_sizes(pdf)) == 1
    said = words(pdf)
    assert "合计（人）" in said
    assert "0" not in said
    assert not [mark for mark in marks if mark.kind == "stroke"]


def test_only_yes_is_ticked() -> None:
    _, marks = drawn(people(5))

    assert sum(mark.kind == "stroke" for mark in marks) == 3


SIGNED = [
    form
    for form in FORMS
    if built_in_layout(form).family == "roster"
    and (kinds := [type(one) for one in built_in_layout(form).blocks])
    and TableBlock in kinds
    and {SignsBlock, PartiesBlock, ClosingBlock} & set(kinds[kinds.index(TableBlock) :])
]


@pytest.mark.parametrize("form", SIGNED)
def test_what_is_signed_never_stands_on_a_page_without_rows(form: str) -> None:
    layout = built_in_layout(form)
    table = next(one for one in reversed(layout.blocks) if isinstance(one, TableBlock))
    column = next(one for one in table_columns(table) if one.kind is Kind.TEXT)
    pages = set()

    for count in range(1, 36):
        rows = [{column.field: f"第{n}人"} for n in range(1, count + 1)]
        marks: list[Mark] = []
        draw(layout, FormData(rows={table.name: rows}), watch=marks.append)
        last = max(mark.page for mark in marks)
        pages.add(last)
        named = {mark.words for mark in marks if mark.page == last and "人" in mark.words}
        ruled = [mark for mark in marks if mark.page == last and mark.kind != "text"]
        assert ruled, count
        assert f"第{count}人" in named or count <= table.least_rows, count
    assert len(pages) > 1
