"""欠薪线索: what somebody says of unpaid wages, handed to the official channel.

This desk never decides a clue; it keeps what was said, where it went, and what came back.
"""

from dataclasses import replace
from datetime import date

from desktop_app.domain.codes import code_list
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Person, RecordId, WageClue
from desktop_app.session import Session

OPEN = "open"


def save_wage_clue(session: Session, clue: WageClue) -> WageClue:
    """Keep what was said; what was handed over is not changed any more."""
    if clue.person_id == NEW:
        raise Refused("还没有选反映人。", advice="先按姓名找到反映的人。", fields=("person_id",))
    person = session.get(Person, clue.person_id)
    _refuse_odd(clue, session.today())
    verb = "登记" if clue.id == NEW else "修改"
    with session.operation("save_wage_clue", f"{verb}{person.name}反映的欠薪") as operation:
        before = session.get(WageClue, clue.id) if clue.id != NEW else WageClue()
        if before.handed_on is not None:
            raise Refused(
                f"线索 {before.handed_on} 已经移交，不能再改，没有写入。",
                advice="有新的情况，请告诉受理单位；在这里登记办理结果。",
                fields=("handed_on",),
            )
        return operation.save(
            replace(
                clue,
                village_code=person.village_code,
                reported_on=clue.reported_on or session.today(),
                result=OPEN,
                channel="",
                handed_on=None,
                receipt="",
            )
        )


def hand_over_clue(
    session: Session, clue_id: RecordId, channel: str, handed_on: date, receipt: str = ""
) -> WageClue:
    """Keep that a clue was handed to an official channel, with the number it gave."""
    person = session.get(Person, session.get(WageClue, clue_id).person_id)
    with session.operation("hand_over_clue", f"移交{person.name}反映的欠薪") as operation:
        before = session.get(WageClue, clue_id)
        if channel not in code_list("wage_channel"):
            raise Refused(
                "还没有选移交渠道，没有写入。", advice="选交给了谁。", fields=("channel",)
            )
        early = before.reported_on is not None and handed_on < before.reported_on
        if early or handed_on > session.today():
            raise Refused(
                f"移交日期 {handed_on} 不对，没有写入。",
                advice="填反映以后、到今天为止的一天。",
                fields=("handed_on",),
            )
        kept = replace(before, channel=channel, handed_on=handed_on, receipt=receipt.strip())
        return operation.save(kept)


def close_clue(
    session: Session, clue_id: RecordId, result: str, closed_on: date, notes: str = ""
) -> WageClue:
    """Keep what the official channel answered."""
    person = session.get(Person, session.get(WageClue, clue_id).person_id)
    with session.operation("close_clue", f"{person.name}反映的欠薪办结") as operation:
        before = session.get(WageClue, clue_id)
        if before.handed_on is None:
            raise Refused(
                "线索还没有移交，不能登记办理结果，没有写入。",
                advice="先移交给劳动保障监察或者线索平台；这里只记，不定。",
                fields=("handed_on",),
            )
        if result not in code_list("wage_result") or result == OPEN:
            raise Refused("还没有选办理结果，没有写入。", advice="选一项。", fields=("result",))
        if not before.handed_on <= closed_on <= session.today():
            raise Refused(
                f"办结日期 {closed_on} 不对，没有写入。",
                advice="填移交以后、到今天为止的一天。",
                fields=("closed_on",),
            )
        kept = replace(before, result=result, closed_on=closed_on, notes=notes or before.notes)
        return operation.save(kept)


def _refuse_odd(clue: WageClue, today: date) -> None:
    if clue.field not in code_list("wage_field"):
        raise Refused(
            "还没有选行业类别，没有保存。", advice="选是不是工程建设。", fields=("field",)
        )
    if not clue.employer.strip():
        raise Refused(
            "还没有填欠薪单位，没有保存。",
            advice="写单位、包工头或者项目的名称，知道多少写多少。",
            fields=("employer",),
        )
    if clue.amount_fen is not None and clue.amount_fen <= 0:
        raise Refused("欠薪金额要大于 0，没有保存。", fields=("amount_fen",))
    if clue.owed_from and clue.owed_to and clue.owed_to < clue.owed_from:
        raise Refused(
            "欠薪结束早于开始，没有保存。", advice="请改正日期。", fields=("owed_from", "owed_to")
        )
    if clue.reported_on is not None and clue.reported_on > today:
        raise Refused(f"反映日期 {clue.reported_on} 还没有到，没有保存。", fields=("reported_on",))
