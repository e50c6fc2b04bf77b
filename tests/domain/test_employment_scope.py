"""The class of distance follows from codes, and from words only where they are certain."""

import pytest

from desktop_app.domain.employment_scope import scope_from_text, scope_of

HOME = "150223105202"


@pytest.mark.parametrize(
    ("place", "scope"),
    [
        ("150223", "county"),
        ("150223104200", "county"),
        ("150203", "prefecture"),
        ("150602", "region"),
        ("150600", "region"),
        ("110105", "province"),
        ("110000", "province"),
        ("abroad", "abroad"),
        ("810000", "abroad"),
        ("150200", ""),
        ("150000", ""),
        ("", ""),
        ("北京", ""),
        ("1502", ""),
    ],
)
def test_scope_between_two_codes(place: str, scope: str) -> None:
    assert scope_of(HOME, place) == scope


def test_scope_without_a_home_is_unknown() -> None:
    assert scope_of("", "150223") == ""


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("旗县内", "county"),
        ("北京市朝阳区", "province"),
        ("北京", "province"),
        ("鄂尔多斯", "region"),
        ("内蒙古自治区鄂尔多斯市东胜区", "region"),
        ("内蒙古包头市青山区", "prefecture"),
        ("固阳县金山镇", "prefecture"),
        ("包头市达尔罕茂明安联合旗百灵庙镇", "county"),
        ("香港", "abroad"),
        ("青山区", ""),
        ("海南区", ""),
        ("包头", ""),
        ("河北村", ""),
        ("", ""),
    ],
)
def test_scope_of_a_written_place(text: str, scope: str) -> None:
    assert scope_from_text(text, "150223") == scope
