"""The monthly report as an Excel workbook: the figures, areas and targets of screen and paper."""

from collections.abc import Iterator
from pathlib import Path

from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell, Count, PlainList, Yuan, keep_book, list_book
from desktop_app.use_cases.month_figures import IN_AREAS, NAMED, Figure
from desktop_app.use_cases.month_report import MonthReport, month_report

FIGURES = ("类别", "指标", "单位", "本月", "上月", "比上月", "本年累计")
TARGETS = ("指标", "目标", "已完成", "完成率（%）", "到上月", "本月增加")


def export_month_report(
    session: Session, path: str, month: str = "", area_code: str = "", *, replace: bool = False
) -> str:
    """Write the report of a month to an Excel file and return its path; figures are numbers.

    ``Refused`` where the file exists, unless it is to be replaced.
    """
    report = month_report(session, month, area_code)
    if Path(path).exists() and not replace:
        raise Refused("已经有同名的文件，没有覆盖它。", advice="请换一个文件名。")
    keep_book(list_book(_sheets(session, report)), Path(path))
    return path


def _sheets(session: Session, report: MonthReport) -> list[PlainList]:
    heads = [_head(NAMED[key]) for key in IN_AREAS]
    targets: list[tuple[Cell, ...]] = [
        (one.line.label, one.line.target, one.line.done, one.line.percent, one.before, one.change)
        for one in report.targets
    ]
    return [
        ("月报", FIGURES, list(_figures(report))),
        ("各地", ("地方", *heads), list(_areas(report))),
        ("目标任务", TARGETS, targets),
        ("说明", ("项目", "内容"), list(_facts(session, report))),
    ]


def _figures(report: MonthReport) -> Iterator[tuple[Cell, ...]]:
    for one in report.figures:
        how = one.figure
        numbers = (one.month, one.before, one.change, one.year)
        yield how.group, how.label, how.unit, *(_number(how, each) for each in numbers)


def _areas(report: MonthReport) -> Iterator[tuple[Cell, ...]]:
    for line in report.areas:
        yield line.name, *(_number(NAMED[key], line.sums[key]) for key in IN_AREAS)


def _facts(session: Session, report: MonthReport) -> Iterator[tuple[Cell, ...]]:
    yield "填报单位", report.area
    yield "月份", Month.of(report.month).told
    yield "数到", report.until.isoformat()
    yield "导出", f"{session.today()} {session.officer}"
    for note in report.notes:
        yield "说明", note
    ledger = report.ledger
    yield "账本摘要", f"{ledger.digest}（{ledger.feeds} 本账、{ledger.entries} 条记录）"


def _head(figure: Figure) -> str:
    return f"{figure.label}（{figure.unit}）"


def _number(figure: Figure, number: int | None) -> Cell:
    """Return a figure as a number that can be reckoned with; nothing where none is known."""
    if number is None:
        return None
    if figure.unit == "元":
        return Yuan(number)
    return Count(5 * number) if figure.unit == "天" else number
