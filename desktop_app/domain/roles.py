"""The roles that an office gives to its desks, and one hub to another.

A specialist works in villages; a township and a county are offices: they approve posts and see
the desks under them.
"""

DESK_ROLES = ("specialist", "township", "county")
OFFICE_ROLES = ("township", "county")
ROLES = (*DESK_ROLES, "hub")
"""What a certificate can say: ``hub`` is a lower hub at an upper one."""
