"""就业地域: how far from home somebody works, from division codes or from a written place."""

import tomllib
from functools import cache
from importlib import resources

from desktop_app.domain.codes import code_list
from desktop_app.domain.divisions import counties

ABROAD = "abroad"

_COUNTY, _PREFECTURE, _REGION = 6, 4, 2
_SHORT_IN_FRONT = "内蒙古"
_OUTSIDE_MAINLAND = ("71", "81", "82")


def scope_of(home_village_code: str, place_code: str) -> str:
    """Return the value of ``transfer_scope`` for a home and a workplace, "" when unknown.

    ``place_code`` has 6 digits or more, or is ``abroad``; for a code that names only a
    prefecture or a province (ending in zeros) the answer is given only where it is certain.
    """
    if place_code == ABROAD or place_code.startswith(_OUTSIDE_MAINLAND):
        return "abroad"
    if not (_is_code(home_village_code) and _is_code(place_code)):
        return ""
    return _between(home_village_code[:_COUNTY], place_code[:_COUNTY])


def scope_from_text(text: str, home_county_code: str) -> str:
    """Return the value that a written place certainly means, "" when there is any doubt.

    Certain are the names of the classes, a province, a prefecture of the own region and a
    county of the own prefecture; the last two also with the places they lie in before them.
    """
    plain = "".join(text.split())
    named = code_list("transfer_scope").find(plain)
    if named or not plain:
        return named or ""
    return scope_of(home_county_code, _place_code(plain, home_county_code))


def _between(home: str, place: str) -> str:
    if home[:_REGION] != place[:_REGION]:
        return "province"
    if place.endswith("0000"):
        return ""
    if home[:_PREFECTURE] != place[:_PREFECTURE]:
        return "region"
    if place.endswith("00"):
        return ""
    return "county" if home == place else "prefecture"


def _is_code(code: str) -> bool:
    return len(code) >= _COUNTY and code[:_COUNTY].isascii() and code[:_COUNTY].isdigit()


def _place_code(plain: str, home: str) -> str:
    """Walk from the province down as far as the text names places with certainty."""
    province, rest = _first("provinces", plain, "")
    if province and province != home[:_REGION]:
        return province.ljust(_COUNTY, "0")
    prefecture, rest = _first("prefectures", rest, home[:_REGION])
    if prefecture and prefecture != home[:_PREFECTURE]:
        return prefecture.ljust(_COUNTY, "0")
    return _county_code(rest, home, told_city=bool(prefecture))


def _county_code(plain: str, home: str, *, told_city: bool) -> str:
    """Take a 市辖区 for ours only when the city is told or it is home: 青山区 is in Wuhan too."""
    for one in counties():
        known = told_city or one.code == home or one.name.endswith(("旗", "县"))
        if one.code.startswith(home[:_PREFECTURE]) and known and plain.startswith(one.name):
            return one.code
    return ""


def _first(level: str, plain: str, within: str) -> tuple[str, str]:
    """Return the code of the place that the text begins with, and the text after it."""
    for code, full, name in _places()[level]:
        if code.startswith(within):
            if plain.startswith(full):
                return code, plain.removeprefix(full)
            if plain == name or (name == _SHORT_IN_FRONT and plain.startswith(name)):
                return code, plain.removeprefix(name)
    return "", plain


@cache
def _places() -> dict[str, tuple[tuple[str, str, str], ...]]:
    file = resources.files("desktop_app") / "data" / "places.toml"
    return {
        level: tuple((place["code"], place["full"], place["short"]) for place in places)
        for level, places in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }
