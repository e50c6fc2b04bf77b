"""Where people work away: every province, prefecture and county of the country by its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from desktop_app.domain.employment_scope import ABROAD

ABROAD_WORDS = "境外"

_REGION, _PREFECTURE, _COUNTY = 2, 4, 6
_OWN_REGION = "内蒙古自治区"


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its code of 6 digits, zeros behind what is not told; ``full`` from the top."""

    code: str
    name: str
    full: str


def place_words(code: str) -> str:
    """Return the name of a place; a code that is not listed stands for itself.

    Inside 内蒙古 the region goes without saying. A longer code is told by its county.
    """
    if code == ABROAD:
        return ABROAD_WORDS
    found = _book().get(code[:_COUNTY].ljust(_COUNTY, "0")) if code else None
    if found is None:
        return code
    return found.full.removeprefix(_OWN_REGION) or found.full


def is_place(code: str) -> bool:
    """Say whether a code names a place that is listed."""
    return code == ABROAD or code[:_COUNTY].ljust(_COUNTY, "0") in _book()


def places_from(home_county: str) -> tuple[Place, ...]:
    """Return every place, the nearest to home first: prefecture, region, then the country."""
    return tuple(sorted(_book().values(), key=lambda place: _distance(place.code, home_county)))


def find_places(text: str, home_county: str, limit: int = 20) -> list[Place]:
    """Return the places that a written part of a name or a code means, the nearest first."""
    plain = "".join(text.split())
    if not plain:
        return []
    if plain.isdigit():
        found: Sequence[Place] = [
            one for one in places_from(home_county) if one.code.startswith(plain)
        ]
    else:
        named = [one for one in places_from(home_county) if plain in one.full]
        found = sorted(named, key=lambda one: not one.name.startswith(plain))
    return list(found[:limit])


def _distance(code: str, home: str) -> tuple[int, str]:
    for near, digits in enumerate((_COUNTY, _PREFECTURE, _REGION)):
        if code[:digits] == home[:digits]:
            return near, code
    return len(home), code


@cache
def _book() -> dict[str, Place]:
    file = resources.files("desktop_app") / "data" / "places.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    names = dict(line.split(",") for line in lines[2:])  # source and titles stand above
    return {
        code.ljust(_COUNTY, "0"): Place(code.ljust(_COUNTY, "0"), name, _full(code, name, names))
        for code, name in names.items()
    }


def _full(code: str, name: str, names: dict[str, str]) -> str:
    above = (
        names.get(code[:digits], "") for digits in (_REGION, _PREFECTURE) if digits < len(code)
    )
    return "".join((*above, name))
