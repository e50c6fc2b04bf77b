"""The checks before payment: which there are, and what they find in one month.

Each check is one small function over ``Watched``; a check whose clause the county switched off
finds nothing. The clauses stand under 发放前核查.
"""

from collections.abc import Callable, Iterator

from desktop_app.domain import watch_lists, watch_posts
from desktop_app.domain.rules import RulePack
from desktop_app.domain.watch_facts import SEVERITIES, Hit, Told, Watched, hit_of

Check = Callable[[RulePack, Watched], Iterator[Told]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("check.dead", watch_lists.dead),
    ("check.one_person", watch_posts.one_person),
    ("check.identity_repeated", watch_posts.number_repeated),
    ("check.away_full_attendance", watch_lists.away_full_attendance),
    ("check.away", watch_lists.away),
    ("check.pension", watch_lists.pension),
    ("check.employed_insured", watch_lists.employed_insured),
    ("check.business", watch_lists.business),
    ("check.paid_staff", watch_lists.paid_staff),
    ("check.cadre_kin", watch_lists.cadre_kin),
    ("check.age", watch_posts.age),
    ("check.one_household", watch_posts.one_household),
    ("check.shared_account", watch_posts.shared_account),
    ("check.after_exit", watch_posts.after_exit),
    ("check.identity_number", watch_posts.number_wrong),
    ("check.same_name_birth", watch_posts.same_name_and_birth),
    ("check.shared_phone", watch_posts.shared_phone),
)
"""Every check before payment, in the order people should hear of it: append a new one here."""


def hits(pack: RulePack, facts: Watched) -> list[Hit]:
    """Return what the checks that are switched on find, gravest first."""
    grades = list(SEVERITIES)
    found = []
    for key, check in CHECKS:
        clause = pack.clause(key, facts.month.last)
        if clause.value is not False:
            found += [hit_of(clause, told) for told in check(pack, facts)]
    return sorted(found, key=lambda hit: grades.index(hit.severity))
