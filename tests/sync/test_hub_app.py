"""The network service of a hub: what it lets in, and with which code it refuses the rest."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product, repeat
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop_app.domain.errors import Unavailable
from sync.hub import Hub
from sync.hub_app import HubApp, app_of
from sync.invitation import realm_of
from sync.messages import (
    MEDIA_TYPE,
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HelloAnswer,
    PullAnswer,
    Push,
    PushAnswer,
    decode,
    encode,
)
from sync.rates import Rates
from sync.request_reading import Bodies
from sync.serving import ALIVE, MOST_BODY, OPENAPI, ROUTES, STATUSES
from tests.sessions import VILLAGE
from tests.sync.hubs import COUNTY, Author, open_made_up_hub
from tests.sync.wires import Told, call, signed_headers

PLACE = f"/v1/pull?village={VILLAGE}&after=0"


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """Open a hub on a file."""
    made, store = open_made_up_hub(str(tmp_path / "hub"), tmp_path / "root.key")
    yield made
    store.close()


@pytest.fixture
def app(hub: Hub) -> Iterator[HubApp]:
    """Return its service."""
    made = app_of(hub)
    yield made
    made.close()


def realm(hub: Hub) -> bytes:
    """Return the realm of a hub."""
    return realm_of(hub.books.keys.root_public_key)


def ask(app: HubApp, hub: Hub, author: Author, method: str, target: str, body: bytes = b"") -> Told:
    """Send a request signed by a desk."""
    headers = signed_headers(author, realm(hub), method, target, body)
    return call(app, method, target, body, headers)


def a_desk(hub: Hub, number: int = 1) -> Author:
    """Return a desk that is in the hub's books."""
    author = Author(number)
    author.enrol(hub)
    return author


# What works


def test_a_desk_enrols_greets_pushes_and_pulls(app: HubApp, hub: Hub) -> None:
    one, two = Author(1), a_desk(hub, 2)
    one.write(5)
    request = encode(one.request(hub.invite("其木格", "specialist", [VILLAGE])))

    enrolled = call(app, "POST", "/v1/enrol", request, {"content-type": MEDIA_TYPE})
    hello = ask(app, hub, one, "POST", "/v1/hello", encode(one.hello()))
    pushed = ask(app, hub, one, "POST", "/v1/push", encode(Push(one.runs())))
    pulled = ask(app, hub, two, "GET", PLACE)
    not_own = ask(app, hub, one, "GET", PLACE)
    own = ask(app, hub, one, "GET", f"{PLACE}&own=1")

    assert decode(enrolled.body, EnrolAnswer).runs == hub.books.authority_runs()
    assert decode(hello.body, HelloAnswer).hub == hub.books.keys.device
    assert [receipt.seq for receipt in decode(pushed.body, PushAnswer).receipts] == [5]
    assert decode(pulled.body, PullAnswer).runs == one.runs()
    assert decode(not_own.body, PullAnswer).runs == []
    assert decode(own.body, PullAnswer).runs == one.runs()
    for told in (enrolled, hello, pushed, pulled):
        assert (told.status, told.headers["content-type"]) == (200, MEDIA_TYPE)
        assert told.headers["cache-control"] == "no-store"


def test_a_request_that_comes_again_changes_nothing(app: HubApp, hub: Hub) -> None:
    one = a_desk(hub)
    one.write(5)
    push = encode(Push(one.runs()))

    first = ask(app, hub, one, "POST", "/v1/push", push)
    again = ask(app, hub, one, "POST", "/v1/push", push)

    assert decode(again.body, PushAnswer).refused == []
    assert [receipt.seq for receipt in decode(again.body, PushAnswer).receipts] == [5]
    assert first.status == again.status == 200
    assert hub.books.states([VILLAGE])[0][1] == 1


def test_nothing_to_send_costs_less_than_a_kilobyte(app: HubApp, hub: Hub) -> None:
    one = a_desk(hub)
    hello = encode(one.hello())
    headers = signed_headers(one, realm(hub), "POST", "/v1/hello", hello)

    told = call(app, "POST", "/v1/hello", hello, headers)

    sent = len(hello) + sum(len(name) + len(value) + 4 for name, value in headers.items())
    back = len(told.body) + sum(len(name) + len(value) + 4 for name, value in told.headers.items())
    assert sent + back < 1024


def test_alive_needs_no_signature(app: HubApp) -> None:
    assert call(app, "GET", "/v1/alive").code == "alive"


# Who asks


def test_a_signature_is_good_for_one_desk_one_request_and_one_realm(app: HubApp, hub: Hub) -> None:
    one, two, stranger = a_desk(hub, 1), a_desk(hub, 2), Author(9)
    hello = encode(one.hello())
    good = signed_headers(one, realm(hub), "POST", "/v1/hello", hello)
    assert call(app, "POST", "/v1/hello", hello, good).status == 200

    def code(method: str, target: str, body: bytes, headers: dict[str, str]) -> str:
        return call(app, method, target, body, headers).code

    pull = signed_headers(one, realm(hub), "GET", PLACE)
    other = encode(one.hello(unsent=1))
    assert code("POST", "/v1/hello", other, good) == "bad-signature"
    assert code("POST", "/v1/push", hello, good) == "bad-signature"
    assert code("GET", f"{PLACE}&own=1", b"", pull) == "bad-signature"
    assert code("GET", PLACE.replace("after=0", "after=1"), b"", pull) == "bad-signature"
    as_two = {**good, "nutag-device": two.device.hex()}
    assert code("POST", "/v1/hello", hello, as_two) == "bad-signature"
    elsewhere = signed_headers(one, bytes(16), "POST", "/v1/hello", hello)
    assert code("POST", "/v1/hello", hello, elsewhere) == "bad-signature"
    unknown = signed_headers(stranger, realm(hub), "POST", "/v1/hello", hello)
    assert code("POST", "/v1/hello", hello, unknown) == "unknown-device"
    assert code("POST", "/v1/hello", encode(two.hello()), good) == "bad-signature"
    # Signed by one, but speaking for two:
    assert ask(app, hub, one, "POST", "/v1/hello", encode(two.hello())).code == "malformed"
    hub.revoke(one.device, "lost")
    assert code("POST", "/v1/hello", hello, good) == "revoked"


@pytest.mark.parametrize(
    "change",
    [
        {"nutag-signature": ""},
        {"nutag-signature": "not base64!"},
        {"nutag-signature": "QUJD"},
        {"nutag-device": ""},
        {"nutag-device": "zz" * 16},
        {"nutag-device": "ab" * 15},
        {"nutag-device": None},
        {"nutag-signature": None},
    ],
)
def test_headers_that_are_no_signature_are_refused(
    app: HubApp, hub: Hub, change: dict[str, str | None]
) -> None:
    one = a_desk(hub)
    hello = encode(one.hello())
    changed = {**signed_headers(one, realm(hub), "POST", "/v1/hello", hello), **change}
    headers = {name: value for name, value in changed.items() if value is not None}

    told = call(app, "POST", "/v1/hello", hello, headers)

    assert (told.status, told.code) == (401, "bad-signature")


def test_a_desk_that_asks_too_often_waits_and_others_do_not(hub: Hub) -> None:
    app = app_of(hub, Rates(a_minute=3, enrolments_a_minute=2))
    one, two = a_desk(hub, 1), a_desk(hub, 2)

    told = [ask(app, hub, one, "GET", PLACE) for _ in range(4)]

    assert [each.status for each in told] == [200, 200, 200, 429]
    assert told[3].code == "too-many"
    assert 1 <= int(told[3].headers["retry-after"]) <= 60
    assert ask(app, hub, two, "GET", PLACE).status == 200
    forged = signed_headers(two, bytes(16), "GET", PLACE)
    for _ in range(5):  # who only says that it is somebody uses nothing up
        assert call(app, "GET", PLACE, b"", forged).code == "bad-signature"
    assert ask(app, hub, two, "GET", PLACE).status == 200
    enrolments = [
        call(app, "POST", "/v1/enrol", b"\x90", {"content-type": MEDIA_TYPE}).code for _ in range(3)
    ]
    assert enrolments == ["malformed", "malformed", "too-many"]
    app.close()


# The form


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
    one = a_desk(hub)

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
    one = a_desk(hub)

    for path in ("/v1/hello", "/v1/push"):
        assert ask(app, hub, one, "POST", path, body).code == "malformed"
    told = call(app, "POST", "/v1/enrol", body, {"content-type": MEDIA_TYPE})
    assert (told.status, told.code) == (400, "malformed")


def test_a_question_with_a_body_is_refused(app: HubApp, hub: Hub) -> None:
    one = a_desk(hub)

    assert call(app, "GET", "/v1/alive", b"x").code == "too-large"
    assert ask(app, hub, one, "GET", PLACE, b"x").code == "too-large"


# Size, speed, number


def test_a_body_is_counted_whatever_its_length_was_said_to_be(hub: Hub) -> None:
    bodies = Bodies(most=1000)
    app = HubApp(hub, realm=realm(hub), key_of=lambda _device: None, bodies=bodies)
    liar = {"content-type": MEDIA_TYPE, "content-length": "10"}

    told = call(app, "POST", "/v1/push", repeat(b"x" * 100), liar)
    fits = call(app, "POST", "/v1/push", b"x" * 1000, {"content-type": MEDIA_TYPE})

    assert (told.status, told.code) == (413, "too-large")
    assert fits.code == "bad-signature"
    assert bodies.held == 0
    app.close()


def test_bodies_are_not_held_without_end(hub: Hub) -> None:
    app = HubApp(hub, realm=realm(hub), key_of=lambda _device: None, bodies=Bodies(held=500))

    told = call(app, "POST", "/v1/push", b"x" * 501, {"content-type": MEDIA_TYPE})

    assert (told.status, told.code, told.headers["retry-after"]) == (503, "busy", "5")
    app.close()


def test_a_body_that_comes_too_slowly_is_dropped(hub: Hub) -> None:
    bodies = Bodies(seconds=0.05, bytes_a_second=1_000_000)
    app = HubApp(hub, realm=realm(hub), key_of=lambda _device: None, bodies=bodies)

    told = call(app, "POST", "/v1/push", iter([b"x", b"y"]), {"content-type": MEDIA_TYPE})

    assert (told.status, told.code) == (408, "too-slow")
    assert bodies.held == 0
    app.close()


@dataclass
class StuckHub:
    """A hub that answers an enrolment only when it is let go, and otherwise as it is told."""

    fails: Exception | None = None

    def __post_init__(self) -> None:
        """Hold the door shut."""
        self.go_on = threading.Event()

    def enrol(self, _request: EnrolRequest) -> EnrolAnswer:
        """Wait, or fail."""
        if self.fails is not None:
            raise self.fails
        self.go_on.wait(30)
        return EnrolAnswer([])

    def hello(self, device: bytes, message: Hello) -> HelloAnswer:
        """Never come here."""
        raise NotImplementedError

    def push(self, device: bytes, message: Push) -> PushAnswer:
        """Never come here."""
        raise NotImplementedError

    def pull(self, device: bytes, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Never come here."""
        raise NotImplementedError


def stuck_app(hub: StuckHub, **limits: Any) -> HubApp:
    """Return the service of a stuck hub."""
    return HubApp(hub, realm=bytes(16), key_of=lambda _device: None, **limits)


ENROL = encode(EnrolRequest(bytes(16), bytes(16), bytes(32), bytes(32), bytes(16), [], b"", b""))


def test_a_request_that_takes_too_long_is_given_up(hub: Hub) -> None:
    stuck = StuckHub()
    app = stuck_app(stuck, seconds=0.05)

    told = call(app, "POST", "/v1/enrol", ENROL, {"content-type": MEDIA_TYPE})

    stuck.go_on.set()
    assert (told.status, told.code) == (503, "busy")
    app.close()


def test_who_comes_when_all_places_are_taken_is_asked_to_come_again() -> None:
    stuck = StuckHub()
    app = stuck_app(stuck, waiting=1, seconds=0.05)
    headers = {"content-type": MEDIA_TYPE}

    call(app, "POST", "/v1/enrol", ENROL, headers)  # given up, but its thread is still at work
    crowded = call(app, "POST", "/v1/enrol", ENROL, headers)
    stuck.go_on.set()
    app.close()

    assert (crowded.status, crowded.code, crowded.headers["retry-after"]) == (503, "busy", "5")


def test_a_store_that_fails_is_told_as_busy_and_a_bug_as_failed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    headers = {"content-type": MEDIA_TYPE}
    secret = "乌云 150223198503021234"

    busy = call(stuck_app(StuckHub(Unavailable(secret))), "POST", "/v1/enrol", ENROL, headers)
    failed = call(stuck_app(StuckHub(KeyError(secret))), "POST", "/v1/enrol", ENROL, headers)

    assert (busy.status, busy.code) == (503, "busy")
    assert (failed.status, failed.code) == (500, "failed")
    assert [record.getMessage() for record in caplog.records] == [
        "the store failed: Unavailable",
        "a request failed: KeyError",
    ]
    assert secret not in caplog.text


def test_only_http_is_spoken(app: HubApp) -> None:
    async def nothing(*_: object) -> Any:
        raise AssertionError

    with pytest.raises(ValueError, match="HTTP"):
        asyncio.run(app({"type": "websocket"}, nothing, nothing))


# Every role, scope and address

SCOPES = {
    "village": (VILLAGE,),
    "other village": ("150223102201",),
    "township": (VILLAGE[:9],),
    "other township": ("150223103",),
    "county": (COUNTY,),
}
STATES = ("enrolled", "revoked", "stranger", "forger")
ADDRESSES = ("hello", "push", "pull", "pull own", "pull authority")


def expected(role: str, scope: str, state: str, address: str) -> str:
    """Return the code a desk must get: the rules, written down once more."""
    if state == "forger":
        return "bad-signature"
    if state == "stranger":
        return "unknown-device"
    if state == "revoked":
        return "revoked"
    covers = any(VILLAGE.startswith(prefix) for prefix in SCOPES[scope])
    if address in ("push", "pull", "pull own") and not covers:
        return "out-of-scope"
    return "ok"


@pytest.mark.parametrize("role", ["specialist", "township", "county", "hub"])
@pytest.mark.parametrize("scope", list(SCOPES))
def test_every_role_scope_and_address(app: HubApp, hub: Hub, role: str, scope: str) -> None:
    desks = {state: Author(number) for number, state in enumerate(STATES, 1)}
    for state in ("enrolled", "revoked", "forger"):
        desks[state].enrol(hub, role, SCOPES[scope])
    hub.revoke(desks["revoked"].device, "lost")

    for state, address in product(STATES, ADDRESSES):
        found = _matrix_code(app, hub, desks[state], address, forged=state == "forger")
        assert found == expected(role, scope, state, address), (state, address)


def _matrix_code(app: HubApp, hub: Hub, desk: Author, address: str, *, forged: bool) -> str:
    if not desk.written:
        desk.write(2)
    asked = {
        "hello": ("POST", "/v1/hello", encode(desk.hello())),
        "push": ("POST", "/v1/push", encode(Push(desk.runs()))),
        "pull": ("GET", PLACE, b""),
        "pull own": ("GET", f"{PLACE}&own=1", b""),
        "pull authority": ("GET", f"/v1/pull?village={COUNTY}&after=0", b""),
    }
    method, target, body = asked[address]
    signer = Author(99) if forged else desk
    headers = signed_headers(signer, realm(hub), method, target, body)
    headers["nutag-device"] = desk.device.hex()
    told = call(app, method, target, body, headers)
    if told.status != 200:
        return told.code
    if address == "push":
        refused = decode(told.body, PushAnswer).refused
        return refused[0][1] if refused else "ok"
    return "ok"


def test_what_needs_no_signature_tells_nothing_about_the_hub(app: HubApp, hub: Hub) -> None:
    for route in (ALIVE, OPENAPI):
        body = call(app, "GET", route.path).body
        for secret in (hub.books.keys.device, hub.books.keys.name.encode(), COUNTY.encode()):
            assert secret not in body
