"""The rules of data quality: the 28 that an office checks by, as far as the records have fields.

The last is one of our own: people who seem to be registered twice.
"""

from desktop_app.domain import quality_home as home
from desktop_app.domain import quality_person as person
from desktop_app.domain.quality_facts import Fault, QualityFacts, fault_of
from desktop_app.domain.quality_person import Rule, code_rule
from desktop_app.domain.rules import RulePack

RULES: tuple[tuple[str, Rule], ...] = (
    ("quality.number_wrong", person.number_wrong),
    ("quality.number_repeated", person.number_repeated),
    ("quality.sex_differs", person.sex_differs),
    ("quality.birth_differs", person.birth_differs),
    ("quality.name_odd", person.name_odd),
    ("quality.relation_wrong", code_rule("relation", "relation", empty=True)),
    ("quality.no_head", home.no_head),
    ("quality.two_heads", home.two_heads),
    ("quality.two_spouses", home.two_spouses),
    ("quality.same_sex_couple", home.same_sex_couple),
    ("quality.young_on_post", home.young_on_post),
    ("quality.none_away", home.none_away),
    ("quality.weak_away", home.weak_away),
    ("quality.idle_healthy", home.idle_healthy),
    ("quality.not_helped", home.not_helped),
    ("quality.place_without_time", home.place_without_time),
    ("quality.time_without_place", home.time_without_place),
    ("quality.schooling", person.schooling),
    ("quality.education_wrong", code_rule("education", "education")),
    ("quality.in_school_wrong", code_rule("in_school", "in_school")),
    ("quality.political_wrong", code_rule("political", "political")),
    ("quality.ethnicity_wrong", code_rule("ethnicity", "ethnicity", empty=True)),
    ("quality.capacity_wrong", code_rule("work_capacity", "work_capacity", empty=True)),
    ("quality.health_empty", person.health_empty),
    ("quality.health_wrong", code_rule("health", "health")),
    ("quality.phone_wrong", person.phone_wrong),
    ("quality.both_medical", home.both_medical),
    ("quality.no_medical", home.no_medical),
    ("quality.near_same", person.near_same),
)
"""Every rule, in the order people should work them off: append a new one here."""

NOT_CHECKED: tuple[tuple[str, str], ...] = (
    ("是否项没有填（低保、特困供养等）", "这里的是否项只有是和否，没有填就是否，查不出“空”。"),
    ("是否会讲普通话、是否国外务工", "人员资料里没有这两项；国外务工在就业地域里登记。"),
    ("失学或辍学原因、大病保险、商业补充医疗", "人员资料里没有这些项目。"),
    ("务工时间（月数）超过 12", "这里登记开始和结束日期，月数由日期算出，不会超过。"),
    ("人口编号、户编号格式", "编号由防返贫系统给，这里照抄，没有读到格式的规定。"),
)
"""What the office's tool checks and this program does not, and why."""


def faults(pack: RulePack, facts: QualityFacts) -> list[Fault]:
    """Return what the rules that are switched on find, rule by rule."""
    found = []
    for key, rule in RULES:
        clause = pack.clause(key, facts.today)
        if clause.value is not False:
            found += [fault_of(clause, wrong, facts) for wrong in rule(pack, facts)]
    return found
