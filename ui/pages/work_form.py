"""The form of a spell of work: where it is, for whom, and what it pays."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from desktop_app.domain.codes import text_of
from desktop_app.domain.employment_scope import ABROAD
from desktop_app.domain.income import income_words
from desktop_app.domain.places import ABROAD_WORDS, places_from
from desktop_app.domain.records import Employment, Person
from desktop_app.session import Session
from desktop_app.use_cases.employments import scope_for
from ui.record_form import Heading, RecordForm

FIELDS: Sequence[str | Heading] = (
    Heading("在哪里做"),
    *("since", "until", "place_code", "place", "scope", "scope_reason"),
    Heading("做什么"),
    *("employer", "job", "industry", "form", "channel", "contract"),
    Heading("收入和佐证"),
    *("income_fen", "income_unit", "evidence_kind", "evidence", "notes"),
)
_HELP = {
    "place_code": "打旗县的名字或者 6 位代码，全国的都有",
    "place": "写到哪一级都行；没有选区划的，写到省、市就能看出地域",
    "until": "还在做的空着",
    "evidence": "合同编号、单位证明日期这样的",
}


class WorkForm(RecordForm):
    """Derives 就业地域 from home and workplace as one types, and says what an income comes to."""

    def __init__(
        self, session: Session, fields: Sequence[str | Heading] = FIELDS, *, person: Person | None
    ) -> None:
        self._session, self._person = session, person
        self._by_hand = False
        super().__init__(
            Employment,
            fields,
            today=session.today(),
            choices={"place_code": _places(session.county_code)},
            wide=("place_code", "place"),
            help=_HELP,
            required=("since",),
        )
        self.fields["place_code"].label.setText("工作的旗县区")
        self.changed.connect(self._follow)
        self._follow("")

    def about(self, person: Person | None) -> None:
        """Derive 就业地域 for this person from now on."""
        self._person = person
        self._follow("")

    def show_work(self, work: Employment) -> None:
        """Show a spell as it is kept; a 就业地域 set by hand stays."""
        self._by_hand = bool(work.scope_reason)
        shown = work
        if work.income_fen is None and work.monthly_fen is not None:
            shown = _with_monthly(work)
        self.set_record(shown)
        self._follow("")

    def _follow(self, name: str) -> None:
        self._follow_place(name)
        if "income_fen" in self.boxes:
            self._tell_income()

    def _follow_place(self, name: str) -> None:
        boxes = self.boxes
        code, place = str(boxes["place_code"].value() or ""), str(boxes["place"].value() or "")
        derived = scope_for(self._session, self._person, code, place) if self._person else ""
        if name == "scope":
            self._by_hand = bool(boxes["scope"].value())
        elif not self._by_hand and self._person is not None:
            self.set_value("scope", derived)
        says = text_of("transfer_scope", derived)
        self.fields["scope"].set_help(
            f"从户籍和工作地看：{says}" if derived else "填了工作地，自动得出"
        )
        differs = bool(derived) and boxes["scope"].value() != derived
        self.fields["scope_reason"].set_help("和算出来的不一样，写明理由" if differs else "")
        self.fields["scope_reason"].setEnabled(differs)

    def _tell_income(self) -> None:
        fen, unit = self.boxes["income_fen"].value(), str(self.boxes["income_unit"].value() or "")
        on = self._session.today()
        told = income_words(self._session.rules, fen, unit, on) if isinstance(fen, int) else ""
        self.fields["income_unit"].set_help(told if unit in ("day", "year") else "")


def _with_monthly(work: Employment) -> Employment:
    return replace(work, income_fen=work.monthly_fen, income_unit="month")


@cache
def _places(county: str) -> list[tuple[str, str]]:
    """Return every place to choose from; typing a code finds it too."""
    found = [(one.code, f"{one.full} {one.code}") for one in places_from(county)]
    return [*found, (ABROAD, ABROAD_WORDS)]
