"""The network service without a network: requests as bytes, answers as bytes."""

import asyncio
import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from sync.hub import Hub
from sync.hub_app import HubApp
from sync.invitation import realm_of
from sync.messages import MEDIA_TYPE
from sync.serving import request_text
from tests.sessions import VILLAGE
from tests.sync.hubs import Author

PLACE = f"/v1/pull?village={VILLAGE}&after=0"


@dataclass(frozen=True)
class Told:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """Return the code of a refusal, after checking that there is nothing else."""
        said = msgspec.msgpack.decode(self.body)
        assert list(said) == ["code"], said
        assert self.headers["content-type"] == MEDIA_TYPE
        return str(said["code"])


def signed_headers(
    author: Author, realm: bytes, method: str, target: str, body: bytes = b""
) -> dict[str, str]:
    """Return the headers by which a desk signs a request."""
    signature = author.signer.sign(request_text(realm, method, target, body))
    return {
        "nutag-device": author.device.hex(),
        "nutag-signature": base64.b64encode(signature).decode(),
        **({"content-type": MEDIA_TYPE} if method == "POST" else {}),
    }


def call(
    app: HubApp,
    method: str,
    target: str,
    body: bytes | Iterable[bytes] = b"",
    headers: dict[str, str] | list[tuple[str, str]] | None = None,
) -> Told:
    """Send one request to the service; a body in parts comes in parts, then never ends."""
    return asyncio.run(_call(app, method, target, body, headers or {}))


def realm(hub: Hub) -> bytes:
    """Return the realm of a hub."""
    return realm_of(hub.books.keys.root_public_key)


def ask(app: HubApp, hub: Hub, author: Author, method: str, target: str, body: bytes = b"") -> Told:
    """Send a request signed by a desk."""
    headers = signed_headers(author, realm(hub), method, target, body)
    return call(app, method, target, body, headers)


async def _call(
    app: HubApp,
    method: str,
    target: str,
    body: bytes | Iterable[bytes],
    headers: dict[str, str] | list[tuple[str, str]],
) -> Told:
    whole = isinstance(body, bytes)
    parts: Iterator[bytes] = iter([body] if isinstance(body, bytes) else body)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        part = next(parts, None)
        if part is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": part, "more_body": not whole}

    async def send(message: Any) -> None:
        sent.append(message)

    path, _, query = target.partition("?")
    pairs = headers.items() if isinstance(headers, dict) else headers
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in pairs],
        "client": ("10.0.0.1", 5),
    }
    await app(scope, receive, send)
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Told(sent[0]["status"], answered, b"".join(each["body"] for each in sent[1:]))


@dataclass
class Wire(httpx.BaseTransport):
    """Carries requests of a client to a service, and lets each go wrong as a test says.

    ``trouble`` is asked before and after each request is answered, with its number and
    ``"before"`` or ``"after"``; what it raises is what the client meets.
    """

    app: HubApp
    trouble: Callable[[int, str], None] = lambda _number, _when: None
    requests: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        body = request.read()
        self.requests.append(request)
        number = len(self.requests)
        self.trouble(number, "before")
        target = request.url.raw_path.decode()
        assert urlsplit(target).path.startswith("/v1/")
        told = call(self.app, request.method, target, body, dict(request.headers.items()))
        self.trouble(number, "after")
        return httpx.Response(told.status, headers=told.headers, content=told.body)
