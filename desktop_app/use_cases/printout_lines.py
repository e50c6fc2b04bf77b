"""What the record of a print says to people: how a paper went out, and what came of it."""

from collections.abc import Iterator

from desktop_app.domain.codes import text_of
from desktop_app.domain.records import Paper, Printout, RecordId
from desktop_app.session import Session
from desktop_app.use_cases.person_events import HistoryEvent
from desktop_app.world import SHANGHAI
from printing.form_names import FORMS

SENT, PRINTED_ALL, SAVED = "sent", "printed", "saved"
STOPPED, CANCELLED, FAILED = "stopped", "cancelled", "failed"
RECOVERY_SHEET = "recovery_sheet"
SHEETS = {RECOVERY_SHEET: "数据恢复码"}
"""What is printed without a number of its own, and recorded all the same."""


def form_words(form: str) -> str:
    """Return what people call a form, or a sheet that has no number."""
    return FORMS.get(form) or SHEETS.get(form, "文书")


def moment_words(one: Printout, form: str = "%Y-%m-%d %H:%M") -> str:
    """Return when a paper went out, in the offices' time."""
    return one.sent_at.astimezone(SHANGHAI).strftime(form) if one.sent_at else ""


def _outcome_words(one: Printout) -> str:
    """Return what came of it, and how far it came where it was cut short."""
    said = text_of("print_outcome", one.outcome)
    if one.outcome not in (STOPPED, CANCELLED):
        return said
    came = "打出多少不清楚" if one.came_out is None else f"最多打出 {one.came_out} 面"
    return f"{said}（应打 {one.wanted} 面，{came}）"


def printout_words(one: Printout) -> str:
    """Return in a line how a paper went out and what came of it."""
    if not one.printer:
        return _outcome_words(one)
    parts = [f"打印机“{one.printer}”", f"{one.copies} 遍"]
    if one.pages:
        parts.append(f"第 {one.pages} 页")
    if one.sides:
        parts.append(text_of("print_sides", one.sides))
    return " · ".join([*parts, _outcome_words(one)])


def printout_events(session: Session, person_id: RecordId) -> Iterator[HistoryEvent]:
    """Yield when papers about a person went out, in no order."""
    found = session.find(Printout, person_id=person_id)
    numbers = {one.id: one.number for one in session.many(Paper, [p.paper_id for p in found])}
    for one in found:
        if one.sent_at is None:
            continue
        verb = "打印" if one.printer else "另存"
        number = numbers.get(one.paper_id, "")
        yield HistoryEvent(
            one.sent_at.astimezone(session.now().tzinfo).date(),
            "printer",
            f"{verb}{form_words(one.form)}",
            one.officer,
            " · ".join(filter(None, (number, printout_words(one)))),
        )
