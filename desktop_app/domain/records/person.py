"""A person (人员)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody who lives in a household of the village, with the facts of the labour force.

    ``citizen_id`` has 18 characters, or none when it is not known yet; a number of another
    length was brought to 18 or refused before. Codes are kept as text, so that a code of a
    newer list survives.
    """

    household_id: Annotated[RecordId, Label("所在户")] = NEW
    name: Annotated[str, Label("姓名")] = ""
    relation: Annotated[str, Label("与户主关系", codes="relation")] = ""
    citizen_id: Annotated[str, Label("身份证号")] = ""
    disability_card: Annotated[str, Label("残疾人证号")] = ""
    sex: Annotated[str, Label("性别", codes="sex")] = ""
    birth_on: Annotated[date | None, Label("出生日期")] = None
    ethnicity: Annotated[str, Label("民族", codes="ethnicity")] = ""
    political: Annotated[str, Label("政治面貌", codes="political")] = ""
    education: Annotated[str, Label("文化程度", codes="education")] = ""
    marriage: Annotated[str, Label("婚姻状况", codes="marriage")] = ""
    phone: Annotated[str, Label("联系电话")] = ""
    address: Annotated[str, Label("现居住地")] = ""
    residence: Annotated[str, Label("户口性质", codes="residence")] = ""
    health: Annotated[str, Label("健康状况", codes="health")] = ""
    disability_kind: Annotated[str, Label("残疾类别", codes="disability_kind")] = ""
    disability_level: Annotated[str, Label("残疾等级", codes="disability_level")] = ""
    work_capacity: Annotated[str, Label("劳动能力", codes="work_capacity")] = ""
    skills: Annotated[str, Label("技能特长")] = ""
    skill_level: Annotated[str, Label("技能等级", codes="skill_level")] = ""
    employment_status: Annotated[str, Label("就业状态", codes="employment_status")] = ""
    job_intention: Annotated[str, Label("就业意愿", codes="job_intention")] = ""
    wanted_place: Annotated[str, Label("意向地区", codes="transfer_scope")] = ""
    wanted_job: Annotated[str, Label("意向岗位")] = ""
    wanted_monthly_fen: Annotated[int | None, Label("期望月收入", unit="元/月")] = None
    training_wish: Annotated[str, Label("培训意愿")] = ""
    poverty_status: Annotated[str, Label("脱贫（监测）类别", codes="poverty_status")] = ""
    hard_to_place: Annotated[str, Label("就业困难类别", codes="hard_to_place")] = ""
    in_school: Annotated[str, Label("在校生状况", codes="in_school")] = ""
    subsistence: Annotated[bool, Label("低保")] = False
    destitute: Annotated[bool, Label("特困供养")] = False
    cadre_kin: Annotated[bool, Label("嘎查村干部近亲属")] = False
    pension_drawn: Annotated[bool, Label("已领取养老待遇")] = False
    died_on: Annotated[date | None, Label("死亡日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
    account: Annotated[str, Label("一卡通账号")] = ""
    bank: Annotated[str, Label("开户行")] = ""
