"""What comes from outside: clock, randomness, places on disk, network. Tests bring their own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from desktop_app.domain.errors import Unavailable

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The time of the offices; China has had no summer time since 1991."""


Connect = Callable[[Any, str | None], Any]
"""Makes an HTTP client of a TLS context and the URL of a proxy, or ``None`` for none."""


def no_network(_context: object, _proxy: str | None) -> Any:
    """Refuse to reach out: the network of a world that has none."""
    raise Unavailable(
        "这里没有网络，没有连接任何服务器。", advice="照常工作就行；要送出，请用U盘。"
    )


@dataclass(frozen=True, slots=True)
class World:
    """The outside as the program sees it.

    ``now`` returns an aware moment, ``random`` that many bytes; ``home`` is where settings and
    the data folder lie unless another is named; ``connect`` is the only way to a network.
    """

    now: Callable[[], datetime]
    random: Callable[[int], bytes]
    home: Path
    connect: Connect = no_network

    def today(self) -> date:
        """Return the day in the offices' time zone."""
        return self.now().astimezone(SHANGHAI).date()


def real_world() -> World:
    """Return the world of a running program."""
    from platformdirs import user_data_path

    return World(
        now=lambda: datetime.now(UTC),
        random=os.urandom,
        home=user_data_path("nutag-desk", appauthor=False),
        connect=_real_network,
    )


def _real_network(context: Any, proxy: str | None) -> Any:
    from sync.connecting import connect_directly

    return connect_directly(context, proxy)
