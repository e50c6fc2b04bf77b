"""创业: a business somebody began, and a loan from the wish to the last payment."""

from dataclasses import replace
from datetime import date

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.credit_code import is_credit_code
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Person, RecordId, Venture
from desktop_app.session import Session

NEXT = {
    "": ("none", "wish"),
    "none": ("wish",),
    "wish": ("applied", "none"),
    "applied": ("granted", "refused"),
    "granted": ("repaid",),
    "refused": ("wish", "applied"),
    "repaid": ("wish",),
}
"""What can follow on each state of a loan."""


def save_venture(session: Session, venture: Venture) -> Venture:
    """Keep a start-up; the loan goes on by ``move_loan`` once there is one."""
    if venture.person_id == NEW:
        raise Refused("还没有选人。", advice="先按姓名找到创业的人。", fields=("person_id",))
    person = session.get(Person, venture.person_id)
    _refuse_odd(venture, session.today())
    verb = "登记" if venture.id == NEW else "修改"
    with session.operation("save_venture", f"{verb}{person.name}的创业") as operation:
        status = venture.loan_status
        if venture.id != NEW:
            status = session.get(Venture, venture.id).loan_status
        elif not status:
            status = "wish" if venture.loan_wish_fen else "none"
        return operation.save(
            replace(
                venture,
                village_code=person.village_code,
                credit_code=venture.credit_code.strip().upper(),
                loan_status=status,
            )
        )


def move_loan(
    session: Session,
    venture_id: RecordId,
    status: str,
    loan_fen: int | None = None,
    loan_on: date | None = None,
) -> Venture:
    """Keep the next state of a loan; a granted one has an amount in fen and a day."""
    person = session.get(Person, session.get(Venture, venture_id).person_id)
    with session.operation("move_loan", f"{person.name}的创业贷款") as operation:
        before = session.get(Venture, venture_id)
        now = before.loan_status
        if status not in NEXT.get(now, ()):
            can = "、".join(text_of("loan_status", each) for each in NEXT.get(now, ()))
            told = text_of("loan_status", now) or "没有意向"
            raise Refused(
                f"贷款现在是「{told}」，不能改成「{text_of('loan_status', status)}」。",
                advice=f"接着能办的是：{can or '没有'}。",
                fields=("status",),
            )
        if status == "granted" and (not loan_fen or loan_fen <= 0 or loan_on is None):
            raise Refused(
                "已放款的要填贷款金额和放款日期，没有保存。",
                advice="对照放款凭证填上。",
                fields=("loan_fen", "loan_on"),
            )
        kept = replace(before, loan_status=status)
        if status == "granted":
            kept = replace(kept, loan_fen=loan_fen, loan_on=loan_on)
        return operation.save(kept)


def _refuse_odd(venture: Venture, today: date) -> None:
    code = venture.credit_code.strip().upper()
    if venture.form not in code_list("venture_form"):
        raise Refused("还没有选创业形式，没有保存。", advice="选一种形式。", fields=("form",))
    if code and not is_credit_code(code):
        raise Refused(
            f"统一社会信用代码 {code} 没有通过校验，没有保存。",
            advice="请对照营业执照，一共 18 位；还没有注册的空着。",
            fields=("credit_code",),
        )
    if venture.employs is not None and venture.employs < 0:
        raise Refused("带动就业人数不能小于 0，没有保存。", fields=("employs",))
    if venture.started_on is not None and venture.started_on > today:
        raise Refused(
            f"开业日期 {venture.started_on} 还没有到，没有保存。",
            advice="还没有开业的，先空着日期，写在备注里。",
            fields=("started_on",),
        )
    if venture.started_on and venture.closed_on and venture.closed_on < venture.started_on:
        raise Refused(
            "停业日期早于开业日期，没有保存。",
            advice="请改正日期。",
            fields=("started_on", "closed_on"),
        )
