"""What rolls come to by month, village and line of funding, and over a year."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db.roll_queries import RollSum, roll_sums
from desktop_app.domain.codes import text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, Yuan, keep_book, list_book
from desktop_app.use_cases.people_list import village_name

__all__ = ["RollTotal", "RollTotals", "export_totals", "roll_totals"]

HEAD = ("名称", "人次", "关账金额（元）", "其中更正（元）", "实发（元）", "未发（元）")


@dataclass(frozen=True, slots=True, kw_only=True)
class RollTotal:
    """The sums of some rolls, in fen; ``people`` counts places on rolls, not heads."""

    name: str
    people: int
    total_fen: int
    paid_fen: int
    corrected_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RollTotals:
    """The rolls of a year three ways, each of which adds up to ``whole``."""

    year: int
    whole: RollTotal
    by_month: tuple[RollTotal, ...]
    by_village: tuple[RollTotal, ...]
    by_department: tuple[RollTotal, ...]


def roll_totals(session: Session, year: int, village_code: str = "") -> RollTotals:
    """Return the sums of the closed rolls of a year, of one village or of all of this desk."""
    if not 2000 <= year <= 2200:
        raise Refused(f"“{year}”不是一个年份。", advice="年份写成 2026。", fields=("year",))
    if village_code and village_code not in session.village_codes:
        raise Refused(
            "这个嘎查村不归这台电脑管，没有汇总。",
            advice="请从自己负责的嘎查村里选一个。",
            fields=("village_code",),
        )
    sums = [
        one
        for one in roll_sums(session.store.database, Month(year, 1), Month(year, 12))
        if village_code in ("", one.village_code)
    ]
    return RollTotals(
        year=year,
        whole=_total(f"{year}年", sums),
        by_month=_grouped(sums, "month", lambda text: Month.of(text).told),
        by_village=_grouped(sums, "village_code", village_name),
        by_department=_grouped(sums, "department", partial(text_of, "post_department")),
    )


def export_totals(
    session: Session, path: str, year: int, village_code: str = "", *, replace: bool = False
) -> str:
    """Write the sums of a year to an Excel file, a sheet for each way, and return its path.

    Amounts are numbers, each sheet ends with their sum. ``Refused`` where the file exists, unless
    it is to be replaced.
    """
    found = roll_totals(session, year, village_code)
    if Path(path).exists() and not replace:
        raise Refused("已经有同名的文件，没有覆盖它。", advice="请换一个文件名。")
    ways = (("按月份", found.by_month), ("按嘎查村", found.by_village),
            ("按主管部门", found.by_department))  # fmt: skip
    sheets = [(name, HEAD, list(map(_cells, (*lines, found.whole)))) for name, lines in ways]
    keep_book(list_book(sheets), Path(path))
    return path


def _cells(one: RollTotal) -> tuple[Cell, ...]:
    left = one.total_fen - one.paid_fen
    amounts = (one.total_fen, one.corrected_fen, one.paid_fen, left)
    return one.name, one.people, *map(Yuan, amounts)


def _grouped(
    sums: list[RollSum], field: str, name_of: Callable[[str], str]
) -> tuple[RollTotal, ...]:
    """Group by a field: two villages of the same name stay two."""
    groups: dict[str, list[RollSum]] = {}
    for one in sums:
        groups.setdefault(getattr(one, field), []).append(one)
    return tuple(_total(name_of(value), ours) for value, ours in groups.items())


def _total(name: str, sums: list[RollSum]) -> RollTotal:
    return RollTotal(
        name=name,
        people=sum(one.people for one in sums),
        total_fen=sum(one.total_fen for one in sums),
        paid_fen=sum(one.paid_fen for one in sums),
        corrected_fen=sum(one.corrected_fen for one in sums),
    )
