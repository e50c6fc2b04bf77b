"""What a bar of a chart says: one description, drawn on screen and on paper."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """A label, what was reached (none: nobody counted), and what was to be reached (0: nothing)."""

    label: str
    done: Decimal | None
    goal: Decimal = Decimal(0)

    @property
    def share(self) -> Decimal:
        """Return how much of the bar is filled, from 0 to 1; full when the goal is reached."""
        if self.done is None or self.goal <= 0:
            return Decimal(0)
        return min(max(self.done, Decimal(0)) / self.goal, Decimal(1))

    @property
    def words(self) -> str:
        """Return the numbers beside the bar; whole per cent, never rounded up."""
        if self.done is None:
            return f"未统计／{self.goal:f}" if self.goal else "未统计"
        if not self.goal:
            return f"{self.done:f}"
        return f"{self.done:f}／{self.goal:f}（{self.done * 100 // self.goal:.0f}%）"
