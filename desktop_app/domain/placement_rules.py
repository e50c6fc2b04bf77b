"""Who may be placed on which post, and why not.

Every rule is one small function: those about the person stand in ``holder_rules``, those about
the seat in ``post_rules``, those about earlier posts in ``term_rules``. Each reads its number or
switch from the pack on the day the work begins; a rule that the county switched off gives no
finding.
"""

from collections.abc import Callable
from datetime import date

from desktop_app.domain import holder_rules, post_rules, term_rules
from desktop_app.domain.dates import turns
from desktop_app.domain.placement_facts import Answer, PlacementFacts
from desktop_app.domain.records import Person
from desktop_app.domain.rules import Clause, Finding, RulePack

__all__ = ["PlacementFacts", "age_limit_on", "placement_findings"]

Rule = Callable[[RulePack, PlacementFacts], Answer]

MAX_AGE = "post.max_age"

_RULES: tuple[tuple[str, Rule], ...] = (
    ("identity.check_digit", holder_rules.identity),
    ("post.living", holder_rules.living),
    ("post.min_age", holder_rules.min_age),
    (MAX_AGE, holder_rules.max_age),
    ("post.one_person_one_post", post_rules.one_post),
    ("post.one_post_per_household", post_rules.one_post_a_household),
    ("post.headcount", post_rules.headcount),
    ("post.approval_required", post_rules.approved),
    ("post.agreement_max_months", post_rules.agreement),
    ("post.total_years", term_rules.total_term),
    ("post.placed_again_times", term_rules.placed_again),
    ("post.may_return", term_rules.may_return),
    ("post.cadre_kin_excluded", holder_rules.cadre_kin),
    ("post.pension_excluded", holder_rules.pension),
    ("post.capacity", holder_rules.capacity),
    (term_rules.ELIGIBLE, term_rules.eligible),
    ("post.policy_term", post_rules.policy_term),
)


def placement_findings(pack: RulePack, facts: PlacementFacts) -> tuple[Finding, ...]:
    """Return what each rule that is switched on found, in the order people should hear it."""
    findings = []
    for key, rule in _RULES:
        clause = _clause_of(pack, key, facts)
        if clause.value is not False:
            findings.append(_finding(clause, rule(pack, facts)))
    return tuple(findings)


def age_limit_on(pack: RulePack, person: Person, on: date) -> date | None:
    """Return the day from which a person is too old for a post, by the rules of ``on``."""
    born = holder_rules.birth_of(person)
    return None if born is None else turns(born, holder_rules.age_limit(pack, person, on).years)


def _finding(clause: Clause, answer: Answer) -> Finding:
    passed, message, found, advice, fields = answer
    return Finding(
        rule=clause.key,
        title=clause.title,
        passed=passed,
        message=message if passed else f"不能安置：{message}",
        found=found,
        basis=clause.cited(),
        advice=advice,
        fields=fields,
    )


def _clause_of(pack: RulePack, key: str, facts: PlacementFacts) -> Clause:
    if key == MAX_AGE:
        return holder_rules.age_limit(pack, facts.person, facts.begins_on).clause
    if key == term_rules.ELIGIBLE:
        return pack.clause(term_rules.eligible_key(pack, facts.post), facts.begins_on)
    return pack.clause(key, facts.begins_on)
