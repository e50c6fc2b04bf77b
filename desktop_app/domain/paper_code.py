"""What the QR code of a paper says, and how it is written as text that any scanner types.

Behind a mark of capitals stand digits alone: a QR code packs nothing denser, and no keyboard,
input method or line break bends them. They are one number, which holds a head of fixed length,
the voucher of the hub for the desk that signed, whom the paper is about, and the 64 bytes of the
desk's Ed25519 signature over ``signed_text``.
"""

import re
import struct
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b

from desktop_app.domain.paper_number import packed, unpacked

MARK, VOID_MARK, TRAINING_MARK = "NUTAG2:", "NUTAG2V:", "NUTAG2T:"
"""A sealed paper; one that is printed again as void; one of the training folder, without seal."""

LONGEST = 600
"""Signs that the text of a code may have."""

ABOUT_BYTES = 18
"""What there is room for in a version 10 code, beside a voucher: nine Chinese characters."""

_HEAD = struct.Struct(">2s15s5sHH32sB")
_SIGNATURE = 64
_FIRST = b"\1"  # so that no leading zero is lost in the number
_DAY_ZERO = date(2000, 1, 1)
_ABOUT = "gb18030"  # two bytes a character, four for a rare one
_DIGITS = re.compile(r"[1-9][0-9]*")


class NotACode(ValueError):
    """A text that is not the code of a paper, or is not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What a seal vouches for. ``about`` is masked; ``until`` is ``None`` without an end.

    ``kind`` is ``kind_of`` the form, ``village_code`` that of the paper, ``public_key`` the key of
    the desk that signed. ``voucher`` is the hub's signature over ``vouched_text``: that the desk
    may write about the villages whose codes begin with ``area``; both are empty for a desk that
    no hub has let in.
    """

    kind: bytes
    number: str
    about: str
    village_code: str
    issued_on: date
    until: date | None
    public_key: bytes
    area: str = ""
    voucher: bytes = b""


@dataclass(frozen=True, slots=True)
class PaperCode:
    """A code as it was read: facts, signature, and whether it marks a void print."""

    facts: PaperFacts
    signature: bytes
    void: bool


def kind_of(form: str) -> bytes:
    """Return the two bytes by which a code names a form."""
    return blake2b(form.encode(), digest_size=2).digest()


def signed_text(facts: PaperFacts) -> bytes:
    """Return the bytes that the desk signs: they are signed for nothing else."""
    return b"nutag-paper-2\0" + _body(facts)


def vouched_text(public_key: bytes, area: str) -> bytes:
    """Return the bytes that a hub signs for a desk and an area: for nothing else."""
    return b"nutag-voucher-1\0" + public_key + area.encode()


def code_text(facts: PaperFacts, signature: bytes) -> str:
    """Return the text of the QR code."""
    return MARK + str(int.from_bytes(_FIRST + _body(facts) + signature))


def void_text(code: str) -> str:
    """Return the code of the same paper printed again as void."""
    return VOID_MARK + code.removeprefix(MARK) if code.startswith(MARK) else f"{code}\n已作废"


def training_text(number: str) -> str:
    """Return the code of a paper of the training folder: nobody signs it."""
    return TRAINING_MARK + str(int.from_bytes(_FIRST + number.encode()))


def plain(text: str) -> str:
    """Return a text as it left the code.

    Scanners, clipboards and input methods put in spaces, line breaks, small letters, wide signs.
    """
    return unicodedata.normalize("NFKC", "".join(text[: 2 * LONGEST].split())).upper()


def read_code(text: str) -> PaperCode:
    """Return what a code says; ``NotACode`` for everything that was not written just so."""
    whole = plain(text)
    mark = next((one for one in (MARK, VOID_MARK) if whole.startswith(one)), "")
    digits = whole.removeprefix(mark)
    if not mark or len(whole) > LONGEST or not _DIGITS.fullmatch(digits):
        raise NotACode
    number = int(digits)
    data = number.to_bytes((number.bit_length() + 7) // 8).removeprefix(_FIRST)
    signature = data[-_SIGNATURE:]
    try:
        facts = _facts(data[:-_SIGNATURE])
        same = code_text(facts, signature) == MARK + digits
    except (ValueError, OverflowError, struct.error) as wrong:
        raise NotACode from wrong
    if not same:  # one paper has one text
        raise NotACode
    return PaperCode(facts, signature, mark == VOID_MARK)


def masked_name(name: str) -> str:
    """Return a name with its first and last character: enough to compare, not to find by."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return f"{name[0]}{'*' * min(len(name) - 2, 6)}{name[-1]}"


def shortened(text: str) -> str:
    """Return as much of a text as a code has room for."""
    return text.encode(_ABOUT)[:ABOUT_BYTES].decode(_ABOUT, errors="ignore")


def _body(facts: PaperFacts) -> bytes:
    about = facts.about.encode(_ABOUT)
    sizes = len(facts.kind), len(facts.village_code), len(facts.public_key), len(facts.voucher)
    if sizes != (2, 12, 32, _SIGNATURE if facts.area else 0) or len(about) > ABOUT_BYTES:
        raise ValueError("facts that a code has no room for")
    if not facts.village_code.startswith(facts.area):
        raise ValueError("the voucher is for another area")
    head = _HEAD.pack(
        facts.kind,
        packed(facts.number, facts.village_code[:6]),
        int(facts.village_code).to_bytes(5),
        _days(facts.issued_on),
        _days(facts.until),
        facts.public_key,
        len(facts.area),
    )
    return head + facts.voucher + about


def _facts(data: bytes) -> PaperFacts:
    kind, number, village, issued, until, public_key, reach = _HEAD.unpack_from(data)
    village_code = f"{int.from_bytes(village):012}"
    issued_on = _day(issued)
    if issued_on is None:
        raise NotACode
    rest = data[_HEAD.size :]
    end = _SIGNATURE if reach else 0
    return PaperFacts(
        kind=kind,
        number=unpacked(number, village_code[:6]),
        about=rest[end:].decode(_ABOUT),
        village_code=village_code,
        issued_on=issued_on,
        until=_day(until),
        public_key=public_key,
        area=village_code[:reach],
        voucher=rest[:end],
    )


def _days(day: date | None) -> int:
    return 0 if day is None else (day - _DAY_ZERO).days


def _day(days: int) -> date | None:
    return _DAY_ZERO + timedelta(days=days) if days else None
