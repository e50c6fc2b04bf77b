"""What a paper was printed from, as its record keeps it: short as it is, long deflated.

An entry of the journal holds 32 KiB. What is longer even deflated goes into ``PaperPart``s.
"""

import json
import zlib
from base64 import b85decode, b85encode
from dataclasses import asdict, dataclass
from typing import Any

from desktop_app.domain.errors import Refused
from printing.form_data import FormData

SHORT = 6_000
"""Bytes of JSON that are kept as they are, to be read by anybody."""

LARGEST_PART = 28_000
"""Letters of a part: an entry of the journal holds 32 KiB with everything around it."""

MOST_PARTS = 40
LARGEST_TEXT = 20_000_000
DEFLATED = "z:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The data of a form, the names of its copies, and the version of its layout."""

    data: FormData
    copies: tuple[str, ...] = ("",)
    layout: str = ""


def written(content: Content) -> list[str]:
    """Return the content in parts, each short enough for an entry of the journal.

    ``Refused`` where even that would be too much to send on: then less is to be printed at once.
    """
    kept = {
        "data": asdict(content.data),
        "copies": content.copies,
        "layout": content.layout,
    }
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if len(text.encode()) <= SHORT:
        return [text]
    packed = DEFLATED + b85encode(zlib.compress(text.encode(), 9)).decode()
    parts = [packed[at : at + LARGEST_PART] for at in range(0, len(packed), LARGEST_PART)]
    if len(parts) > MOST_PARTS or len(text) > LARGEST_TEXT:
        raise Refused(
            "这份表太大，一次印不下，没有打印。",
            advice="请按嘎查村、月份分开打印；要全部名单的，请导出成 Excel。",
            found=f"压缩后 {len(packed):,} 字，最多 {MOST_PARTS * LARGEST_PART:,} 字。",
        )
    return parts


def read(text: str) -> Content:
    """Return the content that was kept; ``ValueError`` where it is none."""
    import msgspec

    found = msgspec.json.decode(_plain(text), type=dict[str, Any])
    if "data" not in found:
        return _of_a_former_certificate(found)
    return msgspec.convert(found, Content)


def _plain(text: str) -> str:
    if not text.startswith(DEFLATED):
        return text
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(b85decode(text[len(DEFLATED) :]), LARGEST_TEXT + 1)
    except zlib.error as error:
        raise ValueError("damaged content of a paper") from error
    if len(plain) > LARGEST_TEXT or not reader.eof:
        raise ValueError("damaged content of a paper")
    return plain.decode()


def _of_a_former_certificate(found: dict[str, Any]) -> Content:
    """Return the content of a certificate as it was kept before other forms were printed."""
    import msgspec

    from printing.placement_certificate import PlacementCertificate, certificate_data

    return Content(data=certificate_data(msgspec.convert(found, PlacementCertificate)))
