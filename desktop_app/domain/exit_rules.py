"""What follows from leaving a post: the month the pay stops, the vacancy report, the notice."""

from datetime import date, timedelta

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.months import Month
from desktop_app.domain.records import Placement
from desktop_app.domain.rules import Clause, Finding, RulePack

DEATH, SWINDLE, OTHER_REASON = "01", "11", "99"
PUBLIC = "public"


def stop_month(pack: RulePack, last_day_on: date) -> Month:
    """Return the first month for which nothing is paid any more."""
    return Month.around(last_day_on).plus(pack.number("post.stop_month_after", last_day_on))


def report_until(pack: RulePack, last_day_on: date) -> date:
    """Return the last day on which the vacancy is reported in time."""
    return last_day_on + timedelta(days=pack.number("post.vacancy_report_days", last_day_on))


def exit_findings(pack: RulePack, placement: Placement) -> tuple[Finding, ...]:
    """Return what was reckoned for an exit, and what the county should look at."""
    last = placement.last_day_on
    if last is None:
        return ()
    return (
        _stop_finding(pack, placement, last),
        _recovery_finding(pack, placement, last),
        _found(
            pack.clause("post.vacancy_report_days", last),
            f"空岗要在 {report_until(pack, last)} 前报告。",
        ),
    )


def open_steps(placement: Placement, today: date) -> tuple[str, ...]:
    """Return what is still to be done about an exit, by name and in order.

    The names are approve, tell, sign (签收), recover and report; after a death nobody signs, and
    after a public notice neither.
    """
    if placement.last_day_on is None:
        return ()
    signed = placement.exit_received_on is not None or placement.exit_notice_way == PUBLIC
    alive = placement.exit_reason != DEATH
    wanted = (
        ("approve", placement.exit_approved_on is None),
        ("tell", alive and placement.exit_notice_on is None),
        ("sign", alive and placement.exit_notice_on is not None and not signed),
        ("recover", bool(placement.recover_fen) and placement.recovered_on is None),
        ("report", placement.vacancy_reported_on is None and placement.last_day_on < today),
    )
    return tuple(name for name, is_wanted in wanted if is_wanted)


def _stop_finding(pack: RulePack, one: Placement, last: date) -> Finding:
    clause, usual = pack.clause("post.stop_month_after", last), stop_month(pack, last)
    if one.stop_month in ("", usual.text):
        return _found(clause, f"最后出勤日 {last}，补贴从 {usual.told}起停发。")
    chosen = Month.of(one.stop_month).told
    return _found(
        clause,
        f"补贴从 {chosen}起停发，和算出的 {usual.told}不一样，请向旗县确认。",
        f"理由：{one.stop_month_reason}",
    )


def _recovery_finding(pack: RulePack, one: Placement, last: date) -> Finding:
    clause = pack.clause("post.stop_month_after", last)
    if one.recover_fen:
        return _found(clause, f"要追回 {yuan(one.recover_fen)} 元。")
    if one.exit_reason == SWINDLE:
        reason = text_of("exit_reason", SWINDLE)
        return _found(clause, f"退岗原因是「{reason}」，没有填追回金额，请向旗县确认。")
    return _found(clause, "没有要追回的补贴。")


def _found(clause: Clause, message: str, found: str = "") -> Finding:
    return Finding(
        rule=clause.key,
        title=clause.title,
        passed=True,
        message=message,
        found=found,
        basis=clause.cited(),
    )
