"""Which of the officer's villages a name in a roster means; people decide where it is unclear."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused
from desktop_app.session import Session
from desktop_app.spreadsheets.roster import RosterEntry

_SIGNS = re.compile(r"[\s\-—–/\\>、,;·]+")
_OFFICE = re.compile(r"(?:人民)?政府$|党委$")
_COUNTY = re.compile(r"^(?:.+?自治区|内蒙古)?(?:.+?[市盟])?(?P<name>.{1,10}?[旗县区])")
_ENDS = re.compile(r"村民委员会|村委会|居委会|嘎查村|嘎查|社区|村")
_BRACKETS = re.compile(r"([^()]+)\(([^()]*)\)")
_INSIDE = re.compile(r"[^村]{0,12}(?:组|社|队|号|户|屯|浩特|自然村)")
_SHORTEST_COUNTY = 3

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


def other_village(entry: RosterEntry) -> str:
    """Return the village that a row's code means when its name means another, else ""."""
    if not entry.village_code or not entry.village_text:
        return ""
    return _other_village(entry.village_code, entry.village_text, entry.township_text)


@lru_cache(maxsize=4096)
def _other_village(code: str, text: str, township: str) -> str:
    named = _found(text, code[:6], township)
    if not named or code in {village.code for village in named}:
        return ""
    of_code = divisions.find_villages(code)
    return of_code[0].full_name if of_code else ""


def _choice(
    county: str,
    own: tuple[divisions.Village, ...],
    words: Words,
    rows: int,
    said: Mapping[str, str],
) -> VillageChoice:
    text, township, county_text = words
    found = _found(text, county, township) if text else own
    candidates = tuple(village for village in found if village in own)
    elsewhere = bool(found) and not candidates
    if _is_another_county(county_text or _county_in(text, found), county):
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


def _found(text: str, county: str, township: str) -> tuple[divisions.Village, ...]:
    """Find what a village may mean; what is no part of its name may stand around it."""
    tidy = _SIGNS.sub("", unicodedata.normalize("NFKC", text)).replace("行政村", "村")
    office = _OFFICE.sub("", _SIGNS.sub("", township))
    for place in dict.fromkeys((township, office, _COUNTY.sub("", office) or office)):
        for name in _readings(tidy):
            found = _find(name, county, place)
            if found:
                return found
    return ()


_find = lru_cache(maxsize=4096)(divisions.find_villages)
"""Remembers names: in a column of addresses they are few once the house is left out."""


def _readings(text: str) -> Iterator[str]:
    """Give the names that a text may be, the surest first: 磴口村(双龙镇) is 双龙镇磴口村."""
    brackets = _BRACKETS.fullmatch(text)
    if brackets:
        outer, inner = brackets.groups()
        yield from (f"{inner}{outer}", f"{outer}{inner}", outer)
    yield from _without_groups(text)
    yield text


def _without_groups(text: str) -> list[str]:
    """Return 磴口村 for 磴口村三组 and 磴口村大队15号, the longest name first."""
    ends = [found.end() for found in _ENDS.finditer(text)]
    return [text[:end] for end in reversed(ends) if _INSIDE.fullmatch(text[end:])]


def _county_in(text: str, found: tuple[divisions.Village, ...]) -> str:
    """Return the county in front of a village that is not found in ours, "" when none is."""
    front = None if found else _COUNTY.match(_SIGNS.sub("", text))
    return front["name"] if front and len(front["name"]) >= _SHORTEST_COUNTY else ""


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
