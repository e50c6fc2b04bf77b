"""The number of each paper: out of the desk's own block, with a check character, used once.

A block belongs to one folder on one computer in one epoch. What is written down beside the
folder tells an old copy that was put back, or a copy on another computer: the one goes on behind
the last number that left this computer, the other begins a block of its own. Restoring a backup
and mending a fork begin an epoch, and with it a block.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import msgspec

from db.disk import keep_whole
from db.post_queries import last_paper_number
from desktop_app.domain.paper_number import (
    CERTIFICATE_WORD,
    GIVEN_BLOCK,
    OTHER_WORD,
    OWN_BLOCK,
    beginning,
    letters_of,
    read_number,
    written,
)
from desktop_app.domain.records import Paper
from desktop_app.domain.system_errors import sentence_of
from desktop_app.session import Session
from desktop_app.use_cases.desk_names import own_certificate

__all__ = ["NumberBlock", "next_number", "number_blocks"]

CERTIFICATE, TRAINING = "placement_certificate", "练"
PLACE = "paper-numbers"


class _Ledger(msgspec.Struct, frozen=True):
    """What this computer remembers of a folder's numbers; nothing about people.

    ``used`` is the last running number that left, by the beginning of the number.
    """

    secret: str
    used: dict[str, int]


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """The numbers of one block: how many were given, which are void, and which are not here.

    ``missing`` names numbers that left this computer and are not in these records: the folder
    was put back to an older copy after they were given. They are never given again.
    """

    beginning: str
    count: int
    last: str
    void: tuple[str, ...]
    missing: tuple[str, ...]
    current: bool


def next_number(session: Session, form: str) -> str:
    """Return the next number of this desk in this year: removed and void ones stay used."""
    word = CERTIFICATE_WORD if form == CERTIFICATE else OTHER_WORD
    if session.training:
        word = TRAINING
    ledger = _ledger(session)
    start = beginning(word, session.today().year, session.county_code, _block(session, ledger))
    return written(start, max(_last_here(session, start), ledger.used.get(start, 0)) + 1)


def keep_numbers(session: Session, numbers: Iterable[str]) -> None:
    """Write down, before the paper is handed out, which numbers were given and kept."""
    ledger = _ledger(session)
    used: dict[str, int] = {}
    for number in filter(None, map(read_number, numbers)):
        used[number.beginning] = max(number.running, used.get(number.beginning, 0))
    grown = {
        start: last
        for start, last in used.items()
        if last > ledger.used.get(start, 0) and _is_own(session, ledger, start)
    }
    if grown:
        _write(session, _Ledger(ledger.secret, ledger.used | grown))


def number_blocks(session: Session) -> list[NumberBlock]:
    """Return every block of numbers that is in these records, and what became of its numbers."""
    ledger = _ledger(session)
    blocks: dict[str, dict[int, Paper]] = {start: {} for start in ledger.used}
    for paper in session.find(Paper):
        number = read_number(paper.number)
        if number is not None:
            blocks.setdefault(number.beginning, {})[number.running] = paper
    own = _block(session, ledger)
    return [
        _told(start, here, ledger.used.get(start, 0), current=f"-{own}-" in start)
        for start, here in sorted(blocks.items())
    ]


def _told(start: str, here: Mapping[int, Paper], used: int, *, current: bool) -> NumberBlock:
    last = max([*here, used])
    missing = [running for running in range(1, last + 1) if running not in here]
    return NumberBlock(
        beginning=start,
        count=len(here),
        last=here[last].number if last in here else written(start, last),
        void=tuple(
            here[running].number for running in sorted(here) if here[running].voided_on is not None
        ),
        missing=tuple(written(start, running) for running in missing),
        current=current,
    )


def _last_here(session: Session, start: str) -> int:
    number = read_number(last_paper_number(session.store.database, start))
    return number.running if number else 0


def _block(session: Session, ledger: _Ledger) -> str:
    """Return the block: the place in the office's book and letters, or more letters alone.

    Nobody else has the place, which the certificate brings. Without it, 31^11 blocks lie open.
    """
    desk = session.store.desk
    digest = blake2b(
        desk.device + desk.epoch + bytes.fromhex(ledger.secret), person=b"nutag-numbers"
    ).digest()
    mine = own_certificate(session)
    if mine is None:
        return letters_of(digest, OWN_BLOCK)
    return f"{mine.since_seq}-{letters_of(digest, GIVEN_BLOCK)}"


def _is_own(session: Session, ledger: _Ledger, start: str) -> bool:
    return f"-{_block(session, ledger)}-" in start


def _place(session: Session) -> Path:
    folder = os.fsencode(session.folder.resolve())
    name = blake2b(session.store.desk.device + folder, digest_size=16).hexdigest()
    return session.world.home / PLACE / f"{name}.json"


def _ledger(session: Session) -> _Ledger:
    """Return what is remembered of this folder here; a folder that is new here gets a secret."""
    try:
        return msgspec.json.decode(_place(session).read_bytes(), type=_Ledger)
    except (FileNotFoundError, msgspec.DecodeError):
        fresh = _Ledger(session.world.random(16).hex(), {})
        _write(session, fresh)
        return fresh
    except OSError as error:
        raise sentence_of(error) from error


def _write(session: Session, ledger: _Ledger) -> None:
    place = _place(session)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        keep_whole(place, msgspec.json.encode(ledger))
    except OSError as error:
        raise sentence_of(error) from error
