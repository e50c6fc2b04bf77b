"""A training (培训)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Record):
    """A training from the wish to the certificate.

    ``counted`` says that it counts for the year's target (15 万人次).
    """

    person_id: Annotated[RecordId, Label("人员")] = NEW
    trade: Annotated[str, Label("培训工种", codes="trade")] = ""
    course: Annotated[str, Label("培训班")] = ""
    provider: Annotated[str, Label("培训机构")] = ""
    wished_on: Annotated[date | None, Label("登记意愿日期")] = None
    enrolled_on: Annotated[date | None, Label("报名日期")] = None
    begins_on: Annotated[date | None, Label("开班日期")] = None
    ends_on: Annotated[date | None, Label("结业日期")] = None
    hours: Annotated[int | None, Label("课时", unit="学时")] = None
    result: Annotated[str, Label("培训结果", codes="training_result")] = ""
    certificate_kind: Annotated[str, Label("证书种类", codes="certificate_kind")] = ""
    certificate_number: Annotated[str, Label("证书编号")] = ""
    certified_on: Annotated[date | None, Label("发证日期")] = None
    level: Annotated[str, Label("技能等级", codes="skill_level")] = ""
    counted: Annotated[bool, Label("计入培训人次")] = False
    subsidy_fen: Annotated[int | None, Label("培训补贴", unit="元")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
