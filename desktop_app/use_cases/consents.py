"""同意书: somebody allows that their data go to a recipient; without it nothing is handed on."""

from dataclasses import replace
from datetime import date

from desktop_app.domain.codes import code_list, text_of
from desktop_app.domain.errors import Refused
from desktop_app.domain.records import NEW, Consent, Person, RecordId
from desktop_app.session import Session


def give_consent(session: Session, consent: Consent) -> Consent:
    """Keep a consent: for which purpose, to whom, given how and on which day."""
    if consent.person_id == NEW:
        raise Refused("还没有选人。", advice="先按姓名找到本人。", fields=("person_id",))
    person = session.get(Person, consent.person_id)
    if consent.purpose not in code_list("consent_purpose"):
        raise Refused(
            "还没有选用途，没有保存。", advice="选把资料用来做什么。", fields=("purpose",)
        )
    if not consent.recipient.strip():
        raise Refused(
            "还没有写接收方，没有保存。",
            advice="写清楚资料交给谁，例如单位的全称；交给别人要另外同意。",
            fields=("recipient",),
        )
    if consent.way not in code_list("consent_way"):
        raise Refused("还没有选同意方式，没有保存。", advice="选本人怎样同意的。", fields=("way",))
    given = consent.given_on or session.today()
    if given > session.today():
        raise Refused(
            f"同意日期 {given} 还没有到，没有保存。",
            advice="填本人同意的那一天。",
            fields=("given_on",),
        )
    if consent.until is not None and consent.until < given:
        raise Refused("截止日期早于同意日期，没有保存。", advice="请改正日期。", fields=("until",))
    purpose = text_of("consent_purpose", consent.purpose)
    with session.operation("give_consent", f"{person.name}同意{purpose}") as operation:
        return operation.save(
            replace(
                consent,
                village_code=person.village_code,
                recipient=consent.recipient.strip(),
                given_on=given,
            )
        )


def withdraw_consent(session: Session, consent_id: RecordId, withdrawn_on: date) -> Consent:
    """Keep that somebody took a consent back; from that day on nothing more is handed on."""
    person = session.get(Person, session.get(Consent, consent_id).person_id)
    with session.operation("withdraw_consent", f"{person.name}撤回同意") as operation:
        before = session.get(Consent, consent_id)
        if before.withdrawn_on is not None:
            raise Refused(f"{before.withdrawn_on} 已经撤回过。", advice="不用再办。")
        if before.given_on is not None and withdrawn_on < before.given_on:
            raise Refused(
                f"撤回日期早于同意日期 {before.given_on}，没有写入。",
                advice="请改正日期。",
                fields=("withdrawn_on",),
            )
        return operation.save(replace(before, withdrawn_on=withdrawn_on))


def valid_consent(
    session: Session, person_id: RecordId, purpose: str, recipient: str, on: date
) -> Consent | None:
    """Return a consent that allows it on a day, or none."""
    for one in session.find(Consent, person_id=person_id, purpose=purpose):
        if one.recipient == recipient and is_valid(one, on):
            return one
    return None


def is_valid(consent: Consent, on: date) -> bool:
    """Say whether a consent holds on a day."""
    given = consent.given_on is not None and consent.given_on <= on
    ends = [day for day in (consent.until, consent.withdrawn_on) if day is not None]
    return given and all(on <= day for day in ends) and consent.withdrawn_on != on
