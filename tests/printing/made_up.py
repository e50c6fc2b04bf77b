"""Made-up papers for the tests of the printing room."""

from dataclasses import replace
from datetime import date

from printing.placement_certificate import PlacementCertificate
from tests.printing.form_people import SAMPLE_CODE

KEY = ["7K2M", "QX4D", "9HRT", "B3VN", "W8CJ", "5PYF", "ZG6A", "N4LE"]

CERTIFICATE = PlacementCertificate(
    number="达茂公岗〔2025〕00014",
    person_name="乌兰其其格",
    sex="女",
    citizen_id_shown="150223********0024",
    birth_on=date(1982, 12, 1),
    village="查干哈达嘎查",
    household_address="内蒙古自治区包头市达尔罕茂明安联合旗示范镇查干哈达嘎查三组12号",
    post_title="草原管护员",
    post_kind="乡村公益性岗位",
    post_place="查干哈达嘎查",
    department="达尔罕茂明安联合旗林业和草原局",
    fund="就业补助资金",
    standard="600 元/月",
    agreement_from=date(2025, 3, 1),
    agreement_to=date(2026, 2, 28),
    started_on=date(2025, 3, 1),
    issued_by="达尔罕茂明安联合旗示范镇查干哈达嘎查",
    issued_on=date(2025, 3, 3),
    officer="那仁满都拉",
    rules="包头 2023.1",
    code=SAMPLE_CODE,
)


def certificate(**changes: object) -> PlacementCertificate:
    """Return a made-up certificate with ``changes``."""
    return replace(CERTIFICATE, **changes)  # type: ignore[arg-type]
