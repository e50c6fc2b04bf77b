"""The network service of a hub: what it answers, and to whom."""

import pytest

from sync.hub import Hub
from sync.hub_app import HubApp, app_of
from sync.messages import (
    MEDIA_TYPE,
    EnrolAnswer,
    HelloAnswer,
    PullAnswer,
    Push,
    PushAnswer,
    decode,
    encode,
)
from sync.rates import Rates
from tests.sessions import VILLAGE
from tests.sync.hubs import Author, enrolled
from tests.sync.wires import PLACE, ask, call, realm, signed_headers


def test_a_desk_enrols_greets_pushes_and_pulls(app: HubApp, hub: Hub) -> None:
    one, two = Author(1), enrolled(hub, 2)
    one.write(5)
    request = encode(one.request(hub.invite("其木格", "specialist", [VILLAGE])))

    let_in = call(app, "POST", "/v1/enrol", request, {"content-type": MEDIA_TYPE})
    hello = ask(app, hub, one, "POST", "/v1/hello", encode(one.hello()))
    pushed = ask(app, hub, one, "POST", "/v1/push", encode(Push(one.runs())))
    pulled = ask(app, hub, two, "GET", PLACE)
    not_own = ask(app, hub, one, "GET", PLACE)
    own = ask(app, hub, one, "GET", f"{PLACE}&own=1")

    assert decode(let_in.body, EnrolAnswer).runs == hub.books.authority_runs()
    assert decode(hello.body, HelloAnswer).hub == hub.books.keys.device
    assert [receipt.seq for receipt in decode(pushed.body, PushAnswer).receipts] == [5]
    assert decode(pulled.body, PullAnswer).runs == one.runs()
    assert decode(not_own.body, PullAnswer).runs == []
    assert decode(own.body, PullAnswer).runs == one.runs()
    for told in (let_in, hello, pushed, pulled):
        assert (told.status, told.headers["content-type"]) == (200, MEDIA_TYPE)
        assert told.headers["cache-control"] == "no-store"


def test_a_request_that_comes_again_changes_nothing(app: HubApp, hub: Hub) -> None:
    one = enrolled(hub, 1)
    one.write(5)
    push = encode(Push(one.runs()))

    first = ask(app, hub, one, "POST", "/v1/push", push)
    again = ask(app, hub, one, "POST", "/v1/push", push)

    assert decode(again.body, PushAnswer).refused == []
    assert [receipt.seq for receipt in decode(again.body, PushAnswer).receipts] == [5]
    assert first.status == again.status == 200
    assert hub.books.states([VILLAGE])[0][1] == 1


def test_nothing_to_send_costs_less_than_a_kilobyte(app: HubApp, hub: Hub) -> None:
    one = enrolled(hub, 1)
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
    one, two, stranger = enrolled(hub, 1), enrolled(hub, 2), Author(9)
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
    one = enrolled(hub, 1)
    hello = encode(one.hello())
    changed = {**signed_headers(one, realm(hub), "POST", "/v1/hello", hello), **change}
    headers = {name: value for name, value in changed.items() if value is not None}

    told = call(app, "POST", "/v1/hello", hello, headers)

    assert (told.status, told.code) == (401, "bad-signature")


def test_a_desk_that_asks_too_often_waits_and_others_do_not(hub: Hub) -> None:
    app = app_of(hub, Rates(a_minute=3, unsigned_a_minute=2))
    one, two = enrolled(hub, 1), enrolled(hub, 2)

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
