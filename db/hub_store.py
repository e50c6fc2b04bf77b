"""The store behind a hub: a folder with an encrypted file, or a PostgreSQL database.

Both hold the same tables and are asked the same questions (``db.sql.Sql``).
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import keys_file
from db.connection import RecordsDatabase
from db.disk import flush
from db.hub_keys import HubKeys, make_hub_keys, open_hub_keys, seal_hub_keys, wrong_passphrase
from db.hub_migrations import migrate_hub
from db.key_envelope import (
    KEY_BYTES,
    PASSPHRASE,
    SALT_BYTES,
    Cost,
    Envelope,
    WrongSecret,
    open_by_passphrase,
    seal_by_passphrase,
)
from db.keys_file import Card, Keys
from db.postgres import PostgresSql, is_url
from db.sql import Sql, SqliteSql
from desktop_app.domain.errors import Refused, Unavailable

FILE, KEYS = "hub.db", "keys.json"

Random = Callable[[int], bytes]


@dataclass(frozen=True)
class HubStore:
    """An open store and the keys that were in it; ``close`` when no thread is at work."""

    sql: Sql
    keys: HubKeys
    close: Callable[[], None]

    @property
    def shared(self) -> bool:
        """Say whether several processes may serve from this store at once."""
        return isinstance(self.sql, PostgresSql)


class HubFile(SqliteSql):
    """A hub's own file: its writers wait for each other here, in turn, not at the disk."""

    def __init__(self, database: RecordsDatabase) -> None:
        super().__init__(database)
        self._writer = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep all that is written inside, durably, or nothing."""
        with self._writer, super().transaction():
            yield


def make_hub_store(
    store: str,
    passphrase: str,
    *,
    name: str,
    county_code: str,
    root_public_key: bytes,
    random: Random,
    now: datetime,
    begin: Callable[[Sql, HubKeys], object] = lambda _sql, _keys: None,
    cost: Cost | None = None,
) -> HubStore:
    """Make a hub's store and its keys; ``Refused`` if there is a hub already.

    ``store`` is a folder or a ``postgresql://`` URL; ``begin`` writes what the hub holds from
    the first, in the transaction that makes it.
    """
    keys = make_hub_keys(name, county_code, root_public_key, random, now)
    sealed = seal_hub_keys(keys, passphrase, random, cost)

    def fill(sql: Sql) -> None:
        migrate_hub(sql)
        with sql.transaction():
            if sql.fetch("SELECT id FROM hub"):
                raise _there_already()
            sql.run(
                "INSERT INTO hub (id, name, county_code, epoch, sealed, made_at_ms)"
                " VALUES (1, ?, ?, ?, ?, ?)",
                (name, county_code, keys.epoch, sealed, int(now.timestamp() * 1000)),
            )
            begin(sql, keys)

    if is_url(store):
        database = PostgresSql(store)
        try:
            database.make_schema()
            fill(database)
        except BaseException:
            database.close()
            raise
        return HubStore(database, keys, database.close)
    return _made_folder(Path(store), passphrase, keys, fill, random, cost)


def open_hub_store(store: str, passphrase: str) -> HubStore:
    """Open a hub's store, brought to the newest shape, and its keys.

    ``store`` is a folder or a ``postgresql://`` URL. ``Refused`` if the passphrase is another,
    there is no hub, or a newer program wrote it; ``Unavailable`` if it cannot be reached or
    read.
    """
    if is_url(store):
        database = PostgresSql(store)
        sql: Sql = database
        close = database.close
        there = bool(
            sql.fetch(
                "SELECT 1 FROM information_schema.tables"
                " WHERE table_schema = current_schema() AND table_name = 'hub'"
            )
        )
    else:
        file = _opened_file(Path(store), passphrase)
        sql, close, there = HubFile(file), file.close_everywhere, True
    try:
        keys = _read_keys(sql, passphrase, there=there)
    except BaseException:
        close()
        raise
    return HubStore(sql, keys, close)


def _read_keys(sql: Sql, passphrase: str, *, there: bool) -> HubKeys:
    if there:
        migrate_hub(sql)
    rows = sql.fetch("SELECT sealed, name, county_code, epoch FROM hub") if there else []
    if not rows:
        raise _not_there()
    sealed, name, county, epoch = rows[0]
    return open_hub_keys(sealed, passphrase, name=name, county_code=county, epoch=epoch)


# A folder: keys.json seals the key of the file, as in a desk's data folder


def _made_folder(
    folder: Path,
    passphrase: str,
    keys: HubKeys,
    fill: Callable[[Sql], None],
    random: Random,
    cost: Cost | None,
) -> HubStore:
    if (folder / FILE).exists():
        raise _there_already()
    key, salt = random(KEY_BYTES), random(SALT_BYTES)
    new = folder / f"{FILE}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending in ("", "-wal", "-shm"):
            new.with_name(f"{new.name}{ending}").unlink(missing_ok=True)
        keys_file.write_keys(folder / KEYS, _folder_keys(key, salt, passphrase, random, cost))
        database = RecordsDatabase(new, key, salt)
        try:
            fill(HubFile(database))
            database.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            database.close_everywhere()
        flush(new)
        new.replace(folder / FILE)
        flush(folder)
    except OSError as error:
        raise Unavailable(
            "汇集点的文件夹建不起来。", advice="请检查磁盘空间和文件夹权限，或者换一个位置。"
        ) from error
    database = RecordsDatabase(folder / FILE, key, salt)
    return HubStore(HubFile(database), keys, database.close_everywhere)


def _folder_keys(
    key: bytes, salt: bytes, passphrase: str, random: Random, cost: Cost | None
) -> Keys:
    empty = Envelope(kind="", salt=bytes(SALT_BYTES), nonce=bytes(12), sealed=bytes(48))
    keys = Keys(
        id=random(8).hex(), database_salt=salt, card=Card(officer="hub"), envelopes=(empty,)
    )
    sealed = seal_by_passphrase(key, passphrase, keys.bound_to(), random, cost or Cost(), "hub")
    return Keys(id=keys.id, database_salt=salt, card=keys.card, envelopes=(sealed,))


def _opened_file(folder: Path, passphrase: str) -> RecordsDatabase:
    if not (folder / FILE).exists():
        raise _not_there()
    keys = keys_file.read_keys(folder / KEYS)
    for envelope in keys.envelopes:
        if envelope.kind == PASSPHRASE:
            try:
                key = open_by_passphrase(envelope, passphrase, keys.bound_to())
            except WrongSecret:
                continue
            return RecordsDatabase(folder / FILE, key, keys.database_salt)
    raise wrong_passphrase()


def _there_already() -> Refused:
    return Refused(
        "这里已经有一个汇集点，没有改动它。",
        advice="请直接启动它（nutag hub serve），或者换一个空文件夹、空的库。",
    )


def _not_there() -> Refused:
    return Refused(
        "这里没有汇集点的数据，没有打开。",
        advice="请核对 --store；第一次使用请先运行 nutag hub init。",
    )
