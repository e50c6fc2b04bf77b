"""培训就业: trainings, jobs, start-ups, unpaid wages and the five deliveries."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from ui.jobs import Jobs
from ui.page import Door, Page
from ui.pages.register_page import Register, RegisterPage
from ui.tabbed_page import TabbedPage


class WorkTabs(TabbedPage):
    """The registers of the rest of the trade, one tab a kind."""

    name, title, icon = "work", "培训就业", "graduation-cap"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__([_door(session, jobs, *each) for each in _registers()], parent)


def _registers() -> list[tuple[str, str, Callable[[], Register]]]:
    from ui.pages.work_events import event_register
    from ui.pages.work_trainings import training_register
    from ui.pages.work_vacancies import employer_register, referral_register, vacancy_register
    from ui.pages.work_ventures import venture_register
    from ui.pages.work_wage_clues import wage_clue_register

    return [
        ("trainings", "培训", training_register),
        ("vacancies", "招聘岗位", vacancy_register),
        ("referrals", "推荐记录", referral_register),
        ("employers", "用人单位", employer_register),
        ("ventures", "创业", venture_register),
        ("wages", "欠薪线索", wage_clue_register),
        ("events", "五送活动", event_register),
    ]


def _door(
    session: Session, jobs: Jobs, name: str, title: str, register: Callable[[], Register]
) -> Door:
    def page() -> Page:
        return RegisterPage(register(), session, jobs)

    return Door(name, title, "clipboard-list", partial(page))
