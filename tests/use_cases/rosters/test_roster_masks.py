"""Numbers of people on screens and in documents: enough to find the cell, not to read it."""

import pytest

from desktop_app.use_cases.roster_changes import masked_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("150223198503021234", "150223********1234"),
        ("身份证：15022319850302123x。", "身份证：150223********123x。"),
        ("150223 19850302 1234", "150223 ********1234"),
        ("150,223,198,503,021,230", "150,223,********,230"),
        ("15O223198503021234", "15O2231********1234"),
        ("15022319850302", "150223********0302"),
        ("1.50223198503021E+17", "1.50223********E+17"),
        ("1.50223E+17", "1.50223E+17"),
        ("“150223********1234”", "“150223********1234”"),
        ("「150223102200」不归这台电脑负责", "「150223102200」不归这台电脑负责"),
        ("第 12 行 13800000001", "第 12 行 13800000001"),
    ],
)
def test_long_numbers_show_only_their_ends(text: str, shown: str) -> None:
    assert masked_text(text) == shown
