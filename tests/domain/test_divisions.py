"""Villages are found by code and by what people write, and repeats are never guessed."""

import pytest

from desktop_app.domain import divisions
from desktop_app.domain.errors import Refused

DAMAO, TUYOU = "150223", "150221"


def test_the_numbers_of_the_published_list_are_all_there() -> None:
    codes = [one.code for one in divisions.counties()]

    assert len(codes) == 10
    assert sum(len(divisions.townships(code)) for code in codes) == 91
    assert sum(len(divisions.villages(code)) for code in codes) == 855
    assert divisions.villages("150223105")[0].township_name == "石宝镇"


def test_a_village_bears_the_names_people_say() -> None:
    village = divisions.village("150223105202")

    assert village.name == "幸福村委会"
    assert village.short_name == "幸福村"
    assert village.full_name == "达尔罕茂明安联合旗石宝镇幸福村"
    assert divisions.village("150202100200").short_name == "银匠窑子村"
    assert divisions.county(DAMAO).name == "达尔罕茂明安联合旗"


def test_an_unknown_code_is_refused_with_a_sentence() -> None:
    with pytest.raises(Refused, match="没有代码是“150223999999”的嘎查村"):
        divisions.village("150223999999")
    with pytest.raises(Refused, match="旗县区"):
        divisions.county("999999")


@pytest.mark.parametrize(
    "text",
    [
        "莎茹塔拉嘎查村",
        "莎茹塔拉嘎查",
        "莎茹塔拉",
        " 莎茹塔拉村 ",
        "150223107200",
        "达茂旗明安镇莎茹塔拉嘎查",
        "内蒙古自治区包头市达尔罕茂明安联合旗明安镇莎茹塔拉嘎查村委会",
    ],
)
def test_one_village_written_in_many_ways_is_found(text: str) -> None:
    assert [v.code for v in divisions.find_villages(text)] == ["150223107200"]


def test_a_repeated_name_gives_all_and_the_township_decides() -> None:
    both = divisions.find_villages("厂汉村", DAMAO)

    assert {v.township_name for v in both} == {"西河乡", "小文公乡"}
    assert divisions.find_villages("厂汉", DAMAO, "小文公") == both[1:]
    assert divisions.find_villages("西河乡厂汉村委会", DAMAO) == both[:1]
    assert len(divisions.find_villages("那仁宝力格嘎查", DAMAO)) == 2
    assert len(divisions.find_villages("磴口村委会", TUYOU)) >= 2


def test_a_name_that_is_nowhere_finds_nothing() -> None:
    assert divisions.find_villages("") == ()
    assert divisions.find_villages("村") == ()
    assert divisions.find_villages("固阳县石宝镇幸福村") == ()


def test_every_village_is_found_by_each_of_its_names() -> None:
    for code in ("150203", DAMAO, "150271"):
        for village in divisions.villages(code):
            assert village in divisions.find_villages(village.name)
            assert village in divisions.find_villages(
                village.short_name, village.county_code, village.township_name
            )
            assert village in divisions.find_villages(village.full_name)


def test_villages_of_one_name_are_told_apart_by_their_township() -> None:
    codes = ("150223216203", "150223217206", "150223103202")

    told = divisions.told_apart(map(divisions.village, codes))

    assert told == ("厂汉村（西河乡）", "厂汉村（小文公乡）", "呼和点素嘎查村")
