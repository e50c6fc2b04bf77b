"""The recovery sheet (恢复码): the code that opens the data when the passphrase is lost.

Import it inside the function that prints: it loads ReportLab and, on first use, the fonts.
The bytes hold the code; the caller hands them to the printer and keeps them nowhere.
"""

from datetime import date

from printing.faces import Face
from printing.paper import Align, Box, Paper, Style, chinese_date

TITLE = "数据恢复码"
GROUPS, LETTERS = 8, 4

LEFT, WIDTH = 28.0, 156.0
KEY_TOP = 84.0
COLUMNS = 2
KEY_WIDTH, KEY_HEIGHT, KEY_GAP = 74.0, 21.0, 4.0

HOW_TO_KEEP = (
    "1. 遗忘口令、更换电脑时，用它恢复数据。在旗县区登记备案之前，只有您的口令或这个恢复码能打开数"
    "据，两样都丢失，数据无法找回，任何人都没有办法。",
    "2. 打印后立即装入信封，封口处签名并写明日期，交苏木镇便民服务中心保管。",
    "3. 不要拍照，不要复印，不要录入手机或者发到微信群，不要与电脑放在一起。",
    "4. 信封被拆开过，或者怀疑有人看过，请尽快在程序中更换恢复码，重新打印，并销毁本页。",
    "5. 输入时不分大小写，按 1 至 8 的顺序输入，每组 4 个字符。",
)


def recovery_sheet(groups: list[str], officer: str, villages: list[str], made_on: date) -> bytes:
    """Return the sheet as PDF: 8 groups of 4 characters and how to keep them.

    Raise ``ValueError`` when the groups are not so. Same data, same bytes.
    """
    if len(groups) != GROUPS or any(len(group) != LETTERS for group in groups):
        message = "恢复码应为 8 组，每组 4 个字符。"
        raise ValueError(message)
    paper = Paper(TITLE, subject=TITLE, author=officer)
    heading = Style(face=Face.SERIF_BOLD, size=22, smallest=22)
    paper.text("标题", TITLE, Box(LEFT, 26, WIDTH, 12), heading)
    paper.text("提示", "请像保管公章一样保管本页", Box(LEFT, 40, WIDTH, 7),
               Style(face=Face.SANS_BOLD, size=12))  # fmt: skip
    _owner(paper, officer, villages, made_on)
    for place, group in enumerate(groups):
        _group(paper, place, group)
    _advice(paper)
    return paper.pdf()


def _owner(paper: Paper, officer: str, villages: list[str], made_on: date) -> None:
    label = Style(face=Face.SANS_BOLD, size=10.5)
    value = Style(size=10.5, smallest=7)
    paper.cell("专员", "人社服务专员", Box(LEFT, 54, 28, 9), label)
    paper.cell("专员", officer, Box(LEFT + 28, 54, 50, 9), value)
    paper.cell("生成日期", "生成日期", Box(LEFT + 78, 54, 28, 9), label)
    paper.cell("生成日期", chinese_date(made_on), Box(LEFT + 106, 54, 50, 9), value)
    paper.cell("负责嘎查村", "负责嘎查村", Box(LEFT, 63, 28, 14), label)
    paper.cell("负责嘎查村", "、".join(villages), Box(LEFT + 28, 63, 128, 14), value)
    paper.frame(Box(LEFT, 54, WIDTH, 23), 1.0)


def _group(paper: Paper, place: int, group: str) -> None:
    row, column = divmod(place, COLUMNS)
    left = LEFT + column * (KEY_WIDTH + WIDTH - COLUMNS * KEY_WIDTH)
    box = Box(left, KEY_TOP + row * (KEY_HEIGHT + KEY_GAP), KEY_WIDTH, KEY_HEIGHT)
    paper.frame(box, 1.2)
    number = Box(box.left + 2, box.top + 2, 10, KEY_HEIGHT - 4)
    paper.text("序号", str(place + 1), number, Style(face=Face.SANS, size=16))
    key = Style(face=Face.SANS_BOLD, size=32, smallest=32)
    for letter, character in enumerate(group):
        paper.text(f"第{place + 1}组", character, Box(box.left + 14 + letter * 14, box.top, 14,
                                                    KEY_HEIGHT), key)  # fmt: skip


def _advice(paper: Paper) -> None:
    style = Style(size=12, smallest=10, leading=1.6, align=Align.LEFT, justified=True)
    top = KEY_TOP + 4 * (KEY_HEIGHT + KEY_GAP) + 4
    paper.text("说明", "怎样保管", Box(LEFT, top, WIDTH, 7),
               Style(face=Face.SANS_BOLD, size=13, align=Align.LEFT))  # fmt: skip
    end = paper.paragraphs("说明", "\n".join(HOW_TO_KEEP), Box(LEFT, top + 10, WIDTH, 66), style)
    paper.signature("封存人签字：", LEFT, end + 5, 70)
    paper.signature("接收人签字：", LEFT + 84, end + 5, 72)
