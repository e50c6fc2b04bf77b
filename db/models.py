"""The tables as peewee sees them: fields in the order of the record types.

No model is bound to a database: `db.query_texts` writes queries with them. Rows are written by
`db.operation` alone.
"""

from peewee import BlobField, IntegerField, Model, TextField

from desktop_app.domain.records import (
    Disclosure,
    Employment,
    Enrolment,
    Household,
    Paper,
    Person,
    Placement,
    Post,
    Record,
    Visit,
)


class HouseholdRow(Model):
    """Table of `Household`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    number = TextField()
    kind = TextField()
    group_name = TextField()
    address = TextField()
    phone = TextField()
    relocated = IntegerField()
    risk_cause = TextField()
    notes = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "household"


class PersonRow(Model):
    """Table of `Person`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    household_id = BlobField(null=True)
    name = TextField()
    relation = TextField()
    citizen_id = TextField()
    disability_card = TextField()
    sex = TextField()
    birth_on = TextField(null=True)
    ethnicity = TextField()
    political = TextField()
    education = TextField()
    marriage = TextField()
    phone = TextField()
    address = TextField()
    residence = TextField()
    health = TextField()
    disability_kind = TextField()
    disability_level = TextField()
    work_capacity = TextField()
    skills = TextField()
    skill_level = TextField()
    employment_status = TextField()
    job_intention = TextField()
    wanted_place = TextField()
    wanted_job = TextField()
    wanted_monthly_fen = IntegerField(null=True)
    training_wish = TextField()
    poverty_status = TextField()
    hard_to_place = TextField()
    in_school = TextField()
    subsistence = IntegerField()
    destitute = IntegerField()
    cadre_kin = IntegerField()
    pension_drawn = IntegerField()
    died_on = TextField(null=True)
    notes = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "person"


class EmploymentRow(Model):
    """Table of `Employment`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    person_id = BlobField(null=True)
    form = TextField()
    employer = TextField()
    job = TextField()
    place_code = TextField()
    place = TextField()
    scope = TextField()
    scope_reason = TextField()
    channel = TextField()
    since = TextField(null=True)
    until = TextField(null=True)
    monthly_fen = IntegerField(null=True)
    contract = IntegerField()
    notes = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "employment"


class VisitRow(Model):
    """Table of `Visit`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    household_id = BlobField(null=True)
    person_id = BlobField(null=True)
    visited_on = TextField(null=True)
    way = TextField()
    purpose = TextField()
    informant = TextField()
    residing = TextField()
    employment_status = TextField()
    scope = TextField()
    employer = TextField()
    monthly_fen = IntegerField(null=True)
    job_intention = TextField()
    training_wish = TextField()
    enrolment = TextField()
    difficulty = TextField()
    promise = TextField()
    promise_due_on = TextField(null=True)
    notes = TextField()
    changed = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "visit"


class PostRow(Model):
    """Table of `Post`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    title = TextField()
    kind = TextField()
    department = TextField()
    fund = TextField()
    headcount = IntegerField()
    standard_fen = IntegerField(null=True)
    standard_period = TextField()
    required_days = IntegerField(null=True)
    place = TextField()
    duties = TextField()
    need = TextField()
    proposed_on = TextField(null=True)
    approved_on = TextField(null=True)
    approved_by = TextField()
    approval_number = TextField()
    abolished_on = TextField(null=True)
    notes = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "post"


class PlacementRow(Model):
    """Table of `Placement`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    post_id = BlobField(null=True)
    person_id = BlobField(null=True)
    applied_on = TextField(null=True)
    reviewed_on = TextField(null=True)
    review_due = IntegerField(null=True)
    review_present = IntegerField(null=True)
    review_agreed = IntegerField(null=True)
    notice_from = TextField(null=True)
    notice_to = TextField(null=True)
    objection = TextField()
    decided_on = TextField(null=True)
    agreement_from = TextField(null=True)
    agreement_to = TextField(null=True)
    started_on = TextField(null=True)
    last_day_on = TextField(null=True)
    exit_reason = TextField()
    exit_evidence = TextField()
    checks = TextField()
    notes = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "placement"


class EnrolmentRow(Model):
    """Table of `Enrolment`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    person_id = BlobField(null=True)
    scheme = TextField()
    status = TextField()
    rhythm = TextField()
    grade_fen = IntegerField(null=True)
    since = TextField(null=True)
    paid_until = TextField(null=True)
    next_due_on = TextField(null=True)
    evidence = TextField()
    ended_on = TextField(null=True)
    notes = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "enrolment"


class PaperRow(Model):
    """Table of `Paper`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    form = TextField()
    number = TextField()
    person_id = BlobField(null=True)
    placement_id = BlobField(null=True)
    issued_on = TextField(null=True)
    content = TextField()
    sha256 = TextField()
    rules = TextField()
    voided_on = TextField(null=True)
    void_reason = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "paper"


class DisclosureRow(Model):
    """Table of `Disclosure`."""

    id = BlobField(primary_key=True)
    village_code = TextField()
    person_id = BlobField(null=True)
    shown_at = TextField(null=True)
    occasion = TextField()
    removed = IntegerField(default=0)

    class Meta:
        table_name = "disclosure"


MODELS: dict[type[Record], type[Model]] = {
    Household: HouseholdRow,
    Person: PersonRow,
    Employment: EmploymentRow,
    Visit: VisitRow,
    Post: PostRow,
    Placement: PlacementRow,
    Enrolment: EnrolmentRow,
    Paper: PaperRow,
    Disclosure: DisclosureRow,
}
"""The table of each record type."""
