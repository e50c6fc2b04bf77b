"""How people are found: by name, pinyin and its initials, any part of the number, phone."""

from functools import cache
from itertools import islice, product
from typing import Any

from db.connection import RecordsDatabase, fetch_sql
from desktop_app.domain.records import Person

LONGEST_READINGS = 8
"""Names with more readings than this keep the first ones: a bound, not a rule of the trade."""

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


@cache
def _readings(character: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="default")
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


def matching(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the conditions on ``person_search`` for what was typed, best matches first."""
    key = name_key(text)
    if not key:
        return []
    if _is_digits(key):
        digits = key.upper()
        return [
            _starts("digits", digits),
            ("digits LIKE ? AND digits NOT LIKE ?", (f"%{digits}%", f"{digits}%")),
        ]
    if key.isascii():
        spaced = f" {_escaped(key)}"
        return [
            _starts("latin", f" {key}"),
            (
                "latin LIKE ? ESCAPE '!' AND latin NOT LIKE ? ESCAPE '!'",
                (f"%{spaced}%", f"{spaced}%"),
            ),
        ]
    escaped = _escaped(key)
    return [
        _starts("name_key", key),
        (
            "name_key LIKE ? ESCAPE '!' AND name_key NOT LIKE ? ESCAPE '!'",
            (f"%{escaped}%", f"{escaped}%"),
        ),
    ]


def find(database: RecordsDatabase, text: str, limit: int) -> list[bytes]:
    """Return the ids of at most ``limit`` people, those whose name begins with ``text`` first."""
    found: list[bytes] = []
    for condition, values in matching(text):
        column = condition.split()[0]
        sql = (
            "SELECT s.person FROM person_search s JOIN person p ON p.id = s.person"
            f" AND p.removed = 0 WHERE s.{condition.replace(' AND ', ' AND s.', 1)}"
            f" ORDER BY s.{column} LIMIT ?"
        )
        left = limit - len(found)
        if left > 0:
            found += [row[0] for row in fetch_sql(database, sql, (*values, left))]
    return found


def _starts(column: str, text: str) -> tuple[str, tuple[str, ...]]:
    return f"{column} >= ? AND {column} < ?", (text, text + _LAST)


def _is_digits(key: str) -> bool:
    return key.isascii() and key.rstrip("xX").isdigit()


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
