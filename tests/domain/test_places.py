"""Places of work by code and by name, the nearest first."""

import pytest

from desktop_app.domain.places import find_places, is_place, place_words, places_from

HOME = "150223"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("150203", "包头市昆都仑区"),
        ("150223104200", "包头市达尔罕茂明安联合旗"),
        ("110105", "北京市朝阳区"),
        ("150600", "鄂尔多斯市"),
        ("150000", "内蒙古自治区"),
        ("32", "江苏省"),
        ("810000", "香港特别行政区"),
        ("abroad", "境外"),
        ("999999", "999999"),
        ("", ""),
    ],
)
def test_a_code_is_told_by_its_whole_name(code: str, words: str) -> None:
    assert place_words(code) == words


def test_the_nearest_places_come_first() -> None:
    codes = [place.code for place in places_from(HOME)]

    assert codes[0] == HOME
    assert all(code.startswith("15") for code in codes[:120])
    assert len(codes) == len(set(codes)) > 3_000


def test_a_part_of_a_name_or_a_code_finds_places() -> None:
    assert [one.full for one in find_places("青山区", HOME)] == [
        "内蒙古自治区包头市青山区",
        "湖北省武汉市青山区",
    ]
    assert {one.code[:4] for one in find_places("1506", HOME)} == {"1506"}
    assert find_places(" ", HOME) == find_places("没有这个地方", HOME) == []


def test_a_mistyped_code_is_no_place() -> None:
    assert is_place("150203")
    assert is_place("abroad")
    assert not is_place("159999")
