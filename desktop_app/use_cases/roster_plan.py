"""Compares the rows of a roster with the records: what each row would change, or why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from db.roster_queries import members, visited_households
from db.search import ids_by_citizen_id
from desktop_app.domain.citizen_id import masked
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import (
    NEW,
    Employment,
    Household,
    Person,
    RecordId,
)
from desktop_app.session import Session
from desktop_app.spreadsheets.roster import RosterEntry, RowProblem
from desktop_app.use_cases.employments import scope_for, status_of
from desktop_app.use_cases.roster_changes import Change, differences
from desktop_app.use_cases.roster_households import (
    HEAD,
    OWN,
    Home,
    Homes,
    Neighbourhood,
    Placed,
    filled,
    is_head,
    name_of,
    number_of,
    who,
)

NEW_ROW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
SCOPE_REASON = "花名册上这样登记"

Spell = tuple[RecordId, date | None]
"""Whose work it was and when it began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """What one row of the roster would do; ``notes`` says what was mended or left out."""

    number: int
    name: str
    state: str
    changes: tuple[Change, ...] = ()
    repaired: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problem: RowProblem | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A row and the records that would be kept for it."""

    row: RosterRow
    home: Home | None = None
    person: Person | None = None
    work: tuple[Employment, ...] = ()
    joins: bool = False
    leaves: Household | None = None

    def values(self) -> list[tuple[str, str]]:
        """Return what would be registered, as people read it."""
        found = differences(Person(), self.person) if self.person is not None else []
        for work in self.work:
            found += differences(Employment(), work)
        home = self.home.called() if self.home is not None else ""
        return [(name, value) for name, _, value in [*found, ("所在户", "", home)] if value]


@dataclass(slots=True)
class Planner:
    """Knows the records that the rows of one roster may be about."""

    session: Session
    sheet: str
    places: Mapping[str, str]
    people: dict[str, Person]
    unnumbered: dict[tuple[RecordId, str], Person]
    homes: Homes
    work: dict[RecordId, Employment]
    ended: dict[Spell, Employment]
    first: Mapping[str, int]

    def plan(self, entry: RosterEntry, village_code: str) -> Plan:
        """Return what a row would do to the records as they are now."""
        try:
            return self._plan(entry, village_code)
        except Refused as error:
            problem = RowProblem(
                sheet=self.sheet,
                row=entry.row,
                column=self.places.get(next(iter(error.fields), "person.citizen_id"), ""),
                value=error.found or masked(str(entry.person_values.get("citizen_id", ""))),
                message=str(error),
                advice=error.advice,
            )
            return refused(entry.row, name_of(entry), problem)

    def _plan(self, entry: RosterEntry, village_code: str) -> Plan:
        before = self._on_record(entry, village_code)
        self._refuse(entry, before, village_code)
        home = self.homes.of(entry, village_code)
        joins = before is not None and not home.holds(before)
        leaves = self.homes.leaves(before, home) if before is not None else None
        person = self._person(entry, before, home, joins=joins)
        was, work = self._work(entry, person)
        if work is not None and "employment_status" not in entry.person_values:
            person = replace(person, employment_status=status_of(work))
        self._refuse_second_head(home, person)
        _settle(home, person)
        changes = [] if before is None else self._changes(home, before, person, was, work)
        state = NEW_ROW if before is None else CHANGED if changes else SAME
        row = RosterRow(
            number=entry.row,
            name=person.name,
            state=state,
            changes=tuple(changes) if state == CHANGED else (),
            repaired=tuple(entry.repaired),
            notes=(*entry.notes, *_alone(home, person, before)),
        )
        return Plan(row, home, person, _spells(was, work), joins or before is None, leaves)

    def _on_record(self, entry: RosterEntry, village_code: str) -> Person | None:
        """Return the person on record with the number of a row; without one, by home and name."""
        if "citizen_id" in entry.person_values:
            return self.people.get(number_of(entry))
        home = self.homes.of(entry, village_code).before
        return self.unnumbered.get((home.id, name_of(entry))) if home is not None else None

    def _refuse(self, entry: RosterEntry, before: Person | None, village_code: str) -> None:
        number = number_of(entry)
        if self.first[number] != entry.row:
            same = "同一个身份证号" if "citizen_id" in entry.person_values else "同一户里同名的人"
            raise Refused(
                f"和第 {self.first[number]} 行是{same}。",
                advice="一个人只留一行；如果是两个人，请对照身份证改正号码。",
            )
        if is_head(entry) and entry.head_citizen_id not in {"", number}:
            raise Refused(
                "与户主关系写的是户主，户主身份证号却是另一个人的。",
                advice="请改正与户主关系，或者户主的身份证号。",
                fields=("person.relation",),
            )
        if before is not None:
            _refuse_other(entry, before, village_code)

    def _person(
        self, entry: RosterEntry, before: Person | None, home: Home, *, joins: bool
    ) -> Person:
        values = filled(entry.person_values)
        if before is None:
            if home.key[0] == OWN:
                values.setdefault("relation", HEAD)
            return Person(**{"village_code": home.key[1], **values})
        if joins:
            values.setdefault("relation", "" if before.relation == HEAD else before.relation)
        return replace(before, **values)

    def _refuse_second_head(self, home: Home, person: Person) -> None:
        if person.relation == HEAD and home.head not in {"", who(person)}:
            raise Refused(
                f"这一户的户主已经是{home.head_name}。",
                advice="一户只有一个户主；换了户主的，表里要写上原户主与新户主的关系。",
                fields=("person.relation",),
            )

    def _work(
        self, entry: RosterEntry, person: Person
    ) -> tuple[Employment | None, Employment | None]:
        """Return the work on record that a row speaks of, and the work as the row tells it."""
        values = filled(entry.employment_values)
        if not values:
            return None, None
        fresh = Employment(village_code=person.village_code, person_id=person.id)
        before = self.work.get(person.id) if person.id != NEW else None
        over = self.ended.get((person.id, values.get("since"))) if "until" in values else None
        if over is not None or _was_over(before, values.get("until")):
            return over, self._scoped(person, over or fresh, values)
        later = before is not None and _began_later(before, values.get("since"))
        return before, self._scoped(person, fresh if later else before or fresh, values)

    def _scoped(self, person: Person, start: Employment, values: Mapping[str, Any]) -> Employment:
        """Let 就业地域 follow from the workplace; where the roster says otherwise, it says so."""
        work = replace(start, **values)
        derived = scope_for(self.session, person, work.place_code, work.place)
        if "scope" in values:
            agrees = derived in {"", work.scope}
            return replace(work, scope_reason="" if agrees else start.scope_reason or SCOPE_REASON)
        if work.scope_reason and work.place == start.place:
            return work
        return replace(work, scope=derived or work.scope, scope_reason="")

    def _changes(
        self,
        home: Home,
        before: Person,
        person: Person,
        was: Employment | None,
        work: Employment | None,
    ) -> list[Change]:
        found = differences(before, person)
        if not home.holds(before):
            found.append(("所在户", "单独一户", home.called() or f"{person.name}户"))
        if work is not None:
            found += differences(was or Employment(), work)
        if not home.told and home.before is not None:
            found += differences(home.before, home.after)
        home.told = True
        return found


def _settle(home: Home, person: Person) -> None:
    """Remember who is the head for the rows after."""
    if person.relation == HEAD:
        home.head, home.head_name = who(person), person.name
    elif home.head == who(person):
        home.head = home.head_name = ""


def _alone(home: Home, person: Person, before: Person | None) -> tuple[str, ...]:
    """Tell of a member whose household nobody can see, such as a wife without a husband."""
    if before is not None or home.key[0] != OWN or person.relation in {"", HEAD}:
        return ()
    return ("表里没有户编号，也没有户主，看不出是哪一户，先单独立了一户。",)


def refused(number: int, name: str, problem: RowProblem) -> Plan:
    """Return the plan of a row that is not taken."""
    return Plan(RosterRow(number=number, name=name, state=REFUSED, problem=problem))


def planner(
    session: Session, sheet: str, places: Mapping[str, str], rows: Sequence[Placed]
) -> Planner:
    """Return a planner that knows every record these rows may be about.

    ``places`` names the column of a field as people find it in the sheet; the rows stand in
    the order of the sheet.
    """
    numbers = {number_of(entry) for entry, _ in rows}
    numbers |= {entry.head_citizen_id for entry, _ in rows if entry.head_citizen_id}
    villages = sorted({village for _, village in rows})
    people = _people(session, sorted(numbers))
    known = Neighbourhood(
        households=_by(Household, "id", session, villages),
        people=people,
        visited=visited_households(session.store.database, villages),
    )
    known.settle(members(session.store.database, villages))
    works = any(entry.employment_values for entry, _ in rows)
    work = _all_work(session, villages if works else [])
    today = session.today()
    running = {one.person_id: one for one in work if one.until is None or one.until >= today}
    ended = {(one.person_id, one.since): one for one in work if one.until is not None}
    first = {number_of(entry): entry.row for entry, _ in reversed(rows)}
    return Planner(
        session=session,
        sheet=sheet,
        places=places,
        people=people,
        unnumbered=_unnumbered(session, rows),
        homes=Homes(known, rows),
        work=running,
        ended=ended,
        first=first,
    )


def _unnumbered(session: Session, rows: Sequence[Placed]) -> dict[tuple[RecordId, str], Person]:
    """Return the people without identity number, by household and name, where rows have none."""
    villages = {village for entry, village in rows if "citizen_id" not in entry.person_values}
    return {
        (person.household_id, person.name): person
        for village in sorted(villages)
        for person in session.find(Person, village_code=village, citizen_id="")
    }


def _all_work(session: Session, villages: Sequence[str]) -> list[Employment]:
    """Return the work of everybody in these villages, the newest last."""
    found = [one for code in villages for one in session.find(Employment, village_code=code)]
    return sorted(found, key=lambda one: (one.since or date.min, one.id.bytes))


def _by(
    kind: type[Any], key: str, session: Session, villages: Sequence[str]
) -> dict[RecordId, Any]:
    get = attrgetter(key)
    return {
        get(record): record
        for village in villages
        for record in session.find(kind, village_code=village)
    }


def _people(session: Session, numbers: Sequence[str]) -> dict[str, Person]:
    ids = ids_by_citizen_id(session.store.database, numbers)
    return {person.citizen_id: person for person in session.many(Person, ids)}


def _refuse_other(entry: RosterEntry, before: Person, village_code: str) -> None:
    """Refuse a row whose number is that of somebody else, or of another village."""
    if before.village_code != village_code:
        raise Refused(
            f"「{before.name}」已经登记在另一个嘎查村。",
            advice="请核对户籍；确实迁来的，先在「人员」里改嘎查村，再导入。",
        )
    if not set(before.name) & set(name_of(entry)):
        raise Refused(
            f"这个身份证号已经登记为「{before.name}」，名字完全不同。",
            advice="请对照身份证；改了名字的，先在「人员」里改姓名，再导入。",
        )


def _was_over(before: Employment | None, until: date | None) -> bool:
    """Say whether a row speaks of work that ended before the running work began."""
    return (
        before is not None
        and until is not None
        and before.since is not None
        and until < before.since
    )


def _began_later(before: Employment, since: date | None) -> bool:
    return since is not None and before.since is not None and since > before.since


def _spells(was: Employment | None, work: Employment | None) -> tuple[Employment, ...]:
    """Return the work to keep; a new spell ends the one before on the day before it."""
    if work is None:
        return ()
    if was is None or work.id == was.id:
        return (work,)
    assert work.since is not None  # noqa: S101 - only a later beginning makes a new spell
    return replace(was, until=work.since - timedelta(days=1)), work
