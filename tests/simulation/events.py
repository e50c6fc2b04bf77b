"""What befalls a world now and then: disks, laptops, orders of the office, tampered programs."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from db.connection import fetch_sql
from db.rows import table_name
from desktop_app.domain.records import RECORDS, Person, Visit
from sync.hub_refusal import HubRefusal
from tests.older import ALONE
from tests.simulation.checks import said
from tests.simulation.desks import VILLAGES, Desk, stored_facts
from tests.simulation.network import Lost
from tests.simulation.rogue import Rogue
from tests.simulation.sticks import Drivers

if TYPE_CHECKING:
    from tests.simulation.simulation import Simulation

LATE = "late"
OFFICES = ("town", "county", LATE)


class Events:
    """Rare things, each as the dice fall; which of them a world has is part of its seed."""

    def __init__(self, world: "Simulation") -> None:
        self.world = world
        self.drivers = Drivers(world)
        self.copies: list[tuple[str, str]] = []
        self.late: Desk | None = None
        self.snapshot: Path | None = None
        common: list[tuple[int, Callable[[], None]]] = [
            (6, self.write_stick),
            (8, self.drivers.arrive),
            (3, world.above.pass_on),
            (3, self.begin_with_snapshot),
            (2, world.update_old),
        ]
        rare: list[tuple[int, Callable[[], None]]] = [
            (3, self.copy_desk),
            (3, self.restore_desk),
            (1, self.clone_desk),
            (1, self.revoke),
            (2, self.move_scope),
            (2, self.erase),
            (2, self.copy_hub),
            (1, self.restore_hub),
            (2, self.restart),
            (4, Rogue(world).act),
        ]
        often = world.settings.often
        self.acts = [
            (4 * weight if act.__name__ in often else weight, act)
            for seldom, acts in ((0.0, common), (0.4, rare))
            for weight, act in acts
            if world.dice.random() >= seldom or act.__name__ in often
        ]

    def happen(self) -> None:
        """Let one of them happen."""
        acts, weights = [act for _, act in self.acts], [weight for weight, _ in self.acts]
        act = self.world.dice.choices(acts, weights)[0]
        self.world.outcome.counts[act.__name__] += 1
        try:
            act()
        except HubRefusal as refusal:
            if not (self.world.hub_set_back and refusal.code == "unknown-invitation"):
                raise
        except Lost:
            self.world.outcome.counts["lost"] += 1

    def _any(self, *, but: tuple[str, ...] = ()) -> Desk:
        names = [name for name in sorted(self.world.desks) if name not in but]
        return self.world.desks[self.world.dice.choice(names)]

    # carriers

    def write_stick(self) -> None:
        """Write what a desk has not sent to a stick."""
        desk = self._any()
        if desk.program > ALONE:
            self.drivers.write_work(desk)

    def begin_with_snapshot(self) -> None:
        """Let a new desk of the office be let in, and begin with what another has."""
        world, giver = self.world, self.world.desks["town"]
        if LATE in world.desks or not self._is_in(giver):
            return
        if self.late is None:
            self.late = world.new_desk(LATE, giver)
        late = self.late
        if self.snapshot is None or world.dice.random() < 0.5:  # it hears of orders on the way
            world.let_in(late, world.peer(late, world.weather))
        if self.snapshot is None:
            if world.replica(giver).authority.certificate(late.device) is not None:
                self.snapshot = self.drivers.write_snapshot(giver, late)
            return  # else the other desk has not heard of this one
        path = self.snapshot
        world.surviving(late, lambda: self.drivers.read_snapshot(late, path))
        if world.replica(late).heads(late.villages):
            world.add(late)

    # disks

    def copy_desk(self) -> None:
        """Keep a copy of a desk's file."""
        desk = self._any()
        copy = self.world.folder / f"{desk.name}.copy"
        desk.copy_file(copy)
        self.copies = [each for each in self.copies if each[0] != desk.name]
        self.copies.append((desk.name, str(copy)))

    def restore_desk(self) -> None:
        """Put an older file in place of a desk's; nobody tells the program."""
        if not self.copies:
            return
        name, copy = self.world.dice.choice(self.copies)
        self.world.desks[name].put_back(self.world.folder / copy)
        self._count_losses()

    def clone_desk(self) -> None:
        """Copy a whole folder to a second laptop."""
        desk = self._any(but=(*OFFICES, "old", *self.world.revoked))
        name = f"{desk.name}x{len(self.world.desks)}"
        if len(self.world.desks) < 16:
            dice = Random(f"{name} {self.world.seed}")
            copy = desk.clone(name, self.world.folder / name, dice)
            copy.invitation, copy.prefixes = desk.invitation, desk.prefixes
            self.world.add(copy)

    def restart(self) -> None:
        """Stop a program and start it again."""
        self._any().reopen()
        self.world.office.reopen()

    def copy_hub(self) -> None:
        """Keep a copy of the hub's store; now and then the older one is the one that stays."""
        office = self.world.office
        if not office.store.copied or self.world.dice.random() < 0.5:
            office.copy_store()

    def restore_hub(self) -> None:
        """Put yesterday's store in place; the office orders nothing until all desks have met it."""
        if not self.world.office.store.copied:
            self.copy_hub()
            return
        self.world.office.put_back()
        self._count_losses()
        self.world.office_waits_for_all()
        if self.world.dice.random() < 0.5:
            self.world.above.pass_on()

    def _count_losses(self) -> None:
        """Note what no disk holds any more: only that may be missing at the end."""
        world = self.world
        files = [world.office.sql, *(desk.sql for desk in world.desks.values())]
        left = set().union(*(said(stored_facts(file)) for file in files))
        world.lost_tokens |= world.acknowledged() - left

    # orders of the office

    def revoke(self) -> None:
        """Revoke a desk that was lost, with all its copies."""
        desk = self._any(but=(*OFFICES, "old"))
        if self.world.may_order() and desk.name not in self.world.revoked and self._is_in(desk):
            if self.world.dice.random() < 0.5:
                self.world.office.order(lambda hub: hub.revoke(desk.device, "lost"))
            else:
                self.world.office.revoke_from_earlier(desk.device)
            self.world.revoked |= {
                name for name, each in self.world.desks.items() if each.device == desk.device
            }

    def move_scope(self) -> None:
        """Give a specialist other villages."""
        self.move_scope_of(self._any(but=(*OFFICES, "old", *self.world.revoked)))

    def move_scope_of(self, desk: Desk) -> None:
        """Give one desk other villages, if it may have others."""
        if desk.name in (*OFFICES, "old", *self.world.revoked):
            return
        if self.world.may_order() and self._is_in(desk):
            villages = self.world.dice.sample(VILLAGES, self.world.dice.choice([1, 1, 2]))
            self.world.office.order(
                lambda hub: hub.change_scope(desk.device, "specialist", villages)
            )

    def erase(self) -> None:
        """Order the values of a visit, or of a person with all visits, erased."""
        world = self.world
        if not world.may_order():
            return
        if world.dice.random() < 0.5:
            self._erase_on_its_way()
            return
        county = world.desks["county"]
        kind = world.dice.choice([Visit, Person])
        number = RECORDS.index(kind) + 1
        rows = fetch_sql(
            county.database,
            f"SELECT id, village_code FROM {table_name(kind)} WHERE removed = 0 ORDER BY id",  # noqa: S608 - names of ours
        )
        if rows:
            for _ in range(3):  # what left before the order comes after it
                self.write_stick()
            row, village = world.dice.choice(rows)
            self._order_erased(village, number, row)

    def _erase_on_its_way(self) -> None:
        """Order erased what a desk has just written about: its stick arrives after the order."""
        desk = self._any(but=tuple(self.world.revoked))
        kinds = {RECORDS.index(kind) + 1 for kind in (Visit, Person)}
        sent = {fact.dot for fact in self.world.office.facts()}
        written = [
            fact
            for fact in stored_facts(desk.sql)
            if fact.device == desk.device and fact.header.table in kinds and fact.dot not in sent
        ]
        if written and desk.program > ALONE:
            stick = self.drivers.write_work(desk)
            fact = self.world.dice.choice(written)
            self._order_erased(fact.village, *fact.row)
            self.drivers.read(stick)

    def _order_erased(self, village: str, table: int, row: bytes) -> None:
        self.world.office.order(lambda hub: hub.erase(village, table, row, "ended", "苏日娜"))

    def _is_in(self, desk: Desk) -> bool:
        return self.world.office.hub().books.authority().certificate(desk.device) is not None
