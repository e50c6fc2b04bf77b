"""The placement certificate (公益性岗位安置证明), one A4 page.

Import it inside the function that prints: it loads ReportLab and, on first use, the fonts.
"""

from dataclasses import dataclass
from datetime import date

from printing.form import draw
from printing.form_data import FormData
from printing.forms import built_in_layout
from printing.marks import Watch
from printing.paper import chinese_date

UNKNOWN = "—"
FORM = "placement_certificate"
TEXTS = (
    "number", "person_name", "sex", "citizen_id_shown", "village", "household_address",
    "post_title", "post_kind", "post_place", "department", "fund", "standard", "issued_by",
    "officer", "rules",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementCertificate:
    """What the certificate says, all of it decided by the caller.

    ``citizen_id_shown`` is the number as it is to be printed, masked or whole;
    ``standard`` is the subsidy in words ("600 元/月"); ``rules`` names the rule pack;
    ``code`` is the sealed text of the QR code, without which there is none; a reason in
    ``voided`` marks the paper 作废.
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
    code: str = ""


def placement_certificate(data: PlacementCertificate, *, watch: Watch | None = None) -> bytes:
    """Return the certificate as PDF. Same data, same bytes.

    Raise `printing.paper.Overflow` or `printing.faces.MissingGlyph` rather than print a
    clipped or an incomplete paper.
    """
    return draw(built_in_layout(FORM), certificate_data(data), watch=watch)


def certificate_data(data: PlacementCertificate) -> FormData:
    """Return what the layout of the certificate shows, days and unknown things in words."""
    days = ("birth_on", "agreement_from", "agreement_to", "started_on", "issued_on")
    shown = {name: chinese_date(getattr(data, name)) for name in days}
    known = {name: getattr(data, name) or UNKNOWN for name in TEXTS}
    term = f"{shown['agreement_from']}至{shown['agreement_to']}"
    kind = f"（{data.post_kind}）" if data.post_kind else ""
    values = known | shown | {
        "agreement": term, "post_kind_words": kind, "money_words": _money(data)
    }  # fmt: skip
    return FormData(values=values, author=data.issued_by, code=data.code,
                    training=data.training, voided=data.voided)  # fmt: skip


def _money(data: PlacementCertificate) -> str:
    """Return who pays what, without what is not known."""
    parts = [
        data.department and f"该岗位由{data.department}主管",
        data.fund and f"岗位补贴从{data.fund}中列支",
        data.standard and f"补贴标准为{data.standard}",
    ]
    words = "，".join(part for part in parts if part)
    return f"{words}。" if words else ""
