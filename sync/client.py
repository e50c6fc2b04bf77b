"""A hub as a desk reaches it by network.

Every request may be repeated: what the hub had taken it answers again, so after a failure the
desk sends once more what was not acknowledged, in smaller frames.
"""

import base64
import re
import ssl
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import urlencode

import msgspec

from db.journal import Run
from desktop_app.domain.errors import Unavailable
from desktop_app.domain.progress import Progress
from sync.backing_off import delays
from sync.connecting import (
    Connect,
    connect_directly,
    pinned_context,
    refuse_address,
    told_failure,
)
from sync.hub_refusal import HubRefusal
from sync.messages import (
    MEDIA_TYPE,
    BadMessage,
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HelloAnswer,
    Message,
    PullAnswer,
    Push,
    PushAnswer,
    decode,
    encode,
)
from sync.serving import ENROL, HELLO, PULL, PUSH, Route, request_text

if TYPE_CHECKING:
    import httpx

SMALLEST_FRAME, LARGEST_FRAME = 64 << 10, 256 << 10
FAST_SECONDS = 2.0
"""A frame that was answered sooner than this may be followed by one of twice its size."""

TRIES = 4
MOST_ANSWER = 64 << 20
LONGEST_ASKED = 60.0
"""The longest a hub may make a desk wait before it tries again within one exchange."""

_TRANSIENT = {"busy", "too-many", "too-slow", "failed"}
_CODE = re.compile(r"[a-z][a-z-]{0,31}")
A = TypeVar("A", bound=Message)


class _Again(Exception):
    """It did not work this time; ``told`` says why, ``seconds`` how long the hub asks to wait."""

    def __init__(self, told: Unavailable, seconds: float = 0.0) -> None:
        super().__init__(str(told))
        self.told, self.seconds = told, seconds


class HttpPeer:
    """A hub reached over TLS with a pinned certificate; a ``Peer`` for ``exchange``.

    Raises ``Unavailable`` when the hub cannot be reached, ``HubRefusal`` when it will not, and
    ``Cancelled`` when the person asks to stop, between requests and while waiting. Use it in a
    ``with`` block; it belongs to one thread.
    """

    def __init__(
        self,
        url: str,
        tls_certificate: bytes,
        *,
        realm: bytes,
        device: bytes,
        sign: Callable[[bytes], bytes],
        random: Callable[[int], bytes],
        proxy: str | None = None,
        progress: Progress | None = None,
        connect: Connect = connect_directly,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        refuse_address(url)
        self._url, self._realm, self._device, self._sign = url.rstrip("/"), realm, device, sign
        self._random, self._sleep, self._clock = random, sleep, clock
        self._progress = progress or Progress()
        self._context: ssl.SSLContext = pinned_context(tls_certificate)
        self._client: httpx.Client = connect(self._context, proxy)
        self.frame = SMALLEST_FRAME
        """Bytes of runs that go into one push now."""
        self.bytes_sent = self.bytes_received = 0
        """Bytes of bodies, each way."""

    def __enter__(self) -> Self:
        """Give the peer itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def hello(self, message: Hello) -> HelloAnswer:
        """Ask whether anything is new."""
        return self._ask(HELLO, HelloAnswer, encode(message))

    def push(self, message: Push) -> PushAnswer:
        """Hand over runs in frames as large as the line bears; all are acknowledged at the end."""
        answer = PushAnswer([], [])
        left = list(message.runs)
        while left:
            self._progress.check()
            left, answer = self._push_some(left, answer)
        return answer

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Ask for what arrived after a place."""
        place = [("village", village), ("after", str(after)), *([("own", "1")] if own else [])]
        return self._ask(PULL, PullAnswer, b"", f"?{urlencode(place)}")

    def enrol(self, message: EnrolRequest) -> EnrolAnswer:
        """Show an invitation."""
        return self._ask(ENROL, EnrolAnswer, encode(message))

    def _push_some(self, left: list[Run], before: PushAnswer) -> tuple[list[Run], PushAnswer]:
        """Send the next frame; return what is left then, and all answers so far."""
        waits = self._waits()
        while True:
            count = _frame_of(left, self.frame)
            start = self._clock()
            try:
                answer = self._ask_once(PUSH, PushAnswer, encode(Push(left[:count])))
            except _Again as again:
                self.frame = max(SMALLEST_FRAME, self.frame // 2)
                self._rest_or_give_up(again, waits)
                continue
            if self._clock() - start < FAST_SECONDS:
                self.frame = min(2 * self.frame, LARGEST_FRAME)
            receipts = [*before.receipts, *answer.receipts]
            return left[count:], PushAnswer(receipts, [*before.refused, *answer.refused])

    def _ask(self, route: Route, kind: type[A], body: bytes, query: str = "") -> A:
        waits = self._waits()
        while True:
            self._progress.check()
            try:
                return self._ask_once(route, kind, body, query)
            except _Again as again:
                self._rest_or_give_up(again, waits)

    def _waits(self) -> Iterator[float]:
        return islice(delays(self._random), TRIES - 1)

    def _rest_or_give_up(self, again: _Again, waits: Iterator[float]) -> None:
        seconds = next(waits, None)
        if seconds is None:
            raise again.told from again
        left = min(max(seconds, again.seconds), LONGEST_ASKED)
        while left > 0:
            self._progress.check()
            self._sleep(min(left, 0.2))
            left -= 0.2

    def _ask_once(self, route: Route, kind: type[A], body: bytes, query: str = "") -> A:
        """Send a request once; ``_Again`` if the same request may work later."""
        import httpx

        try:
            status, headers, data = self._sent(route, body, query)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise told_failure(error) from error  # nobody is there: the next exchange may help
        except httpx.TransportError as error:
            raise _Again(told_failure(error)) from error
        if status == 200 and headers.get("content-type") == MEDIA_TYPE:
            try:
                return decode(data, kind)
            except BadMessage as error:
                raise _not_a_hub() from error
        raise _refusal(status, headers, data)

    def _sent(self, route: Route, body: bytes, query: str) -> tuple[int, "httpx.Headers", bytes]:
        target = f"{route.path}{query}"
        headers = {"Content-Type": MEDIA_TYPE} if route.asks else {}
        if route.signed:
            text = request_text(self._realm, route.method, target, body)
            headers["Nutag-Device"] = self._device.hex()
            headers["Nutag-Signature"] = base64.b64encode(self._sign(text)).decode()
        answered = bytearray()
        with self._client.stream(
            route.method, f"{self._url}{target}", content=body or None, headers=headers
        ) as response:
            self.bytes_sent += len(body)
            if "content-encoding" in response.headers:
                raise _not_a_hub()  # no hub does this; it may be a small body that grows large
            for part in response.iter_bytes():
                answered += part
                if len(answered) > MOST_ANSWER:
                    raise _not_a_hub()
                self._progress.check()
        self.bytes_received += len(answered)
        return response.status_code, response.headers, bytes(answered)


def _frame_of(runs: list[Run], wanted: int) -> int:
    """Return how many runs make a frame: as many as fit, but one at least."""
    size = 0
    for count, run in enumerate(runs):
        size += len(run.body)
        if count and size > wanted:
            return count
    return len(runs)


def _refusal(status: int, headers: "httpx.Headers", data: bytes) -> Exception:
    """Return what a status and a body other than the wanted answer mean."""
    code = _code_in(data) if headers.get("content-type") == MEDIA_TYPE else ""
    if not code or status < 400:
        return _not_a_hub()
    if code not in _TRANSIENT:
        return HubRefusal(code)
    asked = headers.get("retry-after", "0")
    told = Unavailable(
        "旗县的服务器正忙，没有送完。",
        advice="已经送到的不会丢，过几分钟会自动接着送，也可以插上U盘送。",
    )
    return _Again(told, float(asked) if asked.isascii() and asked.isdigit() else 0.0)


def _code_in(data: bytes) -> str:
    try:
        code = msgspec.msgpack.decode(data, type=dict[str, str]).get("code", "")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return ""
    return code if _CODE.fullmatch(code) else ""


def _not_a_hub() -> Unavailable:
    return Unavailable(
        "旗县的服务器回答了程序不认识的内容，没有读入。",
        advice="请更新程序；还不行，请打电话问旗县，也可以插上U盘送。",
    )
