"""An office's blank sheet, filled: its headings are found, its layout stays, nothing is lost."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Disclosure
from desktop_app.session import Session
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.exporting.template import fill_template
from tests.sessions import citizen_id, keep_person, open_test_session

NUMBER = citizen_id(date(1985, 3, 2), 1)
HEADS = ("序号", "姓名", "身份证号码", "出生日期", "联系电话", "领导意见", "备注")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = open_test_session(tmp_path)
    yield session
    session.close()


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """Make a sheet as a county hands it out: titles, labels, merged heads, a line to sign."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "摸底表"
    sheet["A1"] = "达茂旗农牧民摸底表"
    sheet.merge_cells("A1:G1")
    sheet["A2"], sheet["C2"], sheet["E2"] = "填报单位：", "填报日期", "填表人"
    for column, name in enumerate(HEADS, start=1):
        sheet.cell(3, column, name).font = Font(name="黑体", bold=True)
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    line = Side(style="thin")
    for column in range(1, 8):
        cell = sheet.cell(5, column)
        cell.border, cell.font = Border(line, line, line, line), Font(name="仿宋", size=12)
    sheet["D5"].number_format = "yyyy年m月d日"
    sheet["A9"] = "审核人（签字）："
    sheet["G9"] = "=COUNTA(B5:B8)"
    sheet.column_dimensions["C"].width = 23
    sheet.row_dimensions[5].height = 28
    sheet.print_area = "A1:G9"
    sheet.print_title_rows = "3:4"
    sheet.page_setup.orientation = "landscape"
    path = tmp_path / "空表.xlsx"
    book.save(path)
    return path


def _fill(session: Session, blank: Path, secrecy: Secrecy | None = None) -> Path:
    out = blank.with_name("填好.xlsx")
    fill_template(session, "people", str(blank), str(out), secrecy=secrecy or Secrecy())
    return out


def test_rows_stand_under_the_headings_and_facts_behind_the_labels(
    session: Session, blank: Path
) -> None:
    keep_person(session, 1, notes="=1+1 \x01 _x0041_")
    keep_person(session, 2)
    before = blank.read_bytes()
    out = blank.with_name("填好.xlsx")
    filled = fill_template(session, "people", str(blank), str(out))
    sheet = load_workbook(out)["摸底表"]

    assert filled.rows == 2
    assert filled.empty == ("领导意见",)
    assert "没有认出的列留空：领导意见" in filled.sentence()
    assert [cell.value for cell in sheet[5]] == [
        1, "乌云1", f"{NUMBER[:6]}********{NUMBER[-4:]}", datetime(1985, 3, 2),  # noqa: DTZ001 - a day
        "13800000001", None, "=1+1 _x0001_ _x005F_x0041_",
    ]  # fmt: skip
    assert sheet["G5"].data_type == "s"
    assert sheet["B6"].value == "乌云2"
    assert (sheet["B2"].value, sheet["D2"].value, sheet["F2"].value) == (
        "达尔罕茂明安联合旗", datetime(2026, 11, 25), "苏日娜",  # noqa: DTZ001 - a day
    )  # fmt: skip
    assert blank.read_bytes() == before


def test_the_layout_stays(session: Session, blank: Path) -> None:
    keep_person(session, 1)
    keep_person(session, 2)
    sheet, was = load_workbook(_fill(session, blank))["摸底表"], load_workbook(blank)["摸底表"]

    assert sheet.merged_cells.ranges == was.merged_cells.ranges
    assert sheet.column_dimensions["C"].width == 23
    assert (sheet.print_area, sheet.print_title_rows) == (was.print_area, was.print_title_rows)
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["G9"].value == "=COUNTA(B5:B8)"
    assert sheet["D5"].number_format == "yyyy年m月d日"
    for row in (5, 6):  # a row that the template did not draw looks like the first
        assert sheet[f"B{row}"].font.name == "仿宋"
        assert sheet[f"B{row}"].border.left.style == "thin"
        assert sheet.row_dimensions[row].height == 28


def test_a_day_never_becomes_a_row_of_hashes_and_empty_columns_are_ruled_too(
    session: Session, blank: Path
) -> None:
    book = load_workbook(blank)
    book["摸底表"].column_dimensions.group("E", "G", hidden=False)
    for letter, width in (("D", 6), ("E", 13)):
        book["摸底表"].column_dimensions[letter].width = width
    book.save(blank)
    for number in (1, 2, 3):
        keep_person(session, number)
    sheet = load_workbook(_fill(session, blank))["摸底表"]

    assert sheet["D5"].number_format == "yyyy年m月d日"
    assert sheet.column_dimensions["D"].width >= 14  # 2026年12月31日
    assert [sheet.column_dimensions[letter].width for letter in "CEG"] == [23, 13, 13]
    assert sheet["F7"].border.left.style == "thin"  # 领导意见, which nobody knows


def test_every_row_is_printed(session: Session, blank: Path) -> None:
    book = load_workbook(blank)
    sheet = book["摸底表"]
    sheet["A9"], sheet["G9"] = None, None
    sheet.print_area = "A1:G6"
    book.save(blank)
    for number in range(1, 6):
        keep_person(session, number)

    assert load_workbook(_fill(session, blank))["摸底表"].print_area == "'摸底表'!$A$1:$G$9"


def test_what_stands_below_is_not_written_over(session: Session, blank: Path) -> None:
    for number in range(1, 6):
        keep_person(session, number)

    with pytest.raises(Refused, match="只有 4 个空行，要填 5 行") as refused:
        _fill(session, blank)
    assert "第 9 行前面插入空行" in str(refused.value.advice)
    assert not blank.with_name("填好.xlsx").exists()


def test_whole_numbers_pass_the_same_gate(session: Session, blank: Path) -> None:
    keep_person(session, 1)
    sheet = load_workbook(_fill(session, blank, Secrecy(whole=True)))["摸底表"]

    assert sheet["C5"].value == NUMBER
    assert len(session.find(Disclosure)) == 1


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/vbaProject.bin", "宏"),
        ("xl/media/image1.png", "图片"),
        ("xl/charts/chart1.xml", "图表"),
    ],
)
def test_a_template_that_would_lose_something_is_refused(
    session: Session, blank: Path, part: str, what: str
) -> None:
    with ZipFile(blank, "a") as package:
        package.writestr(part, b"x")
    with pytest.raises(Refused, match=f"这个空表里有{what}，填了会丢，没有填。"):
        _fill(session, blank)


def test_a_file_that_is_no_template_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0 sealed")
    with pytest.raises(Refused, match="不是没有加密的 Excel 工作簿"):
        _fill(session, path)
    with pytest.raises(Refused, match="没有找到这个空表"):
        _fill(session, tmp_path / "none.xlsx")
    book = Workbook()
    book.save(path)
    with pytest.raises(Refused, match="没有找到认得的表头"):
        _fill(session, path)


def test_no_file_is_made_in_the_temporary_folder(
    session: Session, blank: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_person(session, 1)
    monkeypatch.setattr("tempfile.tempdir", str(blank.with_name("there is none")))

    assert _fill(session, blank).exists()
