"""What befalls a world now and then."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulation.simulation import Simulation


class Events:
    """Rare things, each as the dice fall."""

    def __init__(self, world: "Simulation") -> None:
        self.world = world

    def happen(self) -> None:
        """Let one of them happen."""
