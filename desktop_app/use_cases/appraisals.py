"""How the work is judged: monthly points told before the pay, and warnings."""

from dataclasses import replace
from datetime import date

from desktop_app.domain.appraisal_rules import full_points, grade, point_findings, points
from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.placement_steps import begun
from desktop_app.domain.records import Appraisal, Caution, Person, Placement, RecordId
from desktop_app.domain.rules import refuse_unless_passed
from desktop_app.session import Session

__all__ = ["appraisals_of", "appraise", "cautions_of", "sign_warning", "warn_holder"]


def appraisals_of(session: Session, placement_id: RecordId) -> list[Appraisal]:
    """Return the appraisals of a placement, the newest month first."""
    found = session.find(Appraisal, placement_id=placement_id)
    return sorted(found, key=lambda one: one.month, reverse=True)


def cautions_of(session: Session, placement_id: RecordId) -> list[Caution]:
    """Return the warnings to a holder, the newest first."""
    found = session.find(Caution, placement_id=placement_id)
    return sorted(found, key=lambda one: one.given_on or date.min, reverse=True)


def appraise(
    session: Session,
    placement_id: RecordId,
    month: str,
    village_points: int | None = None,
    township_points: int | None = None,
    villager_points: int | None = None,
    deductions: str = "",
    told_on: date | None = None,
) -> Appraisal:
    """Keep the points of a month, or correct them; the result follows from the clauses.

    ``Refused`` beyond the points of a side, without reasons for points taken off, and when the
    person is said to be told before the month began or later than today.
    """
    with session.operation("appraise", "登记考核") as operation:
        placement = session.get(Placement, placement_id)
        wish = replace(
            _of_month(session, placement, month),
            village_points=village_points,
            township_points=township_points,
            villager_points=villager_points,
            deductions=deductions.strip(),
            told_on=told_on,
        )
        _refuse_outside(session, placement, Month.of(month))
        refuse_unless_passed(point_findings(session.rules, wish))
        _refuse_untold(session, wish)
        name = session.get(Person, placement.person_id).name
        operation.label = f"登记考核：{name}，{Month.of(month).told}"
        return operation.save(replace(wish, result=grade(session.rules, wish)))


def warn_holder(
    session: Session,
    placement_id: RecordId,
    reason: str,
    words: str,
    given_on: date | None = None,
    way: str = "hand",
    received_on: date | None = None,
) -> Caution:
    """Keep that a holder was warned, why, how it was delivered, and when it was signed for."""
    with session.operation("warn_holder", "登记警示") as operation:
        placement = session.get(Placement, placement_id)
        day = given_on or session.today()
        if not begun(placement, day) or placement.last_day_on is not None:
            raise Refused("这个人不在岗，不用登记警示。", advice="只有在岗的人才登记警示。")
        operation.label = f"登记警示：{session.get(Person, placement.person_id).name}"
        caution = Caution(
            village_code=placement.village_code,
            placement_id=placement.id,
            given_on=day,
            reason=_code("caution_reason", reason, "reason"),
            words=words.strip(),
            way=_code("notice_way", way, "way"),
        )
        if not caution.words:
            raise Refused(
                "还没有写警示的内容，没有保存。",
                advice="写清楚什么时候、做了或者没做什么、要怎么改。",
                fields=("words",),
            )
        return operation.save(_signed(session, caution, received_on))


def sign_warning(
    session: Session, caution_id: RecordId, received_on: date | None = None
) -> Caution:
    """Keep when a warning was signed for."""
    with session.operation("sign_warning", "登记警示签收") as operation:
        caution = session.get(Caution, caution_id)
        return operation.save(_signed(session, caution, received_on or session.today()))


def _of_month(session: Session, placement: Placement, month: str) -> Appraisal:
    known = session.find(Appraisal, placement_id=placement.id, month=Month.of(month).text)
    fresh = Appraisal(
        village_code=placement.village_code, placement_id=placement.id, month=Month.of(month).text
    )
    return known[-1] if known else fresh


def _refuse_outside(session: Session, placement: Placement, month: Month) -> None:
    last = placement.last_day_on or month.last
    if month.first > session.today() or not begun(placement, month.last) or last < month.first:
        raise Refused(
            f"{month.told}这个人不在岗，或者还没有到，不能登记考核。",
            advice="请对照考核表改正月份。",
            fields=("month",),
        )


def _refuse_untold(session: Session, wish: Appraisal) -> None:
    total, full = points(wish), full_points(session.rules, wish)
    if total is not None and total < full and not wish.deductions:
        raise Refused(
            f"一共 {total} 分，比满分少 {full - total} 分，还没有写扣分原因，没有保存。",
            advice="写清楚为什么扣、扣了几分，发补贴以前要告诉本人。",
            fields=("deductions",),
        )
    told = wish.told_on
    if told is not None and not Month.of(wish.month).first <= told <= session.today():
        raise Refused(
            f"告知日期 {told} 早于考核的月份，或者还没有到，没有保存。",
            advice="请照实际告诉本人的日期填；还没有告诉的先空着。",
            fields=("told_on",),
        )


def _signed(session: Session, caution: Caution, received_on: date | None) -> Caution:
    given = caution.given_on or session.today()
    if given > session.today() or (
        received_on is not None and not given <= received_on <= session.today()
    ):
        raise Refused(
            "警示日期或者签收日期不对，没有保存。",
            advice="警示不能晚于今天，签收不能早于警示、也不能晚于今天。",
            found=f"警示 {given}，签收 {received_on or '没有登记'}。",
            fields=("given_on", "received_on"),
        )
    return replace(caution, received_on=received_on)


def _code(list_name: str, value: str, field: str) -> str:
    found = code_list(list_name).find(value) if value.strip() else None
    if found is None:
        raise Refused(
            f"{code_list(list_name).title}里没有「{value}」这一项，没有保存。",
            advice="请从列表里选。",
            fields=(field,),
        )
    return found
