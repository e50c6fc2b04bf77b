"""What is asked on a visit, and how an answer reads."""

from dataclasses import dataclass
from datetime import date

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.dates import short
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Visit, labels

ASKED = (
    "residing",
    "employment_status",
    "scope",
    "employer",
    "monthly_fen",
    "job_intention",
    "training_wish",
    "enrolment",
    "difficulty",
    "promise",
    "promise_due_on",
)
"""The answers that are carried forward from visit to visit, in the order of asking."""

EARNING = frozenset({"11", "1", "2", "7", "99"})
"""Employment statuses with work that can be named and paid."""

AWAY_OR_HERE = frozenset({"11", "1", "2"})
"""Employment statuses whose place of work is counted by region."""

ALONG = {
    "scope": ("employment_status", AWAY_OR_HERE),
    "employer": ("employment_status", EARNING),
    "monthly_fen": ("employment_status", EARNING),
    "promise_due_on": ("promise", frozenset[str]()),
}
"""Answers that are asked in the row of another: (that row, for which of its answers)."""

_KINDS = {"monthly_fen": "money", "promise_due_on": "date"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its words, what may be answered, and what was known before.

    ``kind`` is code, text, money or date. ``within`` names the question in whose row it
    stands, asked when that answer is one of ``asked_for``, or any if this is empty.
    """

    field: str
    label: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    last_text: str = ""
    within: str = ""
    asked_for: frozenset[str] = frozenset()
    unit: str = ""


def questions(known: Visit, today: date) -> tuple[Question, ...]:
    """Return the questions of a visit, beside what was known before."""
    return tuple(_question(field, known, today) for field in ASKED)


def _question(field: str, known: Visit, today: date) -> Question:
    label = labels(Visit)[field]
    choices: tuple[tuple[str, str], ...] = ()
    if label.codes:
        codes = code_list(label.codes).choices(today)
        choices = tuple((code.value, code.text) for code in codes)
    within, asked_for = ALONG.get(field, ("", frozenset[str]()))
    kind = "code" if label.codes else _KINDS.get(field, "text")
    return Question(
        field=field,
        label=label.text,
        kind=kind,
        choices=choices,
        last_text=answer_text(known, field),
        within=within,
        asked_for=asked_for,
        unit=label.unit,
    )


def answer_text(visit: Visit, field: str) -> str:
    """Return one answer as people read it; '' where there is none."""
    value = getattr(visit, field)
    if not value:
        return ""
    if field == "monthly_fen":
        return f"{yuan(value)} 元/月"
    if isinstance(value, date):
        return short(value)
    return text_of(labels(Visit)[field].codes, str(value))


def row_text(visit: Visit, field: str) -> str:
    """Return the answer of a row together with those asked along with it."""
    along = [name for name, (row, _for) in ALONG.items() if row == field]
    texts = [answer_text(visit, field)]
    texts += [
        f"{answer_text(visit, name)}前办完"
        if name == "promise_due_on"
        else answer_text(visit, name)
        for name in along
        if getattr(visit, name)
    ]
    return " · ".join(text for text in texts if text)


def applies(visit: Visit, field: str) -> bool:
    """Say whether an answer makes sense beside the others."""
    if field not in ALONG:
        return True
    row, asked_for = ALONG[field]
    answer = getattr(visit, row)
    return answer in asked_for if asked_for else bool(answer)


def changed_fields(before: Visit, now: Visit) -> str:
    """Return the names of the answers that differ, joined by commas; '' is 无变化."""
    return ",".join(name for name in ASKED if getattr(before, name) != getattr(now, name))
