"""When to try again what did not work: soon at first, then seldom, and never all at once."""

from collections.abc import Callable, Iterator

FIRST_SECONDS, LONGEST_SECONDS = 5.0, 900.0


def delays(random: Callable[[int], bytes]) -> Iterator[float]:
    """Yield for ever the seconds to wait: they double from 5 s to 15 min.

    Each is drawn from the upper half of its step, so that 300 desks that lost the hub at one
    moment do not come back at one moment. ``random`` gives that many bytes.
    """
    step = FIRST_SECONDS
    while True:
        share = int.from_bytes(random(4)) / 0xFFFFFFFF
        yield max(FIRST_SECONDS, step * (1 + share) / 2)
        step = min(2 * step, LONGEST_SECONDS)
