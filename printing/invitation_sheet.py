"""The invitation sheet (登记邀请): how a desk joins its office, with the invitation as a QR code.

Import it inside the function that prints: it loads ReportLab and, on first use, the fonts.
The bytes hold the invitation's secret; the caller hands them to the printer and keeps them
nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from printing.faces import Face
from printing.paper import Align, Box, Paper, Style, chinese_date

TITLE = "登记邀请"
LONGEST_CODE = 1990
"""Signs of a QR code of version 30; a larger one is not read reliably off paper."""

LEFT, WIDTH = 28.0, 156.0
FACTS_TOP, ROW, VILLAGES_HEIGHT = 50.0, 9.0, 14.0
STEPS_TOP = 102.0
QR_TOP, QR_SIDE = 172.0, 92.0
QUIET = 5.0
ROLES = {
    "specialist": "嘎查村人社服务专员",
    "township": "苏木乡镇经办人",
    "county": "旗县区经办人",
    "hub": "下级服务器",
}

LABEL = Style(face=Face.SANS_BOLD, size=10.5)
VALUE = Style(size=10.5, smallest=6.5)
BODY = Style(size=11, smallest=9.5, leading=1.5, align=Align.LEFT, justified=True)
CAUTIONS = (
    "· 只能登记一台电脑，用过即作废。",
    "· 本页等于一把钥匙：请当面交给本人，不要拍照，不要发到微信群；登记好以后请销毁。",
    "· 登记以前记下的工作都会保留，登记以后一并报到旗县区。",
    "· 丢失了，或者怀疑有人看过，请马上告诉旗县区，这份邀请可以收回。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSheet:
    """What the sheet says, all of it decided by the caller.

    ``villages`` are names as people say them; ``code`` is the text of the QR code, capitals and
    digits; ``file_name`` is that of the invitation file which goes with the paper;
    ``by_network`` says whether the office can be reached over a network.
    """

    officer: str
    role: str
    villages: Sequence[str]
    hub_name: str
    code: str
    file_name: str
    made_on: date
    by_network: bool = True


def invitation_sheet(sheet: InvitationSheet) -> bytes:
    """Return the sheet as PDF, one A4 page. Same data, same bytes.

    Raise ``ValueError`` when the code is too long to be read off paper or the role is unknown.
    """
    if not 0 < len(sheet.code) <= LONGEST_CODE:
        message = "邀请的内容太长，印成二维码读不出来。"
        raise ValueError(message)
    if sheet.role not in ROLES:
        message = f"没有“{sheet.role}”这种身份。"
        raise ValueError(message)
    paper = Paper(TITLE, subject=TITLE, author=sheet.hub_name)
    heading = Style(face=Face.SERIF_BOLD, size=22, smallest=22)
    paper.text("标题", TITLE, Box(LEFT, 22, WIDTH, 12), heading)
    paper.text("提示", "请当面交给本人，只能用一次", Box(LEFT, 36, WIDTH, 7),
               Style(face=Face.SANS_BOLD, size=12))  # fmt: skip
    _facts(paper, sheet)
    _steps(paper, sheet)
    _code(paper, sheet)
    return paper.pdf()


def _facts(paper: Paper, sheet: InvitationSheet) -> None:
    top = FACTS_TOP
    _fact(paper, "发给", sheet.officer, Box(LEFT, top, 28, ROW), 50)
    _fact(paper, "身份", ROLES[sheet.role], Box(LEFT + 78, top, 22, ROW), 56)
    _fact(paper, "发出单位", sheet.hub_name, Box(LEFT, top + ROW, 28, ROW), 128)
    _fact(paper, "发出日期", chinese_date(sheet.made_on), Box(LEFT, top + 2 * ROW, 28, ROW), 128)
    villages = Box(LEFT, top + 3 * ROW, 28, VILLAGES_HEIGHT)
    _fact(paper, "负责嘎查村", "、".join(sheet.villages), villages, 128)
    paper.frame(Box(LEFT, top, WIDTH, 3 * ROW + VILLAGES_HEIGHT), 1.0)


def _fact(paper: Paper, label: str, value: str, box: Box, width: float) -> None:
    paper.cell(label, label, box, LABEL)
    paper.cell(label, value, Box(box.left + box.width, box.top, width, box.height), VALUE)


def _steps(paper: Paper, sheet: InvitationSheet) -> None:
    title = Style(face=Face.SANS_BOLD, size=13, align=Align.LEFT)
    paper.text("步骤", "怎样登记", Box(LEFT, STEPS_TOP, WIDTH, 7), title)
    box = Box(LEFT, STEPS_TOP + 10, WIDTH, QR_TOP - STEPS_TOP - 14)
    paper.paragraphs("步骤", "\n".join(_what_to_do(sheet)), box, BODY)


def _what_to_do(sheet: InvitationSheet) -> list[str]:
    """Return the three steps, by network and by stick."""
    stick = (
        "把 U 盘插在电脑上，点“写入并读入”；把 U 盘送到旗县区，由旗县区读入并写好回执；U 盘带回来"
        "以后，再点一次“写入并读入”。"
    )
    if sheet.by_network:
        second = f"2. 有网络：点“用网络送出”，一般一分钟以内登记好。没有网络：{stick}"
    else:
        second = f"2. 用 U 盘登记：{stick}"
    return [
        "1. 打开程序，进入“同步”页面，点“读入邀请文件”，选择随本页交给您的文件"
        f"“{sheet.file_name}”。没有文件时，点“粘贴邀请文字”，用扫码枪扫下面的二维码。",
        second,
        "3. 看到“已登记”，并且窗口右上角显示“已到旗县”，就办好了。显示“已保存在本机”，说明还没有报"
        "到旗县区，请再同步一次。",
    ]


def _code(paper: Paper, sheet: InvitationSheet) -> None:
    paper.qr(sheet.code, Box(LEFT, QR_TOP, QR_SIDE, QR_SIDE))
    left = LEFT + QR_SIDE + QUIET + 2
    title = Style(face=Face.SANS_BOLD, size=13, align=Align.LEFT)
    width = LEFT + WIDTH - left
    paper.text("注意", "请注意", Box(left, QR_TOP, width, 7), title)
    style = Style(size=11, smallest=9, leading=1.55, align=Align.LEFT, justified=True)
    paper.paragraphs("注意", "\n".join(CAUTIONS), Box(left, QR_TOP + 10, width, 76), style)
