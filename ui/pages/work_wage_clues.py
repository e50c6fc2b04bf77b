"""欠薪线索: what people say of unpaid wages, and where it was handed."""

from functools import partial
from typing import cast

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import WageClue
from desktop_app.use_cases.registers import EntryLine
from desktop_app.use_cases.wage_clues import close_clue, hand_over_clue, save_wage_clue
from ui.pages.register_page import Register, RegisterPage, Verb
from ui.record_table import Column

_NOTE = "这里只记、不定；由劳动保障监察或者线索平台处理。"


def wage_clue_register() -> Register:
    """Return how clues are listed, typed, handed over and closed."""
    return Register(
        kind=WageClue,
        name="wages",
        title="欠薪线索",
        icon="wallet",
        unit="条",
        add="登记线索",
        empty="有人反映工钱没有拿到的，记下来，移交给劳动保障监察；这里不下结论。",
        columns=(
            Column("反映人", 96, lambda one: one.name),
            Column("欠薪单位", 150, lambda one: _of(one).employer, stretch=True),
            Column("金额", 92, lambda one: yuan(_of(one).amount_fen or 0), kind="number"),
            Column("办理", 104, _state, kind="pill", tone=_tone),
            Column("反映日期", 92, lambda one: str(_of(one).reported_on or ""), kind="date"),
            Column("嘎查村", 110, lambda one: one.village, stretch=True),
        ),
        filters=("result", "field"),
        fields=("field", "employer", "address", "project", "work", "owed_from", "owed_to",
                "amount_fen", "people", "reported_on", "notes"),
        required=("field", "employer"),
        blank=lambda session: WageClue(reported_on=session.today(), people=1),
        keep=save_wage_clue,
        verbs=(
            Verb(name="hand", words="移交", act=_hand, fits=lambda one: _of(one).handed_on is None),
            Verb(name="close", words="登记办理结果", act=_close,
                 fits=lambda one: _of(one).handed_on is not None and _of(one).closed_on is None),
        ),
    )  # fmt: skip


def _of(one: EntryLine) -> WageClue:
    return cast("WageClue", one.record)


def _state(one: EntryLine) -> str:
    if _of(one).handed_on is None:
        return "还没有移交"
    return text_of("wage_result", _of(one).result)


def _tone(one: EntryLine) -> str:
    if _of(one).handed_on is None:
        return "bad"
    return {"paid": "ok", "open": "warn"}.get(_of(one).result, "")


def _hand(page: RegisterPage, one: EntryLine) -> None:
    page.ask(
        f"移交{one.name}反映的欠薪",
        ("channel", "handed_on", "receipt"),
        lambda said: partial(hand_over_clue, page.session, one.id, **said),
        blank=WageClue(handed_on=page.session.today()),
        required=("channel", "handed_on"),
        note=_NOTE,
        verb="移交",
    )


def _close(page: RegisterPage, one: EntryLine) -> None:
    page.ask(
        f"{one.name}反映的欠薪：办理结果",
        ("result", "closed_on", "notes"),
        lambda said: partial(close_clue, page.session, one.id, **said),
        blank=WageClue(closed_on=page.session.today()),
        required=("result", "closed_on"),
        note=_NOTE,
        verb="登记",
    )
