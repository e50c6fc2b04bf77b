"""Reads what comes to a hub: headers, signature and body, each within its limits."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from sync.hub_refusal import HubRefusal
from sync.messages import MEDIA_TYPE
from sync.serving import (
    BODY_BYTES_A_SECOND,
    BODY_SECONDS,
    MOST_BODY,
    MOST_HEADER,
    MOST_HELD,
    Route,
)

Headers = Mapping[str, str]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_ONCE = {
    "content-length", "content-type", "content-encoding", "transfer-encoding", "nutag-device",
    "nutag-signature",
}  # fmt: skip


def request_headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Return the headers by name in small letters; one that counts may come only once."""
    pairs = list(raw)
    if sum(len(name) + len(value) + 4 for name, value in pairs) > MOST_HEADER:
        raise HubRefusal("header-too-large")
    headers: dict[str, str] = {}
    for name_bytes, value in pairs:
        name = name_bytes.decode("latin-1").lower()
        if name in _ONCE and name in headers:
            raise HubRefusal("malformed")
        headers[name] = value.decode("latin-1").strip()
    return headers


def claimed_by(headers: Headers) -> tuple[bytes, bytes]:
    """Return the device that a request names, and the signature it shows."""
    try:
        device = bytes.fromhex(headers["nutag-device"])
        signature = base64.b64decode(headers["nutag-signature"], validate=True)
    except (KeyError, ValueError, binascii.Error) as error:
        raise HubRefusal("bad-signature") from error
    if len(device) != 16 or len(signature) != 64:
        raise HubRefusal("bad-signature")
    return device, signature


class Bodies:
    """The bodies that are coming in: how large, how slow and how many they may be."""

    def __init__(
        self,
        *,
        most: int = MOST_BODY,
        held: int = MOST_HELD,
        seconds: float = BODY_SECONDS,
        bytes_a_second: int = BODY_BYTES_A_SECOND,
    ) -> None:
        self._most, self._most_held = most, held
        self._seconds, self._speed = seconds, bytes_a_second
        self.held = 0
        """Bytes in memory now."""

    @asynccontextmanager
    async def body(self, receive: Receive, headers: Headers, route: Route) -> AsyncIterator[bytes]:
        """Give the body of a request, and count it as held until the block ends."""
        self._refuse_head(headers, route)
        parts: list[bytes] = []
        try:
            await self._read(receive, parts, self._most if route.asks else 0)
            yield b"".join(parts)
        finally:
            self.held -= sum(map(len, parts))

    def _refuse_head(self, headers: Headers, route: Route) -> None:
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            raise HubRefusal("malformed")
        coding = headers.get("transfer-encoding", "chunked").lower()
        if coding != "chunked" or {"transfer-encoding", "content-length"} <= headers.keys():
            raise HubRefusal("malformed")  # two who read this differently would see two requests
        if "content-encoding" in headers:
            raise HubRefusal("wrong-media-type")
        if len(length) > 12 or int(length) > self._most:
            raise HubRefusal("too-large")
        if route.asks is not None and headers.get("content-type") != MEDIA_TYPE:
            raise HubRefusal("wrong-media-type")

    async def _read(self, receive: Receive, parts: list[bytes], most: int) -> None:
        loop = asyncio.get_running_loop()
        end, size, more = loop.time() + self._seconds, 0, True
        while more:
            try:
                async with asyncio.timeout_at(end + size / self._speed):
                    message = await receive()
            except TimeoutError as error:
                raise HubRefusal("too-slow") from error
            if message["type"] != "http.request":
                raise HubRefusal("malformed")  # gone before it was whole; nobody reads this
            part = message.get("body", b"")
            size += len(part)
            if size > most:
                raise HubRefusal("too-large")
            if self.held + len(part) > self._most_held:
                raise HubRefusal("busy")
            self.held += len(part)
            parts.append(part)
            more = message.get("more_body", False)
