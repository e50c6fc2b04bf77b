"""Reads and writes ``keys.json``: two equal copies, each replaced whole or not at all."""

import os
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from db.key_envelope import Envelope, Salt
from desktop_app.domain.errors import Refused, Unavailable

FORMAT, SUITE = 1, 1
"""Suite 1 is Argon2id, HKDF-SHA256 and ChaCha20-Poly1305."""

LARGEST = 65_536


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What the unlock window shows before unlocking; it names no served person."""

    officer: Annotated[str, Meta(max_length=64)]
    village_codes: Annotated[tuple[str, ...], Meta(max_length=500)] = ()


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """The sealed copies of one database key, and the salt of the records file."""

    format: int = FORMAT
    suite: int = SUITE
    id: Annotated[str, Meta(max_length=64)]
    database_salt: Salt
    card: Card
    envelopes: Annotated[tuple[Envelope, ...], Meta(min_length=1, max_length=16)]
    digest: str = ""
    """SHA-256 of the rest, in the file only: a damaged copy must not look like a wrong secret."""

    def bound_to(self) -> bytes:
        """Return the facts that every envelope vouches for."""
        return msgspec.json.encode((self.format, self.suite, self.id, self.database_salt))


class _Version(msgspec.Struct):
    format: int
    suite: int


class _Damaged(Exception):
    """A copy cannot be read."""


def second_copy(path: Path) -> Path:
    """Return where the second copy lies."""
    return path.with_name(f"{path.name}.bak")


def are_there(path: Path) -> bool:
    """Say whether one of the copies lies there, sound or not."""
    return path.exists() or second_copy(path).exists()


def read_keys(path: Path) -> Keys:
    """Return the keys, from the second copy if the first is lost or damaged.

    ``Refused`` when both are, or when a newer program wrote them; nothing is changed.
    """
    for copy in (path, second_copy(path)):
        try:
            return _read(copy)
        except _Damaged:
            continue
    if are_there(path):
        raise Refused(
            "密钥文件 keys.json 已经损坏，暂时打不开数据；数据没有改动。",
            advice="不要删除任何文件。请从最近的备份里取回 keys.json 放回数据文件夹，再打开一次。",
        )
    raise Refused(
        "数据文件夹里没有密钥文件 keys.json，暂时打不开数据；数据没有改动。",
        advice="请检查文件夹的位置，或者从最近的备份里取回 keys.json 放回数据文件夹。",
    )


def write_keys(path: Path, keys: Keys) -> None:
    """Keep the keys, readable by this user only; ``Unavailable`` leaves the old ones in place."""
    signed = msgspec.structs.replace(keys, digest=_digest(keys))
    content = msgspec.json.format(msgspec.json.encode(signed), indent=2) + b"\n"
    try:
        # The second copy goes first: until the first is replaced, the old secrets hold.
        _replace(second_copy(path), content)
        _replace(path, content)
    except OSError as error:
        raise Unavailable(
            "密钥文件 keys.json 没有写成，原来的口令和恢复码照旧有效。",
            advice="请检查磁盘空间和数据文件夹的权限，再办一次。",
        ) from error


def mend_copies(path: Path, keys: Keys) -> None:
    """Write both copies again if one of them is lost, damaged or older than ``keys``; never fail.

    A sound copy of other keys is left alone: it may be the only one that opens the records.
    """
    with suppress(Unavailable, Refused):  # a newer program's copy is left alone
        copies = [_sound(copy) for copy in (path, second_copy(path))]
        others = any(copy is not None and copy.id != keys.id for copy in copies)
        if not others and any(copy != keys for copy in copies):
            write_keys(path, keys)


def _sound(path: Path) -> Keys | None:
    try:
        return _read(path)
    except _Damaged:
        return None


def _read(path: Path) -> Keys:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise _Damaged
        version = msgspec.json.decode(content, type=_Version)
        if version.format > FORMAT or version.suite > SUITE:
            raise Refused(
                "这份数据的密钥由更新版本的程序写成，这个版本打不开；数据没有改动。",
                advice="请安装最新版本的程序，再打开一次。",
            )
        return _checked(msgspec.json.decode(content, type=Keys))
    except (OSError, ValueError, msgspec.DecodeError) as error:  # ValueError: no UTF-8
        raise _Damaged from error


def _checked(signed: Keys) -> Keys:
    keys = msgspec.structs.replace(signed, digest="")
    if signed.digest != _digest(keys):
        raise _Damaged
    return keys


def _digest(keys: Keys) -> str:
    return sha256(msgspec.json.encode(keys)).hexdigest()


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    if sys.platform != "win32":  # Windows cannot open a folder to flush it
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
