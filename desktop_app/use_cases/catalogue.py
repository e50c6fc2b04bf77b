"""The written list of use cases that can be called by name, and how their arguments are read."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, get_type_hints

from desktop_app.domain.errors import Refused
from desktop_app.domain.records import Record
from desktop_app.session import Session
from desktop_app.use_cases import (
    agreements,
    applications,
    appraisals,
    attendance,
    certificates,
    checks,
    claim_checks,
    claim_decisions,
    claim_lines,
    claim_roster,
    claims,
    clashes,
    consents,
    decisions,
    desk_names,
    employments,
    enrolments,
    events,
    exchange,
    exits,
    found_books,
    history,
    households,
    judgements,
    ledger_checks,
    monitoring,
    month_books,
    month_report,
    notices,
    office_layouts,
    on_post,
    organisers,
    paper_numbers,
    papers,
    past_visits,
    people,
    placement_checks,
    placement_decisions,
    placement_dues,
    placement_files,
    placements,
    post_list,
    posts,
    quality,
    referrals,
    registers,
    roll_bank,
    roll_exports,
    roll_payments,
    roll_totals,
    rolls,
    rule_drafts,
    rulebooks,
    similar_people,
    snapshots,
    snoozing,
    targets,
    trainings,
    transfer_books,
    transfer_report,
    transfers,
    upkeep,
    vacancies,
    ventures,
    visits,
    wage_clues,
    watch_lists,
    workbench,
)
from desktop_app.use_cases.arguments import refuse_unstorable, told_of_mistake
from desktop_app.use_cases.exporting import register, template
from desktop_app.use_cases.sheets_in import taking_in

USE_CASES: tuple[Callable[..., Any], ...] = (
    people.find_people,
    people.person_lines,
    people.person_file,
    people.add_person,
    similar_people.similar_people,
    people.save_person,
    people.remove_person,
    people.show_citizen_id,
    households.save_household,
    households.move_person,
    employments.save_employment,
    employments.end_employment,
    employments.record_return,
    employments.plan_departure,
    transfers.find_transfers,
    transfers.transfer_lines,
    transfers.transfer_file,
    transfer_report.transfer_report,
    transfer_report.transfer_people,
    transfer_report.transfer_counts,
    organisers.save_organiser,
    organisers.organisers,
    claims.find_claims,
    claims.claim_rows,
    claims.save_claim,
    claims.remove_claim,
    claim_lines.claim_people,
    claim_lines.add_claimed,
    claim_lines.drop_claimed,
    claim_lines.see_evidence,
    claim_lines.check_by_phone,
    claim_lines.propose_refusal,
    claim_checks.check_claim,
    claim_checks.return_claim,
    claim_checks.resubmit_claim,
    claim_decisions.decide_claim,
    claim_decisions.correct_line,
    claim_decisions.pay_claim,
    claim_roster.import_claim_roster,
    taking_in.import_sheet,
    past_visits.keep_past_visit,
    transfer_books.write_claim_roster,
    register.export_register,
    template.fill_template,
    visits.record_visit,
    post_list.post_lines,
    posts.propose_post,
    posts.save_post,
    posts.approve_post,
    posts.abolish_post,
    posts.announce_post,
    placement_checks.check_placement,
    placements.place_person,
    applications.application_checks,
    applications.apply_for_post,
    applications.review_applicants,
    applications.check_applicants,
    applications.decline_applicants,
    notices.notice_end,
    notices.open_notice,
    notices.object_to_notice,
    notices.settle_objection,
    placement_decisions.decision_checks,
    placement_decisions.what_blocks,
    placement_decisions.decide_placements,
    agreements.agreements_of,
    agreements.sign_agreement,
    agreements.renew_agreement,
    on_post.train_holders,
    on_post.insure_holders,
    on_post.start_work,
    appraisals.appraisals_of,
    appraisals.appraise,
    appraisals.cautions_of,
    appraisals.warn_holder,
    appraisals.sign_warning,
    judgements.judgements,
    exits.exit_stop_month,
    exits.end_placement,
    exits.approve_exits,
    exits.return_exit,
    exits.deliver_exit_notice,
    exits.record_recovery,
    exits.report_vacancy,
    placement_files.placement_file,
    placement_files.keep_document,
    placement_files.remove_document,
    placement_dues.placement_dues,
    placements.withdraw_placement,
    enrolments.save_enrolment,
    enrolments.record_payment,
    enrolments.end_enrolment,
    enrolments.switch_scheme,
    enrolments.outlook,
    certificates.issue_certificate,
    papers.print_form,
    papers.void_paper,
    paper_numbers.number_blocks,
    monitoring.find_monitored,
    monitoring.monitoring_lines,
    monitoring.monitor_unchanged,
    monitoring.stale_facts,
    snapshots.month_sheet,
    snapshots.close_month,
    snapshots.closed_months,
    month_report.month_report,
    month_books.export_month_report,
    ledger_checks.check_ledger_mark,
    targets.target_sheet,
    targets.measure_sheet,
    targets.people_behind,
    targets.set_target,
    snoozing.snooze_todo,
    snoozing.wake_todo,
    registers.find_entries,
    registers.entry_lines,
    trainings.save_training,
    trainings.enrol_in_training,
    trainings.finish_training,
    trainings.training_count_findings,
    vacancies.save_employer,
    vacancies.save_vacancy,
    vacancies.close_vacancy,
    vacancies.flexible_people,
    consents.give_consent,
    consents.withdraw_consent,
    referrals.matches,
    referrals.vacancies_for,
    referrals.refer,
    referrals.record_referral_result,
    ventures.save_venture,
    ventures.move_loan,
    wage_clues.save_wage_clue,
    wage_clues.hand_over_clue,
    wage_clues.close_clue,
    events.save_event,
    events.attend,
    events.attendees,
    events.event_counts,
    office_layouts.form_layouts,
    office_layouts.layout_file,
    office_layouts.export_layout,
    office_layouts.try_layout,
    office_layouts.import_layout,
    office_layouts.publish_layout,
    office_layouts.withdraw_layout,
    workbench.workbench,
    history.undoable,
    history.undo,
    history.redo,
    exchange.sync_state,
    exchange.exchange_history,
    decisions.open_conflicts,
    decisions.settle_conflict,
    decisions.lost_values,
    decisions.restore_lost_value,
    decisions.parked_entries,
    decisions.quarantined_entries,
    decisions.adopt_entry,
    decisions.refuse_entry,
    clashes.clashes,
    desk_names.office_desks,
    upkeep.check,
    upkeep.statistics,
    checks.check_village,
    checks.settle_hit,
    checks.list_ages,
    found_books.export_checks,
    found_books.export_monitored,
    rulebooks.rules_versions,
    rulebooks.rules_text,
    rulebooks.compare_rules,
    rulebooks.publish_rules,
    rulebooks.withdraw_rules,
    rulebooks.import_rules,
    rulebooks.export_rules,
    rulebooks.explain,
    rule_drafts.rule_draft,
    rule_drafts.change_clause,
    rule_drafts.undo_change,
    rule_drafts.drop_rule_draft,
    rule_drafts.draft_from_file,
    rule_drafts.draft_from_version,
    rule_drafts.publish_draft,
    attendance.attendance_month,
    attendance.save_marks,
    attendance.fill_attendance,
    attendance.carry_attendance,
    attendance.confirm_attendance,
    attendance.correct_attendance,
    rolls.roll_months,
    rolls.draft_roll,
    rolls.close_roll,
    rolls.roll_file,
    rolls.publish_roll,
    rolls.object_to_roll,
    rolls.settle_roll_objection,
    rolls.approve_roll,
    rolls.return_roll,
    roll_payments.confirm_payments,
    roll_payments.record_failure,
    roll_totals.roll_totals,
    roll_totals.export_totals,
    watch_lists.import_watch_list,
    quality.check_quality,
    quality.write_quality,
    roll_exports.export_roll,
    roll_bank.read_bank_file,
    roll_bank.confirm_bank_file,
)
"""Every use case of ``nutag do``: append a new one here."""


@dataclass(frozen=True, slots=True)
class Description:
    """What one use case is called, promises and takes."""

    name: str
    words: str
    arguments: dict[str, str]


def descriptions() -> list[Description]:
    """Return what can be called, in the order of the list."""
    return [
        Description(
            use_case.__name__,
            inspect.getdoc(use_case) or "",
            {name: _kind(hint) for name, hint in _hints(use_case).items()},
        )
        for use_case in USE_CASES
    ]


def call(session: Session, name: str, arguments: Mapping[str, Any]) -> Any:
    """Call a use case by name with arguments of JSON's kinds.

    A record with an ``id`` starts from the record as it is, so that only what changes is given.
    """
    use_case = next((each for each in USE_CASES if each.__name__ == name), None)
    if use_case is None:
        raise Refused(f"没有叫 {name} 的事。", advice="能办的事见 nutag do --list。")
    hints = _hints(use_case)
    unknown = [each for each in arguments if each not in hints]
    if unknown:
        raise Refused(
            f"{name} 不认识这些参数：{'、'.join(unknown)}。",
            advice=f"它的参数是：{'、'.join(hints)}。",
            fields=unknown,
        )
    refuse_unstorable(arguments)
    ready = {each: _read(session, hints[each], value) for each, value in arguments.items()}
    try:
        inspect.signature(use_case).bind(session, **ready)
    except TypeError as error:
        raise Refused(f"{name} 的参数不全。", advice=f"它的参数是：{'、'.join(hints)}。") from error
    return use_case(session, **ready)


def _hints(use_case: Callable[..., Any]) -> dict[str, Any]:
    hints = get_type_hints(use_case)
    names = list(inspect.signature(use_case).parameters)[1:]
    return {name: hints[name] for name in names if name != "progress"}


def _kind(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) else str(hint).replace("typing.", "")


def _read(session: Session, hint: Any, value: Any) -> Any:
    import msgspec

    if isinstance(hint, type) and issubclass(hint, Record) and isinstance(value, dict):
        value = _completed(session, hint, value)
    if is_dataclass(hint) and isinstance(value, dict):
        _refuse_unknown(hint, value)
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError as error:
        raise Refused(
            told_of_mistake(str(error)), advice="日期写成 2026-11-25，编号写成列表里的样子。"
        ) from error


def _completed(session: Session, kind: type[Record], value: dict[str, Any]) -> dict[str, Any]:
    from uuid import UUID

    if "id" not in value:
        return value
    try:
        known = session.many(kind, [UUID(str(value["id"]))])
    except ValueError as error:
        raise Refused(
            "参数里的编号 id 写得不对。", advice="编号写成列表里的样子，要写全。", fields=["id"]
        ) from error
    return {**asdict(known[0]), **value} if known else value


def _refuse_unknown(hint: Any, value: dict[str, Any]) -> None:
    known = set(get_type_hints(hint))
    unknown = [name for name in value if name not in known]
    if unknown:
        raise Refused(
            f"没有这些项目：{'、'.join(unknown)}。",
            advice=f"可以写的项目是：{'、'.join(sorted(known))}。",
            fields=unknown,
        )
