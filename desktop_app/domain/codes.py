"""The code lists of the trade, read from ``desktop_app/data/codes``; a new list is a new file."""

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a list, with the words that people and other systems use for it."""

    value: str
    text: str
    aliases: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    meaning: str = ""
    may_return: bool = True
    """For a reason of leaving a post: whether the person may be placed again later."""

    def valid(self, on: date) -> bool:
        """Say whether the code may be chosen on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, slots=True)
class CodeList:
    """The codes of one field, in the order in which people should see them."""

    name: str
    title: str
    standard: str
    evidence: str
    codes: tuple[Code, ...]
    _by_value: Mapping[str, Code] = field(repr=False, compare=False)
    _by_word: Mapping[str, str] = field(repr=False, compare=False)

    def __contains__(self, value: object) -> bool:
        """Say whether the list has this value."""
        return value in self._by_value

    def code(self, value: str) -> Code | None:
        """Return the code with this value, or none."""
        return self._by_value.get(value)

    def text(self, value: str) -> str:
        """Return the words for a value; an unknown value of a newer list stands for itself."""
        code = self._by_value.get(value)
        return value if code is None else code.text

    def find(self, text: str) -> str | None:
        """Return the value that a written text means: a value, its words or an alias."""
        return self._by_word.get(_plain(text))

    def choices(self, on: date | None = None) -> tuple[Code, ...]:
        """Return the codes that may be chosen on a day; with no day, those never withdrawn."""
        if on is None:
            return tuple(code for code in self.codes if code.until is None)
        return tuple(code for code in self.codes if code.valid(on))


@cache
def code_list(name: str) -> CodeList:
    """Return the list of that name; a name without a file is a mistake of the program."""
    folder = resources.files("desktop_app") / "data" / "codes"
    facts = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))
    codes = tuple(_code(entry) for entry in facts["codes"])
    return CodeList(
        name=name,
        title=facts["title"],
        standard=facts["standard"],
        evidence=facts["evidence"],
        codes=codes,
        _by_value={code.value: code for code in codes},
        _by_word=dict(_words(codes)),
    )


def text_of(list_name: str, value: str) -> str:
    """Return the words for a value of the list; an empty name gives the value itself."""
    return code_list(list_name).text(value) if list_name else value


def _code(entry: dict[str, Any]) -> Code:
    return Code(**{**entry, "aliases": tuple(entry.get("aliases", ()))})


def _words(codes: tuple[Code, ...]) -> Iterator[tuple[str, str]]:
    """Give aliases first, so that the words and values of the list itself win over them."""
    for code in codes:
        yield from ((_plain(alias), code.value) for alias in code.aliases)
    for code in codes:
        yield _plain(code.text), code.value
    for code in codes:
        yield _plain(code.value), code.value


def _plain(text: str) -> str:
    """Take away what typing habits add: widths, spaces and the case of letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
