"""Every form, filled in fully, hardly and nastily: all is on the paper and inside its place."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from printing.faces import normalised
from printing.form import SIZES, draw
from printing.form_data import FormData
from printing.forms import FORMS, built_in_layout
from printing.layout import Family, Kind, Layout, TableBlock
from printing.layout_checks import PLACEHOLDER, check_words, table_columns
from printing.marks import Mark
from tests.printing.form_people import FULL, MINIMAL, NASTY
from tests.printing.form_values import LONG_NAME
from tests.printing.pdf_reading import (
    MM,
    POPPLER,
    bounds,
    fonts,
    outline,
    page_sizes,
    pdfium_words,
    poppler_words,
    words,
)

WORLDS = {"full": FULL, "minimal": MINIMAL, "nasty": NASTY}
CASES = [(form, kind) for form in FORMS for kind in WORLDS]
every_case = pytest.mark.parametrize(("form", "kind"), CASES)
every_form = pytest.mark.parametrize("form", FORMS)


@cache
def printed(form: str, kind: str) -> bytes:
    """Return a form as PDF, drawn once for all tests that read it."""
    return draw(built_in_layout(form), WORLDS[kind][form])


def plain(text: str) -> str:
    return "".join(text.split()).replace("⸺", "——")


def shown(layout: Layout, data: FormData) -> Iterator[str]:
    """Give what the form must say: the values its blocks name, and the rows of its columns."""
    text = repr(layout.blocks) + layout.title
    named = {found[1] for found in PLACEHOLDER.finditer(text)}
    named |= set(re.findall(r"(?:field|other)='(\w+)'", text))
    for name in named & set(data.values):
        yield data.values[name]
    for block in layout.blocks:
        if isinstance(block, TableBlock):
            columns = [one.field for one in table_columns(block) if one.kind is not Kind.TICK]
            for row in data.rows.get(block.name, ()):
                yield from (row[field] for field in columns if row.get(field))


@every_case
def test_all_that_was_given_is_read_back_by_three_readers(form: str, kind: str) -> None:
    layout, data = built_in_layout(form), WORLDS[kind][form]
    pdf = printed(form, kind)

    expected = {plain(normalised(text)) for text in shown(layout, data)}
    # Nasty characters are what readers differ in; of the others one reader is enough.
    others = [words, *([poppler_words] if POPPLER else [])] if kind == "nasty" else []

    for read in [pdfium_words, *others]:
        said = read(pdf)
        assert {text for text in expected if text not in said} == set(), read.__name__


@every_case
def test_nothing_that_is_drawn_leaves_its_place(form: str, kind: str) -> None:
    marks: list[Mark] = []
    draw(built_in_layout(form), WORLDS[kind][form], watch=marks.append)

    assert len(marks) > 20
    assert [mark for mark in marks if not mark.inside()] == []


@every_case
def test_nothing_on_the_page_reaches_the_edge_that_printers_leave_white(
    form: str, kind: str
) -> None:
    layout = built_in_layout(form)
    width, height = (side / MM for side in SIZES[layout.page])

    for page, left, top, right, bottom in bounds(printed(form, kind)):
        assert left > 4, page
        assert top > 4, page
        assert right < width - 4, page
        assert bottom < height - 4, page


@every_case
def test_every_font_is_an_embedded_subset_that_says_what_its_glyphs_mean(
    form: str, kind: str
) -> None:
    for font in fonts(printed(form, kind)):
        assert "+" in str(font["/BaseFont"])
        descriptor = font["/FontDescriptor"].get_object()
        assert len(descriptor["/FontFile2"].get_object().get_data()) > 0  # type: ignore[index]
        assert "/ToUnicode" in font


@every_case
def test_the_page_has_its_size_and_pages_are_counted(form: str, kind: str) -> None:
    layout = built_in_layout(form)
    pdf = printed(form, kind)

    width, height = SIZES[layout.page]
    assert set(page_sizes(pdf)) == {(round(width / MM), round(height / MM))}
    pages, said = len(page_sizes(pdf)), words(pdf)
    for page in range(1, pages + 1):
        counted = f"—{page}—" if layout.family is Family.LETTER else f"第{page}页共{pages}页"
        assert counted in plain(said) or layout.family is Family.CERTIFICATE
    assert pages == 1 or layout.family is not Family.CERTIFICATE


@every_form
def test_the_same_data_gives_the_same_bytes(form: str) -> None:
    layout = built_in_layout(form)
    before = printed(form, "full")
    draw(layout, NASTY[form])

    assert draw(layout, FULL[form]) == before


@every_form
def test_only_layouts_of_an_office_go_without_the_sample_line(form: str) -> None:
    layout = built_in_layout(form)
    said = words(printed(form, "minimal"))

    assert layout.official == bool(layout.source)
    assert ("示范文本，以旗县下发版式为准" in said) != layout.official


@every_form
def test_practice_and_void_forms_are_marked_and_titled(form: str) -> None:
    layout = built_in_layout(form)
    data = FULL[form]
    marked = FormData(values=data.values, rows=data.rows, ticked=data.ticked, training=True,
                      voided="填错了")  # fmt: skip
    pdf = draw(layout, marked)

    assert "已作废：填错了" in words(pdf)
    assert outline(pdf)[0]


@every_form
def test_the_nasty_record_has_the_longest_name_where_the_form_has_one(form: str) -> None:
    layout, data = built_in_layout(form), NASTY[form]
    given = [*data.values.values(), *(v for rows in data.rows.values() for r in rows
                                      for v in r.values())]  # fmt: skip

    named = {"name", "head_name", "person_name", "maker", "recorder"} & set(layout.fields)
    assert any(LONG_NAME in text for text in given) or not named
    assert all(check_words(block, layout) is None for block in layout.blocks)
    assert set(data.values) <= set(layout.fields)
