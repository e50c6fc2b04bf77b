"""The hub of the city, above the hub of these worlds: it holds verbatim what that one passed on."""

from random import Random
from typing import TYPE_CHECKING

from db import feed_store
from db.journal import signed_by
from db.receipts import receipt_text
from sync.hub_books import HubBooks
from sync.invitation import Invitation
from sync.upstream import Passed, join_upstream, pass_on, upstream_of, upstream_receipts
from tests.simulation.crashing import Crash
from tests.simulation.desks import COUNTY
from tests.simulation.facts import Fact
from tests.simulation.network import LocalPeer, Lost, Weather
from tests.simulation.offices import Office

if TYPE_CHECKING:
    from tests.simulation.simulation import Simulation

CITY, URL = "1502", "https://10.0.0.1:8443"


class Above:
    """A second hub, the way there, and what must hold between the two."""

    def __init__(self, world: "Simulation") -> None:
        self.world = world
        dice = Random(f"city {world.seed}")
        self.office = Office(
            "盟市", CITY, world.folder / "above", world.time, dice, world.new_store
        )
        self.invitation: Invitation | None = None

    def pass_on(self) -> None:
        """Let the lower hub pass on what it has, in any weather, with crashes on both sides."""
        world = self.world
        for office in (world.office, self.office):
            if world.dice.random() < world.settings.crashes:
                office.fuse.light(world.dice.randrange(1, 60), after=world.dice.random() < 0.5)
        try:
            self.meet(world.weather)
        finally:
            world.office.fuse.left = self.office.fuse.left = None

    def meet(self, weather: Weather) -> Passed:
        """Join the upper hub if that was not done, or forgotten; then pass on."""
        lower = self.world.office
        peer = LocalPeer(self.office.hub, self.office.reopen, lower.keys.device, weather, [])
        try:
            passed = self._meet(lower.hub().books, peer)
        except Crash:
            lower.reopen()
            raise Lost("汇集点停了。", advice="再办一次。") from None
        self.world.unmet.discard(self.office.name)
        return passed

    def _meet(self, books: HubBooks, peer: LocalPeer) -> Passed:
        if upstream_of(books) is None:
            if self.invitation is None:
                self.invitation = self.office.order(
                    lambda hub: hub.invite("旗县", "hub", [COUNTY], [URL])
                )
            join_upstream(books, peer, self.invitation, URL)
        return pass_on(books, peer)

    def wrong(self, below: list[Fact], passed: Passed) -> list[str]:
        """Return what the upper hub has otherwise, less or more than the lower one.

        A feed that went on otherwise after the lower hub was set back stays as it was above; it
        has to be named. What only the upper hub has is what the lower one lost.
        """
        above = {fact.dot: fact.committed for fact in self.office.facts()}
        here = {fact.dot: fact.committed for fact in below}
        set_back = self.world.hub_set_back
        told = {key for key, code in passed.refused if code == "fork" and set_back}
        differing = [dot for dot in here if here[dot] != above.get(dot) and dot[0] not in told]
        more = [dot for dot in above if dot not in here and dot[0] not in told]
        wrong = [f"entry {key.hex()[:6]} {seq} differs above" for key, seq in differing[:3]]
        wrong += [f"entry {key.hex()[:6]} {seq} is only above" for key, seq in more[:3]]
        if not passed.same and not told:
            wrong.append(f"the hubs never agree: {passed.refused[:3]}")
        return wrong + self._false_receipts()

    def _false_receipts(self) -> list[str]:
        """Find receipts below that the upper hub did not sign, or for what it does not hold."""
        books = self.world.office.hub().books
        wrong = []
        for key, receipt in upstream_receipts(books).items():
            text = receipt_text(receipt.hub, receipt.head, receipt.at_ms)
            if not signed_by(self.office.keys.public_key, receipt.signature, text):
                wrong.append("a receipt that the upper hub did not sign")
            if feed_store.chain_at(self.office.sql, key, receipt.seq) != receipt.chain:
                wrong.append(f"a receipt from above for {receipt.seq} of what it has not")
        return wrong
