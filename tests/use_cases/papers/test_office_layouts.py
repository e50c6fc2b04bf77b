"""An office changes how a form looks, and what was printed before is printed again alike."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, FormLayout
from desktop_app.session import Session
from desktop_app.use_cases.office_layouts import (
    form_layouts,
    layout_file,
    preview_layout,
    publish_layout,
    read_layout_file,
    withdraw_layout,
)
from desktop_app.use_cases.papers import print_form, reprint
from printing.forms import FORMS, layout_text
from sync.hub import Hub
from tests.printing.pdf_reading import words
from tests.sessions import keep_person, open_test_session
from tests.sync.test_rulebook_exchange import county, exchange, specialist

__all__ = ["county", "specialist"]

FORM = "policy_notice"
OWN = layout_text(FORM)
OFFICES = OWN.replace('title = "', 'title = "达茂旗', 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Session]:
    folder = tmp_path / "office"
    folder.mkdir()
    session = open_test_session(folder, role="county")
    yield session
    session.close()


def test_what_the_county_gives_out_is_printed_on_every_desk_after_the_exchange(
    hub: Hub, county: Session, specialist: Session
) -> None:
    person = keep_person(specialist)
    before = print_form(specialist, FORM, [person.id])
    publish_layout(county, FORM, OFFICES, "2026.1")

    exchange(hub, county, specialist)
    after = print_form(specialist, FORM, [person.id])

    assert "达茂旗就业" not in words(before.pdf)
    assert "达茂旗就业" in words(after.pdf)
    assert after.papers[0].number != before.papers[0].number
    assert reprint(specialist, before.papers[0].id) == before.pdf
    assert reprint(specialist, after.papers[0].id) == after.pdf
    line = next(one for one in form_layouts(specialist) if one.form == FORM)
    assert (line.version, line.problem) == ("2026.1", "")


def test_a_withdrawn_layout_still_serves_what_was_printed_with_it(office: Session) -> None:
    person = keep_person(office)
    made = publish_layout(office, FORM, OFFICES, "1")
    assert made.id is not None
    printed = print_form(office, FORM, [person.id])

    withdraw_layout(office, made.id, "改回去")

    assert layout_file(office, FORM) == OWN
    assert print_form(office, FORM, [person.id]).papers[0].id != printed.papers[0].id
    assert reprint(office, printed.papers[0].id) == printed.pdf
    with pytest.raises(Refused, match="已经停用"):
        withdraw_layout(office, made.id)


def test_a_layout_begins_on_its_day(office: Session) -> None:
    later = office.today().replace(year=office.today().year + 1)

    publish_layout(office, FORM, OFFICES, "1", since=later)

    assert layout_file(office, FORM) == OWN
    with pytest.raises(Refused, match="早于今天"):
        publish_layout(office, FORM, OFFICES, "2", since=office.today().replace(day=1))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (OWN.replace("[fields]", '[fields]\nsalary = "工资"', 1), "程序没有版式里的栏目“salary”"),
        (OWN.replace('family = "', 'family = "x', 1), "应当是"),
        (OWN + "\n[[block]]\nkind = 'text'\ntext = 'a'\nheight = 100000000\n", "height"),
        (OWN + "\nx = " + "[" * 9_000 + "]" * 9_000, "套得太深"),
        ("a = 1\n" * 60_000, "太大"),
        ("title = ", "读不懂"),
        ("\x00", "读不懂"),
    ],
    ids=["field", "family", "height", "deep", "large", "broken", "binary"],
)
def test_a_layout_that_cannot_be_is_refused_before_anybody_gets_it(
    office: Session, text: str, sentence: str
) -> None:
    with pytest.raises(Refused) as told:
        publish_layout(office, FORM, text, "1")

    assert sentence in str(told.value)
    assert told.value.advice
    assert office.find(FormLayout) == []


def test_only_the_county_gives_layouts_out_each_version_once(
    office: Session, tmp_path: Path
) -> None:
    publish_layout(office, FORM, OFFICES, "1")

    with pytest.raises(Refused, match="已经有过版本 1"):
        publish_layout(office, FORM, OFFICES, " 1 ")
    with pytest.raises(Refused, match="还没有写版本"):
        publish_layout(office, FORM, OFFICES, " ")
    with pytest.raises(Refused, match="没有叫“x”的表"):
        layout_file(office, "x")
    (tmp_path / "village").mkdir()
    village = open_test_session(tmp_path / "village")
    with pytest.raises(Refused, match="由旗县下发"):
        publish_layout(village, FORM, OFFICES, "1")
    village.close()


def test_a_layout_that_came_damaged_is_named_and_passed_over(office: Session) -> None:
    made = publish_layout(office, FORM, OFFICES, "1")
    assert made.id is not None
    one = office.get(FormLayout, made.id)
    with office.operation("test", "损坏") as operation:
        operation.save(replace(one, id=NEW, version="2", sha256="0" * 64))

    line = next(each for each in form_layouts(office) if each.form == FORM)

    assert line.version == "1"
    assert layout_file(office, FORM) == OFFICES


@pytest.mark.parametrize("form", ["labour_agreement", "subsidy_summary"])
def test_a_layout_is_looked_at_before_it_is_given_out(office: Session, form: str) -> None:
    assert FORMS[form][:3] in words(preview_layout(office, form, layout_text(form)))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "a.toml"
    bad.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(Refused, match="UTF-8"):
        read_layout_file(bad)
