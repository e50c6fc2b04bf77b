"""The papers of leaving a post: approval, notice with its receipt, report of the vacancy."""

from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import exact_yuan
from desktop_app.domain.months import Month
from desktop_app.domain.placement_facts import is_chosen, is_open
from desktop_app.domain.records import Placement
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection, unit
from desktop_app.use_cases.form_data.placements import (
    Seat,
    filled_seat,
    post_values,
    seat_of,
)
from desktop_app.use_cases.form_data.words import day, person_values

WAYS = {"hand": "当面", "post": "邮寄", "public": "公告", "phone": "电话（有记录）"}
"""How a notice was delivered, by code, in the words of the forms."""


def exit_approval(session: Session, wanted: Selection) -> Filled:
    """Return the approval of an exit, with what is stopped and owed back."""
    seat = _leaving(session, wanted)
    one = seat.placement
    owed = one.recover_fen or 0
    values = {
        **person_values(session, seat.person),
        **post_values(seat),
        "filled_on": day(session.today()),
        "stop_month": Month.of(one.stop_month).told if one.stop_month else "",
        "exit_evidence": one.exit_evidence,
        "recover_amount": exact_yuan(owed) if owed else "",
        "notified_on": day(one.exit_notice_on),
        "village_words": f"提出人：{one.exit_proposed_by}" if one.exit_proposed_by else "",
        "county_words": _approved(one),
    }
    ticked = {
        "exit_reason": [text_of("exit_reason", one.exit_reason)],
        "recover": ["追回" if owed else "不追回"],
        "notice_way": [WAYS[one.exit_notice_way]] if one.exit_notice_way in WAYS else [],
    }
    return filled_seat(seat, values, ticked, dated=("filled_on",))


def exit_notice(session: Session, wanted: Selection) -> Filled:
    """Return the notice to who leaves, with the receipt to be signed.

    The record keeps the first month without pay; the letter names the last one with it.
    """
    seat = _leaving(session, wanted)
    one = seat.placement
    paid_to = Month.of(one.stop_month).previous().told if one.stop_month else ""
    owed = f"已经多发的补贴{exact_yuan(one.recover_fen)}元应当退回。" if one.recover_fen else ""
    reason = text_of("exit_reason", one.exit_reason)
    values = {
        **person_values(session, seat.person),
        **post_values(seat),
        "exit_reason": reason,
        "exit_evidence": f"{one.exit_evidence.rstrip('。')}。" if one.exit_evidence else "",
        "stop_month": paid_to,
        "recover": owed,
        "issued_on": day(one.exit_notice_on or one.exit_approved_on),
        "served_on": day(one.exit_received_on),
        "server": session.officer if one.exit_notice_on else "",
        "phone": "",  # of the office; the letter leaves room for it
    }
    ways = [WAYS[one.exit_notice_way]] if one.exit_notice_way in WAYS else []
    return filled_seat(seat, values, {"notice_way": ways})


def vacancy_report(session: Session, wanted: Selection) -> Filled:
    """Return the report of a seat that became free, with the seats of the post as they are."""
    seat = _leaving(session, wanted)
    one, post = seat.placement, seat.post
    today = session.today()
    taken = sum(
        is_chosen(each) and is_open(each, today)
        for each in session.find(Placement, post_id=post.id)
    )
    values = {
        **post_values(seat),
        "name": seat.person.name,
        "exit_reason": text_of("exit_reason", one.exit_reason),
        "approved": str(post.headcount),
        "occupied": str(taken),
        "vacant": str(max(0, post.headcount - taken)),
        "officer": session.officer,
        "unit": unit(one.village_code),
        "reported_on": day(one.vacancy_reported_on or today),
    }
    dated = () if one.vacancy_reported_on else ("reported_on",)
    return filled_seat(seat, values, whole=False, dated=dated)


def _leaving(session: Session, wanted: Selection) -> Seat:
    seat = seat_of(session, wanted)
    if seat.placement.last_day_on is None:
        raise Refused(
            f"{seat.person.name}还没有登记退岗，没有打印。",
            advice="先登记退岗：最后出勤日、原因和依据，再打印。",
            fields=("last_day_on", "exit_reason"),
        )
    return seat


def _approved(one: Placement) -> str:
    if one.exit_approved_on is None:
        return ""
    return f"{one.exit_approved_by}于{day(one.exit_approved_on)}审批，同意退岗。"
