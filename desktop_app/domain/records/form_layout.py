"""The layout of a form that an office gave out (下发的表格版式)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop_app.domain.records.record import Label, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLayout(Record):
    """One version of how a form looks, whole and never changed afterwards.

    ``content`` is the TOML, deflated, in base 85; ``sha256`` that of the TOML.
    """

    form: Annotated[str, Label("文书种类")] = ""
    version: Annotated[str, Label("版本")] = ""
    issued_on: Annotated[date | None, Label("下发日期")] = None
    since: Annotated[date | None, Label("启用日期")] = None
    content: Annotated[str, Label("内容")] = ""
    sha256: Annotated[str, Label("摘要")] = ""
    withdrawn_on: Annotated[date | None, Label("停用日期")] = None
    notes: Annotated[str, Label("备注", lines=3)] = ""
