"""Making and opening a data folder: who works, for which villages, behind which passphrase."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from db import folder as places
from db import keys
from db.connection import RecordsDatabase
from db.desk import make_desk
from db.folder_lock import FolderLock
from db.folder_places import check_place
from db.keys import Card, Cost
from db.restoring import finish_restoring
from db.search import pinyin
from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused
from desktop_app.domain.passphrase import weakness
from desktop_app.domain.roles import DESK_ROLES
from desktop_app.session import Session
from desktop_app.world import World

TRAINING_OFFICER, TRAINING_COUNTY = "练习专员", "150223"
LONGEST_NAME, MOST_VILLAGES = 30, 500
"""What ``keys.json`` has room for: with more it could not be read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """Who will work in a new data folder."""

    officer: str
    county_code: str
    village_codes: tuple[str, ...]
    role: str = "specialist"
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderCard:
    """What may be known of a data folder before it is unlocked."""

    officer: str = ""
    villages: tuple[str, ...] = ()
    training: bool = False
    there: bool = False
    wait_seconds: int = 0


def passphrase_weakness(passphrase: str, set_up: SetUp) -> str:
    """Return how a passphrase must be bettered, or an empty text when it is strong enough."""
    villages = [divisions.village(code) for code in set_up.village_codes]
    names = [set_up.officer, divisions.county(set_up.county_code).name]
    names += [name for village in villages for name in (village.name, village.short_name)]
    readings = [pinyin(name) for name in names]
    return weakness(passphrase, [*names, *readings, set_up.county_code])


def place_warning(folder: Path) -> str:
    """Return what a person should know of a place before a data folder is made there.

    ``Refused`` or ``Unavailable`` when it may not lie there at all: on a cloud drive, a stick, a
    network disk, or a full one.
    """
    return check_place(folder)


def check_set_up(set_up: SetUp) -> SetUp:
    """Return the wish with its texts trimmed; ``Refused`` naming the field that is wrong."""
    officer = set_up.officer.strip()
    if not officer:
        raise Refused(
            "还没有写专员的姓名。", advice="请写姓名，它会印在证明上。", fields=["officer"]
        )
    if len(officer) > LONGEST_NAME or not officer.isprintable():
        raise Refused(
            "专员的姓名写得不对。",
            advice=f"请写姓名，不超过 {LONGEST_NAME} 个字，不要换行。",
            fields=["officer"],
        )
    if set_up.role not in DESK_ROLES:
        raise Refused("没有这种身份。", advice="身份是专员、苏木乡镇或者旗县。", fields=["role"])
    if not set_up.village_codes:
        raise Refused("还没有选嘎查村。", advice="至少选一个嘎查村。", fields=["village_codes"])
    if len(set_up.village_codes) > MOST_VILLAGES:
        raise Refused(
            f"一个数据文件夹最多放 {MOST_VILLAGES} 个嘎查村。",
            advice="请分开设置。",
            fields=["village_codes"],
        )
    county = divisions.county(set_up.county_code)
    for code in set_up.village_codes:
        if divisions.village(code).county_code != county.code:
            raise Refused(
                f"代码 {code} 的嘎查村不在{county.name}。",
                advice="嘎查村代码是 12 位统计用区划代码，请从列表里选。",
                fields=["village_codes"],
            )
    return replace(
        set_up, officer=officer, village_codes=tuple(dict.fromkeys(set_up.village_codes))
    )


def create_folder(
    folder: Path, set_up: SetUp, passphrase: str, world: World, cost: Cost | None = None
) -> tuple[Session, list[str]]:
    """Make a data folder and open it; return the session and the groups of the recovery code.

    The groups are kept nowhere: whoever calls shows them once. A training folder has no
    passphrase, is not encrypted, and has no groups.
    """
    wish = check_set_up(set_up)
    check_place(folder)
    if places.is_data_folder(folder):
        raise Refused(
            "这个文件夹里已经有数据，没有改动它。", advice="请直接打开它，或者换一个空文件夹。"
        )
    if not wish.training:
        weak = passphrase_weakness(passphrase, wish)
        if weak:
            raise Refused(weak, advice="请换一个更长的口令。", fields=["passphrase"])
    folder.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(folder)
    try:
        return _made(folder, wish, passphrase, world, cost, lock)
    except BaseException:
        lock.release()
        raise


def _made(
    folder: Path,
    wish: SetUp,
    passphrase: str,
    world: World,
    cost: Cost | None,
    lock: FolderLock,
) -> tuple[Session, list[str]]:
    key, salt = b"", b""
    groups: list[str] = []
    if not wish.training:
        card = Card(officer=wish.officer, village_codes=wish.village_codes)
        envelope, key, groups = keys.new_keys(passphrase, card, world.random, cost or Cost())
        keys.write_keys(folder / places.KEYS, envelope)
        salt = envelope.database_salt

    def begin(database: RecordsDatabase) -> None:
        make_desk(
            database,
            officer=wish.officer,
            role=wish.role,
            county_code=wish.county_code,
            village_codes=wish.village_codes,
            training=wish.training,
            random=world.random,
            now=world.now(),
        )

    database = places.make_records(folder, key, salt, begin)
    return Session(folder, database, world, lock), groups


def folder_card(folder: Path, now: datetime) -> FolderCard:
    """Return what a data folder says of itself before unlocking."""
    finish_restoring(folder)
    if keys.are_there(folder / places.KEYS):
        envelope = keys.read_keys(folder / places.KEYS)
        return FolderCard(
            officer=envelope.card.officer,
            villages=divisions.told_apart(map(divisions.village, envelope.card.village_codes)),
            there=places.is_data_folder(folder),
            wait_seconds=keys.wait_seconds(folder / places.KEYS, now),
        )
    there = places.is_data_folder(folder)
    return FolderCard(training=there and places.is_plain(folder), there=there)


def open_folder(folder: Path, passphrase: str, world: World) -> Session:
    """Open a data folder; ``Refused`` if the passphrase is wrong or must wait."""
    return _open(folder, world, passphrase=passphrase)


def open_with_recovery(folder: Path, recovery: str, new_passphrase: str, world: World) -> Session:
    """Open a data folder by its recovery code and give it a new passphrase."""
    finish_restoring(folder)
    path = folder / places.KEYS
    envelope = keys.read_keys(path)
    weak = weakness(new_passphrase, [envelope.card.officer])
    if weak:
        raise Refused(weak, advice="请换一个更长的口令。", fields=["passphrase"])
    lock = FolderLock(folder)
    try:
        key = keys.unlock_with_recovery(path, keys.read_recovery(recovery), world.now())
        keys.reset_passphrase(path, key, new_passphrase, world.random)
        database = places.open_records(folder, key, envelope.database_salt, world.now)
        return _opened(folder, database, world, lock)
    except BaseException:
        lock.release()
        raise


def _open(folder: Path, world: World, *, passphrase: str) -> Session:
    finish_restoring(folder)
    if not places.is_data_folder(folder):
        raise Refused(
            "这个文件夹里没有数据。",
            advice="请检查文件夹的位置；第一次使用请先设置（nutag init）。",
        )
    lock = FolderLock(folder)
    try:
        database = _unlocked(folder, passphrase, world)
        return _opened(folder, database, world, lock)
    except BaseException:
        lock.release()
        raise


def _opened(folder: Path, database: RecordsDatabase, world: World, lock: FolderLock) -> Session:
    """Return a session on records that were opened, after an update with all it brought to know."""
    session = Session(folder, database, world, lock)
    if places.is_behind(database):
        from desktop_app.use_cases.office import replica  # the exchange loads when it is needed

        try:
            replica(session).catch_up()
        except BaseException:
            session.store.close()
            raise
    return session


def _unlocked(folder: Path, passphrase: str, world: World) -> RecordsDatabase:
    path = folder / places.KEYS
    if keys.are_there(path):
        key = keys.unlock(path, passphrase, world.now())
        return places.open_records(folder, key, keys.read_keys(path).database_salt, world.now)
    if not places.is_plain(folder):
        raise Refused(
            "缺少 keys.json，打不开加密的数据；数据没有改动。",
            advice="请从备份里恢复 keys.json，或者用备份恢复整个文件夹。",
        )
    return places.open_records(folder, b"", b"", world.now)


def change_passphrase(session: Session, old: str, new: str) -> None:
    """Give the data folder a new passphrase; the recovery code stays as it is."""
    wish = SetUp(
        officer=session.officer,
        county_code=session.county_code,
        village_codes=session.village_codes,
    )
    weak = passphrase_weakness(new, wish)
    if weak:
        raise Refused(weak, advice="请换一个更长的口令。", fields=["new"])
    world = session.world
    keys.change_passphrase(session.folder / places.KEYS, old, new, world.now(), world.random)


def renew_recovery(session: Session, passphrase: str) -> list[str]:
    """Return the groups of a new recovery code; from now on the old paper opens nothing.

    The passphrase is asked as at unlocking, and wrong ones slow down alike. The groups are kept
    nowhere: whoever calls shows them once.
    """
    if session.training:
        raise Refused("练习的资料没有加密，也没有恢复码。", advice="请打开正式的资料，再换恢复码。")
    path, world = session.folder / places.KEYS, session.world
    key = keys.unlock(path, passphrase, world.now())
    return keys.new_recovery(path, key, world.random)


def make_training_folder(folder: Path, world: World) -> Session:
    """Open the training folder, made first when it is not there."""
    if places.is_data_folder(folder):
        refusal = Refused(
            "这是正式的数据文件夹，不能放入编造的人。", advice="请换一个空文件夹做练习。"
        )
        if not folder_card(folder, world.now()).training:
            raise refusal  # before a try of an empty passphrase is counted as a wrong one
        session = _open(folder, world, passphrase="")
        if not session.training:
            session.close()
            raise refusal
        return session
    villages = divisions.villages(TRAINING_COUNTY)[:2]
    wish = SetUp(
        officer=TRAINING_OFFICER,
        county_code=TRAINING_COUNTY,
        village_codes=tuple(village.code for village in villages),
        training=True,
    )
    return create_folder(folder, wish, "", world)[0]
