"""What the QR code of a paper says, and how it is written as text that any scanner types.

The text is capitals, digits and a colon, so that a QR code holds it in its densest way and a
scanner's keyboard cannot bend it. Behind a mark stands, in Base32, a body and the 64 bytes of an
Ed25519 signature over ``signed_text``. A body is one byte for its layout, then three texts with
their lengths (form, number, whom it is about), the village, two days and the signing desk.
"""

import binascii
import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from datetime import date, timedelta

MARK, VOID_MARK, TRAINING_MARK = "NUTAG2:", "NUTAG2V:", "NUTAG2T:"
"""A sealed paper; one that is printed again as void; one of the training folder, without seal."""

LONGEST = 600
"""Signs that the text of a code may have."""

LAYOUT = 1
_SIGNATURE, _DEVICE, _VILLAGE, _DAY = 64, 16, 5, 2
_DAY_ZERO = date(2000, 1, 1)
_LONGEST_TEXTS = (40, 60, 48)
_NUMBER = re.compile(r"([^〔()\s]{1,6})〔(\d{4})〕第([0-9A-Z*-]{1,40})号")
_SHORT_NUMBER = re.compile(r"([^〔()\s]{1,6})\((\d{4})\)([0-9A-Z*-]{1,40})")


class NotACode(ValueError):
    """A text that is not the code of a paper, or is not whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What a seal vouches for. ``about`` is masked; ``until`` is ``None`` without an end.

    ``device`` names the desk that signed; ``village_code`` is that of the paper.
    """

    form: str
    number: str
    about: str
    village_code: str
    issued_on: date
    until: date | None
    device: bytes


@dataclass(frozen=True, slots=True)
class PaperCode:
    """A code as it was read: facts, signature, and whether it marks a void print."""

    facts: PaperFacts
    signature: bytes
    void: bool


def signed_text(facts: PaperFacts) -> bytes:
    """Return the bytes that the desk signs: they are signed for nothing else."""
    return b"nutag-paper-1\0" + _body(facts)


def code_text(facts: PaperFacts, signature: bytes) -> str:
    """Return the text of the QR code."""
    return MARK + b32encode(_body(facts) + signature).decode().rstrip("=")


def void_text(code: str) -> str:
    """Return the code of the same paper printed again as void."""
    return VOID_MARK + code.removeprefix(MARK) if code.startswith(MARK) else f"{code}\n已作废"


def training_text(number: str) -> str:
    """Return the code of a paper of the training folder: nobody signs it."""
    return TRAINING_MARK + b32encode(number.encode()).decode().rstrip("=")


def is_training(text: str) -> bool:
    """Say whether a code is one of the training folder."""
    return _plain(text).startswith(TRAINING_MARK)


def read_code(text: str) -> PaperCode:
    """Return what a code says; ``NotACode`` for everything that was not written just so.

    Spaces and line breaks are left out, small letters count as capitals: scanners do both.
    """
    plain = _plain(text)
    mark = next((one for one in (MARK, VOID_MARK) if plain.startswith(one)), None)
    if mark is None or len(plain) > LONGEST:
        raise NotACode
    written = plain.removeprefix(mark)
    try:
        data = b32decode(written + "=" * (-len(written) % 8))
        facts = _facts(data[:-_SIGNATURE])
    except (binascii.Error, ValueError, OverflowError, IndexError) as error:
        raise NotACode from error
    signature = data[-_SIGNATURE:]
    if code_text(facts, signature) != MARK + written:  # one paper has one text
        raise NotACode
    return PaperCode(facts, signature, mark == VOID_MARK)


def masked_name(name: str) -> str:
    """Return a name with its first and last character: enough to compare, not to find by."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return f"{name[0]}{'*' * min(len(name) - 2, 6)}{name[-1]}"


def shortened(text: str) -> str:
    """Return as much of a text as a code has room for."""
    return text.encode()[: _LONGEST_TEXTS[2]].decode(errors="ignore")


def _plain(text: str) -> str:
    return "".join(text[: 2 * LONGEST].split()).upper()


def _body(facts: PaperFacts) -> bytes:
    texts = (facts.form, _short(facts.number), facts.about)
    out = bytes([LAYOUT])
    for text, most in zip(texts, _LONGEST_TEXTS, strict=True):
        data = text.encode()
        if len(data) > most:
            raise ValueError("too long for the code of a paper")
        out += bytes([len(data)]) + data
    out += int(facts.village_code).to_bytes(_VILLAGE)
    out += _day(facts.issued_on) + _day(facts.until)
    if len(facts.device) != _DEVICE:
        raise ValueError("not a device")
    return out + facts.device


def _facts(data: bytes) -> PaperFacts:
    if data[0] != LAYOUT:
        raise NotACode
    texts, at = [], 1
    for _ in _LONGEST_TEXTS:
        length = data[at]
        texts.append(data[at + 1 : at + 1 + length].decode())
        at += 1 + length
    rest = data[at:]
    if len(rest) != _VILLAGE + 2 * _DAY + _DEVICE:
        raise NotACode
    issued_on = _read_day(rest[_VILLAGE : _VILLAGE + _DAY])
    if issued_on is None:
        raise NotACode
    return PaperFacts(
        form=texts[0],
        number=_whole(texts[1]),
        about=texts[2],
        village_code=f"{int.from_bytes(rest[:_VILLAGE]):012}",
        issued_on=issued_on,
        until=_read_day(rest[_VILLAGE + _DAY : _VILLAGE + 2 * _DAY]),
        device=rest[-_DEVICE:],
    )


def _short(number: str) -> str:
    found = _NUMBER.fullmatch(number)
    if found is None:
        raise ValueError("not the number of a paper")
    return f"{found[1]}({found[2]}){found[3]}"


def _whole(short: str) -> str:
    found = _SHORT_NUMBER.fullmatch(short)
    if found is None:
        raise NotACode
    return f"{found[1]}〔{found[2]}〕第{found[3]}号"


def _day(day: date | None) -> bytes:
    return (0 if day is None else (day - _DAY_ZERO).days).to_bytes(_DAY)


def _read_day(data: bytes) -> date | None:
    days = int.from_bytes(data)
    return _DAY_ZERO + timedelta(days=days) if days else None
