"""Keeping the records sound: check, backup, restore, statistics."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from db import backup, folder, restoring
from db.connection import fetch_sql
from db.desk import begin_epoch
from db.exchange_store import own_feeds
from db.failures import told
from db.folder_lock import FolderLock
from db.folder_places import check_place
from db.journal import pack
from db.keys import are_there
from db.merging import Judge
from db.replay import verify
from db.rows import columns, table_name
from db.sql import SqliteSql
from desktop_app.domain.errors import Refused
from desktop_app.domain.placement_facts import is_chosen
from desktop_app.domain.placement_rules import PlacementFacts, placement_findings
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import RECORDS, Person, Placement, Post
from desktop_app.domain.system_errors import sentence_of
from desktop_app.session import Session
from desktop_app.use_cases.clock import clock_problem
from desktop_app.world import World


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check looked at and found; ``problems`` are whole sentences without names."""

    entries: int
    rows: int
    problems: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Say whether file, chain and records hold together."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts per record type, what no office has confirmed, and a digest per village.

    Two desks with the same records of a village have the same ``state_hash`` for it.
    """

    counts: dict[str, int]
    operations: int
    entries: int
    unsent: int
    state_hash: dict[str, str]


def check(session: Session, progress: Progress | None = None) -> CheckReport:
    """Check the file, the journal's chains, every record against them, the rules, the clock."""
    database = session.store.database
    problems: list[str] = []
    with told():
        if fetch_sql(database, "PRAGMA quick_check") != [("ok",)]:
            problems.append("数据文件的结构有损坏。")
        if database.key and fetch_sql(database, "PRAGMA cipher_integrity_check"):
            problems.append("数据文件有页面被改动或者损坏。")
        if fetch_sql(database, "PRAGMA foreign_key_check"):
            problems.append("有的记录指向不存在的记录。")
        report = verify(database, progress, _judge(session))
    hints = [sentence for sentence in (clock_problem(session),) if sentence]
    hints += _rule_hints(session)
    return CheckReport(report.entries, report.rows, problems + report.problems, hints)


def _judge(session: Session) -> Judge | None:
    """Return what tells the entries that may not count; none before the office knows this desk."""
    from desktop_app.use_cases.office import replica
    from sync.authority import judge

    desk = replica(session)
    authority = desk.authority
    if authority.certificate(desk.device) is None:
        return None
    return lambda place, header, payload, creator: judge(authority, place, header, payload, creator)


def _rule_hints(session: Session) -> list[str]:
    """Return a sentence for each rule that placements of today do not fit."""
    today = session.today()
    open_ones = [
        placement
        for placement in session.find(Placement)
        if placement.declined_on is None
        and (placement.last_day_on is None or placement.last_day_on > today)
    ]
    people = {each.id: each for each in session.many(Person, [p.person_id for p in open_ones])}
    posts = {each.id: each for each in session.many(Post, [p.post_id for p in open_ones])}
    whole = [p for p in open_ones if p.person_id in people and p.post_id in posts]
    hints: dict[str, int] = {}
    for placement in whole:
        person, post = people[placement.person_id], posts[placement.post_id]
        others = [each for each in whole if each.id != placement.id]
        facts = PlacementFacts(
            person=person,
            post=post,
            placement=placement,
            today=today,
            other_placements_of_person=tuple(
                (each, posts[each.post_id]) for each in others if each.person_id == person.id
            ),
            household_placements=tuple(
                (people[each.person_id], each, posts[each.post_id])
                for each in others
                if people[each.person_id].household_id == person.household_id
                and each.person_id != person.id
            ),
            open_on_post=sum(each.post_id == post.id and is_chosen(each) for each in others),
        )
        for finding in placement_findings(session.rules, facts):
            if not finding.passed:
                hints[finding.title] = hints.get(finding.title, 0) + 1
    return [f"有 {number} 人在岗，但是不符合「{title}」。" for title, number in hints.items()]


def back_up(session: Session, target: Path | None = None) -> Path:
    """Write a verified backup and return where it is; by default into the data folder."""
    moment = session.now()
    if target is None:
        name = f"{moment:%Y%m%dT%H%M%S}.nutag-backup"
        target = session.folder / folder.BACKUPS / name
    if target.exists():
        raise Refused(
            "这个位置已经有同名的文件，没有覆盖它。", advice="请换一个文件名，再备份一次。"
        )
    backup.back_up(session.folder, session.store.database, target, moment)
    return target


def restore(
    source: Path,
    data_folder: Path,
    world: World,
    open_it: Callable[[Path], Session],
) -> Session:
    """Put a backup in place of a data folder's records and open it with ``open_it``.

    ``open_it`` is called twice: the backup must open before anything is changed.

    What was there is set aside in ``backups/``, not removed; where the backup cannot be opened,
    or the program is killed, the records are the old ones or the new ones, never half of each.
    The desk begins a new epoch, so that what was written after the backup is never mistaken for
    what is written now.
    """
    restoring.refuse_unless_apart(source, data_folder)
    backup.read_card(source)
    check_place(data_folder)
    try:
        data_folder.mkdir(parents=True, exist_ok=True)
        restoring.finish_restoring(data_folder)
        with FolderLock(data_folder):
            _restore(source, data_folder, world, open_it)
    except OSError as error:
        raise sentence_of(error) from error
    return open_it(data_folder)


def _restore(
    source: Path, data_folder: Path, world: World, open_it: Callable[[Path], Session]
) -> None:
    stage = restoring.new_stage(data_folder, f"{world.now():%Y%m%dT%H%M%S}")
    try:
        backup.unpack(source, stage)
        session = open_it(stage)
        try:
            _refuse_mixing(data_folder, training=session.training)
            begin_epoch(session.store.database, world.random)
        finally:
            session.close()
    except BaseException:
        restoring.drop_stage(stage)
        raise
    restoring.put_in_place(data_folder, stage)


def _refuse_mixing(data_folder: Path, *, training: bool) -> None:
    """Keep made-up people out of a real folder, and real people out of a training folder."""
    real = are_there(data_folder / folder.KEYS)
    made_up = not real and folder.is_data_folder(data_folder) and folder.is_plain(data_folder)
    if (training and real) or (not training and made_up):
        raise Refused(
            "练习的数据和正式的数据不能互相代替，没有恢复任何内容。",
            advice="请恢复到一个新的空文件夹，或者另选一个备份文件。",
        )


def statistics(session: Session) -> Statistics:
    """Return counts, unsent work and a state hash for each village."""
    database = session.store.database
    counts = {table_name(kind): _count(session, table_name(kind)) for kind in RECORDS}
    entries = _one(session, "SELECT coalesce(sum(head_seq), 0) FROM feed")
    villages = [
        village
        for (village,) in fetch_sql(
            database,
            "SELECT DISTINCT village_code FROM feed WHERE length(village_code) = 12"
            " ORDER BY village_code",
        )
    ]
    own = own_feeds(SqliteSql(database), session.store.desk.device)
    return Statistics(
        counts=counts,
        operations=_one(session, "SELECT count(*) FROM operation"),
        entries=entries,
        unsent=sum(feed.unsent for feed in own),
        state_hash={village: _state_hash(session, village) for village in villages},
    )


def _state_hash(session: Session, village: str) -> str:
    digest = blake2b(digest_size=16)
    for kind in RECORDS:
        names = ", ".join(columns(kind))
        rows: list[tuple[Any, ...]] = fetch_sql(
            session.store.database,
            f"SELECT {names} FROM {table_name(kind)}"  # noqa: S608 - our own names
            " WHERE village_code = ? AND removed = 0 ORDER BY id",
            (village,),
        )
        for row in rows:
            digest.update(pack(row))
    open_ones = fetch_sql(
        session.store.database,
        "SELECT table_number, row, col FROM conflict WHERE village_code = ? ORDER BY 1, 2, 3",
        (village,),
    )
    digest.update(pack(open_ones))
    return digest.hexdigest()


def _count(session: Session, table: str) -> int:
    return _one(session, f"SELECT count(*) FROM {table} WHERE removed = 0")  # noqa: S608 - names of ours; values are bound


def _one(session: Session, sql: str) -> int:
    return int(fetch_sql(session.store.database, sql)[0][0])
