"""Texts that an office gives out in versions: packed into a record, chosen by day."""

import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Protocol, TypeVar

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import RecordId

LARGEST_CONTENT = 28_000
"""Letters of a packed text: an entry of the journal holds 32 KiB with everything around it."""


class GivenOut(Protocol):
    """A record that holds one version of a text, whole and never changed afterwards."""

    @property
    def id(self) -> RecordId: ...  # noqa: D102 - a field of every record
    @property
    def version(self) -> str: ...  # noqa: D102 - as an office names it
    @property
    def issued_on(self) -> date | None: ...  # noqa: D102 - the day it was given out
    @property
    def since(self) -> date | None: ...  # noqa: D102 - the day from which it holds
    @property
    def content(self) -> str: ...  # noqa: D102 - the text, deflated, in base 85
    @property
    def sha256(self) -> str: ...  # noqa: D102 - of the text
    @property
    def withdrawn_on(self) -> date | None: ...  # noqa: D102 - the day from which it holds no more


G = TypeVar("G", bound=GivenOut)


def packed(text: str, what: str) -> str:
    """Return a text as it is kept; ``Refused`` where it would not travel. ``what`` names it."""
    content = b85encode(zlib.compress(text.encode(), 9)).decode()
    if len(content) > LARGEST_CONTENT:
        raise Refused(
            f"{what}太大，压缩以后也装不进一条记录，没有下发。",
            advice="请删去不用的部分，或者把过长的文字写短一些。",
            found=f"压缩后 {len(content)} 字，最多 {LARGEST_CONTENT} 字。",
        )
    return content


def unpacked(given: GivenOut, what: str, largest: int, advice: str) -> str:
    """Return a text that came, of at most ``largest`` bytes; ``Refused`` if it is another."""
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(b85decode(given.content), largest + 1)
        text = plain.decode()
    except (ValueError, zlib.error) as error:
        raise Refused(f"{what} {given.version} 的内容坏了，不能用。", advice=advice) from error
    if len(plain) > largest or sha256(plain).hexdigest() != given.sha256:
        raise Refused(f"{what} {given.version} 的内容和摘要对不上，不能用。", advice=advice)
    return text


def in_force(many: Iterable[G], on: date) -> list[G]:
    """Return those that had begun and were not withdrawn on a day, newest first."""
    begun = [
        (one.since, one.issued_on or one.since, one.id, one)
        for one in many
        if one.since is not None
        and one.since <= on
        and (one.withdrawn_on is None or one.withdrawn_on > on)
    ]
    return [one for *_, one in sorted(begun, key=lambda each: each[:3], reverse=True)]
