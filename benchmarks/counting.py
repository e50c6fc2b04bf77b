"""What is counted over a whole banner: targets, the month's monitoring, the workbench, matches."""

from benchmarks.measure import Amount, Figure, middle
from db.connection import fetch_sql
from desktop_app.domain.records import Employer, Vacancy
from desktop_app.session import Session
from desktop_app.use_cases.monitoring import MonitoringFilter, count_monitored
from desktop_app.use_cases.referrals import matches
from desktop_app.use_cases.targets import target_sheet
from desktop_app.use_cases.transfer_report import transfer_counts, transfer_report
from desktop_app.use_cases.vacancies import save_employer, save_vacancy
from desktop_app.use_cases.workbench import workbench

RUNS = 3
DAIRY = "示范乳业有限公司"
BARE = (
    "SELECT village_code, scope, count(DISTINCT person_id) FROM employment WHERE removed = 0"
    " GROUP BY village_code, scope",
    "SELECT village_code, sum(headcount) FROM post WHERE removed = 0 GROUP BY village_code",
    "SELECT village_code, count(DISTINCT person_id) FROM enrolment WHERE removed = 0"
    " GROUP BY village_code",
)

BARE_CLASSES = (
    "SELECT village_code, scope, count(*) FROM employment"
    " WHERE removed = 0 AND (until IS NULL OR until >= ?) GROUP BY village_code, scope"
)


def transfers(session: Session) -> list[Figure | Amount]:
    """Measure the classes of work away by village, and the whole report with its coverage."""
    database, today = session.store.database, session.today().isoformat()
    bare = middle(lambda: fetch_sql(database, BARE_CLASSES, [today]), RUNS)
    counted = middle(lambda: transfer_counts(session), RUNS)
    report = middle(lambda: transfer_report(session), RUNS)
    return [
        Figure("20 万人时转移就业四类按村数一遍", counted, 0, 200, " ms"),
        Amount("其中裸 SQL 数一遍就业", bare * 1000, 0, "ms"),
        Amount("20 万人时转移就业汇总，含覆盖和另数一遍", report * 1000, 0, "ms"),
    ]


def counting(session: Session) -> list[Figure | Amount]:
    """Measure on a folder of 200,000 people."""
    database = session.store.database
    bare = middle(lambda: [fetch_sql(database, sql) for sql in BARE], RUNS)
    targets = middle(lambda: target_sheet(session), RUNS)
    employers = session.find(Employer, name=DAIRY)  # there already in a folder that was kept
    employer = employers[0] if employers else save_employer(session, Employer(name=DAIRY))
    vacancy = save_vacancy(session, Vacancy(employer_id=employer.id, title="厨师", trade="cook"))
    return [
        *transfers(session),
        Figure("20 万人时目标任务一整张表", targets, 0, 2000, " ms"),
        Amount("其中裸 SQL 数一遍就业、岗位、参保", bare * 1000, 0, "ms"),
        Figure("20 万人时工作台", middle(lambda: workbench(session), RUNS), 0, 100, " ms"),
        Amount(
            "20 万人时找合适的人",
            middle(lambda: matches(session, vacancy.id), RUNS) * 1000,
            0,
            "ms",
        ),
        Amount(
            "20 万人时数一遍本月监测",
            middle(lambda: count_monitored(session, MonitoringFilter(state="open")), RUNS) * 1000,
            0,
            "ms",
        ),
    ]
