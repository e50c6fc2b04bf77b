"""Checks before payment against lists of offices and against what else is registered."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from desktop_app.domain.codes import text_of
from desktop_app.domain.rules import RulePack
from desktop_app.domain.watch_facts import (
    BLOCK,
    DAY,
    WARN,
    Held,
    Listing,
    Spell,
    Told,
    Watched,
    in_month,
    overlap,
    span_words,
)

RESIDENT = "居民"
"""A pension with this word is the basic one that everybody draws; posts may allow it."""

WORKING_AWAY = "11"

Fact = tuple[object, ...]
"""What makes a hit the same one when it is found again."""


def dead(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find who holds a post after the day of death, by record or list."""
    for held in facts.judged():
        last = held.last_in(facts.month)
        for day, source in _deaths(held, facts):
            if day is not None and day >= last:
                continue
            begins = facts.month.first if day is None else day + DAY
            worked = facts.worked(held, begins, facts.month.last)
            marked = f"，去世以后还记了 {worked} 天出勤" if worked else ""
            yield Told(
                held=held,
                severity=BLOCK,
                reason=f"{held.name}已经去世，{held.post_title}还没有办退岗{marked}。",
                found=f"{source}：{day or '没有写日期'}。",
                advice="请办退岗，最后出勤日写到去世当天；去世以后发的补贴追回。",
                facts=(day,),
            )
            break


def pension(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find who draws a pension; the basic one of residents is to be asked about."""
    for held in facts.judged():
        known = [*_on(held, facts, "pensioners"), *_in(facts.drawing, held, facts)]
        if held.pension_drawn:
            known.append(("人员资料里“已领取养老待遇”是“是”", ("record",)))
        if known:
            basic = all(RESIDENT in words for words, _ in known)
            yield Told(
                held=held,
                severity=WARN if basic else BLOCK,
                reason=f"{held.name}已经领取{'城乡居民' if basic else ''}养老待遇。",
                found=_lines(words for words, _ in known),
                advice="按规定办退岗；只领城乡居民基础养老金、旗县允许的，写明依据再销掉这一条。",
                facts=_facts(known),
            )


def employed_insured(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find who is insured as somebody's employee."""
    for held in facts.judged():
        known = [*_on(held, facts, "insured"), *_in(facts.insured, held, facts)]
        yield from _outside(
            held,
            known,
            f"{held.name}在别的单位参加职工养老保险。",
            "问清在哪个单位上班；已经就业的办退岗，单位早已停保的请旗县更新名单。",
        )


def business(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find who owns a business."""
    for held in facts.judged():
        known = [*_on(held, facts, "businesses"), *_in(facts.businesses, held, facts)]
        yield from _outside(
            held,
            known,
            f"{held.name}名下有市场主体。",
            "问清还在不在经营；在经营的办退岗，已经注销的请本人拿来注销证明。",
        )


def paid_staff(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find who is paid by the treasury already."""
    for held in facts.judged():
        yield from _outside(
            held,
            [*_on(held, facts, "paid_staff")],
            f"{held.name}是财政供养人员。",
            "请办退岗，发过的补贴按月核对追回。",
        )


def away(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find who works away in days on the post, where no work was marked on them."""
    for held in facts.judged():
        days = _days_away(held, facts)
        if days and not any(facts.worked(held, *each) for each, _ in days):
            yield _away(held, days)
        elif not days and held.status == WORKING_AWAY:
            yield Told(
                held=held,
                severity=WARN,
                reason=f"{held.name}登记的就业状态是外出务工。",
                found="人员资料里就业状态是“外出务工”，没有登记在哪里务工。",
                advice="走访时问清人在哪里；已经回来的改正就业状态，还在外的办退岗。",
                facts=("status",),
            )


def away_full_attendance(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find work marked on the post in days of work away."""
    for held in facts.judged():
        days = _days_away(held, facts)
        worked = sum(facts.worked(held, *each) for each, _ in days)
        if worked:
            yield Told(
                held=held,
                severity=BLOCK,
                reason=f"{held.name}外出务工的日子记了 {worked} 天出勤。",
                found=_lines(words for _, words in days),
                advice="先停发，上门核实人在不在；不在的改正考勤，多发的追回。",
                facts=(facts.month.text, worked, *(words for _, words in days)),
                month=facts.month.text,
            )


def cadre_kin(pack: RulePack, facts: Watched) -> Iterator[Told]:
    """Find near kin of cadres, by record, by list, or by a list name in the same household."""
    for held in facts.judged():
        known = [*_on(held, facts, "cadre_kin")]
        if held.cadre_kin:
            known.append(("人员资料里“嘎查村干部近亲属”是“是”", ("record",)))
        family = [
            (f"{one.name}：{_told(one)}", (one.person_id, *_fact(one)))
            for one in facts.kin.get(held.person_id, ())
            if in_month(one.since, one.until, facts.month)
        ]
        if known:
            yield _kin(held, BLOCK, f"{held.name}是嘎查村干部或者近亲属。", known)
        elif family:
            reason = f"{held.name}的家里人在干部及近亲属名单上。"
            yield _kin(held, WARN, reason, family)


def _outside(held: Held, known: list[tuple[str, Fact]], reason: str, advice: str) -> Iterator[Told]:
    if known:
        yield Told(
            held=held,
            severity=BLOCK,
            reason=reason,
            found=_lines(words for words, _ in known),
            advice=advice,
            facts=_facts(known),
        )


def _deaths(held: Held, facts: Watched) -> Iterator[tuple[date | None, str]]:
    if held.died_on is not None:
        yield held.died_on, "人员资料里登记的死亡日期"
    for one in facts.on_list(held.person_id, "deaths"):
        yield one.since, f"死亡人员名单（{_source(one)}）"


def _days_away(held: Held, facts: Watched) -> list[tuple[tuple[date, date], str]]:
    """Return the days on the post on which the holder worked away, and what is known of it."""
    first, last = held.first_in(facts.month), held.last_in(facts.month)
    found = []
    for one in facts.away.get(held.person_id, ()):
        days = overlap(one.since, one.until, first, last)
        if days is not None:
            found.append((days, f"{one.words}，{span_words(one.since, one.until)}"))
    return found


def _away(held: Held, days: list[tuple[tuple[date, date], str]]) -> Told:
    return Told(
        held=held,
        severity=BLOCK,
        reason=f"{held.name}在岗的日子里登记了外出务工。",
        found=_lines(words for _, words in days),
        advice="已经外出的办退岗；务工已经结束的，先登记结束日期。",
        facts=tuple(words for _, words in days),
    )


def _kin(held: Held, severity: str, reason: str, known: list[tuple[str, Fact]]) -> Told:
    return Told(
        held=held,
        severity=severity,
        reason=reason,
        found=_lines(words for words, _ in known),
        advice="按回避的规定办退岗；名单写错了的，请旗县更正。",
        facts=_facts(known),
    )


def _in(
    spells: Mapping[UUID, tuple[Spell, ...]], held: Held, facts: Watched
) -> Iterator[tuple[str, Fact]]:
    """Return what somebody did in the days on the post."""
    first, last = held.first_in(facts.month), held.last_in(facts.month)
    for one in spells.get(held.person_id, ()):
        if overlap(one.since, one.until, first, last) is not None:
            words = f"{one.words}，{span_words(one.since, one.until)}"
            yield words, (one.kind, one.since, one.until)


def _on(held: Held, facts: Watched, watch_list: str) -> Iterator[tuple[str, Fact]]:
    """Return what a list says of somebody in the days on the post."""
    first, last = held.first_in(facts.month), held.last_in(facts.month)
    for one in facts.on_list(held.person_id, watch_list):
        if overlap(one.since, one.until, first, last) is not None:
            yield _told(one), _fact(one)


def _told(one: Listing) -> str:
    """Say what a list says; the day of the list is told, and never makes it another fact."""
    detail = f"：{one.detail}" if one.detail else ""
    name = text_of("watch_list", one.watch_list)
    return f"{name}名单（{_source(one)}）{detail}，{span_words(one.since, one.until)}"


def _fact(one: Listing) -> Fact:
    return one.watch_list, one.since, one.until, one.detail


def _source(one: Listing) -> str:
    return "，".join(str(part) for part in (one.source, one.as_of) if part) or "来源没有写"


def _lines(words: Iterable[str]) -> str:
    return "；".join(words) + "。"


def _facts(known: Iterable[tuple[str, Fact]]) -> Fact:
    return tuple(sorted((str(fact) for _, fact in known)))
