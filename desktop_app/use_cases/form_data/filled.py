"""What a form is asked to be about, and what was read from the records to print in it."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.domain.divisions import village
from desktop_app.domain.errors import Refused
from desktop_app.domain.months import Month
from desktop_app.domain.records import NEW, RecordId
from desktop_app.session import Session
from printing.form_data import FormData


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is to be printed: records by id, or a village with its month, funding or year."""

    ids: tuple[RecordId, ...] = ()
    village_code: str = ""
    month: str = ""
    department: str = ""
    year: int = 0

    @property
    def id(self) -> RecordId:
        """Return the one record that the paper is about; ``Refused`` without one."""
        if not self.ids:
            raise Refused("还没有选要打印哪一个。", advice="先在名单里选好，再打印。")
        return self.ids[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A filled form: ``subject`` names whom or what it is about, for lists and file names.

    ``shows`` are the people whose whole identity number stands on it; each look is kept as a
    Disclosure. ``dated`` names the values that only say when it was printed: two papers that
    differ in nothing else say the same.
    """

    data: FormData
    subject: str
    village_code: str
    person_id: RecordId = NEW
    placement_id: RecordId = NEW
    shows: tuple[RecordId, ...] = ()
    dated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a form is filled: ``of`` names the records that its ids are of.

    With ``together`` all records that were chosen stand on one paper, else each has its own.
    ``asks`` names what else of a ``Selection`` must be given.
    """

    fill: Callable[[Session, Selection], Filled]
    of: str
    together: bool = False
    asks: tuple[str, ...] = ()


def asked_village(session: Session, wanted: Selection) -> str:
    """Return the village that a paper is about: the one named, or the only one of the desk."""
    code = wanted.village_code
    if not code and len(session.village_codes) == 1:
        code = session.village_codes[0]
    if code not in session.village_codes:
        raise Refused(
            "还没有选嘎查村，或者这个嘎查村不归这台电脑管，没有打印。",
            advice="请从自己负责的嘎查村里选一个。",
            fields=("village_code",),
        )
    return code


def asked_month(wanted: Selection) -> Month:
    """Return the month that a paper is about; ``Refused`` without one."""
    if not wanted.month:
        raise Refused(
            "还没有选月份，没有打印。", advice="月份写成 2026-11 的样子。", fields=("month",)
        )
    return Month.of(wanted.month)


def unit(village_code: str) -> str:
    """Return the village as it stands at the head of a paper that leaves it."""
    return village(village_code).full_name
