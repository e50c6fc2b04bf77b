"""Counties, townships and villages, read when first asked for from ``data/divisions``.

A further city is a further file. Names repeat inside a county, so a village is known by its
12-digit code and never by its name.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from io import StringIO
from operator import itemgetter

from desktop_app.domain.errors import Refused

_BODY = re.compile(r"(村民委员会|村委会|村委|居民委员会|居委会|委员会)$")
_ENDING = re.compile(r"(嘎查村|嘎查|社区|村)$")
_FRONT = re.compile(
    r"(?:.+?自治区|内蒙古)?(?:.+?[市盟])?"
    r"(?P<county>.+?[旗县区])?(?P<township>.+?(?:苏木|乡|镇|街道|办事处))?"
)


_NO_VILLAGE = "000000"


@dataclass(frozen=True, slots=True)
class County:
    """A county-level area (旗县区), known by 6 digits."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Township:
    """A township-level area (苏木乡镇、街道), known by 9 digits."""

    code: str
    name: str
    county_code: str
    county_name: str


@dataclass(frozen=True, slots=True)
class Village:
    """A village-level area (嘎查村、社区), known by 12 digits."""

    code: str
    name: str
    township_code: str
    township_name: str
    county_code: str
    county_name: str

    @property
    def short_name(self) -> str:
        """Return the name that people say, without 村委会 or 居委会."""
        bare = _BODY.sub("", self.name)
        is_rural = self.name[len(bare) :].startswith("村")
        return bare + "村" if is_rural and not bare.endswith(("村", "嘎查", "社区")) else bare

    @property
    def full_name(self) -> str:
        """Return county, township and village in one line."""
        return f"{self.county_name}{self.township_name}{self.short_name}"


def told_apart(villages: Iterable[Village]) -> tuple[str, ...]:
    """Return the short names, with the township where two villages bear the same."""
    some = tuple(villages)
    short = [one.short_name for one in some]
    return tuple(
        f"{name}（{one.township_name}）" if short.count(name) > 1 else name
        for one, name in zip(some, short, strict=True)
    )


def counties() -> tuple[County, ...]:
    """Return all counties there is a file for, in the order of their codes."""
    return tuple(_book().counties.values())


def county(code: str) -> County:
    """Return the county with these 6 digits, or refuse."""
    try:
        return _book().counties[code]
    except KeyError:
        raise _unknown("旗县区", code) from None


def townships(county_code: str) -> tuple[Township, ...]:
    """Return the townships of a county, in the order of their codes."""
    return tuple(t for t in _book().townships.values() if t.county_code == county_code)


def villages(code: str) -> tuple[Village, ...]:
    """Return the villages of a county (6 digits) or of a township (9 digits)."""
    return tuple(v for v in _book().villages.values() if v.code.startswith(code))


def office_code(county_code: str) -> str:
    """Return the code under which a county's office keeps what is the same for all its villages.

    It has the 12 digits of a village, the last six of them zero, and no village bears it.
    """
    return county_code + _NO_VILLAGE


def is_office_code(code: str) -> bool:
    """Say whether a code of 12 digits stands for a county's office and not for a village."""
    return code.endswith(_NO_VILLAGE)


def village(code: str) -> Village:
    """Return the village, or what stands for the county's office, by 12 digits, or refuse."""
    if is_office_code(code) and code.removesuffix(_NO_VILLAGE) in _book().counties:
        area = county(code.removesuffix(_NO_VILLAGE))
        return Village(code, f"{area.name}本级", "", "", area.code, area.name)
    try:
        return _book().villages[code]
    except KeyError:
        raise _unknown("嘎查村", code) from None


def find_villages(text: str, county_code: str = "", township: str = "") -> tuple[Village, ...]:
    """Return every village that a written name may mean; several when names repeat.

    The name may be a 12-digit code, may carry its county and township in front, and may end
    in any of 嘎查村, 嘎查, 村, 村委会, 居委会 or 社区. ``township`` (a name or a code) narrows.
    """
    wanted = _plain(text)
    if wanted in _book().villages:
        return (_book().villages[wanted],)
    pool = [v for v in villages(county_code) if _in_township(v, _plain(township))]
    return _named(wanted, pool) or _with_places_in_front(wanted, pool)


def _named(wanted: str, pool: Iterable[Village]) -> tuple[Village, ...]:
    """Match the stem; a village written as one is no community of the same stem."""
    stem = _stem(wanted)
    same = tuple(v for v in pool if stem and _stem(v.name) == stem)
    alike = tuple(v for v in same if _kind(wanted) in ("", _kind(v.name)))
    return alike or same


def _with_places_in_front(wanted: str, pool: Iterable[Village]) -> tuple[Village, ...]:
    """Find the villages whose name ends the text, when its front names places they lie in."""
    found: list[Village] = []
    for one in pool:
        start = wanted.rfind(_stem(one.name))
        if start > 0 and _named(wanted[start:], (one,)) and _lies_in(one, wanted[:start]):
            found.append(one)
    return tuple(found)


def _lies_in(one: Village, front: str) -> bool:
    """Say whether the places before a village's name are its own.

    A short name like 达茂旗 stands for its county: its characters come in the same order.
    """
    county_name, township_name = _plain(one.county_name), _plain(one.township_name)
    if front.endswith((county_name + township_name, county_name)) or front == township_name:
        return True
    places = _FRONT.fullmatch(front)
    if places is None:
        return False
    letters = iter(county_name)
    in_county = all(letter in letters for letter in places["county"] or "")
    return in_county and _in_township(one, places["township"] or "")


def _in_township(one: Village, wanted: str) -> bool:
    if not wanted or one.township_code == wanted:
        return True
    return _township_stem(one.township_name) == _township_stem(wanted)


def _township_stem(name: str) -> str:
    return re.sub(r"(街道办事处|办事处|街道|苏木|镇|乡)$", "", _plain(name))


def _stem(name: str) -> str:
    """Return what is left of a name without its endings; never nothing."""
    bare = _BODY.sub("", _plain(name))
    return _ENDING.sub("", bare) or bare


def _kind(name: str) -> str:
    """Return whether a name says rural (村、嘎查) or urban (社区、居委会), or neither."""
    if name.endswith(("社区", "居委会", "居民委员会")):
        return "urban"
    return "rural" if name.endswith(("村", "嘎查", "村委会", "村委", "村民委员会")) else ""


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("·", "")


def _unknown(level: str, code: str) -> Refused:
    return Refused(
        f"区划里没有代码是“{code}”的{level}。",
        advice="请对照统计用区划代码再看一遍；别的城市要先放入它的区划文件。",
        fields=("village_code",),
    )


@dataclass(frozen=True, slots=True)
class _Book:
    counties: dict[str, County]
    townships: dict[str, Township]
    villages: dict[str, Village]


_HEADS = ("village_code", "village", "street_code", "street", "area_code", "area")
"""The columns in the order of a village's fields."""


@lru_cache(maxsize=1)
def _book() -> _Book:
    book = _Book({}, {}, {})
    folder = resources.files("desktop_app") / "data" / "divisions"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".csv"):
            _read(file.read_text(encoding="utf-8-sig"), book)
    return book


def _read(text: str, book: _Book) -> None:
    heads, *rows = csv.reader(StringIO(text))
    wanted = itemgetter(*(heads.index(name) for name in _HEADS))
    for row in rows:
        code, name, township_code, township, county_code, county_name = wanted(row)
        if county_code not in book.counties:
            book.counties[county_code] = County(county_code, county_name)
        if township_code not in book.townships:
            book.townships[township_code] = Township(
                township_code, township, county_code, county_name
            )
        book.villages[code] = Village(code, name, township_code, township, county_code, county_name)
