"""How people are found: by name, pinyin and its initials, any part of the number, phone."""

import os
from collections.abc import Sequence
from functools import cache
from itertools import islice, product
from typing import Any
from uuid import UUID

from db.connection import RecordsDatabase, fetch_sql
from desktop_app.domain.records import Person

LONGEST_READINGS = 8
"""Names with more readings than this keep the first ones: a bound, not a rule of the trade."""

MANY = 1_000
"""Numbers in one question."""

_IGNORED = str.maketrans("", "", " \u3000·•・.．")
_LAST = "\U0010ffff"


def name_key(name: str) -> str:
    """Return a name without dots and spaces: 巴图·朝鲁 and 巴图朝鲁 are one."""
    return name.translate(_IGNORED).lower()


def latin(name: str) -> str:
    """Return every reading of a name as ``" initials pinyin"``, joined."""
    readings = [_readings(character) for character in name_key(name)]
    found: dict[str, None] = {}
    for reading in islice(product(*readings), LONGEST_READINGS):
        found[f" {''.join(syllable[0] for syllable in reading)} {''.join(reading)}"] = None
    return "".join(found)


def pinyin(name: str) -> str:
    """Return the most usual reading of a name, without spaces."""
    return "".join(_readings(character)[0] for character in name_key(name))


@cache
def _readings(character: str) -> tuple[str, ...]:
    # One character at a time needs no list of phrases, which is slow to load.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    import pypinyin

    style = pypinyin.Style.NORMAL
    found = pypinyin.pinyin(character, style=style, heteronym=True, errors="default")
    plain = (reading.replace("ü", "v") for reading in found[0])
    return tuple(dict.fromkeys(reading for reading in plain if reading)) or (character,)


def search_row(person: bytes, name: str, citizen_id: str, phone: str) -> tuple[Any, ...]:
    """Return the row of ``person_search`` for a person."""
    return person, name_key(name), latin(name), f"{citizen_id} {phone}"


def keep_searchable(database: RecordsDatabase, person: Person) -> None:
    """Let a person be found as it is now."""
    database.connection().execute(
        "INSERT OR REPLACE INTO person_search VALUES (?, ?, ?, ?)",
        search_row(person.id.bytes, person.name, person.citizen_id, person.phone),
    )


def find(
    database: RecordsDatabase,
    text: str,
    limit: int | None = None,
    condition: str = "",
    values: Sequence[str] = (),
) -> list[bytes]:
    """Return the ids of at most ``limit`` people, those whose name begins with ``text`` first.

    ``condition`` (beginning with AND) and its ``values`` narrow by columns of person ``p``.
    """
    found: list[bytes] = []
    for column, fits, wanted in matching(text):
        # CROSS JOIN keeps the search table in front: it is read in order and left early.
        sql = (
            "SELECT s.person FROM person_search s"  # noqa: S608 - conditions of this room
            " CROSS JOIN person p ON p.id = s.person AND p.removed = 0"
            f" WHERE {fits}{condition} ORDER BY s.{column}, s.person LIMIT ?"
        )
        left = -1 if limit is None else limit - len(found)
        if left:
            found += [row[0] for row in fetch_sql(database, sql, (*wanted, *values, left))]
    return found


def ids_by_citizen_id(database: RecordsDatabase, numbers: Sequence[str]) -> list[UUID]:
    """Return the ids of the people on record who have one of these identity numbers."""
    found: list[UUID] = []
    for first in range(0, len(numbers), MANY):
        some = numbers[first : first + MANY]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT id FROM person WHERE removed = 0 AND citizen_id IN ({marks})"  # noqa: S608 - names of ours; values are bound
        found += [UUID(bytes=row[0]) for row in fetch_sql(database, sql, tuple(some))]
    return found


Match = tuple[str, str, tuple[str, ...]]


def matching(text: str) -> tuple[Match, ...]:
    """Return what to look for in ``person_search s``: (column, condition, values), best first."""
    key = name_key(text)
    if not key:
        return ()
    if _is_digits(key):
        return _matches("digits", key.upper())
    if key.isascii():
        return _matches("latin", f" {key}", inside=key)
    return _matches("name_key", key)


def _matches(column: str, text: str, inside: str = "") -> tuple[Match, Match]:
    """Begin with ``text``, then hold it (or ``inside``) anywhere else."""
    last = text + _LAST
    elsewhere = f"s.{column} LIKE ? ESCAPE '!' AND NOT (s.{column} >= ? AND s.{column} < ?)"
    return (
        (column, f"s.{column} >= ? AND s.{column} < ?", (text, last)),
        (column, elsewhere, (f"%{_escaped(inside or text)}%", text, last)),
    )


def _is_digits(key: str) -> bool:
    return key.isascii() and key.rstrip("xX").isdigit()


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
