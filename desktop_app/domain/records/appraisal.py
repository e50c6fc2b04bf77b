"""A monthly appraisal (考核)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal(Record):
    """What a month's work was found worth: points of village, township and villagers.

    The person is told of deductions before the pay: ``told_on``.
    """

    placement_id: Annotated[RecordId, Label("安置")] = NEW
    month: Annotated[str, Label("月份")] = ""
    village_points: Annotated[int | None, Label("嘎查村评分", unit="分")] = None
    township_points: Annotated[int | None, Label("苏木镇评分", unit="分")] = None
    villager_points: Annotated[int | None, Label("民主评议分", unit="分")] = None
    result: Annotated[str, Label("考核结果", codes="appraisal_result")] = ""
    deductions: Annotated[str, Label("扣分原因", lines=2)] = ""
    told_on: Annotated[date | None, Label("告知日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
