"""What an area reached of its targets (目标任务完成情况), with a chart of the same numbers."""

from desktop_app.domain.codes import text_of
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection
from desktop_app.use_cases.form_data.words import count, day
from desktop_app.use_cases.targets import TargetLine, reported, target_sheet
from printing.form_data import FormData

UNITS = {
    "incubators": "个",
    "ventures": "户",
    "posts": "个",
    "bases": "个",
    "training": "人次",
}
PEOPLE = "人"


def target_report(session: Session, wanted: Selection) -> Filled:
    """Return what an area reached in a year; measures without a target or a count are left out."""
    sheet = target_sheet(session, wanted.village_code, wanted.year)
    before = target_sheet(session, wanted.village_code, sheet.year - 1)
    earlier = {one.measure: one.done for one in before.lines}
    values = {
        "period": f"{sheet.year}年{sheet.area}",
        "unit": sheet.area,
        "on": day(session.today()),
        "maker": session.officer,
        "notes": "".join(one.sentence for one in sheet.checks if not one.holds),
    }
    rows = {"targets": [_row(one, earlier.get(one.measure)) for one in reported(sheet.lines)]}
    return Filled(
        data=FormData(values=values, rows=rows),
        subject=f"{sheet.area}{sheet.year}年",
        village_code=wanted.village_code
        if wanted.village_code in session.village_codes
        else session.village_codes[0],
        dated=("on",),
    )


def _row(line: TargetLine, before: int | None) -> dict[str, str]:
    percent = line.percent
    return {
        "title": text_of("measure", line.measure),
        "of": UNITS.get(line.measure, PEOPLE),
        "goal": count(line.target),
        "done": count(line.done),
        "share": "" if percent is None else f"{percent}%",
        "before": count(before),
        "notes": line.basis,
    }
