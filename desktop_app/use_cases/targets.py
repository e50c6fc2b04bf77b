"""目标任务: what an area is to reach in a year, how far it has come, and who is behind it.

Nothing is typed twice: what was reached is counted from the records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from db.target_queries import COUNTINGS, measure_counts, measure_people
from desktop_app.domain import divisions
from desktop_app.domain.bars import Bar
from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import RecordId, Target
from desktop_app.session import Session
from desktop_app.use_cases.approvals import may_decide
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.transfer_report import CLASSES, FOUR, transfer_counts, transfer_people

TRANSFER = "transfer"
BY_CLASS = {f"transfer_{scope}": scope for scope in CLASSES}
EARLIEST = 2020
MOST = 10_000_000
COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """A measure of an area: the target, what was reached, and what a target rests on.

    ``done`` is none for what no record of this program tells; ``reference`` is what the rule
    pack says of the whole city.
    """

    area_code: str
    area: str
    measure: str
    label: str
    target: int | None
    done: int | None
    basis: str
    reference: str
    target_id: RecordId | None

    @property
    def percent(self) -> int | None:
        """Return whole per cent reached, never rounded up to a hundred."""
        if not self.target or self.done is None:
            return None
        return self.done * 100 // self.target

    @property
    def missing(self) -> int:
        """Return how much is still missing."""
        return max(0, (self.target or 0) - (self.done or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A sum that must hold, and whether it does."""

    holds: bool
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSheet:
    """The measures of one area in a year, and how its numbers add up."""

    area_code: str
    area: str
    year: int
    lines: tuple[TargetLine, ...]
    checks: tuple[Check, ...]


def target_sheet(session: Session, area_code: str = "", year: int = 0) -> TargetSheet:
    """Return every measure of an area (the county if none is named) in a year (this one)."""
    area, asked = _area(session, area_code), _year(session, year)
    counted, targets = _counted(session, asked), _targets(session, asked)
    lines = tuple(
        _line(session, area, measure.value, asked, counted, targets)
        for measure in code_list("measure").codes
    )
    return TargetSheet(
        area_code=area,
        area=area_name(area),
        year=asked,
        lines=lines,
        checks=tuple(_checks(area, lines, targets, counted)),
    )


def reached(
    session: Session, areas: Sequence[str], year: int, until: date | None = None
) -> list[TargetLine]:
    """Return what some areas, of which none holds another, reached together up to a day (today).

    A target is the sum of theirs; measures with neither target nor count are left out.
    """
    asked = _year(session, year)
    counted, targets = _counted(session, asked, until), _targets(session, asked)
    found = []
    for measure in code_list("measure").codes:
        lines = [
            _line(session, _area(session, each), measure.value, asked, counted, targets)
            for each in areas
        ]
        found.append(_together(lines))
    return reported(found)


def lines_of(session: Session, targets: Sequence[Target]) -> list[TargetLine | None]:
    """Return how far each of these targets was reached; none for a year that is not counted."""
    years = {one.year for one in targets if one.year and one.year <= session.today().year}
    counted = {year: _counted(session, year) for year in years if year >= EARLIEST}
    return [
        _line(session, one.area_code, one.measure, one.year, counted[one.year],
              {(one.area_code, one.measure): one})
        if one.year in counted and one.measure in code_list("measure")
        else None
        for one in targets
    ]  # fmt: skip


def reported(lines: Sequence[TargetLine]) -> list[TargetLine]:
    """Return the lines of a report and of its chart: those with a target or a count."""
    return [one for one in lines if one.target is not None or one.done]


def target_bars(lines: Sequence[TargetLine], *, by_area: bool = False) -> list[Bar]:
    """Return the bars of a chart, each called by its measure, or by its area."""
    return [
        Bar(
            one.area if by_area else one.label,
            None if one.done is None else Decimal(one.done),
            Decimal(one.target or 0),
        )
        for one in reported(lines)
    ]


def measure_sheet(
    session: Session, measure: str, area_code: str = "", year: int = 0
) -> list[TargetLine]:
    """Return one measure for the area and each of the areas within it."""
    area, asked = _area(session, area_code), _year(session, year)
    _refuse_unknown(measure)
    counted, targets = _counted(session, asked), _targets(session, asked)
    return [
        _line(session, each, measure, asked, counted, targets)
        for each in (area, *areas_within(session, area))
    ]


def people_behind(
    session: Session, measure: str, area_code: str = "", year: int = 0
) -> list[RecordId]:
    """Return the people behind what an area reached, by village and name."""
    area, asked = _area(session, area_code), _year(session, year)
    _refuse_unknown(measure)
    if asked > session.today().year:
        return []
    if measure == TRANSFER or measure in BY_CLASS:
        return transfer_people(session, BY_CLASS.get(measure, FOUR), area, year=asked)
    if measure not in COUNTINGS:
        return []
    first, last = _days(session, asked)
    found = measure_people(session.store.database, measure, first=first, last=last, area=area)
    return [UUID(bytes=each) for each in found]


def set_target(
    session: Session, area_code: str, measure: str, year: int, value: int, basis: str = ""
) -> Target:
    """Keep what an area is to reach; the office of the county sets it for all its desks."""
    area, asked = _area(session, area_code), _year(session, year)
    _refuse_unknown(measure)
    if not 0 <= value <= MOST:
        raise Refused(
            f"目标值 {value} 不对，没有写入。",
            advice="填 0 到一千万之间的整数。",
            fields=("value",),
        )
    if not may_decide(session):
        raise Refused(
            "目标任务由旗县下达，专员的电脑不能改，没有写入。",
            advice="要改的，请告诉旗县；旗县改了以后，同步一次就能看到。",
        )
    label = f"{area_name(area)} {asked} 年{text_of('measure', measure)}目标 {value:,}"
    with session.operation("set_target", label) as operation:
        before = _targets(session, asked).get((area, measure))
        wish = before or Target(
            village_code=session.office_code, area_code=area, measure=measure, year=asked
        )
        return operation.save(replace(wish, value=value, basis=basis.strip() or wish.basis))


def areas_within(session: Session, area_code: str) -> list[str]:
    """Return the townships of a county, or the villages of a township, that this desk holds."""
    digits = TOWNSHIP if len(area_code) == COUNTY else VILLAGE
    if len(area_code) == VILLAGE:
        return []
    own = [code for code in session.village_codes if code.startswith(area_code)]
    return sorted({code[:digits] for code in own})


def area_name(code: str) -> str:
    """Return what people call a county, a township or a village."""
    if len(code) == VILLAGE:
        return village_name(code)
    if len(code) == COUNTY:
        return divisions.county(code).name
    return next((one.name for one in divisions.townships(code[:COUNTY]) if one.code == code), code)


Counts = Mapping[str, Mapping[str, int]]
Targets = Mapping[tuple[str, str], Target]


def _counted(session: Session, year: int, until: date | None = None) -> dict[str, dict[str, int]]:
    """Return by measure what every village reached in the year, up to a day of it."""
    first, last = _days(session, year)
    if until is not None:
        last = min(last, until.isoformat())
    database = session.store.database
    found = {
        measure: measure_counts(database, measure, first=first, last=last) for measure in COUNTINGS
    }
    found |= {measure: {} for measure in (TRANSFER, *BY_CLASS)}
    told = transfer_counts(session, year=year, until=until) if year <= session.today().year else {}
    for village, scopes in told.items():
        for measure, scope in BY_CLASS.items():
            found[measure][village] = scopes.get(scope, 0)
        found[TRANSFER][village] = sum(scopes.get(scope, 0) for scope in CLASSES)
    return found


def _targets(session: Session, year: int) -> dict[tuple[str, str], Target]:
    return {(one.area_code, one.measure): one for one in session.find(Target, year=year)}


def _line(
    session: Session, area: str, measure: str, year: int, counted: Counts, targets: Targets
) -> TargetLine:
    target = targets.get((area, measure))
    done = None
    if measure in counted:
        done = sum(count for code, count in counted[measure].items() if code.startswith(area))
    return TargetLine(
        area_code=area,
        area=area_name(area),
        measure=measure,
        label=text_of("measure", measure),
        target=None if target is None else target.value,
        done=done,
        basis="" if target is None else target.basis,
        reference=_reference(session, measure, year),
        target_id=None if target is None else target.id,
    )


def _together(lines: Sequence[TargetLine]) -> TargetLine:
    goals = [one.target for one in lines if one.target is not None]
    done = [one.done for one in lines if one.done is not None]
    return replace(lines[0], target=sum(goals) if goals else None, done=sum(done) if done else None)


def _reference(session: Session, measure: str, year: int) -> str:
    """Return what the rule pack says of the whole city, and whether it has run out."""
    key = f"target.{measure}"
    if key not in session.rules.clauses:
        return ""
    clause = session.rules.clause(key, date(year, 1, 1))
    return f"{clause.title} {clause.value} {clause.unit} · {clause.cited()}"


def _checks(
    area: str, lines: tuple[TargetLine, ...], targets: Targets, counted: Counts
) -> list[Check]:
    by_measure = {line.measure: line for line in lines}
    done = [by_measure[each].done or 0 for each in BY_CLASS]
    total = by_measure[TRANSFER]
    sums = " + ".join(f"{each:,}" for each in done)
    found = [
        Check(
            holds=sum(done) == total.done,
            sentence=f"四类转移就业 {sums} = {sum(done):,}，总数 {total.done or 0:,}。",
        )
    ]
    wanted = [by_measure[each].target for each in BY_CLASS]
    if total.target is not None and None not in wanted:
        aim = sum(each or 0 for each in wanted)
        found.append(
            Check(
                holds=aim >= total.target,
                sentence=f"四类目标合计 {aim:,}，转移就业总目标 {total.target:,}。",
            )
        )
    for line in lines:
        inside = [
            one.value or 0
            for (code, measure), one in targets.items()
            if measure == line.measure and _is_within(code, area)
        ]
        if line.target is not None and inside and sum(inside) != line.target:
            found.append(
                Check(
                    holds=False,
                    sentence=f"{line.label}：{line.area}目标 {line.target:,}，"
                    f"下一级分解合计 {sum(inside):,}，相差 {sum(inside) - line.target:+,}。",
                )
            )
    return found


def _is_within(code: str, area: str) -> bool:
    """Say whether an area is the next level below another."""
    below = {COUNTY: TOWNSHIP, TOWNSHIP: VILLAGE}.get(len(area))
    return len(code) == below and code.startswith(area)


def _area(session: Session, area_code: str) -> str:
    area = area_code or session.county_code
    if not area.startswith(session.county_code) or len(area) not in (COUNTY, TOWNSHIP, VILLAGE):
        raise Refused(
            f"区划代码 {area} 不在本旗县，没有找到。",
            advice="写旗县 6 位、苏木乡镇 9 位或者嘎查村 12 位的代码。",
            fields=("area_code",),
        )
    return area


def _year(session: Session, year: int) -> int:
    asked = year or session.today().year
    if not EARLIEST <= asked <= session.today().year + 1:
        raise Refused(
            f"没有 {asked} 年的目标任务。",
            advice=f"请写 {EARLIEST} 年以来、到明年为止的年度。",
            fields=("year",),
        )
    return asked


def _days(session: Session, year: int) -> tuple[str, str]:
    last = min(date(year, 12, 31), session.today())
    return date(year, 1, 1).isoformat(), max(last, date(year, 1, 1)).isoformat()


def _refuse_unknown(measure: str) -> None:
    if measure not in code_list("measure"):
        raise Refused(
            f"指标里没有「{measure}」。", advice="请从指标的列表里选一项。", fields=("measure",)
        )
