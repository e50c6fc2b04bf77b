"""What the columns of an office's sheet mean here: said once, remembered on this desk."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from db import drafts
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.spreadsheets.catalogue import SheetKind
from desktop_app.spreadsheets.header import plain_words
from desktop_app.spreadsheets.record_header import IGNORED
from desktop_app.spreadsheets.sheet import HEADER_ROWS, SheetRow

Matching = Mapping[str, str]
"""The field of each heading, in the words over its column; "" for a column that is not read."""


def checked_matching(kind: SheetKind, matching: Matching) -> dict[str, str]:
    """Return a matching by plain headings; ``Refused`` for a field that the kind does not have."""
    found: dict[str, str] = {}
    for heading, field in matching.items():
        column = kind.column(field)
        meant = [one for one in kind.columns if one.heading == field]
        if field != IGNORED and (column is None or column.shown) and not meant:
            names = "、".join(one.heading for one in kind.columns if not one.shown)
            raise Refused(
                f"{kind.title}没有“{field}”这一项，列“{heading}”没有对上。",
                advice=f"可以写的是：{names}。",
                fields=("columns",),
            )
        found[plain_words(heading)] = meant[0].field if meant else field
    return found


def remembered_matching(
    session: Session, kind: SheetKind, rows: Iterable[SheetRow]
) -> dict[str, str]:
    """Return what was said before of a sheet with such a row of headings; {} for a new one."""
    kept = {one.screen: one for one in drafts.read(session.store.database, f"columns:{kind.name}:")}
    for row in list(rows)[:HEADER_ROWS]:
        found = kept.get(_screen(kind, [plain_words(cell) for cell in row.cells]))
        if found is not None:
            matching: dict[str, str] = json.loads(found.content)
            return matching
    return {}


def remember_matching(
    session: Session, kind: SheetKind, headings: Iterable[str], matching: Matching
) -> None:
    """Keep what the headings of such a sheet mean, for the next one of the same office."""
    content = json.dumps(dict(matching), ensure_ascii=False, sort_keys=True)
    screen = _screen(kind, headings)
    drafts.keep(session.store.database, screen, content, session.now())


def _screen(kind: SheetKind, headings: Iterable[str]) -> str:
    words = "\n".join(sorted({one for one in headings if one}))
    return f"columns:{kind.name}:{sha256(words.encode()).hexdigest()[:32]}"
