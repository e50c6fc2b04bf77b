"""Whether the journal still says what it said when a monthly report was printed (纸质留痕)."""

from dataclasses import dataclass

from db.feed_store import chain_at, heads
from db.journal import FeedHead, digest_of
from db.sql import SqliteSql
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Paper
from desktop_app.session import Session
from desktop_app.use_cases.ledger_marks import spaced
from desktop_app.use_cases.papers import values_of

REPORT = "month_report"
SHORTEST = 5
"""So many letters and digits of a number are asked for: the running number and its check."""

DIGEST, PLACES = "digest", "places"
"""The values of a printed report: the digest that people read, and where the feeds stood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCheck:
    """What a printed digest is beside the journal of today; ``now`` is empty where parts lack."""

    holds: bool
    printed: str
    now: str
    sentence: str


def check_ledger_mark(session: Session, number: str, digest: str = "") -> LedgerCheck:
    """Compare the digest on a printed report with the journal as it is now.

    ``number`` may be its end alone, as long as no other report ends so. ``digest`` is what is
    read off the paper; without it, what the record of the paper says.
    """
    values = values_of(session, _report(session, number))
    printed = "".join(digest.split()).lower() or "".join(values[DIGEST].split())
    now = _digest_at(session, values[PLACES])
    holds = printed == now
    return LedgerCheck(
        holds=holds, printed=spaced(printed), now=spaced(now), sentence=_sentence(holds, now)
    )


def _report(session: Session, number: str) -> Paper:
    typed = _plain(number)
    found = [
        one
        for one in session.find(Paper, form=REPORT)
        if len(typed) >= SHORTEST and _plain(one.number).endswith(typed)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused(
            f"编号末尾是“{number.strip()}”的月报有 {len(found)} 份，没有核对。",
            advice="请把月报右上角的编号全部输入。",
            fields=("number",),
        )
    raise Refused(
        f"没有找到编号为“{number.strip()}”的月报，没有核对。",
        advice="请照着月报右上角的编号输入；别的电脑印的，同步以后再核对。",
        fields=("number",),
    )


def _plain(number: str) -> str:
    """Return the letters and digits of a number, whatever stands between them."""
    return "".join(sign for sign in number.upper() if sign.isascii() and sign.isalnum())


def _sentence(holds: bool, now: str) -> str:
    if holds:
        return "账本摘要和纸上的一致：印月报以后，那时的记录没有人动过。"
    if now:
        return (
            "账本摘要和纸上的不一致：请对照纸上的字再输一次；还不一致，请告诉旗县，先不要改数据。"
        )
    return "这台电脑上的账本还没有印月报时那么全，核对不了；请同步以后再核对。"


def _digest_at(session: Session, places: str) -> str:
    """Return the digest of the journal at these places, or nothing where it does not reach."""
    sql = SqliteSql(session.store.database)
    wanted = dict(one.split(":") for one in places.split())
    known = {one.key.hex(): one for one in heads(sql)}
    found = []
    for key, seq in wanted.items():
        head = known.get(key)
        chain = None if head is None else chain_at(sql, head.key, int(seq))
        if head is None or chain is None:
            return ""
        found.append(FeedHead(*head.place, int(seq), chain))
    return digest_of(found).hex()
