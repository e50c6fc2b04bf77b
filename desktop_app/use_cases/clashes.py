"""Records that are right one by one and wrong together, as a merge can make them."""

from dataclasses import dataclass
from uuid import UUID

from db import claim_queries, conflict_queries
from desktop_app.domain.records import Person, Post, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.record_words import whose

WORDS = {
    "same-id": ("身份证号相同", "两台电脑各登记了一次。核对以后，把办错的那一个移除。"),
    "two-posts": ("在两个岗位上", "同一个人只能在一个岗位上。核对以后，办其中一个的退岗。"),
    "one-household": ("一户有几个人在岗", "一户只能有一个岗位。核对以后，办其中一个的退岗。"),
    "two-grants": ("输出补助同意了两次", "一个人只补一次。核对以后，请旗县更正后办的那一笔。"),
    "too-many": ("安置的人超过名额", "两台电脑各安置了人。核对以后，撤回后办的那一个。"),
}


@dataclass(frozen=True, slots=True)
class Clash:
    """What does not fit together: whose, what, what to do, and where it is put right."""

    names: str
    what: str
    advice: str
    page: str
    id: RecordId


def clashes(session: Session) -> list[Clash]:
    """Return what two desks did that does not fit together."""
    database, today = session.store.database, session.today()
    found = []
    told = conflict_queries.clashes(database, today.isoformat())
    if session.rules.holds("post.one_post_per_household", today):
        apart = session.rules.holds("check.temporary_posts_apart", today)
        told += conflict_queries.crowded_households(
            database, today.isoformat(), temporary_apart=apart
        )
    for one in told:
        kind = Post if one.kind == "too-many" else Person
        names = "、".join(whose(session, kind, row) for row in one.rows)
        page = "people" if one.kind == "same-id" else "posts"
        found.append(Clash(names, *WORDS[one.kind], page, one.rows[0]))
    for person in map(_id, claim_queries.granted_twice(database)):
        name = whose(session, Person, person)
        found.append(Clash(name, *WORDS["two-grants"], "transfers", person))
    return found


def _id(row: bytes) -> UUID:
    return UUID(bytes=row)
