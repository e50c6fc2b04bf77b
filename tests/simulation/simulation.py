"""One world from one seed: people work, things go wrong, all exchange, and the truth is compared.

Which check holds which invariant (numbers as the list of them):

1, 7, 8, 9, 10, 14, 15  ``checks.differs_from_truth`` on every desk against ``oracle.find_truth``
2   ``ending._lost_or_doubled``, and ``checks.differing_entries`` on every desk
3   ``checks.false_receipts``, and the receipts that ``rogue`` signs in the hub's name
4   crashes at any statement (``crashing``), after which everything else is checked as ever
5   ``repeat``: old messages again, and nothing moves; ``sticks`` that are read twice
6   lost answers and torn runs on the way, and quiescence in bounded rounds (``settle_down``)
11, 12  ``clocks``: every row once more with other clocks, and no stamp of the far future
13  torn and turned sticks, what ``rogue`` changes and forges, and ``db.replay.verify``
16  restored and cloned desks (``events``), and 2 for both branches
17  ``checks.holds_foreign``, and 1 after moves of scope
18  the desk with an older program; in most worlds it is updated on the way, in others at the end
19  the same desk: what its update wrote to the journal would be on no other (2), or not signed
20  ``checks.bytes_left``, and 1 after erasures

Not here: 21 (nothing is compacted) and 22 (cost is measured by the benchmarks). Above the hub
stands another (``above``), which must hold the same; a desk of the office may begin late, with a
snapshot (``events``).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from db.folder import is_behind
from db.store import Store
from sync.exchange import Report, exchange
from sync.hub_refusal import HubRefusal
from sync.messages import Message
from sync.replica import DeskReplica
from sync.upstream import Passed
from tests.older import ALONE, EXCHANGING, NEWEST
from tests.simulation.above import Above
from tests.simulation.crashing import Crash
from tests.simulation.desks import COUNTY, VILLAGES, Desk, Time
from tests.simulation.ending import check, repeat
from tests.simulation.events import Events
from tests.simulation.network import LocalPeer, Lost, Weather
from tests.simulation.offices import Office, introduction
from tests.simulation.people import Worker
from tests.simulation.stores import FileStore, NewStore

A, B, C = VILLAGES
TOWNSHIP = "150223102"
OLD = "old"
"""The desk with an older program: its file has that program's shape, and is updated on the way."""
SLOW = (
    timedelta(days=-30),
    timedelta(days=1),
    timedelta(days=3650),
    timedelta(0),
    timedelta(seconds=-5),
    timedelta(days=-3650),
    timedelta(0),
    timedelta(hours=3),
)
"""How far the clocks of desks are off."""

STAFF: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("a1", "specialist", (A,), (A,)),
    ("a2", "specialist", (A,), (A,)),
    ("a3", "specialist", (A,), (A,)),
    ("b1", "specialist", (B,), (B,)),
    ("b2", "specialist", (B,), (B,)),
    ("c1", "specialist", (C,), (C,)),
    ("c2", "specialist", (C,), (C,)),
    ("ab", "specialist", (A, B), (A, B)),
    ("bc", "specialist", (B, C), (B, C)),
    (OLD, "specialist", (A,), (A,)),
    ("town", "township", (A, B), (TOWNSHIP,)),
    ("county", "county", (A, B, C), (COUNTY,)),
)
"""Desks: name, role, villages at set-up, prefixes of the certificate."""


@dataclass
class Settings:
    """How long and how rough a world is; ``often`` names events of which it has more."""

    steps: int = 450
    crashes: float = 0.06
    lost: float = 0.05
    rounds: int = 8
    events: bool = True
    often: tuple[str, ...] = ()


@dataclass
class Outcome:
    """What was found wrong, and how much happened."""

    problems: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def simulate(
    seed: int, folder: Path, settings: Settings | None = None, new_store: NewStore = FileStore
) -> Outcome:
    """Run one world, its hubs in stores of a kind, to its end and say what does not hold."""
    world = Simulation(seed, folder, settings or Settings(), new_store)
    try:
        world.run()
        world.settle_down()
        world.catch_up()
        if not world.outcome.problems:
            check(world)
            repeat(world)
    finally:
        world.close()
    return world.outcome


class Simulation:
    """One world: an office, its desks, and what happens to them."""

    def __init__(
        self, seed: int, folder: Path, settings: Settings, new_store: NewStore = FileStore
    ) -> None:
        self.seed, self.folder, self.settings, self.new_store = seed, folder, settings, new_store
        self.dice = Random(f"world {seed}")
        self.time = Time()
        self.outcome = Outcome()
        self.weather = Weather(Random(f"weather {seed}"), settings.lost, settings.lost)
        dice = Random(f"hub {seed}")
        self.office = Office("旗县", COUNTY, folder / "hub", self.time, dice, new_store)
        self.above = Above(self)
        self.desks: dict[str, Desk] = {}
        self.workers: dict[str, Worker] = {}
        self.replicas: dict[str, tuple[Store, DeskReplica]] = {}
        self.revoked: set[str] = set()
        self.unmet: set[str] = set()
        self.hub_set_back = False
        self.heard: dict[str, list[Message]] = {}
        self.lost_tokens: set[str] = set()
        self.passed = Passed()
        self.events = Events(self)
        for number, (name, role, villages, prefixes) in enumerate(STAFF):
            desk = self.add(
                Desk(
                    name,
                    folder / name,
                    self.time,
                    Random(f"{name} {seed}"),
                    SLOW[(number + seed) % len(SLOW)],
                    role,
                    villages,
                    number.to_bytes(16),
                    self._program(name),
                )
            )
            desk.prefixes = prefixes

    def _program(self, name: str) -> int:
        """Return what program a desk begins with."""
        if name != OLD:
            return NEWEST
        return EXCHANGING if self.seed % 3 else ALONE

    def add(self, desk: Desk) -> Desk:
        """Let one more desk into the world."""
        self.desks[desk.name] = desk
        self.workers[desk.name] = Worker(desk)
        return desk

    def new_desk(self, name: str, like: Desk) -> Desk:
        """Return a desk that is no part of the world yet, for the same villages as another."""
        dice = Random(f"{name} {self.seed}")
        return Desk(
            name, self.folder / name, self.time, dice, timedelta(hours=-9), like.role,
            like.villages, name.encode().rjust(16), prefixes=like.prefixes,
        )  # fmt: skip

    def close(self) -> None:
        """Let all files go."""
        self.office.close()
        self.above.office.close()
        for desk in self.desks.values():
            desk.close()

    # what happens

    def run(self) -> None:
        """Let everything happen."""
        for _ in range(self.settings.steps):
            self.time.pass_minutes(self.dice.randrange(90))
            drawn = self.dice.random()
            if drawn < 0.62:
                name = self.dice.choice(sorted(self.desks))
                self.surviving(self.desks[name], self.workers[name].work)
            elif drawn < 0.92 or not self.settings.events:
                self.exchange(self.desks[self.dice.choice(sorted(self.desks))])
            else:
                self.events.happen()
        while self.desks[OLD].program == ALONE:
            self.update_old()

    def acknowledged(self) -> set[str]:
        """Return all that programs said they kept."""
        return {token for desk in self.desks.values() for token in desk.acknowledged}

    def office_waits_for_all(self) -> None:
        """Let the office order nothing until all that know its authority have met the hub again."""
        self.unmet = {desk.name for desk in self.living() if self.replica(desk).is_let_in}
        if self.above.invitation is not None:
            self.unmet.add(self.above.office.name)
        self.hub_set_back = True

    def may_order(self) -> bool:
        """Say whether the office may order something: all who have its authority were there."""
        self.unmet = {
            name
            for name in self.unmet
            if name not in self.desks or self.replica(self.desks[name]).is_let_in
        }
        return not self.unmet

    def surviving(self, desk: Desk, act: Callable[[], object], *, often: int = 1) -> None:
        """Do something at a desk whose program may die at any statement of it."""
        if self.dice.random() < self.settings.crashes * often:
            desk.fuse.light(self.dice.randrange(1, 60 * often), after=self.dice.random() < 0.5)
        try:
            with desk.knowing():
                act()
        except Crash:
            self.outcome.counts["crash"] += 1
            desk.reopen()
        finally:
            desk.fuse.left = None

    def replica(self, desk: Desk) -> DeskReplica:
        """Return the replica of a desk, one as long as its program runs."""
        found = self.replicas.get(desk.name)
        if found is None or found[0] is not desk.store:
            roots = {COUNTY: self.office.root_public}
            found = desk.store, DeskReplica(desk.store, roots, desk.shape)
            if desk.program == NEWEST and is_behind(desk.database):
                found[1].catch_up()  # as a session does that opens a folder
            self.replicas[desk.name] = found
        return found[1]

    def peer(self, desk: Desk, weather: Weather) -> LocalPeer:
        """Return the hub as a desk sees it."""
        heard = self.heard.setdefault(desk.name, [])
        meanwhile = None if weather is not self.weather else lambda: self.order_meanwhile(desk)
        return LocalPeer(
            self.office.hub, self.office.reopen, desk.device, weather, heard, meanwhile
        )

    def order_meanwhile(self, desk: Desk) -> None:
        """Let the office give a desk other villages while it is talking to the hub; seldom."""
        if "move_scope" in self.settings.often and self.dice.random() < 0.05:
            self.events.move_scope_of(desk)

    def meet_rogue(self, desk: Desk) -> None:
        """Let the tampered desk be let in; it is no desk that must agree."""
        self.office.fuse.left = None
        if self.office.hub().books.authority().certificate(desk.device) is None:
            self.meet(desk, Weather(Random(0), 0, 0))

    def exchange(self, desk: Desk) -> None:
        """Let a desk meet the hub, in any weather, with crashes on both sides."""
        if desk.program == ALONE:
            return
        if self.dice.random() < self.settings.crashes:
            self.office.fuse.light(self.dice.randrange(1, 80), after=self.dice.random() < 0.5)
        self.surviving(desk, lambda: self._try_exchange(desk))
        self.office.fuse.left = None

    def _try_exchange(self, desk: Desk) -> None:
        try:
            self.meet(desk, self.weather)
        except Lost:
            self.outcome.counts["lost"] += 1
        except HubRefusal as refusal:
            self.refused(desk, refusal)

    def meet(self, desk: Desk, weather: Weather) -> Report:
        """Let a desk meet the hub once: enrol if it must, exchange, and obey its scope."""
        with desk.knowing():
            replica, peer = self.replica(desk), self.peer(desk, weather)
            if not replica.is_let_in:
                self.let_in(desk, peer)
            report = exchange(replica, peer)
            replica.settle_scope()
        self.outcome.counts["exchange"] += 1
        if report.same:
            self.unmet.discard(desk.name)
        return report

    def let_in(self, desk: Desk, peer: LocalPeer) -> None:
        """Let a desk enrol."""
        self.invite(desk)
        assert desk.invitation is not None
        replica = self.replica(desk)
        replica.take(peer.enrol(introduction(desk.invitation, desk, replica.heads())).runs)

    def invite(self, desk: Desk) -> None:
        """Let the office invite a desk, once."""
        known = self.office.order(lambda hub: hub.books.certificate(desk.device))
        if (known is None or desk.invitation is None) and not self.may_order():
            raise Lost("汇集点还在等各台电脑。", advice="过几天再办。")
        if desk.invitation is None:
            asked = (desk.name, desk.role, desk.prefixes)
            desk.invitation = self.office.order(lambda hub: hub.invite(*asked))

    def refused(self, desk: Desk, refusal: HubRefusal) -> None:
        """Accept a refusal that is right."""
        if desk.name in self.revoked and refusal.code == "revoked":
            return
        if refusal.code == "unknown-invitation" and self.hub_set_back:
            desk.invitation = None  # the hub was set back before it was made
            return
        self.outcome.problems.append(f"{desk.name} was refused: {refusal.code}")

    # quiescence

    def living(self) -> list[Desk]:
        """Return the desks that must agree at the end."""
        return [desk for name, desk in self.desks.items() if name not in self.revoked]

    def settle_down(self) -> None:
        """Let all exchange in good weather until nothing is new; being stuck is a failure."""
        fine = Weather(Random(0), 0, 0)
        left: list[str] = []
        for _ in range(self.settings.rounds):
            left = []
            for desk in self.living():
                try:
                    report = self.meet(desk, fine)
                except HubRefusal as refusal:
                    self.refused(desk, refusal)
                    left.append(f"{desk.name}: {refusal}")
                    continue
                except Lost:  # the office waits for others
                    left.append(f"{desk.name} is not let in")
                    continue
                if report.sent or report.received or report.healed or not report.same:
                    left.append(f"{desk.name}: {report}")
            self.passed = self.above.meet(fine)
            if self.passed.sent or self.passed.regained:
                left.append(f"{self.passed}")
            if not left:
                return
        self.outcome.problems += ["stuck", *left[:3]]

    def update_old(self) -> None:
        """Give the desk with an older program the next one; it may die while the file changes."""
        desk = self.desks[OLD]
        if desk.program < NEWEST:
            self.outcome.counts[f"update to {desk.program + 1}"] += 1
            self.surviving(desk, lambda: desk.update(desk.program + 1), often=3)

    def catch_up(self) -> None:
        """Give the desk with an older program the newest one, in every other world."""
        while self.seed % 2 and self.desks[OLD].program < NEWEST:
            self.update_old()
