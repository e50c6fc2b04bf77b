"""What must hold when a world has come to rest."""

from random import Random
from typing import TYPE_CHECKING, cast

from db.replay import verify
from db.rows import columns
from desktop_app.domain.records import RECORDS
from desktop_app.session import Session
from desktop_app.use_cases.upkeep import statistics
from sync.messages import PullAnswer, Push
from tests.older import NEWEST
from tests.simulation import checks, clocks
from tests.simulation.desks import COUNTY, VILLAGES, Desk
from tests.simulation.facts import Fact, each_once
from tests.simulation.oracle import find_truth
from tests.simulation.verdicts import Law

if TYPE_CHECKING:
    from tests.simulation.simulation import Simulation


def check(world: "Simulation") -> None:
    """Compare everything with the truth."""
    problems = world.outcome.problems
    world.office.reopen()
    facts, law = world.office.facts(), world.office.law()
    by_dot = {fact.dot: fact for fact in facts}
    world.outcome.counts["facts"] += len(facts)
    gone = {row for _, row in law.erased}
    erased = [
        token
        for desk in world.desks.values()
        for token, rows in desk.acknowledged.items()
        if rows and rows <= gone
    ]
    problems += _lost_or_doubled(world, facts, gone)
    problems += _by_clocks(world, facts, law)
    problems += world.above.wrong(facts, world.passed)
    for office in (world.office, world.above.office):
        office.reopen()
        left = office.store.left_of(erased)
        problems += [f"{office.name}: {each}" for each in left]
    for desk in world.living():
        with desk.knowing():
            desk.reopen()
            villages = world.replica(desk).villages
            found = checks.Found(desk.database)
            shape = {n: columns(kind) for n, kind in enumerate(RECORDS, start=1) if columns(kind)}
            known = {number: len(names) for number, names in shape.items()}
            truth = find_truth(facts, law, villages, shape)
            wrong = [
                *checks.differing_entries(by_dot, villages, desk.database),
                *checks.differs_from_truth(found, truth, known),
                *checks.holds_foreign(found, villages, COUNTY),
                *checks.false_receipts(desk.database, world.office.keys.public_key, by_dot),
                *_verified(world, desk),
                *checks.bytes_left(desk.folder, erased),
            ]
        world.outcome.counts["conflicts"] += len(truth.conflicts)
        world.outcome.counts["parked"] += len(truth.parked)
        world.outcome.counts["quarantined"] += len(truth.quarantined)
        problems += [f"{desk.name}: {each}" for each in wrong]
    problems += _differing_hashes(world)


def repeat(world: "Simulation") -> None:
    """Say again what was said long ago: nothing may change, here or there."""
    before = checks.dump(world.office.sql)
    for name, desk in world.desks.items():
        replica, heard = world.replica(desk), world.heard.get(name, [])
        mine = checks.dump(desk.sql)
        for message in world.dice.sample(heard, min(len(heard), 6)):
            if isinstance(message, Push) and not (world.hub_set_back or name in world.revoked):
                world.office.hub().push(desk.device, message)
            elif isinstance(message, PullAnswer):
                with desk.knowing():
                    replica.take(message.runs)
        if name not in world.revoked and checks.dump(desk.sql) != mine:
            world.outcome.problems.append(f"{name}: an old answer changed something")
    if checks.dump(world.office.sql) != before:
        world.outcome.problems.append("an old push changed something")


def _by_clocks(world: "Simulation", facts: list[Fact], law: Law) -> list[str]:
    shape = {number: columns(kind) for number, kind in enumerate(RECORDS, start=1)}
    refused = find_truth(facts, law, VILLAGES, shape).quarantined
    honest = {desk.device for desk in world.desks.values()}
    by_dot = {fact.dot: fact for fact in facts}
    latest = max(desk.now() for desk in world.desks.values())
    return [
        *clocks.depend_on_clocks(facts, refused, Random(world.seed)),
        *clocks.pulled_too_far(by_dot, honest, latest),
        *clocks.stamped_below(by_dot, honest),
    ]


def _verified(world: "Simulation", desk: Desk) -> list[str]:
    judge = world.replica(desk)._judging().judge
    return verify(desk.database, judge=judge).problems[:3]


def _differing_hashes(world: "Simulation") -> list[str]:
    """Compare what ``nutag stats`` says of a village on desks with the newest program.

    Only those with the same villages agree: who has two villages may know that a row began in
    the other one, and that one of its creations does not count.
    """
    found: dict[tuple[str, frozenset[str]], set[str]] = {}
    for desk in world.living():
        if desk.program == NEWEST:
            hashes = statistics(cast(Session, desk)).state_hash  # it asks for no more than a store
            scope = frozenset(desk.store.desk.village_codes)
            for village in scope.intersection(VILLAGES, hashes):
                found.setdefault((village, scope), set()).add(hashes[village])
    return [f"{village}: states differ" for (village, _), each in found.items() if len(each) > 1]


def _lost_or_doubled(world: "Simulation", facts: list[Fact], erased: set[bytes]) -> list[str]:
    typed = checks.said(each_once(facts), ops=(1, 2))
    said = set(checks.said(facts))
    missing = [
        token
        for name, desk in world.desks.items()
        if name not in world.revoked
        for token, rows in desk.acknowledged.items()
        if token not in said and token not in world.lost_tokens and not rows & erased
    ]
    doubled = [token for token, times in typed.items() if times > 1]
    return [
        *(f"lost {token}" for token in sorted(missing)[:5]),
        *(f"doubled {token}" for token in sorted(doubled)[:5]),
    ]
