"""What of this desk has reached the office, what waits and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from db import conflict_queries, exchange_store
from db.exchange_store import Exchange, Office, UnsentEntry
from db.sql import SqliteSql
from desktop_app.domain.exchange_words import reason_sentence
from desktop_app.session import Session
from desktop_app.use_cases.record_words import KINDS, kind_of_table, kind_words
from desktop_app.world import SHANGHAI

REMIND_AFTER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Waiting:
    """The entries of one kind of record without a receipt: how many, and since when."""

    words: str
    icon: str
    count: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many entries this desk wrote, how many a hub has signed for, and when.

    ``written`` = ``unsent`` + ``receipted``, always. ``office`` is the name of the office, ''
    before an invitation was read; ``enrolled`` says whether it answered, ``revoked`` that it
    would have nothing of this desk when it was last asked.
    """

    written: int
    unsent: int
    oldest: datetime | None
    days_unsent: int
    last_receipt: datetime | None
    office: str
    enrolled: bool
    revoked: bool

    @property
    def receipted(self) -> int:
        """Return how many entries a hub has signed for."""
        return self.written - self.unsent


@dataclass(frozen=True, slots=True)
class ExchangeLine:
    """One exchange, as a list shows it: ``outcome`` is a sentence."""

    at: datetime
    carrier: str
    place: str
    sent: int
    received: int
    receipts: int
    outcome: str


@dataclass(frozen=True, slots=True)
class SyncState:
    """What the page 同步 shows besides the conflicts. ``urls`` are where the hub listens."""

    numbers: Numbers
    waiting: tuple[Waiting, ...]
    last_saved: datetime | None
    last_exchange: ExchangeLine | None
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """The two lines of the sign in the top bar, with tone and icon."""

    state: str
    since: str
    tone: str
    icon: str


def numbers(session: Session) -> Numbers:
    """Return the numbers of this desk; quick, however many entries there are."""
    sql = SqliteSql(session.store.database)
    own = exchange_store.own_feeds(sql, session.store.desk.device)
    oldest = exchange_store.oldest_unsent_ms(sql, session.store.desk.device)
    receipt = exchange_store.last_receipt_ms(sql, session.store.desk.device)
    since = moment(oldest) if oldest else None
    known = exchange_store.office(sql)
    return Numbers(
        written=sum(feed.head.seq for feed in own),
        unsent=sum(feed.unsent for feed in own),
        oldest=since,
        days_unsent=max(0, (session.today() - since.date()).days) if since else 0,
        last_receipt=moment(receipt) if receipt else None,
        office=_office_name(known),
        enrolled=known is not None and known.certified_at is not None,
        revoked=exchange_store.is_shut_out(sql),
    )


def sync_state(session: Session) -> SyncState:
    """Return what the page shows; reads every entry that waits."""
    sql = SqliteSql(session.store.database)
    unsent = exchange_store.unsent_entries(sql, session.store.desk.device)
    history = exchange_history(session, 1)
    return SyncState(
        numbers=numbers(session),
        waiting=_by_kind(unsent),
        last_saved=session.last_saved_at(),
        last_exchange=history[0] if history else None,
        urls=_urls(exchange_store.office(sql)),
    )


def exchange_history(session: Session, limit: int = 200) -> list[ExchangeLine]:
    """Return the last exchanges, newest first."""
    sql = SqliteSql(session.store.database)
    carriers = {"network": "网络", "usb": "U盘"}
    return [
        ExchangeLine(
            datetime.fromisoformat(one.at).astimezone(SHANGHAI),
            carriers.get(one.carrier, one.carrier),
            one.place,
            one.sent,
            one.received,
            one.receipts,
            _outcome_words(one),
        )
        for one in exchange_store.exchanges(sql, limit)
    ]


def can_exchange(session: Session) -> bool:
    """Say whether there is an office that can be reached by network."""
    return not session.training and bool(
        _urls(exchange_store.office(SqliteSql(session.store.database)))
    )


def conflict_count(session: Session) -> int:
    """Return how many values wait for a person to say which is right."""
    return conflict_queries.conflict_count(session.store.database)


def sign(session: Session) -> Sign:
    """Return what the top bar says: only receipts make it 已到旗县."""
    found = numbers(session)
    if session.training:
        return Sign("已保存在本机", "练习的内容不送出", "ok", "hard-drive")
    if not found.written:
        return Sign("已保存在本机", "还没有新的记录", "ok", "hard-drive")
    if not found.enrolled:
        return Sign("已保存在本机", f"还没有接入旗县 · {found.unsent:,} 条", "ok", "hard-drive")
    if not found.unsent:
        since = f"{found.receipted:,} 条都有回执 · {day(found.last_receipt)}"
        return Sign("已到旗县", since, "ok", "landmark")
    if found.revoked:
        since = f"旗县停用了这台电脑 · {found.unsent:,} 条没有送到"
        return Sign("已保存在本机 · 不会再送出", since, "bad", "hard-drive")
    last = f"上次已到旗县 {day(found.last_receipt)}" if found.last_receipt else "旗县还没有收到过"
    age = f"{found.days_unsent} 天未送出" if found.days_unsent else "今天的未送出"
    tone = "warn" if found.days_unsent else "info"
    return Sign(f"已保存在本机 · {age}", f"{found.unsent:,} 条在等 · {last}", tone, "hard-drive")


def moment(at_ms: int) -> datetime:
    """Return a moment of the journal in the offices' time."""
    return datetime.fromtimestamp(at_ms / 1000, SHANGHAI)


def day(at: datetime | None) -> str:
    """Return a day as the screen says it; '' for none."""
    return "" if at is None else f"{at.month}月{at.day}日"


def _by_kind(unsent: Iterable[UnsentEntry]) -> tuple[Waiting, ...]:
    counts: dict[tuple[str, str], tuple[int, int]] = {}
    for entry in unsent:
        kind = kind_of_table(entry.table)
        name = (kind_words(kind), KINDS[kind.__name__][1] if kind is not None else "file-text")
        count, oldest = counts.get(name, (0, entry.at_ms))
        counts[name] = (count + 1, min(oldest, entry.at_ms))
    found = [Waiting(*name, count, moment(oldest)) for name, (count, oldest) in counts.items()]
    return tuple(sorted(found, key=lambda one: (one.oldest, -one.count)))


def _outcome_words(one: Exchange) -> str:
    """Return how an exchange ended; what lies on a stick has not arrived."""
    on_stick = one.carrier == "usb" and one.sent and one.outcome == "done"
    return "".join(reason_sentence("written" if on_stick else one.outcome))


def _office_name(known: Office | None) -> str:
    if known is None:
        return ""
    from sync.invitation import read_invitation

    return read_invitation(known.invitation).hub_name


def _urls(known: Office | None) -> tuple[str, ...]:
    if known is None:
        return ()
    from sync.invitation import read_invitation

    return tuple(read_invitation(known.invitation).urls)
