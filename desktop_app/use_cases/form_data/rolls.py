"""The papers of a month: attendance, and what a closed roll pays (F1, F2, 花名册)."""

from desktop_app.domain.attendance import SIGNS, days_text
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import shown
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import exact_yuan, yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import Placement, Post, Roll
from desktop_app.domain.roll_lines import CORRECTION
from desktop_app.domain.roll_steps import Payee
from desktop_app.session import Session
from desktop_app.use_cases.attendance_sheet import MonthRow, attendance_month
from desktop_app.use_cases.form_data.filled import (
    Filled,
    Selection,
    asked_month,
    asked_village,
    unit,
)
from desktop_app.use_cases.form_data.words import day
from desktop_app.use_cases.roll_books import standing_roll
from desktop_app.use_cases.rolls import RollFile, roll_file
from printing.form_data import FormData

HRSS = "hrss"


def attendance(session: Session, wanted: Selection) -> Filled:
    """Return the attendance of a month with the sign of every day, as it is kept or proposed."""
    month, code = asked_month(wanted), asked_village(session, wanted)
    department = wanted.department or HRSS
    sheet = attendance_month(session, code, month.text, department)
    if not sheet.rows:
        raise Refused(
            f"{month.told}没有要登记考勤的人，没有可以打印的。",
            advice="请看看月份、嘎查村和主管部门选得对不对。",
        )
    keepers = dict.fromkeys(row.checked_by for row in sheet.rows if row.checked_by)
    values = {
        "month": month.told,
        "unit": unit(code),
        "department": text_of("post_department", department),
        "filled_on": shown(session.today()),
        "keeper": "、".join(keepers),
    }
    rows = {"people": [_marked(row) for row in sheet.rows]}
    return Filled(
        data=FormData(values=values, rows=rows),
        subject=f"{sheet.village}{month.told}",
        village_code=code,
        dated=("filled_on",),
    )


def subsidy_summary(session: Session, wanted: Selection) -> Filled:
    """Return F1 of a closed roll: days and amounts, whole numbers for the office."""
    return _of_roll(session, _asked_roll(session, wanted), whole=True)


def subsidy_notice(session: Session, wanted: Selection) -> Filled:
    """Return F2 of a closed roll, to be hung out: identity numbers are masked."""
    return _of_roll(session, _asked_roll(session, wanted), whole=False)


def subsidy_roster(session: Session, wanted: Selection) -> Filled:
    """Return the payment roster of a closed roll: accounts, what is due and what was paid."""
    return _of_roll(session, _asked_roll(session, wanted), whole=True)


def _asked_roll(session: Session, wanted: Selection) -> RollFile:
    """Return the roll that is named, or the one that closed the month; refuse an altered one."""
    if wanted.ids:
        roll_id = wanted.id
    else:
        month, code = asked_month(wanted), asked_village(session, wanted)
        roll = standing_roll(session, code, month.text, wanted.department or HRSS)
        if roll is None:
            raise Refused(
                f"{month.told}的补贴还没有关账，没有打印。",
                advice="先核对考勤、关账，再打印。",
            )
        roll_id = roll.id
    file = roll_file(session, roll_id)
    if not file.intact:
        raise Refused(
            "这份补贴表和关账时不一样，没有打印。",
            advice="请先退回，核对以后重新关账，再打印。",
        )
    return file


def _of_roll(session: Session, file: RollFile, *, whole: bool) -> Filled:
    roll = file.roll
    month = Month.of(roll.month)
    values = {
        "month": month.told,
        "unit": unit(roll.village_code),
        "department": text_of("post_department", roll.department),
        "filled_on": day(roll.closed_on),
        "filler": roll.closed_by,
        "maker": roll.closed_by,
        "checker": roll.approved_by,
        "fund": _funds(session, file),
        **_notice_days(roll),
    }
    rows = {"people": [_paid(one, whole=whole) for one in file.payees]}
    people = tuple(one.person_id for one in file.payees)
    return Filled(
        data=FormData(values=values, rows=rows),
        subject=f"{unit(roll.village_code)}{month.told}",
        village_code=roll.village_code,
        shows=people if whole else (),
    )


def _notice_days(roll: Roll) -> dict[str, str]:
    if not (roll.notice_from and roll.notice_to):
        return {}
    days = (roll.notice_to - roll.notice_from).days + 1
    return {"from": shown(roll.notice_from), "to": shown(roll.notice_to), "days": str(days)}


def _funds(session: Session, file: RollFile) -> str:
    """Return where the money of the posts on a roll comes from."""
    placements = session.many(Placement, [line.placement_id for line in file.lines])
    posts = session.many(Post, list(dict.fromkeys(one.post_id for one in placements)))
    return "、".join(dict.fromkeys(text_of("post_fund", one.fund) for one in posts if one.fund))


def _paid(payee: Payee, *, whole: bool) -> dict[str, str]:
    own = payee.own
    first = own or payee.lines[0]
    amount = exact_yuan(payee.due_fen)
    return {
        "name": payee.name,
        "citizen_id": payee.citizen_id if whole else masked(payee.citizen_id),
        "post": first.post_title,
        "days": days_text(own.worked_halves or 0) if own else "0",
        "required_days": str(own.required_days or "") if own else "",
        "amount": amount,
        "due": amount,
        "paid": exact_yuan(payee.paid_fen) if payee.paid_on else "",
        "deducted": _deducted(payee),
        "account": payee.account,
        "bank": payee.bank,
        "agreement_from": day(first.agreement_from),
        "agreement_to": day(first.agreement_to),
    }


def _deducted(payee: Payee) -> str:
    """Return what was corrected of earlier months, and why something was not sent."""
    corrected = [
        f"{Month.of(line.for_month).told}更正 {yuan(line.amount_fen or 0)} 元"
        for line in payee.lines
        if line.kind == CORRECTION
    ]
    return "；".join(filter(None, [*corrected, payee.failure]))


def _marked(row: MonthRow) -> dict[str, str]:
    signs = {f"d{on}": SIGNS.get(mark, "") for on, mark in enumerate(row.marks, start=1)}
    sums = {
        "present": row.totals.worked,
        "half": row.totals.half,
        "leave": row.totals.leave,
        "sick": row.totals.sick,
        "absent": row.totals.absent,
    }
    words = {name: str(days) if days else "" for name, days in sums.items()}
    return {"name": row.name, "post": row.post_title, "days": row.totals.days} | signs | words
