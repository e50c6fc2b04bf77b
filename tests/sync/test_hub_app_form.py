"""Requests that are none: each is refused with its code, and before anything is done for it."""

import asyncio
from itertools import repeat
from typing import Any

import msgspec
import pytest

from sync.hub import Hub
from sync.hub_app import HubApp
from sync.messages import MEDIA_TYPE
from sync.serving import MOST_BODY, ROUTES, STATUSES
from tests.sessions import VILLAGE
from tests.sync.hubs import enrolled
from tests.sync.wires import PLACE, ask, call


@pytest.mark.parametrize(
    ("method", "target", "status", "code"),
    [
        ("GET", "/", 404, "not-found"),
        ("GET", "/v1", 404, "not-found"),
        ("GET", "/v1/../v1/alive", 404, "not-found"),
        ("GET", "/v1/alive/", 404, "not-found"),
        ("POST", "/v2/hello", 404, "not-found"),
        ("GET", "/v1/hello", 405, "wrong-method"),
        ("PUT", "/v1/push", 405, "wrong-method"),
        ("DELETE", "/v1/pull", 405, "wrong-method"),
        ("POST", "/v1/alive", 405, "wrong-method"),
        ("TRACE", "/v1/alive", 405, "wrong-method"),
        ("OPTIONS", "/v1/enrol", 405, "wrong-method"),
        ("HEAD", "/v1/openapi.json", 405, "wrong-method"),
    ],
)
def test_what_is_not_there_is_refused(
    app: HubApp, method: str, target: str, status: int, code: str
) -> None:
    told = call(app, method, target)

    assert (told.status, told.code) == (status, code)
    if status == 405:
        assert told.headers["allow"] in {"GET", "POST"} - {method}


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"content-type": "application/json"}, "wrong-media-type"),
        ({"content-type": "application/msgpack; charset=utf-8"}, "wrong-media-type"),
        ({}, "wrong-media-type"),
        ({"content-type": MEDIA_TYPE, "content-encoding": "gzip"}, "wrong-media-type"),
        ({"content-type": MEDIA_TYPE, "content-encoding": "identity"}, "wrong-media-type"),
        ({"content-type": MEDIA_TYPE, "content-length": str(MOST_BODY + 1)}, "too-large"),
        ({"content-type": MEDIA_TYPE, "content-length": "9" * 4000}, "too-large"),
        ({"content-type": MEDIA_TYPE, "content-length": "-1"}, "malformed"),
        ({"content-type": MEDIA_TYPE, "content-length": "1e3"}, "malformed"),
        ({"content-type": MEDIA_TYPE, "content-length": "²"}, "malformed"),
        ({"content-type": MEDIA_TYPE, "transfer-encoding": "gzip, chunked"}, "malformed"),
        (
            {
                "content-type": MEDIA_TYPE,
                "content-length": "5",
                "transfer-encoding": "chunked",
            },
            "malformed",
        ),
        ({"content-type": MEDIA_TYPE, "x": "y" * (16 << 10)}, "header-too-large"),
    ],
)
def test_headers_out_of_bounds_are_refused_before_the_body_is_read(
    app: HubApp, headers: dict[str, str], code: str
) -> None:
    for route in ROUTES:
        if route.asks is not None:
            told = call(app, "POST", route.path, repeat(b"never read"), headers)
            assert (told.status, told.code) == (STATUSES[code], code)
            assert told.headers["connection"] == "close"


@pytest.mark.parametrize("name", ["content-length", "content-type", "nutag-device"])
def test_a_header_that_counts_may_come_once(app: HubApp, name: str) -> None:
    told = call(app, "POST", "/v1/hello", b"", [(name, "5"), (name.title(), "6")])

    assert told.code == "malformed"


@pytest.mark.parametrize(
    "query",
    [
        "",
        f"village={VILLAGE}",
        "after=0",
        f"village={VILLAGE}&after=-1",
        f"village={VILLAGE}&after=+1",
        f"village={VILLAGE}&after=1.0",
        f"village={VILLAGE}&after=99999999999999999",
        f"village={VILLAGE}&after=0&own=0",
        f"village={VILLAGE}&after=0&own=2",
        f"village={VILLAGE}&after=0&after=1",
        f"village={VILLAGE}&after=0&own=1&own=1",
        f"village={VILLAGE}&after=0&more=1",
        f"village={VILLAGE}&after=%EF%BC%90",
        "village=15022310220x&after=0",
        "village=&after=0",
        f"village={VILLAGE}%26after=0&after=0",
        f"village={VILLAGE}&after=0&&",
        "%00",
    ],
)
def test_a_pull_that_names_its_place_wrongly_is_refused(app: HubApp, hub: Hub, query: str) -> None:
    one = enrolled(hub, 1)

    told = ask(app, hub, one, "GET", f"/v1/pull?{query}" if query else "/v1/pull")

    assert (told.status, told.code) == (400, "malformed")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"\x80",
        b"\x90",
        b"\xdd\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\x91" * 5000,
        msgspec.msgpack.encode([1] * 8),
        msgspec.msgpack.encode({"code": "ok"}),
        msgspec.msgpack.encode([[["x"]]]),
    ],
)
def test_bodies_that_are_no_message_are_refused(app: HubApp, hub: Hub, body: bytes) -> None:
    one = enrolled(hub, 1)

    for path in ("/v1/hello", "/v1/push"):
        assert ask(app, hub, one, "POST", path, body).code == "malformed"
    told = call(app, "POST", "/v1/enrol", body, {"content-type": MEDIA_TYPE})
    assert (told.status, told.code) == (400, "malformed")


def test_a_question_with_a_body_is_refused(app: HubApp, hub: Hub) -> None:
    one = enrolled(hub, 1)

    assert call(app, "GET", "/v1/alive", b"x").code == "too-large"
    assert ask(app, hub, one, "GET", PLACE, b"x").code == "too-large"


def test_only_http_is_spoken(app: HubApp) -> None:
    async def nothing(*_: object) -> Any:
        raise AssertionError

    with pytest.raises(ValueError, match="HTTP"):
        asyncio.run(app({"type": "websocket"}, nothing, nothing))
