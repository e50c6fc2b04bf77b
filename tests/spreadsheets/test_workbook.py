"""What the cells of real workbooks say, whoever wrote them."""

from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import numbers

from desktop_app.domain.progress import Progress
from desktop_app.spreadsheets.reader import read_sheet
from desktop_app.spreadsheets.sheet import FORMULA, Cell, SheetRow, SheetRows, column_letters
from tests.rosters import number_of, plain_roster
from tests.spreadsheets import hostile


def _cells(path: Path) -> list[Cell]:
    return read_sheet(path, Progress()).rows[-1].cells


@pytest.fixture
def book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["姓名", "身份证号"])
    return book


def test_cells_keep_their_kinds(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.worksheets[0].append(["乌云", 150223850302123, 1.5, True, "", None, "#N/A", 0, "末"])
    book.save(tmp_path / "a.xlsx")

    assert _cells(tmp_path / "a.xlsx") == [
        "乌云", 150223850302123, 1.5, True, None, None, "#N/A", 0, "末",
    ]  # fmt: skip


def test_days_are_written_as_people_write_them(tmp_path: Path, book: openpyxl.Workbook) -> None:
    moments = [date(2026, 3, 2), datetime(2026, 3, 2), datetime(2026, 3, 2, 9, 30), time(9, 30)]  # noqa: DTZ001
    book.worksheets[0].append(moments)
    book.save(tmp_path / "a.xlsx")

    assert _cells(tmp_path / "a.xlsx") == [
        "2026-03-02", "2026-03-02", "2026-03-02T09:30:00", "09:30:00",
    ]  # fmt: skip


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"date_1904": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "身份证号"])
    sheet.write_datetime(1, 0, date(2026, 3, 2), book.add_format({"num_format": "yyyy年m月d日"}))
    book.close()

    assert _cells(tmp_path / "a.xlsx") == ["2026-03-02"]


def test_a_number_that_is_no_day_stays_a_number(tmp_path: Path, book: openpyxl.Workbook) -> None:
    book.worksheets[0].append([150223850302123])
    book.worksheets[0]["A2"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "a.xlsx")

    assert _cells(tmp_path / "a.xlsx") == [150223850302123]


def test_a_damaged_number_comes_as_it_is_with_its_format(
    tmp_path: Path, book: openpyxl.Workbook
) -> None:
    book.worksheets[0].append(["乌云", 150223198503021234, 3])
    book.worksheets[0]["B2"].number_format = numbers.FORMAT_TEXT
    book.worksheets[0]["C2"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")

    row = read_sheet(tmp_path / "a.xlsx", Progress()).rows[-1]

    assert row.cells[1] == 1.502231985030212e17
    assert row.formats == {2: "@", 3: "0.00"}


def test_a_formula_gives_what_was_last_seen(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["姓名", "身份证号"])
    sheet.write_formula(1, 0, '="乌"&"云"', None, "乌云")
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    book.close()

    assert _cells(tmp_path / "a.xlsx") == ["乌云", "#DIV/0!"]


def test_a_formula_without_its_result_is_no_empty_cell(
    tmp_path: Path, book: openpyxl.Workbook
) -> None:
    book.worksheets[0].append(["乌云", "=D9", "=D9"])
    book.save(tmp_path / "a.xlsx")
    path = hostile.sheet_of(
        tmp_path / "b.xlsx",
        '<row r="3"><c r="A3" t="str"><f>""</f><v></v></c><c r="B3"><v>7</v></c></row>',
    )

    assert _cells(tmp_path / "a.xlsx") == ["乌云", FORMULA, FORMULA]
    assert _cells(path) == [None, 7]


def test_strings_in_pieces_and_with_readings_are_one_text(tmp_path: Path) -> None:
    pieces = (
        "<si><r><rPr><b/></rPr><t>乌</t></r><r><t xml:space='preserve'>云 </t></r>"
        "<rPh sb='0' eb='1'><t>wu</t></rPh></si>"
    )
    path = hostile.changed(
        tmp_path / "a.xlsx",
        "xl/sharedStrings.xml",
        lambda text: text.replace("<si><t>乌云其其格</t></si>", pieces).replace(
            "南河沿村", "南河沿_x000D_村"
        ),
    )

    cells = _cells(path)

    assert cells[1] == "乌云 "
    assert cells[5] == "南河沿\r村"


def test_cells_and_rows_without_addresses_follow_each_other(tmp_path: Path) -> None:
    rows = "<row><c><v>7</v></c><c/><c><v>8</v></c></row><row/><row><c><v>9</v></c></row>"

    sheet = read_sheet(hostile.sheet_of(tmp_path / "a.xlsx", rows), Progress())

    assert [(row.number, row.cells) for row in sheet.rows[-2:]] == [(3, [7, None, 8]), (5, [9])]


def test_wrong_styles_do_not_stop_the_reading(tmp_path: Path) -> None:
    path = hostile.changed(
        tmp_path / "a.xlsx",
        "xl/styles.xml",
        lambda text: text.replace('numFmtId="0"', 'numFmtId="x"'),
    )

    assert _cells(path)[1] == "乌云其其格"


def test_merged_cells_speak_for_every_row_they_cover(tmp_path: Path) -> None:
    roster = plain_roster()
    for order in (1, 3, 5):
        roster.add(姓名=f"乌云{'甲乙丙'[order // 2]}", 身份证号=number_of(order))
    roster.merged = [(1, 5, 3, 5, "南河沿村")]

    sheet = read_sheet(roster.write(tmp_path / "a.xlsx"), Progress())

    assert [row.cell(6) for row in sheet.rows[1:]] == ["南河沿村"] * 3


def test_the_sheet_with_the_best_header_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "统计汇总表"
    book.worksheets[0].append(["嘎查村", "人数"])
    book.create_sheet("少").append(["姓名", "身份证号"])
    book.create_sheet("多").append(["姓名", "身份证号", "民族", "电话"])
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")

    assert read_sheet(tmp_path / "a.xlsx", Progress()).name == "多"


def test_a_sheet_with_people_goes_before_a_template_and_the_others_are_told(
    tmp_path: Path, book: openpyxl.Workbook
) -> None:
    book.worksheets[0].append(["张三", "示例"])
    empty = book.create_sheet("空表")
    empty.append(["姓名", "身份证号", "民族"])
    for name in ("甲村", "乙村"):
        book.create_sheet(name).append(["姓名", "身份证号"])
        for order in range(1, 4):
            book[name].append(["乌云", number_of(order)])
    book.create_sheet("汇总").append(["嘎查村", "人数"])
    book.save(tmp_path / "a.xlsx")

    sheet = read_sheet(tmp_path / "a.xlsx", Progress())

    assert (sheet.name, sheet.others) == ("甲村", ["Sheet", "乙村"])


def test_a_sheet_in_sight_goes_before_a_hidden_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["姓名", "身份证号"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("见").append(["姓名", "身份证号"])
    book.save(tmp_path / "a.xlsx")

    assert read_sheet(tmp_path / "a.xlsx", Progress()).name == "见"


def test_many_rows_arrive_in_order(tmp_path: Path) -> None:
    roster = plain_roster()
    for order in range(2_345):
        roster.rows.append([order, "乌云"])
    progress = Progress()

    rows = read_sheet(roster.write(tmp_path / "a.xlsx"), progress).rows

    assert [row.cells[0] for row in rows[1:]] == list(range(2_345))
    assert progress.done == 2_346


def test_columns_have_the_letters_of_spreadsheets() -> None:
    assert [column_letters(column) for column in (1, 26, 27, 52, 53, 200, 703)] == [
        "A", "Z", "AA", "AZ", "BA", "GR", "AAA",
    ]  # fmt: skip


def test_a_merged_area_larger_than_any_sheet_ends_soon() -> None:
    rows = [SheetRow(number, [number]) for number in range(1, 2_000)]
    sheet = SheetRows("a", rows, [(1, 1, 1_048_576, 200)] * 50)

    sheet.head()
    sheet.spread_down()

    assert sheet.rows[5].cells == [6]
