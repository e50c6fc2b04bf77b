"""The recovery sheet: the key can be read off it, and every group is in its place."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from printing.recovery_sheet import recovery_sheet
from tests.printing.made_up import KEY

MADE_ON = date(2026, 11, 25)


def words(pdf: bytes) -> str:
    return "".join(PdfReader(BytesIO(pdf)).pages[0].extract_text().split())


def test_the_key_stands_in_order() -> None:
    said = words(recovery_sheet(KEY, "那仁满都拉", ["查干哈达嘎查"], MADE_ON))
    assert "".join(f"{place}{group}" for place, group in enumerate(KEY, start=1)) in said
    for fact in ("那仁满都拉", "查干哈达嘎查", "2026年11月25日"):
        assert fact in said


def test_the_sheet_is_one_a4_page_and_the_same_every_time() -> None:
    pdf = recovery_sheet(KEY, "那仁满都拉", ["查干哈达嘎查"] * 6, MADE_ON)
    assert pdf == recovery_sheet(KEY, "那仁满都拉", ["查干哈达嘎查"] * 6, MADE_ON)
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 1
    assert round(reader.pages[0].mediabox.height * 25.4 / 72) == 297


@pytest.mark.parametrize("groups", [KEY[:7], [*KEY, "7K2M"], [*KEY[:7], "7K2"]])
def test_another_number_of_characters_is_refused(groups: list[str]) -> None:
    with pytest.raises(ValueError, match="8 组"):
        recovery_sheet(groups, "那仁满都拉", [], MADE_ON)
