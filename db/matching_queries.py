"""Who may fit a vacancy: the people who look for work, the likeliest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.connection import RecordsDatabase, fetch_sql

_LOOKING = (
    "(p.job_intention IN ('local', 'away', 'flexible', 'willing')"
    " OR p.employment_status IN ('4', '5', '6', '9'))"
)
_FREE = (
    "p.removed = 0 AND p.died_on IS NULL AND p.work_capacity NOT IN ('lost', 'none')"
    " AND p.in_school IN ('', 'none') AND p.birth_on BETWEEN ? AND ?"
    " AND p.job_intention <> 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchQuestion:
    """What a vacancy asks for; days are ISO texts, ``words`` are those of its trade."""

    born_from: str
    born_to: str
    trade: str = ""
    words: tuple[str, ...] = ()
    scope: str = ""
    most_fen: int | None = None
    flexible: bool = False
    village_codes: tuple[str, ...] = ()


def likely_people(database: RecordsDatabase, question: MatchQuestion, limit: int) -> list[bytes]:
    """Return those who look for work and may fit, the likeliest first."""
    score, values = _score(question)
    condition, more = "", list[str]()
    if question.village_codes:
        condition = f" AND p.village_code IN ({', '.join('?' * len(question.village_codes))})"
        more += question.village_codes
    sql = (
        f"SELECT p.id, {score} AS score FROM person p"  # noqa: S608 - our own words
        f" WHERE {_FREE} AND {_LOOKING}{condition} ORDER BY score DESC, p.id LIMIT ?"
    )
    days = [question.born_from, question.born_to]
    rows = fetch_sql(database, sql, [*values, *days, *more, limit])
    return [row[0] for row in rows]


def open_vacancies(database: RecordsDatabase, today: str, limit: int) -> list[bytes]:
    """Return the vacancies that are open on a day, the newest first."""
    rows = fetch_sql(
        database,
        "SELECT id FROM vacancy WHERE removed = 0 AND (open_from IS NULL OR open_from <= ?)"
        " AND (open_until IS NULL OR open_until >= ?) ORDER BY open_from DESC, id DESC LIMIT ?",
        (today, today, limit),
    )
    return [row[0] for row in rows]


def flexible_people(
    database: RecordsDatabase, villages: Sequence[str], limit: int | None = None
) -> list[bytes]:
    """Return who wishes flexible work (灵活就业人员库), by village and name."""
    place = f" AND p.village_code IN ({', '.join('?' * len(villages))})" if villages else ""
    sql = (
        "SELECT p.id FROM person p WHERE p.removed = 0 AND p.died_on IS NULL"  # noqa: S608 - only marks
        f" AND p.job_intention = 'flexible'{place}"
        " ORDER BY p.village_code, p.name COLLATE pinyin, p.id LIMIT ?"
    )
    return [row[0] for row in fetch_sql(database, sql, [*villages, -1 if limit is None else limit])]


def _score(question: MatchQuestion) -> tuple[str, list[object]]:
    """Return the sum that orders people: what was learnt, said, wished for."""
    parts, values = ["0"], list[object]()
    if question.trade:
        parts.append(
            "4 * EXISTS (SELECT 1 FROM training t WHERE t.person_id = p.id AND t.removed = 0"
            " AND t.trade = ? AND t.result IN ('finished', 'certified'))"
        )
        values.append(question.trade)
    if question.words:
        said = " OR ".join("instr(p.skills || ' ' || p.wanted_job, ?)" for _ in question.words)
        parts.append(f"3 * ({said})")
        values += question.words
    if question.scope:
        parts.append("2 * (p.wanted_place = ?)")
        intention = "local" if question.scope == "county" else "away"
        parts.append("2 * (p.wanted_place = '' AND p.job_intention = ?)")
        values += [question.scope, intention]
    if question.flexible:
        parts.append("3 * (p.job_intention = 'flexible')")
    if question.most_fen is not None:
        parts.append("2 * coalesce(p.wanted_monthly_fen <= ?, 0)")
        values.append(question.most_fen)
    return " + ".join(parts), values
