"""A target (目标任务)."""

from dataclasses import dataclass
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Record):
    """What an area is to reach in a year; ``measure`` says what is counted.

    ``area_code`` is that of a county (6 digits), township (9) or village (12).
    """

    area_code: Annotated[str, Label("区划代码")] = ""
    measure: Annotated[str, Label("指标", codes="measure")] = ""
    year: Annotated[int | None, Label("年度")] = None
    value: Annotated[int | None, Label("目标值")] = None
    basis: Annotated[str, Label("文件依据")] = ""
    notes: Annotated[str, Label("备注", lines=3)] = ""
