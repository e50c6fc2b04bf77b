"""Rows that are refused, and the list of them."""

from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Person
from desktop_app.session import Session
from desktop_app.use_cases.roster_import import (
    import_roster,
    match_villages,
    read_roster,
    write_errors,
)
from tests.rosters import Made, f16_roster
from tests.sessions import OTHER_VILLAGE, VILLAGE, keep_person
from tests.use_cases.rosters.made import (
    A,
    B,
    Look,
    Take,
    f16_row,
    people,
    plain,
    problem,
    row,
    states,
)

# Refused


def test_another_sex_than_the_number_tells_is_refused(look: Look) -> None:
    roster = f16_roster()
    roster.add(**f16_row("乌云", A, 性别="女"))
    preview = look(roster)

    assert states(preview) == ["refused"]
    assert "性别写的是女" in problem(preview.rows[0])


def test_the_second_of_two_rows_with_one_number_is_refused(take: Take, look: Look) -> None:
    roster = plain(row("乌云", A), row("乌云", A))

    assert states(look(roster)) == ["new", "refused"]
    assert "第 2 行" in problem(look(roster).rows[1])
    assert take(roster).refused == 1


def test_of_two_rows_with_one_number_the_first_is_taken_whoever_is_the_head(look: Look) -> None:
    preview = look(
        plain(
            row("乌云", A, 户编号="1", 与户主关系="户主"),
            row("乌云", A, 户编号="2", 与户主关系="配偶"),
        )
    )

    assert states(preview) == ["new", "refused"]


def test_somebody_of_another_village_is_refused(session: Session, look: Look) -> None:
    keep_person(session, citizen_id=A, name="乌云", village_code=OTHER_VILLAGE)
    preview = look(plain(row("乌云", A)))

    assert "另一个嘎查村" in problem(preview.rows[0])


def test_a_wholly_different_name_for_a_known_number_is_refused(
    session: Session, look: Look
) -> None:
    keep_person(session, citizen_id=A, name="乌云")
    preview = look(plain(row("赵满仓", A)))

    assert "已经登记为「乌云」" in problem(preview.rows[0])


def test_a_problem_says_sheet_row_column_and_value(look: Look) -> None:
    preview = look(plain(row("乌云", A), row("巴图", "15022319850302111")))
    found = preview.rows[1].problem

    assert found is not None
    assert (found.sheet, found.row, found.column) == ("花名册", 3, "C列“身份证号”")
    assert found.value == "15022319850302111"
    assert "17 位" in found.message
    assert preview.rows[1].name == "巴图"


def test_a_number_in_the_column_of_names_is_not_shown_whole(look: Look) -> None:
    preview = look(plain(row(A, "乌云其其格"), row("巴图", B)))

    assert preview.rows[0].name == f"{A[:6]}********{A[-4:]}"


def test_a_refused_row_does_not_stop_the_others(session: Session, take: Take) -> None:
    result = take(plain(row("乌云", "123"), row("巴图", B)))

    assert (result.new, result.refused) == (1, 1)
    assert list(people(session)) == ["巴图"]


# Villages


def test_a_village_of_others_is_refused(look: Look) -> None:
    preview = look(plain(row("乌云", A, 嘎查村="希拉朝鲁嘎查"), row("巴图", B)))

    assert states(preview) == ["refused", "new"]
    assert "不归这台电脑负责" in problem(preview.rows[0])
    assert preview.villages[0].elsewhere


def test_a_code_that_contradicts_the_name_is_refused(look: Look) -> None:
    roster = Made(header=[["姓名", "身份证号", "区划代码", "嘎查村"]])
    roster.rows = [["乌云", A, OTHER_VILLAGE, "巴音哈拉嘎查"], ["巴图", B, VILLAGE, "巴音哈拉嘎查"]]
    preview = look(roster)

    assert states(preview) == ["refused", "new"]
    assert problem(preview.rows[0]).startswith("村名写的是「巴音哈拉嘎查」，代码却是")


def test_a_village_of_another_county_is_refused(look: Look) -> None:
    roster = f16_roster()
    roster.add(**f16_row("乌云", A, 县="固阳县"))

    assert "不归这台电脑负责" in problem(look(roster).rows[0])


def test_an_unknown_village_waits_for_a_choice(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A, 嘎查村="东河组"), row("巴图", B, 嘎查村="东河组")))

    assert states(preview) == ["refused", "refused"]
    assert preview.villages[0].open
    assert [one.code for one in preview.villages[0].candidates] == [VILLAGE, OTHER_VILLAGE]

    matched = match_villages(session, preview, {"东河组": OTHER_VILLAGE}, Progress())
    assert states(matched) == ["new", "new"]
    import_roster(session, matched, Progress())
    assert {one.village_code for one in session.find(Person)} == {OTHER_VILLAGE}


def test_rows_without_a_village_wait_for_a_choice(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A, 嘎查村=None)))
    assert states(preview) == ["refused"]

    assert states(match_villages(session, preview, {"": VILLAGE}, Progress())) == ["new"]


def test_only_the_officers_own_villages_can_be_chosen(session: Session, look: Look) -> None:
    preview = look(plain(row("乌云", A, 嘎查村="东河组")))

    with pytest.raises(Refused, match="不是这台电脑负责"):
        match_villages(session, preview, {"东河组": "150223102202"}, Progress())


# What is not read


def test_a_second_column_of_numbers_is_told(look: Look) -> None:
    roster = plain(row("乌云", A))
    roster.header[0] += ["姓名", "身份证号"]
    roster.rows[0] += ["巴图", B]
    preview = look(roster)

    assert preview.counts["new"] == 1
    assert "两列“身份证号”" in preview.summary()


def test_other_sheets_with_people_are_told(session: Session, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("甲", "乙"):
        book.create_sheet(name).append(["姓名", "身份证号", "嘎查村"])
        book[name].append(["乌云", A, "巴音哈拉嘎查"])
    book.save(tmp_path / "a.xlsx")
    preview = read_roster(session, tmp_path / "a.xlsx", Progress())

    assert (preview.sheet, preview.other_sheets) == ("甲", ("乙",))
    assert "工作表「乙」里也有人员" in preview.summary()


def test_without_a_column_of_villages_the_row_alone_is_named(look: Look) -> None:
    roster = Made(header=[["姓名", "身份证号"]], rows=[["乌云", A]])
    preview = look(roster)

    assert str(preview.rows[0].problem).startswith("表“花名册”第 2 行：这一行没有写嘎查村")


# The list of problems


def test_problems_are_written_as_text_and_can_be_imported_again(
    session: Session, look: Look, tmp_path: Path
) -> None:
    preview = look(plain(row("乌云", A), row("巴图", "15022319850302111", 户编号="-1+2")))
    path = tmp_path / "问题清单.xlsx"
    assert write_errors(preview, path) == 1

    from openpyxl import load_workbook

    lines = list(load_workbook(path).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert lines[0][:4] == ("没有导入的原因", "怎么办", "序号", "姓名")
    assert lines[1][3:5] == ("巴图", "15022319850302111")
    assert lines[1][6] == "-1+2"
    again = read_roster(session, path, Progress())
    assert states(again) == ["refused"]
    assert again.unmatched == ()


def test_a_place_that_cannot_be_written_is_told(look: Look, tmp_path: Path) -> None:
    preview = look(plain(row("巴图", "1")))

    with pytest.raises(Unavailable, match="没有写成"):
        write_errors(preview, tmp_path / "nowhere" / "a.xlsx")


def test_a_file_that_is_no_roster_gets_one_sentence(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "信.xlsx"
    path.write_text("不是表格", encoding="utf-8")

    with pytest.raises(Refused, match="没有读入"):
        read_roster(session, path, Progress())
    assert session.find(Person) == []
