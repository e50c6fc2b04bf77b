"""How far long work has come, and the wish to stop it."""

from collections.abc import Iterable, Iterator, Sized
from threading import Event
from typing import TypeVar

from desktop_app.domain.errors import Cancelled

T = TypeVar("T")


class Progress:
    """Counts the items of long work; safe to read and cancel from another thread."""

    def __init__(self) -> None:
        self.done = 0
        self.total: int | None = None
        self.note = ""
        self._cancel = Event()

    @property
    def cancelled(self) -> bool:
        """Say whether the person has asked to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next item."""
        self._cancel.set()

    def check(self) -> None:
        """Raise ``Cancelled`` if the person has asked to stop."""
        if self._cancel.is_set():
            raise Cancelled

    def over(self, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        """Yield the items one by one, counting each when it is finished."""
        self.done = 0
        self.total = len(items) if total is None and isinstance(items, Sized) else total
        for item in items:
            self.check()
            yield item
            self.done += 1
        self.check()
