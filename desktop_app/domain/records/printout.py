"""A paper sent to a printer, or kept as a file (打印记录)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from desktop_app.domain.records.record import NEW, Label, Record, RecordId


@dataclass(frozen=True, slots=True, kw_only=True)
class Printout(Record):
    """Somebody sent a paper out: where to, how often, which pages, and what came of it.

    It is written before the first sheet, so that one cut short by a power cut is known too, and
    told its ``outcome`` afterwards. ``wanted`` and ``came_out`` count printed sides of all
    copies. ``came_out`` is what the printing system counted while it sent: of what was cut short
    at most so many came, none where nobody counted. ``pages`` is a choice such as 1-3,5, empty
    for all. What was sent without a number, as a recovery sheet, has its ``form`` alone.
    """

    form: Annotated[str, Label("文书种类")] = ""
    paper_id: Annotated[RecordId, Label("开具的文书")] = NEW
    person_id: Annotated[RecordId, Label("人员")] = NEW
    sent_at: Annotated[datetime | None, Label("送出时间")] = None
    officer: Annotated[str, Label("经办人")] = ""
    printer: Annotated[str, Label("打印机")] = ""
    copies: Annotated[int, Label("打印遍数", unit="遍")] = 1
    sides: Annotated[str, Label("单双面", codes="print_sides")] = ""
    pages: Annotated[str, Label("打印页码")] = ""
    wanted: Annotated[int | None, Label("应打面数", unit="面")] = None
    came_out: Annotated[int | None, Label("打出面数", unit="面")] = None
    outcome: Annotated[str, Label("打印结果", codes="print_outcome")] = ""
    layout: Annotated[str, Label("版式版本")] = ""
    rules: Annotated[str, Label("规则包")] = ""
