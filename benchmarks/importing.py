"""Taking in a roster of 20,000 rows, against reading the same file with the same reader."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from openpyxl import Workbook, load_workbook

from benchmarks.data import made_up_folder
from benchmarks.measure import Figure, seconds
from desktop_app.domain import divisions
from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.domain.progress import Progress
from desktop_app.session import Session
from desktop_app.use_cases.roster_import import import_roster, read_roster

ROWS = 20_000
GIVEN = ("秀英", "建国", "玉梅", "志强", "海燕")
HEAD = (
    "序号", "苏木乡镇", "嘎查村", "户编号", "姓名", "性别", "与户主关系", "公民身份号码", "民族",
    "文化程度", "联系电话", "劳动能力", "健康状况", "就业状态", "务工地点", "备注",
)  # fmt: skip


def importing(folder: Path) -> list[Figure]:
    """Measure preview and import together, on an empty encrypted folder."""
    folder.mkdir(parents=True, exist_ok=True)
    session = made_up_folder(folder / "importing", 1, encrypted=True)
    file = _roster(folder / "roster.xlsx", session)
    floor = seconds(lambda: _read_bare(file))
    ours = seconds(lambda: _take_in(session, file))
    session.close()
    return [Figure(f"导入 {ROWS} 行花名册，对同一读取器的裸读", ours, floor, 3.0)]


def _take_in(session: Session, file: Path) -> None:
    preview = read_roster(session, file, Progress())
    result = import_roster(session, preview, Progress())
    assert result.new == ROWS, preview.summary()


def _read_bare(file: Path) -> None:
    book = load_workbook(file, read_only=True, data_only=True)
    for _row in book.worksheets[0].iter_rows(values_only=True):
        pass
    book.close()


def _roster(file: Path, session: Session) -> Path:
    chance = Random(3)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("花名册")
    sheet.append(HEAD)
    villages = [divisions.village(code) for code in session.village_codes]
    for number in range(ROWS):
        village = villages[number % len(villages)]
        born = date(1950, 1, 1) + timedelta(days=number)
        order = 10 * chance.randint(1, 99) + 4 + number % 2
        body = f"150223{born:%Y%m%d}{order:03}"
        sheet.append(
            (
                number + 1,
                village.township_name,
                village.name,
                f"{number // 3:06}",
                chance.choice("王李张刘陈赵") + chance.choice(GIVEN),
                "男" if number % 2 else "女",
                ("户主", "配偶", "之子")[number % 3],
                with_check_digit(body),
                chance.choice(("汉族", "蒙古族")),
                chance.choice(("小学", "初中", "高中")),
                f"13{number:09}",
                "普通劳动力",
                "健康",
                "务农",
                "",
                "",
            )
        )
    book.save(file)
    return file
