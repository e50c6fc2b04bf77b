"""A closed roll as an Excel workbook: the same lines and the same sums as on screen and paper."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import RollLine
from desktop_app.domain.records.record import RecordId
from desktop_app.domain.roll_steps import Payee
from desktop_app.domain.rules import findings_of
from desktop_app.domain.system_errors import sentence_of
from desktop_app.session import Session
from desktop_app.spreadsheets.text_book import Cell, Count, Yuan, text_books
from desktop_app.use_cases.rolls import roll_file

__all__ = ["export_roll", "roll_book"]

SUMMARY_HEAD = (
    "序号",
    "姓名",
    "身份证号码",
    "规定出勤天数（天）",
    "本月累计出勤天数（天）",
    "补贴金额（元）",
    "协议时间起",
    "协议时间止",
)
"""The columns of F1, the last two under 协议时间起止时间."""

DETAIL_HEAD = (
    *("序号", "种类", "补贴月份", "姓名", "身份证号码", "岗位名称", "补贴标准（元）", "补贴周期"),
    *("规定出勤天数", "出勤天数", "补贴金额（元）", "一卡通账号", "开户行", "发放日期"),
    *("实发金额（元）", "未发原因", "计算说明"),
)
SUMMARY_WIDTHS = (6, 12, 22, 12, 12, 14, 12, 12)
DETAIL_WIDTHS = (6, 10, 10, 12, 22, 14, 12, 8, 8, 8, 12, 24, 18, 12, 12, 18, 80)


def roll_book(session: Session, roll_id: RecordId) -> bytes:
    """Return a closed roll as a workbook: the summary by its official head, and every line.

    Amounts and days are numbers, identity numbers and accounts text; the sums are formulas.
    """
    file = roll_file(session, roll_id)
    title = f"{village(file.roll.village_code).full_name} {Month.of(file.roll.month).told}"
    department = text_of("post_department", file.roll.department)
    state = file.state.sentence
    summary: list[Sequence[Cell]] = [
        ("乡村公益性岗位出勤天数和拟拨付岗位补贴金额汇总表",),
        (f"填报单位：{title}", "", "", f"开发主管部门：{department}", "", state),
        SUMMARY_HEAD,
        *(_summary_row(place, one) for place, one in enumerate(file.payees, start=1)),
    ]
    summary.append(_sum_row(len(file.payees), 3, 6, file.roll.total_fen or 0))
    detail: list[Sequence[Cell]] = [
        DETAIL_HEAD,
        *(_detail_row(place, line) for place, line in enumerate(file.lines, start=1)),
    ]
    detail.append(_sum_row(len(file.lines), 1, 11, file.roll.total_fen or 0))
    notes: list[Sequence[Cell]] = [
        ("关账日期", str(file.roll.closed_on), "填报人", file.roll.closed_by),
        ("规则包", file.rules, "现在的依据", file.basis),
        ("摘要", file.roll.sha256),
        ("说明", "金额为测算，以旗县审核为准；一个人有更正的，汇总表里合成一行。"),
    ]
    return text_books(
        [
            ("汇总表", summary, SUMMARY_WIDTHS),
            ("明细", detail, DETAIL_WIDTHS),
            ("说明", notes, (12, 40, 12, 20)),
        ]
    )


def export_roll(session: Session, roll_id: RecordId, path: str, *, replace: bool = False) -> str:
    """Write the workbook of a roll to a file and return its path.

    ``Refused`` where the file exists, unless it is to be replaced.
    """
    book = roll_book(session, roll_id)
    try:
        with Path(path).open("wb" if replace else "xb") as file:
            file.write(book)
    except FileExistsError as error:
        raise Refused("已经有这个文件，没有写。", advice="请换一个文件名。") from error
    except OSError as error:
        raise sentence_of(error) from error
    return path


def _summary_row(place: int, payee: Payee) -> Sequence[Cell]:
    line = payee.own
    return (
        str(place),
        payee.name,
        payee.citizen_id,
        Count(10 * line.required_days) if line and line.required_days else "",
        Count(5 * (line.worked_halves or 0)) if line else "",
        Yuan(payee.due_fen),
        str(line.agreement_from or "") if line else "",
        str(line.agreement_to or "") if line else "",
    )


def _detail_row(place: int, line: RollLine) -> Sequence[Cell]:
    reasons = "；".join(one.message for one in findings_of(line.explanation))
    return (
        str(place),
        text_of("roll_line_kind", line.kind),
        line.for_month,
        line.name,
        line.citizen_id,
        line.post_title,
        Yuan(line.standard_fen) if line.standard_fen is not None else "",
        text_of("standard_period", line.standard_period),
        Count(10 * line.required_days) if line.required_days is not None else "",
        Count(5 * line.worked_halves) if line.worked_halves is not None else "",
        Yuan(line.amount_fen or 0),
        line.account,
        line.bank,
        str(line.paid_on or ""),
        Yuan(line.paid_fen) if line.paid_fen is not None else "",
        line.failure,
        reasons,
    )


def _sum_row(rows: int, head: int, column: int, total_fen: int) -> Sequence[Cell]:
    cells: list[Cell] = ["合计", f"{rows} 行", *[""] * (column - 3)]
    return [*cells, Yuan(total_fen, (head + 1, head + rows))]
