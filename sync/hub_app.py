"""The network service of a hub: an ASGI application without a framework.

It checks the form, the size, the speed and the signature of a request, then lets the hub answer
in a thread. Whatever goes wrong is told by a code, never by a text, and nothing that was sent
comes back or goes into a log.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl

import msgspec

from db.journal import signed_by
from desktop_app.domain.errors import Unavailable
from sync.hub_refusal import HubRefusal
from sync.invitation import realm_of
from sync.messages import MEDIA_TYPE, BadMessage, EnrolRequest, Hello, Message, Push, decode, encode
from sync.openapi import document
from sync.rates import Rates
from sync.request_reading import Bodies, Headers, claimed_by, request_headers
from sync.serving import (
    ALIVE,
    ENROL,
    HELLO,
    OPENAPI,
    PUSH,
    REQUEST_SECONDS,
    RETRY_SECONDS,
    ROUTES,
    STATUSES,
    Route,
    Served,
    request_text,
)

if TYPE_CHECKING:
    from sync.hub import Hub

THREADS, MOST_WAITING = 8, 512
"""Threads that work for the hub, and requests that may wait for one."""

JSON = "application/json"
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

log = logging.getLogger(__name__)


class Busy(HubRefusal):
    """Somebody must come again; ``seconds`` says when."""

    def __init__(self, code: str, seconds: int = RETRY_SECONDS) -> None:
        super().__init__(code)
        self.seconds = seconds


class WrongMethod(HubRefusal):
    """An address was asked in another way than ``right``."""

    def __init__(self, right: str) -> None:
        super().__init__("wrong-method")
        self.right = right


class Answer(msgspec.Struct, frozen=True):
    """What goes back: a status, a body and its media type, and headers besides."""

    status: int
    body: bytes
    media_type: str = MEDIA_TYPE
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Asked(msgspec.Struct, frozen=True):
    """A request that came in whole, and the address it came from."""

    route: Route
    query: bytes
    headers: Headers
    body: bytes
    address: str

    def text(self, realm: bytes) -> bytes:
        """Return what the desk that asks must have signed."""
        path = self.route.path
        target = f"{path}?{self.query.decode('ascii')}" if self.query else path
        return request_text(realm, self.route.method, target, self.body)


class HubApp:
    """The service of one hub in one process.

    ``key_of`` returns the public key of a device, or ``None``; ``realm`` is the hub's.
    """

    def __init__(
        self,
        hub: Served,
        *,
        realm: bytes,
        key_of: Callable[[bytes], bytes | None],
        rates: Rates | None = None,
        bodies: Bodies | None = None,
        seconds: float = REQUEST_SECONDS,
        waiting: int = MOST_WAITING,
    ) -> None:
        self._hub, self._realm, self._key_of = hub, realm, key_of
        self._rates, self._bodies = rates or Rates(), bodies or Bodies()
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="hub")
        self._places = BoundedSemaphore(waiting)
        self._document = msgspec.json.encode(document())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            raise ValueError("a hub speaks HTTP alone")  # the server was set up wrongly
        await _send(send, await self._guarded(scope, receive))

    def close(self) -> None:
        """Let the threads end."""
        self._pool.shutdown()

    async def _guarded(self, scope: Scope, receive: Receive) -> Answer:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._answer(scope, receive)
        except TimeoutError:
            return _refusal(Busy("busy"))
        except HubRefusal as refusal:
            return _refusal(refusal)
        except BadMessage:
            return _refusal(HubRefusal("malformed"))
        except Unavailable as error:
            log.warning("the store failed: %s", type(error.__cause__ or error).__name__)
            return _refusal(Busy("busy"))
        except Exception as error:  # noqa: BLE001 # the last door: the service goes on
            log.error("a request failed: %s", type(error).__name__)  # noqa: TRY400 # no values
            return _refusal(HubRefusal("failed"))

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        route = _route_of(scope)
        headers = request_headers(scope["headers"])
        async with self._bodies.body(receive, headers, route) as body:
            if route is ALIVE:
                return Answer(200, msgspec.msgpack.encode({"code": "alive"}))
            if route is OPENAPI:
                return Answer(200, self._document, JSON)
            if route is ENROL:
                answer = await self._enrol(scope, body)
            else:
                asked = Asked(route, scope["query_string"], headers, body, _address(scope))
                answer = await self._in_thread(partial(self._signed, asked))
        return Answer(200, encode(answer))

    async def _enrol(self, scope: Scope, body: bytes) -> Message:
        _refuse_often(self._rates.count_unsigned(_address(scope)))
        request = decode(body, EnrolRequest)
        return await self._in_thread(partial(self._hub.enrol, request))

    def _signed(self, asked: Asked) -> Message:
        """Answer a signed request; runs in a thread."""
        device, signature = claimed_by(asked.headers)
        key = self._key_of(device)
        if key is None:
            return self._from_stranger(asked, device)
        if not signed_by(key, signature, asked.text(self._realm)):
            raise HubRefusal("bad-signature")
        _refuse_often(self._rates.count_request(device))
        if asked.route is HELLO:
            return self._hub.hello(device, decode(asked.body, Hello))
        if asked.route is PUSH:
            return self._hub.push(device, decode(asked.body, Push))
        village, after, own = _place(asked.query.decode("ascii"))
        return self._hub.pull(device, village, after, own=own)

    def _from_stranger(self, asked: Asked, device: bytes) -> Message:
        """Let a desk that the hub does not know remind it of what it signed: no more.

        There is no key to hold the request against; what it brings is held against the hub's.
        """
        if asked.route is not PUSH:
            raise HubRefusal("unknown-device")
        _refuse_often(self._rates.count_unsigned(asked.address))
        return self._hub.push(device, decode(asked.body, Push))

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if not self._places.acquire(blocking=False):
            raise Busy("busy")
        job = self._pool.submit(work)
        # A thread goes on after its asker has gone, so the end of the work counts, not ours.
        job.add_done_callback(lambda _job: self._places.release())
        return await asyncio.wrap_future(job)


def app_of(hub: "Hub", rates: Rates | None = None) -> HubApp:
    """Return the service of a hub."""
    books = hub.books
    return HubApp(
        hub,
        realm=realm_of(books.keys.root_public_key),
        key_of=lambda device: books.authority().public_key(device),
        rates=rates,
    )


def _route_of(scope: Scope) -> Route:
    for route in ROUTES:
        if route.path == scope["path"]:
            if route.method != scope["method"]:
                raise WrongMethod(route.method)
            return route
    raise HubRefusal("not-found")


def _address(scope: Scope) -> str:
    client = scope.get("client") or ("",)
    return str(client[0])


_QUERY = re.compile(r"village=([0-9]{1,12})&after=([0-9]{1,16})(&own=1)?", re.ASCII)


def _place(query: str) -> tuple[str, int, bool]:
    """Return the village, the place and the wish of a pull; each named once, nothing else."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=3)
    except ValueError as error:
        raise HubRefusal("malformed") from error
    named = dict(pairs)
    said = "&".join(
        f"{name}={named[name]}" for name in ("village", "after", "own") if name in named
    )
    found = _QUERY.fullmatch(said)
    if found is None or len(named) != len(pairs) or len(pairs) != said.count("&") + 1:
        raise HubRefusal("malformed")
    return found[1], int(found[2]), found[3] is not None


def _refuse_often(seconds: int) -> None:
    if seconds:
        raise Busy("too-many", seconds)


def _refusal(refusal: HubRefusal) -> Answer:
    code = refusal.code if refusal.code in STATUSES else "failed"
    headers: list[tuple[bytes, bytes]] = [(b"connection", b"close")]
    if code in ("busy", "too-many"):
        seconds = refusal.seconds if isinstance(refusal, Busy) else RETRY_SECONDS
        headers.append((b"retry-after", str(seconds).encode()))
    if isinstance(refusal, WrongMethod):
        headers.append((b"allow", refusal.right.encode()))
    return Answer(STATUSES[code], msgspec.msgpack.encode({"code": code}), headers=tuple(headers))


async def _send(send: Send, answer: Answer) -> None:
    headers = [
        (b"content-type", answer.media_type.encode()),
        (b"content-length", str(len(answer.body)).encode()),
        (b"cache-control", b"no-store"),
        *answer.headers,
    ]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
