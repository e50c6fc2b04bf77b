"""The keys of a data folder: one random database key, opened by a passphrase or on paper.

Functions that try a secret take the path of ``keys.json``, because a wrong try is counted
there. Losing every envelope loses the records, so nothing here ever removes the last of one
kind: a new envelope takes the place of the old one in the same write.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from db import unlock_tries
from db.key_envelope import (
    KEY_BYTES,
    PASSPHRASE,
    RECOVERY,
    SALT_BYTES,
    Cost,
    Envelope,
    WrongSecret,
    open_by_passphrase,
    open_by_recovery,
    seal_by_passphrase,
    seal_by_recovery,
)
from db.keys_file import Card, Keys, are_there, mend_copies, read_keys, write_keys
from desktop_app.domain.errors import Refused
from desktop_app.domain.recovery_code import check_groups, make_recovery, read_recovery

__all__ = [
    "Card", "Cost", "Keys", "are_there", "change_card", "change_passphrase", "new_keys",
    "new_recovery", "read_keys", "read_recovery", "reset_passphrase", "unlock",
    "unlock_with_recovery", "wait_seconds", "write_keys",
]  # fmt: skip

Random = Callable[[int], bytes]


def new_keys(
    passphrase: str, card: Card, random: Random, cost: Cost | None = None
) -> tuple[Keys, bytes, list[str]]:
    """Return new keys, the database key in them, and the groups of the recovery code.

    Nothing is written; the key and the groups are kept nowhere.
    """
    key, groups = random(KEY_BYTES), make_recovery(random)
    empty = Envelope(kind="", salt=bytes(SALT_BYTES), nonce=bytes(12), sealed=b"")
    keys = Keys(id=random(8).hex(), database_salt=random(SALT_BYTES), card=card, envelopes=(empty,))
    bound_to = keys.bound_to()
    envelopes = (
        seal_by_passphrase(key, passphrase, bound_to, random, cost or Cost(), random(8).hex()),
        seal_by_recovery(key, groups, bound_to, random),
    )
    return msgspec.structs.replace(keys, envelopes=envelopes), key, groups


def wait_seconds(path: Path, now: datetime) -> int:
    """Return how long the next passphrase must wait after wrong ones; 0 is not at all."""
    return unlock_tries.wait_seconds(path.parent, now)


def unlock(path: Path, passphrase: str, now: datetime) -> bytes:
    """Return the database key; ``Refused`` if the passphrase is wrong or comes too soon."""
    keys = read_keys(path)
    return _tried(path, keys, passphrase, now)[0]


def unlock_with_recovery(path: Path, groups: Sequence[str], now: datetime) -> bytes:
    """Return the database key; ``Refused`` if the code is mistyped or belongs to other data.

    There is no wait: a code has too many possibilities to be guessed.
    """
    del now  # both ways of unlocking are asked alike
    wanted, keys = check_groups(groups), read_keys(path)
    for envelope in keys.envelopes:
        if envelope.kind == RECOVERY:
            try:
                key = open_by_recovery(envelope, wanted, keys.bound_to())
            except WrongSecret:
                continue
            unlock_tries.forget_wrong(path.parent)
            mend_copies(path, keys)
            return key
    raise Refused(
        "恢复码没有输错，但它不是这份数据的恢复码，所以没有打开。",
        advice="请看纸上的姓名和生成日期；更换过恢复码的，只有最后一张有效。",
        fields=("recovery",),
    )


def change_passphrase(
    path: Path, old: str, new: str, now: datetime, random: Random, cost: Cost | None = None
) -> None:
    """Let ``new`` open the data and ``old`` no longer; the recovery code stays as it is.

    Wrong tries of ``old`` count like those at unlocking. ``cost`` stays unless another is given.
    """
    keys = read_keys(path)
    key, opened = _tried(path, keys, old, now)
    write_keys(path, _with_passphrase(keys, opened, key, new, random, cost))


def reset_passphrase(
    path: Path, key: bytes, new: str, random: Random, cost: Cost | None = None
) -> None:
    """Let ``new`` open the data, after it was opened by its recovery code."""
    keys = read_keys(path)
    opened = next((each for each in keys.envelopes if each.kind == PASSPHRASE), None)
    write_keys(path, _with_passphrase(keys, opened, key, new, random, cost))
    unlock_tries.forget_wrong(path.parent)


def new_recovery(path: Path, key: bytes, random: Random) -> list[str]:
    """Return the groups of a new recovery code; the old paper no longer opens the data."""
    keys, groups = read_keys(path), make_recovery(random)
    others = tuple(each for each in keys.envelopes if each.kind != RECOVERY)
    sealed = seal_by_recovery(key, groups, keys.bound_to(), random)
    write_keys(path, msgspec.structs.replace(keys, envelopes=(*others, sealed)))
    return groups


def change_card(path: Path, card: Card) -> None:
    """Show another officer's name or other villages before unlocking."""
    write_keys(path, msgspec.structs.replace(read_keys(path), card=card))


def _tried(path: Path, keys: Keys, passphrase: str, now: datetime) -> tuple[bytes, Envelope]:
    wait = wait_seconds(path, now)
    if wait:
        raise Refused(
            f"刚才口令输错了几次，请 {wait} 秒后再试；数据都在，不会清空。",
            advice="看看大写锁定是否开着；忘了口令可以用恢复码。",
            fields=("passphrase",),
        )
    wait = unlock_tries.count_wrong(path.parent, now)
    for envelope in keys.envelopes:
        if envelope.kind == PASSPHRASE:
            try:
                key = open_by_passphrase(envelope, passphrase, keys.bound_to())
            except WrongSecret:
                continue
            unlock_tries.forget_wrong(path.parent)
            mend_copies(path, keys)
            return key, envelope
    raise Refused(
        f"口令不对，请 {wait} 秒后再试。" if wait else "口令不对，请再试一次。",
        advice="看看大写锁定是否开着；忘了口令可以用恢复码。",
        fields=("passphrase",),
    )


def _with_passphrase(
    keys: Keys, opened: Envelope | None, key: bytes, new: str, random: Random, cost: Cost | None
) -> Keys:
    officer = opened.officer if opened else random(8).hex()
    kept = cost or (opened.cost if opened else None) or Cost()
    sealed = seal_by_passphrase(key, new, keys.bound_to(), random, kept, officer)
    others = tuple(each for each in keys.envelopes if each is not opened)
    return msgspec.structs.replace(keys, envelopes=(sealed, *others))
