"""What lists show of a placement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.domain.citizen_id import age_on, masked
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import short
from desktop_app.domain.exit_rules import open_steps
from desktop_app.domain.placement_steps import begun, left
from desktop_app.domain.procedure_rules import is_objected
from desktop_app.domain.records import Person, Placement, Post, RecordId
from desktop_app.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementLine:
    """A person on a post; ``citizen_id`` is masked.

    ``state`` is one of waiting (办理中), agreed (待上岗), working, expired (协议已到期),
    leaving (已登记退岗), closing (离岗了，退岗没办完), left and declined (未聘);
    ``state_text`` says it, ``tone`` colours it.
    """

    id: RecordId
    person_id: RecordId
    post_id: RecordId
    household_id: RecordId
    person_name: str
    sex: str
    age: int | None
    citizen_id: str
    post_title: str
    agreement_from: date | None
    agreement_to: date | None
    started_on: date | None
    last_day_on: date | None
    exit_text: str
    state: str
    state_text: str
    tone: str
    days_left: int | None
    placement: Placement


def placement_lines(session: Session, placements: Sequence[Placement]) -> list[PlacementLine]:
    """Return what lists show of these placements, in this order."""
    people = {one.id: one for one in session.many(Person, [each.person_id for each in placements])}
    posts = {one.id: one for one in session.many(Post, [each.post_id for each in placements])}
    today = session.today()
    return [
        _line(one, people[one.person_id], posts[one.post_id], today)
        for one in placements
        if one.person_id in people and one.post_id in posts
    ]


def _line(one: Placement, person: Person, post: Post, today: date) -> PlacementLine:
    state, text, tone = state_of(one, today)
    return PlacementLine(
        id=one.id,
        person_id=person.id,
        post_id=post.id,
        household_id=person.household_id,
        person_name=person.name,
        sex=text_of("sex", person.sex),
        age=age_on(person.birth_on, today) if person.birth_on else None,
        citizen_id=masked(person.citizen_id) if person.citizen_id else "",
        post_title=post.title,
        agreement_from=one.agreement_from,
        agreement_to=one.agreement_to,
        started_on=one.started_on,
        last_day_on=one.last_day_on,
        exit_text=text_of("exit_reason", one.exit_reason),
        state=state,
        state_text=text,
        tone=tone,
        days_left=(one.agreement_to - today).days if one.agreement_to else None,
        placement=one,
    )


def state_of(one: Placement, today: date) -> tuple[str, str, str]:
    """Return how a placement stands today: its state, the words and the tone of its pill."""
    if one.declined_on is not None:
        return "declined", "未聘", ""
    if one.last_day_on is not None:
        return _leaving(one, today)
    if begun(one, today):
        if one.agreement_to is not None and one.agreement_to < today:
            return "expired", "协议到期", "bad"
        return "working", "在岗", "ok"
    if one.agreement_from is not None or one.started_on is not None:
        return "agreed", "待上岗", "info"
    return "waiting", _step_text(one, today), "soft"


def _leaving(one: Placement, today: date) -> tuple[str, str, str]:
    if not left(one, today):
        return "leaving", f"{short(one.last_day_on or today)}退岗", "warn"
    # What was never done about an exit of long ago is not asked for any more.
    lately = one.exit_approved_on is not None or bool(one.exit_checks)
    if lately and open_steps(one, today):
        return "closing", "退岗没办完", "warn"
    return "left", "已退岗", ""


def _step_text(one: Placement, today: date) -> str:
    if one.decided_on is not None:
        return "待签协议"
    if is_objected(one):
        return "有异议"
    if one.notice_from is not None and one.notice_to is not None:
        whole = (one.notice_to - one.notice_from).days + 1
        gone = min(whole, max(0, (today - one.notice_from).days + 1))
        return f"公示 {gone}/{whole} 天"
    if one.checked_on is not None:
        return "待公示"
    if one.reviewed_on is not None:
        return "待审核"
    return "待评议" if one.applied_on is not None else "待申请"
