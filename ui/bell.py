"""The one way from another thread to the screen's."""

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, TypeVar
from weakref import WeakMethod

from PySide6.QtCore import QObject, Qt, Signal, Slot

T = TypeVar("T")


class _Bell(QObject):
    """Hangs from the first use to the end of the process.

    A thread that rings can therefore never meet a bell that is being deleted, as it could a
    window or a page.
    """

    _rung = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._acts: dict[int, WeakMethod[Callable[[Any], object]]] = {}
        self._numbers = count()
        # Queued always: what rings on the screen's own thread is told after it has returned.
        self._rung.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def add(self, owner: QObject, act: Callable[[T], object]) -> int:
        """Remember whom to tell until ``owner`` is destroyed."""
        number = next(self._numbers)
        self._acts[number] = WeakMethod(act)
        owner.destroyed.connect(partial(self._acts.pop, number, None))
        return number

    def ring(self, number: int, what: object) -> None:
        """Have ``what`` told on the screen's thread. Any thread."""
        self._rung.emit(number, what)

    @Slot(int, object)
    def _tell(self, number: int, what: object) -> None:
        found = self._acts.get(number)
        act = None if found is None else found()
        if act is not None:
            act(what)


_hung: list[_Bell] = []


def on_screen(owner: QObject, act: Callable[[T], object]) -> Callable[[T], None]:
    """Return what another thread calls to have ``act`` run on the screen's thread, soon.

    ``act`` is a method of ``owner``. The function returned does not wait, keeps nothing alive
    that has a C++ side, and after the end of ``owner`` does nothing: it may be called at any
    moment, also while the window closes. Call ``on_screen`` itself on the screen's thread.
    """
    if not _hung:
        _hung.append(_Bell())
    return partial(_hung[0].ring, _hung[0].add(owner, act))
