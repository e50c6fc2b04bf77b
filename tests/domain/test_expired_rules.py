"""A rule past its end is never applied silently: whoever asks for it hears that it has ended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desktop_app.domain.placement_facts import PlacementFacts
from desktop_app.domain.placement_rules import placement_findings
from desktop_app.domain.quality_facts import QualityFacts
from desktop_app.domain.quality_rules import faults
from desktop_app.domain.records import Person, Placement, Post
from desktop_app.domain.rules import Clause, RulePack, built_in_rules
from tests.sessions import citizen_id

PACK = built_in_rules()
LAST = [
    max(versions, key=lambda one: one.since)
    for key, clauses in PACK.clauses.items()
    for versions in [
        [one for one in clauses if one.areas == areas] for areas in {one.areas for one in clauses}
    ]
]
ENDED = [one for one in LAST if one.until is not None]
TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("clause", ENDED, ids=lambda one: f"{one.key}-{one.number}")
def test_every_clause_with_an_end_says_so_from_the_day_after(clause: Clause) -> None:
    assert clause.until is not None
    area = clause.areas[0] if clause.areas else ""

    last = PACK.clause(clause.key, clause.until, area)
    late = PACK.clause(clause.key, clause.until + timedelta(days=1), area)

    assert (last.expired, late.expired) == (False, True)
    assert "依据已到期" not in last.cited()
    assert f"依据已到期（{clause.until}）" in late.cited()
    assert late.value == clause.value


def test_there_are_clauses_that_end() -> None:
    assert len(ENDED) > 20


def ended_pack(ended: str) -> RulePack:
    """Return the pack in which one clause ended long ago."""
    clauses = dict(PACK.clauses)
    clauses[ended] = tuple(
        replace(one, since=date(2000, 1, 1), until=date(2001, 1, 1)) for one in clauses[ended]
    )
    return replace(PACK, clauses=clauses)


def facts() -> PlacementFacts:
    person = Person(name="白满仓", citizen_id=citizen_id(date(1980, 3, 2), 1), sex="1")
    post = Post(title="保洁员", approved_on=date(2026, 1, 1), headcount=3)
    placement = Placement(
        agreement_from=date(2026, 12, 1), agreement_to=date(2027, 11, 30), started_on=None
    )
    return PlacementFacts(person=person, post=post, placement=placement, today=TODAY)


FOUND = sorted({one.rule for one in placement_findings(PACK, facts())} & PACK.clauses.keys())


@pytest.mark.parametrize("key", FOUND)
def test_a_placement_by_an_ended_clause_tells_of_its_end(key: str) -> None:
    findings = placement_findings(ended_pack(key), facts())

    (finding,) = [one for one in findings if one.rule == key]
    assert "依据已到期（2001-01-01）" in finding.basis


@pytest.mark.parametrize("key", [key for key in PACK.clauses if key.startswith("quality.")])
def test_a_fault_by_an_ended_clause_tells_of_its_end(key: str) -> None:
    person = Person(name="白1", phone="1", citizen_id="", relation="本家", health="")
    some = QualityFacts(today=TODAY, people=(person,), households={})

    found = [one for one in faults(ended_pack(key), some) if one.rule == key]

    assert all("依据已到期（2001-01-01）" in one.basis for one in found)
