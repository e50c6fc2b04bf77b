"""Search as you type, and the first page of the list of people, at 200,000 people."""

from random import Random

from benchmarks.measure import Figure, percentile, seconds
from db.connection import fetch_sql
from desktop_app.session import Session
from desktop_app.use_cases.people import PeopleFilter, find_people, person_lines

SHOWN = 30


def searching(session: Session, queries: int = 400) -> list[Figure]:
    """Measure queries as people type them: each longer prefix of names, pinyin, numbers, phones."""
    typed = _typed(session, queries)
    for text in typed[:20]:
        _search(session, text)
    times = [seconds(lambda text=text: _search(session, text)) for text in typed]  # type: ignore[misc] # a lambda with a default
    return [Figure("20 万人里边输边找，p95", percentile(times, 0.95), 0, 50, " ms")]


def _search(session: Session, text: str) -> None:
    found = find_people(session, PeopleFilter(text=text), limit=200)
    person_lines(session, found[:SHOWN])


def _typed(session: Session, queries: int) -> list[str]:
    chance = Random(7)
    rows = fetch_sql(
        session.store.database,
        "SELECT s.name_key, s.latin, s.digits FROM person_search s ORDER BY person LIMIT 5000",
    )
    typed: list[str] = []
    while len(typed) < queries:
        name, latin, digits = chance.choice(rows)
        initials, pinyin = latin.split()[:2]
        number, phone = digits.split()
        parts = (number[-6:], number[6:14], phone, phone[-4:])
        whole = chance.choice((name, initials, pinyin, *parts))
        least = 4 if whole.isdigit() else 1
        typed += [whole[:length] for length in range(least, len(whole) + 1)]
    return typed[:queries]
