"""The table of targets: measures of an area, or the areas of one measure."""

from collections.abc import Sequence

from desktop_app.use_cases.targets import TargetLine
from ui.record_table import Column, Id, RecordTable


class TargetTable(RecordTable):
    """Lines that were worked out as a whole: a few dozen, none of them a record."""

    def __init__(self) -> None:
        self._lines: dict[Id, TargetLine] = {}
        self._by_area = False
        super().__init__(_columns(), self._rows)
        self.setAccessibleName("目标任务")

    def show_lines(self, lines: Sequence[TargetLine], *, by_area: bool) -> None:
        """Show other lines, each called by its measure, or by its area."""
        self._by_area = by_area
        self._lines = {(line.area_code, line.measure): line for line in lines}
        self.show(list(self._lines))
        self.setColumnHidden(0, by_area)
        self.setColumnHidden(1, not by_area)

    def line(self) -> TargetLine | None:
        """Return the line that is chosen."""
        return self._lines.get(self.selected_id())

    def _rows(self, ids: list[Id]) -> list[TargetLine]:
        return [self._lines[each] for each in ids]


def done_words(line: TargetLine) -> str:
    """Return what was reached; what no record tells is said so."""
    return "不从记录统计" if line.done is None else f"{line.done:,}"


def percent_words(line: TargetLine) -> str:
    """Return how far it is."""
    if line.target is None:
        return "没有目标"
    return "" if line.percent is None else f"{line.percent}%"


def percent_tone(line: TargetLine) -> str:
    """Return green for what is reached."""
    if line.percent is None:
        return ""
    return "ok" if line.percent >= 100 else "warn"


def _columns() -> list[Column[TargetLine]]:
    return [
        Column("指标", 190, lambda line: line.label, stretch=True),
        Column("区域", 190, lambda line: line.area, stretch=True),
        Column("目标", 92, lambda line: "" if line.target is None else f"{line.target:,}",
               kind="number"),
        Column("完成", 104, done_words, kind="number"),
        Column("完成率", 92, percent_words, kind="pill", tone=percent_tone),
        Column("还差", 84, lambda line: f"{line.missing:,}" if line.missing else "",
               kind="number"),
    ]  # fmt: skip
