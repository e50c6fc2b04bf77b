"""输出补助: organisers, their claims, and every person on them with the reasons."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop_app.domain.records import (
    Claim,
    ClaimLine,
    Employment,
    Organiser,
    Person,
    RecordId,
)
from desktop_app.session import Changes, Session
from desktop_app.use_cases.approvals import may_decide
from desktop_app.use_cases.claim_lines import (
    ClaimedPerson,
    add_claimed,
    claim_people,
    drop_claimed,
)
from desktop_app.use_cases.claims import ClaimRow, claim_rows, claim_sum, remove_claim
from desktop_app.use_cases.exporting.gate import Secrecy
from desktop_app.use_cases.organisers import organisers
from desktop_app.use_cases.print_orders import claim_orders
from desktop_app.use_cases.transfer_books import write_claim_roster
from ui.buttons import Button
from ui.export_dialog import Exportable, Exporting
from ui.file_places import ask_for_file
from ui.jobs import Jobs
from ui.list_page import ListPage
from ui.page import Hint
from ui.pages import claims_pane as pane
from ui.pages.claims_dialogs import ClaimDialogs
from ui.pages.claims_list import ClaimFilterRow, ClaimList
from ui.pages.roster_import_files import FILES
from ui.print_menu import PrintMenu
from ui.why_dialog import WhyDialog

if TYPE_CHECKING:
    from desktop_app.use_cases.claim_roster import ClaimRosterPreview

_LOOKED_AT = (Claim, ClaimLine, Organiser, Person, Employment)


class ClaimsPage(ListPage[ClaimFilterRow, ClaimList, pane.ClaimPane]):
    """The list of claims with search and filters, and the pane of one."""

    name, title, icon = "claims", "输出补助", "wallet"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        self._session = session
        filters, listing = ClaimFilterRow(session), ClaimList(session, jobs)
        super().__init__(jobs, filters, listing, pane.ClaimPane(), parent)
        self.dialogs = ClaimDialogs(self, session, jobs)
        self.printing = PrintMenu(self, session, jobs)
        offered = [
            Exportable("claims", lambda: self.list.ids(self.list.wanted)),
            *map(Exportable, ("claim-people", "organisers")),
        ]
        self.exporting = Exporting(self, session, jobs, offered)
        self._head.add_action(self.exporting.button())
        self._head.add_action(Button("登记主体", icon_name="landmark", clicked=self.add_organiser))
        self._head.add_action(Button("登记申请", "primary", "plus", "Ctrl N", clicked=self.add))
        self.list.counted.connect(self._count)
        self.list.add_asked.connect(self.add)
        self.pane.asked.connect(self.do)
        self.key("Ctrl+N", self.add)

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the search box, the roster, or the list."""
        if self.filters.search.hasFocus():
            return [("↓", "到名单"), ("Esc", "清空"), ("F6", "换一栏"), ("Ctrl N", "登记申请")]
        if self.pane.people.hasFocus():
            return [
                ("↑↓", "选一个人"),
                ("Enter", "为什么"),
                ("Tab", "佐证和抽查"),
                ("F6", "换一栏"),
            ]
        keys = [("Esc", "回名单")] if self._alone else [("/", "搜索"), ("↑↓", "选一份申请")]
        return [*keys, ("Enter", "打开花名册"), ("F6", "换一栏"), ("Ctrl N", "登记申请")]

    def refresh(self, changes: object = None) -> None:
        """Read the list and the chosen claim again."""
        if not isinstance(changes, Changes) or changes.touches(*_LOOKED_AT):
            super().refresh(changes)

    def open(self, argument: object = None) -> None:
        """Show a claim by id."""
        if isinstance(argument, UUID):
            self.choose(argument)

    # What people do

    def look(self) -> None:
        """List what the search box and the filters ask for."""
        self.list.look_for(self.filters.wanted())

    def show_chosen(self) -> None:
        """Show the claim that is chosen."""
        chosen = self.list.selected()
        rows = [] if chosen is None else claim_rows(self._session, [chosen])
        self.pane.show_file(self._file(rows[0]) if rows else None)
        self.hints_changed.emit()

    def act(self) -> None:
        """Go to the people of the claim."""
        self.pane.first().setFocus()

    def add(self) -> None:
        """Register a claim; its organiser first where none is known yet."""
        if organisers(self._session):
            self.dialogs.add_claim(partial(self._kept_claim, "已登记申请"))
        else:
            self.dialogs.add_organiser(lambda _: self.add())

    def add_organiser(self) -> None:
        """Register an organiser."""
        self.dialogs.add_organiser(lambda one: self.toast.emit(f"已登记{one.name}", True))

    def do(self, verb: str) -> None:
        """Do with the chosen claim, or with the person chosen in it, what was asked for."""
        if self.pane.shown is None:
            return
        self.pane.refusal.hide()
        acts = self._acts(self.pane.shown)
        if verb in acts:
            acts[verb]()
        elif (one := self.pane.chosen_person()) is not None:
            self._do_with(verb, one)

    def _acts(self, file: pane.ClaimFile) -> dict[str, Callable[[], object]]:
        claim = file.row.claim
        return {
            pane.DECIDE: partial(self.dialogs.decide, file, partial(self._kept_claim, "已审定")),
            pane.PUT_ON: self._put_on,
            pane.IMPORT: lambda: ask_for_file(self, "选择花名册", FILES, self._read_roster),
            pane.EDIT: partial(
                self.dialogs.edit_claim, claim, partial(self._kept_claim, "已保存申请")
            ),
            pane.ORGANISER: partial(
                self.dialogs.edit_organiser,
                file.organiser,
                lambda one: self._told(f"已保存{one.name}的资料"),
            ),
            pane.CHECK: partial(self.dialogs.check, claim, partial(self._kept_claim, "已登记核查")),
            pane.RETURN: partial(
                self.dialogs.give_back, claim, partial(self._kept_claim, "已退回补正")
            ),
            pane.RESUBMIT: partial(
                self.dialogs.take_again, claim, partial(self._kept_claim, "已重新受理")
            ),
            pane.PAY: partial(self.dialogs.pay, claim, partial(self._kept_claim, "已登记发放")),
            pane.EXPORT: self._export,
            pane.PRINT: lambda: self.printing.ask(claim_orders(claim.id, file.organiser.name)),
            pane.REMOVE: partial(self._ask_removal, file),
        }

    def _do_with(self, verb: str, one: ClaimedPerson) -> None:
        kept = partial(self._kept_line, one.name)
        acts: dict[str, Callable[[], object]] = {
            pane.WHY: partial(self._why, one),
            pane.EVIDENCE: partial(self.dialogs.see, one, partial(kept, "已登记{}的佐证")),
            pane.PHONE: partial(self.dialogs.call, one, partial(kept, "已登记{}的电话抽查")),
            pane.REFUSE: partial(self.dialogs.refuse, one, partial(self._proposed, one.name)),
            pane.CORRECT: partial(self.dialogs.correct, one, partial(kept, "已更正{}")),
            pane.DROP: lambda: self.run(
                partial(drop_claimed, self._session, one.id),
                lambda _: self._told(f"已去掉{one.name}"),
            ),
        }
        acts[verb]()

    # Inside

    def _file(self, row: ClaimRow) -> pane.ClaimFile:
        people = tuple(claim_people(self._session, row.id))
        return pane.ClaimFile(
            row=row,
            organiser=self._session.get(Organiser, row.claim.organiser_id),
            people=people,
            sums=claim_sum(people),
            may_decide=may_decide(self._session),
        )

    def _put_on(self) -> None:
        from ui.pages.claims_put_on import PutOnClaim

        file = self.pane.shown
        if file is not None:
            PutOnClaim(self, self._session, self._jobs, file.row.organiser).choose(
                lambda person: add_claimed(self._session, file.row.id, (person,)),
                lambda lines: self._told("已加入花名册" if lines else "这个人已经在花名册里"),
            )

    def _read_roster(self, path: Path) -> None:
        from desktop_app.use_cases.claim_roster import read_claim_roster

        file = self.pane.shown
        if file is not None:
            self._jobs.start(
                self,
                lambda progress: read_claim_roster(self._session, file.row.id, path, progress),
                self._show_preview,
                self._failed,
            )

    def _show_preview(self, preview: "ClaimRosterPreview") -> None:
        from ui.pages.claims_import import ClaimImport

        dialog = ClaimImport(self, self._session, self._jobs, preview)
        dialog.taken.connect(lambda words: self._told(words))
        dialog.open()

    def _export(self) -> None:
        file = self.pane.shown
        if file is None:
            return
        name = f"输出补助花名册 {file.row.claim.number}"
        self.exporting.ask(Exportable(name=name, own=partial(self._write_roster, file.row.id)))

    def _write_roster(self, claim_id: RecordId, path: str, secrecy: Secrecy) -> str:
        people = write_claim_roster(self._session, claim_id, path, secrecy)
        return (
            f"已导出 {people} 人，{'含完整的证件号' if secrecy.whole else '证件号隐去了中间几位'}"
        )

    def _ask_removal(self, file: pane.ClaimFile) -> None:
        self.dialogs.ask(
            f"撤回{file.row.organiser}的申请？",
            "撤回",
            "申请和花名册一起撤回；登记错了，可以用 Ctrl+Z 撤销。",
            lambda: self.run(
                partial(remove_claim, self._session, file.row.id),
                lambda _: self._told(f"已撤回{file.row.organiser}的申请"),
            ),
        )

    def _why(self, one: ClaimedPerson) -> None:
        work = " ".join(part for part in (one.place, one.work) if part)
        words = f"{one.result_text} · {one.scope_text or '地域不明'} · {work}"
        WhyDialog(self, f"{one.name}：为什么", one.findings, words=words).open()

    def _count(self, shown: int, counts: tuple[int, int]) -> None:
        total, waiting = counts
        parts = [f"{total:,} 份"]
        if self.filters.narrows():
            parts.append(f"筛出 {shown:,} 份")
        if waiting:
            parts.append(f"待审定 {waiting:,} 份")
        self._head.set_note(" · ".join(parts) if total else "")
        self.counted.emit(waiting, False)

    def _kept_claim(self, words: str, claim: Claim) -> None:
        self.look()
        self.choose(claim.id)
        self.toast.emit(f"{words} {claim.number}", True)

    def _proposed(self, name: str, line: ClaimLine) -> None:
        self._told(f"已标上{name}拟不同意" if line.proposed_refusal else f"已去掉{name}的标记")

    def _kept_line(self, name: str, words: str, line: ClaimLine) -> None:
        self._told(words.format(name))

    def _told(self, words: str) -> None:
        self.refresh()
        self.toast.emit(words, True)
