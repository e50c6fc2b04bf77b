"""The rest of a training village: the work of a year on posts, money, trainings and jobs."""

from dataclasses import dataclass
from random import Random

from desktop_app.domain.citizen_id import age_on
from desktop_app.domain.holder_rules import birth_of
from desktop_app.domain.progress import Progress
from desktop_app.domain.records import Person, Placement
from desktop_app.session import Session
from desktop_app.use_cases.training_findings import plant_findings, settle_one
from desktop_app.use_cases.training_jobs import make_up_jobs
from desktop_app.use_cases.training_money import make_up_claim, make_up_month
from desktop_app.use_cases.training_posts import make_up_applicants, make_up_files
from desktop_app.use_cases.training_registers import make_up_registers

LIVED_IN = 2
"""Villages in which single cases are told to the end; the others only fill the registers."""


@dataclass(frozen=True, slots=True)
class MadeUpTrade:
    """How many records were made, and what was planted for the checks to find."""

    trainings: int
    ventures: int
    wage_clues: int
    events: int
    referrals: int
    claimed: int
    applicants: int
    planted: int


def make_up_trade(session: Session, seed: int = 1, progress: Progress | None = None) -> MadeUpTrade:
    """Give the people of a made-up village their year: after ``make_up_village``, same seed.

    Every page has rows; what 核查 and 数据质量 find was planted (``training_findings``).
    """
    progress = progress or Progress()
    counts = dict.fromkeys(("trainings", "ventures", "wage_clues", "events"), 0)
    for village in progress.over(session.village_codes):
        chance = Random(f"{seed} {village}")  # noqa: S311 - made-up people, no secret
        made = make_up_registers(session, village, grown_ups(session, village), chance)
        counts = {name: counts[name] + made[name] for name in counts}
    lived_in = session.village_codes[:LIVED_IN]
    people = {village: grown_ups(session, village) for village in lived_in}
    held = {one.person_id for one in session.find(Placement, village_code=lived_in[0])}
    free = [one for one in people[lived_in[0]] if one.id not in held]
    referrals = make_up_jobs(session, free)
    claimed = make_up_claim(session, free)
    applicants = make_up_applicants(session, lived_in[0], people[lived_in[0]])
    for village in lived_in:
        make_up_files(session, village, Random(f"{seed} 档案 {village}"))  # noqa: S311 - as above
    make_up_month(session, lived_in[0])
    settle_one(session, lived_in[0])
    planted = plant_findings(session, lived_in[-1], people[lived_in[-1]])
    return MadeUpTrade(
        **counts, referrals=referrals, claimed=claimed, applicants=applicants, planted=planted
    )


def grown_ups(session: Session, village: str) -> list[Person]:
    """Return the people of a village who are of working age, in the order they were made."""
    today = session.today()
    found = []
    for person in session.find(Person, village_code=village):
        born = birth_of(person)
        if born is not None and 19 <= age_on(born, today) < 58:
            found.append(person)
    return found
