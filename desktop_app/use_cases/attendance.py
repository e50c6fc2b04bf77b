"""Attendance of a month: filled in by day, checked once, corrected after the month was closed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from db.operation import Operation
from db.roll_queries import sheets
from desktop_app.domain.attendance import (
    MARKS,
    NO_DUTY,
    SIGNS,
    WORKED,
    carried_marks,
    fitted,
    read_mark,
    unclear_days,
    without_foreign_days,
)
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import Attendance, Placement, Post, RecordId
from desktop_app.domain.roll_lines import proposal
from desktop_app.domain.subsidy import Holder
from desktop_app.session import Session
from desktop_app.use_cases.attendance_sheet import (
    EARLY,
    MonthRow,
    MonthSheet,
    attendance_month,
    holders_in,
    last_day,
    month_row,
)
from desktop_app.use_cases.roll_books import month_of, read_rules, refuse_unknown, standing_roll

__all__ = [
    "MarkedMonth",
    "MonthRow",
    "MonthSheet",
    "attendance_month",
    "carry_attendance",
    "confirm_attendance",
    "correct_attendance",
    "correct_month",
    "fill_attendance",
    "read_marks",
    "save_marks",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedMonth:
    """The marks of one holder for a month: signs or values of 考勤符号, a blank for no duty."""

    placement_id: RecordId
    marks: str


def save_marks(
    session: Session, village_code: str, month: str, department: str, marked: list[MarkedMonth]
) -> MonthSheet:
    """Keep the marks of some holders in one step; what was checked is to be checked again.

    ``Refused`` after the month was closed, for days that have not come, and for days on which
    somebody was not on the post.
    """
    wanted = {one.placement_id: one.marks for one in marked}
    with _writing(session, "save_marks", "登记考勤", village_code, month, department) as work:
        for placement_id, marks in wanted.items():
            holder = work.holder(placement_id)
            work.keep(holder, checked_marks(marks, holder, work.month, work.until))
        work.label(f"登记{work.month.told}考勤", wanted)
    return attendance_month(session, village_code, month, department)


def fill_attendance(
    session: Session,
    village_code: str,
    month: str,
    department: str,
    mark: str = WORKED,
    day: int | None = None,
) -> MonthSheet:
    """Give everybody the same mark on a day; without one, full attendance of the whole month.

    Days on which somebody was not on the post stay blank.
    """
    code = _mark(mark)
    with _writing(session, "fill_attendance", "登记考勤", village_code, month, department) as work:
        if day is not None and not 1 <= day <= work.until:
            raise Refused(
                f"{work.month.told}没有 {day} 日，或者那一天还没有到，没有写入。",
                advice="请选已经过去的一天。",
                fields=("day",),
            )
        for holder in work.holders.values():
            before = work.shown(holder)
            if day is None:
                work.keep(holder, proposal(work.rules, holder, work.month, work.until).marks)
            elif day in holder.days(work.month):
                work.keep(holder, before[: day - 1] + code + before[day:])
        what = "全勤" if day is None else f"{day} 日{SIGNS[code] or '空'}"
        work.label(f"{work.month.told}考勤整列登记：{what}")
    return attendance_month(session, village_code, month, department)


def carry_attendance(
    session: Session, village_code: str, month: str, department: str
) -> MonthSheet:
    """Lay last month's pattern on those who have no sheet yet, weekday by weekday."""
    with _writing(
        session, "carry_attendance", "沿用上月考勤", village_code, month, department
    ) as work:
        earlier = work.month.previous()
        before = sheets(session.store.database, village_code, earlier, earlier)
        carried = 0
        for holder in work.holders.values():
            last = before.get((holder.placement_id, earlier.text))
            if last is not None and holder.placement_id not in work.known:
                days = frozenset(day for day in holder.days(work.month) if day <= work.until)
                work.keep(holder, carried_marks(last.marks, earlier, work.month, days))
                carried += 1
        if not carried:
            raise Refused(
                f"没有可以沿用的：{earlier.told}没有考勤，或者{work.month.told}都已经登记。",
                advice="请直接登记，或者点「全部出勤」。",
            )
        work.label(f"{work.month.told}考勤沿用{earlier.told}：{carried} 人")
    return attendance_month(session, village_code, month, department)


def confirm_attendance(
    session: Session, village_code: str, month: str, department: str, checked_by: str
) -> MonthSheet:
    """Keep that everybody's month was checked, by whom; proposed marks become kept ones.

    ``Refused`` before the month is over (unless the county lets it), while a mark lies on a day
    that does not count, and while two desks do not agree.
    """
    if not checked_by.strip():
        raise Refused(
            "还没有填考勤员，没有核对。",
            advice="填核对考勤表的人的姓名。",
            fields=("checked_by",),
        )
    with _writing(
        session, "confirm_attendance", "核对考勤", village_code, month, department
    ) as work:
        if work.until < work.month.days:
            raise Refused(
                f"{work.month.told}还没有过完，没有核对。",
                advice="月底以后再核对；旗县允许提前关账的，先改规则。",
                basis=session.rules.clause(EARLY, work.month.last).cited(),
            )
        rows = [month_row(work.rules, one, work.month, work.known.get(one.placement_id), work.until)
                for one in work.holders.values()]  # fmt: skip
        _refuse_unclear(work.month, rows)
        for row in rows:
            work.keep(work.holders[row.placement_id], row.marks, checked_by.strip())
        work.label(f"核对{work.month.told}考勤：{len(rows)} 人")
    return attendance_month(session, village_code, month, department)


def correct_attendance(
    session: Session, placement_id: RecordId, month: str, marks: str, reason: str
) -> Attendance:
    """Change the marks of a closed month, for a reason; the difference in money comes as 更正.

    The closed roll stays as it is; ``Refused`` while the month is open.
    """
    if not reason.strip():
        raise Refused(
            "还没有写更正的原因，没有保存。",
            advice="写清楚为什么改、有什么依据，例如补交了请假条。",
            fields=("reason",),
        )
    known = month_of(session, month)
    placement = session.get(Placement, placement_id)
    post = session.get(Post, placement.post_id)
    with session.operation("correct_attendance", "更正考勤") as operation:
        if standing_roll(session, placement.village_code, month, post.department) is None:
            raise Refused(f"{known.told}还没有关账，不用更正。", advice="请在考勤表里直接改。")
        work = _Work(session, operation, placement.village_code, known, post.department)
        holder = work.holder(placement_id)
        operation.label = f"更正{holder.name}{known.told}的考勤"
        done = checked_marks(marks, holder, known, known.days)
        note = f"{session.today()} 更正：{reason.strip()}"
        return work.keep(holder, done, session.officer, note)


def correct_month(session: Session, month: str, marks: Mapping[RecordId, str], reason: str) -> None:
    """Correct the marks of several people in a closed month, for one reason: all or nobody."""
    with session.store.transaction():
        for placement_id, wanted in marks.items():
            correct_attendance(session, placement_id, month, wanted, reason)


def checked_marks(marks: str, holder: Holder, month: Month, until: int) -> str:
    """Return marks as they are kept, or refuse what cannot be."""
    if len(marks) > month.days:
        raise Refused(
            f"{month.told}只有 {month.days} 天，写了 {len(marks)} 个符号，没有保存。",
            advice="一天一个符号，没有排班的一天写空格。",
            fields=("marks",),
        )
    read = fitted("".join(_mark(each) for each in marks), month)
    late = [day for day, mark in enumerate(read, start=1) if mark != NO_DUTY and day > until]
    if late:
        raise Refused(
            f"{month.number}月{late[0]}日还没有到，不能登记{holder.name}的考勤。",
            advice="请只登记已经过去的日子。",
            fields=("marks",),
        )
    foreign = unclear_days(read, holder.days(month))
    if foreign:
        raise Refused(
            f"{month.number}月{foreign[0]}日{holder.name}不在岗，不能登记考勤。",
            advice="请对照协议、上岗日期和最后出勤日；岗位资料错了的，先改正资料。",
            fields=("marks",),
        )
    return read


def read_marks(signs: Sequence[str], month: Month) -> str:
    """Return the marks that the signs of a sheet mean, a day each; behind the month all blank."""
    if any(sign.strip() for sign in signs[month.days :]):
        raise Refused(
            f"{month.told}只有 {month.days} 天，后面的日子却有考勤。",
            advice="请核对月份，再导入。",
            fields=("month",),
        )
    return fitted("".join(_mark(sign) for sign in signs[: month.days]), month)


class _Work:
    """One step on the attendance of a month: who is on it, what is kept, and keeping it."""

    def __init__(
        self, session: Session, operation: Operation, village: str, month: Month, department: str
    ) -> None:
        self.session, self.operation, self.month = session, operation, month
        self.village_code = village
        self.rules = read_rules(session, month)
        self.until = last_day(session, month)
        self.holders = holders_in(session, village, department, month)
        found = sheets(session.store.database, village, month, month)
        self.known = {key[0]: one for key, one in found.items()}

    def holder(self, placement_id: RecordId) -> Holder:
        """Return somebody who is to be marked; ``Refused`` for whoever is not."""
        if placement_id not in self.holders:
            raise Refused(
                f"这个人{self.month.told}不在这个嘎查村、这个部门的岗位上，没有登记考勤。",
                advice="请对照协议期限和主管部门；也许选错了月份。",
                fields=("placement_id",),
            )
        return self.holders[placement_id]

    def shown(self, holder: Holder) -> str:
        """Return the marks as the sheet shows them."""
        kept = self.known.get(holder.placement_id)
        if kept is None:
            return proposal(self.rules, holder, self.month, self.until).marks
        return without_foreign_days(fitted(kept.marks, self.month), holder.days(self.month))

    def keep(self, holder: Holder, marks: str, checked_by: str = "", note: str = "") -> Attendance:
        """Keep the marks of somebody, checked or to be checked."""
        kept = self.known.get(holder.placement_id)
        before = Attendance(
            village_code=self.village_code,
            placement_id=holder.placement_id,
            month=self.month.text,
        )
        if kept is not None:
            before = self.session.get(Attendance, kept.id)
            if before.marks == marks and not checked_by and not kept.others:
                return before
        notes = "\n".join(part for part in (before.notes, note) if part)
        checked_on = self.session.today() if checked_by else None
        after = replace(before, marks=marks, notes=notes, confirmed_on=checked_on)
        return self.operation.save(replace(after, checked_by=checked_by or before.checked_by))

    def label(self, words: str, of: Iterable[RecordId] = ()) -> None:
        """Name the step; with few people, name them."""
        names = [self.holders[one].name for one in of]
        self.operation.label = f"{words}：{names[0]}" if len(names) == 1 else words


@contextmanager
def _writing(
    session: Session, act: str, label: str, village: str, month: str, department: str
) -> Iterator[_Work]:
    """Hold an operation on an open month; ``Refused`` once it was closed."""
    refuse_unknown(session, village, department)
    known = month_of(session, month)
    with session.operation(act, label) as operation:
        roll = standing_roll(session, village, known.text, department)
        if roll is not None:
            raise Refused(
                f"{known.told}已经关账，考勤表不能再改。",
                advice="确实记错了的，用「更正考勤」写明原因，差额列在下一个月的更正里；"
                "还没有发放的，也可以退回补贴表，改好再关账。",
                found=f"关账日期 {roll.closed_on}。",
            )
        yield _Work(session, operation, village, known, department)


def _refuse_unclear(month: Month, rows: Sequence[MonthRow]) -> None:
    if not rows:
        raise Refused(
            f"{month.told}没有要核对的考勤。", advice="请看看协议期限、主管部门和月份对不对。"
        )
    unclear: Mapping[str, MonthRow] = {row.name: row for row in rows if row.unclear}
    if unclear:
        row = next(iter(unclear.values()))
        raise Refused(
            f"{row.name} {month.number}月{row.unclear[0]}日不在岗，却登记了考勤，没有核对。",
            advice="请改正这一行；协议或者最后出勤日错了的，先改正岗位资料。",
            found="、".join(unclear),
        )


def _mark(text: str) -> str:
    mark = read_mark(text)
    if mark is None or mark not in MARKS:
        raise Refused(
            f"考勤符号里没有「{text}」，没有保存。",
            advice="出勤√，半天/，事假△，病假○，旷工×，没有排班空着。",
            fields=("marks",),
        )
    return mark
