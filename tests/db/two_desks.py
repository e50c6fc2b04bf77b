"""Two desks of one village that hand each other runs, with a judge of the test's choice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from db import feed_store
from db.desk import make_desk
from db.folder_lock import FolderLock
from db.journal import FeedHead, Run
from db.merging import Authority, Judge, Merging
from db.shape import Shape, present_shape
from db.sql import SqliteSql
from desktop_app.session import Session
from tests.older import NEWEST, make_records_of
from tests.sessions import OTHER_VILLAGE, VILLAGE, made_up_world

ERASED: Callable[[int, bytes], bool] = lambda _table, _row: False  # noqa: E731 - a value of the type


def everything(*_: Any) -> str:
    """Accept every entry."""
    return ""


def open_desk(
    folder: Path, officer: str, number: int, key: bytes = b"", version: int = NEWEST
) -> Session:
    """Return a session on a new desk, its file of a version; ``number`` makes its randomness."""
    world = made_up_world(folder)
    world.random(64 * number)
    database = make_records_of(version, folder, key)
    make_desk(
        database,
        officer=officer,
        role="specialist",
        county_code="150223",
        village_codes=(VILLAGE, OTHER_VILLAGE),
        training=False,
        random=world.random,
        now=world.now(),
    )
    return Session(folder, database, world, FolderLock(folder))


def sql_of(session: Session) -> SqliteSql:
    """Return the database of a desk as the exchange sees it."""
    return SqliteSql(session.store.database)


def heads_of(session: Session) -> dict[bytes, FeedHead]:
    """Return how far each feed reaches at a desk."""
    return {head.key: head for head in feed_store.heads(sql_of(session))}


def runs_between(giver: Session, taker: Session) -> list[Run]:
    """Return what ``taker`` lacks of ``giver``'s feeds."""
    there = heads_of(taker)
    return [
        run
        for key in heads_of(giver)
        for run in feed_store.runs_after(sql_of(giver), key, there[key].seq if key in there else 0)
    ]


def take(
    taker: Session,
    runs: list[Run],
    *others: Session,
    judge: Judge = everything,
    shape: Shape | None = None,
) -> None:
    """Let a desk take runs in; ``others`` are the desks that may have written them."""
    keys = {each.store.desk.device: each.store.desk.public_key for each in (taker, *others)}
    with taker.store.taking_in():
        for run in runs:
            feed_store.take_run(sql_of(taker), run, keys[run.device], ERASED)
        authority = Authority(judge, lambda _village: 0, ERASED)
        Merging(sql_of(taker), shape or present_shape(), authority).apply_all()


def hand_over(giver: Session, taker: Session, judge: Judge = everything) -> None:
    """Let ``taker`` have everything that ``giver`` has."""
    take(taker, runs_between(giver, taker), giver, judge=judge)
