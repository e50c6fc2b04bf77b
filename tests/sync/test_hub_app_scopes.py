"""Every role, scope and address of the network service, against its rules written once more."""

from itertools import product

import pytest

from sync.hub import Hub
from sync.hub_app import HubApp
from sync.messages import Push, PushAnswer, decode, encode
from sync.serving import ALIVE, OPENAPI
from tests.sessions import VILLAGE
from tests.sync.hubs import COUNTY, Author
from tests.sync.wires import PLACE, call, realm, signed_headers

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
