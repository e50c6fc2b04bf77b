"""A desk on a made-up line to its hub, where time passes only when somebody rests."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from desktop_app.domain.progress import Progress
from sync.client import HttpPeer
from sync.hub import Hub
from sync.invitation import realm_of
from tests.sessions import Dice
from tests.sync.hubs import Author

URL = "https://10.1.2.3:8443"
MUCH = 256 * 40
"""Entries that more than one frame is needed for."""


@dataclass
class Rest:
    """Time that passes only when somebody rests, or as a test says."""

    rested: float = 0.0
    now: float = 0.0

    def sleep(self, seconds: float) -> None:
        """Rest."""
        self.rested += seconds
        self.now += seconds

    def clock(self) -> float:
        """Return the time."""
        return self.now


@dataclass
class Line:
    """A peer over a made-up line."""

    hub: Hub
    wire: httpx.BaseTransport
    rest: Rest = field(default_factory=Rest)
    progress: Progress = field(default_factory=Progress)

    def peer(self, device: bytes, sign: Callable[[bytes], bytes], url: str = URL) -> HttpPeer:
        """Return the hub as a device reaches it."""
        return HttpPeer(
            url,
            self.hub.books.keys.tls_certificate,
            realm=realm_of(self.hub.books.keys.root_public_key),
            device=device,
            sign=sign,
            random=Dice(),
            progress=self.progress,
            connect=lambda _context, _proxy: httpx.Client(transport=self.wire),
            sleep=self.rest.sleep,
            clock=self.rest.clock,
        )

    def of(self, author: Author) -> HttpPeer:
        """Return the hub as an author reaches it."""
        return self.peer(author.device, author.signer.sign)


def answering(status: int, body: bytes = b"", **headers: str) -> httpx.MockTransport:
    """Return a line on which everything is answered the same."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.MockTransport(lambda _: httpx.Response(status, content=body, headers=named))


def failing(error: Exception) -> httpx.MockTransport:
    """Return a line on which everything fails."""

    def fail(_request: httpx.Request) -> httpx.Response:
        raise error

    return httpx.MockTransport(fail)


def large_author(hub: Hub) -> Author:
    """Return a desk with more to send than one frame holds."""
    author = Author(1)
    author.enrol(hub)
    author.write(MUCH, text="敖特根" * 4)
    return author
