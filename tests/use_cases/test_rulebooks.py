"""Rule packs of the county: given out whole, in force by day, kept for ever, asked why."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest

from db.desk import make_desk
from db.folder import make_records
from db.folder_lock import FolderLock
from db.journal import LARGEST_ENTRY
from desktop_app.domain.errors import Refused, Unavailable
from desktop_app.domain.placement_facts import PlacementFacts
from desktop_app.domain.placement_rules import placement_findings
from desktop_app.domain.records import Person, Placement, Rulebook
from desktop_app.domain.rule_text import read_pack, write_pack
from desktop_app.domain.rulebook import packed
from desktop_app.domain.rules import built_in_rules, findings_json, findings_of
from desktop_app.session import Session
from desktop_app.use_cases import catalogue, history
from desktop_app.use_cases.rule_drafts import (
    ClauseEdit,
    change_clause,
    draft_from_file,
    draft_from_version,
    drop_rule_draft,
    next_version,
    publish_draft,
    rule_draft,
    undo_change,
)
from desktop_app.use_cases.rulebooks import (
    compare_rules,
    explain,
    export_rules,
    import_rules,
    publish_rules,
    rules_text,
    rules_versions,
    withdraw_rules,
)
from tests.sessions import TODAY, VILLAGE, Clock, keep_person, keep_post, made_up_world

AGE_63 = """
title = "达茂旗规则包"
version = "2026.1"
[[clauses]]
number = 104
key = "post.max_age.male"
title = "男性年龄上限"
value = 63
unit = "周岁"
basis = "达人社发〔2026〕5号"
since = 2026-01-01
evidence = "A"
"""


@pytest.fixture
def county(tmp_path: Path) -> Iterator[Session]:
    folder = tmp_path / "county"
    folder.mkdir()
    world = made_up_world(folder)
    database = make_records(folder, b"", b"")
    make_desk(
        database,
        officer="王建国",
        role="county",
        county_code="150223",
        village_codes=(VILLAGE,),
        training=False,
        random=world.random,
        now=world.now(),
    )
    session = Session(folder, database, world, FolderLock(folder))
    yield session
    session.close()


def male_limit(session: Session) -> int:
    return session.rules.number("post.max_age.male", session.today(), session.county_code)


def test_a_version_is_whole_in_force_and_fits_an_entry(county: Session) -> None:
    line = publish_rules(county, AGE_63)

    (book,) = county.rulebooks()
    assert (line.version, line.in_force, line.problem) == ("2026.1", True, "")
    assert line.clauses == len(built_in_rules().in_order())
    assert book.village_code == county.office_code
    assert len(book.content) < LARGEST_ENTRY
    assert male_limit(county) == 63
    assert county.rules.clause("post.min_age", TODAY).pack == "达茂旗规则包 2026.1"


def test_a_version_begins_on_its_day(county: Session) -> None:
    publish_rules(county, AGE_63, date(2026, 12, 1))

    assert male_limit(county) == 65
    cast(Clock, county.world.now).pass_days(6)
    assert male_limit(county) == 63


def test_a_withdrawn_version_decides_no_more_and_can_still_be_looked_up(county: Session) -> None:
    line = publish_rules(county, AGE_63)
    assert line.id is not None

    withdraw_rules(county, line.id, "文号写错了")

    assert male_limit(county) == 65
    assert county.rules_of("2026.1").number("post.max_age.male", TODAY) == 63
    with pytest.raises(Refused, match="已经停用"):
        withdraw_rules(county, line.id)


def test_what_was_given_out_is_not_undone(county: Session) -> None:
    publish_rules(county, AGE_63)

    with pytest.raises(Refused, match="下发过的规则包不能撤销"):
        history.undo(county)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('"2026.1"', '"2026.1-内置"', "已经用过"),
        ('"2026.1"', '"2025.4-内置"', "已经用过"),
        ('"达茂旗规则包"', '"内置规则包"', "名称不能叫"),
        ("value = 63", "value = 65", "一条都没有不同"),
        ("number = 104", "number = 105", "条号 105 用了两次"),
        ('evidence = "A"', 'evidence = "A"\nareas = ["150221"]', "没有适用本旗县的条款"),
    ],
)
def test_a_version_that_cannot_serve_is_refused(
    county: Session, right: str, wrong: str, said: str
) -> None:
    text = AGE_63.replace(right, wrong)
    if said == "一条都没有不同":
        text = write_pack(replace(built_in_rules(), title="达茂旗规则包", version="2026.1"))

    with pytest.raises(Refused, match=said):
        publish_rules(county, text)

    assert county.rulebooks() == []


def test_a_version_is_given_out_once_and_not_for_the_past(county: Session) -> None:
    with pytest.raises(Refused, match="启用日期早于今天"):
        publish_rules(county, AGE_63, date(2026, 11, 24))
    publish_rules(county, AGE_63)
    with pytest.raises(Refused, match=r"版本 2026\.1 已经用过"):
        publish_rules(county, AGE_63.replace("63", "62"))


def test_only_the_county_gives_out(session: Session) -> None:
    edit = ClauseEdit(number=104, value=63, since=TODAY, basis="某文")

    with pytest.raises(Refused, match="规则包由旗县下发"):
        publish_rules(session, AGE_63)
    with pytest.raises(Refused, match="规则包由旗县下发"):
        change_clause(session, edit)
    with pytest.raises(Refused, match="规则包由旗县下发"):
        withdraw_rules(session, uuid4())

    assert session.rulebooks() == []


def test_a_choice_of_the_desk_counts_only_while_no_version_came(session: Session) -> None:
    session.choose_rule("post.max_age.male", value=61)
    assert male_limit(session) == 61
    chosen = session.rules.name

    with session.operation("test", "收到") as operation:
        operation.save(a_book(session, AGE_63))

    assert male_limit(session) == 63
    assert session.rules_of(chosen).number("post.max_age.male", TODAY) == 61


def test_a_book_that_a_village_wrote_itself_decides_nothing(session: Session) -> None:
    with session.operation("test", "自己写的") as operation:
        operation.save(replace(a_book(session, AGE_63), village_code=VILLAGE))

    assert male_limit(session) == 65
    with pytest.raises(Refused, match="没有规则包"):
        session.rules_of("2026.1")


def a_book(session: Session, text: str) -> Rulebook:
    pack = read_pack(text)
    return Rulebook(
        village_code=session.office_code,
        title=pack.title,
        version=pack.version,
        issued_on=TODAY,
        since=TODAY,
        content=packed(text),
        sha256=sha256(text.encode()).hexdigest(),
    )


def test_a_broken_book_is_told_and_the_work_goes_on(session: Session) -> None:
    with session.operation("test", "收到") as operation:
        operation.save(replace(a_book(session, AGE_63), sha256="0" * 64))

    versions = rules_versions(session)

    assert male_limit(session) == 65
    assert "摘要对不上" in versions[0].problem
    assert [one.in_force for one in versions] == [False, True]


def test_the_same_data_and_pack_decide_the_same_a_year_later(county: Session) -> None:
    publish_rules(county, AGE_63)
    person = keep_person(county, 1, birth_on=date(1963, 6, 1), citizen_id="")
    post = keep_post(county)
    placement = Placement(village_code=VILLAGE, post_id=post.id, person_id=person.id)
    facts = PlacementFacts(person=person, post=post, placement=placement, today=TODAY)
    then = findings_json(placement_findings(county.rules, facts))
    with county.operation("test", "安置") as operation:
        kept = operation.save(replace(placement, checks=then))

    cast(Clock, county.world.now).pass_days(365)
    publish_rules(county, AGE_63.replace("2026.1", "2027.1").replace("= 63", "= 60"))
    explained = explain(county, "placement", kept.id)
    again = placement_findings(county.rules_of(explained.packs[0]), facts)

    assert male_limit(county) == 60
    assert explained.packs == ("达茂旗规则包 2026.1",)
    assert explained.missing == ()
    assert findings_json(again) == then == findings_json(explained.findings)
    assert findings_json(placement_findings(county.rules, facts)) != then


def test_a_decision_by_choices_of_the_desk_is_found_again(session: Session) -> None:
    session.choose_rule("post.max_age.male", value=61)
    person = keep_person(session, 1, birth_on=date(1964, 6, 1))
    post = keep_post(session)
    placement = Placement(village_code=VILLAGE, post_id=post.id, person_id=person.id)
    facts = PlacementFacts(person=person, post=post, placement=placement, today=TODAY)
    then = placement_findings(session.rules, facts)
    chosen = session.rules.name
    session.choose_rule("post.max_age.male", value=64)

    assert "+本机" in chosen
    assert placement_findings(session.rules_of(chosen), facts) == then


def test_a_pack_that_never_came_is_told(county: Session) -> None:
    publish_rules(county, AGE_63)
    findings = placement_findings(
        county.rules,
        PlacementFacts(
            person=Person(name="白"), post=keep_post(county), placement=Placement(), today=TODAY
        ),
    )
    elsewhere = findings_json(findings).replace("规则包 2026.1", "规则包 2020.9")
    with county.operation("test", "安置") as operation:
        kept = operation.save(Placement(village_code=VILLAGE, checks=elsewhere))

    assert explain(county, "placement", kept.id).missing == ("达茂旗规则包 2020.9",)
    with pytest.raises(Refused, match="没有留下核对的依据"):
        explain(county, "visit", kept.id)


def test_a_draft_is_changed_told_and_given_out(county: Session) -> None:
    edit = ClauseEdit(
        number=104, value=63, since=date(2027, 1, 1), basis="达人社发〔2026〕5号", document="5号"
    )

    draft = change_clause(county, edit)

    assert draft is not None
    assert [one.words.partition("：")[0] for one in draft.changes] == [
        "「男性年龄上限」",
        "新增「男性年龄上限」",
    ]
    assert male_limit(county) == 65  # a draft decides nothing

    line = publish_draft(county, next_version(county))

    assert (line.title, line.version) == ("达尔罕茂明安联合旗规则包", "2026.1")
    assert rule_draft(county) is None
    assert county.rules.number("post.max_age.male", date(2026, 12, 31)) == 65
    assert county.rules.number("post.max_age.male", date(2027, 1, 1)) == 63
    assert not county.rules.clause("post.max_age.male", date(2027, 1, 1)).pending
    assert next_version(county) == "2026.2"
    assert [one.key for one in compare_rules(county)] == ["post.max_age.male"] * 2
    assert compare_rules(county, "2026.1", "2026.1") == []


def test_a_change_of_a_draft_is_corrected_and_taken_back(county: Session) -> None:
    since = built_in_rules().clause("post.max_age.male", TODAY).since
    change_clause(county, ClauseEdit(number=104, value=63, since=since, basis="某文"))
    change_clause(county, ClauseEdit(number=103, value=18, since=date(2026, 12, 1), basis="某文"))

    with pytest.raises(Refused, match="早于这一条原来的生效日期"):
        change_clause(
            county, ClauseEdit(number=104, value=62, since=date(2000, 1, 1), basis="某文")
        )
    with pytest.raises(Refused, match="value 要在 0 和 120 之间"):
        change_clause(county, ClauseEdit(number=104, value=650, since=since, basis="某文"))
    with pytest.raises(Refused, match="没有第 9999 条"):
        change_clause(county, ClauseEdit(number=9999, value=1, since=since, basis="某文"))
    draft = undo_change(county, 104)

    assert draft is not None
    assert {one.key for one in draft.changes} == {"post.min_age"}
    drop_rule_draft(county)
    assert rule_draft(county) is None
    with pytest.raises(Refused, match="还没有改动"):
        publish_draft(county, "2026.1")


def test_a_pack_goes_out_to_a_file_and_comes_in_again(county: Session, tmp_path: Path) -> None:
    mine, out = tmp_path / "mine.toml", tmp_path / "out.toml"
    mine.write_text(AGE_63, encoding="utf-8-sig")

    import_rules(county, str(mine))
    export_rules(county, str(out))

    assert read_pack(out.read_text(encoding="utf-8")).number("post.max_age.male", TODAY) == 63
    assert out.read_text(encoding="utf-8") == rules_text(county, "2026.1")
    with pytest.raises(Refused, match="已经有这个文件"):
        export_rules(county, str(out))
    with pytest.raises(Unavailable):
        import_rules(county, str(tmp_path / "nowhere.toml"))
    mine.write_bytes(AGE_63.encode("gb18030"))
    with pytest.raises(Refused, match="不是 UTF-8"):
        import_rules(county, str(mine))


def test_a_file_or_a_former_version_becomes_the_draft(county: Session, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(AGE_63, encoding="utf-8")
    draft = draft_from_file(county, str(mine))
    assert draft is not None
    publish_draft(county, "2026.7")
    assert [one.version for one in rules_versions(county)] == ["2026.7", "2026.1-内置"]

    back = draft_from_version(county, "2026.1-内置")

    assert back is not None
    assert [one.key for one in back.changes] == ["post.max_age.male"]


def test_rules_are_called_by_name(county: Session) -> None:
    catalogue.call(county, "publish_rules", {"text": AGE_63, "since": "2026-12-01"})
    (book,) = county.rulebooks()

    assert catalogue.call(county, "rules_versions", {})[0].since == date(2026, 12, 1)
    catalogue.call(county, "withdraw_rules", {"rulebook_id": str(book.id)})
    for name, arguments in (
        ("publish_rules", {}),
        ("publish_rules", {"text": AGE_63, "since": "明天"}),
        ("explain", {"kind": "placement", "record_id": "x"}),
        ("change_clause", {"edit": {"number": 1}}),
    ):
        with pytest.raises(Refused):
            catalogue.call(county, name, arguments)
    assert findings_of("") == ()
