"""The bounds of the network service: size, speed, number, and a hub that does not answer."""

import threading
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pytest

from desktop_app.domain.errors import Unavailable
from sync.hub import Hub
from sync.hub_app import HubApp
from sync.messages import (
    MEDIA_TYPE,
    EnrolAnswer,
    EnrolRequest,
    Hello,
    HelloAnswer,
    PullAnswer,
    Push,
    PushAnswer,
    encode,
)
from sync.request_reading import Bodies
from tests.sync.wires import call, realm


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
