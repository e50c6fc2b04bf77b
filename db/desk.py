"""The desk itself: who works here, for which villages, and the key it signs with."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from db.connection import RecordsDatabase, fetch_sql
from desktop_app.domain.errors import Unavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class Desk:
    """One installation in one epoch. A restored folder begins a new epoch."""

    private_key: bytes
    epoch: bytes
    officer_id: bytes
    officer: str
    role: str
    county_code: str
    village_codes: tuple[str, ...]
    training: bool

    @cached_property
    def _signer(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.private_key)

    @cached_property
    def device(self) -> bytes:
        """Return the 16-byte name of the desk."""
        from db.journal import device_id  # needed when something is written

        return device_id(self._signer.public_key().public_bytes_raw())

    @cached_property
    def public_key(self) -> bytes:
        """Return the 32-byte key that checks this desk's signatures."""
        return self._signer.public_key().public_bytes_raw()

    def sign(self, text: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of ``text``."""
        return self._signer.sign(text)


def make_desk(
    database: RecordsDatabase,
    *,
    officer: str,
    role: str,
    county_code: str,
    village_codes: tuple[str, ...],
    training: bool,
    random: Callable[[int], bytes],
    now: datetime,
) -> None:
    """Write the one row of a new records file."""
    database.connection().execute(
        "INSERT INTO desk VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            random(32),
            random(4),
            random(16),
            officer,
            role,
            county_code,
            json.dumps(village_codes),
            int(training),
            now.isoformat(timespec="seconds"),
        ),
    )


def read_desk(database: RecordsDatabase) -> Desk:
    """Return the desk of a records file."""
    rows = fetch_sql(
        database,
        "SELECT private_key, epoch, officer_id, officer, role, county_code, village_codes, training"
        " FROM desk",
    )
    if len(rows) != 1:
        raise Unavailable(
            "这个数据文件夹没有建完，缺少专员和嘎查村的设置。",
            advice="如果里面还没有记录，请换一个空文件夹重新设置；否则请从备份恢复。",
        )
    key, epoch, officer_id, officer, role, county_code, villages, training = rows[0]
    return Desk(
        private_key=key,
        epoch=epoch,
        officer_id=officer_id,
        officer=officer,
        role=role,
        county_code=county_code,
        village_codes=tuple(json.loads(villages)),
        training=bool(training),
    )


def begin_epoch(database: RecordsDatabase, random: Callable[[int], bytes]) -> None:
    """Start a new epoch: what is written from now on goes to new feeds."""
    database.connection().execute("UPDATE desk SET epoch = ?", (random(4),))


def keep_certificate(database: RecordsDatabase, officer: str, role: str) -> None:
    """Write down as whom the office knows this desk; the desk has to be read again."""
    database.connection().execute("UPDATE desk SET officer = ?, role = ?", (officer, role))


def box_private_key(private_key: bytes) -> bytes:
    """Return the X25519 key that opens what is sealed to the desk of an Ed25519 key."""
    return blake2b(private_key, digest_size=32, person=b"nutag-box").digest()


def box_key(private_key: bytes) -> bytes:
    """Return the public half of ``box_private_key``."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.from_private_bytes(box_private_key(private_key))
    return private.public_key().public_bytes_raw()
