"""An organiser of labour transfer (输出组织主体)."""

from dataclasses import dataclass
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Organiser(Record):
    """A company or a broker that takes people to work and claims the subsidy for it."""

    name: Annotated[str, Label("名称")] = ""
    kind: Annotated[str, Label("主体种类", codes="organiser_kind")] = ""
    credit_code: Annotated[str, Label("统一社会信用代码")] = ""
    citizen_id: Annotated[str, Label("身份证号")] = ""
    agreement_number: Annotated[str, Label("协议编号")] = ""
    contact: Annotated[str, Label("联系人")] = ""
    phone: Annotated[str, Label("联系电话")] = ""
    account: Annotated[str, Label("收款账号")] = ""
    bank: Annotated[str, Label("开户行")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
