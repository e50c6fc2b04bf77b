"""An employer (用人单位)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer(Record):
    """Somebody who offers work."""

    name: Annotated[str, Label("单位名称")] = ""
    kind: Annotated[str, Label("单位种类", codes="employer_kind")] = ""
    credit_code: Annotated[str, Label("统一社会信用代码")] = ""
    industry: Annotated[str, Label("行业", codes="industry")] = ""
    place_code: Annotated[str, Label("工作地区划代码")] = ""
    address: Annotated[str, Label("单位地址")] = ""
    contact: Annotated[str, Label("联系人")] = ""
    phone: Annotated[str, Label("联系电话")] = ""
    verified_on: Annotated[date | None, Label("核实日期")] = None
    source: Annotated[str, Label("信息来源")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
