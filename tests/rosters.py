"""Writes real .xlsx rosters for tests: the three header sets that offices use, and a plain one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import xlsxwriter

from desktop_app.domain.citizen_id import with_check_digit

PLAIN = [
    "序号",
    "姓名",
    "身份证号",
    "与户主关系",
    "户编号",
    "嘎查村",
    "联系电话",
    "民族",
    "文化程度",
    "健康状况",
]

F6_OWN = [
    "序号",
    "行政区划代码",
    "县(市)",
    "街道(乡镇)",
    "社区(村)",
    "姓名",
    "身份证号码",
    "就业失业登记证号",
    "性别",
    "年龄",
    "出生日期",
    "民族",
    "政治面貌",
    "学历",
    "户口性质",
    "婚姻状况",
    "联系电话",
    "是否参加技能培训",
    "培训类型",
    "培训项目",
    "是否获得国家职业资格证书",
    "职业资格等级",
    "已享受就业服务",
]
F6_GROUPS = {
    "已转移": [
        "就业单位",
        "主要从事工种",
        "从事产业类型",
        "就业时间",
        "就业地点",
        "外出省份",
        "年收入(万元)",
        "就业形式",
    ],
    "未转移": [
        "人员身份",
        "失业时间",
        "失业原因",
        "困难群体情况",
        "就业工种意向",
        "就业产业意向",
        "工资收入意向",
        "就业区域意向",
        "就业形式意向",
        "就业服务需求",
        "培训意向需求",
    ],
    "参保情况": [
        "城镇职工养老",
        "城镇居民养老",
        "新农保",
        "城镇职工医疗",
        "城镇居民医疗",
        "失业",
        "工伤",
        "新农合",
    ],
}
F7_GROUPS = {
    "基本信息": [
        "姓名",
        "身份证号",
        "劳动者户口所在地",
        "性别",
        "民族",
        "年龄",
        "政治面貌",
        "学历",
        "健康状况",
        "劳动技能",
        "户主姓名",
        "联系电话",
        "是否在校生",
        "主要致贫原因",
    ],
    "就业情况": [
        "就业形式",
        "就业地域",
        "就业地",
        "就业工种",
        "就业时间",
        "是否签订劳动合同或协议",
        "是否参加社会保险",
        "月均工资",
    ],
    "公益性岗位或公益专岗安置": ["岗位类型", "安置地址", "安置单位名称", "安置时间", "岗位名称"],
    "培训": ["是否参加", "培训类型", "开始", "截止", "培训类别", "取得证书", "培训补贴(元)"],
    "创业": [
        "是否",
        "时间",
        "是否参加创业培训",
        "创业类型",
        "实体地址",
        "实体名称",
        "产业类别",
        "是否享受担保贷款",
        "贷款金额(万元)",
        "吸纳人数",
        "是否工商登记",
    ],
    "未就业": ["是否有就业愿望", "就业意向地", "期望月薪", "就业服务需求"],
    "服务次数": ["政策咨询", "就业信息", "职业指导与介绍", "培训", "创业服务"],
    "政策落实": ["职业介绍补贴", "社会保险补贴", "岗位补贴", "其他"],
}
F16 = [
    "省",
    "市",
    "县",
    "乡",
    "村",
    "户编号",
    "人口编号",
    "姓名",
    "性别",
    "出生日期",
    "证件类型",
    "证件号码",
    "民族",
    "户联系电话",
    "成员联系电话",
    "年度",
    "与户主关系",
    "文化程度",
    "在校生状况",
    "劳动技能",
    "务工时间（月）",
    "健康状况",
    "政治面貌",
    "务工企业名称",
    "是否享受低保",
    "是否参加城镇职工基本养老保险",
    "大病保险",
    "城乡居民医保",
    "城乡居民养老",
    "失学或辍学原因",
    "是否会讲普通话",
    "商业补充医疗",
    "是否国外务工",
    "产业分类",
    "大病医疗救助",
    "其他健康扶贫",
    "公益性岗位类型",
    "公益性岗位(月数)",
    "就业渠道",
    "残疾类别",
    "务工所在地",
    "户主姓名",
    "户主证件号码",
    "城镇职工医保",
    "是否特困供养",
    "残疾证办证年度",
    "识别标准",
]


@dataclass
class Made:
    """A roster to write: title rows, header rows, merged areas (from 0) and data rows."""

    header: list[list[str]]
    rows: list[list[object]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int, int, object]] = field(default_factory=list)
    sheet: str = "花名册"

    @property
    def names(self) -> list[str]:
        """Return the words right over each column."""
        lowest = self.header[-1]
        return [own or self.header[0][column] for column, own in enumerate(lowest)]

    def add(self, **cells: object) -> None:
        """Add a row; what is not named stays empty. Brackets are left out of the names."""
        known = {_key(name): column for column, name in reversed(list(enumerate(self.names)))}
        row: list[object] = [None] * len(self.names)
        for name, value in cells.items():
            row[known[name]] = value
        self.rows.append(row)

    def write(self, path: Path, *, text_columns: Sequence[str] = ()) -> Path:
        """Write the file and return its path."""
        book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
        day, text = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"num_format": "@"}),
        )
        sheet = book.add_worksheet(self.sheet)
        as_text = {self.names.index(name) for name in text_columns}
        width = len(self.names) - 1
        for line, title in enumerate(self.titles):
            sheet.merge_range(line, 0, line, width, title)
        top = len(self.titles)
        lines: list[Sequence[object]] = [*self.header, *self.rows]
        for line, cells in enumerate(lines, start=top):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, day)
                elif value not in (None, ""):
                    sheet.write(line, column, value, text if column in as_text else None)
        for first, left, last, right, value in self.merged:
            sheet.merge_range(first, left, last, right, value)
        book.close()
        return path


def plain_roster() -> Made:
    """Return an empty plain roster: one header row and nothing above it."""
    return Made(header=[list(PLAIN)])


def f6_roster(title: str = "2026年达茂旗劳动力资源登记台帐") -> Made:
    """Return an empty F6: a title, own columns merged over two rows, three groups."""
    return _grouped(
        [("", F6_OWN), *F6_GROUPS.items()], [title, "填报单位：百灵庙镇        单位：人"]
    )


def f7_roster() -> Made:
    """Return an empty F7: groups over columns."""
    return _grouped(list(F7_GROUPS.items()), ["脱贫劳动力就业信息导入模板"])


def f16_roster() -> Made:
    """Return an empty F16: 47 columns."""
    return Made(header=[list(F16)], sheet="家庭成员信息")


def number_of(order: int, birth: date = date(1985, 3, 2)) -> str:
    """Return a made-up identity number that does not look damaged."""
    number = with_check_digit(f"150223{birth:%Y%m%d}{order:03}")
    return number if not number.endswith("000") else number_of(order + 1, birth)


def _grouped(groups: list[tuple[str, list[str]]], titles: list[str]) -> Made:
    top: list[str] = []
    under: list[str] = []
    merged: list[tuple[int, int, int, int, object]] = []
    line = len(titles)
    for group, names in groups:
        first = len(top)
        if group:
            top += [group] + [""] * (len(names) - 1)
            under += names
            merged.append((line, first, line, first + len(names) - 1, group))
        else:
            top += names
            under += [""] * len(names)
            merged += [
                (line, column, line + 1, column, name)
                for column, name in enumerate(names, start=first)
            ]
    return Made(header=[top, under], titles=titles, merged=merged)


def _key(name: str) -> str:
    return re.sub(r"[(（].*", "", name)
