"""A vacancy (招聘岗位)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy(Record):
    """Work that an employer offers.

    ``flexible`` puts it on the list for flexible work (灵活就业岗位库).
    """

    employer_id: Annotated[RecordId, Label("用人单位")] = NEW
    title: Annotated[str, Label("岗位名称")] = ""
    trade: Annotated[str, Label("工种", codes="trade")] = ""
    place_code: Annotated[str, Label("工作地区划代码")] = ""
    place: Annotated[str, Label("工作地点")] = ""
    headcount: Annotated[int | None, Label("招聘人数", unit="人")] = None
    pay_from_fen: Annotated[int | None, Label("月薪下限", unit="元/月")] = None
    pay_to_fen: Annotated[int | None, Label("月薪上限", unit="元/月")] = None
    education: Annotated[str, Label("文化程度", codes="education")] = ""
    youngest: Annotated[int | None, Label("最小年龄", unit="周岁")] = None
    oldest: Annotated[int | None, Label("最大年龄", unit="周岁")] = None
    requirements: Annotated[str, Label("招聘要求", lines=2)] = ""
    flexible: Annotated[bool, Label("灵活就业岗位")] = False
    open_from: Annotated[date | None, Label("发布日期")] = None
    open_until: Annotated[date | None, Label("截止日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
