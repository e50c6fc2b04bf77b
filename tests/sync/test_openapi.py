"""The OpenAPI document and the service say the same, whatever somebody sends."""

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.hub import Hub
from sync.hub_app import HubApp, app_of
from sync.invitation import realm_of
from sync.messages import MEDIA_TYPE, Message, Push, encode
from sync.openapi import document
from sync.rates import Rates
from sync.serving import COMMON, ROUTES, SIGNED, STATUSES, Route
from tests.sessions import VILLAGE
from tests.sync.hubs import Author, open_made_up_hub
from tests.sync.wires import Told, call, signed_headers

DOCUMENT = document()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
EXAMPLES = 200


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    """Open a hub on a file."""
    folder = tmp_path_factory.mktemp("hub")
    made, store = open_made_up_hub(str(folder / "hub"), folder / "root.key")
    yield made
    store.close()


@pytest.fixture(scope="module")
def app(hub: Hub) -> Iterator[HubApp]:
    """Return its service."""
    made = app_of(hub, Rates(10**6, 10**6))
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(hub: Hub) -> Author:
    """Return a desk that is in the hub's books."""
    author = Author(1)
    author.enrol(hub)
    author.write(5)
    return author


def test_the_document_is_what_the_service_gives(app: HubApp) -> None:
    told = call(app, "GET", "/v1/openapi.json")

    assert told.headers["content-type"] == "application/json"
    assert json.loads(told.body) == DOCUMENT
    assert DOCUMENT["openapi"].startswith("3.1.")
    SCHEMA.validate()


def test_every_address_is_in_the_document_and_no_other() -> None:
    written = {
        (method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods
    }

    assert written == {(route.method, route.path) for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_every_code_of_an_address_is_in_the_document(route: Route) -> None:
    operation = DOCUMENT["paths"][route.path][route.method.lower()]
    codes = {*COMMON, *(SIGNED if route.signed else ()), *route.codes}

    assert {int(status) for status in operation["responses"]} == {
        200,
        *(STATUSES[code] for code in codes),
    }
    if route.signed:
        assert {each["name"] for each in operation["parameters"]} >= {
            "Nutag-Device",
            "Nutag-Signature",
        }


def signed_call(app: HubApp, hub: Hub, desk: Author, route: Route, query: str, body: bytes) -> Told:
    """Send a request with a good signature, so that it comes as far as the hub."""
    target = f"{route.path}?{query}" if query else route.path
    realm = realm_of(hub.books.keys.root_public_key)
    headers = signed_headers(desk, realm, route.method, target, body)
    return call(app, route.method, target, body, headers)


def as_msgpack(value: Any, schema: Any) -> Any:
    """Return a made-up value with bytes where the document says so, if they can be such."""
    schema = _resolved(schema)
    if isinstance(value, str) and schema.get("contentEncoding") == "base64":
        try:
            return base64.b64decode(value, validate=True)
        except ValueError:
            return value.encode("utf-8", "surrogatepass")
    if isinstance(value, list):
        heads = schema.get("prefixItems", [])
        rest = schema.get("items", {})
        return [
            as_msgpack(each, heads[place] if place < len(heads) else rest)
            for place, each in enumerate(value)
        ]
    return value


def _resolved(schema: Any) -> dict[str, Any]:
    if not isinstance(schema, dict):
        return {}
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found: dict[str, Any] = DOCUMENT["components"]["schemas"][name]
        return found
    return schema


def packed(value: Any) -> bytes:
    """Return the msgpack of a made-up value; numbers too large for it become texts."""
    if _has_large(value):
        value = json.loads(json.dumps(value, default=repr), parse_int=_whole)
    return msgspec.msgpack.encode(value)


@schemathesis.serializer(MEDIA_TYPE)
def serialized(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    """Tell schemathesis how bodies are written; without this it makes none."""
    return packed(value)


def _has_large(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_has_large, value))
    if isinstance(value, dict):
        return any(map(_has_large, value.values()))
    return isinstance(value, int) and not -(1 << 63) <= value < 1 << 64


def _whole(text: str) -> int | str:
    number = int(text)
    return number if -(1 << 63) <= number < 1 << 64 else text


def true_message(hub: Hub, desk: Author, route: Route) -> Any:
    """Return what the desk would really send to an address, as plain values."""
    messages: dict[str, Callable[[], Message]] = {
        "/v1/hello": desk.hello,
        "/v1/push": lambda: Push(desk.runs()),
        "/v1/enrol": lambda: desk.request(hub.invite("其木格", "specialist", [VILLAGE])),
    }
    return msgspec.msgpack.decode(encode(messages[route.path]()))


def mixed(true: list[Any], made_up: Any, spot: int) -> list[Any]:
    """Return a true message, or run in it, of which one field is made up; -1 leaves it true."""
    if len(true) == 1 and true[0] and isinstance(made_up, list) and made_up and made_up[0]:
        inner = made_up[0][0] if isinstance(made_up[0], list) else made_up[0]
        return [[mixed(true[0][0], inner, spot)]]
    if isinstance(made_up, list) and 0 <= spot < min(len(true), len(made_up)):
        return [*true[:spot], made_up[spot], *true[spot + 1 :]]
    return true


def check(route: Route, told: Told) -> None:
    """Check an answer against the document: a status it names, a body of its form, no failure."""
    responses = DOCUMENT["paths"][route.path][route.method.lower()]["responses"]
    assert told.status < 500, told
    assert str(told.status) in responses, told
    media_type = next(iter(responses[str(told.status)]["content"]))
    assert told.headers["content-type"] == media_type
    if told.status != 200:
        assert told.code in route.every_code
        assert STATUSES[told.code] == told.status
    elif route.answers is not None:
        msgspec.msgpack.decode(told.body, type=route.answers)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_nothing_made_of_the_document_makes_the_service_fail(
    app: HubApp, hub: Hub, desk: Author, route: Route
) -> None:
    operation = SCHEMA[route.path][route.method]
    body_schema = (
        DOCUMENT["paths"][route.path][route.method.lower()]
        .get("requestBody", {})
        .get("content", {})
        .get(MEDIA_TYPE, {})
        .get("schema", {})
    )
    seen: set[int] = set()

    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
    @given(
        case=operation.as_strategy(),
        honest=st.booleans(),
        own=st.booleans(),
        spot=st.integers(-1, 7),
    )
    def send(case: schemathesis.Case[Any], honest: bool, own: bool, spot: int) -> None:
        query = "&".join(f"{name}={value}" for name, value in (case.query or {}).items())
        body = b""
        if route.asks is not None:
            value = as_msgpack(case.body, body_schema)
            body = packed(mixed(true_message(hub, desk, route), value, spot) if own else value)
        elif own and query:
            query = f"village={VILLAGE}&after={(case.query or {})['after']}"
        if honest and route.signed:
            told = signed_call(app, hub, desk, route, query, body)
        else:
            headers = {name.lower(): str(value) for name, value in (case.headers or {}).items()}
            headers |= {"content-type": MEDIA_TYPE} if route.asks else {}
            target = f"{route.path}?{query}" if query else route.path
            told = call(app, route.method, target, body, headers)
        check(route, told)
        seen.add(told.status)

    send()
    assert 200 in seen, seen
    assert seen & {400, 401, 403} or not route.signed
