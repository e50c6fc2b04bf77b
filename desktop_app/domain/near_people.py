"""People who may be one person registered twice: what speaks for it, and what against.

A single likeness is common among neighbours, twins and kin; two together are rare.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from desktop_app.domain.records import Person, RecordId

BODY = 17
"""Digits of an identity number before the check digit, which follows from them."""


@dataclass(frozen=True, slots=True)
class Near:
    """Two people and why they may be one, as a whole sentence."""

    first: Person
    second: Person
    why: str


def near_people(people: Iterable[Person], sound: Callable[[str], str]) -> Iterator[Near]:
    """Yield each pair that may be one person; ``sound`` reads a name aloud.

    One number under two names is not told here: that is refused at entry and has a rule of its
    own.
    """
    told: set[frozenset[RecordId]] = set()
    for group in _alike(people, sound):
        for first, second in combinations(group, 2):
            pair = frozenset((first.id, second.id))
            why = "" if pair in told else why_near(first, second, sound)
            if why:
                told.add(pair)
                yield Near(first, second, why)


def why_near(one: Person, other: Person, sound: Callable[[str], str]) -> str:
    """Say why two people may be one; '' where nothing, or only one likeness, speaks for it."""
    if one.citizen_id and one.citizen_id == other.citizen_id:
        return ""
    same_sound = bool(one.name) and sound(one.name) == sound(other.name)
    same_birth = one.birth_on is not None and one.birth_on == other.birth_on
    names = "姓名一样" if one.name == other.name else "姓名读音一样"
    if same_sound and one_digit_apart(one.citizen_id, other.citizen_id):
        return f"{names}，身份证号只差一位"
    if same_sound and same_birth:
        return f"{names}，出生日期也一样（{one.birth_on}）"
    if same_sound and one.phone and one.phone == other.phone:
        return f"{names}，电话也一样" if _lacks_number(one, other) else ""
    if same_birth and one.phone and one.phone == other.phone and not _twins(one, other):
        return f"出生日期（{one.birth_on}）和电话都一样"
    return ""


def one_digit_apart(one: str, other: str) -> bool:
    """Say whether two numbers differ in one digit, the check digit that follows left aside."""
    if len(one) != BODY + 1 or len(other) != BODY + 1:
        return False
    return sum(a != b for a, b in zip(one[:BODY], other[:BODY], strict=True)) == 1


def _twins(one: Person, other: Person) -> bool:
    """Two of a household with a number each: born together, and with the phone of the parents."""
    together = one.household_id == other.household_id
    return together and not _lacks_number(one, other)


def _lacks_number(one: Person, other: Person) -> bool:
    return not one.citizen_id or not other.citizen_id


def _alike(people: Iterable[Person], sound: Callable[[str], str]) -> Iterator[list[Person]]:
    """Return the groups that share two likenesses; a person stands in many."""
    found: defaultdict[Hashable, list[Person]] = defaultdict(list)
    for person in people:
        for key in _keys(person, sound(person.name)):
            found[key].append(person)
    return (some for some in found.values() if len(some) > 1)


def _keys(person: Person, sound: str) -> Iterator[Hashable]:
    """Yield name with birthday, with phone, with all digits but one, and phone with birthday."""
    if person.birth_on:
        yield sound, person.birth_on
    if person.phone:
        yield sound, person.phone
        yield person.phone, person.birth_on
    body = person.citizen_id[:BODY]
    if len(person.citizen_id) == BODY + 1:
        for place in range(BODY):
            yield sound, place, body[:place] + body[place + 1 :]
