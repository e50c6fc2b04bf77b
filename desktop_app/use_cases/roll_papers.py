"""A closed roll and the attendance of a month on paper, from the layouts of the forms."""

from desktop_app.domain.attendance import SIGNS, days_text
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import shown
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import exact_yuan, yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import Placement, Post
from desktop_app.domain.records.record import RecordId
from desktop_app.domain.roll_lines import CORRECTION
from desktop_app.domain.roll_steps import Payee
from desktop_app.session import Session
from desktop_app.use_cases.attendance_sheet import MonthRow, attendance_month
from desktop_app.use_cases.rolls import RollFile, roll_file

__all__ = ["PAPERS", "attendance_paper", "roll_paper"]

PAPERS = {
    "subsidy_summary": "汇总表",
    "subsidy_notice": "公示表",
    "subsidy_roster": "发放花名册",
}


def roll_paper(
    session: Session, roll_id: RecordId, form: str, *, mask_number: bool = True
) -> bytes:
    """Return a closed roll as PDF: the summary, the public notice or the payment roster.

    On the notice identity numbers are masked unless ``mask_number`` is off; the others show
    them whole, because the bank and the office must know whom they are about.
    """
    from printing.form import draw
    from printing.form_data import FormData
    from printing.forms import built_in_layout

    if form not in PAPERS:
        raise Refused(f"补贴表没有叫“{form}”的纸。", advice=f"可以印的是：{'、'.join(PAPERS)}。")
    file = roll_file(session, roll_id)
    roll = file.roll
    hide = mask_number and form == "subsidy_notice"
    values = {
        "month": Month.of(roll.month).told,
        "unit": _village_words(roll.village_code),
        "department": text_of("post_department", roll.department),
        "filled_on": shown(roll.closed_on) if roll.closed_on else "",
        "filler": roll.closed_by,
        "maker": roll.closed_by,
        "fund": _funds(session, file),
    }
    if roll.notice_from and roll.notice_to:
        days = (roll.notice_to - roll.notice_from).days + 1
        values |= {"from": shown(roll.notice_from), "to": shown(roll.notice_to), "days": str(days)}
    rows = [_paper_row(one, hide=hide) for one in file.payees]
    data = FormData(
        values=values, rows={"people": rows}, author=session.officer, training=session.training
    )
    return draw(built_in_layout(form), data)


def attendance_paper(session: Session, village_code: str, month: str, department: str) -> bytes:
    """Return the attendance of a month as PDF, with the signs of every day."""
    from printing.form import draw
    from printing.form_data import FormData
    from printing.forms import built_in_layout

    sheet = attendance_month(session, village_code, month, department)
    if not sheet.rows:
        raise Refused(
            f"{Month.of(month).told}没有要登记考勤的人，没有可以印的。",
            advice="请看看月份、嘎查村和主管部门选得对不对。",
        )
    keepers = sorted({row.checked_by for row in sheet.rows if row.checked_by})
    values = {
        "month": Month.of(month).told,
        "unit": _village_words(village_code),
        "department": text_of("post_department", department),
        "filled_on": shown(session.today()),
        "keeper": "、".join(keepers),
    }
    rows = [_attendance_row(row) for row in sheet.rows]
    data = FormData(
        values=values, rows={"people": rows}, author=session.officer, training=session.training
    )
    return draw(built_in_layout("attendance"), data)


def _attendance_row(row: MonthRow) -> dict[str, str]:
    signs = {f"d{day}": SIGNS.get(mark, "") for day, mark in enumerate(row.marks, start=1)}
    counts = {
        "present": row.totals.worked,
        "half": row.totals.half,
        "leave": row.totals.leave,
        "sick": row.totals.sick,
        "absent": row.totals.absent,
    }
    words = {name: str(number) if number else "" for name, number in counts.items()}
    return {"name": row.name, "post": row.post_title, "days": row.totals.days} | signs | words


def _paper_row(payee: Payee, *, hide: bool) -> dict[str, str]:
    line = payee.own
    amount = exact_yuan(payee.due_fen)
    corrections = [
        f"{Month.of(one.for_month).number}月更正 {yuan(one.amount_fen or 0)}"
        for one in payee.lines
        if one.kind == CORRECTION
    ]
    paid = exact_yuan(payee.paid_fen) if payee.paid_on else ""
    return {
        "name": payee.name,
        "citizen_id": masked(payee.citizen_id) if hide else payee.citizen_id,
        "post": line.post_title if line else payee.lines[0].post_title,
        "days": days_text(line.worked_halves or 0) if line else "0",
        "required_days": str(line.required_days or "") if line else "",
        "amount": amount,
        "due": amount,
        "paid": paid,
        "deducted": "；".join([*corrections, *([payee.failure] if payee.failure else [])]),
        "account": payee.account,
        "bank": payee.bank,
        "agreement_from": str(line.agreement_from or "") if line else "",
        "agreement_to": str(line.agreement_to or "") if line else "",
    }


def _village_words(code: str) -> str:
    return village(code).full_name


def _funds(session: Session, file: RollFile) -> str:
    """Name the funds of the posts on the roll."""
    placements = session.many(Placement, [line.placement_id for line in file.lines])
    posts = session.many(Post, list({one.post_id for one in placements}))
    return "、".join(sorted({text_of("post_fund", one.fund) for one in posts if one.fund}))
