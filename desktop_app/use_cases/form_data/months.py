"""The monthly report on paper (月报): the figures, areas, targets and charts of the screen."""

from desktop_app.domain.money import exact_yuan
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection, asked_month
from desktop_app.use_cases.form_data.words import count, day
from desktop_app.use_cases.ledger_marks import LedgerMark
from desktop_app.use_cases.month_figures import IN_AREAS, NAMED
from desktop_app.use_cases.month_report import (
    AreaLine,
    ReportedFigure,
    ReportedTarget,
)
from desktop_app.use_cases.month_report import month_report as read_report
from printing.form_data import FormData


def month_report(session: Session, wanted: Selection) -> Filled:
    """Return the report of a month: of an area by its code, or of all villages of this desk.

    Where the journal stands is no part of what the report says: the same figures are one paper.
    """
    month = asked_month(wanted)
    report = read_report(session, month.text, wanted.village_code)
    of_ledger = _ledger(report.ledger)
    values = {
        "month": month.told,
        "unit": report.area,
        "on": day(report.until),
        "maker": session.officer,
        "notes": "".join(report.notes),
    }
    codes = session.village_codes
    return Filled(
        data=FormData(
            values=values | of_ledger,
            rows={
                "figures": _figures(report.figures),
                "areas": [_area(one) for one in report.areas],
                "targets": [_target(one) for one in report.targets],
            },
        ),
        subject=f"{report.area}{month.told}",
        village_code=wanted.village_code if wanted.village_code in codes else codes[0],
        dated=tuple(of_ledger),
    )


def _ledger(mark: LedgerMark) -> dict[str, str]:
    return {
        "digest": mark.digest,
        "feeds": count(mark.feeds),
        "entries": count(mark.entries),
        "places": mark.places,
    }


def _figures(figures: tuple[ReportedFigure, ...]) -> list[dict[str, str]]:
    """Return a row for each figure; a group is named in its first row."""
    rows, before = list[dict[str, str]](), ""
    for one in figures:
        how = one.figure
        rows.append(
            {
                "group": how.group if how.group != before else "",
                "title": how.label,
                "of": how.unit,
                "month": how.words(one.month),
                "before": how.words(one.before),
                "change": how.words(one.change, signed=True),
                "year": how.words(one.year),
            }
        )
        before = how.group
    return rows


def _area(line: AreaLine) -> dict[str, str]:
    return {"name": line.name} | {
        key: exact_yuan(line.sums[key]) if NAMED[key].unit == "元" else count(line.sums[key])
        for key in IN_AREAS
    }


def _target(one: ReportedTarget) -> dict[str, str]:
    line, change = one.line, one.change
    return {
        "title": line.label,
        "goal": count(line.target),
        "done": count(line.done),
        "share": "" if line.percent is None else f"{line.percent}%",
        "before": count(one.before),
        "change": "" if change is None else f"{change:+d}" if change else "0",
    }
