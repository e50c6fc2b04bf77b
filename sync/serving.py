"""What the network service of a hub offers, its limits, and the codes it answers with.

The service and its OpenAPI document are both made of this, so that they cannot differ.
"""

from dataclasses import dataclass
from typing import Protocol

from sync.messages import (
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HelloAnswer,
    Message,
    PullAnswer,
    Push,
    PushAnswer,
)

MOST_BODY = 32 << 20
"""Bytes of a request's body."""

MOST_HEADER = 16 << 10
"""Bytes of a request's header."""

MOST_HELD = 256 << 20
"""Bytes of bodies that one process holds at once; who comes then is asked to come again."""

HEADER_SECONDS, REQUEST_SECONDS = 5, 120
BODY_SECONDS, BODY_BYTES_A_SECOND = 10, 2048
"""A body has this long, and longer only as it comes at this speed."""

RETRY_SECONDS = 5
"""How long somebody is asked to wait who came when all were busy."""

STATUSES: dict[str, int] = {
    "malformed": 400,
    "bad-signature": 401,
    "unknown-device": 403,
    "revoked": 403,
    "out-of-scope": 403,
    "unknown-invitation": 403,
    "not-found": 404,
    "wrong-method": 405,
    "too-slow": 408,
    "used-invitation": 409,
    "fork": 409,
    "gap": 409,
    "too-large": 413,
    "wrong-media-type": 415,
    "too-many": 429,
    "header-too-large": 431,
    "failed": 500,
    "busy": 503,
}
"""The HTTP status of each code; one that is not here is answered as ``failed``."""

COMMON = (
    "malformed", "wrong-method", "too-slow", "too-large", "wrong-media-type", "header-too-large",
    "failed", "busy",
)  # fmt: skip
"""Codes of every address."""

SIGNED = ("bad-signature", "unknown-device", "revoked", "too-many", "out-of-scope")
"""Codes of the addresses that want a signed request."""


class Served(Protocol):
    """A hub as the service calls it, from any thread.

    Each raises ``HubRefusal`` where the hub will not, and ``Unavailable`` where its store fails.
    """

    def hello(self, device: bytes, message: Hello) -> HelloAnswer:
        """Say what is here for a desk."""

    def push(self, device: bytes, message: Push) -> PushAnswer:
        """Take runs in."""

    def pull(self, device: bytes, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Return what arrived for a village after a place."""

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Let in who shows an invitation."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the service; ``codes`` are its own, besides ``COMMON`` and ``SIGNED``."""

    method: str
    path: str
    summary: str
    asks: type[Message] | None = None
    answers: type[Message] | None = None
    signed: bool = False
    codes: tuple[str, ...] = ()

    @property
    def every_code(self) -> tuple[str, ...]:
        """Return the codes that this address may answer with."""
        return tuple(dict.fromkeys((*COMMON, *(SIGNED if self.signed else ()), *self.codes)))


HELLO = Route("POST", "/v1/hello", "Ask whether anything is new.", Hello, HelloAnswer, signed=True)
PUSH = Route("POST", "/v1/push", "Hand over runs.", Push, PushAnswer, True, ("fork", "gap"))
PULL = Route(
    "GET", "/v1/pull", "Ask for what arrived after a place.", None, PullAnswer, signed=True
)
ENROL = Route(
    "POST",
    "/v1/enrol",
    "Show an invitation.",
    EnrolRequest,
    EnrolAnswer,
    codes=("bad-signature", "revoked", "unknown-invitation", "used-invitation", "too-many"),
)
ALIVE = Route("GET", "/v1/alive", "Ask whether the service is up.")
OPENAPI = Route("GET", "/v1/openapi.json", "Return this document.")
ROUTES = (HELLO, PUSH, PULL, ENROL, ALIVE, OPENAPI)


def request_text(realm: bytes, method: str, target: str, body: bytes) -> bytes:
    """Return what a desk signs of a request; ``target`` is the path with the query."""
    from hashlib import blake2b

    from db.journal import pack

    return pack(["rq1", realm, method, target, blake2b(body, digest_size=32).digest()])
