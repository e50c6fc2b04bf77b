"""What a sheet of a kind does: tried without a trace, taken in once, never twice."""

from datetime import date
from pathlib import Path

import pytest

from db.history_queries import last_number
from db.replay import verify
from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Cancelled, Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import (
    Employer,
    Employment,
    Enrolment,
    Listed,
    Person,
    Post,
    Training,
    Vacancy,
    Visit,
)
from desktop_app.session import Session
from desktop_app.use_cases.history import undo_batch
from desktop_app.use_cases.sheets_in.taking_in import (
    import_records,
    read_records,
    write_wrong_rows,
)
from tests.sessions import VILLAGE, keep_person, open_test_session
from tests.use_cases.sheets_in.made import problems, taken_in, write_sheet

TRAINED = ["姓名", "身份证号", "培训工种", "培训班", "开班日期", "结业日期", "课时"]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return open_test_session(tmp_path)


def trained(session: Session, path: Path, course: str = "家政班", hours: object = 40) -> Path:
    one = keep_person(session, 1) if not session.find(Training) else None
    person = one or session.find(Person)[0]
    row = [person.name, person.citizen_id, "", course, "2026-03-02", "2026-03-20", hours]
    return write_sheet(path, TRAINED, [row])


def test_a_trial_leaves_no_trace(session: Session, tmp_path: Path) -> None:
    file = trained(session, tmp_path / "a.xlsx")
    before = last_number(session.store.database)

    preview = read_records(session, "trainings", file, Progress())

    assert dict(preview.counts) == {"new": 1, "changed": 0, "same": 0, "refused": 0}
    assert session.find(Training) == []
    assert last_number(session.store.database) == before
    assert verify(session.store.database).problems == []


def test_the_same_file_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    file = trained(session, tmp_path / "a.xlsx")

    _, first = taken_in(session, "trainings", file)
    again, second = taken_in(session, "trainings", file)

    assert first.batch is not None
    assert (again.counts["same"], second.batch) == (1, None)
    assert [one.hours for one in session.find(Training)] == [40]
    assert verify(session.store.database).problems == []


def test_a_changed_row_says_which_fields(session: Session, tmp_path: Path) -> None:
    taken_in(session, "trainings", trained(session, tmp_path / "a.xlsx"))

    preview, _ = taken_in(session, "trainings", trained(session, tmp_path / "b.xlsx", hours=60))

    assert [row.changes for row in preview.rows] == [(("课时", "40", "60"),)]
    assert [one.hours for one in session.find(Training)] == [60]


def test_a_batch_is_undone_at_once(session: Session, tmp_path: Path) -> None:
    _, result = taken_in(session, "trainings", trained(session, tmp_path / "a.xlsx"))
    assert result.batch is not None

    undo_batch(session, result.batch)

    assert session.find(Training) == []


def test_a_cancelled_import_takes_everything_back(session: Session, tmp_path: Path) -> None:
    preview = read_records(session, "trainings", trained(session, tmp_path / "a.xlsx"), Progress())
    progress = Progress()
    progress.cancel()

    with pytest.raises(Cancelled):
        import_records(session, preview, progress)

    assert session.find(Training) == []


def test_a_wrong_row_leaves_nothing_and_the_others_are_taken(
    session: Session, tmp_path: Path
) -> None:
    file = write_sheet(
        tmp_path / "a.xlsx",
        ["单位名称", "岗位名称", "月薪下限", "月薪上限", "发布日期"],
        [
            ["草原肉业", "装卸工", 5000, 4000, "2026-10-01"],
            ["云杉物业", "保洁", 2600, 3000, "2026-10-01"],
        ],
    )

    preview, _ = taken_in(session, "vacancies", file)

    assert "月薪上限低于下限" in problems(preview)[0]
    assert [vacancy.title for vacancy in session.find(Vacancy)] == ["保洁"]
    assert [employer.name for employer in session.find(Employer)] == ["云杉物业"]
    assert verify(session.store.database).problems == []


def test_wrong_rows_are_written_with_the_reason_first_and_come_back_when_put_right(
    session: Session, tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    file = trained(session, tmp_path / "a.xlsx", hours="四十")
    preview = read_records(session, "trainings", file, Progress())
    wrong = tmp_path / "wrong.xlsx"

    assert write_wrong_rows(preview, wrong) == 1

    book = load_workbook(wrong)
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:3] == ["没有导入的原因", "怎么办", "姓名"]
    assert "“四十”不是一个整数" in str(sheet["A2"].value)
    column = [cell.value for cell in sheet[1]].index("课时") + 1
    sheet.cell(2, column, 40)
    book.save(wrong)
    _, result = taken_in(session, "trainings", wrong)
    assert result.counts["new"] == 1


def test_headings_of_an_office_are_said_once_and_remembered(
    session: Session, tmp_path: Path
) -> None:
    person = keep_person(session, 1)
    heads = ["姓名", "身份证号", "学的啥", "哪天开的"]
    row = [person.name, person.citizen_id, "电焊班", "2026-05-04"]
    first = write_sheet(tmp_path / "a.xlsx", heads, [row])
    next_one = write_sheet(tmp_path / "b.xlsx", heads, [[*row[:2], "月嫂班", "2026-06-01"]])

    said = read_records(
        session, "trainings", first, Progress(), {"学的啥": "培训班", "哪天开的": "begins_on"}
    )
    again = read_records(session, "trainings", next_one, Progress())

    assert (said.counts["new"], said.header.unmatched) == (1, ())
    assert again.read[0].values["course"] == "月嫂班"
    assert again.read[0].values["begins_on"] == date(2026, 6, 1)
    with pytest.raises(Refused, match="没有“工龄”这一项"):
        read_records(session, "trainings", first, Progress(), {"学的啥": "工龄"})


def test_each_kind_is_known_by_its_key_and_told_what_is_wrong(
    session: Session, tmp_path: Path
) -> None:
    person = keep_person(session, 1)
    who = [person.name, person.citizen_id]
    sheets: dict[str, tuple[list[str], list[list[object]]]] = {
        "enrolments": (
            ["姓名", "身份证号", "险种", "参保状态", "参保日期"],
            [
                [*who, "城乡居民养老", "正常参保", "2020-01-01"],
                [*who, "城乡居民养老", "正常参保", "2020-01-01"],
            ],
        ),
        "transfers": (
            ["姓名", "身份证号", "就业单位", "开始日期", "就业地域"],
            [[*who, "某厂", "2027-01-01", "跨省"], ["别人", who[1], "某厂", "2026-01-01", "跨省"]],
        ),
        "visits": (["姓名", "身份证号", "走访日期", "走访方式"], [[*who, "2026-11-02", "飞鸽"]]),
        "watch_list": (["姓名", "身份证号", "名单"], [["某某", "150223198503020015", "死亡"]]),
    }
    said = {
        kind: problems(taken_in(session, kind, write_sheet(tmp_path / f"{kind}.xlsx", *sheet))[0])
        for kind, sheet in sheets.items()
    }

    assert "和第 2 行说的是同一条记录" in said["enrolments"][0]
    assert "还没有到" in said["transfers"][0]
    assert "是另一个人的" in said["transfers"][1]
    assert "走访方式里没有“飞鸽”这一项" in said["visits"][0]
    assert len(said["watch_list"]) == 1
    assert len(session.find(Enrolment)) == 1
    assert not any(session.find(kind) for kind in (Employment, Visit, Listed))


def test_a_post_comes_with_its_approval(session: Session, tmp_path: Path) -> None:
    heads = ["嘎查村", "村代码", "岗位名称", "岗位类别", "主管部门", "资金来源"]
    heads += ["岗位数", "补贴标准", "批复日期", "批复单位", "批复文号"]
    lists = ("post_kind", "post_department", "post_fund")
    words = [code_list(name).choices()[0].text for name in lists]
    row = ["", VILLAGE, "保洁员", *words, 2, 800, "2026-01-05", "旗人社局", "达人社发〔2026〕1号"]
    preview, _ = taken_in(session, "posts", write_sheet(tmp_path / "a.xlsx", heads, [row]))

    assert problems(preview) == []
    (post,) = session.find(Post)
    assert (post.headcount, post.standard_fen, post.approved_on) == (2, 80_000, date(2026, 1, 5))
