"""A closed roll as an Excel workbook: the same lines and the same sums as on screen and paper."""

from collections.abc import Sequence
from pathlib import Path

from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import NEW, RollLine
from desktop_app.domain.records.record import RecordId
from desktop_app.domain.roll_steps import Payee
from desktop_app.domain.rules import findings_of
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, Column, Count, Paper, Sheet, Total, Yuan, book_bytes
from desktop_app.use_cases.exporting.gate import MASKED, Numbers, Secrecy, give_out, refuse_weak
from desktop_app.use_cases.exporting.values import last_four
from desktop_app.use_cases.rolls import RollFile, roll_file

__all__ = ["export_roll", "roll_book"]

TITLE = "乡村公益性岗位出勤天数和拟拨付岗位补贴金额汇总表"
AGREED = "协议时间起止时间"
SUMMARY_HEAD = (
    *("序号", "姓名", "身份证号码", "本月累计出勤天数（天）", "补贴金额（元）", "起", "止"),
)
"""The columns of F1, the last two under 协议时间起止时间."""

DETAIL_HEAD = (
    *("序号", "种类", "补贴月份", "姓名", "身份证号码", "岗位名称", "补贴标准（元）", "补贴周期"),
    *("规定出勤天数", "出勤天数", "补贴金额（元）", "一卡通账号", "开户行", "发放日期"),
    *("实发金额（元）", "未发原因", "计算说明"),
)


def roll_book(session: Session, roll_id: RecordId, *, whole: bool = False) -> bytes:
    """Return a closed roll as a workbook: the summary by its official head, and every line.

    Amounts and days are numbers, identity numbers and accounts text, whole or masked; the sums
    are formulas.
    """
    file = roll_file(session, roll_id)
    return book_bytes(_sheets(file, whole=whole), Paper(made_on=session.today()))


def export_roll(
    session: Session,
    roll_id: RecordId,
    path: str,
    *,
    secrecy: Secrecy = MASKED,
    replace: bool = False,
) -> str:
    """Write the workbook of a roll to a file and return its path.

    ``Refused`` where the file exists, unless it is to be replaced; and for the whole numbers of
    more than 24 people without a reason and a password.
    """
    if not replace and Path(path).exists():
        raise Refused("已经有这个文件，没有写。", advice="请换一个文件名。")
    refuse_weak(session, secrecy.password)
    file = roll_file(session, roll_id)
    people = dict.fromkeys(one.person_id for one in file.lines if one.person_id != NEW)
    numbers = Numbers(people=tuple(people) if secrecy.whole else ())
    book = roll_book(session, roll_id, whole=secrecy.whole)
    occasion = f"{Month.of(file.roll.month).told}补贴表"
    give_out(session, book, Path(path), numbers, occasion, secrecy, replace=replace)
    return path


def _sheets(file: RollFile, *, whole: bool) -> list[Sheet]:
    roll, total = file.roll, Total(file.roll.total_fen or 0)
    title = f"{village(roll.village_code).full_name} {Month.of(roll.month).told}"
    department = text_of("post_department", roll.department)
    summary = Sheet(
        name="汇总表",
        columns=[
            Column(text=name, group=AGREED if name in "起止" else "") for name in SUMMARY_HEAD
        ],
        rows=[_summary_row(*one, whole=whole) for one in enumerate(file.payees, start=1)],
        total=len(file.payees),
        titles=(
            TITLE,
            f"填报单位：{title}    开发主管部门：{department}    {file.state.sentence}",
        ),
        foot=("合计", f"{len(file.payees)} 人", "", "", total),
    )
    detail = Sheet(
        name="明细",
        columns=[Column(text=name) for name in DETAIL_HEAD],
        rows=[_detail_row(*one, whole=whole) for one in enumerate(file.lines, start=1)],
        total=len(file.lines),
        foot=("合计", f"{len(file.lines)} 行", *[""] * 8, total),
    )
    notes: list[tuple[str, Cell]] = [
        ("行数", len(file.lines)), ("关账日期", roll.closed_on), ("填报人", roll.closed_by),
        ("规则包", file.rules), ("现在的依据", file.basis), ("摘要", roll.sha256),
        ("说明", "金额为测算，以旗县审核为准；一个人有更正的，汇总表里合成一行。"),
    ]  # fmt: skip
    said = Sheet(
        name="说明",
        columns=[Column(text="项目"), Column(text="内容")],
        rows=notes,
        total=len(notes),
    )
    return [summary, detail, said]


def _number(text: str, *, whole: bool) -> str:
    return text if whole else masked(text)


def _summary_row(place: int, payee: Payee, *, whole: bool) -> Sequence[Cell]:
    line = payee.own
    return (
        place,
        payee.name,
        _number(payee.citizen_id, whole=whole),
        Count(5 * (line.worked_halves or 0)) if line else None,
        Yuan(payee.due_fen),
        line.agreement_from if line else None,
        line.agreement_to if line else None,
    )


def _detail_row(place: int, line: RollLine, *, whole: bool) -> Sequence[Cell]:
    reasons = "；".join(one.message for one in findings_of(line.explanation))
    return (
        place,
        text_of("roll_line_kind", line.kind),
        line.for_month,
        line.name,
        _number(line.citizen_id, whole=whole),
        line.post_title,
        None if line.standard_fen is None else Yuan(line.standard_fen),
        text_of("standard_period", line.standard_period),
        line.required_days,
        None if line.worked_halves is None else Count(5 * line.worked_halves),
        Yuan(line.amount_fen or 0),
        line.account if whole else last_four(line.account),
        line.bank,
        line.paid_on,
        None if line.paid_fen is None else Yuan(line.paid_fen),
        line.failure,
        reasons,
    )
