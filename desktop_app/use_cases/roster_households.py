"""Which household each row of a roster belongs to, whatever the order of its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from db.roster_queries import Member
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Household, Person, RecordId
from desktop_app.spreadsheets.roster import RosterEntry

HEAD = "01"
OWN, MARKED, NUMBER, KEPT, OF_HEAD, NAMED = "own", "mark", "number", "kept", "head", "named"

Key = tuple[str, str, str]
"""How a row tells its household: by what, in which village, and which."""

Placed = tuple[RosterEntry, str]
"""A row and the code of its village."""


@dataclass(slots=True, eq=False)
class Home:
    """A household as the records have it, and as it is with what the roster says of it.

    ``head`` tells who its head is, as ``who`` does.
    """

    key: Key
    before: Household | None
    after: Household
    head: str = ""
    head_name: str = ""
    told: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    def learn(self, facts: Mapping[str, Any]) -> None:
        """Take in what rows say of it; what was said first is believed."""
        self.facts = {**facts, **self.facts}
        self.after = replace(self.after, **self.facts)

    def holds(self, person: Person) -> bool:
        """Say whether the person is on record in this household."""
        return self.before is not None and self.before.id == person.household_id

    def called(self) -> str:
        """Return how people tell the household from others, "" when there is no way."""
        if self.after.number:
            return f"户编号 {self.after.number}"
        return f"{self.head_name}户" if self.head_name else ""


@dataclass(slots=True)
class Neighbourhood:
    """The households on record in the villages of a roster, and who lives in them."""

    households: dict[UUID, Household]
    people: Mapping[str, Person]
    visited: set[UUID]
    size: dict[UUID, int] = field(default_factory=dict)
    heads: dict[UUID, Member] = field(default_factory=dict)
    by_number: dict[tuple[str, str], Household] = field(default_factory=dict)
    by_name: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    by_mark: dict[tuple[str, str], Household] = field(default_factory=dict)
    unnumbered: dict[tuple[str, str], set[UUID]] = field(default_factory=dict)

    def settle(self, members: Iterable[Member]) -> None:
        """Learn who lives where."""
        for member in members:
            self.size[member.household] = self.size.get(member.household, 0) + 1
            home = self.households.get(member.household)
            if home is not None and not member.citizen_id:
                homes = self.unnumbered.setdefault((home.village_code, member.name), set())
                homes.add(home.id)
            if member.relation == HEAD and home is not None:
                self.heads[home.id] = member
                name = (home.village_code, member.name)
                self.by_name.setdefault(name, set()).add(member.citizen_id)
        for home in self.households.values():
            self.by_mark[home.village_code, mark_of(home.id)] = home
            if home.number:
                self.by_number[home.village_code, home.number] = home

    def of_person(self, number: str, village: str) -> Household | None:
        """Return the household on record of the person with this identity number."""
        person = self.people.get(number)
        home = self.households.get(person.household_id) if person else None
        return home if home is not None and home.village_code == village else None

    def of_names(self, village: str, rows: Sequence[RosterEntry]) -> Household | None:
        """Return the only household where people without number have all the names of the rows."""
        if any("citizen_id" in entry.person_values for entry in rows):
            return None
        homes = [self.unnumbered.get((village, name_of(entry)), set()) for entry in rows]
        found = set.intersection(*homes) if homes else set()
        return self.households[found.pop()] if len(found) == 1 else None

    def is_makeshift(self, home: Household) -> bool:
        """Say whether a household holds one person only because nothing was known of the rest."""
        return not home.number and self.size.get(home.id) == 1 and home.id not in self.visited


class Homes:
    """Groups the rows of one roster into households and joins these to the ones on record."""

    def __init__(self, known: Neighbourhood, rows: Sequence[Placed]) -> None:
        self._known = known
        self._heads: dict[tuple[str, str], set[str]] = {}
        self._aliases: dict[Key, Key] = {}
        self._homes: dict[Key, Home] = {}
        self._by_id: dict[UUID, Home] = {}
        for entry, village in rows:
            if is_head(entry):
                self._heads.setdefault((village, name_of(entry)), set()).add(number_of(entry))
        for entry, village in rows:
            self._learn_alias(entry, village)
        self._rows = self._grouped(rows)
        for key in self._rows:
            self._homes[key] = self._join(key)

    def of(self, entry: RosterEntry, village: str) -> Home:
        """Return the household of a row; ``Refused`` when its head is one of several."""
        return self._homes[self._key(entry, village)]

    def leaves(self, person: Person, home: Home) -> Household | None:
        """Return the household that a person leaves empty by joining ``home``, if any.

        ``Refused`` when the records say that the person lives with others.
        """
        old = self._known.households.get(person.household_id)
        if old is None or home.holds(person):
            return None
        if not self._known.is_makeshift(old):
            raise Refused(
                f"登记在{self._called(old)}，表里写的是另一户。",
                advice="请核对；确实转户或分户的，先在「人员」里转到另一户，再导入。",
            )
        return old

    def _called(self, home: Household) -> str:
        head = self._known.heads.get(home.id)
        number = f"户编号 {home.number} 的一户" if home.number else "另外一户"
        return f"{head.name}户" if head is not None else number

    def _learn_alias(self, entry: RosterEntry, village: str) -> None:
        """Where one row has several, a mark stands for a number, and a number for a head."""
        head = entry.head_citizen_id or (number_of(entry) if is_head(entry) else "")
        told = [(MARKED, entry.household_mark), (NUMBER, number_in(entry)), (OF_HEAD, head)]
        first, *others = [(how, village, text) for how, text in told if text] or [(OWN, "", "")]
        for other in others:
            self._aliases.setdefault(other, first)

    def _grouped(self, rows: Sequence[Placed]) -> dict[Key, list[RosterEntry]]:
        grouped: dict[Key, list[RosterEntry]] = {}
        for entry, village in rows:
            try:
                key = self._key(entry, village)
            except Refused:
                continue
            grouped.setdefault(key, []).append(entry)
        for group in grouped.values():
            group.sort(key=lambda entry: (not is_head(entry), entry.row))
        return grouped

    def _key(self, entry: RosterEntry, village: str) -> Key:
        if entry.household_mark:
            return MARKED, village, entry.household_mark
        number = number_in(entry)
        if number:
            return self._surest((NUMBER, village, number))
        head = self._head(entry, village)
        if head:
            return self._surest((OF_HEAD, village, head))
        known = self._known.of_person(number_of(entry), village)
        if known is not None:
            return KEPT, village, str(known.id)
        if entry.head_name:
            return NAMED, village, entry.head_name
        return OWN, village, number_of(entry)

    def _surest(self, key: Key) -> Key:
        while key in self._aliases:
            key = self._aliases[key]
        return key

    def _head(self, entry: RosterEntry, village: str) -> str:
        """Return the identity number of the head as the row tells it, "" when it does not."""
        if entry.head_citizen_id or not entry.head_name or is_head(entry):
            return entry.head_citizen_id or (number_of(entry) if is_head(entry) else "")
        place = (village, entry.head_name)
        found = self._heads.get(place) or self._known.by_name.get(place, set())
        if len(found) > 1 and self._known.of_person(number_of(entry), village) is None:
            raise Refused(
                f"叫{entry.head_name}的户主有 {len(found)} 个，看不出是哪一户。",
                advice="请在表里加上户编号或者户主身份证号，再导入。",
            )
        return next(iter(found)) if len(found) == 1 else ""

    def _join(self, key: Key) -> Home:
        rows = self._rows[key]
        before = self._on_record(key, rows)
        home = self._by_id.get(before.id) if before is not None else None
        if home is None:
            home = Home(key, before, before or Household(village_code=key[1]))
        if before is not None:
            self._by_id[before.id] = home
            head = self._known.heads.get(before.id)
            if head is not None:
                home.head, home.head_name = who(head), head.name
        home.learn(merged(entry.household_values for entry in rows))
        return home

    def _on_record(self, key: Key, rows: Sequence[RosterEntry]) -> Household | None:
        how, village, text = key
        if how == KEPT:
            return self._known.households[UUID(text)]
        marked = self._known.by_mark.get((village, text)) if how == MARKED else None
        if marked is not None:
            return marked
        number = next((one for entry in rows if (one := number_in(entry))), "")
        heads = [text] if how == OF_HEAD else []
        heads += [entry.head_citizen_id for entry in rows if entry.head_citizen_id]
        people = [*heads, *map(number_of, rows)]
        homes = [home for one in people if (home := self._known.of_person(one, village))]
        numbered = [home for home in homes if number and home.number == number]
        numbered += filter(None, [self._known.by_number.get((village, number))])
        free = [home for home in homes if not (number and home.number)]
        return next(iter((*numbered, *free)), None) or self._known.of_names(village, rows)


def number_of(entry: RosterEntry) -> str:
    """Return the identity number of the person of a row; for one without, name and household."""
    number = entry.person_values.get("citizen_id")
    return str(number) if number else f"?{name_of(entry)}/{entry.household_mark}"


def number_in(entry: RosterEntry) -> str:
    """Return the number of the household of a row, "" when it has none."""
    return str(entry.household_values.get("number", ""))


def who(person: Person | Member) -> str:
    """Return the identity number of somebody, or the name of one without it."""
    return person.citizen_id or f"?{person.name}"


def mark_of(household: RecordId) -> str:
    """Return what marks the members of a household in a roster that this program writes."""
    return f"h{household.hex[-12:]}"


def name_of(entry: RosterEntry) -> str:
    """Return the name of the person of a row."""
    return str(entry.person_values["name"])


def is_head(entry: RosterEntry) -> bool:
    """Say whether a row says that its person is the head of the household."""
    return entry.person_values.get("relation") == HEAD


def merged(values: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what several rows say of one thing: the first that says something is believed."""
    found: dict[str, Any] = {}
    for some in values:
        for name, value in filled(some).items():
            found.setdefault(name, value)
    return found


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that say something: an empty cell never clears a field."""
    return {name: value for name, value in values.items() if value is not None and value != ""}
