"""The roles that an office gives to its desks, and one hub to another.

A specialist works in villages; a township and a county are offices: they decide on what villages
propose and see the desks under them.
"""

from collections.abc import Mapping

from desktop_app.domain.records import Claim, ClaimLine, Placement, Post, Record, Roll

DESK_ROLES = ("specialist", "township", "county")
OFFICE_ROLES = ("township", "county")
ROLES = (*DESK_ROLES, "hub")
"""What a certificate can say: ``hub`` is a lower hub at an upper one."""

OFFICE_FIELDS: Mapping[type[Record], tuple[str, ...]] = {
    Post: ("approved_on", "approved_by", "approval_number"),
    Placement: (
        *("checked_on", "checked_by", "decided_on", "decided_by"),
        *("exit_approved_on", "exit_approved_by"),
    ),
    Roll: ("approved_on", "approved_by"),
    Claim: ("decided_on", "decided_by"),
    ClaimLine: ("rate_fen", "amount_fen"),
}
"""What only an office fills in, and never for a record that the same officer began."""
