"""Takes in the roster of an organiser: who is on it, where each worked, which rows are wrong."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from db.check_queries import people_by_number
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Claim, ClaimLine, Employment, Person, RecordId
from desktop_app.domain.transfer_rules import MARKET
from desktop_app.session import Session
from desktop_app.spreadsheets.around import look_around
from desktop_app.spreadsheets.book import keep_book
from desktop_app.spreadsheets.header import Header, find_header
from desktop_app.spreadsheets.reader import read_sheet
from desktop_app.spreadsheets.roster import RosterEntry, RowProblem, people_rows, read_row
from desktop_app.spreadsheets.sheet import Cell
from desktop_app.use_cases.claim_lines import OPEN, open_claim_of, with_spell
from desktop_app.use_cases.employments import keep_employment, scope_for
from desktop_app.use_cases.sheets_in.errors_book import wrong_rows_book

IMPORT = "import_claim_roster"
NEW_ROW, SAME, REFUSED = "new", "same", "refused"

_FILLED = ("employer", "job", "channel", "evidence_kind", "industry", "place", "place_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRosterRow:
    """One row of the file: who it is, what it would do, and why not."""

    number: int
    name: str
    state: str
    notes: tuple[str, ...] = ()
    problem: RowProblem | None = None
    person_id: RecordId | None = None
    work: Employment | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRosterPreview:
    """What a roster would put on a claim; nothing is written yet."""

    claim_id: RecordId
    file_name: str
    sheet: str
    rows: tuple[ClaimRosterRow, ...]
    header: Header = field(repr=False)
    cells: Mapping[int, Sequence[Cell]] = field(repr=False)

    @property
    def counts(self) -> Counter[str]:
        """Return how many rows are new, on the claim already, refused."""
        return Counter(row.state for row in self.rows)

    def summary(self) -> str:
        """Return in sentences what was read and what it would do."""
        counts = self.counts
        works = sum(row.work is not None and row.state == NEW_ROW for row in self.rows)
        return (
            f"「{self.file_name}」的工作表「{self.sheet}」读了 {len(self.rows)} 行："
            f"加入 {counts[NEW_ROW]} 人（其中登记或补全外出 {works} 段），"
            f"已经在花名册里 {counts[SAME]} 人，不能加入 {counts[REFUSED]} 行。"
        )


def read_claim_roster(
    session: Session, claim_id: RecordId, path: Path, progress: Progress
) -> ClaimRosterPreview:
    """Read an organiser's roster and look up its people; nothing is written.

    ``Refused`` for a claim that is decided, or a file that cannot be read safely.
    """
    claim = open_claim_of(session, claim_id)
    sheet = read_sheet(path, progress)
    header = find_header(sheet.head())
    rows = list(people_rows(sheet, header))
    around, today = look_around(header, rows), session.today()
    read = [read_row(header, row, sheet.name, today=today, around=around) for row in rows]
    known = _Known(session, claim, sheet.name, header, read)
    progress.note = "正在和登记的核对"
    return ClaimRosterPreview(
        claim_id=claim_id,
        file_name=path.name,
        sheet=sheet.name,
        rows=tuple(known.row(each) for each in progress.over(read)),
        header=header,
        cells={row.number: row.cells for row in rows},
    )


def take_in_claim_roster(
    session: Session, preview: ClaimRosterPreview, progress: Progress
) -> int | None:
    """Keep what the preview showed, all or nothing; return the batch that undoes it, or none.

    A row puts a person on the claim and keeps the work it tells of, where that is not on record.
    """
    news = [row for row in preview.rows if row.state == NEW_ROW]
    if not news:
        return None
    with session.store.transaction():
        claim = open_claim_of(session, preview.claim_id)
        on_it = {one.person_id for one in session.find(ClaimLine, claim_id=claim.id)}
        batch = session.store.next_batch()
        for row in progress.over(news):
            if row.person_id is None or row.person_id in on_it:
                continue
            on_it.add(row.person_id)
            with session.operation(IMPORT, f"导入输出补助：{row.name}", batch=batch) as operation:
                if row.work is not None:
                    keep_employment(session, operation, row.work)
                person = session.get(Person, row.person_id)
                line = ClaimLine(
                    claim_id=claim.id,
                    person_id=person.id,
                    village_code=person.village_code,
                    result=OPEN,
                )
                operation.save(with_spell(session, claim, line))
    return batch


def import_claim_roster(
    session: Session, claim_id: RecordId, path: str, dry_run: bool = False
) -> ClaimRosterPreview:
    """Read an organiser's roster and put its people on the claim at once, unless ``dry_run``."""
    preview = read_claim_roster(session, claim_id, Path(path), Progress())
    if not dry_run:
        take_in_claim_roster(session, preview, Progress())
    return preview


def write_claim_errors(preview: ClaimRosterPreview, path: Path) -> int:
    """Write the rows that are not taken to an Excel file; return how many there are."""
    problems = [row.problem for row in preview.rows if row.problem is not None]
    keep_book(wrong_rows_book(preview.header.texts, preview.cells, problems), path)
    return len(problems)


class _Known:
    """The people of this desk, compared with the rows of one roster."""

    def __init__(
        self,
        session: Session,
        claim: Claim,
        sheet: str,
        header: Header,
        read: Sequence[RosterEntry | RowProblem],
    ) -> None:
        self._session, self._sheet, self._header = session, sheet, header
        self._year = claim.year or session.today().year
        numbers = [_number(one) for one in read if isinstance(one, RosterEntry)]
        self._people = people_by_number(session.store.database, list(dict.fromkeys(numbers)))
        self._on_it = {one.person_id for one in session.find(ClaimLine, claim_id=claim.id)}

    def row(self, entry: RosterEntry | RowProblem) -> ClaimRosterRow:
        """Return what a row would do."""
        if isinstance(entry, RowProblem):
            return ClaimRosterRow(number=entry.row, name="", state=REFUSED, problem=entry)
        name = str(entry.person_values["name"])
        found = self._people.get(_number(entry), [])
        if len(found) != 1:
            return self._refused(entry, "person.citizen_id", *_not_one(len(found)))
        person_id, known_as, _ = found[0]
        if known_as != name:
            return self._refused(
                entry, "person.name",
                "姓名和本机登记的不一样，身份证号是另一个人的。",
                "请对照身份证改正姓名或者号码。",
            )  # fmt: skip
        if person_id in self._on_it:
            return ClaimRosterRow(number=entry.row, name=name, state=SAME, person_id=person_id)
        self._on_it.add(person_id)
        return self._with_work(entry, self._session.get(Person, person_id))

    def _with_work(self, entry: RosterEntry, person: Person) -> ClaimRosterRow:
        values = {key: value for key, value in entry.employment_values.items() if value != ""}
        notes = (*entry.repaired, *entry.notes)
        spells = self._session.find(Employment, person_id=person.id)
        known = _same_work(spells, values)
        if known is None and isinstance(values.get("since"), date):
            work: Employment | None = Employment(
                **{"channel": MARKET, **values, "person_id": person.id}  # type: ignore[arg-type]
            )
        elif known is not None:
            work = _completed(known, values)
        else:
            work = None
            notes = (*notes, *_without_days(spells, self._year))
        if work is not None and not (
            work.scope or scope_for(self._session, person, work.place_code, work.place)
        ):
            return self._refused(
                entry, "employment.place",
                "看不出输出到哪里，定不了就业地域。",
                "请写明省、盟市、旗县，或者填 6 位区划代码。",
            )  # fmt: skip
        changed = work if work != known else None
        return ClaimRosterRow(
            number=entry.row, name=person.name, state=NEW_ROW, notes=notes,
            person_id=person.id, work=changed,
        )  # fmt: skip

    def _refused(self, entry: RosterEntry, place: str, message: str, advice: str) -> ClaimRosterRow:
        column = self._header.places.get(place)
        problem = RowProblem(
            sheet=self._sheet,
            row=entry.row,
            column="" if column is None else self._header.place(column),
            value="",
            message=message,
            advice=advice,
        )
        name = str(entry.person_values["name"])
        return ClaimRosterRow(number=entry.row, name=name, state=REFUSED, problem=problem)


def _number(entry: RosterEntry) -> str:
    return str(entry.person_values["citizen_id"])


def _not_one(found: int) -> tuple[str, str]:
    if found:
        return (
            "本机有两个人登记了这个身份证号。",
            "先在「人员」里核对，移除登记错的那一个，再导入。",
        )
    return (
        "本机没有登记这个人。",
        "户口在别处的，由那个旗县申报；是本地的，先登记或者导入人员花名册。",
    )


def _same_work(spells: Sequence[Employment], values: Mapping[str, object]) -> Employment | None:
    """Return the spell on record that a row speaks of: begun the same day, or covering its days."""
    since = values.get("since")
    if not isinstance(since, date):
        return None
    same = [one for one in spells if one.since == since]
    covering = [
        one
        for one in spells
        if one.since is not None
        and one.since <= since
        and (one.until is None or one.until >= since)
        and values.get("employer", one.employer) in (one.employer, "")
    ]
    return next(iter((*same, *covering)), None)


def _completed(known: Employment, values: Mapping[str, object]) -> Employment:
    """Fill what the record does not say; what it says stays."""
    missing = {
        name: values[name] for name in _FILLED if name in values and not getattr(known, name)
    }
    if not known.channel:
        missing.setdefault("channel", MARKET)
    return replace(known, **missing)  # type: ignore[arg-type]


def _without_days(spells: Sequence[Employment], year: int) -> tuple[str, ...]:
    if any(one.since is not None and one.since.year <= year for one in spells):
        return ()
    return ("表里没有外出日期，本机也没有登记，核对时算不出月数。",)
