"""Sheets as offices really write them: titles, merged heads, totals, hidden rows, odd cells."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Person, Training, Vacancy, Visit
from desktop_app.session import Session
from desktop_app.spreadsheets.catalogue import sheet_kind
from desktop_app.use_cases.sheets_in.opening import (
    OpenSheet,
    keep_columns,
    open_sheet,
    with_columns,
)
from desktop_app.use_cases.sheets_in.taking_in import SheetPreview, import_records, try_records
from tests.sessions import keep_person, open_test_session
from tests.use_cases.sheets_in.made import problems, write_sheet

HEADS = ["姓名", "身份证号", "培训班", "开班日期"]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_test_session(tmp_path)


@pytest.fixture
def people(session: Session) -> list[Person]:
    names = ["巴雅尔", "乌云其其格", "额尔敦朝鲁·哈斯巴根"]
    return [keep_person(session, number, name=name) for number, name in enumerate(names, start=1)]


def opened(session: Session, path: Path, kind: str = "trainings") -> OpenSheet:
    return open_sheet(session, sheet_kind(kind), path, Progress())


def tried(session: Session, path: Path, kind: str = "trainings") -> SheetPreview:
    return try_records(session, opened(session, path, kind), Progress())


def official(
    path: Path,
    people: list[Person],
    *,
    hidden: bool = False,
    heads: tuple[str, str, str] = ("培训班", "开班日期", "结业日期"),
) -> Path:
    """Write what an office hands out: titles, a head of two rows, a gap, a total, who made it."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("培训")
    sheet.merge_range(0, 0, 0, 6, "达尔罕茂明安联合旗2026年技能培训人员花名册")
    sheet.merge_range(1, 0, 1, 6, "填报单位：便民服务中心    填报日期：2026年6月30日")
    for place, words in enumerate(["序号", "姓　名", "公民身份号码"]):
        sheet.merge_range(2, place, 3, place, words)
    sheet.merge_range(2, 3, 2, 5, "培训情况")
    for place, words in enumerate(heads, start=3):
        sheet.write(3, place, words)
    sheet.merge_range(2, 6, 3, 6, "备注")
    row = 4
    for number, person in enumerate(people, start=1):
        sheet.write_row(row, 0, [number, person.name, person.citizen_id, "电焊班"])
        sheet.write_row(row, 4, ["2026.3.1", "2026.3.20"])
        row += 2 if number == 1 else 1
    if hidden:
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column(6, 6, 10, None, {"hidden": True})
    sheet.write(row, 0, "合　计")
    sheet.write(row, 3, "3人次")
    sheet.write_row(row + 1, 1, ["填表人：某某", "审核人：某某"])
    book.close()
    return path


def test_titles_two_rows_of_heads_gaps_totals_and_makers_are_no_records(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    sheet = opened(session, official(tmp_path / "a.xlsx", people))

    preview = try_records(session, sheet, Progress())

    assert (sheet.header.row, sheet.asks) == (4, False)
    assert [one.text for one in sheet.columns()] == [
        "序号", "姓名", "公民身份号码", "培训情况·培训班", "培训情况·开班日期",
        "培训情况·结业日期", "备注",
    ]  # fmt: skip
    assert problems(preview) == []
    assert [row.number for row in preview.rows] == [5, 7, 8]
    assert "第 9 行、第 10 行是合计、说明、没填的行或者重复的表头，不算。" in preview.summary()
    import_records(session, preview, Progress())
    assert {one.begins_on for one in session.find(Training)} == {date(2026, 3, 1)}


def test_two_rows_of_heads_in_words_of_an_office_are_seen_as_one(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    path = official(tmp_path / "a.xlsx", people, heads=("学的啥", "起", "止"))

    sheet = opened(session, path)

    assert sheet.header.row == 4
    assert sheet.unknown == ("培训情况·学的啥", "培训情况·起", "培训情况·止")


def test_hidden_rows_and_columns_are_read_and_told(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    sheet = opened(session, official(tmp_path / "a.xlsx", people, hidden=True))

    preview = try_records(session, sheet, Progress())

    assert preview.hidden == {5}
    assert "有 1 行在表里是隐藏的" in preview.summary()
    assert [one.letters for one in sheet.columns() if one.hidden] == ["G"]


@pytest.mark.parametrize(
    "cell",
    [
        "2025.3.1",
        "2025年3月1日",
        "2025-03-01",
        "2025/3/1",
        "20250301",
        20250301,
        "２０２５．３．１",
        " 2025年 3月 1日 ",
        45717,
        "45717",
        date(2025, 3, 1),
    ],
)
def test_a_day_is_read_however_it_is_written(
    session: Session, people: list[Person], tmp_path: Path, cell: object
) -> None:
    row = [people[0].name, people[0].citizen_id, "电焊班", cell]

    preview = tried(session, write_sheet(tmp_path / "a.xlsx", HEADS, [row]))

    assert problems(preview) == []
    assert preview.read[0].values["begins_on"] == date(2025, 3, 1)


def test_a_number_that_lost_its_digits_is_refused_in_a_sentence(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    number = int(people[0].citizen_id[:17] + "0")
    rows = [[people[0].name, number, "电焊班", "2025.3.1"]]

    told = problems(tried(session, write_sheet(tmp_path / "a.xlsx", HEADS, rows)))

    assert len(told) == 1
    assert "后几位已经丢失" in told[0]
    assert "文本" in told[0]
    assert people[0].citizen_id[:14] not in told[0]


def test_wide_digits_and_padded_names_are_the_same_person(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    rows = [
        [" 巴 雅　尔 ", people[0].citizen_id.translate(wide), "电焊班", "2025.3.1"],
        ["额尔敦朝鲁•哈斯巴根", f" {people[2].citizen_id} ", "电焊班", "2025.3.1"],
    ]

    assert problems(tried(session, write_sheet(tmp_path / "a.xlsx", HEADS, rows))) == []


def test_a_word_that_is_no_choice_is_told_with_the_choices(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    person = people[0]
    heads = ["姓名", "身份证号", "走访日期", "走访方式"]
    rows = [[person.name, person.citizen_id, "2026.3.1", "托梦"]]

    told = problems(tried(session, write_sheet(tmp_path / "a.xlsx", heads, rows), "visits"))

    assert "走访方式里没有“托梦”这一项" in told[0]
    assert "可以写的是：入户、" in told[0]
    assert session.find(Visit) == []


def test_a_total_beside_a_number_is_told_as_set_aside(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    rows = [
        [1, people[0].name, people[0].citizen_id, "电焊班"],
        [2, "合计", None, "1人"],
    ]

    preview = tried(
        session, write_sheet(tmp_path / "a.xlsx", ["序号", "姓名", "身份证号", "培训班"], rows)
    )

    assert (len(preview.rows), preview.aside) == (1, (3,))


def test_work_called_like_a_note_is_no_note(session: Session, tmp_path: Path) -> None:
    heads = ["岗位名称", "单位名称", "发布日期"]
    rows = [["审核人员", "云杉物业", "2026-10-01"], ["负责人助理", "云杉物业", "2026-10-01"]]

    preview = tried(session, write_sheet(tmp_path / "a.xlsx", heads, rows), "vacancies")

    assert [row.name for row in preview.rows] == ["审核人员", "负责人助理"]
    assert preview.aside == ()


def test_what_a_helper_is_called_is_not_taken_for_the_person(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 1, "帮扶人")
    sheet.merge_range(0, 2, 0, 4, "学员")
    sheet.write_row(1, 0, ["姓名", "身份证号", "姓名", "身份证号", "培训班"])
    who: Any = [people[1].name, people[1].citizen_id, people[0].name, people[0].citizen_id]
    sheet.write_row(2, 0, [*who, "电焊班"])
    book.close()

    sheet_open = opened(session, path)

    assert {one.letters: one.field for one in sheet_open.columns()} == {
        "A": "", "B": "", "C": "person.name", "D": "person.citizen_id", "E": "course",
    }  # fmt: skip


def test_a_csv_of_an_old_program_is_matched_like_any_other(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    lines = ["谁,证,学的啥", f"{people[0].name},'{people[0].citizen_id},电焊班"]
    path.write_bytes("\r\n".join(lines).encode("gb18030"))
    sheet = opened(session, path)

    said = with_columns(sheet, {1: "person.name", 2: "person.citizen_id", 3: "course"})

    assert sheet.asks
    assert problems(try_records(session, said, Progress())) == []


def test_one_column_may_tell_from_when_until_when(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    heads = ["姓名", "身份证号", "培训班名称", "培训起止时间"]
    who = [people[0].name, people[0].citizen_id, "电焊班"]
    rows = [[*who, "2026.3.1-3.20"], [*who, "2026.12.1-1.20"]]

    preview = tried(session, write_sheet(tmp_path / "a.xlsx", heads, rows))
    import_records(session, preview, Progress())

    assert ["D列“培训起止时间”" in one for one in problems(preview)] == [True]
    assert "截止早于开始" in problems(preview)[0]
    (one,) = session.find(Training)
    assert (one.begins_on, one.ends_on) == (date(2026, 3, 1), date(2026, 3, 20))


def test_work_is_offered_with_pay_and_age_as_offices_write_them(
    session: Session, tmp_path: Path
) -> None:
    heads = ["企业名称", "招聘岗位", "薪资待遇", "年龄要求"]
    rows = [
        ["草原肉业", "分割工", "4000-6000元", "18-50周岁"],
        ["草原肉业", "门卫", "面议", "不限"],
    ]

    preview = tried(session, write_sheet(tmp_path / "a.xlsx", heads, rows), "vacancies")
    import_records(session, preview, Progress())

    assert problems(preview) == []
    assert [
        (one.pay_from_fen, one.pay_to_fen, one.youngest, one.oldest)
        for one in sorted(session.find(Vacancy), key=lambda one: one.title)
    ] == [(400_000, 600_000, 18, 50), (None, None, None, None)]


def test_a_village_where_work_is_called_by_its_place_is_found(
    session: Session, tmp_path: Path
) -> None:
    heads = ["所在嘎查", "岗位名称", "岗位类别", "主管部门", "资金来源", "批复时间"]
    row = ["巴音哈拉嘎查", "保洁员", "保洁环卫", "人社局", "就业补助资金", "2026.1.5"]

    sheet = opened(session, write_sheet(tmp_path / "a.xlsx", heads, [row]), "posts")

    assert not sheet.asks
    assert {one.field for one in sheet.columns()} >= {"place.village", "approved_on"}


def test_a_numbered_row_that_waits_to_be_filled_is_set_aside(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    rows: list[list[object]] = [
        [1, people[0].name, people[0].citizen_id, "电焊班"],
        [2, None, None, "电焊班"],
        [3, None, people[1].citizen_id, "电焊班"],
    ]

    preview = tried(
        session, write_sheet(tmp_path / "a.xlsx", ["序号", "姓名", "身份证号", "培训班"], rows)
    )

    assert ([row.number for row in preview.rows], preview.aside) == ([2, 4], (3,))


@pytest.mark.parametrize(
    ("cell", "begins", "ends"),
    [
        ("2026年3月", date(2026, 3, 1), date(2026, 3, 31)),
        ("2026.02", date(2026, 2, 1), date(2026, 2, 28)),
        ("202603", date(2026, 3, 1), date(2026, 3, 31)),
    ],
)
def test_a_month_stands_for_its_first_or_last_day_only_where_somebody_said_so(
    session: Session, people: list[Person], tmp_path: Path, cell: str, begins: date, ends: date
) -> None:
    heads = ["姓名", "身份证号", "培训班", "开班日期", "结业日期"]
    row = [people[0].name, people[0].citizen_id, "电焊班", cell, cell]
    sheet = opened(session, write_sheet(tmp_path / "a.xlsx", heads, [row]))
    assert sheet.asks
    assert len(problems(try_records(session, sheet, Progress()))) == 1

    kept = keep_columns(session, replace(sheet, months=True), "表")
    read = try_records(session, kept, Progress()).read[0]

    assert read.wrong is None
    assert (read.values["begins_on"], read.values["ends_on"]) == (begins, ends)
    again = opened(session, tmp_path / "a.xlsx")
    assert (again.months, again.asks) == (True, False)


def test_a_number_that_may_be_october_is_no_month(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    rows = [[people[0].name, people[0].citizen_id, "电焊班", 2026.1]]
    sheet = opened(session, write_sheet(tmp_path / "a.xlsx", HEADS, rows))

    preview = try_records(session, replace(sheet, months=True), Progress())

    assert len(problems(preview)) == 1


def test_what_only_follows_from_a_row_is_not_told_of_it(
    session: Session, people: list[Person], tmp_path: Path
) -> None:
    heads = ["姓名", "身份证号", "走访日期", "走访方式", "困难诉求"]
    row = [people[0].name, people[0].citizen_id, "2026.3.1", "入户", "想学电焊"]

    preview = tried(session, write_sheet(tmp_path / "a.xlsx", heads, [row]), "visits")

    assert [one[0] for one in preview.rows[0].changes] == ["走访日期", "走访方式", "困难和诉求"]
