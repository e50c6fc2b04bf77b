"""The rosters that offices send become values, column by column."""

from datetime import date
from pathlib import Path

from desktop_app.domain.codes import code_list
from tests.rosters import Made, f6_roster, f7_roster, f16_roster, number_of
from tests.spreadsheets.reading import BIRTH, read_entry


def _ledger() -> Made:
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
    return roster


def test_the_ledger_of_the_labour_force(tmp_path: Path) -> None:
    entry = read_entry(_ledger(), tmp_path)

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
        "income_fen": 3_600_000,
        "income_unit": "year",
        "monthly_fen": 300_000,
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

    entry = read_entry(roster, tmp_path)

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

    entry = read_entry(roster, tmp_path)

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
