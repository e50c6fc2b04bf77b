"""创业: the register of start-ups and their loans."""

from functools import partial
from typing import cast

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import Venture
from desktop_app.use_cases.registers import EntryLine
from desktop_app.use_cases.ventures import NEXT, move_loan, save_venture
from ui.pages.register_page import Register, RegisterPage, Verb
from ui.record_table import Column


def venture_register() -> Register:
    """Return how start-ups are listed, typed and their loans moved on."""
    return Register(
        kind=Venture,
        name="ventures",
        title="创业",
        icon="house",
        unit="户",
        add="登记创业",
        empty="登记谁在创业、带动几个人、要不要贷款。",
        columns=(
            Column("姓名", 96, lambda one: one.name),
            Column("名称", 150, lambda one: _of(one).name, stretch=True),
            Column("创业形式", 96, lambda one: text_of("venture_form", _of(one).form)),
            Column("贷款", 96, _loan, kind="pill", tone=_tone),
            Column("带动", 60, lambda one: str(_of(one).employs or ""), kind="number"),
            Column("嘎查村", 110, lambda one: one.village, stretch=True),
        ),
        filters=("loan_status", "form"),
        fields=("name", "form", "industry", "started_on", "credit_code", "registered_on",
                "employs", "incubator", "loan_wish_fen", "closed_on", "notes"),
        required=("form",),
        blank=lambda _session: Venture(form="individual"),
        keep=save_venture,
        verbs=tuple(
            Verb(name=status, words=words, act=partial(_move, status=status),
                 fits=partial(_can, status=status))
            for status, words in (("wish", "有贷款意向"), ("applied", "已申请贷款"),
                                  ("granted", "已放款"), ("refused", "没有通过"),
                                  ("repaid", "已还清"))
        ),
    )  # fmt: skip


def _of(one: EntryLine) -> Venture:
    return cast("Venture", one.record)


def _loan(one: EntryLine) -> str:
    return text_of("loan_status", _of(one).loan_status)


def _tone(one: EntryLine) -> str:
    return {"granted": "ok", "wish": "warn", "applied": "warn", "refused": "bad"}.get(
        _of(one).loan_status, ""
    )


def _can(one: EntryLine, status: str) -> bool:
    return status in NEXT.get(_of(one).loan_status, ())


def _move(page: RegisterPage, one: EntryLine, status: str) -> None:
    if status == "granted":
        wish = _of(one).loan_wish_fen
        page.ask(
            f"{one.name}的贷款放款",
            ("loan_fen", "loan_on"),
            lambda said: partial(move_loan, page.session, one.id, status, **said),
            blank=Venture(loan_fen=wish, loan_on=page.session.today()),
            required=("loan_fen", "loan_on"),
            note=f"贷款意向 {yuan(wish)} 元。" if wish else "",
            verb="登记放款",
        )
    else:
        work = partial(move_loan, page.session, one.id, status)
        page.run(work, partial(page.kept, f"贷款：{text_of('loan_status', status)}"))
