"""Every register and list that goes to Excel: its records, its columns, how it is found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from db.register_queries import RegisterQuestion, entry_ids
from db.rows import table_name
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import (
    Attendance,
    Attendee,
    Claim,
    ClaimLine,
    Consent,
    Employer,
    Employment,
    Enrolment,
    Event,
    Household,
    Listed,
    Monitoring,
    Organiser,
    Outcome,
    Paper,
    Person,
    Placement,
    Post,
    Printout,
    Record,
    RecordId,
    Referral,
    Roll,
    RollLine,
    Target,
    Training,
    Vacancy,
    Venture,
    Visit,
    WageClue,
    labels,
)
from desktop_app.session import Session
from desktop_app.spreadsheets.book import Cell
from desktop_app.use_cases.exporting.rows import rows_of
from desktop_app.use_cases.exporting.values import Telling, Value, value_of
from desktop_app.use_cases.people_list import PeopleFilter, find_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records go out; what is empty does not narrow. ``codes`` are values by field."""

    text: str = ""
    village_codes: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Find = Callable[[Session, Wanted], list[RecordId]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A register: its title, its record, what stands before and after the record's own fields."""

    title: str
    base: type[Record]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ("village_code",)
    without: tuple[str, ...] = ()
    named: str = ""
    find: Find | None = None

    def values(self) -> list[Value]:
        """Return the columns, in their order."""
        source = table_name(self.base)
        own = [
            f"{source}.{name}"
            for name in labels(self.base)
            if name not in self.without and not _is_link(name)
        ]
        paths = dict.fromkeys((*self.before, *own, *self.after))
        return [value_of(path) for path in paths]


def _is_link(name: str) -> bool:
    return name == "village_code" or (name.endswith("_id") and name != "citizen_id")


def _people(session: Session, wanted: Wanted) -> list[RecordId]:
    if wanted.codes:
        return _entries(session, KINDS["people"], wanted)
    return find_people(session, PeopleFilter(text=wanted.text, village_codes=wanted.village_codes))


WHO = ("village", "person.name", "person.citizen_id")
WHOM = (*WHO, "person.sex", "age", "person.phone")

KINDS: Mapping[str, Kind] = {
    "people": Kind(
        title="人员花名册",
        base=Person,
        before=("village", "household.number", "person.name", "person.citizen_id",
                "person.relation", "person.sex", "age"),
        after=("household.kind", "household.group_name", "household.address", "household.relocated",
               "household.risk_cause", "employment.form", "employment.employer", "employment.job",
               "employment.place_code", "employment.place", "employment.scope",
               "employment.channel", "employment.since", "employment.monthly_fen",
               "employment.contract", "village_code", "household.mark"),
        named="name",
        find=_people,
    ),
    "households": Kind(
        title="住户台账", base=Household, named="number",
        before=("village", "household.number", "head.name", "head.citizen_id", "count.members"),
    ),
    "visits": Kind(title="走访台账", base=Visit, before=(*WHO, "household.number")),
    "posts": Kind(title="公益性岗位台账", base=Post, before=("village",), named="title"),
    "placements": Kind(
        title="岗位安置台账", base=Placement, before=(*WHOM, "post.title", "post.department"),
        without=("checks", "exit_checks"),
    ),
    "attendance": Kind(
        title="考勤台账", base=Attendance,
        before=(*WHO, "post.title", "attendance.month", "attendance.days", "attendance.personal",
                "attendance.sick", "attendance.absent"),
    ),
    "rolls": Kind(title="补贴发放表台账", base=Roll, before=("village",), without=("sha256",)),
    "subsidies": Kind(
        title="补贴发放台账", base=RollLine,
        before=("village", "roll.month", "roll.department", "roll.closed_on", "roll.approved_on",
                "roll_line.name", "roll_line.citizen_id", "roll_line.post_title",
                "roll_line.days"),
        without=("explanation", "worked_halves"),
    ),
    "enrolments": Kind(title="参保台账", base=Enrolment, before=WHOM),
    "transfers": Kind(
        title="转移就业台账", base=Employment,
        before=(*WHOM, "person.poverty_status", "employment.months"),
    ),
    "trainings": Kind(title="培训台账", base=Training, before=WHOM),
    "vacancies": Kind(
        title="招聘岗位台账", base=Vacancy, named="title",
        before=("employer.name", "employer.contact", "employer.phone"),
    ),
    "employers": Kind(title="用人单位台账", base=Employer, named="name"),
    "consents": Kind(title="同意书台账", base=Consent, before=WHO),
    "referrals": Kind(
        title="岗位推荐台账", base=Referral, before=(*WHOM, "employer.name", "vacancy.title")
    ),
    "ventures": Kind(title="创业台账", base=Venture, before=WHOM),
    "wage-clues": Kind(title="欠薪线索台账", base=WageClue, before=WHOM),
    "events": Kind(title="五送活动台账", base=Event, before=("village",), named="title"),
    "attendees": Kind(
        title="五送到人台账", base=Attendee,
        before=(*WHOM, "event.kind", "event.title", "event.held_on", "event.place"),
    ),
    "claims": Kind(
        title="输出补助台账", base=Claim, named="number",
        before=("claim.number", "organiser.name", "organiser.kind"), without=("checks",),
    ),
    "claim-people": Kind(
        title="输出补助人员台账", base=ClaimLine,
        before=("claim.number", "claim.year", *WHOM, "employment.place_code", "employment.place",
                "employment.employer", "employment.job", "employment.since", "employment.until"),
        without=("explanation",),
    ),
    "organisers": Kind(title="输出组织主体台账", base=Organiser, named="name"),
    "targets": Kind(
        title="目标任务台账", base=Target, named="area_code", before=("reached.area",),
        after=("reached.done", "reached.percent", "reached.missing", "village_code"),
    ),
    "monitoring": Kind(title="跟踪监测台账", base=Monitoring, before=WHOM),
    "watch-lists": Kind(title="部门名单台账", base=Listed, before=WHO),
    "watch-results": Kind(title="核查结论台账", base=Outcome, before=WHO),
    "papers": Kind(
        title="文书台账", base=Paper, before=(*WHO, "form.words"), named="number",
        without=("form", "content", "sha256"),
    ),
    "printouts": Kind(
        title="打印记录台账", base=Printout, before=(*WHO, "form.words", "paper.number"),
        without=("form",),
    ),
}  # fmt: skip
"""By their names in ``nutag export``."""


def kind_named(name: str) -> Kind:
    """Return a register, or refuse a name that is none."""
    if name not in KINDS:
        raise Refused(
            f"没有叫 {name} 的台账，没有导出。",
            advice=f"能导出的是：{'、'.join(KINDS)}。",
            fields=("kind",),
        )
    return KINDS[name]


def kind_of_record(record: type[Record]) -> str:
    """Return the name of the register of a kind of record."""
    return next(name for name, kind in KINDS.items() if kind.base is record)


def found_ids(session: Session, kind: Kind, wanted: Wanted) -> list[RecordId]:
    """Return the records of a register that are wanted, in the order of their list."""
    unknown = [one for one in wanted.codes if one not in labels(kind.base)]
    if unknown:
        raise Refused(
            f"这份台账没有这些项目：{'、'.join(unknown)}，没有导出。",
            advice=f"可以写的项目是：{'、'.join(labels(kind.base))}。",
            fields=("codes",),
        )
    return (kind.find or _of(kind))(session, wanted)


def _of(kind: Kind) -> Find:
    return lambda session, wanted: _entries(session, kind, wanted)


def _entries(session: Session, kind: Kind, wanted: Wanted) -> list[RecordId]:
    if wanted.text.strip() and not (kind.named or "person_id" in labels(kind.base)):
        raise Refused(
            f"「{kind.title}」不能按文字找，没有导出。",
            advice="可以按嘎查村或者某一项的值来筛选。",
            fields=("text",),
        )
    question = RegisterQuestion(
        kind=kind.base,
        text=wanted.text,
        codes=wanted.codes,
        village_codes=wanted.village_codes,
        named=kind.named,
    )
    return [UUID(bytes=one) for one in entry_ids(session.store.database, question)]


def told_rows(
    session: Session,
    kind: Kind,
    ids: Sequence[RecordId],
    values: Sequence[Value],
    *,
    whole: bool,
    progress: Progress | None = None,
) -> Iterator[list[Cell]]:
    """Yield what the columns say of each record, in this order; ``whole`` tells whole numbers."""
    how = Telling(whole, session.today(), session.rules)
    reads = [value.read for value in values]
    needed = list(dict.fromkeys(need for value in values for need in value.needs))
    rows = rows_of(session, kind.base, ids, needed)
    for number, row in enumerate((progress or Progress()).over(rows, len(ids)), start=1):
        row["number"] = number
        yield [read(row, how) for read in reads]
