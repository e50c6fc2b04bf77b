"""What the list of posts shows, and the file of one post."""

from dataclasses import dataclass
from datetime import date, timedelta

from db.post_queries import Seat, seats
from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Placement, Post, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.placement_lines import PlacementLine, placement_lines
from desktop_app.use_cases.post_waits import APPROVAL, Wait, wait_of

GONE = ("left", "declined")
PERIODS = {"month": "月", "year": "年"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """What the list shows of a post.

    ``taken`` counts those at work, ``pending`` the seats that are being filled, ``applicants``
    those who wait for a decision; ``state`` is proposed, open, full or abolished; ``waits``
    says what comes first here, ``waits_tone`` how urgent, ``lists`` where it stands.
    """

    id: RecordId
    title: str
    kind_text: str
    department_text: str
    fund_text: str
    standard_text: str
    village_code: str
    village: str
    headcount: int
    taken: int
    pending: int
    state: str
    approved_on: date | None
    waits: str
    waits_tone: str
    applicants: int = 0
    lists: frozenset[str] = frozenset()

    @property
    def free(self) -> int:
        """Return the seats nobody has and nobody is being placed on."""
        return max(0, self.headcount - self.taken - self.pending)


@dataclass(frozen=True, slots=True)
class PostFile:
    """A post with those who hold it or are being placed, and those who left."""

    post: Post
    line: PostLine
    holders: tuple[PlacementLine, ...]
    former: tuple[PlacementLine, ...]


def post_lines(session: Session, text: str = "", only: str = "") -> list[PostLine]:
    """Return the posts whose title, village, money or holder has ``text``, most urgent first.

    ``only`` narrows to what waits for approval, hangs in notice, is expiring, or to open exits
    (approval, notice, expiring, exits).
    """
    today = session.today()
    by_post: dict[RecordId, list[Wait]] = {}
    names: dict[RecordId, str] = {}
    for seat in _seats(session):
        post_id = seat.placement.post_id
        by_post.setdefault(post_id, []).append(wait_of(session.rules, seat, today))
        names[post_id] = f"{names.get(post_id, '')} {seat.person.name}"
    lines = [_line(post, by_post.get(post.id, []), today) for post in session.find(Post)]
    wanted = text.split()
    fitting = [
        line
        for line in lines
        if (not only or only in line.lists)
        and all(word in _words(line) + names.get(line.id, "") for word in wanted)
    ]
    return sorted(fitting, key=_place)


def post_file(session: Session, post_id: RecordId) -> PostFile:
    """Return a post with its people; ``Refused`` if the post is gone."""
    post = session.get(Post, post_id)
    lines = placement_lines(session, session.find(Placement, post_id=post_id))
    former = [one for one in lines if one.state in GONE]
    former.sort(key=lambda one: one.last_day_on or date.min, reverse=True)
    today = session.today()
    waits = [wait_of(session.rules, seat, today) for seat in _seats(session, post_id)]
    line = _line(post, waits, today)
    holders = tuple(one for one in lines if one.state not in GONE)
    return PostFile(post, line, holders, tuple(former))


def standard_text(post: Post) -> str:
    """Return the subsidy as people read it: 600 元/月; '' if it is not known."""
    if post.standard_fen is None:
        return ""
    return f"{yuan(post.standard_fen)} 元/{PERIODS.get(post.standard_period, '期')}"


def _seats(session: Session, post_id: RecordId | None = None) -> list[Seat]:
    """Return who holds a post, all posts without one, or left it so lately that it matters."""
    today = session.today()
    days = session.rules.number("post.exit_follow_days", today)
    return seats(session.store.database, today - timedelta(days=days), post_id)


def _line(post: Post, waits: list[Wait], today: date) -> PostLine:
    taken = sum(one.seat == "taken" for one in waits)
    chosen = sum(one.seat == "chosen" for one in waits)
    applicants = sum(one.seat == "applied" for one in waits)
    pending = max(chosen, min(chosen + applicants, post.headcount - taken))
    state = _state(post, taken + chosen, today)
    words, tone = _waits(post, waits, state, max(0, post.headcount - taken - pending))
    lists = frozenset().union(*(one.lists for one in waits))
    return PostLine(
        id=post.id,
        title=post.title,
        kind_text=text_of("post_kind", post.kind),
        department_text=text_of("post_department", post.department),
        fund_text=text_of("post_fund", post.fund),
        standard_text=standard_text(post),
        village_code=post.village_code,
        village=village_name(post.village_code),
        headcount=post.headcount,
        taken=taken,
        pending=pending,
        state=state,
        approved_on=post.approved_on,
        waits=words,
        waits_tone=tone,
        applicants=applicants,
        lists=lists | {APPROVAL} if state == "proposed" else lists,
    )


def _state(post: Post, people: int, today: date) -> str:
    if post.abolished_on is not None and post.abolished_on <= today:
        return "abolished"
    if post.approved_on is None:
        return "proposed"
    return "full" if people >= post.headcount else "open"


def _waits(post: Post, waits: list[Wait], state: str, free: int) -> tuple[str, str]:
    """Return the most urgent words about a post and their tone."""
    if state == "abolished":
        return f"{post.abolished_on} 撤岗", ""
    first = min(waits, key=lambda one: one.rank, default=None)
    if first is not None and first.words and (first.tone or not free):
        return first.words, first.tone
    if state == "proposed":
        return (
            f"{post.proposed_on} 已申报，等旗县批复" if post.proposed_on else "等旗县批复",
            "warn",
        )
    if free:
        announced = "可以报名" if post.announced_from else "还没有公告"
        return f"空 {free} 个名额，{announced}", ""
    return "满员", ""


def _words(line: PostLine) -> str:
    return " ".join(
        (line.title, line.village, line.kind_text, line.department_text, line.fund_text)
    )


def _place(line: PostLine) -> tuple[int, int, str, str]:
    urgency = {"bad": 0, "warn": 1}.get(line.waits_tone, 2)
    return (line.state == "abolished", urgency, line.village_code, line.title)
