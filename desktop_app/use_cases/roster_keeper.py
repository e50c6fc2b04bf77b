"""Writes what was planned for the rows of a roster."""

from dataclasses import replace

from db.operation import Operation
from db.rows import changed
from desktop_app.domain.records import Household
from desktop_app.use_cases.roster_households import Home
from desktop_app.use_cases.roster_plan import Plan


class Keeper:
    """Writes plans, each as one operation; knows the households it has made."""

    def __init__(self) -> None:
        self._kept: dict[int, Household] = {}

    def keep(self, operation: Operation, plan: Plan) -> None:
        """Keep the records of a plan."""
        assert plan.person is not None  # noqa: S101 - a plan to keep has a home - refused plans are not kept
        assert plan.home is not None  # noqa: S101 - a plan to keep has a home
        home = self._household(operation, plan.home)
        person = changed(plan.person, household_id=home.id) if plan.joins else plan.person
        person = operation.save(person)
        for work in plan.work:
            operation.save(replace(work, person_id=person.id))
        if plan.leaves is not None:
            operation.remove(plan.leaves)

    def _household(self, operation: Operation, home: Home) -> Household:
        kept = self._kept.get(id(home))
        if kept is None:
            kept = home.after if home.after == home.before else operation.save(home.after)
            self._kept[id(home)] = kept
        return kept
