"""A pack that a county wrote is read strictly, and written so that it reads the same again."""

import re
from datetime import date
from hashlib import sha256

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.given_out import in_force
from desktop_app.domain.records import Rulebook
from desktop_app.domain.rule_text import LARGEST_TEXT, read_pack, write_pack
from desktop_app.domain.rulebook import (
    changes_between,
    pack_in_force,
    packed,
    unpacked,
)
from desktop_app.domain.rules import RulePack, built_in_rules, former_rules

TODAY = date(2026, 11, 25)
GOOD = """title = "达茂旗规则包"
version = "2026.1"
desk = { made = "新程序写的" }

[[clauses]]
number = 104
key = "post.max_age.male"
title = "男性年龄上限"
value = 63
unit = "周岁"
basis = "达人社发〔2026〕5号"
document = "达人社发〔2026〕5号"
since = 2026-01-01
until = 2026-12-31
areas = ["150223"]
evidence = "A"
colour = ["红", 1, 2026-05-01]
"""


def test_every_clause_of_the_built_in_pack_survives_being_written_and_read() -> None:
    pack = built_in_rules()

    again = read_pack(write_pack(pack))

    assert again.in_order() == pack.in_order()
    assert (again.title, again.version) == (pack.title, pack.version)


def test_what_a_newer_program_wrote_stays() -> None:
    pack = read_pack(GOOD)

    again = read_pack(write_pack(pack))

    assert again.others == {"desk": {"made": "新程序写的"}}
    assert again.in_order()[0].others == {"colour": ["红", 1, date(2026, 5, 1)]}
    assert again == pack


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('version = "2026.1"', "version = 2026", "version 要写成 1 到 60 个字"),
        ('title = "达茂旗规则包"', 'title = " "', "的 title 要写成"),
        ("[[clauses]]", "[clauses]", "没有条款"),
        ('key = "post.max_age.male"', 'key = "年龄"', "第 5 行起的第 1 条（年龄）：key 要写成"),
        ("value = 63", 'value = "63"', "第 5 行起的第 1 条（post.max_age.male）：value 要写成整数"),
        ("value = 63", "value = true", "value 要写成整数"),
        ("value = 63", "value = 630", "value 要在 0 和 120 之间"),
        ("value = 63", "value = 63.5", "value 要写成整数、true、false 或者文字"),
        ("value = 63\n", "", "value 要写成整数、true、false 或者文字"),
        ("value = 63", "value = 6 3", "规则包第 9 行写得不对"),
        ('basis = "达人社发〔2026〕5号"', "", "basis 没有写"),
        ('unit = "周岁"', "unit = 1", "unit 要写成文字"),
        ("since = 2026-01-01", 'since = "2026-01-01"', "since 要写成 2026-01-01 这样的日期"),
        ("since = 2026-01-01\n", "", "since 要写成"),
        ("since = 2026-01-01", "since = 2026-01-01T00:00:00", "since 要写成"),
        ("until = 2026-12-31", "until = 2025-12-31", "until 早于 since"),
        ("until = 2026-12-31", "until = 1", "until 要写成"),
        ('areas = ["150223"]', 'areas = ["达茂旗"]', "areas 要写成"),
        ('areas = ["150223"]', 'areas = "150223"', "areas 要写成"),
        ('evidence = "A"', 'evidence = "E"', "evidence 要写"),
        ('evidence = "A"', 'evidence = "A"\npending = "否"', "pending 要写 true 或 false"),
        ("number = 104", "number = 0", "number 要写成大于 0"),
        ("number = 104", "number = true", "number 要写成大于 0"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(right: str, wrong: str, said: str) -> None:
    assert right in GOOD

    with pytest.raises(Refused, match=re.escape(said)) as refused:
        read_pack(GOOD.replace(right, wrong))

    assert refused.value.advice


def test_two_clauses_of_one_day_or_one_number_are_refused() -> None:
    clause = GOOD[GOOD.index("[[clauses]]") :]

    with pytest.raises(Refused, match="条号 104 用了两次"):
        read_pack(GOOD + clause)
    with pytest.raises(Refused, match="有两条在同一天（2026-01-01）起生效"):
        read_pack(GOOD + clause.replace("number = 104", "number = 105"))


def test_a_text_that_is_too_large_or_too_deep_is_refused() -> None:
    with pytest.raises(Refused, match="超过 256 KB"):
        read_pack("# " + "长" * LARGEST_TEXT)
    with pytest.raises(Refused, match="规则包"):
        read_pack("a = " + "[" * 100_000)


def a_book(text: str, **facts: object) -> Rulebook:
    pack = read_pack(text)
    known = {
        "title": pack.title,
        "version": pack.version,
        "since": date(2026, 1, 1),
        "content": packed(text),
        "sha256": sha256(text.encode()).hexdigest(),
    }
    return Rulebook(**{**known, **facts})  # type: ignore[arg-type]


def test_a_book_gives_its_text_again_and_refuses_when_it_is_not_the_one() -> None:
    assert unpacked(a_book(GOOD)) == GOOD
    with pytest.raises(Refused, match="摘要对不上"):
        unpacked(a_book(GOOD, sha256="0" * 64))
    with pytest.raises(Refused, match="内容坏了"):
        unpacked(a_book(GOOD, content="~~不是"))
    with pytest.raises(Refused, match="摘要对不上"):
        unpacked(a_book(GOOD, content=packed(GOOD)[:40]))


def test_a_book_that_swells_is_not_unpacked() -> None:
    swollen = "#" * (20 * LARGEST_TEXT)

    with pytest.raises(Refused, match="摘要对不上"):
        unpacked(a_book(GOOD, content=packed(swollen), sha256="0" * 64))


def test_the_newest_book_that_has_begun_and_was_not_withdrawn_decides() -> None:
    old = a_book(GOOD)
    newer = a_book(GOOD.replace("2026.1", "2026.2").replace("= 63", "= 61"), since=date(2026, 6, 1))
    gone = a_book(
        GOOD.replace("2026.1", "2026.3"), since=date(2026, 7, 1), withdrawn_on=date(2026, 8, 1)
    )
    later = a_book(GOOD.replace("2026.1", "2026.4"), since=date(2026, 12, 1))
    books = [later, gone, old, newer]

    def male(on: date) -> tuple[str, int]:
        pack = pack_in_force(books, on)
        assert pack is not None
        return pack.version, pack.number("post.max_age.male", on, "150223")

    assert pack_in_force(books, date(2025, 12, 31)) is None
    assert male(date(2026, 5, 31)) == ("2026.1", 63)
    assert male(date(2026, 6, 1)) == ("2026.2", 61)
    assert male(date(2026, 7, 15)) == ("2026.3", 63)
    assert male(date(2026, 8, 1)) == ("2026.2", 61)
    assert male(date(2026, 12, 1)) == ("2026.4", 63)
    assert [one.version for one in in_force(books, date(2026, 7, 15))] == [
        *("2026.3", "2026.2", "2026.1"),
    ]


def test_a_broken_book_does_not_stop_the_work() -> None:
    broken = a_book(GOOD.replace("2026.1", "2026.2"), since=date(2026, 6, 1), sha256="0" * 64)

    pack = pack_in_force([a_book(GOOD), broken], TODAY)

    assert pack is not None
    assert pack.version == "2026.1"


def test_a_countys_pack_keeps_what_it_does_not_speak_of() -> None:
    pack = pack_in_force([a_book(GOOD)], TODAY)

    assert pack is not None
    assert pack.number("post.max_age.female", TODAY) == 60
    assert pack.clause("post.max_age.female", TODAY).pack == built_in_rules().name
    assert pack.clause("post.max_age.male", TODAY, "150223").pack == "达茂旗规则包 2026.1"


def test_what_differs_between_two_packs_is_told_clause_by_clause() -> None:
    text = write_pack(built_in_rules())
    changed = read_pack(
        text.replace('title = "最低年龄"\nvalue = 16', 'title = "最低年龄"\nvalue = 18')
    )
    shorter = RulePack(
        changed.title,
        changed.version,
        {key: some for key, some in changed.clauses.items() if key != "post.capacity"},
    )

    told = [str(one) for one in changes_between(built_in_rules(), shorter)]
    back = [str(one) for one in changes_between(shorter, built_in_rules())]

    assert told == [
        "「最低年龄」：数值由16 周岁改为18 周岁。",
        "删去「能够胜任岗位」：原来是核对。",
    ]
    assert back[1] == "新增「能够胜任岗位」：核对。"


def test_the_packs_of_earlier_programs_can_still_be_read() -> None:
    assert [one.version for one in former_rules()] == ["2025.4-内置"]
    assert former_rules()[0].number("post.notice_days", TODAY) == 7
