"""Cells in doubt, habits of writing, and rows that are no people."""

from pathlib import Path

import pytest

from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.spreadsheets.roster import RosterEntry, RowProblem
from tests.rosters import Made, f16_roster, number_of, plain_roster
from tests.spreadsheets.reading import BIRTH, read_all, read_entry, read_problem


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (150223198503021234, "不能猜"),
        ("1.50223E+17", "不能猜"),
        ("150223198503021000", "不能猜"),
        (number_of(11)[:17], "只有 17 位"),
        ("150223198002301238", "不存在"),
        (with_check_digit("15022320270101123"), "还没有到"),
        ("#N/A", "出错标记"),
        ("#公式", "是公式"),
        ("", "没有填身份证号"),
    ],
)
def test_a_number_in_doubt_refuses_its_row_and_names_the_cell(
    tmp_path: Path, number: object, said: str
) -> None:
    roster = plain_roster()
    roster.titles = ["花名册"]
    roster.add(姓名="乌云", 身份证号=number)

    problem = read_problem(roster, tmp_path)

    assert (problem.sheet, problem.row, problem.column) == ("花名册", 3, "C列“身份证号”")
    assert said in problem.message
    assert str(problem).startswith("表“花名册”第 3 行 C列“身份证号”：")
    assert problem.value.startswith(str(number)[:1])


def test_an_exact_old_number_is_repaired_and_told(tmp_path: Path) -> None:
    roster = plain_roster()
    roster.add(姓名="乌云", 身份证号=150223850302123)

    entry = read_entry(roster, tmp_path)

    assert entry.person_values["citizen_id"] == with_check_digit("15022319850302123")
    assert entry.repaired == ["15 位旧号码已补成 18 位。"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "没有填姓名"),
        ("123号", "不是一个姓名"),
        ("王二2", "不是一个姓名"),
        ("#REF!", "不是一个姓名"),
    ],
)
def test_a_row_without_a_name_is_refused(tmp_path: Path, name: str, said: str) -> None:
    roster = plain_roster()
    roster.add(姓名=name, 身份证号=number_of(1))

    problem = read_problem(roster, tmp_path)

    assert problem.column == "B列“姓名”"
    assert said in problem.message


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("13800000001", "13800000001"),
        (13800000001.0, "13800000001"),
        ("138 0000-0001", "13800000001"),
        ("１３８００００００01", "13800000001"),
        ("8420000", "8420000"),
        ("0472—8420000", "04728420000"),
        ("13800000001/13900000002", "13800000001、13900000002"),
        ("13800000001.0", "13800000001"),
        ("13800000001（本人）", "13800000001"),
        ("本人：13800000001、儿子13900000002", "13800000001、13900000002"),
        ("138-0000-0001 139 0000 0002", "13800000001、13900000002"),
        (8613800000001, "13800000001"),
        ("无", None),
        ("没有手机", None),
        (0, None),
    ],
)
def test_phones_are_written_one_way(tmp_path: Path, phone: object, kept: str | None) -> None:
    roster = plain_roster()
    roster.add(姓名="乌云", 身份证号=number_of(1), 联系电话=phone)

    assert read_entry(roster, tmp_path).person_values.get("phone") == kept


@pytest.mark.parametrize("phone", ["1380000000", "138000000011", "12800000001", "同上", 1.5])
def test_a_wrong_phone_refuses_its_row(tmp_path: Path, phone: object) -> None:
    roster = plain_roster()
    roster.add(姓名="乌云", 身份证号=number_of(1), 联系电话=phone)

    problem = read_problem(roster, tmp_path)

    assert problem.column == "G列“联系电话”"
    assert "不是电话号码" in problem.message
    assert "11 位" in problem.advice


@pytest.mark.parametrize(
    ("field", "cell", "kept", "noted"),
    [
        ("民族", "02 蒙古族", "02", False),
        ("民族", 2, "02", False),
        ("民族", "蒙", "02", False),
        ("民族", "穿青人", "穿青人", True),
        ("健康状况", "1|健康", "1", False),
        ("健康状况", "残疾，大病", "残疾，大病", True),
        ("健康状况", "/", None, False),
        ("健康状况", "#N/A", None, False),
        ("文化程度", "无", "90", False),
    ],
)
def test_codes_are_found_and_unknown_words_are_kept(
    tmp_path: Path, field: str, cell: object, kept: str | None, noted: bool
) -> None:
    roster = plain_roster()
    roster.add(姓名="乌云", 身份证号=number_of(1), **{field: cell})
    name = {"民族": "ethnicity", "健康状况": "health", "文化程度": "education"}[field]

    entry = read_entry(roster, tmp_path)

    assert entry.person_values.get(name) == kept
    assert bool(entry.notes) == noted


def test_a_sex_that_the_number_contradicts_refuses_its_row(tmp_path: Path) -> None:
    roster = f16_roster()
    roster.add(姓名="乌云", 证件号码=number_of(12), 性别="男")

    problem = read_problem(roster, tmp_path)

    assert (problem.column, problem.value) == ("I列“性别”", "男")
    assert "第 17 位不一致" in problem.message


def test_another_birthday_is_noted_and_the_number_decides(tmp_path: Path) -> None:
    roster = f16_roster()
    roster.add(姓名="乌云", 证件号码=number_of(12), 出生日期="1985-03-03")

    entry = read_entry(roster, tmp_path)

    assert entry.person_values["birth_on"] == BIRTH
    assert entry.notes == ["表里的出生日期和身份证号不一致，按身份证号登记。"]


def test_the_kind_of_household_tells_the_status_of_its_people(tmp_path: Path) -> None:
    roster = Made(header=[["姓名", "身份证号", "户类型", "监测对象类别", "月收入(万元)"]])
    roster.rows = [
        ["乌云", number_of(1), "脱贫户", None, 0.45],
        ["其其格", number_of(2), "低保户", None, "0.5万"],
        ["娜仁", number_of(4), "脱贫户", "边缘易致贫户", "1,000元"],
    ]

    read = [one for one in read_all(roster, tmp_path) if isinstance(one, RosterEntry)]

    assert [one.person_values.get("poverty_status") for one in read] == ["lifted", None, "edge"]
    assert [one.household_values["kind"] for one in read] == ["lifted", "subsistence", "lifted"]
    assert [one.employment_values["monthly_fen"] for one in read] == [450_000, 500_000, 100_000]


def test_the_head_is_known_by_number_before_name(tmp_path: Path) -> None:
    roster = Made(header=[["姓名", "身份证号", "户主姓名", "户主身份证号"]])
    roster.rows = [
        ["乌云", number_of(1), "乌云", number_of(1)],
        ["乌云", number_of(2), "乌云", number_of(1)],
        ["乌云", number_of(4), "乌 云", None],
        ["乌云", number_of(6), "乌云", "15022319850302"],
    ]

    read = [one for one in read_all(roster, tmp_path) if isinstance(one, RosterEntry)]

    relations = [one.person_values.get("relation") for one in read]
    assert relations == ["01", None, "01", "01"]
    assert "没有读入" in read[3].notes[0]


def test_what_no_field_can_hold_is_told_in_a_sentence_that_fits(tmp_path: Path) -> None:
    roster = Made(header=[["姓名", "身份证号", "地址", "健康状况", "电话"]])
    roster.rows = [
        ["乌\a云", number_of(1), "长" * 30_000, "长" * 30_000, None],
        ["长" * 30_000, number_of(2), None, None, None],
        ["巴图", number_of(4), None, None, "长" * 30_000],
    ]

    read = read_all(roster, tmp_path)

    assert isinstance(read[0], RosterEntry)
    assert read[0].person_values["name"] == "乌云"
    assert read[0].household_values == {}
    told = [*read[0].notes, *(str(one) for one in read[1:])]
    assert len(told) == 4
    assert max(map(len, told)) < 200


def test_in_a_list_of_heads_everybody_is_a_head(tmp_path: Path) -> None:
    roster = Made(header=[["户主姓名", "身份证号码", "家庭人口"]])
    roster.rows = [["乌云", number_of(1), 3], ["巴图", number_of(2), 1]]

    read = [one for one in read_all(roster, tmp_path) if isinstance(one, RosterEntry)]

    assert [one.person_values["relation"] for one in read] == ["01", "01"]


def test_rows_that_are_no_people_are_left_out(tmp_path: Path) -> None:
    roster = plain_roster()
    roster.rows = [
        [1, 2, 3, 4],
        ["例：", "张三", None],
        [1, "例：张三", number_of(8)],
        [1, "张三（示例）", number_of(8)],
        [1, "乌云", number_of(1)],
        [None, None, None, None, "0001"],
        list(roster.header[0]),
        [2, "其其格", number_of(2)],
        ["合计", None, "2人"],
        ["本页小计", "2人"],
        ["本村 合 计", None, "2"],
        ["单位负责人：张某", None, "填表人：李某", "联系电话：13800000000"],
        [None, None, "填报时间：2026年11月25日"],
        [None, "合计", 2],
        ["填表人：苏日娜", None, None, "审核人：巴图"],
        ["注：身份证号用文本格式。"],
        [None, "总计", None],
    ]

    assert [getattr(one, "row", 0) for one in read_all(roster, tmp_path)] == [6, 9]


def test_a_name_without_a_number_is_never_left_out_silently(tmp_path: Path) -> None:
    roster = plain_roster()
    roster.rows = [[1, "乌云", None], [2, None, number_of(1)], [3, "其其格", "不详"]]

    read = read_all(roster, tmp_path)

    assert [type(one) for one in read] == [RowProblem] * 3
    assert [one.row for one in read] == [2, 3, 4]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"姓名": "乌云（已故）"}, True),
        ({"是否死亡": "是"}, True),
        ({"备注": "2024年3月因病去世"}, True),
        ({"死亡日期": "1970-01-01"}, False),
        ({"死亡日期": "2027-01-01", "是否死亡": "是"}, True),
        ({"备注": "丈夫2024年去世"}, False),
        ({"健康状况": "死亡"}, True),
        ({"是否死亡": "否"}, False),
    ],
)
def test_a_death_is_told_and_never_kept_without_its_day(
    tmp_path: Path, cells: dict[str, object], said: bool
) -> None:
    roster = Made(header=[["姓名", "身份证号", "是否死亡", "死亡日期", "备注", "健康状况"]])
    roster.add(**{"姓名": "乌云", "身份证号": number_of(2), **cells})

    entry = read_entry(roster, tmp_path)

    assert entry.person_values["name"] == "乌云"
    assert "died_on" not in entry.person_values
    assert "dead" not in entry.person_values
    assert any("已去世" in note for note in entry.notes) == said


def test_a_day_of_death_is_kept(tmp_path: Path) -> None:
    roster = Made(header=[["姓名", "身份证号", "死亡日期"]])
    roster.add(姓名="乌云", 身份证号=number_of(2), 死亡日期="2024年3月1日")

    entry = read_entry(roster, tmp_path)

    assert str(entry.person_values["died_on"]) == "2024-03-01"
    assert entry.notes == []


def test_yes_or_no_columns_tell_status_and_work(tmp_path: Path) -> None:
    roster = Made(
        header=[["姓名", "身份证号", "是否脱贫户", "是否外出务工", "务工省", "务工市", "务工县"]]
    )
    roster.rows = [
        ["乌云", number_of(2), "是", "是", "河北省", "石家庄市", "正定县"],
        ["巴图", number_of(1), "否", "否", "北京市", "北京市", None],
    ]

    read = [one for one in read_all(roster, tmp_path) if isinstance(one, RosterEntry)]

    assert [one.person_values.get("poverty_status") for one in read] == ["lifted", None]
    assert [one.person_values.get("employment_status") for one in read] == ["11", None]
    assert [one.employment_values["place"] for one in read] == ["河北省石家庄市正定县", "北京市"]


def test_a_separate_card_must_belong_to_the_person(tmp_path: Path) -> None:
    roster = Made(header=[["姓名", "身份证号", "残疾证号", "残疾等级"]])
    roster.rows = [
        ["乌云", number_of(1), number_of(1) + "11", "二级"],
        ["其其格", number_of(2), number_of(1) + "11", None],
        ["娜仁", number_of(4), "无", None],
    ]

    read = [one for one in read_all(roster, tmp_path) if isinstance(one, RosterEntry)]

    assert read[0].person_values["disability_card"] == number_of(1) + "11"
    assert read[0].person_values["disability_level"] == "2"
    assert "disability_card" not in read[1].person_values
    assert len(read[1].notes) == 1
    assert read[2].notes == []
