"""What several cells of a row tell together."""

import re
from datetime import date

from desktop_app.spreadsheets.entry import RosterEntry
from desktop_app.spreadsheets.values import read_value

HEAD_RELATION = "01"

GONE = frozenset(("死亡", "去世", "已故", "亡", "故"))

_CARD_KIND, _CARD_LEVEL = 18, 19
_YES = frozenset(("是", "1", "√"))
_AWAY = "11"
_MAY_TELL = ("notes", "health", "employment_status", "work_capacity")
_SAYS_GONE = re.compile(
    r"(?:本人|此人|该人)?(?:[\d年月日号./\-\s已于因病]|车祸|意外)*"
    r"(?:死亡|去世|离世|亡故|身故|已故)[。！]?"
)


def conclude(entry: RosterEntry, today: date) -> None:
    """Add what follows with certainty from several cells of the row together."""
    person, work = entry.person_values, entry.employment_values
    card = str(person.get("disability_card", ""))
    if card:
        person.setdefault("disability_kind", card[_CARD_KIND])
        person.setdefault("disability_level", card[_CARD_LEVEL])
    if _is_head(entry):
        person.setdefault("relation", HEAD_RELATION)
    _conclude_status(entry)
    _conclude_life(entry, today)
    _conclude_days(entry, today)
    _conclude_work(work)


def _is_head(entry: RosterEntry) -> bool:
    if entry.head_citizen_id:
        return entry.head_citizen_id == entry.person_values["citizen_id"]
    return bool(entry.head_name) and entry.head_name == entry.person_values["name"]


def _conclude_status(entry: RosterEntry) -> None:
    person = entry.person_values
    kind = entry.household_values.get("kind")
    lifted, away = person.pop("lifted", ""), person.pop("working", "")
    if isinstance(kind, str) and "poverty_status" not in person:
        _take_poverty_status(person, kind)
    if lifted in _YES:
        person.setdefault("poverty_status", "lifted")
    if away in _YES:
        person.setdefault("employment_status", _AWAY)


def _conclude_life(entry: RosterEntry, today: date) -> None:
    """Keep a day of death that can be, and tell of a death without one."""
    person = entry.person_values
    told = (str(person.get(name, "")) for name in _MAY_TELL)
    said = person.pop("dead", "") in _YES or any(map(_SAYS_GONE.fullmatch, told))
    day, birth = person.get("died_on"), person["birth_on"]
    if isinstance(day, date) and isinstance(birth, date) and not birth <= day <= today:
        del person["died_on"]
        entry.notes.append(f"死亡日期 {day} 不对，没有读入。")
    if said and "died_on" not in person:
        entry.notes.append("表里写着此人已去世，没有死亡日期；请在「人员」里登记死亡日期。")


def _take_poverty_status(person: dict[str, object], kind: str) -> None:
    reading = read_value("person.poverty_status", kind, "")
    if reading is not None and not reading.note:
        person["poverty_status"] = reading.value


def _conclude_days(entry: RosterEntry, today: date) -> None:
    """Leave out days of work that cannot be; work that has not ended has no last day."""
    work = entry.employment_values
    since, until = work.get("since"), work.get("until")
    if isinstance(since, date) and since > today:
        del work["since"]
        entry.notes.append(f"开始日期 {since} 还没有到，没有读入。")
    if isinstance(until, date) and until > today:
        del work["until"]
        entry.notes.append(f"结束日期 {until} 还没有到，没有读入。")
    elif isinstance(since, date) and isinstance(until, date) and until < since:
        del work["until"]
        entry.notes.append(f"结束日期 {until} 早于开始日期，没有读入。")


def _conclude_work(work: dict[str, object]) -> None:
    place = str(work.get("place", ""))
    front = ""
    for part in (str(work.pop(name, "")) for name in ("province", "city", "county")):
        if part.removesuffix("省") not in front + place:
            front += part
    if front:
        work["place"] = front + place
    _conclude_income(work)
    months = str(work.pop("months", ""))
    if months not in ("", "0") and months.replace(".", "", 1).isdigit():
        work["notes"] = f"表中务工时间 {months} 个月。"
    if str(work.pop("abroad", "")) in _YES and work:
        work.setdefault("scope", "abroad")


def _conclude_income(work: dict[str, object]) -> None:
    """Keep a yearly income with its unit; 月收入 follows where the sheet has none."""
    fen = work.get("income_fen")
    if isinstance(fen, int):
        work.setdefault("income_unit", "year")
        work.setdefault("monthly_fen", (2 * fen + 12) // 24)
