"""The columns of a monthly report: of its figures, and of its areas."""

from collections.abc import Callable

from desktop_app.use_cases.month_figures import NAMED
from desktop_app.use_cases.month_report import AreaLine, ReportedFigure
from ui.record_table import Column

SPARED = (0, 5)
"""The columns of figures that a narrow window does without: the group and the year so far."""


def figure_columns() -> list[Column[ReportedFigure]]:
    """Return the columns of the figures; a change is told with its sign."""
    return [
        Column("类别", 88, lambda one: one.figure.group),
        Column("指标", 150, lambda one: one.figure.label, stretch=True),
        Column("本月", 88, lambda one: one.figure.words(one.month), kind="number"),
        Column("上月", 88, lambda one: one.figure.words(one.before), kind="number"),
        Column("比上月", 84, lambda one: one.figure.words(one.change, signed=True), kind="number"),
        Column("本年", 92, lambda one: one.figure.words(one.year), kind="number"),
        Column("单位", 52, lambda one: one.figure.unit),
    ]


def area_columns() -> list[Column[AreaLine]]:
    """Return the columns of the areas."""
    told = {
        "visits": "走访", "visited": "走访到", "households": "总户数", "holders": "在岗",
        "started": "上岗", "exits": "退岗", "roll_fen": "补贴（元）", "pension": "新参保",
        "working": "务工", "training": "培训",
    }  # fmt: skip
    wide = {"roll_fen": 104}
    columns: list[Column[AreaLine]] = [Column("地方", 130, lambda one: one.name, stretch=True)]
    columns += [
        Column(title, wide.get(key, 72), _number(key), kind="number") for key, title in told.items()
    ]
    return columns


def _number(key: str) -> Callable[[AreaLine], str]:
    return lambda one: NAMED[key].words(one.sums[key])
