"""The figures of a monthly report, in the order in which people read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from desktop_app.domain.attendance import days_text
from desktop_app.domain.codes import text_of
from desktop_app.domain.money import exact_yuan
from desktop_app.use_cases.transfer_report import ABROAD, CLASSES

Sums = Mapping[str, int]


class Whose(Enum):
    """What a figure counts: what was done in the month, what stands at its end, who lives there."""

    DONE = "done"
    STANDING = "standing"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A line of the report; ``unit`` 元 is kept in fen and 天 in half days."""

    key: str
    group: str
    label: str
    unit: str
    whose: Whose = Whose.DONE

    def words(self, number: int | None, *, signed: bool = False) -> str:
        """Return a number of this figure as screen and paper show it; a line where none is."""
        if number is None:
            return "—"
        if self.unit == "元":
            text = exact_yuan(number)
        elif self.unit == "天":
            text = f"-{days_text(-number)}" if number < 0 else days_text(number)
        else:
            text = str(number)
        return f"+{text}" if signed and number > 0 else text


def _standing(key: str, group: str, label: str, unit: str) -> Figure:
    return Figure(key=key, group=group, label=label, unit=unit, whose=Whose.STANDING)


def _people(key: str, label: str, unit: str = "人") -> Figure:
    return Figure(key=key, group=_LIVING, label=label, unit=unit, whose=Whose.PEOPLE)


def _done(key: str, group: str, label: str, unit: str) -> Figure:
    return Figure(key=key, group=group, label=label, unit=unit)


_VISITS, _LIVING, _POSTS = "走访", "人口", "公益性岗位"
_ROLLS, _INSURED, _WORK, _OTHERS = "考勤和补贴", "参保", "转移就业", "培训和其他"

FIGURES: tuple[Figure, ...] = (
    _done("visits", _VISITS, "走访", "次"),
    _done("at_home", _VISITS, "其中入户", "次"),
    _done("visited", _VISITS, "走访到的户", "户"),
    _done("monitored", _VISITS, "监测登记", "人次"),
    _people("people", "人口"),
    _people("households", "户数", "户"),
    _people("lifted", "脱贫人口"),
    _people("watched", "监测对象（风险未消除）"),
    _people("cleared", "监测对象（风险已消除）"),
    _done("died", _LIVING, "登记死亡", "人"),
    _standing("posts", _POSTS, "批复的岗位", "个"),
    _done("approved", _POSTS, "新批复岗位", "个"),
    _done("applied", _POSTS, "报名", "人"),
    _done("started", _POSTS, "新上岗", "人"),
    _done("exits", _POSTS, "退岗", "人"),
    _standing("holders", _POSTS, "月末在岗", "人"),
    _standing("vacant", _POSTS, "月末空岗", "个"),
    _done("roll_people", _ROLLS, "发放人次", "人次"),
    _done("roll_halves", _ROLLS, "出勤天数", "天"),
    _done("roll_fen", _ROLLS, "关账金额", "元"),
    _done("roll_corrected", _ROLLS, "其中更正", "元"),
    _done("roll_paid", _ROLLS, "已发金额", "元"),
    _done("pension", _INSURED, "新增养老参保", "人"),
    _done("injury", _INSURED, "新增工伤参保", "人"),
    _done("ended", _INSURED, "终止参保", "人次"),
    _standing("pensions", _INSURED, "月末养老在保", "人"),
    _done("left", _WORK, "新增务工", "人"),
    _done("came_back", _WORK, "结束务工", "人"),
    _standing("working", _WORK, "月末四类务工合计", "人"),
    *(
        _standing(f"scope_{scope}", _WORK, f"其中{text_of('transfer_scope', scope)}", "人")
        for scope in CLASSES
    ),
    _standing(f"scope_{ABROAD}", _WORK, "另有境外务工", "人"),
    _done("training", _OTHERS, "培训结业（计入任务）", "人次"),
    _done("events", _OTHERS, "五送活动", "场"),
    _done("wage_clues_new", _OTHERS, "新报欠薪线索", "条"),
)
"""Every line of the report."""

IN_AREAS = ("visits", "visited", "households", "holders", "started", "exits", "roll_fen",
            "pension", "working", "training")  # fmt: skip
"""What is told of each village or township."""

NAMED = {one.key: one for one in FIGURES}
