"""What a row about a post does: the post, who is on it, the days of a month, what was paid."""

from dataclasses import replace
from datetime import date
from typing import Any

from desktop_app.domain.attendance import fitted
from desktop_app.domain.errors import Refused
from desktop_app.domain.money import exact_yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import (
    Attendance,
    Employer,
    Placement,
    Post,
    Roll,
    RollLine,
    Vacancy,
)
from desktop_app.session import Session
from desktop_app.spreadsheets.record_row import RecordRow
from desktop_app.use_cases.applications import decline_applicants
from desktop_app.use_cases.attendance import MarkedMonth, read_marks, save_marks
from desktop_app.use_cases.exits import (
    approve_exits,
    deliver_exit_notice,
    end_placement,
    record_recovery,
    report_vacancy,
)
from desktop_app.use_cases.placements import EXIT, place_person
from desktop_app.use_cases.posts import (
    ANNOUNCEMENT,
    APPROVAL,
    abolish_post,
    announce_post,
    approve_post,
    propose_post,
    save_post,
)
from desktop_app.use_cases.roll_payments import confirm_payments, record_failure
from desktop_app.use_cases.sheets_in.looking_up import Pair, Work, fits_post, told, told_of
from desktop_app.use_cases.vacancies import save_employer, save_vacancy


def post(work: Work, row: RecordRow) -> Pair:
    """Keep a post with its approval and end; known by village, title, department, approval."""
    session, code = work.session, work.village_needed(row)
    facts = told(row)
    facts["title"] = str(facts.get("title", "")).strip()
    known = session.find(Post, village_code=code, title=facts["title"])
    before = work.known(known, row, ("department", "approval_number"))
    wish = replace(before or Post(village_code=code), **facts)
    if wish == before:
        return before, wish
    kept = _drafted(work, before, wish)
    if any(getattr(kept, name) != getattr(wish, name) for name in APPROVAL[:3]):
        if wish.approved_on is None:
            raise Refused(
                "有批复单位或者文号，没有批复日期。",
                advice="请照批复文件补上日期，再导入。",
                fields=("approved_on",),
            )
        kept = approve_post(
            session, kept.id, wish.approved_on, wish.approved_by, wish.approval_number
        )
    if any(getattr(kept, name) != getattr(wish, name) for name in ANNOUNCEMENT):
        kept = announce_post(
            session, kept.id, wish.announced_at, wish.announced_from, wish.announced_to
        )
    if wish.abolished_on is not None and kept.abolished_on is None:
        kept = abolish_post(session, kept.id, wish.abolished_on)
    return before, kept


def _drafted(work: Work, before: Post | None, wish: Post) -> Post:
    """Keep what is not decided elsewhere; without a day of proposal, that of the approval."""
    later = (*APPROVAL, *ANNOUNCEMENT)
    old = before or Post()
    draft = replace(wish, **{name: getattr(old, name) for name in later})
    if before is not None:
        return before if draft == before else save_post(work.session, draft)
    return propose_post(
        work.session, replace(draft, proposed_on=wish.proposed_on or wish.approved_on)
    )


def placement(work: Work, row: RecordRow) -> Pair:
    """Keep who is on which post since when, and the end; known by person, post and days."""
    session, person = work.session, work.person(row)
    before = work.known(
        work.placement(row, person), row, ("applied_on", "started_on", "agreement_from")
    )
    facts = told(row)
    if before is None:
        one = _post(work, row, person.village_code)
        wish = replace(Placement(person_id=person.id, post_id=one.id), **facts)
    else:
        wish = replace(before, **facts)
    if wish == before:
        return before, wish
    old = before or Placement()
    placed = replace(wish, **{name: getattr(old, name) for name in EXIT})
    kept = old if placed == before else place_person(session, placed)
    return before, _ended(work, before, kept, wish)


def _post(work: Work, row: RecordRow, village_code: str) -> Post:
    title = row.text("post.title").strip()
    code = work.village(row) or village_code
    found = [
        one for one in work.session.find(Post, village_code=code) if fits_post(one, row, title)
    ]
    if len(found) != 1 or not title:
        many = f"有 {len(found)} 个叫“{title}”的岗位" if found else f"没有叫“{title}”的岗位"
        raise Refused(
            f"这个嘎查村{many}。",
            advice="请先导入岗位台账；同名的写上主管部门、批复文号，再导入。",
            fields=("post.title",),
        )
    return found[0]


def _ended(work: Work, before: Placement | None, kept: Placement, wish: Placement) -> Placement:
    """Keep the steps of the exit that the row tells and that are not kept yet."""
    session = work.session
    if wish.declined_on is not None and kept.declined_on is None:
        return decline_applicants(session, [kept.id], wish.declined_reason, wish.declined_on)[0]
    if wish.last_day_on is None:
        return kept
    if kept.last_day_on is None:
        kept = end_placement(
            session, kept.id, wish.last_day_on, wish.exit_reason, wish.exit_evidence,
            wish.exit_proposed_by, wish.stop_month, wish.stop_month_reason, wish.recover_fen,
        )  # fmt: skip
    fixed = ("last_day_on", "exit_reason", "exit_evidence", "stop_month")
    if before is not None and any(getattr(kept, one) != getattr(wish, one) for one in fixed):
        raise Refused(
            "退岗已经登记，不能用导入改。",
            advice="登记错了的，在「公益岗位」里退回退岗，再办。",
            fields=("last_day_on",),
        )
    return _followed(session, kept, wish)


def _followed(session: Session, kept: Placement, wish: Placement) -> Placement:
    """Keep what followed the exit: approval, notice, money paid back, report of the vacancy."""
    if wish.exit_approved_on != kept.exit_approved_on:
        kept = approve_exits(session, [kept.id], wish.exit_approved_by, wish.exit_approved_on)[0]
    if wish.exit_notice_on != kept.exit_notice_on or wish.exit_received_on != kept.exit_received_on:
        kept = deliver_exit_notice(
            session, kept.id, wish.exit_notice_way, wish.exit_notice_on, wish.exit_received_on
        )
    if wish.recovered_on != kept.recovered_on:
        kept = record_recovery(session, kept.id, wish.recovered_on, wish.recover_fen)
    if wish.vacancy_reported_on != kept.vacancy_reported_on:
        kept = report_vacancy(session, [kept.id], wish.vacancy_reported_on)[0]
    return kept


def attendance(work: Work, row: RecordRow) -> Pair:
    """Keep the days of a holder in an open month; known by person, post and month."""
    session, person, month = work.session, work.person(row), row.text("month")
    if not month:
        raise Refused("没有写月份。", advice="月份写成 2026-11 的样子。", fields=("month",))
    on_it = [one for one in work.placement(row, person) if _covers(one, Month.of(month))]
    if len(on_it) != 1:
        raise Refused(
            f"{Month.of(month).told}这个人不在这个岗位上。"
            if not on_it
            else f"{Month.of(month).told}这个人有 {len(on_it)} 次安置，看不出是哪一次。",
            advice="请核对月份、岗位名称和安置的起止日期，再导入。",
            fields=("month",),
        )
    one = on_it[0]
    days: Any = row.values.get("days") or tuple(row.text("marks"))
    marks = read_marks(days, Month.of(month))
    known = session.find(Attendance, placement_id=one.id, month=month)
    before = known[0] if known else None
    if before is not None:
        work.refuse_twice(before, row)
        if fitted(before.marks, Month.of(month)) == marks:
            return before, before
    department = session.get(Post, one.post_id).department
    marked = [MarkedMonth(placement_id=one.id, marks=marks)]
    save_marks(session, one.village_code, month, department, marked)
    return before, session.find(Attendance, placement_id=one.id, month=month)[0]


def _covers(one: Placement, month: Month) -> bool:
    begins = one.started_on or one.agreement_from
    ends = one.last_day_on or date.max
    return begins is not None and begins <= month.last and ends >= month.first


def payment(work: Work, row: RecordRow) -> Pair:
    """Keep that somebody was paid, or was not; the sum is that of the closed month."""
    session, person = work.session, work.person(row)
    code = work.village(row) or person.village_code
    wanted = {"month": row.text("roll.month"), "department": row.text("roll.department")}
    rolls = session.find(
        Roll, village_code=code, **{key: value for key, value in wanted.items() if value}
    )
    rolls = [one for one in rolls if one.returned_on is None]
    lines = [
        one
        for roll in rolls
        for one in session.find(RollLine, roll_id=roll.id, person_id=person.id)
    ]
    if not lines or len({one.roll_id for one in lines}) != 1:
        raise Refused(
            "没有这个月、这个人的补贴。" if not lines else "这个月这个人在几份补贴表里。",
            advice="先关账、审核，再登记发放；几个部门都有的，写上主管部门。",
            fields=("roll.month",),
        )
    before = lines[0]
    work.refuse_twice(before, row)
    _refuse_other_sum(lines, row)
    paid_on, evidence = row.values.get("paid_on"), row.text("payment_evidence")
    if isinstance(paid_on, date):
        if (before.paid_on, before.payment_evidence) == (paid_on, evidence.strip()):
            return before, before
        confirm_payments(session, before.roll_id, [person.id], paid_on, evidence)
    elif before.failure != row.text("failure").strip():
        record_failure(session, before.roll_id, [person.id], row.text("failure"))
    return before, session.get(RollLine, before.id)


def _refuse_other_sum(lines: list[RollLine], row: RecordRow) -> None:
    due = sum(one.amount_fen or 0 for one in lines)
    for name in ("amount_fen", "paid_fen"):
        said = row.values.get(name)
        if said is not None and said != due:
            raise Refused(
                f"补贴表上应发 {exact_yuan(due)} 元，这里写的不一样，没有登记发放。",
                advice="请对照补贴发放表；确实发错了的，在下个月更正。",
                fields=(name,),
            )


def vacancy(work: Work, row: RecordRow) -> Pair:
    """Keep work that an employer offers, and the employer; known by title, place and first day."""
    session, of_employer = work.session, told_of(row, "employer")
    name = str(of_employer.get("name", "")).strip()
    same = session.find(Employer, name=name)
    village = work.village(row)
    old = same[0] if same else Employer(village_code=village)
    wish = replace(old, **{**of_employer, "name": name})
    employer = wish if same and wish == old else save_employer(session, wish)
    known = session.find(Vacancy, employer_id=employer.id)
    before = work.known(known, row, ("title", "place", "open_from"))
    new = Vacancy(employer_id=employer.id, village_code=village or employer.village_code)
    offered = replace(before or new, **told(row))
    return before, offered if offered == before else save_vacancy(session, offered)
