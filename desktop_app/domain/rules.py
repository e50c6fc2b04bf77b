"""The rule pack: every limit and term with its source and dates, and what a check found."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import Any

from desktop_app.domain.errors import Refused

Value = int | bool | str

HEAD = ("title", "version", "clauses")
"""What a pack says beside what a newer program may have written."""

OWN_SETTING = "旗县在设置里改过，以旗县的为准"
CHOSEN = "+本机"
"""Between the version of a pack and what was chosen on the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One rule of the pack: its value, the words of its source, and when it is in force.

    ``pending`` means that no local text was read (待旗县确认); ``expired`` that the day asked
    for lies after its end, so that the value still serves but its basis is gone. ``subject`` is
    the part of the pack it stands in, ``document`` the number of its paper (文号) where known,
    ``others`` what a newer program wrote beside it.
    """

    key: str
    title: str
    value: Value
    basis: str
    since: date
    until: date | None = None
    unit: str = ""
    areas: tuple[str, ...] = ()
    evidence_grade: str = "D"
    pending: bool = False
    expired: bool = False
    number: int = 0
    pack: str = ""
    subject: str = ""
    document: str = ""
    others: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def cited(self) -> str:
        """Return what the 依据 line says: rule, pack, source, validity, doubts."""
        parts = [self.title, f"{self.pack} 第 {self.number} 条", self.basis]
        parts += [one for one in (self.document, self._validity()) if one and one != self.basis]
        return " · ".join([*parts, "待旗县确认"] if self.pending else parts)

    def _validity(self) -> str:
        if self.expired:
            return f"依据已到期（{self.until}）"
        if self.until is None:
            return f"{self.since} 起有效"
        return f"{self.since} 至 {self.until} 有效"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule found: whole sentences for the officer, kept beside the record.

    ``found`` may hold names; it is shown and stored, never logged.
    """

    rule: str
    title: str
    passed: bool
    message: str
    found: str = ""
    basis: str = ""
    advice: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulePack:
    """A set of clauses that came together, under one version."""

    title: str
    version: str
    clauses: Mapping[str, tuple[Clause, ...]] = field(repr=False)
    others: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """Return the title with the version, as papers and cards cite the pack."""
        return f"{self.title} {self.version}"

    def clause(self, key: str, on: date, area: str = "") -> Clause:
        """Return the clause in force on the day of the act, for the area where there are more.

        Past its end the last one is returned, marked expired; before its beginning the first.
        """
        fitting = [one for one in self.clauses[key] if not one.areas or area in one.areas]
        if not fitting:
            raise KeyError(f"{key} for {area or 'no area'}")
        begun = [one for one in fitting if one.since <= on]
        chosen = max(begun, key=_since) if begun else min(fitting, key=_since)
        past = chosen.until is not None and chosen.until < on
        return replace(chosen, expired=True) if past else chosen

    def number(self, key: str, on: date, area: str = "") -> int:
        """Return the value of a clause that is a number."""
        value = self.clause(key, on, area).value
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(key)
        return value

    def holds(self, key: str, on: date) -> bool:
        """Say whether a clause that can be switched off is on."""
        return bool(self.clause(key, on).value)

    def with_settings(self, settings: Mapping[str, Value]) -> "RulePack":
        """Return the pack with the values the county chose; unknown keys are left out.

        The version then names the choices, so that a decision can be made again by them.
        """
        chosen = {key: settings[key] for key in settings.keys() & self.clauses.keys()}
        if all(one.value == value for key, value in chosen.items() for one in self.clauses[key]):
            return self
        version = f"{self.version}{CHOSEN}{choices_mark(settings)}"
        name, clauses = f"{self.title} {version}", dict(self.clauses)
        for key, value in chosen.items():
            clauses[key] = tuple(_changed(one, value, name) for one in clauses[key])
        return replace(self, version=version, clauses=clauses)

    def over(self, base: "RulePack") -> "RulePack":
        """Return the pack with the clauses of another one where it says nothing itself."""
        return replace(self, clauses={**base.clauses, **self.clauses})

    def in_order(self) -> list[Clause]:
        """Return every clause, in the order of their numbers."""
        return sorted(
            (one for some in self.clauses.values() for one in some), key=lambda one: one.number
        )


def choices_mark(settings: Mapping[str, Value]) -> str:
    """Return the short name of what was chosen on a desk."""
    text = json.dumps(settings, sort_keys=True, ensure_ascii=False)
    return blake2b(text.encode(), digest_size=3).hexdigest()


@cache
def built_in_rules() -> RulePack:
    """Return the pack that comes with the program: one file a subject, read as one."""
    facts = tomllib.loads(_written("pack.toml"))
    entries = [entry for name in facts["files"] for entry in _numbered(_written(f"{name}.toml"))]
    return _pack(facts["title"], facts["version"], entries)


@cache
def former_rules() -> tuple[RulePack, ...]:
    """Return the packs that came with earlier versions of the program, newest first."""
    names = tomllib.loads(_written("pack.toml"))["former"]
    return tuple(read_rules(_written(f"former/{name}.toml")) for name in names)


def read_rules(text: str) -> RulePack:
    """Return the pack written in one TOML text; clauses without a number count from 1.

    The text must be sound: ``rule_text.read_pack`` says what is wrong with one that is not.
    """
    facts = tomllib.loads(text)
    entries = [{"number": place} | one for place, one in enumerate(facts["clauses"], start=1)]
    others = {key: value for key, value in facts.items() if key not in HEAD}
    return replace(_pack(facts["title"], facts["version"], entries), others=others)


def finding(
    clause: Clause,
    *,
    failed: str = "",
    passed: str = "",
    found: str = "",
    advice: str = "",
    fields: tuple[str, ...] = (),
) -> Finding:
    """Return what a rule found by a clause: ``failed`` says what is wrong, empty for nothing."""
    return Finding(
        rule=clause.key,
        title=clause.title,
        passed=not failed,
        message=failed or passed,
        found=found,
        basis=clause.cited(),
        advice=advice if failed else "",
        fields=fields if failed else (),
    )


def findings_json(findings: Sequence[Finding]) -> str:
    """Return the findings as the JSON list that is kept with the record."""
    return json.dumps([asdict(one) for one in findings], ensure_ascii=False, sort_keys=True)


def findings_of(text: str) -> tuple[Finding, ...]:
    """Return the findings kept with a record; none where none were, or cannot be read."""
    known = {one.name for one in fields(Finding)}
    try:
        return tuple(
            Finding(**{name: _kept(each[name]) for name in each.keys() & known})
            for each in json.loads(text or "[]")
        )
    except (ValueError, TypeError, AttributeError):
        return ()


def _kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def refuse_unless_passed(findings: Sequence[Finding]) -> None:
    """Refuse with the first rule that failed, and say how many more did."""
    failed = [one for one in findings if not one.passed]
    if not failed:
        return
    first, more = failed[0], len(failed) - 1
    raise Refused(
        first.message + (f"另外还有 {more} 条不符合。" if more else ""),
        advice=first.advice,
        fields=tuple(dict.fromkeys(name for one in failed for name in one.fields)),
        found=first.found,
        basis=first.basis,
    )


_FIELDS = frozenset(one.name for one in fields(Clause)) - {
    *("pack", "expired", "others", "evidence_grade"),
}


def _since(clause: Clause) -> date:
    return clause.since


def _changed(clause: Clause, value: Value, pack: str) -> Clause:
    if value == clause.value:
        return clause
    return replace(clause, value=value, pack=pack, basis=f"{clause.basis}；{OWN_SETTING}")


def _written(name: str) -> str:
    return (resources.files("desktop_app") / "data" / "rules" / name).read_text(encoding="utf-8")


def _numbered(text: str) -> Iterator[dict[str, Any]]:
    """Give the clauses of one subject their numbers; they stay when other subjects grow."""
    facts = tomllib.loads(text)
    for number, entry in enumerate(facts.get("clauses", ()), start=facts["first"]):
        yield {"subject": facts["subject"], "number": number} | entry


def _pack(title: str, version: str, entries: Iterable[Mapping[str, Any]]) -> RulePack:
    name = f"{title} {version}"
    clauses: dict[str, tuple[Clause, ...]] = {}
    for entry in entries:
        clause = _clause(entry, name)
        clauses[clause.key] = (*clauses.get(clause.key, ()), clause)
    return RulePack(title, version, clauses)


def _clause(entry: Mapping[str, Any], pack: str) -> Clause:
    facts = {key: value for key, value in entry.items() if key in _FIELDS}
    facts["areas"] = tuple(entry.get("areas", ()))
    others = {key: value for key, value in entry.items() if key not in {*_FIELDS, "evidence"}}
    return Clause(**facts, evidence_grade=entry["evidence"], pack=pack, others=others)
