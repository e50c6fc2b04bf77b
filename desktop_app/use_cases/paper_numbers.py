"""The number of each paper: by desk and year, never used twice."""

from db.post_queries import paper_numbers
from desktop_app.session import Session

WORDS = {"placement_certificate": "安证字"}
OTHER_FORMS, TRAINING = "文印字", "练"
DESK_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O 1 I L, which people mix up on the telephone."""


def next_number(session: Session, form: str) -> str:
    """Return the next number of this desk in this year: removed and void ones stay used."""
    first = TRAINING if session.training else WORDS.get(form, OTHER_FORMS)
    beginning = f"{first}〔{session.today().year}〕第{session.county_code}-{_desk(session)}-"
    used = paper_numbers(session.store.database, beginning)
    last = max((_running(number, beginning) for number in used), default=0)
    return f"{beginning}{last + 1:04}号"


def _running(number: str, beginning: str) -> int:
    digits = number.removeprefix(beginning).removesuffix("号")
    return int(digits) if digits.isdecimal() else 0


def _desk(session: Session) -> str:
    """Return four characters that tell this desk from the others of the county."""
    rest = int.from_bytes(session.store.desk.device[:8])
    letters = ""
    for _ in range(4):
        rest, place = divmod(rest, len(DESK_LETTERS))
        letters += DESK_LETTERS[place]
    return letters
