"""Timing: the middle of several runs, and lines that anyone can read."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured promise: ours, the bare floor or none, and the goal."""

    name: str
    ours: float
    floor: float
    goal: float
    unit: str = "×"

    @property
    def value(self) -> float:
        """Return the ratio, or our time in milliseconds where the goal is a time."""
        return self.ours / self.floor if self.unit == "×" else self.ours * 1000

    def line(self) -> str:
        """Return the figure as a line."""
        kept = "达到" if self.value <= self.goal else "没有达到"
        detail = (
            f"（{self.ours * 1000:.2f} ms 对 {self.floor * 1000:.2f} ms）"
            if self.unit == "×"
            else ""
        )
        value = f"{self.value:.2f}{self.unit}"
        return f"{self.name}：{value}，目标 ≤ {self.goal:g}{self.unit}，{kept}{detail}"


@dataclass(frozen=True, slots=True)
class Amount:
    """One measured amount: bytes, requests, seconds; without a goal (0) it is told alone."""

    name: str
    value: float
    goal: float
    unit: str

    def line(self) -> str:
        """Return the amount as a line."""
        told = f"{self.name}：{self.value:.4g} {self.unit}"
        if not self.goal:
            return told
        kept = "达到" if self.value <= self.goal else "没有达到"
        return f"{told}，目标 ≤ {self.goal:g} {self.unit}，{kept}"


def seconds(work: Callable[[], object]) -> float:
    """Return how long ``work`` took."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def busy(work: Callable[[], object]) -> float:
    """Return how long the processor was at ``work``, in seconds."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def middle(work: Callable[[], object], runs: int) -> float:
    """Return the middle of several runs, in seconds."""
    return median(seconds(work) for _ in range(runs))


def in_turns(
    ours: Callable[[], object], floor: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Return the middles of two things done in turns, so that both meet the same machine."""
    return timed_in_turns(lambda: seconds(ours), lambda: seconds(floor), runs)


def timed_in_turns(
    ours: Callable[[], float], floor: Callable[[], float], runs: int
) -> tuple[float, float]:
    """Return the middles of two things that time themselves, done in turns."""
    pairs = [(ours(), floor()) for _ in range(runs)]
    return median(first for first, _ in pairs), median(second for _, second in pairs)


def percentile(times: Sequence[float], part: float) -> float:
    """Return the time that ``part`` (0 to 1) of ``times`` do not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def reset_peak() -> float:
    """Forget the highest use of memory so far; return the use now, in bytes."""
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def peak() -> float:
    """Return the highest use of memory since the reset, or of this program, in bytes.

    What ``getrusage`` tells begins with the memory of the process that started this one.
    """
    return _memory("VmHWM")


def _memory(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return float(line.split()[1]) * 1024
    raise LookupError(name)
