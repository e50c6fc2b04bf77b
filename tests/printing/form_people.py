"""Made-up data for every form: full, minimal, and nasty. Nobody here exists."""

from collections.abc import Mapping, Sequence

from printing.form_data import FormData

LONG_NAME = "阿拉腾其其格·乌仁图雅·\U0002c456\U0002b7fc\u36c3\u4dae"
NAMES = [
    "乌兰其其格",
    "那仁满都拉",
    "巴特尔",
    "张翠花",
    "苏日娜",
    "孟\U0002b7fc",
    "欧阳\u36c3",
    "额尔敦巴雅尔",
]
PLACE = "达尔罕茂明安联合旗示范镇查干哈达嘎查"
LONG_PLACE = (
    "内蒙古自治区包头市达尔罕茂明安联合旗巴音花镇巴音宝力格嘎查"
    "第三村民小组东营子自然村二百一十八号附三号院内东厢房"
)


def people(count: int, **more: str) -> list[dict[str, str]]:
    """Return so many made-up people with what rosters say about them."""
    return [
        {
            "name": NAMES[n % len(NAMES)],
            "citizen_id": f"150223********{n:03d}X",
            "post": ("草原管护员", "保洁员", "河湖巡查员")[n % 3],
            "days": str(22 + n % 8),
            "amount": f"{600 + n % 7 * 50}.00",
            "due": f"{600 + n % 7 * 50}.00",
            "paid": f"{580 + n % 7 * 50}.50",
            "account": f"62170023710000{n:05d}",
            "bank": "农村信用联社示范镇支社",
            "agreement_from": "2026年1月1日",
            "agreement_to": "2026年12月31日",
            **more,
        }
        for n in range(count)
    ]


def _marks(person: Mapping[str, str], n: int) -> dict[str, str]:
    marks = {f"d{day}": "√/△○×"[(day * 7 + n) % 11 % 5] for day in range(1, 31)}
    sums = {"present": "21", "half": "2", "leave": "1", "sick": "1", "absent": "0", "days": "22.0"}
    return {**person, **marks, **sums}


def _attendance(rows: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    return [_marks(person, n) for n, person in enumerate(rows)]


HEAD = {
    "month": "2026年3月",
    "unit": PLACE,
    "filled_on": "2026年4月2日",
    "department": "人社部门",
    "filler": "那仁满都拉",
    "phone": "13000000000",
    "checker": "苏日娜",
    "fund": "就业补助资金",
    "from": "2026年4月3日",
    "to": "2026年4月9日",
    "days": "7",
    "maker": "那仁满都拉",
    "leader": "巴特尔",
    "keeper": "苏日娜",
}
NASTY_PERSON = {
    "name": LONG_NAME,
    "post": "草原防火隔离带巡护与围栏管护员",
    "bank": "内蒙古达尔罕茂明安联合旗农村信用合作联社示范镇信用社",
    "deducted": "三月上旬连续旷工三天，按日扣发；中旬请病假两天，按规定不扣",
}


def _roster(count: int, nasty: int = 0) -> FormData:
    return FormData(values=HEAD, rows={"people": [*people(nasty, **NASTY_PERSON), *people(count)]})


FULL: dict[str, FormData] = {
    "subsidy_summary": _roster(40),
    "subsidy_notice": _roster(30),
    "attendance": FormData(values=HEAD, rows={"people": _attendance(people(14))}),
    "subsidy_roster": _roster(40),
}
MINIMAL: dict[str, FormData] = {form: FormData() for form in FULL}
NASTY: dict[str, FormData] = {
    "subsidy_summary": _roster(3, 3),
    "subsidy_notice": _roster(60, 12),
    "attendance": FormData(values=HEAD, rows={"people": _attendance(people(12, **NASTY_PERSON))}),
    "subsidy_roster": _roster(30, 12),
}
