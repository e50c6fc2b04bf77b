"""Forty worlds in which everything goes wrong end in the truth; ``make simulate`` runs more."""

from pathlib import Path

import pytest

from tests.simulation.simulation import simulate


@pytest.mark.parametrize("seed", range(40))
def test_a_world_in_which_everything_goes_wrong_ends_in_the_truth(
    seed: int, tmp_path: Path
) -> None:
    outcome = simulate(seed, tmp_path)

    assert outcome.problems == [], f"python -m tests.simulation --seeds 1 --first {seed}"
    assert outcome.counts["facts"] > 50
