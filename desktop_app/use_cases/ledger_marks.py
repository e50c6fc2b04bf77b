"""账本摘要: what the journal held when a report was printed, short enough for paper (纸质留痕).

The paper shows the digest; the record of the paper keeps how far each feed reached. Whoever
changes an entry later changes the chain behind it, and cannot change the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from db.feed_store import heads
from db.journal import digest_of
from db.sql import SqliteSql
from desktop_app.session import Session

GROUP = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerMark:
    """Where the feeds of some villages stand: how many, their entries, and one digest of all."""

    feeds: int
    entries: int
    digest: str
    places: str


def ledger_mark(session: Session, villages: Sequence[str]) -> LedgerMark:
    """Return where the journal of these villages stands now, that of the county's office too."""
    found = heads(SqliteSql(session.store.database), [*villages, session.office_code])
    return LedgerMark(
        feeds=len(found),
        entries=sum(one.seq for one in found),
        digest=spaced(digest_of(found).hex()),
        places=" ".join(f"{one.key.hex()}:{one.seq}" for one in found),
    )


def spaced(text: str) -> str:
    """Return a digest in groups that people can compare."""
    return " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
