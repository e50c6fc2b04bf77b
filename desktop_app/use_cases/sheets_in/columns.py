"""What the columns of an office's sheet mean here: said once, remembered on this desk."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from db import drafts
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.spreadsheets.catalogue import SheetKind
from desktop_app.spreadsheets.header import plain_words
from desktop_app.spreadsheets.record_header import IGNORED, NO_TITLE, HeaderRow, RecordHeader
from desktop_app.use_cases.sheets_in.errors_book import EVERY, HEADS

Matching = Mapping[str, str]
"""The field of each heading, in the words over its column; "" for a column that is not read."""


def checked_matching(kind: SheetKind, matching: Matching) -> dict[str, str]:
    """Return a matching by plain headings; ``Refused`` for a field that the kind does not have."""
    return {
        plain_words(heading): _field(kind, heading, field) for heading, field in matching.items()
    }


def _field(kind: SheetKind, heading: str, field: str) -> str:
    """Return the field that is meant by its name or by its heading."""
    column = kind.column(field)
    if field == IGNORED or (column is not None and not column.shown):
        return field
    meant = [one.field for one in kind.columns if one.heading == field]
    if meant:
        return meant[0]
    names = "、".join(one.heading for one in kind.columns if not one.shown)
    raise Refused(
        f"{kind.title}没有“{field}”这一项，列“{heading}”没有对上。",
        advice=f"可以写的是：{names}。",
        fields=("columns",),
    )


@dataclass(frozen=True, slots=True)
class SavedMatching:
    """What was said of the sheets of one office, and the name it was saved under."""

    name: str
    columns: Matching
    months: bool = False


def remembered_matching(
    session: Session, kind: SheetKind, rows: Sequence[HeaderRow]
) -> tuple[SavedMatching, HeaderRow] | None:
    """Return what was said before of a sheet with such a header, and the row it stands in."""
    kept = {one.screen: one for one in drafts.read(session.store.database, _screen(kind))}
    for row in rows:
        found = kept.get(_screen(kind, row.texts.values()))
        if found is not None:
            said = json.loads(found.content)
            return SavedMatching(said["name"], said["columns"], said["months"]), row
    return None


def remember_matching(
    session: Session, kind: SheetKind, header: RecordHeader, saved: SavedMatching
) -> None:
    """Keep under a name what the columns of such a sheet mean, for the next one like it."""
    said = {"name": saved.name, "columns": dict(saved.columns), "months": saved.months}
    content = json.dumps(said, ensure_ascii=False, sort_keys=True)
    screen = _screen(kind, header.texts.values())
    drafts.keep(session.store.database, screen, content, session.now())


def forget_matching(session: Session, kind: SheetKind, header: RecordHeader) -> None:
    """Forget what was said of a sheet with such a header."""
    drafts.drop(session.store.database, _screen(kind, header.texts.values()))


def _screen(kind: SheetKind, texts: Iterable[str] | None = None) -> str:
    """Return the place of a matching: by the words of the header, whatever their order.

    What a sheet of wrong rows has more does not count, nor columns without words.
    """
    front = f"columns:{kind.name}:"
    if texts is None:
        return front
    own = {
        one
        for one in texts
        if one not in HEADS and not one.startswith(NO_TITLE) and not one.endswith(EVERY)
    }
    return front + sha256("\n".join(sorted(own)).encode()).hexdigest()[:32]
