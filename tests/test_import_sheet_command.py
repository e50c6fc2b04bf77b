"""`nutag import KIND`, as scripts call it, on a real encrypted folder."""

from pathlib import Path

from tests.rosters import number_of, plain_roster
from tests.test_commands import document, init_words
from tests.use_cases.sheets_in.made import Sheet, write_book, write_sheet

NUMBER = number_of(11)


def test_a_sheet_of_trainings_goes_from_trial_to_import_to_nothing_left(tmp_path: Path) -> None:
    document(*init_words(tmp_path), "--village", "150223102201", "--officer", "苏日娜")
    folder = tmp_path / "d"
    roster = plain_roster()
    roster.add(嘎查村="巴音哈拉嘎查", 姓名="白满仓", 身份证号=NUMBER, 联系电话="13800001111")
    document("import", "people", roster.write(tmp_path / "人员.xlsx"), "--data", folder)
    head = ["姓名", "身份证号", "学的啥", "开班日期", "课时"]
    rows: list[list[object]] = [
        ["白满仓", NUMBER, "家政班", "2026-03-02", 40],
        ["白满仓", NUMBER, "电焊班", "2026-05-02", "好多"],
    ]
    file = write_sheet(tmp_path / "培训.xlsx", head, rows)
    words: list[str | Path] = ["import", "trainings", file, "--data", folder]
    wrong = tmp_path / "没有导入的行.xlsx"

    trial = document(*words, "--column", "学的啥=培训班", "--dry-run", "--errors", wrong)
    taken = document(*words)
    again = document(*words)

    assert trial["counts"] == {"new": 1, "changed": 0, "same": 0, "refused": 1}
    assert (trial["dry_run"], trial["result"], wrong.exists()) == (True, None, True)
    assert taken["result"]["batch"] is not None
    assert (taken["result"]["new"], taken["unmatched"]) == (1, [])
    assert (again["counts"]["same"], again["result"]["batch"]) == (1, None)
    assert "“好多”不是一个整数" in taken["problems"][0]["message"]
    assert NUMBER not in str(taken)
    assert "没有“工龄”这一项" in str(document(*words, "--column", "学的啥=工龄", code=1))
    assert "写得不对" in str(document(*words, "--column", "学的啥", code=1))


def test_the_command_takes_a_worksheet_and_what_holds_for_all_of_it(tmp_path: Path) -> None:
    document(*init_words(tmp_path), "--village", "150223102201", "--officer", "苏日娜")
    folder = tmp_path / "d"
    roster = plain_roster()
    roster.add(嘎查村="巴音哈拉嘎查", 姓名="白满仓", 身份证号=NUMBER, 联系电话="13800001111")
    document("import", "people", roster.write(tmp_path / "人员.xlsx"), "--data", folder)
    head, row = ["姓名", "身份证号"], ["白满仓", NUMBER]
    file = write_book(
        tmp_path / "培训.xlsx", Sheet("一班", head, [row]), Sheet("二班", head, [row])
    )
    words: list[str | Path] = ["import", "trainings", file, "--data", folder, "--sheet", "二班"]

    taken = document(*words, "--every", "培训班=电焊班")
    again = document(*words, "--every", "培训班=电焊班")

    assert (taken["sheet"], taken["result"]["new"]) == ("二班", 1)
    assert again["counts"]["same"] == 1
    assert "不能整张表只说一次" in str(document(*words, "--every", "姓名=某某", code=1))
    assert "写得不对" in str(document(*words, "--every", "电焊班", code=1))
