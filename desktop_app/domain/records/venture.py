"""A start-up (创业)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Venture(Record):
    """A business somebody began, and the loan wished for."""

    person_id: Annotated[RecordId, Label("人员")] = NEW
    name: Annotated[str, Label("名称")] = ""
    form: Annotated[str, Label("创业形式", codes="venture_form")] = ""
    industry: Annotated[str, Label("行业", codes="industry")] = ""
    started_on: Annotated[date | None, Label("开业日期")] = None
    credit_code: Annotated[str, Label("统一社会信用代码")] = ""
    registered_on: Annotated[date | None, Label("注册日期")] = None
    employs: Annotated[int | None, Label("带动就业", unit="人")] = None
    incubator: Annotated[str, Label("孵化基地")] = ""
    loan_wish_fen: Annotated[int | None, Label("贷款意向", unit="元")] = None
    loan_status: Annotated[str, Label("贷款状态", codes="loan_status")] = ""
    loan_fen: Annotated[int | None, Label("贷款金额", unit="元")] = None
    loan_on: Annotated[date | None, Label("放款日期")] = None
    closed_on: Annotated[date | None, Label("停业日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
