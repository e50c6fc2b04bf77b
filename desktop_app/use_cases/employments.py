"""Work: where a person works, how far from home that is, its end, return and next departure."""

from dataclasses import replace
from datetime import date, timedelta

from db.operation import Operation
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.employment_scope import scope_from_text, scope_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.income import MONTH, monthly_equivalent
from desktop_app.domain.places import is_place
from desktop_app.domain.records import NEW, Employment, Person, RecordId
from desktop_app.session import Session

AWAY, EMPLOYED, SELF_EMPLOYED = "11", "1", "2"
SELF_FORMS = ("020", "021", "022", "023")
HOME_SCOPES = ("", "county")


def scope_for(session: Session, person: Person, place_code: str, place: str) -> str:
    """Return the 就业地域 that follows from home and workplace, "" when it does not follow."""
    if place_code:
        return scope_of(person.village_code, place_code)
    return scope_from_text(place, session.county_code)


def save_employment(session: Session, employment: Employment) -> Employment:
    """Keep a spell of work, its 就业地域 derived; one that began before ends the day before.

    Setting the 就业地域 by hand against what follows needs a reason. 月收入 follows from an
    income with its unit. The 就业状态 of the person follows the work that runs.
    """
    name = session.get(Person, employment.person_id).name
    verb = "登记" if employment.id == NEW else "修改"
    with session.operation("save_employment", f"{verb}{name}的就业") as operation:
        return keep_employment(session, operation, employment)


def keep_employment(session: Session, operation: Operation, employment: Employment) -> Employment:
    """Keep a spell as ``save_employment`` does, within an operation that does more."""
    person = session.get(Person, employment.person_id)
    _check_days(employment, session.today())
    scoped = _with_scope(session, person, _with_income(session, employment))
    kept = operation.save(replace(scoped, village_code=person.village_code))
    if kept.until is None or kept.until >= session.today():
        _end_earlier(session, operation, kept)
        operation.save(replace(person, employment_status=status_of(kept)))
    return kept


def end_employment(
    session: Session, employment_id: RecordId, until: date, status: str
) -> Employment:
    """Keep the last day of a spell of work, and what the person does now."""
    name = session.get(Person, session.get(Employment, employment_id).person_id).name
    with session.operation("end_employment", f"结束{name}的就业") as operation:
        employment = replace(session.get(Employment, employment_id), until=until)
        _check_days(employment, session.today())
        if until > session.today():
            raise Refused(
                f"结束日期 {until} 还没有到。", advice="请填最后做工的那天。", fields=("until",)
            )
        _check_status(status)
        person = session.get(Person, employment.person_id)
        operation.save(replace(person, employment_status=status))
        return operation.save(employment)


def record_return(
    session: Session,
    employment_id: RecordId,
    returned_on: date,
    status: str,
    leaves_on: date | None = None,
) -> Employment:
    """Keep the day somebody came home, which ends the spell, what they do now, and the next start.

    ``returned_on`` is the last day that counts as worked; ``leaves_on`` is when the person
    means to go again, ``None`` when that is not known.
    """
    name = session.get(Person, session.get(Employment, employment_id).person_id).name
    with session.operation("record_return", f"登记{name}返乡") as operation:
        employment = session.get(Employment, employment_id)
        person = session.get(Person, employment.person_id)
        back = replace(employment, until=returned_on, returned_on=returned_on, leaves_on=leaves_on)
        _check_return(employment, back, session.today())
        _check_status(status)
        operation.save(replace(person, employment_status=status))
        return operation.save(back)


def plan_departure(session: Session, employment_id: RecordId, leaves_on: date | None) -> Employment:
    """Keep when somebody who came home means to go again; ``None`` when they stay."""
    name = session.get(Person, session.get(Employment, employment_id).person_id).name
    with session.operation("plan_departure", f"登记{name}下次外出") as operation:
        employment = session.get(Employment, employment_id)
        if employment.until is None:
            raise Refused(
                f"{name}还没有登记返乡，不能登记下次外出。",
                advice="先登记返乡；换了工作的，直接登记新的外出。",
                fields=("leaves_on",),
            )
        _check_departure(employment, leaves_on)
        return operation.save(replace(employment, leaves_on=leaves_on))


def status_of(employment: Employment) -> str:
    """Return the 就业状态 of somebody who does this work."""
    if employment.scope not in HOME_SCOPES:
        return AWAY
    return SELF_EMPLOYED if employment.form in SELF_FORMS else EMPLOYED


def _with_income(session: Session, employment: Employment) -> Employment:
    """Let 月收入 follow from an income; an income without a unit is one a month."""
    fen = employment.income_fen
    if fen is None:
        return replace(employment, income_unit="")
    if fen < 0:
        raise Refused("收入不能小于 0，没有保存。", advice="不知道的空着。", fields=("income_fen",))
    unit = employment.income_unit or MONTH
    on = employment.since or session.today()
    monthly = monthly_equivalent(session.rules, fen, unit, on)
    return replace(employment, income_unit=unit, monthly_fen=monthly)


def _check_status(status: str) -> None:
    if status not in code_list("employment_status"):
        raise Refused(
            "还没有选现在的就业状态。", advice="请选现在的情况。", fields=("employment_status",)
        )


def _check_return(before: Employment, back: Employment, today: date) -> None:
    if before.returned_on is not None:
        raise Refused(
            f"这一段外出已经登记过返乡：{before.returned_on}。",
            advice="登记错了的，修改这一段外出。",
            fields=("returned_on",),
        )
    day = back.returned_on
    if day is None or day > today or (back.since is not None and day < back.since):
        raise Refused(
            f"返乡日期 {day} 不对：要在外出开始以后、今天以前。",
            advice="请填回到家的那一天。",
            fields=("returned_on",),
        )
    _check_departure(back, back.leaves_on)


def _check_departure(employment: Employment, leaves_on: date | None) -> None:
    if leaves_on is not None and employment.until is not None and leaves_on <= employment.until:
        raise Refused(
            f"拟外出日期 {leaves_on} 不在返乡 {employment.until} 以后。",
            advice="请填打算再出去的那一天；还没有打算的空着。",
            fields=("leaves_on",),
        )


def _check_place(code: str) -> None:
    """Refuse a mistyped code: its prefecture must be one there is, a new county may come."""
    if code and not (is_place(code) or is_place(f"{code[:4]}00")):
        raise Refused(
            f"没有区划代码 {code} 这个地方。",
            advice="请从列表里选工作地；只知道大概的，选到省或者市。",
            fields=("place_code",),
        )


def _with_scope(session: Session, person: Person, employment: Employment) -> Employment:
    _check_place(employment.place_code)
    derived = scope_for(session, person, employment.place_code, employment.place)
    chosen = employment.scope or derived
    if not chosen:
        raise Refused(
            "看不出在哪里工作，定不了就业地域。",
            advice="请选工作地的区划；只知道大概的，直接选就业地域。",
            fields=("place", "scope"),
            found=f"工作地点“{employment.place}”。" if employment.place else "工作地点没有填。",
        )
    if derived and chosen != derived and not employment.scope_reason.strip():
        raise Refused(
            f"就业地域选的是{text_of('transfer_scope', chosen)}，"
            f"从户籍和工作地看是{text_of('transfer_scope', derived)}。",
            advice="请改成一致的；确实要这样登记的，写明理由。",
            fields=("scope", "scope_reason"),
            found=f"工作地点“{employment.place or employment.place_code}”。",
        )
    reason = employment.scope_reason.strip() if derived and chosen != derived else ""
    return replace(employment, scope=chosen, scope_reason=reason)


def _check_days(employment: Employment, today: date) -> None:
    since, until = employment.since, employment.until
    if since is None:
        raise Refused(
            "还没有填从哪天开始做的。", advice="不记得日子的，填那个月的 1 日。", fields=("since",)
        )
    if since > today:
        raise Refused(f"开始日期 {since} 还没有到。", advice="开始做了再登记。", fields=("since",))
    if until is not None and until < since:
        raise Refused(
            f"结束日期 {until} 早于开始日期 {since}。",
            advice="看看哪一个填错了。",
            fields=("until", "since"),
        )


def _end_earlier(session: Session, operation: Operation, kept: Employment) -> None:
    """End the work that ran before: the registers know one work at a time."""
    if kept.since is None:
        return
    for other in session.find(Employment, person_id=kept.person_id):
        open_before = other.until is None and other.since is not None and other.since < kept.since
        if other.id != kept.id and open_before:
            operation.save(replace(other, until=kept.since - timedelta(days=1)))
