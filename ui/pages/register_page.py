"""One page for every simple register: a list, its filters, the pane of an entry, and its forms.

A register is described, not programmed: which columns, filters and fields, and which verbs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.domain.codes import text_of
from desktop_app.domain.money import yuan
from desktop_app.domain.records import NEW, Household, Person, Record, labels
from desktop_app.session import Changes, Session
from desktop_app.use_cases.exporting.kinds import kind_of_record
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.registers import (
    EntryLine,
    RegisterFilter,
    count_entries,
    entry_lines,
    find_entries,
)
from desktop_app.use_cases.sheets_in.taking_in import SHEET_KINDS
from ui import theme
from ui.buttons import Button
from ui.empty_state import EmptyState
from ui.export_dialog import Exportable, Exporting
from ui.filter_button import FilterButton
from ui.filter_row import FilterRow, code_filter
from ui.jobs import Jobs
from ui.labels import ElidingLabel, label
from ui.list_page import ListPage
from ui.listing import Listing, rows_by
from ui.page import Hint
from ui.pages.person_entry import PersonEntry
from ui.pages.person_facts import FactGrid, Section
from ui.pages.person_form import FormDialog
from ui.record_form import Heading, RecordForm
from ui.record_pane import RecordPane
from ui.record_table import Column, RecordTable
from ui.sheet_import import SheetImporting

_HIDDEN = frozenset({"village_code", "reasons"})
EDIT, PERSON = "edit", "person"
_KINDS = ("primary", *("outline",) * 9)  # of the buttons of verbs: the first stands out


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """Something done with an entry; ``fits`` says for which, and the first that fits is main."""

    name: str
    words: str
    act: Callable[["RegisterPage", EntryLine], object]
    fits: Callable[[EntryLine], bool] = field(default=lambda _: True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """What a register is: its kind of record, how a list and a form show it, who keeps it.

    ``blank`` is the record a new entry begins with; ``about_person`` whether it is somebody's.
    ``extra`` returns more rows for the pane: a title and the sentences below it. With
    ``makes_new`` off, entries come from elsewhere and are only answered here.
    """

    kind: type[Record]
    name: str
    title: str
    icon: str
    unit: str
    add: str
    empty: str
    columns: Sequence[Column[EntryLine]]
    filters: Sequence[str]
    fields: Sequence[str | Heading]
    required: Sequence[str] = ()
    blank: Callable[[Session], Record]
    keep: Callable[[Session, Any], Record]
    about_person: bool = True
    makes_new: bool = True
    called: Callable[[EntryLine], str] = field(default=lambda one: one.name)
    verbs: Sequence[Verb] = ()
    choices: Callable[[Session], dict[str, Sequence[tuple[str, str]]]] | None = None
    extra: Callable[[Session, EntryLine], tuple[str, Sequence[str]]] | None = None


class RegisterFilterRow(FilterRow):
    """The codes and villages an entry is looked for by."""

    def __init__(self, register: Register, session: Session, parent: QWidget | None = None) -> None:
        named = labels(register.kind)
        self._codes = {
            name: code_filter(named[name].text, named[name].codes) for name in register.filters
        }
        villages = [(code, village_name(code)) for code in session.village_codes]
        self.villages = FilterButton("嘎查村", villages)
        super().__init__(*self._codes.values(), self.villages, parent=parent)
        self.villages.setVisible(len(villages) > 1)

    def wanted(self) -> RegisterFilter:
        """Return what is looked for."""
        codes = {name: button.values() for name, button in self._codes.items()}
        return RegisterFilter(
            text=self.search.wanted(),
            codes={name: values for name, values in codes.items() if values},
            village_codes=self.villages.values(),
        )


class RegisterList(Listing[RegisterFilter]):
    """A table of the entries that are looked for."""

    order = "新的排在前面"
    none = "没有找到这样的"

    def __init__(
        self, register: Register, session: Session, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        self._register, self._session = register, session
        self._kind = register.kind.__name__
        self.unit, self.add = register.unit, register.add
        read = rows_by(partial(entry_lines, session, self._kind))
        table: RecordTable = RecordTable(register.columns, read)
        table.setAccessibleName(register.title)
        titles = [column.title for column in register.columns]
        self.too_narrow = [(titles.index("嘎查村"), 640)] if "嘎查村" in titles else ()
        super().__init__(jobs, table, RegisterFilter(), parent)

    def ids(self, wanted: RegisterFilter, limit: int | None = None) -> list[UUID]:
        """Return which entries are looked for."""
        return find_entries(self._session, self._kind, wanted, limit)

    def counts(self) -> tuple[int, ...]:
        """Return how many entries there are."""
        return (count_entries(self._session, self._kind),)

    def none_yet(self) -> EmptyState:
        """Offer to register the first one."""
        ways: list[QWidget] = []
        if self._register.makes_new:
            ways = [Button(self.add, "primary", "plus", clicked=self.add_asked.emit)]
        return EmptyState(
            self._register.icon, f"还没有{self._register.title}", self._register.empty, ways
        )

    def why_none(self) -> str:
        """Tell of the filters."""
        return "条件太窄了。去掉一两个条件再看。"


class RegisterPane(RecordPane):
    """One entry: its facts by their labels, its verbs, and what else belongs to it."""

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        help = f"在左边选一{register.unit}，这里显示内容和能办的事。"
        super().__init__(EmptyState(register.icon, "还没有选中", help), parent)
        self._register = register
        self.shown: EntryLine | None = None
        self._who = ElidingLabel("", theme.SECONDARY, tone="text2")
        self.edit = Button("修改", clicked=self.ask(EDIT))
        self.verbs = {
            verb.name: Button(
                verb.words, "outline" if at else "primary", clicked=self.ask(verb.name)
            )
            for at, verb in enumerate(register.verbs)
        }
        self._facts, self._extra = FactGrid(), Section("")
        name = QHBoxLayout()
        name.setSpacing(theme.S2)
        name.addWidget(self.back)
        name.addWidget(self.called, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        for button in (*self.verbs.values(), self.edit):
            row.addWidget(button)
        row.addStretch(1)
        self.top.addLayout(name)
        self.top.addWidget(self._who)
        self.top.addLayout(row)
        self._about = Button("打开人员资料", "text", small=True, clicked=self.ask(PERSON))
        if register.about_person:
            self._extra.head.addWidget(self._about)
        for part in (self._facts, self._extra):
            self.inside.addWidget(part)
        self.inside.addStretch(1)

    def show_entry(
        self, one: EntryLine | None, extra: tuple[str, Sequence[str]] = ("", ())
    ) -> None:
        """Show an entry with what else belongs to it, or nothing."""
        if one is None or self.shown is None or one.id != self.shown.id:
            self.refusal.hide()
        self.shown = one
        self.show_record(one is not None)
        if one is None:
            return
        self.called.setText(self._register.called(one))
        self._who.setText(" · ".join(each for each in (one.citizen_id, one.village) if each))
        self._facts.show_facts(*facts_of(one.record))
        for verb in self._register.verbs:
            self.verbs[verb.name].setVisible(verb.fits(one))
        self._extra.title.setText(extra[0])
        self._extra.show_rows([label(each, theme.SECONDARY, wrap=True) for each in extra[1]])
        self._extra.setVisible(bool(extra[1]) or self._register.about_person)

    def first(self) -> QWidget:
        """Return the button that takes the keyboard."""
        return next((b for b in self.verbs.values() if not b.isHidden()), self.edit)


class RegisterPage(ListPage[RegisterFilterRow, RegisterList, RegisterPane]):
    """The page of one register."""

    def __init__(
        self, register: Register, session: Session, jobs: Jobs, parent: QWidget | None = None
    ) -> None:
        self.register, self.session, self.jobs = register, session, jobs
        self.name, self.title, self.icon = register.name, register.title, register.icon
        filters = RegisterFilterRow(register, session)
        listing = RegisterList(register, session, jobs)
        super().__init__(jobs, filters, listing, RegisterPane(register), parent)
        offered = [
            Exportable(kind_of_record(register.kind), lambda: self.list.ids(self.list.wanted))
        ]
        self.exporting = Exporting(self, session, jobs, offered)
        self._head.add_action(self.exporting.button())
        if (kind := kind_of_record(register.kind)) in SHEET_KINDS:
            self.importing = SheetImporting(self, session, jobs, kind)
            self._head.add_action(self.importing.button())
        if register.makes_new:
            new = Button(register.add, "primary", "plus", "Ctrl N", clicked=self.add)
            self._head.add_action(new)
            self.list.add_asked.connect(self.add)
            self.key("Ctrl+N", self.add)
        self.list.counted.connect(self._count)
        self.pane.asked.connect(self.do)
        self.key("Ctrl+E", partial(self.do, EDIT))

    # What the window asks for

    def hints(self) -> list[Hint]:
        """Return the keys for the search box, or for the list and the pane."""
        if self.filters.search.hasFocus():
            return [("↓", "到名单"), ("Esc", "清空"), ("F6", "换一栏"), *self._adding()]
        keys = [("/", "搜索"), ("↑↓", "选一条")]
        if (one := self.pane.shown) is not None:
            keys += [("Enter", self._main(one)[1]), ("Ctrl E", "修改")]
        return [*keys, ("F6", "换一栏"), *self._adding()]

    def refresh(self, changes: object = None) -> None:
        """Read the list and the chosen entry again."""
        kinds = (self.register.kind, Person, Household)
        if not isinstance(changes, Changes) or changes.touches(*kinds):
            super().refresh(changes)

    def open(self, argument: object = None) -> None:
        """Show an entry by its id; for the id of a person, register one for them."""
        if not isinstance(argument, UUID):
            return
        if entry_lines(self.session, self.register.kind.__name__, [argument]):
            self.choose(argument)
        elif self.register.about_person and self.session.many(Person, [argument]):
            self.add(argument)

    # What people do

    def look(self) -> None:
        """List what the search box and the filters ask for."""
        self.list.look_for(self.filters.wanted())

    def show_chosen(self) -> None:
        """Show the entry that is chosen."""
        chosen = self.list.selected()
        name = self.register.kind.__name__
        found = [] if chosen is None else entry_lines(self.session, name, [chosen])
        more = self.register.extra
        extra = more(self.session, found[0]) if found and more else ("", ())
        self.pane.show_entry(found[0] if found else None, extra)
        self.hints_changed.emit()

    def act(self) -> None:
        """Do what comes first with the chosen entry."""
        if self.pane.shown is not None:
            self.do(self._main(self.pane.shown)[0])

    def add(self, person_id: UUID | None = None) -> None:
        """Register a new entry."""
        form, blank = self._form(), self.register.blank(self.session)
        form.set_record(blank)
        keep, done = partial(self.register.keep, self.session), partial(self.kept, "已登记")
        if self.register.about_person:
            person = None if person_id is None else self.session.get(Person, person_id)
            entry = PersonEntry(self, self.session, self._jobs, form, self.register.add, person)
            entry.enter(blank, keep, done)
        else:
            dialog = FormDialog(self, self._jobs, self.register.add, [form], verb="登记")
            dialog.run(lambda: partial(keep, form.record(blank)), done)

    def do(self, verb: str) -> None:
        """Do with the chosen entry what the pane or a key asks for."""
        one = self.pane.shown
        if one is None:
            return
        self.pane.refusal.hide()
        if verb == EDIT:
            self._edit(one)
        elif verb == PERSON:
            self.go.emit("people", one.person_id)
        else:
            chosen = next(each for each in self.register.verbs if each.name == verb)
            chosen.act(self, one)

    def ask(
        self,
        title: str,
        fields: Sequence[str | Heading],
        work: Callable[[dict[str, Any]], Callable[[], Record]],
        *,
        kind: type[Record] | None = None,
        blank: Record | None = None,
        required: Sequence[str] = (),
        note: str = "",
        verb: str = "保存",
    ) -> FormDialog:
        """Ask for some fields and do ``work`` with them; what is kept is shown then."""
        form = RecordForm(
            kind or self.register.kind, fields, today=self.session.today(), required=required
        )
        if blank is not None:
            form.set_record(blank)
        dialog = FormDialog(self, self._jobs, title, [form], note=note, verb=verb)
        dialog.run(lambda: work(form.values()), partial(self.kept, f"已{verb}"))
        return dialog

    def kept(self, words: str, record: Record) -> None:
        """Show what was kept, and say so."""
        self.look()
        if isinstance(record, self.register.kind):
            self.choose(record.id)
        else:
            self.show_chosen()
        self.toast.emit(words, True)

    # Inside

    def _main(self, one: EntryLine) -> tuple[str, str]:
        """Return what Enter does with an entry, and how it is called."""
        found = next((verb for verb in self.register.verbs if verb.fits(one)), None)
        return (EDIT, "修改") if found is None else (found.name, found.words)

    def _adding(self) -> list[Hint]:
        return [("Ctrl N", self.register.add)] if self.register.makes_new else []

    def _form(self) -> RecordForm:
        choices = self.register.choices(self.session) if self.register.choices else None
        return RecordForm(
            self.register.kind,
            self.register.fields,
            today=self.session.today(),
            choices=choices,
            required=self.register.required,
        )

    def _edit(self, one: EntryLine) -> None:
        form = self._form()
        form.set_record(one.record)
        dialog = FormDialog(self, self._jobs, f"修改{self.register.title}", [form])
        keep = partial(self.register.keep, self.session)
        dialog.run(lambda: partial(keep, form.record(one.record)), partial(self.kept, "已保存"))
        dialog.only_changes()

    def _count(self, shown: int, counts: tuple[int]) -> None:
        parts = [f"{counts[0]:,} {self.register.unit}"]
        if self.filters.narrows():
            parts.append(f"筛出 {shown:,} {self.register.unit}")
        self._head.set_note(" · ".join(parts) if counts[0] else "")


def facts_of(record: Record) -> tuple[list[tuple[str, str]], list[str]]:
    """Return the filled fields of a record by their labels, and those that need a whole row."""
    facts, wide = [], []
    for name, named in labels(type(record)).items():
        value = getattr(record, name)
        if name in _HIDDEN or name.endswith("_id") or value in (None, "", False, NEW):
            continue
        if name.endswith("_fen"):
            words = f"{yuan(value)} {named.unit}".strip()
        elif value is True:
            words = "是"
        else:
            words = f"{text_of(named.codes, str(value))}{named.unit and ' ' + named.unit}"
        facts.append((named.text, words))
        if named.lines > 1 or len(words) > 10:
            wide.append(named.text)
    return facts, wide
