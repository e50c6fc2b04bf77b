"""What a kept visit must satisfy."""

from datetime import date, timedelta

from desktop_app.domain.records import Visit
from desktop_app.domain.rules import Finding, RulePack


def visit_findings(pack: RulePack, visit: Visit, today: date) -> tuple[Finding, ...]:
    """Return what the rules found about the days of a visit."""
    return (_not_in_the_future(pack, visit, today), *_more(pack, visit, today))


def _not_in_the_future(pack: RulePack, visit: Visit, today: date) -> Finding:
    clause = pack.clause("visit.no_future", today)
    on, message, advice = visit.visited_on, "走访日期不晚于今天。", ""
    if on is None:
        message, advice = "不能保存：没有填走访日期。", "请填上走访那天的日期。"
    elif on > today:
        message = f"不能保存：走访日期 {on} 还没有到。"
        advice = "请填真正去的那天；还没有去的，到时候再记。"
    return Finding(
        rule=clause.key,
        title=clause.title,
        passed=not advice,
        message=message,
        found=f"走访日期 {on or '没有填'}，今天 {today}。",
        basis=clause.cited(),
        advice=advice,
        fields=("visited_on",) if advice else (),
    )


def _more(pack: RulePack, visit: Visit, today: date) -> tuple[Finding, ...]:
    if visit.visited_on is None:
        return ()
    return _not_too_old(pack, visit.visited_on, today), *_promise(pack, visit, today)


def _not_too_old(pack: RulePack, on: date, today: date) -> Finding:
    clause = pack.clause("visit.oldest_days", today)
    earliest = today - timedelta(days=pack.number("visit.oldest_days", today))
    passed = on >= earliest
    return Finding(
        rule=clause.key,
        title=clause.title,
        passed=passed,
        message="走访日期在补记期限以内。" if passed else f"不能保存：走访日期 {on} 太早了。",
        found=f"走访日期 {on}，最早可以补记到 {earliest}。",
        basis=clause.cited(),
        advice="" if passed else "请看看年份是不是打错了；确实要补记的，先请旗县改补记期限。",
        fields=() if passed else ("visited_on",),
    )


def _promise(pack: RulePack, visit: Visit, today: date) -> tuple[Finding, ...]:
    due, on = visit.promise_due_on, visit.visited_on
    if due is None or on is None or due >= on:
        return ()
    clause = pack.clause("visit.no_future", today)
    return (
        Finding(
            rule="visit.promise_after_visit",
            title="办结期限不早于走访日期",
            passed=False,
            message=f"不能保存：办结期限 {due} 早于走访日期 {on}。",
            found=f"走访日期 {on}，办结期限 {due}。",
            basis=clause.cited(),
            advice="请把办结期限改到走访那天或以后。",
            fields=("promise_due_on",),
        ),
    )
