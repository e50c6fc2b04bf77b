"""Columns that no record has as a field: ages, names of areas, what a month of marks comes to."""

from collections.abc import Mapping
from datetime import date

from desktop_app.domain.citizen_id import age_on
from desktop_app.domain.codes import text_of
from desktop_app.domain.dates import MONTHS_PER_YEAR
from desktop_app.domain.divisions import Village, county, is_office_code, village
from desktop_app.domain.employment_scope import ABROAD
from desktop_app.domain.errors import Refused
from desktop_app.domain.income import monthly_equivalent
from desktop_app.domain.places import place_words
from desktop_app.spreadsheets.book import Cell, Count, Yuan
from desktop_app.use_cases.exporting.rows import Row
from desktop_app.use_cases.exporting.values import Read, Telling
from desktop_app.use_cases.people_list import village_name
from desktop_app.use_cases.printout_lines import form_words
from desktop_app.use_cases.roster_households import mark_of

Worked = tuple[tuple[str, ...], str, Read]
"""Which records it needs, its heading, and what it says of a row."""

YES_NO = {True: "是", False: "否"}
INSURED, UNINSURED = "参保", "未参保"
NO_WISH, UNSURE = "none", "unsure"
UNABLE = frozenset({"lost", "none"})
FINISHED = frozenset({"finished", "certified"})
_INDUSTRIES = {"A": "第一产业", **dict.fromkeys("BCDE", "第二产业")}
_TENTHS_OF_MARKS = {"1": 10, "h": 5}


def _age(row: Row, how: Telling) -> Cell:
    birth = row["person"].birth_on if row["person"] is not None else None
    return None if birth is None else age_on(birth, how.today)


def _village(row: Row, how: Telling) -> Cell:
    return village_name(row[""].village_code)


def _form(row: Row, how: Telling) -> Cell:
    return form_words(row[""].form)


def _mark(row: Row, how: Telling) -> Cell:
    """Return what is the same for all of a household, also where it has no number."""
    home = row["household"]
    return None if home is None else mark_of(home.id)


def _village_code(row: Row, how: Telling) -> Cell:
    code: str = row[""].village_code
    return code


def _area(row: Row) -> Village | None:
    code = row[""].village_code
    try:
        return None if is_office_code(code) else village(code)
    except Refused:
        return None


def _county(row: Row, how: Telling) -> Cell:
    area = _area(row)
    return area.county_name if area else county(row[""].village_code[:6]).name


def _township(row: Row, how: Telling) -> Cell:
    area = _area(row)
    return area.township_name if area else None


def _whole_area(row: Row, how: Telling) -> Cell:
    area = _area(row)
    return area.full_name if area else village_name(row[""].village_code)


def _above(digits: int) -> Read:
    """Tell the name of the area above, by so many digits of the code: 2 region, 4 prefecture."""
    return lambda row, how: place_words(row[""].village_code[:digits].ljust(6, "0"))


def _fixed(words: str) -> Read:
    return lambda row, how: words


def _province(row: Row, how: Telling) -> Cell:
    work = row["employment"]
    if work is None or not work.place_code:
        return None
    return place_words(f"{work.place_code[:2]}0000") or None


def _working(row: Row, how: Telling) -> Cell:
    return YES_NO[row["employment"] is not None]


def _yearly(row: Row, how: Telling) -> Cell:
    """Return the income of a year in tens of thousands of yuan, as the county's list asks."""
    month = _a_month(row, how)
    return None if month is None else Yuan((month * MONTHS_PER_YEAR + 5_000) // 10_000)


def _monthly(row: Row, how: Telling) -> Cell:
    month = _a_month(row, how)
    return None if month is None else Yuan(month)


def _a_month(row: Row, how: Telling) -> int | None:
    work = row["employment"]
    if work is None:
        return None
    if work.income_fen is not None:
        return monthly_equivalent(how.rules, work.income_fen, work.income_unit, how.today)
    fen: int | None = work.monthly_fen
    return fen


def _industry(row: Row, how: Telling) -> Cell:
    work = row["employment"]
    if work is None or not work.industry:
        return None
    return _INDUSTRIES.get(work.industry, "第三产业")


def _without_work(field: str, codes: str = "") -> Read:
    """Tell a fact of the person only where there is no work now (未转移)."""

    def read(row: Row, how: Telling) -> Cell:
        if row["employment"] is not None:
            return None
        value: Cell = getattr(row["person"], field)
        if isinstance(value, int) and not isinstance(value, bool):
            return Yuan(value)
        return text_of(codes, str(value)) if codes else value

    return read


def _insured(*schemes: str) -> Read:
    wanted = frozenset(schemes)

    def read(row: Row, how: Telling) -> Cell:
        return INSURED if any(one.scheme in wanted for one in row["enrolments"]) else UNINSURED

    return read


def _insured_yes(*schemes: str) -> Read:
    wanted = frozenset(schemes)
    return lambda row, how: YES_NO[any(one.scheme in wanted for one in row["enrolments"])]


def _trained(row: Row, how: Telling) -> Cell:
    return YES_NO[any(one.result in FINISHED for one in row["trainings"])]


def _certified(row: Row, how: Telling) -> Cell:
    return YES_NO[any(one.certificate_number for one in row["trainings"])]


def _certificate(row: Row, how: Telling) -> Cell:
    kinds = [one.certificate_kind for one in row["trainings"] if one.certificate_number]
    return text_of("certificate_kind", kinds[-1]) if kinds else None


def _counted(name: str) -> Read:
    return lambda row, how: len(row[name])


def _there(name: str) -> Read:
    return lambda row, how: YES_NO[row[name] is not None]


def _months_worked(row: Row, how: Telling) -> Cell:
    """Return the months of this year that the work lasted so far, begun ones counted."""
    work = row["employment"]
    return None if work is None or work.since is None else _months(work.since, how.today)


def _months_on_post(row: Row, how: Telling) -> Cell:
    one = row["placement"]
    return None if one is None or one.started_on is None else _months(one.started_on, how.today)


def _months(since: date, today: date) -> int | None:
    first = max(since, date(today.year, 1, 1))
    return None if first > today else today.month - first.month + 1


def _months_agreed(row: Row, how: Telling) -> Cell:
    one = row["placement"]
    if one is None or one.agreement_from is None or one.agreement_to is None:
        return None
    begin, end = one.agreement_from, one.agreement_to
    months: int = (end.year - begin.year) * MONTHS_PER_YEAR + end.month - begin.month
    months += end.day >= begin.day
    return months


def _reached(field: str) -> Read:
    """Tell how far a target was reached; nothing where no record of this program tells."""

    def read(row: Row, how: Telling) -> Cell:
        cell: Cell = None if row["reached"] is None else getattr(row["reached"], field)
        return cell

    return read


def _marked(signs: str) -> Read:
    """Count the marks of a month; half a day is a half."""

    def read(row: Row, how: Telling) -> Cell:
        marks = row["attendance"].marks
        return Count(sum(_TENTHS_OF_MARKS.get(one, 10) for one in marks if one in signs))

    return read


def _worked_days(row: Row, how: Telling) -> Cell:
    halves = row["roll_line"].worked_halves
    return None if halves is None else Count(5 * halves)


def _year(row: Row, how: Telling) -> Cell:
    return how.today.year


def _number(row: Row, how: Telling) -> Cell:
    number: int = row["number"]
    return number


def _abroad(row: Row, how: Telling) -> Cell:
    work = row["employment"]
    return YES_NO[work is not None and work.scope == ABROAD]


def _events(kind: str) -> Read:
    return lambda row, how: len([one for one in row["events"] if one.kind == kind])


def _subsidised(row: Row, how: Telling) -> Cell:
    return YES_NO[any(one.subsidy_fen for one in row["enrolments"])]


def _loan(row: Row, how: Telling) -> Cell:
    one = row["venture"]
    return None if one is None else YES_NO[one.loan_fen is not None]


def _loan_wan(row: Row, how: Telling) -> Cell:
    """Return a loan in tens of thousands of yuan."""
    one = row["venture"]
    if one is None or one.loan_fen is None:
        return None
    return Yuan((one.loan_fen + 5_000) // 10_000)


def _registered(row: Row, how: Telling) -> Cell:
    one = row["venture"]
    return None if one is None else YES_NO[one.registered_on is not None]


def _on_post(tell: Read) -> Read:
    return lambda row, how: None if row["placement"] is None else tell(row, how)


def _wish(row: Row, how: Telling) -> Cell:
    """Say if somebody without work wants any; not asked is neither."""
    wish = row["person"].job_intention
    if row["employment"] is not None or wish in ("", UNSURE):
        return None
    return YES_NO[wish != NO_WISH]


def _unable(row: Row, how: Telling) -> Cell:
    capacity = row["person"].work_capacity
    return text_of("work_capacity", capacity) if capacity in UNABLE else None


def _wants_training(row: Row, how: Telling) -> Cell:
    return YES_NO[bool(row["person"].training_wish)]


def _disabled(row: Row, how: Telling) -> Cell:
    person = row["person"]
    return YES_NO[bool(person.disability_kind or person.disability_card)]


_PENSION, _RESIDENT = ("flexible_pension", "employee_pension"), ("resident_pension",)

WORKED_OUT: Mapping[str, Worked] = {
    "number": ((), "序号", _number),
    "employment.abroad": (("employment",), "是否国外务工", _abroad),
    "count.policy": (("attended", "events"), "政策咨询", _events("policy")),
    "count.jobs": (("attended", "events"), "就业信息", _events("jobs")),
    "has.subsidy": (("enrolments",), "社会保险补贴", _subsidised),
    "venture.loan": (("venture",), "是否享受担保贷款", _loan),
    "venture.loan_wan": (("venture",), "贷款金额（万元）", _loan_wan),
    "venture.registered": (("venture",), "是否工商登记", _registered),
    "placement.unit": (("placement",), "安置单位名称", _on_post(_whole_area)),
    "post.form": (("placement",), "就业类型",
                  _on_post(lambda row, how: text_of("employment_form", "030"))),
    "post.scope": (("placement",), "就业地域",
                   _on_post(lambda row, how: text_of("transfer_scope", "county"))),
    "idle.wish": (("person", "employment"), "是否有就业愿望", _wish),
    "unable": (("person",), "无劳动能力状况", _unable),
    "wants_training": (("person",), "是否有培训意愿", _wants_training),
    "disabled": (("person",), "是否残疾", _disabled),
    "services": (("attended",), "已享受就业服务", lambda row, how: YES_NO[bool(row["attended"])]),
    "household.mark": (("household",), "同户标识", _mark),
    "age": (("person",), "年龄", _age),
    "form.words": ((), "文书种类", _form),
    "village": ((), "嘎查村", _village),
    "village_code": ((), "嘎查村代码", _village_code),
    "county": ((), "旗县区", _county),
    "township": ((), "苏木乡镇", _township),
    "area": ((), "所属行政区", _whole_area),
    "region": ((), "省", _above(2)),
    "prefecture": ((), "市", _above(4)),
    "identity_card": ((), "证件类型", _fixed("居民身份证")),
    "year": ((), "年度", _year),
    "employment.province": (("employment",), "外出省份", _province),
    "employment.yearly": (("employment",), "年收入（万元）", _yearly),
    "employment.a_month": (("employment",), "月均工资", _monthly),
    "employment.sector": (("employment",), "从事产业类型", _industry),
    "employment.months": (("employment",), "务工时间（月）", _months_worked),
    "employment.there": (("employment",), "是否就业", _working),
    "idle.poverty": (("person", "employment"), "人员身份", _without_work("poverty_status",
                                                                 "poverty_status")),
    "idle.hard_to_place": (("person", "employment"), "困难群体情况",
                           _without_work("hard_to_place", "hard_to_place")),
    "idle.wanted_job": (("person", "employment"), "就业工种意向", _without_work("wanted_job")),
    "idle.wanted_pay": (("person", "employment"), "工资收入意向",
                        _without_work("wanted_monthly_fen")),
    "idle.wanted_place": (("person", "employment"), "就业区域意向",
                          _without_work("wanted_place", "transfer_scope")),
    "idle.intention": (("person", "employment"), "就业形式意向",
                       _without_work("job_intention", "job_intention")),
    "idle.training": (("person", "employment"), "培训意向需求", _without_work("training_wish")),
    "insured.employee_pension": (("enrolments",), "城镇职工养老", _insured(*_PENSION)),
    "insured.resident_pension": (("enrolments",), "城乡居民养老", _insured(*_RESIDENT)),
    "insured.employee_medical": (("enrolments",), "城镇职工医疗", _insured("employee_medical")),
    "insured.resident_medical": (("enrolments",), "城乡居民医疗", _insured("resident_medical")),
    "insured.unemployment": (("enrolments",), "失业", _insured("unemployment")),
    "insured.injury": (("enrolments",), "工伤", _insured("injury")),
    "has.employee_pension": (("enrolments",), "是否参加城镇职工基本养老保险",
                             _insured_yes(*_PENSION)),
    "has.resident_pension": (("enrolments",), "城乡居民养老", _insured_yes(*_RESIDENT)),
    "has.employee_medical": (("enrolments",), "城镇职工医保", _insured_yes("employee_medical")),
    "has.resident_medical": (("enrolments",), "城乡居民医保", _insured_yes("resident_medical")),
    "has.insurance": (("enrolments",), "是否参加社会保险",
                      _insured_yes(*_PENSION, *_RESIDENT, "injury", "unemployment")),
    "trained": (("trainings",), "是否参加技能培训", _trained),
    "certified": (("trainings",), "是否获得国家职业资格证书", _certified),
    "certificate": (("trainings",), "取得证书", _certificate),
    "count.trainings": (("trainings",), "培训次数", _counted("trainings")),
    "count.referrals": (("referrals",), "职业指导与介绍", _counted("referrals")),
    "count.members": (("members",), "人口", _counted("members")),
    "venture.there": (("venture",), "是否创业", _there("venture")),
    "placement.there": (("placement",), "是否在岗", _there("placement")),
    "placement.months": (("placement",), "公益性岗位(月数)", _months_on_post),
    "placement.agreed_months": (("placement",), "签订合同或协议月数", _months_agreed),
    "reached.area": (("reached",), "区域", _reached("area")),
    "reached.done": (("reached",), "完成数", _reached("done")),
    "reached.percent": (("reached",), "完成率（%）", _reached("percent")),
    "reached.missing": (("reached",), "还差", _reached("missing")),
    "attendance.days": (("attendance",), "出勤天数", _marked("1h")),
    "attendance.personal": (("attendance",), "事假天数", _marked("p")),
    "attendance.sick": (("attendance",), "病假天数", _marked("s")),
    "attendance.absent": (("attendance",), "旷工天数", _marked("a")),
    "roll_line.days": (("roll_line",), "出勤天数", _worked_days),
}  # fmt: skip
"""By their names in ``data/export_layouts`` and in the registers."""
