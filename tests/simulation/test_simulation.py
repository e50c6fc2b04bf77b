"""Worlds in which everything goes wrong end in the truth; ``make simulate`` runs more of them."""

from pathlib import Path

import pytest

from tests.postgres import Server
from tests.simulation.simulation import simulate
from tests.simulation.stores import DatabaseStore


@pytest.mark.parametrize("seed", range(40))
def test_a_world_in_which_everything_goes_wrong_ends_in_the_truth(
    seed: int, tmp_path: Path
) -> None:
    outcome = simulate(seed, tmp_path)

    assert outcome.problems == [], f"python -m tests.simulation --seeds 1 --first {seed}"
    assert outcome.counts["facts"] > 50


@pytest.mark.parametrize("seed", range(40, 44))
def test_so_do_worlds_whose_hubs_keep_everything_in_postgresql(
    seed: int, tmp_path: Path, postgres_server: Server
) -> None:
    outcome = simulate(
        seed, tmp_path, new_store=lambda _folder, fuse: DatabaseStore(postgres_server, fuse)
    )

    assert outcome.problems == []
    assert outcome.counts["facts"] > 50
