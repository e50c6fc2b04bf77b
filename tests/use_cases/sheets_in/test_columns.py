"""What the columns of an office's sheet mean: seen with its values, said once, remembered."""

from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Person, RollLine, Training
from desktop_app.session import Session
from desktop_app.spreadsheets.catalogue import sheet_kind
from desktop_app.use_cases.sheets_in.columns import forget_matching
from desktop_app.use_cases.sheets_in.opening import (
    OpenSheet,
    keep_columns,
    open_sheet,
    with_columns,
    with_given,
    with_header,
)
from desktop_app.use_cases.sheets_in.taking_in import (
    import_records,
    read_records,
    try_records,
    write_wrong_rows,
)
from tests.sessions import keep_person, open_test_session
from tests.use_cases.roll_world import keep_village
from tests.use_cases.sheets_in.made import Sheet, problems, write_book, write_sheet
from tests.use_cases.test_roll_payments import approved

ODD = ["谁", "证", "学的啥", "序号", "谁管"]
FIELDS = {1: "person.name", 2: "person.citizen_id", 3: "course", 5: ""}


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_test_session(tmp_path)


def opened(session: Session, path: Path, kind: str = "trainings", sheet: str = "") -> OpenSheet:
    return open_sheet(session, sheet_kind(kind), path, Progress(), sheet)


def odd_sheet(session: Session, path: Path, course: str = "电焊班", number: object = None) -> Path:
    people = session.find(Training)
    person = keep_person(session, 1) if not people else None
    who = person or keep_person(session, 2)
    return write_sheet(
        path, ODD, [[who.name, number or who.citizen_id, course, 1, "王主任"], [None] * 5]
    )


def test_a_sheet_nobody_knows_is_shown_column_by_column(session: Session, tmp_path: Path) -> None:
    sheet = opened(session, odd_sheet(session, tmp_path / "a.xlsx"))

    assert sheet.asks
    assert sheet.header.row == 1
    assert sheet.missing == ("身份证号",)
    assert sheet.unknown == ("谁", "证", "学的啥", "谁管")
    columns = {one.letters: one for one in sheet.columns()}
    assert columns["C"].samples == ("电焊班",)
    assert "********" in columns["B"].samples[0]
    with pytest.raises(Refused, match="身份证号"):
        try_records(session, sheet, Progress())


def test_what_was_said_is_offered_by_itself_for_the_next_sheet(
    session: Session, tmp_path: Path
) -> None:
    said = with_columns(opened(session, odd_sheet(session, tmp_path / "a.xlsx")), FIELDS)
    kept = keep_columns(session, said, "  培训学校的表 ")
    import_records(session, try_records(session, kept, Progress()), Progress())

    again = opened(session, odd_sheet(session, tmp_path / "b.xlsx", "家政班"))
    preview = try_records(session, again, Progress())

    assert (again.name, again.asks) == ("培训学校的表", False)
    assert "照「培训学校的表」的对应读的" in preview.summary()
    assert preview.counts["new"] == 1
    assert [one.course for one in session.find(Training)] == ["电焊班"]


def test_a_forgotten_matching_is_asked_for_again(session: Session, tmp_path: Path) -> None:
    file = odd_sheet(session, tmp_path / "a.xlsx")
    kept = keep_columns(session, with_columns(opened(session, file), FIELDS), "表")

    forget_matching(session, kept.kind, kept.header)

    assert opened(session, file).asks


def test_wrong_rows_come_back_by_the_same_matching(session: Session, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    file = odd_sheet(session, tmp_path / "a.xlsx", number="150223198003021")
    kept = keep_columns(session, with_columns(opened(session, file), FIELDS), "表")
    preview = try_records(session, kept, Progress())
    wrong = tmp_path / "wrong.xlsx"
    assert write_wrong_rows(preview, wrong) == 1
    book = load_workbook(wrong)
    book.worksheets[0]["D2"] = keep_person(session, 3, name="").citizen_id
    book.worksheets[0]["C2"] = ""
    book.save(wrong)

    again = opened(session, wrong)

    assert (again.name, again.asks) == ("表", False)
    assert [one.letters for one in again.columns()] == ["C", "D", "E", "F", "G"]
    assert try_records(session, again, Progress()).counts["new"] == 1


def test_columns_with_the_same_words_are_told_apart(session: Session, tmp_path: Path) -> None:
    person = keep_person(session, 1)
    file = write_sheet(
        tmp_path / "a.xlsx",
        ["姓名", "身份证号", "班", "日", "日"],
        [[person.name, person.citizen_id, "电焊班", "2026-03-02", "2026-03-20"]],
    )

    said = with_columns(opened(session, file), {3: "course", 4: "begins_on", 5: "ends_on"})
    import_records(session, try_records(session, said, Progress()), Progress())

    (one,) = session.find(Training)
    assert (str(one.begins_on), str(one.ends_on)) == ("2026-03-02", "2026-03-20")


def test_a_column_without_words_can_be_said_too(session: Session, tmp_path: Path) -> None:
    person = keep_person(session, 1)
    rows = [[person.name, person.citizen_id, "电焊班"]]
    file = write_sheet(tmp_path / "a.xlsx", ["姓名", "身份证号", None], rows)

    sheet = opened(session, file)
    said = with_columns(sheet, {3: "course"})

    assert not sheet.asks
    assert [one.text for one in sheet.columns()][2] == "没有列名的c列"
    assert try_records(session, said, Progress()).counts["new"] == 1


def test_the_header_may_be_said_to_stand_in_another_row(session: Session, tmp_path: Path) -> None:
    person = keep_person(session, 1)
    file = write_sheet(
        tmp_path / "a.xlsx",
        ["达茂旗", "某某镇", "某某村", "某某培训学校", "2026年"],
        [["谁", "证", "学的啥"], [person.name, person.citizen_id, "电焊班"]],
    )

    sheet = opened(session, file)
    moved = with_header(sheet, 2)

    assert sheet.header.row == 1
    assert [one.text for one in moved.columns()] == ["谁", "证", "学的啥"]
    with pytest.raises(Refused, match="第 3 行不能当表头"):
        with_header(sheet, 3)


def test_of_several_worksheets_the_one_to_read_is_asked_for(
    session: Session, tmp_path: Path
) -> None:
    one, two = keep_person(session, 1), keep_person(session, 2)
    head = ["姓名", "身份证号", "培训班"]
    file = write_book(
        tmp_path / "a.xlsx",
        Sheet("说明", ["填表说明"], [["请如实填写"]]),
        Sheet("甲村", head, [[one.name, one.citizen_id, "电焊班"]]),
        Sheet("乙村", head, [[two.name, two.citizen_id, "家政班"]]),
    )

    sheet = opened(session, file)
    other = opened(session, file, sheet="乙村")

    assert (sheet.rows.name, sheet.rows.others) == ("甲村", ["乙村", "说明"])
    assert sheet.asks
    assert not other.asks
    assert try_records(session, other, Progress()).rows[0].name == two.name
    with pytest.raises(Refused, match="没有能读的内容"):
        opened(session, file, sheet="丙村")


def test_one_sheet_beside_a_note_is_not_asked_about(session: Session, tmp_path: Path) -> None:
    one = keep_person(session, 1)
    file = write_book(
        tmp_path / "a.xlsx",
        Sheet("说明", ["填表说明"], [["请如实填写"]]),
        Sheet("甲村", ["姓名", "身份证号", "培训班"], [[one.name, one.citizen_id, "电焊班"]]),
    )

    assert not opened(session, file).asks


def test_the_command_takes_a_worksheet_too(session: Session, tmp_path: Path) -> None:
    one = keep_person(session, 1)
    head = ["姓名", "身份证号", "培训班"]
    row = [one.name, one.citizen_id]
    file = write_book(
        tmp_path / "a.xlsx",
        Sheet("甲村", head, [[*row, "电焊班"]]),
        Sheet("乙村", head, [[*row, "家政班"]]),
    )

    preview = read_records(session, "trainings", file, Progress(), sheet="乙村")

    assert (preview.sheet, problems(preview)) == ("乙村", [])


def test_an_empty_sheet_is_refused_in_a_sentence(session: Session, tmp_path: Path) -> None:
    file = write_sheet(tmp_path / "a.xlsx", ["姓名", "身份证号", "培训班"], [])

    with pytest.raises(Refused, match="没有一行可以导入"):
        opened(session, file)


def test_the_month_in_the_title_holds_for_every_row(session: Session, tmp_path: Path) -> None:
    keep_village(session, 2)
    roll = approved(session)
    people = [session.get(Person, one.person_id) for one in session.find(RollLine)]
    rows: list[list[object]] = [[one.name, one.citizen_id, 600, "2026.12.3"] for one in people]
    rows[1][2] = 599
    file = write_sheet(
        tmp_path / "代发.xlsx",
        ["巴音哈拉嘎查村2026年10月公益性岗位补贴发放表"],
        [["姓名", "身份证号", "发放金额", "发放日期"], *rows],
    )
    sheet = opened(session, file, "subsidies_paid")

    assert sheet.missing == ("月份",)
    assert sheet.told_above() == {"roll.month": "2026-10"}
    said = with_given(sheet, {**sheet.told_above(), "payment_evidence": "回单 7"})
    preview = try_records(session, said, Progress())
    assert [row.state for row in preview.rows] == ["changed", "refused"]
    import_records(session, preview, Progress())
    paid = [one for one in session.find(RollLine, roll_id=roll.id) if one.paid_on]
    assert [(one.paid_fen, one.payment_evidence) for one in paid] == [(60_000, "回单 7")]

    wrong = tmp_path / "wrong.xlsx"
    write_wrong_rows(preview, wrong)
    again = opened(session, wrong, "subsidies_paid")
    assert (again.missing, again.asks) == ((), False)
    assert again.header.fields >= {"roll.month", "payment_evidence"}


def test_what_holds_for_every_row_must_be_readable_and_allowed(
    session: Session, tmp_path: Path
) -> None:
    file = odd_sheet(session, tmp_path / "a.xlsx")
    sheet = opened(session, file)

    with pytest.raises(Refused, match="不是一个日期") as unread:
        with_given(sheet, {"begins_on": "下个月"})
    assert unread.value.fields == ("begins_on",)
    with pytest.raises(Refused, match="不能整张表只说一次"):
        with_given(sheet, {"person.name": "王喜"})
    assert with_given(sheet, {"培训班": " 电焊班 ", "trade": ""}).given == {"course": "电焊班"}


def test_a_column_goes_before_what_was_said_of_the_whole_sheet(
    session: Session, tmp_path: Path
) -> None:
    person = keep_person(session, 1)
    head = ["姓名", "身份证号", "培训班"]
    who = [person.name, person.citizen_id]
    file = write_sheet(tmp_path / "a.xlsx", head, [[*who, "电焊班"], [*who, None]])

    said = with_given(opened(session, file), {"course": "家政班"})

    read = try_records(session, said, Progress()).read
    assert [row.values.get("course") for row in read] == ["电焊班", None]
