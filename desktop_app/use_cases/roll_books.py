"""Reads what a roll follows from: holders, sheets, the rolls that stand and their rules."""

from db.roll_queries import KeptSheet, appraisals, holders, laid_lines, sheets
from desktop_app.domain.attendance import fitted
from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import Roll
from desktop_app.domain.roll_lines import Books, Key
from desktop_app.domain.subsidy import Sheet
from desktop_app.domain.subsidy_rules import SubsidyRules, kept_rules, subsidy_rules
from desktop_app.session import Session


def refuse_unknown(session: Session, village_code: str, department: str) -> None:
    """Refuse a village that is not the officer's, and a department of no line of funding."""
    if village_code not in session.village_codes:
        raise Refused(
            "还没有选嘎查村，或者这个嘎查村不归这台电脑管。",
            advice="请从自己负责的嘎查村里选一个。",
            fields=("village_code",),
        )
    if department not in code_list("post_department"):
        raise Refused(
            f"主管部门里没有「{department}」这一项。",
            advice="人社部门写 hrss，农牧部门写 agriculture。",
            fields=("department",),
        )


def month_of(session: Session, text: str) -> Month:
    """Return a month that has begun; ``Refused`` for a later one."""
    month = Month.of(text)
    if month.first > session.today():
        raise Refused(
            f"{month.told}还没有到，不能登记考勤，也不能算补贴。",
            advice="请选这个月或者以前的月份。",
            fields=("month",),
        )
    return month


def standing_rolls(session: Session, village_code: str, department: str) -> list[Roll]:
    """Return the rolls that were not sent back, oldest month first."""
    found = session.find(Roll, village_code=village_code, department=department)
    return sorted((one for one in found if one.returned_on is None), key=lambda one: one.month)


def standing_roll(session: Session, village_code: str, month: str, department: str) -> Roll | None:
    """Return the closed roll of a month that stands; none while the month is open."""
    rolls = standing_rolls(session, village_code, department)
    return next((one for one in rolls if one.month == month), None)


def read_rules(session: Session, month: Month) -> SubsidyRules:
    """Return the rules of a month in this county, with what the county chose."""
    return subsidy_rules(session.rules, month, session.county_code)


def read_books(session: Session, village_code: str, department: str, month: Month) -> Books:
    """Return all that the roll of a month and its corrections follow from."""
    database = session.store.database
    closed = {
        one.month: kept_rules(one.rules)
        for one in standing_rolls(session, village_code, department)
    }
    first = min([Month.of(text) for text in closed] + [month])
    return Books(
        holders=holders(database, village_code, department, first.first),
        sheets=_sheets(session, village_code, first, month),
        appraisals=appraisals(database, village_code, first, month),
        closed=closed,
        laid=laid_lines(database, village_code, department),
    )


def _sheets(session: Session, village_code: str, first: Month, last: Month) -> dict[Key, Sheet]:
    kept = sheets(session.store.database, village_code, first, last)
    return {key: _sheet(one) for key, one in kept.items()}


def _sheet(kept: KeptSheet) -> Sheet:
    """Return what counts of a sheet; one that desks keep differently is not checked."""
    return Sheet(
        marks=fitted(kept.marks, Month.of(kept.month)),
        confirmed=kept.confirmed_on is not None and not kept.others,
    )
