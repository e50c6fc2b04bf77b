"""What each form says, made from the records: one small function a form.

``FORM_DATA`` names them all; ``desktop_app.use_cases.papers`` prints what they return.
"""

from collections.abc import Mapping

from desktop_app.use_cases.form_data import certificates, exits, placements, rolls
from desktop_app.use_cases.form_data.filled import Filled, Form, Selection

__all__ = ["FORM_DATA", "Filled", "Form", "Selection"]

_PLACEMENT, _ROLL = "安置", "补贴发放表"
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
}
"""Every form that is printed from records, and how it is filled."""
