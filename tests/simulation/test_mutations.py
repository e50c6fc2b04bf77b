"""Each guard of the engine, taken out, is missed by the simulation: none stands for nothing."""

from pathlib import Path

import pytest

from tests.simulation.mutations import MUTATIONS, taken_out
from tests.simulation.simulation import Settings, simulate

SEEDS = range(24)
"""Worlds that are tried, in order, where the one that is known to notice does not."""


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_guard_that_is_taken_out_is_missed(name: str, tmp_path: Path) -> None:
    with taken_out(MUTATIONS[name]):
        seeds = dict.fromkeys([MUTATIONS[name].seed, *SEEDS])
        often = MUTATIONS[name].often
        noticed = any(_notices(seed, tmp_path / str(seed), often) for seed in seeds)

    assert noticed


def _notices(seed: int, folder: Path, often: tuple[str, ...]) -> bool:
    try:
        return bool(simulate(seed, folder, Settings(steps=300, often=often)).problems)
    except Exception:  # noqa: BLE001 - an engine without a guard may fail in any way
        return True
