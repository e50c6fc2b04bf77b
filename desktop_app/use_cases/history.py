"""Undo and redo: the last steps since unlocking, each by its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.history_queries import Step, join_into_batch, last_number, numbers_of_batch, steps
from desktop_app.domain.errors import Refused
from desktop_app.domain.progress import Progress
from desktop_app.session import Session

STEPS = 20
"""Steps that can be taken back, counted from the newest."""

LOOKED_AT = 400
"""Steps that are read to find them: undone ones and their undoings lie between."""

VOIDED_ONLY = "已开具的文书只能作废，不能撤销"
VOID_IT = "请打开这份文书，点「作废」并写明原因；更早的事可以在撤销菜单里选。"
RETURNED_ONLY = "已经关账的月份不能撤销"
RETURN_IT = "请打开这份补贴表，点「退回」并写明原因，改好再关账；更早的事可以在撤销菜单里选。"
GIVEN_OUT = "下发过的规则包不能撤销"
WITHDRAW_THEM = "请在「设置」「规则」里停用这一版，或者下发一个新版本。"
NOT_UNDONE: tuple[tuple[str, str, str], ...] = (
    ("issue_certificate", VOIDED_ONLY, VOID_IT),
    ("print_form", VOIDED_ONLY, VOID_IT),
    ("void_paper", VOIDED_ONLY, VOID_IT),
    ("close_roll", RETURNED_ONLY, RETURN_IT),
    ("approve_roll", "审核过的补贴表不能撤销", RETURN_IT),
    ("publish_rules", GIVEN_OUT, WITHDRAW_THEM),
    ("withdraw_rules", "停用过的规则包不能再用", "要照原来的规则办，请下发一个新版本。"),
    ("return_roll", "退回的补贴表不再算数", "请改好以后重新关账。"),
)
"""(act, why it is not taken back, what to do): what left the desk is corrected, never undone."""

UNSEEN = ("show_citizen_id", "send_papers", "keep_outcome")
"""Acts that change nothing people work on; they stay for the auditor and are not offered."""

UNDO, REDO = "撤销：", "重做："


@dataclass(frozen=True, slots=True)
class Undoable:
    """One step of the undo menu; ``why_not`` says why it cannot be taken back."""

    operation_id: int
    label: str
    at: datetime
    why_not: str = ""


def undoable(session: Session, limit: int = STEPS) -> list[Undoable]:
    """Return the last steps since unlocking that stand, newest first."""
    return [
        Undoable(step.number, step_label(step), moment(session, step.at), why_not_undone(step))
        for step in _standing(session)[:limit]
    ]


def undo(
    session: Session, operation_id: int | None = None, progress: Progress | None = None
) -> str:
    """Take back a step, the newest if none is named; return what was taken back.

    A batch is taken back whole or not at all. ``Refused`` where a value was changed since.
    """
    step = _chosen(session, operation_id)
    if why_not_undone(step):
        raise Refused(
            f"「{step_label(step)}」没有撤销：{why_not_undone(step)}。",
            advice=next(how for act, _, how in NOT_UNDONE if act == step.act),
        )
    _take_back(session, step, UNDO, progress)
    return step_label(step)


def redo(session: Session, progress: Progress | None = None) -> str:
    """Do again what was undone last, if nothing else was done after it; return its name."""
    for step in steps(session.store.database, session.opened_after, LOOKED_AT):
        if step.depth % 2 and not step.undone:
            _take_back(session, step, REDO, progress)
            return step_label(step)
        if step.depth == 0 and step.act not in UNSEEN:
            break
    raise Refused("没有可以重做的步骤。", advice="只有刚撤销、之后没有再办别的事，才能重做。")


def undo_batch(session: Session, batch: int, progress: Progress | None = None) -> int:
    """Take back all operations of a batch, or none; return how many there were."""
    numbers = numbers_of_batch(session.store.database, batch)
    if not numbers:
        raise Refused("这一批已经撤销过了。", advice="要再导入一次，请重新选择原来的表格。")
    _take_back_all(session, numbers, f"{UNDO}导入 {len(numbers)} 人", progress)
    return len(numbers)


def batch_stands(session: Session, batch: int) -> bool:
    """Say whether something of a batch is still as it was imported."""
    return bool(numbers_of_batch(session.store.database, batch))


def step_label(step: Step) -> str:
    """Return what a step is called, without 撤销 or 重做 before it."""
    label = step.label
    while label.startswith((UNDO, REDO)):
        label = label.removeprefix(UNDO).removeprefix(REDO)
    if step.batch is None or step.depth:
        return label
    if step.act == "import_roster":
        return f"导入 {step.count} 人"
    return label if step.count == 1 else f"{label}等 {step.count} 件"


def why_not_undone(step: Step) -> str:
    """Return why a step cannot be taken back; '' if it can."""
    return next((why for act, why, _ in NOT_UNDONE if act == step.act), "")


def moment(session: Session, text: str) -> datetime:
    """Return a moment of the operation list in the offices' time."""
    return datetime.fromisoformat(text).astimezone(session.now().tzinfo)


def _standing(session: Session) -> list[Step]:
    found = steps(session.store.database, session.opened_after, LOOKED_AT)
    return [
        step for step in found if not step.depth % 2 and not step.undone and step.act not in UNSEEN
    ][:STEPS]


def _chosen(session: Session, operation_id: int | None) -> Step:
    standing = _standing(session)
    if operation_id is None and standing:
        return standing[0]
    for step in standing:
        if step.number == operation_id:
            return step
    if operation_id is None:
        raise Refused("没有可以撤销的步骤。", advice="打开以后办过的事，才能在这里撤销。")
    raise Refused(
        "这一步不能再撤销了：它已经撤销过，或者不在打开以后的最近 20 步里。",
        advice="请打开那条记录，直接改成正确的内容。",
    )


def _take_back(session: Session, step: Step, prefix: str, progress: Progress | None) -> None:
    from db.undo import take_back  # the journal is loaded when something is taken back

    label = f"{prefix}{step_label(step)}"
    if step.batch is None:
        take_back(session.store, step.number, label)
    else:
        numbers = numbers_of_batch(session.store.database, step.batch)
        _take_back_all(session, numbers, label, progress)


def _take_back_all(
    session: Session, numbers: Sequence[int], label: str, progress: Progress | None
) -> None:
    from db.undo import take_back

    database = session.store.database
    with session.store.transaction():
        before, batch = last_number(database), session.store.next_batch()
        for number in (progress or Progress()).over(numbers):
            take_back(session.store, number, label)
        join_into_batch(database, before, batch)
