"""What the closed rolls of a year come to on paper (补贴发放汇总表): the sums of the screen."""

from collections.abc import Sequence

from desktop_app.domain.money import exact_yuan, yuan_in_words
from desktop_app.session import Session
from desktop_app.use_cases.form_data.filled import Filled, Selection, unit
from desktop_app.use_cases.form_data.words import count, day
from desktop_app.use_cases.month_report import area_title
from desktop_app.use_cases.roll_totals import RollTotal, roll_totals
from printing.form_data import FormData


def subsidy_totals(session: Session, wanted: Selection) -> Filled:
    """Return the rolls of a year (this one) three ways: of a village, or of all of this desk."""
    found = roll_totals(session, wanted.year or session.today().year, wanted.village_code)
    whose = unit(wanted.village_code) if wanted.village_code else area_title(session, "")
    values = {
        "year": found.whole.name,
        "unit": whose,
        "on": day(session.today()),
        "total": exact_yuan(found.whole.total_fen),
        "total_words": yuan_in_words(found.whole.total_fen),
        "paid": exact_yuan(found.whole.paid_fen),
        "maker": session.officer,
    }
    rows = {
        "months": _rows(found.by_month),
        "villages": _rows(found.by_village),
        "departments": _rows(found.by_department),
    }
    return Filled(
        data=FormData(values=values, rows=rows),
        subject=f"{whose}{found.whole.name}",
        village_code=wanted.village_code or session.village_codes[0],
        dated=("on",),
    )


def _rows(totals: Sequence[RollTotal]) -> list[dict[str, str]]:
    return [
        {
            "name": one.name,
            "people": count(one.people),
            "total": exact_yuan(one.total_fen),
            "corrected": exact_yuan(one.corrected_fen),
            "paid": exact_yuan(one.paid_fen),
            "left": exact_yuan(one.total_fen - one.paid_fen),
        }
        for one in totals
    ]
