"""Made-up data for every form: full, minimal, and nasty. Nobody here exists."""

from collections.abc import Mapping, Sequence

from printing.form_data import FormData
from printing.forms import FORMS, built_in_layout
from printing.layout import Column, GridBlock, Layout, TableBlock
from printing.layout_checks import table_columns
from tests.printing.form_values import (
    LONG_NAME,
    LONG_PLACE,
    NAMES,
    NASTY_VALUES,
    OWN_VALUES,
    VALUES,
)

ROW_VALUES: dict[str, Sequence[str]] = {
    "name": NAMES,
    "citizen_id": [f"150223********{n:03d}X" for n in range(100, 131)],
    "post": ["草原管护员", "保洁员", "河湖巡查员"],
    "days": [str(n) for n in range(20, 31)],
    "amount": [f"{n}.00" for n in range(600, 1000, 50)],
    "due": [f"{n}.00" for n in range(600, 1000, 50)],
    "paid": [f"{n}.50" for n in range(580, 980, 50)],
    "account": [f"62170023710000{n:05d}" for n in range(101, 131)],
    "bank": ["农村信用联社示范镇支社"],
    "agreement_from": ["2026年1月1日"],
    "agreement_to": ["2026年12月31日"],
    "absent": ["0", "1"],
    "present": ["20", "21"],
    "result": ["同意"],
    "notes": ["", "档案齐全"],
    "visits.notes": ["家中草场承包给邻居，丈夫在旗里打零工。本人想在嘎查附近找活，照看老人。"],
    "contract": ["是", "否"],
    "relation": ["户主", "配偶", "长子", "儿媳", "孙子女"],
    "sex": ["女", "男"],
    "who": ["王建国"],
    "answer": ["经核查，情况属实，已说明。"],
    "answered_on": ["2026年4月8日"],
    "objections.what": ["反映人选已在旗里做工"],
    "changes.what": ["就业状态", "联系电话", "月收入", "培训意愿"],
    "changes.before": ["外出务工", "13000000000", "2600元", "未填"],
    "targets.title": ["转移就业", "跨省转移就业", "技能培训", "公益性岗位", "养老保险新增参保"],
    "title": ["公益性岗位补贴", "城乡居民养老保险", "技能培训补贴", "创业担保贷款"],
    "how": ["向嘎查村人社服务专员提出申请，经评议、审核、公示后上岗。"],
    "scope": ["跨省", "旗县内", "盟市内跨旗县"],
    "employer": ["包头市示范家政服务有限公司", "示范稀土新材料有限公司"],
    "job": ["养老护理员", "焊工"],
    "first_time": ["是", "否"],
    "monthly": ["3000", "4200"],
    "goal": ["120", "60", "30", "15"],
    "done": ["96", "61", "12", "15"],
    "share": ["80%", "101%", "40%", "100%"],
    "of": ["人"],
    "scheme": ["城乡居民基本养老保险", "企业职工基本养老保险（灵活就业）"],
    "deducted": ["", "", "事假一天"],
    "figures.group": ["走访", "", "人口", "", "", "公益性岗位", "", "考勤和补贴", "", "转移就业"],
    "figures.title": [
        "走访",
        "走访到的户",
        "人口",
        "脱贫人口",
        "监测对象（风险未消除）",
        "批复的岗位",
        "月末在岗",
        "出勤天数",
        "关账金额",
        "月末四类务工合计",
    ],
    "figures.of": ["次", "户", "人", "人", "人", "个", "人", "天", "元", "人"],
    "figures.month": ["86", "64", "1204", "212", "9", "24", "22", "612.5", "13200.00", "318"],
    "figures.before": ["79", "70", "1206", "—", "9", "24", "23", "640", "13800.00", "305"],
    "figures.change": ["+7", "-6", "-2", "—", "0", "0", "-1", "-27.5", "-600.00", "+13"],
    "figures.year": ["803", "391", "—", "—", "—", "—", "—", "6198", "133200.00", "—"],
    "areas.name": ["查干哈达嘎查", "巴音宝力格嘎查", "希拉哈达嘎查"],
    "areas.visits": ["36", "28", "22"],
    "areas.visited": ["30", "20", "14"],
    "areas.households": ["118", "96", "131"],
    "areas.holders": ["9", "7", "6"],
    "areas.started": ["1", "0"],
    "areas.exits": ["0", "1", "1"],
    "areas.roll_fen": ["5400.00", "4200.00", "3600.00"],
    "areas.pension": ["4", "2", "0"],
    "areas.working": ["120", "97", "101"],
    "areas.training": ["6", "0", "3"],
    "targets.change": ["+6", "+3", "+2", "0"],
    "months.name": ["2026年1月", "2026年2月", "2026年3月", "2026年4月", "2026年5月"],
    "months.people": ["22", "22", "23", "23", "21"],
    "months.total": ["13200.00", "13200.00", "13800.00", "13800.00", "12600.00"],
    "months.paid": ["13200.00", "13200.00", "13200.00", "13800.00", "0.00"],
    "months.left": ["0.00", "0.00", "600.00", "0.00", "12600.00"],
    "villages.name": ["查干哈达嘎查", "巴音宝力格嘎查", "希拉哈达嘎查"],
    "villages.people": ["45", "36", "30"],
    "villages.total": ["26900.00", "21700.00", "18000.00"],
    "villages.paid": ["21500.00", "17500.00", "14400.00"],
    "villages.left": ["5400.00", "4200.00", "3600.00"],
    "departments.name": ["人社部门", "农牧部门"],
    "departments.people": ["80", "31"],
    "departments.total": ["48000.00", "18600.00"],
    "departments.paid": ["38400.00", "15000.00"],
    "departments.left": ["9600.00", "3600.00"],
    "months.corrected": ["0.00", "0.00", "-120.00", "60.00", "0.00"],
    "villages.corrected": ["0.00", "-120.00", "60.00"],
    "departments.corrected": ["0.00", "-60.00"],
    "what": ["就业状态由外出务工改为待业", "符合条件的，每月600元"],
    "before": ["90", "58", "10", "15"],
    "after": ["待业", "13000000001", "无", "养老护理"],
    "person_kind": ["脱贫户", "边缘易致贫户", "低保", "残疾"],
}
SAMPLE_CODE = "NUTAG2:" + "31415926535897932384626433" * 19
"""As long as the longest code of a paper is."""

NASTY_ROW = {
    "name": LONG_NAME,
    "head_name": LONG_NAME,
    "post": "草原防火隔离带巡护与围栏管护员",
    "bank": "内蒙古达尔罕茂明安联合旗农村信用合作联社示范镇信用社",
    "deducted": "三月上旬连续旷工三天，按日扣发；中旬请病假两天，按规定不扣",
    "address": LONG_PLACE,
    "place": LONG_PLACE,
    "employer": "内蒙古包头市稀土高新技术产业开发区永磁材料制造股份有限公司",
}
FULL_ROWS, NASTY_ROWS = 30, 12  # twelve are the household of the nasty record
FEW_ROWS: Mapping[str, int] = {"target_report": 5, "month_report": 10, "subsidy_totals": 5}
MARKS = "√/△○×"


def people(count: int, **more: str) -> list[dict[str, str]]:
    """Return so many made-up people with what rosters say about them."""
    return [
        {name: values[n % len(values)] for name, values in ROW_VALUES.items()} | more
        for n in range(count)
    ]


def _rows(block: TableBlock, count: int, nasty: Mapping[str, str]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for n in range(count):
        row: dict[str, str] = {}
        for column in table_columns(block):
            own = ROW_VALUES.get(f"{block.name}.{column.field}")
            values = own or ROW_VALUES.get(column.field) or [_by_kind(column, n)]
            row[column.field] = values[n % len(values)]
        worse = nasty if n % 2 else {}
        rows.append(row | {name: text for name, text in worse.items() if name in row})
    return rows


def _by_kind(column: Column, n: int) -> str:
    field, label = column.field, column.label
    if field in VALUES:
        return VALUES[field]
    if field[:1] == "d" and field[1:].isdigit():
        return MARKS[(int(field[1:]) * 7 + n) % 11 % 5] if field != "d31" else ""
    return str(n % 9 + 1) if len(label) < 4 or set(label) & set("数人票天") else label[:4]


def _ticked(layout: Layout, *, every: bool) -> dict[str, list[str]]:
    cells = [
        cell
        for block in layout.blocks
        if isinstance(block, GridBlock)
        for row in block.rows
        for cell in row
        if cell.tick
    ]
    return {cell.tick: list(cell.options if every else cell.options[:1]) for cell in cells}


def _named(block: TableBlock, count: int) -> int:
    """Return so many rows, or as many as the table has names of its own."""
    return min(count, len(ROW_VALUES.get(f"{block.name}.name", range(count))))


def _full(form: str) -> FormData:
    layout = built_in_layout(form)
    tables = [block for block in layout.blocks if isinstance(block, TableBlock)]
    count = FEW_ROWS.get(form, FULL_ROWS if layout.family == "roster" else 5)
    return FormData(
        values={name: VALUES.get(name, label) for name, label in layout.fields.items()}
        | OWN_VALUES.get(form, {}),
        ticked=_ticked(layout, every=False),
        rows={block.name: _rows(block, _named(block, count), {}) for block in tables},
        author="那仁满都拉",
        code=SAMPLE_CODE,
        code_words="文印字〔2026〕第150223-12-K7QF2MN-0023-B号",
    )


def _nasty(form: str) -> FormData:
    layout, full = built_in_layout(form), _full(form)
    tables = [block for block in layout.blocks if isinstance(block, TableBlock)]
    values = {name: NASTY_VALUES.get(name, text) for name, text in full.values.items()}
    return FormData(
        values=values,
        ticked=_ticked(layout, every=True),
        rows={block.name: _rows(block, NASTY_ROWS, NASTY_ROW) for block in tables},
        author=LONG_NAME,
        code=SAMPLE_CODE,
    )


FULL: dict[str, FormData] = {form: _full(form) for form in FORMS}
MINIMAL: dict[str, FormData] = {form: FormData() for form in FORMS}
NASTY: dict[str, FormData] = {form: _nasty(form) for form in FORMS}
