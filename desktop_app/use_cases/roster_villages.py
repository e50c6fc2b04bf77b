"""Which of the officer's villages a name in a roster means; people decide where it is unclear."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.spreadsheets.roster import RosterEntry

Words = tuple[str, str, str]
"""The village, the township and the county as a row writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageChoice:
    """A village as the roster writes it, and which codes it may mean here.

    ``elsewhere`` tells that the name is that of a village only others are in charge of; its
    ``candidates`` are none then.
    """

    text: str
    township: str
    county: str
    rows: int
    code: str
    candidates: tuple[divisions.Village, ...]
    elsewhere: bool = False

    @property
    def words(self) -> Words:
        """Return the words of its rows."""
        return self.text, self.township, self.county

    @property
    def name(self) -> str:
        """Return the name as the roster writes it, with its township; "" when it has none."""
        return f"{self.township}{self.text}"

    @property
    def open(self) -> bool:
        """Say whether a person has to choose."""
        return not self.code and not self.elsewhere

    def why_not(self) -> tuple[str, str]:
        """Return why its rows are not taken, and what to do."""
        if self.elsewhere:
            return (
                f"「{self.name}」不归这台电脑负责。",
                "请把这一行交给负责那个嘎查村的专员；村名写错了的，改好再导入。",
            )
        named = f"「{self.name}」" if self.name else "这一行没有写嘎查村，"
        return (
            f"{named}还没有对上是哪一个嘎查村。",
            "请在导入时指明它是哪一个嘎查村，或者在表里写上苏木乡镇和嘎查村。",
        )


def words_of(entry: RosterEntry) -> Words:
    """Return how a row writes its village: the code itself, where it has one."""
    return entry.village_code or entry.village_text, entry.township_text, entry.county_text


def village_choices(
    session: Session, entries: Iterable[RosterEntry], said: Mapping[str, str]
) -> tuple[VillageChoice, ...]:
    """Return every village name of a roster with the code it means.

    ``said`` gives codes by the name as the roster writes it, with or without its township.
    ``Refused`` for a code that is not one of the officer's.
    """
    own = tuple(divisions.village(code) for code in session.village_codes)
    for code in said.values():
        if code and code not in session.village_codes:
            raise Refused(
                f"代码 {code} 不是这台电脑负责的嘎查村。",
                advice="负责的是：" + "、".join(f"{v.full_name} {v.code}" for v in own) + "。",
            )
    rows: dict[Words, int] = {}
    for entry in entries:
        words = words_of(entry)
        rows[words] = rows.get(words, 0) + 1
    return tuple(
        _choice(session.county_code, own, words, number, said) for words, number in rows.items()
    )


def _choice(
    county: str,
    own: tuple[divisions.Village, ...],
    words: Words,
    rows: int,
    said: Mapping[str, str],
) -> VillageChoice:
    text, township, county_text = words
    found = divisions.find_villages(text, county, township) if text else own
    candidates = tuple(village for village in found if village in own)
    elsewhere = bool(found) and not candidates
    if _is_another_county(county_text, county):
        candidates, elsewhere = (), True
    code = said.get(f"{township}{text}", said.get(text, ""))
    if not code and len(candidates) == 1:
        code = candidates[0].code
    return VillageChoice(
        text=text,
        township=township,
        county=county_text,
        rows=rows,
        code=code,
        candidates=candidates or (() if elsewhere else own),
        elsewhere=elsewhere and not code,
    )


def _is_another_county(text: str, own: str) -> bool:
    """Say whether a written county is certainly not ours; 达茂旗 is short for its long name."""
    name = text.rpartition("市")[2].rpartition("盟")[2]
    return (
        bool(name)
        and not _stands_for(name, divisions.county(own).name)
        and any(_stands_for(name, other.name) for other in divisions.counties())
    )


def _stands_for(short: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in short)
