"""The network between a desk and a hub: it loses, repeats and cuts off, as its dice fall."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from desktop_app.domain.errors import Unavailable
from sync.hub import Hub
from sync.messages import (
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
from tests.simulation.crashing import Crash

A = TypeVar("A", bound=Message)


class Lost(Unavailable):
    """A message or its answer did not arrive."""


@dataclass
class Weather:
    """How bad the network is: shares of messages lost on each way, and of those sent twice."""

    dice: Random
    lost: float = 0.06
    twice: float = 0.06

    def loses(self) -> bool:
        """Say whether what is on its way now is lost."""
        return self.dice.random() < self.lost

    def repeats(self) -> bool:
        """Say whether what is on its way now arrives twice."""
        return self.dice.random() < self.twice


class LocalPeer:
    """A hub in the same program; every message goes through its bytes.

    ``meanwhile`` lets others do something before each of them arrives.
    """

    def __init__(
        self,
        hub: Callable[[], Hub],
        died: Callable[[], object],
        device: bytes,
        weather: Weather,
        heard: list[Message],
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        self._hub, self._died, self._device, self._weather = hub, died, device, weather
        self._heard, self._meanwhile = heard, meanwhile

    def hello(self, message: Hello) -> HelloAnswer:
        """Ask whether anything is new."""
        data = encode(message)
        return self._carry(
            lambda: self._hub().hello(self._device, decode(data, Hello)), HelloAnswer
        )

    def push(self, message: Push) -> PushAnswer:
        """Hand over runs."""
        data = encode(message)
        answer = self._carry(lambda: self._hub().push(self._device, decode(data, Push)), PushAnswer)
        self._heard.append(message)
        return answer

    def pull(self, village: str, after: int, *, own: bool = False) -> PullAnswer:
        """Ask for what arrived after a place."""
        answer = self._carry(
            lambda: self._hub().pull(self._device, village, after, own=own), PullAnswer
        )
        self._heard.append(answer)
        return answer

    def enrol(self, message: EnrolRequest) -> EnrolAnswer:
        """Show an invitation."""
        data = encode(message)
        return self._carry(lambda: self._hub().enrol(decode(data, EnrolRequest)), EnrolAnswer)

    def _carry(self, ask: Callable[[], A], kind: type[A]) -> A:
        if self._weather.loses():
            raise Lost("网络断了。", advice="过一会儿再试。")
        if self._meanwhile:
            self._meanwhile()
        try:
            if self._weather.repeats():
                ask()
            answer = encode(ask())
        except Crash:
            self._died()
            raise Lost("汇集点没有回答。", advice="过一会儿再试。") from None
        if self._weather.loses():
            raise Lost("网络断了。", advice="过一会儿再试。")
        return decode(answer, kind)
