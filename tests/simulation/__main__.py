"""Runs many seeds: ``python -m tests.simulation --seeds 2000 [--first N]``."""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from traceback import format_exc

from tests.simulation.simulation import simulate


def main() -> int:
    """Run the seeds and name those that fail; 0 if all of them are clean."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation")
    parser.add_argument("--seeds", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--processes", type=int, default=cpu_count() or 1)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    failed: list[int] = []
    spent = 0.0
    with ProcessPoolExecutor(asked.processes) as pool:
        futures = {pool.submit(_run, seed): seed for seed in seeds}
        for done, future in enumerate(as_completed(futures), start=1):
            problems, seconds = future.result()
            spent += seconds
            if problems:
                failed.append(futures[future])
                _say(f"seed {futures[future]}:", *problems[:8])
            if done % 25 == 0:
                _say(f"{done} seeds, {len(failed)} failed, {spent / done:.2f} s each")
    _say(f"{len(seeds)} seeds, {len(failed)} failed: {sorted(failed)}")
    return 1 if failed else 0


def _run(seed: int) -> tuple[list[str], float]:
    started = process_time()
    with TemporaryDirectory(prefix=f"seed-{seed}-", dir=_fast_disk()) as folder:
        try:
            problems = simulate(seed, Path(folder)).problems
        except Exception:  # noqa: BLE001 - whatever it was, the seed is named and the others go on
            problems = [format_exc(limit=-8)]
    return problems, process_time() - started


def _fast_disk() -> str | None:
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() else None


def _say(*lines: str) -> None:
    sys.stdout.write("\n    ".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
