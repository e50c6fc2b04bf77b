"""How often somebody may ask a hub."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

A_MINUTE = 1200
"""Requests of one desk: four hundred times what a day's exchange needs."""

UNSIGNED_A_MINUTE = 60
"""Requests without a known signer from one address: a whole office may stand behind it."""


class Rates:
    """Counts requests in moving windows, in this process's memory; safe from any thread."""

    def __init__(
        self, a_minute: int = A_MINUTE, unsigned_a_minute: int = UNSIGNED_A_MINUTE
    ) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._desk = RateLimitItemPerMinute(a_minute)
        self._unsigned = RateLimitItemPerMinute(unsigned_a_minute)

    def count_request(self, device: bytes) -> int:
        """Count a request of a desk; return after how many seconds it may ask, 0 for now."""
        return self._count(self._desk, f"desk {device.hex()}")

    def count_unsigned(self, address: str) -> int:
        """Count a request that no known desk signed; return after how many seconds, 0 for now."""
        return self._count(self._unsigned, f"unsigned {address}")

    def _count(self, limit: RateLimitItemPerMinute, name: str) -> int:
        if self._limiter.hit(limit, name):
            return 0
        left = self._limiter.get_window_stats(limit, name).reset_time - time.time()
        return max(1, math.ceil(left))
