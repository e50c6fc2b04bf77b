"""Leaving a post (退岗): proposed by a village, approved by an office, told, reported."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.exit_rules import (
    OTHER_REASON,
    PUBLIC,
    exit_findings,
    report_until,
    stop_month,
)
from desktop_app.domain.months import Month
from desktop_app.domain.records import Person, Placement, Post, RecordId
from desktop_app.domain.rules import Finding, findings_json
from desktop_app.session import Session
from desktop_app.use_cases.approvals import refuse_unless_approver
from desktop_app.use_cases.placement_writing import keep_step

__all__ = [
    "approve_exits",
    "deliver_exit_notice",
    "end_placement",
    "exit_stop_month",
    "record_recovery",
    "report_vacancy",
    "return_exit",
]

_EXIT_FIELDS = (
    "last_day_on",
    "exit_reason",
    "exit_evidence",
    "exit_proposed_by",
    "stop_month",
    "stop_month_reason",
    "recover_fen",
    "exit_checks",
)


def exit_stop_month(session: Session, last_day_on: date) -> str:
    """Return the month from which nothing is paid, by the clause in force on the last day."""
    return stop_month(session.rules, last_day_on).text


def end_placement(
    session: Session,
    placement_id: RecordId,
    last_day_on: date,
    exit_reason: str,
    exit_evidence: str = "",
    exit_proposed_by: str = "",
    stop_month: str = "",
    stop_month_reason: str = "",
    recover_fen: int | None = None,
) -> Placement:
    """Keep that a person leaves a post: the last working day, why, and what shows it.

    The month from which nothing is paid is reckoned; another one needs a reason. An office
    approves it afterwards (``approve_exits``).
    """
    with session.operation("end_placement", "退岗") as operation:
        before = session.get(Placement, placement_id)
        person, post = session.get(Person, before.person_id), session.get(Post, before.post_id)
        operation.label = f"{person.name}退岗：{post.title}"
        _refuse_twice(before, person, post)
        reason = _reason(exit_reason, exit_evidence, session.today())
        _check_last_day(session, before, person, last_day_on)
        wish = replace(
            before,
            last_day_on=last_day_on,
            exit_reason=reason,
            exit_evidence=exit_evidence.strip(),
            exit_proposed_by=exit_proposed_by.strip() or session.officer,
            stop_month=_stop(session, last_day_on, stop_month, stop_month_reason),
            stop_month_reason=stop_month_reason.strip(),
            recover_fen=_money(recover_fen),
        )
        checks = findings_json(exit_findings(session.rules, wish))
        return operation.save(replace(wish, exit_checks=checks))


def approve_exits(
    session: Session,
    placement_ids: list[RecordId],
    exit_approved_by: str,
    exit_approved_on: date | None = None,
) -> tuple[Placement, ...]:
    """Keep that an office approved that people leave; not the one who proposed it."""
    if not exit_approved_by.strip():
        raise Refused(
            "还没有填退岗审批单位，没有保存。",
            advice="请照退岗审批表的落款填，例如旗人力资源和社会保障局。",
            fields=("exit_approved_by",),
        )
    day = exit_approved_on or session.today()

    def approved(before: Placement) -> Placement:
        _refuse_unless_leaving(before)
        refuse_unless_approver(session, before)
        _refuse_own_exit(session, before)
        if day > session.today():
            raise Refused(
                f"审批日期 {day} 还没有到，没有保存。",
                advice="请照审批表的日期填。",
                fields=("exit_approved_on",),
            )
        return replace(before, exit_approved_on=day, exit_approved_by=exit_approved_by.strip())

    def reckoned(before: Placement, wish: Placement) -> Sequence[Finding]:
        return exit_findings(session.rules, wish)

    return keep_step(
        session,
        "approve_exits",
        "审批退岗",
        placement_ids,
        approved,
        reckoned,
        explained="exit_checks",
    )


def return_exit(session: Session, placement_id: RecordId, reason: str) -> Placement:
    """Take a proposed exit back: the person stays on the post. The reason goes to the notes."""
    if not reason.strip():
        raise Refused(
            "还没有写退回的原因，没有保存。",
            advice="写清楚为什么不退岗，例如依据不足、本人撤回申请。",
            fields=("notes",),
        )

    def returned(before: Placement) -> Placement:
        _refuse_unless_leaving(before)
        if before.exit_approved_on is not None:
            raise Refused(
                f"退岗 {before.exit_approved_on} 已经审批，不能退回。",
                advice="再上岗的，请重新安置；审批登记错了的，先撤销那一步。",
            )
        blank = Placement()
        line = (
            f"{session.today()} 退回退岗（原定 {before.last_day_on}，"
            f"{text_of('exit_reason', before.exit_reason)}）：{reason.strip()}"
        )
        notes = "\n".join(part for part in (before.notes, line) if part)
        cleared = {name: getattr(blank, name) for name in _EXIT_FIELDS}
        return replace(before, notes=notes, **cleared)

    return keep_step(session, "return_exit", "退回退岗", [placement_id], returned)[0]


def deliver_exit_notice(
    session: Session,
    placement_id: RecordId,
    exit_notice_way: str,
    exit_notice_on: date | None = None,
    exit_received_on: date | None = None,
) -> Placement:
    """Keep how a person was told of the exit and when, and when it was signed for."""
    way = code_list("notice_way").find(exit_notice_way) if exit_notice_way.strip() else None
    day = exit_notice_on or session.today()

    def told(before: Placement) -> Placement:
        _refuse_unless_leaving(before)
        if way is None:
            raise Refused(
                "还没有选送达方式，没有保存。",
                advice="请从当面、邮寄、公告、电话里选一项。",
                fields=("exit_notice_way",),
            )
        if exit_received_on is not None and way == PUBLIC:
            raise Refused(
                "公告送达没有签收日期，没有保存。",
                advice="公告送达的，把签收日期空着；有人签收的，改选当面或者邮寄。",
                fields=("exit_received_on",),
            )
        if day > session.today() or (
            exit_received_on is not None and not day <= exit_received_on <= session.today()
        ):
            raise Refused(
                "告知日期或者签收日期不对，没有保存。",
                advice="告知不能晚于今天，签收不能早于告知、也不能晚于今天。",
                found=f"告知 {day}，签收 {exit_received_on or '没有登记'}。",
                fields=("exit_notice_on", "exit_received_on"),
            )
        return replace(
            before, exit_notice_way=way, exit_notice_on=day, exit_received_on=exit_received_on
        )

    return keep_step(session, "deliver_exit_notice", "登记退岗告知", [placement_id], told)[0]


def record_recovery(
    session: Session,
    placement_id: RecordId,
    recovered_on: date | None = None,
    recover_fen: int | None = None,
) -> Placement:
    """Keep that money was paid back after an exit, and when; a sum corrects the one named."""
    day = recovered_on or session.today()

    def paid_back(before: Placement) -> Placement:
        _refuse_unless_leaving(before)
        sum_ = _money(recover_fen) or before.recover_fen
        if not sum_:
            raise Refused(
                "没有要追回的补贴，没有写入。",
                advice="要追回的，先填追回金额。",
                fields=("recover_fen",),
            )
        if day > session.today():
            raise Refused(
                f"追回日期 {day} 还没有到，没有保存。",
                advice="请照缴款凭证的日期填。",
                fields=("recovered_on",),
            )
        return replace(before, recover_fen=sum_, recovered_on=day)

    return keep_step(session, "record_recovery", "登记追回", [placement_id], paid_back)[0]


def report_vacancy(
    session: Session, placement_ids: list[RecordId], vacancy_reported_on: date | None = None
) -> tuple[Placement, ...]:
    """Keep when vacancies were reported to the employment service."""
    day = vacancy_reported_on or session.today()

    def reported(before: Placement) -> Placement:
        _refuse_unless_leaving(before)
        last = before.last_day_on or day
        if not last <= day <= session.today():
            raise Refused(
                f"空岗报告日期 {day} 早于最后出勤日，或者还没有到，没有保存。",
                advice="请照报告的日期填。",
                found=f"最后出勤日 {last}，要在 {report_until(session.rules, last)} 前报告。",
                fields=("vacancy_reported_on",),
            )
        return replace(before, vacancy_reported_on=day)

    return keep_step(session, "report_vacancy", "登记空岗报告", placement_ids, reported)


def _refuse_twice(before: Placement, person: Person, post: Post) -> None:
    if before.last_day_on is not None:
        raise Refused(
            f"{person.name}已经办过{post.title}的退岗。",
            advice="登记错了的，先撤销那一步，再重新办；还没有审批的，也可以退回退岗。",
            found=f"最后出勤日 {before.last_day_on}，"
            f"{text_of('exit_reason', before.exit_reason)}。",
        )


def _refuse_unless_leaving(before: Placement) -> None:
    if before.last_day_on is None:
        raise Refused("这个人还没有办退岗，没有写入。", advice="先办退岗，再登记这一步。")


def _refuse_own_exit(session: Session, before: Placement) -> None:
    from desktop_app.use_cases.office import is_enrolled  # the exchange loads when it is needed

    if is_enrolled(session) and before.exit_proposed_by == session.officer:
        raise Refused(
            "提出和审批退岗不能是同一个人，没有写入。",
            advice="请另一位有审批权限的同事在他的电脑上审批。",
            basis="不相容岗位分离：谁提出，谁不能审批。",
        )


def _stop(session: Session, last_day_on: date, chosen: str, reason: str) -> str:
    usual = exit_stop_month(session, last_day_on)
    if not chosen.strip() or chosen.strip() == usual:
        return usual
    wish = Month.of(chosen.strip())
    if not reason.strip():
        raise Refused(
            f"补贴止付月 {wish.told} 和算出来的 {Month.of(usual).told} 不一样，"
            "还没有写理由，没有保存。",
            advice="照算出来的月份填；确实不一样的，把理由写上。",
            fields=("stop_month_reason",),
            basis=session.rules.clause("post.stop_month_after", last_day_on).cited(),
        )
    return wish.text


def _money(fen: int | None) -> int | None:
    if fen is not None and fen < 0:
        raise Refused(
            "追回金额不能小于零，没有保存。", advice="请照通知填。", fields=("recover_fen",)
        )
    return fen or None


def _reason(value: str, evidence: str, today: date) -> str:
    reasons = code_list("exit_reason")
    found = reasons.find(value) if value.strip() else None
    code = reasons.code(found) if found else None
    if code is None or not code.valid(today):
        raise Refused(
            f"退岗原因里没有「{value}」这一项，没有保存。"
            if value
            else "还没有选退岗原因，没有保存。",
            advice="请从退岗原因的列表里选一项。",
            fields=("exit_reason",),
        )
    if code.value == OTHER_REASON and not evidence.strip():
        raise Refused(
            "退岗原因选了「其他」，还没有写依据，没有保存。",
            advice="请在退岗依据里写清楚是什么原因、有什么材料。",
            fields=("exit_evidence",),
        )
    return code.value


def _check_last_day(session: Session, before: Placement, person: Person, last_day_on: date) -> None:
    today, first = session.today(), before.started_on or before.agreement_from
    if first is None:
        raise Refused(
            f"{person.name}还没有上岗，不用办退岗。",
            advice="不再安置的，请登记未聘，或者用「撤回安置」。",
            found="没有登记上岗日期和协议。",
        )
    fields = ("last_day_on",)
    if last_day_on < first:
        raise Refused(
            f"最后出勤日 {last_day_on} 早于上岗日期 {first}，没有保存。",
            advice="请对照考勤改正日期；一天都没有干的，请先改正上岗日期。",
            fields=fields,
        )
    if last_day_on > today and (before.agreement_to is None or last_day_on > before.agreement_to):
        ends = before.agreement_to
        raise Refused(
            f"最后出勤日 {last_day_on} 还没有到，也不在协议期内，没有保存。",
            advice=f"提前登记的退岗，最后出勤日不能晚于协议结束日期 {ends}。"
            if ends
            else "请在最后出勤日当天或以后登记。",
            fields=fields,
        )
    if person.died_on is not None and last_day_on > person.died_on:
        raise Refused(
            f"最后出勤日 {last_day_on} 晚于登记的死亡日期 {person.died_on}，没有保存。",
            advice="请对照死亡证明和考勤改正日期。",
            fields=fields,
        )
