"""What the rules of data quality look at, and what a fault is. Pure: the queries fill it in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from uuid import UUID

from desktop_app.domain.citizen_id import age_on, birth_on, check_citizen_id
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Employment, Household, Person
from desktop_app.domain.rules import Clause

HEAD, SPOUSE = "01", "02"
MALE, FEMALE = "1", "2"


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFacts:
    """The living people of some villages, and what is registered about them today.

    ``same_number`` names those of the whole desk under each number that is there twice;
    ``helped`` has the households in which somebody works, trades, learns or has a loan,
    ``sounds`` how each name is read.
    """

    today: date
    people: tuple[Person, ...]
    households: Mapping[UUID, Household]
    same_number: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    work: Mapping[UUID, tuple[Employment, ...]] = field(default_factory=dict)
    on_post: frozenset[UUID] = frozenset()
    medical: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    helped: frozenset[UUID] = frozenset()
    members: Mapping[UUID, tuple[Person, ...]] = field(default_factory=dict)
    sounds: Mapping[str, str] = field(default_factory=dict)
    numbers: dict[UUID, str] = field(default_factory=dict)

    def number(self, person: Person) -> str:
        """Return the identity number if it is right, else nothing; it is looked at once."""
        if person.id not in self.numbers:
            try:
                self.numbers[person.id] = check_citizen_id(person.citizen_id)
            except Refused:
                self.numbers[person.id] = ""
        return self.numbers[person.id]

    def age(self, person: Person) -> int | None:
        """Return the age today, by the number or else the birthday; none where both lack."""
        number = self.number(person)
        born = birth_on(number) if number else person.birth_on
        return None if born is None else age_on(born, self.today)

    def homes(self) -> Iterator[tuple[Household, tuple[Person, ...]]]:
        """Return each household with its members; empty ones are left out."""
        for id_, members in self.members.items():
            if id_ in self.households:
                yield self.households[id_], members


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What a rule says of a person before its clause is added.

    ``fields`` are those to mend, ``also`` further clauses that it rests on.
    """

    person: Person
    message: str
    advice: str
    fields: tuple[str, ...] = ()
    also: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to mend in the data of a person."""

    id: UUID
    rule: str
    title: str
    person_id: UUID
    village_code: str
    name: str
    household: str
    message: str
    advice: str
    basis: str
    fields: tuple[str, ...] = ()


def fault_of(clause: Clause, wrong: Wrong, facts: QualityFacts) -> Fault:
    """Return a fault with its clause."""
    person = wrong.person
    words = f"{clause.key}|{person.id}|{wrong.message}"
    home = facts.households.get(person.household_id)
    return Fault(
        id=UUID(bytes=blake2b(words.encode(), digest_size=16).digest()),
        rule=clause.key,
        title=clause.title,
        person_id=person.id,
        village_code=person.village_code,
        name=person.name,
        household=home.number if home else "",
        message=wrong.message,
        advice=wrong.advice,
        basis="；".join(one.cited() for one in (clause, *wrong.also)),
        fields=wrong.fields,
    )
