"""Who may approve a post once the desk is in the books of an office."""

from db.history_queries import creator_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Post
from desktop_app.domain.roles import OFFICE_ROLES
from desktop_app.session import Session


def refuse_unless_approver(session: Session, post: Post) -> None:
    """Refuse a desk whose approval no other desk would accept.

    Before a desk is enrolled its officer keeps the approvals that came on paper.
    """
    from desktop_app.use_cases.office import is_enrolled  # the exchange loads when it is needed

    if not is_enrolled(session):
        return
    if session.role not in OFFICE_ROLES:
        raise Refused(
            "岗位由苏木乡镇或者旗县批复，专员的电脑不能登记批复，没有写入。",
            advice="先同步，让旗县看到这个岗位；旗县批复以后，再同步一次就能看到。",
        )
    if creator_of(session.store.database, Post, post.id) == session.store.desk.officer_id:
        raise Refused(
            "申报和批复不能是同一个人，没有写入。",
            advice="请另一位有批复权限的同事在他的电脑上批复。",
            basis="不相容岗位分离：谁申报，谁不能批复。",
        )
