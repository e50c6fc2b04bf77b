"""The roster of the demonstration: an Excel file as a banner sends it, with the usual damage."""

from datetime import date
from pathlib import Path

from desktop_app.domain import divisions
from desktop_app.domain.citizen_id import with_check_digit

TITLE = "2026 年农村牧区劳动力花名册（练习）"
HEAD = (
    "序号", "嘎查村", "户编号", "姓名", "与户主关系", "身份证号", "民族", "文化程度", "联系电话",
    "劳动能力", "就业状态",
)  # fmt: skip
PEOPLE = (
    ("1", "哈斯其其格", "户主", date(1979, 5, 6), 24, "蒙古族", "初中", "待业"),
    ("1", "呼格吉勒", "之子", date(2003, 8, 19), 17, "蒙古族", "大专", "外出务工"),
    ("2", "贺喜格", "户主", date(1983, 11, 2), 35, "蒙古族", "高中", "待业"),
    ("2", "白音花", "配偶", date(1985, 1, 27), 46, "蒙古族", "初中", "务农"),
    ("3", "康建业", "户主", date(1972, 3, 15), 51, "汉族", "小学", "务农"),
    ("3", "康雨桐", "之女", date(2001, 6, 9), 62, "汉族", "大学本科", "未就业"),
    ("4", "斯琴巴特尔", "户主", date(1990, 9, 30), 73, "蒙古族", "高中", "外出务工"),
)


def write_roster(path: Path, village_code: str) -> int:
    """Write the roster with openpyxl and return its number of rows.

    Two numbers are written as Excel likes to damage them: one with a small x and spaces, which
    can be mended, and one that lost its last digits, which cannot.
    """
    from openpyxl import Workbook

    village = divisions.village(village_code)
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "花名册"
    sheet.append([TITLE])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEAD))
    sheet.append([f"填报单位：{village.full_name}"])
    sheet.append(HEAD)
    for place, (home, name, relation, born, order, nation, school, status) in enumerate(PEOPLE, 1):
        number = with_check_digit(f"150223{born:%Y%m%d}{order:03}")
        cells = [place, village.name, f"L{home:0>4}", name, relation, number, nation, school]
        sheet.append([*cells, f"1390472{place:04}", "普通劳动力", status])
    mended = sheet.cell(row=6, column=6)
    mended.value = f" {str(mended.value)[:6]} {str(mended.value)[6:].lower()} "
    lost = sheet.cell(row=len(PEOPLE) + 3, column=6)
    lost.value = int(str(lost.value)[:15] + "000")
    book.save(path)
    return len(PEOPLE)


def write_class(path: Path) -> None:
    """Write the list of a class as a school sends it, with words of its own over the columns."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "家政班"
    sheet.append(["2026 年家政服务培训班花名册（练习）"])
    sheet.append(["序号", "学员", "公民身份号码", "学的啥", "哪天开的", "学时", "住哪"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=7)
    for place, (_, name, _, born, order, *_) in enumerate(PEOPLE[:-1], 1):
        number = with_check_digit(f"150223{born:%Y%m%d}{order:03}")
        hours = "四十" if place == 2 else 40
        sheet.append([place, name, number, "家政服务", "2026.3.2", hours, "本村"])
    sheet.append(["合计", f"{len(PEOPLE) - 1} 人"])
    book.save(path)
