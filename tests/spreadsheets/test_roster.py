"""Rows of real rosters become values, each certain, or a problem that names its cell."""

from datetime import date
from pathlib import Path

import pytest

from desktop_app.domain.citizen_id import with_check_digit
from desktop_app.domain.codes import code_list
from desktop_app.domain.progress import Progress
from desktop_app.spreadsheets.header import find_header
from desktop_app.spreadsheets.reader import read_sheet
from desktop_app.spreadsheets.roster import RosterEntry, RowProblem, people_rows, read_row
from tests.rosters import Made, f6_roster, f7_roster, f16_roster, number_of, plain_roster

TODAY = date(2026, 11, 25)
BIRTH = date(1985, 3, 2)


def _read(roster: Made, folder: Path) -> list[RosterEntry | RowProblem]:
    sheet = read_sheet(roster.write(folder / "a.xlsx"), Progress())
    header = find_header(sheet.head())
    return [read_row(header, row, sheet.name, today=TODAY) for row in people_rows(sheet, header)]


def _entry(roster: Made, folder: Path) -> RosterEntry:
    (entry,) = _read(roster, folder)
    assert isinstance(entry, RosterEntry), str(entry)
    return entry


def _problem(roster: Made, folder: Path) -> RowProblem:
    (problem,) = _read(roster, folder)
    assert isinstance(problem, RowProblem)
    assert problem.message.endswith("。")
    assert problem.advice.endswith("。")
    return problem


def test_the_ledger_of_the_labour_force(tmp_path: Path) -> None:
    roster = f6_roster()
    roster.add(
        行政区划代码="150223100201",
        县="达尔罕茂明安联合旗",
        街道="百灵庙镇",
        社区="南河沿村",
        姓名="乌云 其其格",
        身份证号码=number_of(12),
        性别="女",
        年龄=41,
        出生日期=BIRTH,
        民族="蒙古族",
        政治面貌="群众",
        学历="初中",
        户口性质="农业",
        婚姻状况="已婚",
        联系电话=13800000001,
        职业资格等级="五级",
        就业单位="包头某某公司",
        主要从事工种="保洁",
        就业时间="2025.3.1",
        就业地点="石家庄市",
        外出省份="河北省",
        年收入=3.6,
        就业形式="单位就业",
        困难群体情况="大龄",
        工资收入意向="3000元/月",
        就业区域意向="旗县内",
        就业形式意向="灵活就业",
        培训意向需求="电焊",
    )

    entry = _entry(roster, tmp_path)

    assert entry.row == 5
    assert entry.person_values == {
        "name": "乌云其其格",
        "citizen_id": number_of(12),
        "sex": "2",
        "birth_on": BIRTH,
        "ethnicity": "02",
        "political": "13",
        "education": "70",
        "residence": "20",
        "marriage": "20",
        "phone": "13800000001",
        "skill_level": "junior",
        "hard_to_place": "older",
        "wanted_monthly_fen": 300_000,
        "wanted_place": "county",
        "job_intention": "flexible",
        "training_wish": "电焊",
    }
    assert entry.employment_values == {
        "employer": "包头某某公司",
        "job": "保洁",
        "since": date(2025, 3, 1),
        "place": "河北省石家庄市",
        "form": "010",
    }
    assert (entry.county_text, entry.township_text) == ("达尔罕茂明安联合旗", "百灵庙镇")
    assert (entry.village_text, entry.village_code) == ("南河沿村", "150223100201")
    assert (entry.repaired, entry.notes) == ([], [])


def test_the_template_with_groups(tmp_path: Path) -> None:
    roster = f7_roster()
    roster.add(
        姓名="巴特尔",
        身份证号=number_of(11),
        劳动者户口所在地="达茂旗百灵庙镇南河沿村",
        健康状况="健康",
        劳动技能="弱劳动力或半劳动力",
        户主姓名="巴特尔",
        是否在校生="否",
        主要致贫原因="因病",
        就业地域="跨省",
        就业地="河北省",
        就业时间="2025年3月",
        是否签订劳动合同或协议="是",
        月均工资=4500.5,
        是否有就业愿望="是",
        就业意向地="呼和浩特",
        期望月薪="3000-5000",
    )

    entry = _entry(roster, tmp_path)

    assert entry.person_values | {"name": ""} == {
        "name": "",
        "citizen_id": number_of(11),
        "sex": "1",
        "birth_on": BIRTH,
        "health": "1",
        "work_capacity": "weak",
        "relation": "01",
        "in_school": "none",
        "job_intention": "willing",
        "wanted_place": "呼和浩特",
    }
    assert entry.household_values == {"risk_cause": "1"}
    assert entry.employment_values == {
        "scope": "province",
        "place": "河北省",
        "contract": True,
        "monthly_fen": 450_050,
    }
    assert (entry.village_text, entry.head_name) == ("达茂旗百灵庙镇南河沿村", "巴特尔")
    assert [note.rpartition("：")[2] for note in entry.notes] == [
        "“2025年3月”只有年月，没有日。没有读入。",
        "就业地域“呼和浩特”不在名单里，按原样记下。",
        "“3000-5000”不是一个金额。没有读入。",
    ]


def test_the_national_table(tmp_path: Path) -> None:
    roster = f16_roster()
    card = number_of(13) + "43B1"
    roster.add(
        县="达尔罕茂明安联合旗",
        乡="百灵庙镇",
        村="南河沿村",
        户编号="1502230001",
        姓名="阿·拉 坦",
        证件号码=card,
        户联系电话="0472-8420000",
        成员联系电话="+86 138 0000 0001",
        与户主关系="之子",
        文化程度="文盲或半文盲",
        在校生状况="七年级",
        务工时间=8,
        务工企业名称="无",
        务工所在地="内蒙古包头市",
        是否享受低保="是",
        是否特困供养="否",
        是否国外务工="否",
        就业渠道="亲友介绍",
        户主姓名="巴图",
        户主证件号码=number_of(21, date(1960, 1, 1)),
    )

    entry = _entry(roster, tmp_path)

    assert entry.person_values == {
        "name": "阿·拉坦",
        "citizen_id": number_of(13),
        "disability_card": card,
        "disability_kind": "4",
        "disability_level": "3",
        "sex": "1",
        "birth_on": BIRTH,
        "phone": "13800000001",
        "relation": code_list("relation").find("之子"),
        "education": "90",
        "in_school": "junior_7",
        "subsistence": True,
        "destitute": False,
    }
    assert entry.household_values == {"number": "1502230001", "phone": "04728420000"}
    assert entry.employment_values == {
        "place": "内蒙古包头市",
        "channel": "kin",
        "notes": "表中务工时间 8 个月。",
    }
    assert entry.head_citizen_id == number_of(21, date(1960, 1, 1))
    assert entry.repaired == ["从残疾人证号里取出了身份证号。"]


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
        ("", "没有填身份证号"),
    ],
)
def test_a_number_in_doubt_refuses_its_row_and_names_the_cell(
    tmp_path: Path, number: object, said: str
) -> None:
    roster = plain_roster()
    roster.titles = ["花名册"]
    roster.add(姓名="乌云", 身份证号=number)

    problem = _problem(roster, tmp_path)

    assert (problem.sheet, problem.row, problem.column) == ("花名册", 3, "C列“身份证号”")
    assert said in problem.message
    assert str(problem).startswith("表“花名册”第 3 行 C列“身份证号”：")
    assert problem.value.startswith(str(number)[:1])


def test_an_exact_old_number_is_repaired_and_told(tmp_path: Path) -> None:
    roster = plain_roster()
    roster.add(姓名="乌云", 身份证号=150223850302123)

    entry = _entry(roster, tmp_path)

    assert entry.person_values["citizen_id"] == with_check_digit("15022319850302123")
    assert entry.repaired == ["15 位旧号码已补成 18 位。"]


@pytest.mark.parametrize(
    ("name", "said"), [("", "没有填姓名"), ("123号", "不是一个姓名"), ("#REF!", "不是一个姓名")]
)
def test_a_row_without_a_name_is_refused(tmp_path: Path, name: str, said: str) -> None:
    roster = plain_roster()
    roster.add(姓名=name, 身份证号=number_of(1))

    problem = _problem(roster, tmp_path)

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
        ("无", None),
        (0, None),
    ],
)
def test_phones_are_written_one_way(tmp_path: Path, phone: object, kept: str | None) -> None:
    roster = plain_roster()
    roster.add(姓名="乌云", 身份证号=number_of(1), 联系电话=phone)

    assert _entry(roster, tmp_path).person_values.get("phone") == kept


@pytest.mark.parametrize("phone", ["1380000000", "138000000011", "12800000001", "没有", 1.5])
def test_a_wrong_phone_refuses_its_row(tmp_path: Path, phone: object) -> None:
    roster = plain_roster()
    roster.add(姓名="乌云", 身份证号=number_of(1), 联系电话=phone)

    problem = _problem(roster, tmp_path)

    assert problem.column == "G列“联系电话”"
    assert "不是电话号码" in problem.message
    assert "11 位" in problem.advice


@pytest.mark.parametrize(
    ("field", "cell", "kept", "noted"),
    [
        ("民族", "02 蒙古族", "02", False),
        ("民族", 2, "02", False),
        ("民族", "蒙", "蒙", True),
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

    entry = _entry(roster, tmp_path)

    assert entry.person_values.get(name) == kept
    assert bool(entry.notes) == noted


def test_a_sex_that_the_number_contradicts_refuses_its_row(tmp_path: Path) -> None:
    roster = f16_roster()
    roster.add(姓名="乌云", 证件号码=number_of(12), 性别="男")

    problem = _problem(roster, tmp_path)

    assert (problem.column, problem.value) == ("I列“性别”", "男")
    assert "第 17 位不一致" in problem.message


def test_another_birthday_is_noted_and_the_number_decides(tmp_path: Path) -> None:
    roster = f16_roster()
    roster.add(姓名="乌云", 证件号码=number_of(12), 出生日期="1985-03-03")

    entry = _entry(roster, tmp_path)

    assert entry.person_values["birth_on"] == BIRTH
    assert entry.notes == ["表里的出生日期和身份证号不一致，按身份证号登记。"]


def test_the_kind_of_household_tells_the_status_of_its_people(tmp_path: Path) -> None:
    roster = Made(header=[["姓名", "身份证号", "户类型", "监测对象类别", "月收入(万元)"]])
    roster.rows = [
        ["乌云", number_of(1), "脱贫户", None, 0.45],
        ["其其格", number_of(2), "低保户", None, "0.5万"],
        ["娜仁", number_of(4), "脱贫户", "边缘易致贫户", "1,000元"],
    ]

    read = [one for one in _read(roster, tmp_path) if isinstance(one, RosterEntry)]

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

    read = [one for one in _read(roster, tmp_path) if isinstance(one, RosterEntry)]

    relations = [one.person_values.get("relation") for one in read]
    assert relations == ["01", None, "01", "01"]
    assert "没有读入" in read[3].notes[0]


def test_rows_that_are_no_people_are_left_out(tmp_path: Path) -> None:
    roster = plain_roster()
    roster.rows = [
        [1, 2, 3, 4],
        ["例：", "张三", None],
        [1, "乌云", number_of(1)],
        [None, None, None, None, "0001"],
        list(roster.header[0]),
        [2, "其其格", number_of(2)],
        ["合计", None, "2人"],
        [None, "合计", 2],
        ["填表人：苏日娜", None, None, "审核人：巴图"],
        ["注：身份证号用文本格式。"],
        [None, "总计", None],
    ]

    assert [getattr(one, "row", 0) for one in _read(roster, tmp_path)] == [4, 7]


def test_a_name_without_a_number_is_never_left_out_silently(tmp_path: Path) -> None:
    roster = plain_roster()
    roster.rows = [[1, "乌云", None], [2, None, number_of(1)], [3, "其其格", "不详"]]

    read = _read(roster, tmp_path)

    assert [type(one) for one in read] == [RowProblem] * 3
    assert [one.row for one in read] == [2, 3, 4]


def test_a_separate_card_must_belong_to_the_person(tmp_path: Path) -> None:
    roster = Made(header=[["姓名", "身份证号", "残疾证号", "残疾等级"]])
    roster.rows = [
        ["乌云", number_of(1), number_of(1) + "11", "二级"],
        ["其其格", number_of(2), number_of(1) + "11", None],
        ["娜仁", number_of(4), "无", None],
    ]

    read = [one for one in _read(roster, tmp_path) if isinstance(one, RosterEntry)]

    assert read[0].person_values["disability_card"] == number_of(1) + "11"
    assert read[0].person_values["disability_level"] == "2"
    assert "disability_card" not in read[1].person_values
    assert len(read[1].notes) == 1
    assert read[2].notes == []
