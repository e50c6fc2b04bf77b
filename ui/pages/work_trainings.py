"""培训: the register of trainings, from the wish to the certificate."""

from functools import partial
from typing import cast

from desktop_app.domain.codes import text_of
from desktop_app.domain.records import Training
from desktop_app.session import Session
from desktop_app.use_cases.registers import EntryLine
from desktop_app.use_cases.trainings import (
    enrol_in_training,
    finish_training,
    save_training,
    training_count_findings,
)
from ui.pages.register_page import Register, RegisterPage, Verb
from ui.record_table import Column

FINISHED = ("finished", "certified")


def training_register() -> Register:
    """Return how trainings are listed, typed and taken on."""
    return Register(
        kind=Training,
        name="trainings",
        title="培训",
        icon="graduation-cap",
        unit="条",
        add="登记培训",
        empty="登记谁想学什么、上了哪个班、有没有取证；计不计入培训人次会自动核对。",
        columns=(
            Column("姓名", 96, lambda one: one.name),
            Column("工种", 112, _trade, stretch=True),
            Column("培训结果", 104, _result, kind="pill", tone=_tone),
            Column("开班日期", 92, lambda one: _day(one, "begins_on"), kind="date"),
            Column("计入", 60, lambda one: "计入" if _of(one).counted else ""),
            Column("嘎查村", 110, lambda one: one.village, stretch=True),
        ),
        filters=("result", "trade"),
        fields=("trade", "course", "provider", "result", "wished_on", "enrolled_on", "begins_on",
                "ends_on", "hours", "certificate_kind", "certificate_number", "certified_on",
                "level", "subsidy_fen", "notes"),
        blank=lambda session: Training(wished_on=session.today(), result="wished"),
        keep=save_training,
        verbs=(
            Verb(name="enrol", words="报名", act=_enrol, fits=lambda one: not _of(one).enrolled_on),
            Verb(name="finish", words="结业", act=_finish, fits=lambda one: not _done(one)),
        ),
        extra=_why,
    )  # fmt: skip


def _of(one: EntryLine) -> Training:
    return cast("Training", one.record)


def _trade(one: EntryLine) -> str:
    return text_of("trade", _of(one).trade) or _of(one).course


def _result(one: EntryLine) -> str:
    return text_of("training_result", _of(one).result)


def _tone(one: EntryLine) -> str:
    return {"finished": "ok", "certified": "ok", "dropped": "bad"}.get(_of(one).result, "")


def _day(one: EntryLine, name: str) -> str:
    return str(getattr(one.record, name) or "")


def _done(one: EntryLine) -> bool:
    return _of(one).result in FINISHED


def _enrol(page: RegisterPage, one: EntryLine) -> None:
    page.ask(
        f"{one.name}报名培训",
        ("enrolled_on", "begins_on"),
        lambda said: partial(enrol_in_training, page.session, one.id, **said),
        blank=Training(enrolled_on=page.session.today()),
        required=("enrolled_on",),
        verb="报名",
    )


def _finish(page: RegisterPage, one: EntryLine) -> None:
    fields = ("ends_on", "hours", "certificate_kind", "certificate_number", "certified_on")
    page.ask(
        f"{one.name}培训结业",
        fields,
        lambda said: partial(finish_training, page.session, one.id, **said),
        blank=Training(ends_on=page.session.today(), hours=_of(one).hours),
        required=("ends_on", "hours"),
        note="拿到证书的填证书编号和发证日期；还没有拿到的空着，以后再补。",
        verb="结业",
    )


def _why(session: Session, one: EntryLine) -> tuple[str, list[str]]:
    found = training_count_findings(session, one.id)
    title = "计入培训人次" if _of(one).counted else "为什么不计入培训人次"
    return title, [
        f"{each.message}依据：{each.basis}" for each in found if each.passed == _of(one).counted
    ]
