"""公益岗位: the posts, the days worked, the money, and the checks before it is paid."""

from PySide6.QtWidgets import QWidget

from desktop_app.session import Session
from ui.jobs import Jobs
from ui.page import Door, Page
from ui.tabbed_page import TabbedPage


class PostsTabs(TabbedPage):
    """Everything about posts, one tab a step of the month; ids of posts and people open 岗位."""

    name, title, icon = "posts", "公益岗位", "hand-heart"

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(_tabs(session, jobs), parent)


def _tabs(session: Session, jobs: Jobs) -> list[Door]:
    """Return the tabs in the order of the work; each page is imported when it is first opened."""

    def posts() -> Page:
        from ui.pages.posts import PostsPage

        return PostsPage(session, jobs)

    def attendance() -> Page:
        from ui.pages.attendance import AttendancePage

        return AttendancePage(session, jobs)

    def rolls() -> Page:
        from ui.pages.rolls import RollsPage

        return RollsPage(session, jobs)

    def checks() -> Page:
        from ui.pages.checks import ChecksPage

        return ChecksPage(session, jobs)

    return [
        Door("list", "岗位", "hand-heart", posts),
        Door("attendance", "考勤", "calendar", attendance),
        Door("rolls", "补贴发放", "wallet", rolls),
        Door("checks", "核查", "shield-check", checks),
    ]
