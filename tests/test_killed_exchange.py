"""Desks, the hub and who carries sticks are killed at any moment: nothing acknowledged is lost.

No operation is there twice or in part, on no desk and not at the hub, and 已到旗县 is true: a desk
that never saw the others has all of it.
"""

import time
from pathlib import Path

import pytest

from db import feed_store
from db.sql import SqliteSql
from desktop_app.domain.errors import Unavailable
from desktop_app.session import Session
from desktop_app.use_cases.networking import synchronise
from desktop_app.use_cases.upkeep import check, statistics
from tests.exchanging_desk import peer_at_once
from tests.killing_ground import (
    Desk,
    Office,
    copy_aside,
    halves,
    left_of,
    operations_in,
    set_back,
)

SERIES, KILLS = 4, 25
"""Kills of one series; so a hundred of each kind of store, besides those at the end."""

MARKS = ("at writing", "at exchange", "at packet", "at reply")
"""What the desk that may die is about to do some time before the kill."""


@pytest.mark.parametrize("series", range(SERIES))
def test_kills_of_desks_and_hub_lose_nothing(
    tmp_path: Path, hub_store_name: str, series: int
) -> None:
    office = Office(tmp_path, hub_store_name, series)
    try:
        begin(office)
        for _ in range(KILLS):
            kill_one(office)
        end(office)
    finally:
        office.kill_all()


def begin(office: Office) -> None:
    """Start everything."""
    office.start_hub()
    office.start_carrier()
    for desk in office.desks:
        desk.start(office.seed())


def kill_one(office: Office) -> None:
    """Kill somebody at some moment, look at what is left, and start it again."""
    victim = office.chance.choice(("desk", "desk", "desk", "hub", "hub", "carrier"))
    desk = office.chance.choice(office.desks)
    runner = {"desk": desk.runner, "hub": office.hub, "carrier": office.carrier}[victim]
    desk.runner.wait_for(office.chance.choice(MARKS))
    if office.chance.random() < 0.5:
        runner.burn()
    else:
        time.sleep(office.chance.uniform(0, office.chance.choice((0.01, 0.05, 0.4))))
        runner.kill()
    if victim == "desk":
        look_and_set_back(desk)
        desk.start(office.seed())
    elif victim == "hub":
        for each in office.desks:
            each.runner.wait_for("at writing")  # by now it has told of receipts of the dead hub
        office.look_at_hub()
        office.start_hub()
    else:
        office.look_at_hub()
        office.start_carrier()


def look_and_set_back(desk: Desk) -> None:
    """Look at a dead desk; then copy its folder, or put the copy in its place, or neither."""
    left_of(desk)
    if desk.lives % 3 == 1:
        copy_aside(desk)
    elif desk.lives % 3 == 0:
        set_back(desk)


def end(office: Office) -> None:
    """Kill all desks; what they had receipts for, and then all they said, must be everywhere."""
    for desk in office.desks:
        desk.runner.kill()
        left_of(desk)
    office.carrier.kill()
    office.look_at_hub()

    witness = office.new_desk("V")
    look_for_promised(office, witness)
    for desk in (*office.desks, *office.desks, witness):
        with desk.opened() as session:
            meet(session)
    desks = (*office.desks, witness, office.new_desk("W"))
    hashes = [state_of(desk, office) for desk in desks]
    assert hashes == [hashes[0]] * len(desks)
    office.look_at_hub()
    for desk in office.desks:
        assert len(desk.forever) > KILLS
        assert desk.promised


def look_for_promised(office: Office, witness: Desk) -> None:
    """Look on a new desk, as if the others had been lost, for what stood as 已到旗县 on them."""
    with witness.opened() as session:
        meet(session)
        sql = SqliteSql(session.store.database)
        for desk in office.desks:
            for key, (seq, chain) in desk.promised.items():
                assert feed_store.chain_at(sql, key, seq) == chain
        assert check(session).problems == []


def state_of(desk: Desk, office: Office) -> dict[str, str]:
    """Return the state of each village on a desk that has everything, once and whole."""
    with desk.opened() as session:
        meet(session)
        assert check(session).problems == []
        found = operations_in(session)
        assert halves(found) == []
        for other in office.desks:
            assert other.forever - found.keys() == set()
        return statistics(session).state_hash


def meet(session: Session) -> None:
    """Exchange until both sides are the same."""
    for _ in range(5):
        try:
            if synchronise(session, connect=peer_at_once).same:
                return
        except Unavailable:
            time.sleep(0.1)
    pytest.fail("the desk and its hub do not come to the same")
