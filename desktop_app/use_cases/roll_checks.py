"""What must be settled before a month is closed, and what people should look at."""

from collections.abc import Iterator, Mapping, Sequence

from db.roll_queries import KeptSheet, sheets
from desktop_app.domain.months import Month
from desktop_app.domain.records import RecordId, RollLine
from desktop_app.domain.roll_lines import Books, Key
from desktop_app.domain.rules import Finding
from desktop_app.domain.subsidy_rules import CHECKED, POLICY, SubsidyRules
from desktop_app.session import Session
from desktop_app.use_cases.attendance_sheet import EARLY, last_day
from desktop_app.use_cases.checks import payable_findings

SHOWN = 6

ONE_PERSON = "check.one_person"


def roll_findings(
    session: Session,
    village_code: str,
    month: Month,
    books: Books,
    rules: SubsidyRules,
    lines: Sequence[RollLine],
    silent: Sequence[Key],
) -> tuple[Finding, ...]:
    """Return what was looked at before a month is closed; what did not pass stops it."""
    kept = sheets(session.store.database, village_code, month, month)
    return (
        _month_over(session, month),
        _attendance(rules, month, kept, lines),
        *_twice(kept, lines, month),
        *_standards(lines),
        *_payable(session, month, lines),
        *_expired(session, rules, month),
        *_without_agreement(books, month),
        *_silent(books, silent),
        *_accounts(lines),
    )


def _month_over(session: Session, month: Month) -> Finding:
    clause = session.rules.clause(EARLY, month.last)
    over = last_day(session, month) == month.days
    return Finding(
        rule=EARLY,
        title="月底关账",
        passed=over,
        message=f"{month.told}已经过完。" if over else f"{month.told}还没有过完，不能关账。",
        basis=clause.cited(),
        advice="" if over else "月底以后再关账；旗县允许提前关账的，先改规则。",
    )


def _attendance(
    rules: SubsidyRules,
    month: Month,
    kept: Mapping[tuple[RecordId, str], KeptSheet],
    lines: Sequence[RollLine],
) -> Finding:
    open_ones = []
    for line in lines:
        sheet = kept.get((line.placement_id, month.text))
        if line.for_month == month.text and (sheet is None or sheet.confirmed_on is None):
            open_ones.append(line.name)
    passed = not open_ones or not rules.checked
    return Finding(
        rule=CHECKED,
        title="考勤核对",
        passed=passed,
        message=f"{month.told}的考勤都核对过了。"
        if not open_ones
        else f"{month.told}还有 {len(open_ones)} 个人的考勤没有核对。",
        found=_names(open_ones),
        basis=rules.cited(CHECKED),
        advice="" if passed else "到「考勤」里看一遍，填考勤员，点「核对」。",
    )


def _twice(
    kept: Mapping[tuple[RecordId, str], KeptSheet], lines: Sequence[RollLine], month: Month
) -> Iterator[Finding]:
    names = [
        line.name
        for line in lines
        if line.for_month == month.text
        and (sheet := kept.get((line.placement_id, month.text)))
        and sheet.others
    ]
    if names:
        yield _stop(
            CHECKED,
            "考勤核对",
            f"有 {len(names)} 个人的考勤，两台电脑记得不一样。",
            "到「考勤」里改成对的，再点「核对」。",
            _names(names),
        )


def _standards(lines: Sequence[RollLine]) -> Iterator[Finding]:
    names = [line.name for line in lines if line.amount_fen is None]
    if names:
        yield _stop(
            "post.standard",
            "补贴标准",
            f"有 {len(names)} 个人没有补贴标准，算不出补贴。",
            "在岗位或者协议里填上补贴标准。",
            _names(names),
        )


def _payable(session: Session, month: Month, lines: Sequence[RollLine]) -> Iterator[Finding]:
    """Find what the checks before payment hold up; what they only tell, one finding a check.

    They look across both lines of funding and every village of this desk.
    """
    names = {line.placement_id: line.name for line in lines if line.for_month == month.text}
    told: dict[tuple[str, str], list[str]] = {}
    two_posts = False
    for placement_id, found in payable_findings(session, list(names), month.text).items():
        for one in found.blocking:
            two_posts = two_posts or one.rule == ONE_PERSON
            yield one
        for one in found.warnings:
            told.setdefault((one.rule, one.title), []).append(names[placement_id])
    for (rule, title), people in told.items():
        message = f"{title}：有 {len(people)} 个人，请在「核查」里看一看。"
        yield _look(rule, title, message, "", _names(people))
    if not two_posts:
        yield Finding(
            rule=ONE_PERSON,
            title="两条线对照",
            passed=True,
            message="人社、农牧两条线没有拦下来的重复。",
            basis=session.rules.clause(ONE_PERSON, month.last).cited(),
        )


def _expired(session: Session, rules: SubsidyRules, month: Month) -> Iterator[Finding]:
    if not rules.expired:
        return
    refused = session.rules.holds("rules.refuse_when_expired", month.last)
    titles = [rules.cited(key).split(" · ")[0] for key in rules.expired]
    yield Finding(
        rule=POLICY,
        title="依据已到期",
        passed=not refused,
        message="依据已到期"
        + ("，不能关账。" if refused else "：关账时要写明现在按哪个文件发补贴。"),
        found=_names(titles),
        basis=rules.cited(rules.expired[0]),
        advice="先从旗县读入新规则包，再关账。" if refused else "",
    )


def _without_agreement(books: Books, month: Month) -> Iterator[Finding]:
    names = [
        one.name
        for one in books.holders.values()
        if one.first is not None
        and one.first <= month.last
        and (one.last is None or one.last >= month.first)
        and not one.overlaps(month)
        and one.paid_in(month)
        and (one.died_on is None or one.died_on >= month.first)
    ]
    if names:
        yield _look(
            "post.agreement_max_months",
            "协议期限",
            f"有 {len(names)} 个人{month.told}没有在期内的协议，没有列入。",
            "续签了的，登记新的协议期限；不再干的，办退岗。",
            _names(names),
        )


def _silent(books: Books, silent: Sequence[Key]) -> Iterator[Finding]:
    names = [f"{books.holders[one].name} {Month.of(text).told}" for one, text in silent]
    if names:
        yield _look(
            CHECKED,
            "已关账月份的考勤",
            f"有 {len(names)} 处：月份已经关账，考勤没有核对，没有列入更正。",
            "在岗的，用「更正考勤」补上，差额列入更正。",
            _names(names),
        )


def _accounts(lines: Sequence[RollLine]) -> Iterator[Finding]:
    names = list(dict.fromkeys(line.name for line in lines if not line.account))
    if names:
        yield _look(
            "person.account",
            "一卡通账号",
            f"有 {len(names)} 个人没有登记一卡通账号。",
            "在「人员」里补上账号，发放的时候要用。",
            _names(names),
        )


def _stop(rule: str, title: str, message: str, advice: str, found: str) -> Finding:
    return Finding(
        rule=rule, title=title, passed=False, message=message, advice=advice, found=found
    )


def _look(rule: str, title: str, message: str, advice: str, found: str) -> Finding:
    return Finding(rule=rule, title=title, passed=True, message=message, advice=advice, found=found)


def _names(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f"，等 {len(names)} 项" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more + "。"
