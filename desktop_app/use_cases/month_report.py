"""月报: what a desk or an office did in a month, what stands at its end, and how that changed.

Everything is counted from the records, by village, so that the lines of areas add up to the whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from os.path import commonprefix

from db.month_queries import (
    DONE,
    PEOPLE,
    STANDING,
    Between,
    counts_of,
    open_rolls,
    people_counts,
)
from db.roll_queries import roll_sums
from desktop_app.domain.bars import Bar
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.session import Session
from desktop_app.use_cases.ledger_marks import LedgerMark, ledger_mark
from desktop_app.use_cases.month_figures import FIGURES, Figure, Sums, Whose
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.snapshots import closed_counts
from desktop_app.use_cases.targets import TargetLine, area_name, reached, target_bars
from desktop_app.use_cases.transfer_report import CLASSES, place_digits, transfer_counts

__all__ = ["AreaLine", "MonthReport", "ReportedFigure", "ReportedTarget", "month_report"]

COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12
NAMED = 3
"""So many villages are named one by one; more are counted."""

ByVillage = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFigure:
    """A figure of the month beside last month's and the year so far; none is not known."""

    figure: Figure
    month: int | None
    before: int | None
    year: int | None

    @property
    def change(self) -> int | None:
        """Return by how much it differs from last month's."""
        known = self.month is not None and self.before is not None
        return (self.month or 0) - (self.before or 0) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLine:
    """What one village or township came to."""

    code: str
    name: str
    sums: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTarget:
    """A measure of the year up to the month's end, and up to the end of the month before.

    January has no month before: the year is counted anew.
    """

    line: TargetLine
    before: int | None

    @property
    def change(self) -> int | None:
        """Return what the month added."""
        done = self.line.done
        return None if done is None or self.before is None else done - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """A month of an area up to ``until``; ``notes`` are what a reader must know beside it."""

    area_code: str
    area: str
    month: str
    until: date
    over: bool
    figures: tuple[ReportedFigure, ...]
    areas: tuple[AreaLine, ...]
    targets: tuple[ReportedTarget, ...]
    notes: tuple[str, ...]
    ledger: LedgerMark

    def bars_of_targets(self) -> list[Bar]:
        """Return the bars of what was reached of the year's targets."""
        return target_bars([one.line for one in self.targets])

    def bars_of_visits(self) -> list[Bar]:
        """Return a bar for each area: the households visited among all of it."""
        return [
            Bar(one.name, Decimal(one.sums["visited"]), Decimal(one.sums["households"]))
            for one in self.areas
        ]


def month_report(session: Session, month: str = "", area_code: str = "") -> MonthReport:
    """Return the report of a month (this one if none is named) of an area (all of this desk).

    ``Refused`` for a month to come and for an area none of whose villages is here.
    """
    today = session.today()
    asked = Month.of(month) if month else Month.around(today)
    if asked.first > today:
        raise Refused(
            f"{asked.told}还没有到，没有月报。", advice="请选本月或以前的月份。", fields=("month",)
        )
    villages = _villages(session, area_code)
    until, over = min(asked.last, today), asked.last < today
    earlier = asked.previous()
    now = _Counts(session, villages, asked, until)
    now.add_year(session)
    then = _Counts(session, villages, earlier, earlier.last)
    figures = tuple(_figure(each, now, then) for each in FIGURES)
    return MonthReport(
        area_code=area_code,
        area=area_title(session, area_code),
        month=asked.text,
        until=until,
        over=over,
        figures=figures,
        areas=tuple(_areas(villages, now)),
        targets=tuple(_targets(session, area_code, villages, asked, until)),
        notes=tuple(_notes(session, area_code, now, then, over=over)),
        ledger=ledger_mark(session, villages),
    )


def area_title(session: Session, area_code: str) -> str:
    """Return whose report it is: an area, or the villages that a specialist has there."""
    villages = _villages(session, area_code)
    townships = {code[:TOWNSHIP] for code in villages}
    if session.role == "county" and len(area_code) != VILLAGE:
        return area_name(area_code or session.county_code)
    if session.role == "township" and len(area_code) != VILLAGE and len(townships) == 1:
        return area_name(*townships)
    if len(villages) > NAMED:
        return f"{village_name(villages[0])}等 {len(villages)} 个嘎查村"
    return "、".join(village_name(code) for code in villages)


class _Counts:
    """What the villages came to in one month, counted once; sums are taken of it."""

    def __init__(
        self, session: Session, villages: tuple[str, ...], month: Month, until: date
    ) -> None:
        self.month, self.villages = month, villages
        database = session.store.database
        area = commonprefix(villages)  # noqa: RUF071 - by digits: codes are no paths
        self._days = Between(first=month.first.isoformat(), last=until.isoformat(), area=area)
        self.done: ByVillage = counts_of(database, self._days, DONE)
        self.year: ByVillage = {}
        self.standing: ByVillage = counts_of(database, self._days, STANDING)
        self.people: ByVillage = {}
        self._add_rolls(session, self.done, month)
        self._add_work(session, area, until)
        self._take_closed(session)
        held, seats = self.standing["holders"], self.standing["posts"]
        self.standing["vacant"] = {
            code: max(0, number - held.get(code, 0)) for code, number in seats.items()
        }

    def add_year(self, session: Session) -> None:
        """Count what a report says of its own month alone: the year so far, and who lives there."""
        first = Month(self.month.year, 1)
        year = replace(self._days, first=first.first.isoformat())
        self.year = counts_of(session.store.database, year, DONE)
        self._add_rolls(session, self.year, first)
        if not self.closed:
            self.people = people_counts(session.store.database, self._days)

    def open_rolls(self, session: Session) -> list[tuple[str, str]]:
        """Return where a roll of the month is not closed: village and line of funding."""
        found = open_rolls(session.store.database, self._days)
        return [(code, of) for code, of in found if code in self.villages]

    def sum_of(self, figure: Figure, *, year: bool = False) -> int:
        """Return what all villages come to."""
        return sum(self.by_village(figure, year=year).values())

    def by_village(self, figure: Figure, *, year: bool = False) -> Mapping[str, int]:
        """Return what each village comes to, none left out but as 0."""
        of = {Whose.DONE: self.year if year else self.done, Whose.STANDING: self.standing,
              Whose.PEOPLE: self.people}[figure.whose]  # fmt: skip
        own = of.get(figure.key, {})
        return {code: own.get(code, 0) for code in self.villages}

    def _add_rolls(self, session: Session, kept: ByVillage, first: Month) -> None:
        for one in roll_sums(session.store.database, first, self.month):
            named = {"roll_people": one.people, "roll_halves": one.halves,
                     "roll_fen": one.total_fen, "roll_corrected": one.corrected_fen,
                     "roll_paid": one.paid_fen}  # fmt: skip
            for name, number in named.items():
                own = kept.setdefault(name, {})
                own[one.village_code] = own.get(one.village_code, 0) + number

    def _add_work(self, session: Session, area: str, until: date) -> None:
        for code, scopes in transfer_counts(session, area, on=until).items():
            for scope, number in scopes.items():
                self.standing.setdefault(f"scope_{scope}", {})[code] = number
            four = sum(scopes.get(scope, 0) for scope in CLASSES)
            self.standing.setdefault("working", {})[code] = four

    def _take_closed(self, session: Session) -> None:
        """Take who lived there from the snapshots where every village closed the month."""
        closed = closed_counts(session, self.month)
        own = [closed.get(code, {}) for code in self.villages]
        self.closed = all(set(PEOPLE) <= set(one) for one in own)
        if self.closed:
            self.people = {
                name: {code: closed[code][name] for code in self.villages} for name in PEOPLE
            }


def _figure(figure: Figure, now: _Counts, then: _Counts) -> ReportedFigure:
    known = figure.whose is not Whose.PEOPLE or then.closed
    return ReportedFigure(
        figure=figure,
        month=now.sum_of(figure),
        before=then.sum_of(figure) if known else None,
        year=now.sum_of(figure, year=True) if figure.whose is Whose.DONE else None,
    )


def _areas(villages: tuple[str, ...], now: _Counts) -> Iterable[AreaLine]:
    digits = place_digits(villages)
    by_figure = {each.key: now.by_village(each) for each in FIGURES}
    for place in dict.fromkeys(code[:digits] for code in villages):
        sums: Sums = {
            key: sum(number for code, number in found.items() if code.startswith(place))
            for key, found in by_figure.items()
        }
        yield AreaLine(code=place, name=area_name(place), sums=sums)


def _targets(
    session: Session, area_code: str, villages: tuple[str, ...], month: Month, until: date
) -> Iterable[ReportedTarget]:
    """Return the year's measures: of the area, or together of a specialist's villages."""
    whole = session.role == "county" or len(area_code) > COUNTY
    areas = [area_code or session.county_code] if whole else list(villages)
    lines = reached(session, areas, month.year, until)
    done: dict[str, int | None] = {}
    if month.number > 1:
        done = dict.fromkeys((one.measure for one in lines if one.done is not None), 0)
        earlier = reached(session, areas, month.year, month.previous().last)
        done |= {one.measure: one.done for one in earlier}
    for one in lines:
        yield ReportedTarget(line=one, before=done.get(one.measure))


def _notes(
    session: Session, area_code: str, now: _Counts, then: _Counts, *, over: bool
) -> Iterable[str]:
    if not over:
        day = session.today()
        yield f"{now.month.told}还没有过完，数到 {day.month} 月 {day.day} 日为止。"
    left = now.open_rolls(session)
    if left:
        named = [f"{village_name(code)}（{text_of('post_department', of)}）" for code, of in left]
        some = "、".join(named[:NAMED])
        more = f"等 {len(named)} 份" if len(named) > NAMED else ""
        yield f"考勤和补贴只算已关账的发放表；{some}{more}还没有关账，没有计入。"
    if over and not now.closed:
        yield f"{now.month.told}没有月度快照，人口和户数按今天的登记计算。"
    if not then.closed:
        yield f"{then.month.told}没有月度快照，人口和户数不和上月比。"


def _villages(session: Session, area_code: str) -> tuple[str, ...]:
    found = tuple(code for code in session.village_codes if code.startswith(area_code))
    if not found or len(area_code) not in (0, COUNTY, TOWNSHIP, VILLAGE):
        raise Refused(
            f"这台电脑上没有区划代码 {area_code} 的嘎查村，没有月报。",
            advice="请从自己负责的苏木乡镇或者嘎查村里选。",
            fields=("area_code",),
        )
    return tuple(sorted(found))
