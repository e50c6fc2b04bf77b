"""The placement certificate (公益性岗位安置证明), one A4 page.

Import it inside the function that prints: it loads ReportLab and, on first use, the fonts.
"""

from dataclasses import dataclass
from datetime import date

from printing.faces import Face
from printing.paper import FINGERPRINT, Align, Box, Paper, Style, chinese_date

TITLE = "公益性岗位安置证明"
# The signed code will have another name, so that this one is never taken for it.
UNSIGNED = "NUTAG0"
UNKNOWN = "—"

LEFT, WIDTH = 28.0, 156.0
ROW = 8.4
GRID_TOP = 136.0
SIGN_TOP, SIGN_HEIGHT = 211.0, 48.0
FOOT_TOP = 262.0
QR_SIDE = 25.0

BODY = Style(size=14, smallest=10.5, leading=1.62, align=Align.LEFT, indent=2, justified=True)
HEADING = Style(face=Face.SERIF_BOLD, size=22, smallest=22)
LABEL = Style(face=Face.SANS_BOLD, size=10.5, smallest=9)
VALUE = Style(size=10.5, smallest=7)
NOTE = Style(size=9, smallest=8, leading=1.55, align=Align.LEFT)
SMALL = Style(size=9.5, smallest=7, leading=1.35)

# A row of the grid: (label, width of its value in millimetres), in order.
LABEL_WIDTH = 24.0
Fact = tuple[str, str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementCertificate:
    """What the certificate says, all of it decided by the caller.

    ``citizen_id_shown`` is the number as it is to be printed, masked or whole;
    ``standard`` is the subsidy in words ("600 元/月"); ``rules`` names the rule pack;
    a reason in ``voided`` marks the paper 作废.
    """

    number: str
    person_name: str
    sex: str
    citizen_id_shown: str
    birth_on: date
    village: str
    household_address: str
    post_title: str
    post_kind: str
    post_place: str
    department: str
    fund: str
    standard: str
    agreement_from: date
    agreement_to: date
    started_on: date
    issued_by: str
    issued_on: date
    officer: str
    rules: str
    training: bool = False
    voided: str = ""


def placement_certificate(data: PlacementCertificate) -> bytes:
    """Return the certificate as PDF. Same data, same bytes.

    Raise `printing.paper.Overflow` or `printing.faces.MissingGlyph` rather than print a
    clipped or an incomplete paper.
    """
    paper = Paper(
        f"{TITLE} {data.number}",
        subject=TITLE,
        author=data.issued_by,
        training=data.training,
        voided=data.voided,
    )
    _head(paper, data)
    _grid(paper, data)
    _signatures(paper, data)
    _foot(paper, data)
    return paper.pdf()


def qr_text(data: PlacementCertificate) -> str:
    """Return what the QR code says: unsigned facts, to find the record by, proving nothing."""
    lines = [
        UNSIGNED,
        f"{TITLE}（练习）" if data.training else TITLE,
        f"编号：{data.number}",
        f"姓名：{data.person_name}",
        f"岗位：{data.post_title}",
        f"上岗：{data.started_on.isoformat()}",
        f"协议：{data.agreement_from.isoformat()}至{data.agreement_to.isoformat()}",
        f"开具：{data.issued_on.isoformat()}",
    ]
    return "\n".join([*lines, "已作废"] if data.voided else lines)


def _head(paper: Paper, data: PlacementCertificate) -> None:
    paper.text("标题", TITLE, Box(LEFT, 26, WIDTH, 12), HEADING)
    number = Style(size=11, smallest=8, align=Align.RIGHT)
    paper.text("编号", f"编号：{data.number}", Box(LEFT, 42, WIDTH, 6), number)
    paper.paragraphs("正文", _wording(data), Box(LEFT, 53, WIDTH, GRID_TOP - 4 - 53), BODY)


def _wording(data: PlacementCertificate) -> str:
    kind = f"（{data.post_kind}）" if data.post_kind else ""
    return (
        f"兹证明{data.person_name}，{data.sex}，{chinese_date(data.birth_on)}出生，"
        f"公民身份号码{data.citizen_id_shown}，家庭住址为{data.household_address}，"
        f"系{data.village}居民，经安置在{data.post_place}从事{data.post_title}"
        f"{kind}公益性岗位工作，自{chinese_date(data.started_on)}起上岗。\n"
        f"{_money(data)}安置协议期限自{chinese_date(data.agreement_from)}起"
        f"至{chinese_date(data.agreement_to)}止；协议期满未续签，或者提前解除、终止的，"
        f"本证明自协议终止之日起失效。\n"
        f"特此证明。"
    )


def _money(data: PlacementCertificate) -> str:
    """Return who pays what, without what is not known."""
    parts = [
        data.department and f"该岗位由{data.department}主管",
        data.fund and f"岗位补贴从{data.fund}中列支",
        data.standard and f"补贴标准为{data.standard}",
    ]
    words = "，".join(part for part in parts if part)
    return f"{words}。" if words else ""


def _grid(paper: Paper, data: PlacementCertificate) -> None:
    for number, row in enumerate(_rows(data)):
        left = LEFT
        for label, value, width in row:
            top = GRID_TOP + number * ROW
            paper.cell(label, label, Box(left, top, LABEL_WIDTH, ROW), LABEL)
            paper.cell(label, value or UNKNOWN, Box(left + LABEL_WIDTH, top, width, ROW), VALUE)
            left += LABEL_WIDTH + width
    paper.frame(Box(LEFT, GRID_TOP, WIDTH, ROW * len(_rows(data))), 1.0)


def _rows(data: PlacementCertificate) -> list[list[Fact]]:
    half, whole = WIDTH / 2 - LABEL_WIDTH, WIDTH - LABEL_WIDTH
    term = f"{chinese_date(data.agreement_from)}至{chinese_date(data.agreement_to)}"
    return [
        [("姓名", data.person_name, half), ("性别", data.sex, half)],
        [("公民身份号码", data.citizen_id_shown, half),
         ("出生日期", chinese_date(data.birth_on), half)],
        [("家庭住址", data.household_address, whole)],
        [("岗位名称", data.post_title, half), ("岗位类别", data.post_kind, half)],
        [("岗位地点", data.post_place, half), ("主管部门", data.department, half)],
        [("资金来源", data.fund, half), ("补贴标准", data.standard, half)],
        [("协议期限", term, WIDTH - 2 * LABEL_WIDTH - 32),
         ("上岗日期", chinese_date(data.started_on), 32)],
    ]  # fmt: skip


def _signatures(paper: Paper, data: PlacementCertificate) -> None:
    """Draw the three places: the village seals, the officer and the person sign."""
    village, officer, person = 64.0, 46.0, 46.0
    left = LEFT
    for width in (village, officer, person):
        paper.frame(Box(left, SIGN_TOP, width, SIGN_HEIGHT))
        left += width
    paper.frame(Box(LEFT, SIGN_TOP, WIDTH, SIGN_HEIGHT), 1.0)
    _village_place(paper, data, Box(LEFT, SIGN_TOP, village, SIGN_HEIGHT))
    _officer_place(paper, data, Box(LEFT + village, SIGN_TOP, officer, SIGN_HEIGHT))
    _person_place(paper, Box(LEFT + village + officer, SIGN_TOP, person, SIGN_HEIGHT))


def _village_place(paper: Paper, data: PlacementCertificate, box: Box) -> None:
    paper.seal(box.left + box.width / 2, box.top + 24, "（嘎查村盖章）")
    inner = Box(box.left + 3, box.top + 30, box.width - 6, 9)
    paper.text("开具单位", data.issued_by, inner, SMALL)
    day = chinese_date(data.issued_on)
    paper.text("开具日期", day, Box(inner.left, box.top + 39.5, inner.width, 5), SMALL)


def _officer_place(paper: Paper, data: PlacementCertificate, box: Box) -> None:
    left, width = box.left + 3, box.width - 6
    paper.text("专员", "人社服务专员", Box(left, box.top + 2, width, 6), LABEL)
    name = Style(size=10.5, smallest=7, align=Align.LEFT)
    paper.text("专员", f"姓名：{data.officer}", Box(left, box.top + 12, width, 6), name)
    paper.signature("签字：", left, box.top + 24, width)
    paper.text("日期", "年　　月　　日", Box(left, box.top + 39, width, 6),
               Style(size=10.5, align=Align.RIGHT))  # fmt: skip


def _person_place(paper: Paper, box: Box) -> None:
    left, width = box.left + 3, box.width - 6
    paper.text("本人", "本人签字、按手印", Box(left, box.top + 2, width, 6), LABEL)
    paper.signature("签字：", left, box.top + 8.5, 20 + 20)
    paper.fingerprint(box.left + (box.width - FINGERPRINT[0]) / 2, box.top + 16)
    paper.text("日期", "年　　月　　日", Box(left, box.top + 41, width, 6),
               Style(size=10.5, align=Align.RIGHT))  # fmt: skip


def _foot(paper: Paper, data: PlacementCertificate) -> None:
    note = (
        f"注：1. 本证明一式三份，本人、嘎查村、旗县区人力资源社会保障部门各执一份。\n"
        f"2. 示范文本，以旗县下发版式为准。\n"
        f"3. 依据规则包“{data.rules}”测算；二维码未经签名，仅供查找，不作防伪凭据。"
    )
    paper.paragraphs("附注", note, Box(LEFT, FOOT_TOP + 1, WIDTH - QR_SIDE - 5, 24), NOTE)
    paper.qr(qr_text(data), Box(LEFT + WIDTH - QR_SIDE, FOOT_TOP, QR_SIDE, QR_SIDE))
