"""A village is given to others while a desk is in the middle of an exchange."""

from pathlib import Path

import pytest

from sync.exchange import exchange
from sync.hub import Hub
from sync.hub_refusal import HubRefusal
from sync.messages import PullAnswer, Push
from tests.sessions import OTHER_VILLAGE, VILLAGE
from tests.sync.hostile import Rogue, open_replica
from tests.sync.hubs import LocalPeer


class LatePeer(LocalPeer):
    """A hub whose orders come between its greeting and its first answer about a village."""

    asked = 0

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Ask for what arrived after a place."""
        self.asked += village == VILLAGE
        if self.asked == 1:
            self.hub.change_scope(self.device, "specialist", [OTHER_VILLAGE])
        return super().pull(village, after, own=own)


class DeafPeer(LocalPeer):
    """A hub that says of every village that it is not this desk's, and orders nothing."""

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Ask for what arrived after a place."""
        if village == VILLAGE:
            raise HubRefusal("out-of-scope")
        return super().pull(village, after, own=own)


def test_a_village_that_is_taken_away_meanwhile_stops_nothing_else(
    hub: Hub, tmp_path: Path
) -> None:
    session, desk = open_replica(hub, tmp_path / "a", "高娃")
    author = Rogue(7)
    author.enrol(hub)
    for village in (VILLAGE, OTHER_VILLAGE):
        author.write(3, village)
    hub.push(author.device, Push(author.runs(VILLAGE) + author.runs(OTHER_VILLAGE)))

    report = exchange(desk, LatePeer(hub, desk.device))

    assert report.withheld == {VILLAGE}
    assert report.same
    desk.settle_scope()
    assert VILLAGE not in desk.villages
    assert desk.digests([OTHER_VILLAGE]) == {OTHER_VILLAGE: hub.books.states([OTHER_VILLAGE])[0][2]}
    session.close()


def test_a_hub_that_contradicts_itself_is_told(hub: Hub, tmp_path: Path) -> None:
    session, desk = open_replica(hub, tmp_path / "a", "高娃")
    author = Rogue(7)
    author.enrol(hub)
    author.write(3)
    hub.push(author.device, Push(author.runs()))

    with pytest.raises(HubRefusal, match="out-of-scope"):
        exchange(desk, DeafPeer(hub, desk.device))
    session.close()
