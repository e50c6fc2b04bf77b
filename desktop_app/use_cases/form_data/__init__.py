"""What each form says, made from the records: one small function a form.

``FORM_DATA`` names them all; ``desktop_app.use_cases.papers`` prints what they return.
"""

from collections.abc import Mapping

from desktop_app.use_cases.form_data import (
    certificates,
    exits,
    insurance,
    months,
    notices,
    people,
    placements,
    posts,
    rolls,
    targets,
    totals,
    transfers,
    visits,
)
from desktop_app.use_cases.form_data.filled import Filled, Form, Selection

__all__ = ["FORM_DATA", "Filled", "Form", "Selection"]

_PLACEMENT, _ROLL, _ENROLMENT = "安置", "补贴发放表", "参保"
_PERSON, _HOUSEHOLD, _VISIT, _CLAIM = "人员", "户", "走访", "输出补助申请"
_MONTH = ("month", "village_code", "department")

FORM_DATA: Mapping[str, Form] = {
    "placement_certificate": Form(fill=certificates.placement_certificate, of=_PLACEMENT),
    "subsidy_summary": Form(fill=rolls.subsidy_summary, of=_ROLL, asks=_MONTH),
    "subsidy_notice": Form(fill=rolls.subsidy_notice, of=_ROLL, asks=_MONTH),
    "attendance": Form(fill=rolls.attendance, of="", asks=_MONTH),
    "subsidy_roster": Form(fill=rolls.subsidy_roster, of=_ROLL, asks=_MONTH),
    "post_application": Form(fill=placements.post_application, of=_PLACEMENT),
    "post_card": Form(fill=placements.post_card, of=_PLACEMENT),
    "village_review": Form(fill=placements.village_review, of=_PLACEMENT, together=True),
    "exit_approval": Form(fill=exits.exit_approval, of=_PLACEMENT),
    "hire_notice": Form(fill=placements.hire_notice, of=_PLACEMENT, together=True),
    "labour_agreement": Form(fill=placements.labour_agreement, of=_PLACEMENT),
    "exit_notice": Form(fill=exits.exit_notice, of=_PLACEMENT),
    "vacancy_report": Form(fill=exits.vacancy_report, of=_PLACEMENT),
    "pension_enrolment": Form(fill=insurance.pension_enrolment, of=_ENROLMENT),
    "flexible_pension": Form(fill=insurance.flexible_pension, of=_ENROLMENT),
    "injury_insurance": Form(fill=insurance.injury_insurance, of=_ENROLMENT),
    "transfer_subsidy": Form(fill=transfers.transfer_subsidy, of=_CLAIM),
    "transfer_roster": Form(fill=transfers.transfer_roster, of=_CLAIM),
    "training_wish": Form(fill=people.training_wish, of=_PERSON),
    "visit_record": Form(fill=visits.visit_record, of=_VISIT),
    "visit_receipt": Form(fill=visits.visit_receipt, of=_VISIT),
    "policy_notice": Form(fill=notices.policy_notice, of=_PERSON),
    "privacy_notice": Form(fill=notices.privacy_notice, of=_PERSON),
    "labour_roster": Form(fill=people.labour_roster, of="", asks=("village_code",)),
    "transfer_register": Form(
        fill=transfers.transfer_register, of="", asks=("village_code", "year")
    ),
    "post_register": Form(fill=posts.post_register, of="", asks=("village_code",)),
    "enrolment_register": Form(fill=insurance.enrolment_register, of="", asks=("village_code",)),
    "visit_register": Form(
        fill=visits.visit_register, of="", asks=("village_code", "month", "year")
    ),
    "target_report": Form(fill=targets.target_report, of="", asks=("village_code", "year")),
    "subsidy_totals": Form(fill=totals.subsidy_totals, of="", asks=("village_code", "year")),
    "month_report": Form(fill=months.month_report, of="", asks=("month", "village_code")),
    "household_file": Form(fill=people.household_file, of=_HOUSEHOLD),
}
"""Every form that is printed from records, and how it is filled."""
