"""转移就业汇总: the classes that add up, who is covered, and the people behind each number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from db import transfer_counts as queries
from db.month_queries import NEEDY
from db.transfer_counts import Span
from desktop_app.domain import divisions
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import RecordId
from desktop_app.session import Session
from desktop_app.use_cases.people_list import labour_born, village_name
from desktop_app.use_cases.transfers import COUNTS_POSTS

CLASSES = ("county", "prefecture", "region", "province")
"""The four that add up to 转移就业; 境外 and 地域不明 stand apart."""

ABROAD, UNKNOWN, TOTAL, FOUR = "abroad", "unknown", "total", "four"
KNOWN = (*CLASSES, ABROAD)

COVERED: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("lifted", "脱贫人口", NEEDY["lifted"]),
    ("watched", "监测对象（风险未消除）", NEEDY["watched"]),
    ("cleared", "监测对象（风险已消除）", NEEDY["cleared"]),
)
HOMES = "homes"
ALL, WORKING, IDLE = "all", "working", "idle"

_TOWNSHIP, _VILLAGE = 9, 12


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """How many people of an area work, by class; the area is told by code and name."""

    code: str
    name: str
    classes: tuple[int, ...]
    abroad: int
    unknown: int

    @property
    def four(self) -> int:
        """Return the sum of the four classes."""
        return sum(self.classes)

    @property
    def total(self) -> int:
        """Return everybody at work, abroad and not known too."""
        return self.four + self.abroad + self.unknown


@dataclass(frozen=True, slots=True)
class Covered:
    """How many of a group could work, and how many do."""

    key: str
    title: str
    all: int
    working: int


@dataclass(frozen=True, slots=True)
class TransferReport:
    """The counts of a day or a year; ``people`` was counted apart, and must be the same total."""

    area: str
    on: date
    year: int | None
    sum: ClassCounts
    places: tuple[ClassCounts, ...]
    people: int
    covered: tuple[Covered, ...]
    homes: Covered

    @property
    def balanced(self) -> bool:
        """Say whether the classes, abroad and unknown come to the people that were counted."""
        return self.sum.total == self.people


def transfer_report(
    session: Session, area: str = "", on: date | None = None, year: int | None = None
) -> TransferReport:
    """Return the counts of a day (today when none is told), or of everybody who worked in a year.

    ``area`` is the beginning of village codes: a county, a township, a village, or everything.
    Who is said to work away and has no work on record is 地域不明, and only today. 覆盖 is that of
    the day, or of the end of the year.
    """
    span = _span(session, area, on, year)
    database = session.store.database
    counts = queries.scope_counts(database, span)
    untold = queries.untold_counts(database, span) if _is_today(session, span) else {}
    places = _places(counts, untold, area, session.village_codes)
    people, _ = queries.scope_totals(database, span, ())
    day = _day_of(span)
    born = labour_born(date.fromisoformat(span.last))
    covered = queries.coverage_counts(database, day, born)
    homes, with_work = queries.relocated_counts(database, day)
    return TransferReport(
        area=area,
        on=date.fromisoformat(span.last),
        year=year,
        sum=_summed(area, "合计", places),
        places=places,
        people=people + sum(untold.values()),
        covered=tuple(_covered(key, title, statuses, covered) for key, title, statuses in COVERED),
        homes=Covered(HOMES, "易地搬迁户", homes, with_work),
    )


def transfer_people(
    session: Session,
    number: str,
    area: str = "",
    on: date | None = None,
    year: int | None = None,
) -> list[RecordId]:
    """Return the people behind a number of the report with the same area, day or year.

    ``number`` is a class, ``four``, ``abroad``, ``unknown`` or ``total``; or ``lifted``,
    ``watched``, ``cleared`` or ``homes`` with ``:all``, ``:working`` or ``:idle`` behind it
    (households are told by their heads).
    """
    span = _span(session, area, on, year)
    group, _, part = number.partition(":")
    if part:
        found = _people_covered(session, span, group, part)
    else:
        found = _people_of_classes(session, span, number)
    return [UUID(bytes=each) for each in found]


def transfer_counts(
    session: Session,
    area: str = "",
    on: date | None = None,
    year: int | None = None,
    until: date | None = None,
) -> dict[str, dict[str, int]]:
    """Return by village code and class how many work; class ``unknown`` is not known.

    A year is counted to the day ``until`` of it.
    """
    span = _span(session, area, on, year)
    if until is not None:
        span = replace(span, last=min(span.last, until.isoformat()))
    found: dict[str, dict[str, int]] = {}
    for (code, scope), number in queries.scope_counts(session.store.database, span).items():
        found.setdefault(code, {})[scope or UNKNOWN] = number
    return found


def _people_of_classes(session: Session, span: Span, number: str) -> list[bytes]:
    database = session.store.database
    told = {FOUR: CLASSES, TOTAL: KNOWN, UNKNOWN: (), **{each: (each,) for each in KNOWN}}
    if number not in told:
        raise _no_number(number)
    with_unknown = number in (TOTAL, UNKNOWN)
    known = KNOWN if with_unknown else ()
    found = queries.scope_people(database, span, told[number], known)
    if with_unknown and _is_today(session, span):
        found += queries.untold_people(database, span)
    return found


def _people_covered(session: Session, span: Span, group: str, part: str) -> list[bytes]:
    works = {ALL: None, WORKING: True, IDLE: False}
    if part not in works:
        raise _no_number(f"{group}:{part}")
    database, day = session.store.database, _day_of(span)
    if group == HOMES:
        return queries.relocated_people(database, day, works[part])
    statuses = next((each for key, _, each in COVERED if key == group), ())
    if not statuses:
        raise _no_number(f"{group}:{part}")
    born = labour_born(date.fromisoformat(span.last))
    return queries.coverage_people(database, day, born, statuses, works[part])


def _no_number(number: str) -> Refused:
    return Refused(
        f"汇总里没有“{number}”这个数。",
        advice="写 county、prefecture、region、province、four、abroad、unknown、total，"
        "或者 lifted:all、lifted:working、lifted:idle 这样的写法。",
        fields=("number",),
    )


def _span(session: Session, area: str, on: date | None, year: int | None) -> Span:
    today = session.today()
    if on is not None and year is not None:
        raise Refused("日期和年度只能写一个。", advice="要一天的写 on，要一年的写 year。")
    if year is not None:
        if not 2000 <= year <= today.year:
            raise Refused(
                f"没有 {year} 年度的汇总。", advice="请写到今年为止的年度。", fields=("year",)
            )
        first, last = date(year, 1, 1), min(today, date(year, 12, 31))
    else:
        first = last = on or today
        if first > today:
            raise Refused(f"{first} 还没有到。", advice="请写到今天为止的日子。", fields=("on",))
    return Span(
        first=first.isoformat(),
        last=last.isoformat(),
        area=area,
        posts=session.rules.holds(COUNTS_POSTS, last),
    )


def _day_of(span: Span) -> Span:
    return Span(first=span.last, last=span.last, area=span.area, posts=span.posts)


def _is_today(session: Session, span: Span) -> bool:
    return span.first == span.last == session.today().isoformat()


def _places(
    counts: dict[tuple[str, str], int],
    untold: dict[str, int],
    area: str,
    own: Sequence[str],
) -> tuple[ClassCounts, ...]:
    """Return a line a village where there are few or one township, else a line a township."""
    of_area = [code for code in own if code.startswith(area)]
    codes = {code for code, _ in counts} | untold.keys() | set(of_area)
    digits = place_digits(codes)
    rows: dict[str, dict[str, int]] = {code[:digits]: {} for code in sorted(codes)}
    for (code, scope), number in counts.items():
        of_place = rows[code[:digits]]
        of_place[scope] = of_place.get(scope, 0) + number
    for code, number in untold.items():
        of_place = rows[code[:digits]]
        of_place[""] = of_place.get("", 0) + number
    return tuple(
        ClassCounts(
            code,
            _name(code),
            tuple(found.get(scope, 0) for scope in CLASSES),
            found.get(ABROAD, 0),
            sum(number for scope, number in found.items() if scope not in KNOWN),
        )
        for code, found in rows.items()
    )


def _name(code: str) -> str:
    if len(code) > _TOWNSHIP:
        return village_name(code)
    named = (one.name for one in divisions.townships(code[:6]) if one.code == code)
    return next(named, code)


def _summed(code: str, name: str, places: Sequence[ClassCounts]) -> ClassCounts:
    return ClassCounts(
        code,
        name,
        tuple(sum(one.classes[at] for one in places) for at in range(len(CLASSES))),
        sum(one.abroad for one in places),
        sum(one.unknown for one in places),
    )


def _covered(
    key: str, title: str, statuses: Sequence[str], found: dict[str, tuple[int, int]]
) -> Covered:
    pairs = [found.get(status, (0, 0)) for status in statuses]
    return Covered(key, title, sum(number for number, _ in pairs), sum(work for _, work in pairs))


def place_digits(codes: Collection[str]) -> int:
    """Return how long the codes of a report's lines are: those of villages, or of townships.

    Villages have a line each where there are few, or of one township.
    """
    townships = {code[:_TOWNSHIP] for code in codes}
    many = len(townships) > 1 and len(codes) > len(townships) * 2
    return _TOWNSHIP if many else _VILLAGE


def class_title(scope: str) -> str:
    """Return the words of a class, of 境外 or of 地域不明."""
    return "地域不明" if scope in ("", UNKNOWN) else text_of("transfer_scope", scope)
