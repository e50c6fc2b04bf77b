"""Whatever a roster says of households, in whatever order: it settles at once and goes again."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from db.replay import verify
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Employment, Household, Person, Record
from desktop_app.session import Session
from desktop_app.spreadsheets.sheet import SheetRow, SheetRows
from desktop_app.use_cases import roster_import
from desktop_app.use_cases.history import undo_batch
from desktop_app.use_cases.roster_import import ImportResult, RosterPreview
from tests.rosters import number_of
from tests.sessions import open_test_session

HEADER = [
    "村", "户编号", "姓名", "证件号码", "与户主关系", "户主姓名", "户主证件号码", "户联系电话",
    "务工所在地",
]  # fmt: skip
NUMBERS = [number_of(order) for order in range(11, 19)]
NAMES = ["乌云", "巴图", "乌云", "其木格", "娜仁", "宝音", "巴图", "苏日娜"]

rows = st.permutations(range(len(NUMBERS))).flatmap(
    lambda order: st.tuples(
        *(
            st.tuples(
                st.just("巴音哈拉嘎查"),
                st.sampled_from(["", "1", "2", "3"]),
                st.just(NAMES[who]),
                st.just(NUMBERS[who]),
                st.sampled_from(["", "户主", "配偶", "之子"]),
                st.sampled_from(["", "乌云", "巴图", "没有这个人"]),
                st.sampled_from(["", *NUMBERS[:4]]),
                st.sampled_from(["", "13800000001", "13800000002"]),
                st.sampled_from(["", "呼和浩特市", "北京市"]),
            )
            for who in order
        )
    )
)
Rows = tuple[tuple[str, ...], ...]


@contextmanager
def a_session() -> Iterator[Session]:
    with tempfile.TemporaryDirectory() as folder:
        session = open_test_session(Path(folder) / "folder")
        yield session
        session.close()


def look(session: Session, lines: Rows) -> RosterPreview:
    """Read rows as they come from the reading process."""
    cells = [HEADER, *lines]
    sheet = SheetRows("表", [SheetRow(at, [*one]) for at, one in enumerate(cells, start=1)])
    with mock.patch.object(roster_import, "read_sheet", return_value=sheet):
        return roster_import.read_roster(session, Path("花名册.xlsx"), Progress())


def take(session: Session, lines: Rows) -> ImportResult:
    return roster_import.import_roster(session, look(session, lines), Progress())


def records(session: Session) -> list[Record]:
    kinds: tuple[type[Record], ...] = (Household, Person, Employment)
    return [record for kind in kinds for record in session.find(kind)]


def check_households(session: Session) -> None:
    homes = {home.id for home in session.find(Household)}
    people = session.find(Person)
    assert {one.household_id for one in people} == homes
    heads = Counter(one.household_id for one in people if one.relation == "01")
    assert not heads or max(heads.values()) == 1


@given(rows)
@settings(max_examples=60)
def test_one_import_says_everything(lines: Rows) -> None:
    with a_session() as session:
        result = take(session, lines)
        check_households(session)

        again = look(session, lines)
        assert again.counts["new"] == again.counts["changed"] == 0, again.rows
        assert again.counts["same"] == result.new
        assert verify(session.store.database).problems == []


@given(rows, rows)
@settings(max_examples=40)
def test_a_later_roster_settles_and_both_go_again(first: Rows, second: Rows) -> None:
    with a_session() as session:
        one = take(session, first)
        before = records(session)
        two = take(session, second)
        check_households(session)
        assert look(session, second).counts["changed"] == 0

        if two.batch is not None:
            undo_batch(session, two.batch)
        assert records(session) == before
        if one.batch is not None:
            undo_batch(session, one.batch)
        assert records(session) == []
        assert verify(session.store.database).problems == []
