"""Who may decide on what a village proposes, once the desk is in the books of an office."""

from db.history_queries import creator_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Claim, ClaimLine, Placement, Post, Record, Roll
from desktop_app.domain.roles import OFFICE_ROLES
from desktop_app.session import Session

_NAMED: dict[type[Record], tuple[str, str, str]] = {
    Post: ("岗位", "批复", "申报"),
    Placement: ("聘用和退岗", "审批", "经办"),
    Roll: ("补贴发放表", "审核", "填报"),
    Claim: ("输出补助", "审定", "经办"),
    ClaimLine: ("输出补助", "审定", "经办"),
}
"""What is decided on, how the decision is called, and what its author did before."""


def may_decide(session: Session) -> bool:
    """Say whether this desk may keep what an office decides."""
    from desktop_app.use_cases.office import is_enrolled  # the exchange loads when it is needed

    return session.role in OFFICE_ROLES or not is_enrolled(session)


def refuse_unless_approver(session: Session, record: Record) -> None:
    """Refuse a desk whose decision (``OFFICE_FIELDS``) no other desk would accept.

    Before a desk is enrolled its officer keeps the decisions that came on paper.
    """
    from desktop_app.use_cases.office import is_enrolled  # the exchange loads when it is needed

    if not is_enrolled(session):
        return
    what, verb, began = _NAMED[type(record)]
    if session.role not in OFFICE_ROLES:
        raise Refused(
            f"{what}由苏木乡镇或者旗县{verb}，专员的电脑不能登记{verb}，没有写入。",
            advice=f"先同步，让旗县看到；旗县{verb}以后，再同步一次就能看到。",
        )
    if creator_of(session.store.database, type(record), record.id) == session.store.desk.officer_id:
        raise Refused(
            f"{began}和{verb}不能是同一个人，没有写入。",
            advice=f"请另一位有{verb}权限的同事在他的电脑上{verb}。",
            basis=f"不相容岗位分离：谁{began}，谁不能{verb}。",
        )
