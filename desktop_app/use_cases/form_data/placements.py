"""The papers on the way to a post: application, village review, notice, agreement, post card."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.codes import text_of
from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import is_open
from desktop_app.domain.records import Agreement, Enrolment, Person, Placement, Post
from desktop_app.session import Session
from desktop_app.use_cases.agreements import agreements_of
from desktop_app.use_cases.form_data.filled import Filled, Selection, unit
from desktop_app.use_cases.form_data.words import (
    count,
    day,
    person_values,
    span,
    standard,
    yes_no,
)
from desktop_app.use_cases.visit_memory import PENSIONS
from printing.form_data import FormData

TOWNSHIP_AGREES = "经审核，符合安置条件，同意上报。"
COUNTY_AGREES = "经审定，同意安置。"


@dataclass(frozen=True, slots=True)
class Seat:
    """A placement with its person and its post."""

    placement: Placement
    person: Person
    post: Post


def seat_of(session: Session, wanted: Selection) -> Seat:
    """Return the placement that was asked for, with person and post."""
    return seats_of(session, wanted)[0]


def seats_of(session: Session, wanted: Selection) -> list[Seat]:
    """Return the placements that were asked for, in this order; ``Refused`` without one."""
    wanted_ids = wanted.ids or (wanted.id,)
    found = [session.get(Placement, each) for each in wanted_ids]
    return [
        Seat(one, session.get(Person, one.person_id), session.get(Post, one.post_id))
        for one in found
    ]


def filled_seat(
    seat: Seat,
    values: dict[str, str],
    ticked: dict[str, list[str]] | None = None,
    *,
    whole: bool = True,
    dated: tuple[str, ...] = (),
) -> Filled:
    """Return a paper about one placement."""
    return Filled(
        data=FormData(values=values, ticked=ticked or {}),
        subject=seat.person.name,
        village_code=seat.placement.village_code,
        person_id=seat.person.id,
        placement_id=seat.placement.id,
        shows=(seat.person.id,) if whole and seat.person.citizen_id else (),
        dated=dated,
    )


def post_values(seat: Seat) -> dict[str, str]:
    """Return what papers say of the post of a placement and of its days."""
    post, placement = seat.post, seat.placement
    return {
        "post_title": post.title,
        "post_place": post.place or village(post.village_code).short_name,
        "post_hours": f"每月出勤{post.required_days}天" if post.required_days else "",
        "department": text_of("post_department", post.department),
        "fund": text_of("post_fund", post.fund),
        "standard": standard(post.standard_fen, post.standard_period),
        "agreement": span(placement.agreement_from, placement.agreement_to),
        "started_on": day(placement.started_on),
        "last_day_on": day(placement.last_day_on),
        "unit": unit(placement.village_code),
    }


def person_kinds(person: Person) -> list[str]:
    """Return for which reasons a person may be placed, as the forms tick them."""
    found = []
    if person.poverty_status not in ("", "general"):
        found.append(text_of("poverty_status", person.poverty_status))
    found += [
        word
        for word, holds in (
            ("低保", person.subsistence),
            ("特困供养", person.destitute),
            ("残疾", bool(person.disability_kind or person.disability_card)),
            ("零就业家庭", person.hard_to_place == "jobless_household"),
        )
        if holds
    ]
    if not found and person.hard_to_place not in ("", "none"):
        found.append(text_of("hard_to_place", person.hard_to_place))
    return found


def post_application(session: Session, wanted: Selection) -> Filled:
    """Return the application with what the review and the offices wrote so far."""
    seat = seat_of(session, wanted)
    placement, person = seat.placement, seat.person
    values = {
        **person_values(session, person),
        **post_values(seat),
        "applied_on": day(placement.applied_on),
        "kind_card": person.disability_card,
        "enrolment": _pension(session, person),
        "reviewed_on": day(placement.reviewed_on),
        "review_due": count(placement.review_due),
        "review_present": count(placement.review_present),
        "review_agreed": count(placement.review_agreed),
        "review_words": f"同意推荐为{seat.post.title}人选。" if placement.reviewed_on else "",
        "township_words": TOWNSHIP_AGREES if placement.checked_on else "",
        "county_words": COUNTY_AGREES if placement.decided_on else "",
    }
    ticked = {
        "person_kind": person_kinds(person),
        "work_capacity": [text_of("work_capacity", person.work_capacity)],
        "health": [text_of("health", person.health)],
        "family_on_post": [yes_no(_family_on_post(session, seat))],
        "cadre_kin": [yes_no(person.cadre_kin)],
    }
    return filled_seat(seat, values, ticked)


def post_card(session: Session, wanted: Selection) -> Filled:
    """Return the card that a holder carries; others see it, so the number is masked."""
    seat = seat_of(session, wanted)
    _refuse_without_agreement(seat, "上岗证")
    values = {
        **person_values(session, seat.person, whole=False),
        **post_values(seat),
        "phone": "",  # of whom to complain to, never the holder's own
        "issued_by": unit(seat.placement.village_code),
        "issued_on": day(session.today()),
    }
    return filled_seat(seat, values, whole=False, dated=("issued_on",))


def village_review(session: Session, wanted: Selection) -> Filled:
    """Return the record of a review: everybody who was judged that day, and the votes."""
    seats = seats_of(session, wanted)
    first = seats[0].placement
    if any(one.placement.reviewed_on != first.reviewed_on for one in seats):
        raise Refused(
            "选中的人不是同一天评议的，不能写在一份记录里。",
            advice="请只选同一次评议的人，再打印。",
        )
    posts = list(dict.fromkeys(one.post for one in seats))
    values = {
        "village": unit(first.village_code),
        "reviewed_on": day(first.reviewed_on),
        "post_title": "、".join(dict.fromkeys(one.title for one in posts)),
        "headcount": str(sum(one.headcount for one in posts)),
        "review_due": count(first.review_due),
        "review_present": count(first.review_present),
        "result": "得票过半的人选同意推荐，张榜公示。" if first.reviewed_on else "",
        "objection": "；".join(one.placement.objection for one in seats if one.placement.objection),
    }
    rows = [_judged(session, one) for one in seats]
    return _of_seats(seats, values, {"people": rows})


def hire_notice(session: Session, wanted: Selection) -> Filled:
    """Return the notice of who is to be placed, to be hung out: no identity numbers."""
    seats = seats_of(session, wanted)
    first = seats[0].placement
    days = {(one.placement.notice_from, one.placement.notice_to) for one in seats}
    if len(days) > 1:
        raise Refused(
            "选中的人不是同一次公示的，不能写在一张公示里。",
            advice="请只选同一次公示的人，再打印。",
        )
    begins, ends = first.notice_from, first.notice_to
    values = {
        "unit": unit(first.village_code),
        "village": village(first.village_code).short_name,
        "from": day(begins),
        "to": day(ends),
        "days": str((ends - begins).days + 1) if begins and ends else "",
        "issued_on": day(begins),
        "posted_at": first.notice_at,
        "posted_on": day(begins),
    }
    return _of_seats(seats, values, {"people": [_listed(session, one) for one in seats]})


def labour_agreement(session: Session, wanted: Selection) -> Filled:
    """Return the newest agreement of a placement, on the terms that were written down."""
    seat = seat_of(session, wanted)
    person, post = seat.person, seat.post
    known = agreements_of(session, seat.placement.id)
    signed = known[-1] if known else Agreement()
    fen = post.standard_fen if signed.standard_fen is None else signed.standard_fen
    period = signed.standard_period if known else post.standard_period
    values = {
        **person_values(session, person),
        **post_values(seat),
        "party_a": unit(seat.placement.village_code),
        "party_a_address": unit(seat.placement.village_code),
        "duties": post.duties.rstrip("。"),
        "agreement_from": day(signed.begins_on),
        "agreement_to": day(signed.ends_on),
        "required_days": count(signed.required_days or post.required_days),
        "standard": standard(fen, period),
        "pay_rhythm": text_of("standard_period", period),
        "insurance": _insurance_words(seat.placement),
        "signed_on": day(signed.signed_on),
    }
    if signed.number:
        values["number"] = signed.number
    return filled_seat(seat, values)


def _refuse_without_agreement(seat: Seat, name: str) -> None:
    if seat.placement.agreement_to is None:
        raise Refused(
            f"不能开{name}：{seat.person.name}的协议期限还没有登记。",
            advice="签完协议，登记协议的开始和结束日期，再打印。",
            fields=("agreement_from", "agreement_to"),
        )


def _of_seats(
    seats: list[Seat], values: dict[str, str], rows: dict[str, list[dict[str, str]]]
) -> Filled:
    first, more = seats[0], len(seats) - 1
    return Filled(
        data=FormData(values=values, rows=rows),
        subject=first.person.name + (f"等{more + 1}人" if more else ""),
        village_code=first.placement.village_code,
        person_id=first.person.id,
        placement_id=first.placement.id,
    )


def _listed(session: Session, seat: Seat) -> dict[str, str]:
    person, post = seat.person, seat.post
    known = person_values(session, person, whole=False)
    return {
        "name": person.name,
        "sex": known["sex"],
        "age": known["age"],
        "citizen_id": known["citizen_id"],
        "person_kind": "、".join(person_kinds(person)),
        "post": post.title,
        "standard": standard(post.standard_fen, post.standard_period),
    }


def _judged(session: Session, seat: Seat) -> dict[str, str]:
    one = seat.placement
    against = ""
    if one.review_present is not None and one.review_agreed is not None:
        against = str(one.review_present - one.review_agreed)
    return _listed(session, seat) | {
        "agreed": count(one.review_agreed),
        "against": against,
        "result": "同意推荐" if one.reviewed_on else "",
    }


def _family_on_post(session: Session, seat: Seat) -> bool:
    """Say whether another member of the household holds a post while this one applies."""
    if seat.person.household_id.int == 0:
        return False
    on = seat.placement.applied_on or session.today()
    members = session.find(Person, household_id=seat.person.household_id)
    return any(
        _holds(one, on)
        for member in members
        if member.id != seat.person.id
        for one in session.find(Placement, person_id=member.id)
    )


def _holds(one: Placement, on: date) -> bool:
    return one.started_on is not None and is_open(one, on)


def _pension(session: Session, person: Person) -> str:
    """Return how a person stands with the pension schemes."""
    found = [one for one in session.find(Enrolment, person_id=person.id) if one.scheme in PENSIONS]
    return "；".join(
        f"{text_of('insurance_scheme', one.scheme)}，{text_of('enrolment_status', one.status)}"
        for one in found
    )


def _insurance_words(one: Placement) -> str:
    if not one.insurer:
        return ""
    policy = f"，保单号{one.policy_number}" if one.policy_number else ""
    until = span(one.insured_from, one.insured_to)
    term = f"，保险期限{until}" if until else ""
    return f"甲方为乙方向{one.insurer}投保人身意外伤害保险{policy}{term}，保险凭证交乙方一份。"
