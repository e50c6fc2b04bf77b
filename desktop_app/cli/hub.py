"""Commands of the office at its hub: making it, inviting, ordering, looking."""

import argparse
from typing import TYPE_CHECKING, Any
from uuid import UUID

from desktop_app.cli.answer import Answer, table
from desktop_app.cli.carrying import refuse_existing
from desktop_app.cli.passphrase import ask_new_passphrase, ask_root_passphrase, opened_hub
from desktop_app.cli.records import KINDS
from desktop_app.domain.errors import Refused
from desktop_app.domain.exchange_words import ROLES
from desktop_app.domain.records import RECORDS

if TYPE_CHECKING:
    from sync.hub import Hub
    from sync.hub_admin import DeskState, HubState, InvitationState

REASONS = {"lost": "丢失", "left": "离岗", "replaced": "换了电脑"}
GROUNDS = {"request": "本人要求", "expired": "保存期满", "mistake": "登记错了人"}


def init(options: argparse.Namespace, answer: Answer) -> None:
    """Make a hub: its store, its keys, and its root key in a file of its own."""
    from desktop_app.use_cases.hub_office import HubWish, check_wish, make_hub
    from desktop_app.world import real_world

    is_new = not options.root_key.exists()
    wish = HubWish(
        store=options.store,
        county_code=options.county,
        name=options.name,
        root_file=options.root_key,
        urls=options.url,
    )
    check_wish(wish)
    make_hub(wish, ask_new_passphrase(), ask_root_passphrase(options.root_key), real_world())
    made = "写到了" if is_new else "用的是已有的"
    text = (
        f"汇集点「{options.name}」建好了。根密钥{made} {options.root_key}。\n"
        "请把根密钥拷两份，口令分开写，锁进两个保险柜，这台机器上不要留：它只在重建汇集点时要用。\n"
        "汇集点的口令每次启动都要用；忘了，只能用根密钥重建。\n"
        "接着：nutag hub invite 发邀请。"
    )
    if not options.url:
        text += "\n没有写网址（--url），邀请只能用U盘登记；以后发邀请时也可以用 --url 写明。"
    facts = {
        "name": options.name,
        "county": options.county,
        "root_key": str(options.root_key),
        "urls": options.url,
    }
    answer.say(text, facts)


def invite(options: argparse.Namespace, answer: Answer) -> None:
    """Make an invitation as a file and, if asked, on paper."""
    from desktop_app.use_cases.desk_names import area_words
    from desktop_app.use_cases.hub_office import invite as make
    from desktop_app.use_cases.hub_office import print_invitation

    refuse_existing(options.out)
    refuse_existing(options.paper)
    with opened_hub(options.store) as hub:
        villages = options.village or _whole_county(hub, options.role)
        made = make(hub, options.officer, options.role, villages, options.url, options.out)
        if options.paper:
            print_invitation(hub, made, options.out.name, options.paper)
    text = (
        f"给{made.officer}（{ROLES[made.role]}，{area_words(tuple(made.prefixes))}）的邀请"
        f"写到了 {options.out}"
    )
    text += f"，纸写到了 {options.paper}。" if options.paper else "。"
    text += "\n它等于一把钥匙，只能登记一台电脑：请当面交给本人。"
    if not made.urls:
        text += "\n邀请里没有网址，要用U盘登记；要用网络，请加 --url 重新发一份。"
    facts = {
        "invitation": made.id.hex(),
        "officer": made.officer,
        "role": made.role,
        "villages": list(made.prefixes),
        "urls": list(made.urls),
        "file": str(options.out),
        "paper": str(options.paper or ""),
    }
    answer.say(text, facts)


def _whole_county(hub: "Hub", role: str) -> list[str]:
    return [hub.books.keys.county_code] if role == "county" else []


def cancel(options: argparse.Namespace, answer: Answer) -> None:
    """Let an invitation that nobody has used be good for nothing."""
    with opened_hub(options.store) as hub:
        wanted = options.invitation.strip().lower()
        found = [
            each
            for each in hub.invitations()
            if len(wanted) >= 8 and each.id.hex().startswith(wanted)
        ]
        if len(found) != 1:
            raise Refused(
                f"没有编号是「{options.invitation}」的邀请，没有改动。",
                advice="编号见 nutag hub status。",
            )
        hub.cancel_invitation(found[0].id)
    answer.say(
        f"给{found[0].officer}的邀请作废了。",
        {"invitation": found[0].id.hex(), "officer": found[0].officer},
    )


def revoke(options: argparse.Namespace, answer: Answer) -> None:
    """Cut a desk off; what it wrote up to what is here stays."""
    from desktop_app.use_cases.desk_names import short_name
    from desktop_app.use_cases.hub_office import desk_named

    with opened_hub(options.store) as hub:
        desk = desk_named(hub, options.desk)
        hub.revoke(desk.device, options.reason)
    text = (
        f"{desk.officer}的电脑 {short_name(desk.device)} 停用了（{REASONS[options.reason]}）。"
        "汇集点已经收到的内容照样有效，以后它写的都不算数；别的电脑下次同步时就知道。"
    )
    answer.say(
        text,
        {"device": desk.device.hex(), "officer": desk.officer, "reason": options.reason},
    )


def scope(options: argparse.Namespace, answer: Answer) -> None:
    """Give a desk other villages or another role from now on."""
    from desktop_app.use_cases.desk_names import area_words
    from desktop_app.use_cases.hub_office import desk_named

    if not options.village and not options.role:
        raise Refused(
            "没有写明改成什么，没有改动。", advice="请写 --village（新的嘎查村）或者 --role。"
        )
    with opened_hub(options.store) as hub:
        desk = desk_named(hub, options.desk)
        role, villages = options.role or desk.role, options.village or list(desk.prefixes)
        hub.change_scope(desk.device, role, villages)
    text = (
        f"{desk.officer}改成了{ROLES[role]}，管{area_words(tuple(villages))}。"
        "那台电脑下次同步时生效；不再管的嘎查村，等那里写的都送到了才移走。"
    )
    answer.say(text, {"device": desk.device.hex(), "role": role, "villages": villages})


def erase(options: argparse.Namespace, answer: Answer) -> None:
    """Order the values of a record erased on every copy."""
    try:
        row = UUID(options.id)
    except ValueError as error:
        raise Refused(
            "这个编号写得不对，没有删除。", advice="编号见 nutag list，要写全。"
        ) from error
    number = RECORDS.index(KINDS[options.kind]) + 1
    with opened_hub(options.store) as hub:
        erased = hub.erase(
            options.village, number, row.bytes, options.ground, options.approver.strip()
        )
    text = (
        f"已经下令删除（{GROUNDS[options.ground]}，{options.approver}批准）。"
        f"汇集点里删去了 {erased} 条日志的内容；别的电脑下次同步时删除，不能恢复。"
    )
    answer.say(text, {"id": str(row), "erased": erased, "ground": options.ground})


# status


def status(options: argparse.Namespace, answer: Answer) -> None:
    """Say what the hub has: desks, villages, invitations, and the hub above."""
    with opened_hub(options.store) as hub:
        state = hub.status()
        facts = {
            **_hub_facts(hub, state),
            "desks": [_desk_facts(each) for each in state.desks],
            "invitations": [_invitation_facts(each) for each in state.invitations],
            "villages": _village_facts(hub, state.county_code),
            "upstream": _upstream_facts(hub),
        }
    answer.say(_status_words(facts), facts)


def _hub_facts(hub: "Hub", state: "HubState") -> dict[str, Any]:
    orders = sum(head.seq for head in hub.books.heads_of(state.device))
    return {
        "name": state.name,
        "county": state.county_code,
        "device": state.device.hex(),
        "feeds": state.feeds,
        "entries": state.entries - orders,
        "last_arrival": _moment(state.last_arrival_ms),
    }


def _desk_facts(state: "DeskState") -> dict[str, Any]:
    from desktop_app.use_cases.desk_names import short_name

    desk = state.certificate
    return {
        "name": short_name(desk.device),
        "device": desk.device.hex(),
        "officer": desk.officer,
        "role": desk.role,
        "villages": list(desk.prefixes),
        "entries": state.entries,
        "seen": _moment(state.seen_ms),
        "stick": _moment(state.stick_ms),
        "unsent": state.unsent,
        "oldest_unsent": _moment(state.oldest_ms or None),
        "app": state.app,
        "revoked": desk.revoked,
        "reason": desk.reason,
    }


def _invitation_facts(state: "InvitationState") -> dict[str, Any]:
    return {
        "invitation": state.id.hex(),
        "officer": state.officer,
        "role": state.role,
        "villages": list(state.prefixes),
        "made": _moment(state.made_at_ms),
        "used": _moment(state.used_at_ms),
        "cancelled": _moment(state.cancelled_at_ms),
    }


def _village_facts(hub: "Hub", county: str) -> list[dict[str, Any]]:
    return [
        {"code": code, "arrivals": arrivals, "digest": digest.hex()}
        for code, arrivals, digest in hub.books.states(prefixes=[county])
        if arrivals and len(code) == 12
    ]


def _upstream_facts(hub: "Hub") -> dict[str, Any] | None:
    from sync.upstream import upstream_of, upstream_receipts

    found = upstream_of(hub.books)
    if found is None:
        return None
    url, invitation = found
    return {"name": invitation.hub_name, "url": url, "receipts": len(upstream_receipts(hub.books))}


def _moment(at_ms: int | None) -> str:
    from desktop_app.use_cases.exchange import moment

    return "" if at_ms is None else f"{moment(at_ms):%Y-%m-%d %H:%M}"


def _status_words(facts: dict[str, Any]) -> str:
    lines = [
        f"「{facts['name']}」 {facts['county']}：{len(facts['desks'])} 台电脑，"
        f"{len(facts['villages'])} 个嘎查村有内容，收到 {facts['entries']} 条，"
        f"最近一次 {facts['last_arrival'] or '还没有'}。",
        *_desk_lines(facts["desks"]),
        *_invitation_lines(facts["invitations"]),
    ]
    upper = facts["upstream"]
    if upper:
        lines.append(f"上级：「{upper['name']}」 {upper['url']}，{upper['receipts']} 份回执。")
    return "\n".join(lines)


def _desk_lines(desks: list[dict[str, Any]]) -> list[str]:
    if not desks:
        return ["还没有电脑登记。"]
    head = ["电脑", "姓名", "身份", "管", "收到", "网络", "U盘", "它说没送出", "状态"]
    rows = [
        [
            desk["name"],
            desk["officer"],
            ROLES[desk["role"]],
            _areas(desk["villages"]),
            str(desk["entries"]),
            desk["seen"] or "没有",
            desk["stick"] or "没有",
            str(desk["unsent"]) if desk["seen"] else "",
            f"停用（{REASONS.get(desk['reason'], desk['reason'])}）" if desk["revoked"] else "在用",
        ]
        for desk in desks
    ]
    return ["", table(head, rows)]


def _invitation_lines(invitations: list[dict[str, Any]]) -> list[str]:
    if not invitations:
        return []
    head = ["邀请", "发给", "身份", "管", "发出", "用过", "作废"]
    rows = [
        [
            each["invitation"][:8],
            each["officer"],
            ROLES[each["role"]],
            _areas(each["villages"]),
            each["made"],
            each["used"] or "没有",
            each["cancelled"],
        ]
        for each in invitations
    ]
    return ["", table(head, rows)]


def _areas(codes: list[str]) -> str:
    from desktop_app.use_cases.desk_names import area_words

    return area_words(tuple(codes))
