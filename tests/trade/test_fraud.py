"""Planted frauds on a made-up banner: how many are found, and how many honest people accused."""

from pathlib import Path

import pytest

from db.desk import make_desk
from db.folder import make_records
from db.folder_lock import FolderLock
from desktop_app.domain.divisions import villages
from desktop_app.domain.watch_facts import NOTE
from desktop_app.session import Session
from desktop_app.use_cases.checks import check_village
from tests.sessions import made_up_world
from tests.trade.fraud_records import MONTH
from tests.trade.fraud_world import CASES, BannerMaker

COUNTY = "150223"
PEOPLE, HOLDERS = 3_600, 600
LEAST_PATTERNS, MOST_FALSE = 11, 0.03
FOUND_WHEN = 0.8
"""A pattern counts as found when so many of its cases are."""


def open_banner(folder: Path) -> Session:
    world = made_up_world(folder)
    database = make_records(folder, b"", b"")
    make_desk(
        database, officer="王建国", role="county", county_code=COUNTY,
        village_codes=tuple(one.code for one in villages(COUNTY)[:12]), training=True,
        random=world.random, now=world.now(),
    )  # fmt: skip
    return Session(folder, database, world, FolderLock(folder))


@pytest.mark.parametrize("seed", [7, 2026])
def test_planted_frauds_are_found_and_honest_people_let_alone(
    seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = open_banner(tmp_path)
    banner = BannerMaker(session, PEOPLE, seed).make(HOLDERS)

    report = check_village(session, "", MONTH.text)

    session.close()
    flagged: dict[object, set[str]] = {}
    for hit in report.hits:
        if hit.severity != NOTE:
            flagged.setdefault(hit.person_id, set()).add(hit.rule)
    shares = {
        pattern: sum(bool(flagged.get(id_, set()) & set(pattern.split())) for id_ in ids) / len(ids)
        for pattern, ids in banner.planted.items()
    }
    found = sum(share >= FOUND_WHEN for share in shares.values())
    cases = sum(len(ids) for ids in banner.planted.values())
    recall = sum(share * len(banner.planted[name]) for name, share in shares.items()) / cases
    accused = banner.honest & flagged.keys()
    with capsys.disabled():
        print(  # noqa: T201 - measured, and read by people
            f"\n种子 {seed}：{len(shares)} 种套路查出 {found} 种，{cases} 例查出 {recall:.1%}；"
            f"误报 {len(accused)}/{len(banner.honest)}（{len(accused) / len(banner.honest):.1%}）"
        )

    assert len(shares) == 12
    assert all(len(ids) >= CASES for ids in banner.planted.values())
    assert found >= LEAST_PATTERNS
    assert recall >= 0.95
    assert len(accused) <= MOST_FALSE * len(banner.honest)
