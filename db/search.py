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


def find(database: RecordsDatabase, text: str, limit: int) -> list[bytes]:
    """Return the ids of at most ``limit`` people, those whose name begins with ``text`` first."""
    found: list[bytes] = []
    for column, condition, values in matching(text):
        sql = (
            "SELECT s.person FROM person_search s"  # noqa: S608 - conditions of this module
            " JOIN person p ON p.id = s.person AND p.removed = 0"
            f" WHERE {condition} ORDER BY s.{column} LIMIT ?"
        )
        if len(found) < limit:
            found += [row[0] for row in fetch_sql(database, sql, (*values, limit - len(found)))]
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
        return _matches("latin", f" {key}")
    return _matches("name_key", key)


def _matches(column: str, text: str) -> tuple[Match, Match]:
    """Begin with ``text``, then hold it anywhere else."""
    like = f"s.{column} LIKE ? ESCAPE '!' AND s.{column} NOT LIKE ? ESCAPE '!'"
    return (
        (column, f"s.{column} >= ? AND s.{column} < ?", (text, text + _LAST)),
        (column, like, (f"%{_escaped(text)}%", f"{_escaped(text)}%")),
    )


def _is_digits(key: str) -> bool:
    return key.isascii() and key.rstrip("xX").isdigit()


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
