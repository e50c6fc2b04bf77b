"""`nutag import watch-list`, as scripts call it, on a real encrypted folder."""

from pathlib import Path

from tests.rosters import number_of, plain_roster
from tests.test_commands import document, init_words
from tests.use_cases.test_watch_lists import write_list

DEAD, ALIVE = number_of(11), number_of(22)


def test_a_list_is_tried_taken_in_and_told(tmp_path: Path) -> None:
    document(*init_words(tmp_path), "--village", "150223102201", "--officer", "苏日娜")
    roster = plain_roster()
    roster.add(嘎查村="巴音哈拉嘎查", 姓名="白满仓", 身份证号=DEAD, 联系电话="13800001111")
    folder = tmp_path / "d"
    document("import", "people", roster.write(tmp_path / "人员.xlsx"), "--data", folder)
    head = ["姓名", "身份证号", "死亡日期"]
    file = write_list(
        tmp_path / "死亡.xlsx",
        head,
        [["白满仓", DEAD, "2026-10-03"], ["某某", ALIVE, "2026-10-04"]],
    )
    words: list[str | Path] = [
        "import",
        "watch-list",
        file,
        "--data",
        folder,
        "--as-of",
        "2026-10-31",
    ]

    trial = document(*words, "--list", "deaths", "--source", "民政局", "--dry-run")
    taken = document(*words, "--list", "deaths", "--source", "民政局")
    again = document(*words, "--list", "deaths", "--source", "民政局", "--complete")

    assert (trial["counts"], trial["batch"]) == ({"new": 1}, None)
    assert (taken["known"], taken["strangers"], taken["as_of"]) == (1, 1, "2026-10-31")
    assert taken["batch"] is not None
    assert (again["counts"], again["batch"]) == ({"same": 1}, None)
    assert DEAD not in str(taken)
    refused = document(*words, code=1)
    assert "还没有说是哪一种名单" in str(refused)
