"""What the codes of the exchange mean, in whole sentences: what happened, and what to do."""

ASK_OFFICE = "请打电话问旗县，说出这台电脑的名字；本机的记录都在，不影响继续填。"
WAIT = "不用办什么：缺的内容送到以后，它会自己生效。"
ADOPT = "核对以后，属实的点「采用」，由本机重新登记；不属实的点「不用」，它会留在清单里。"

REASONS: dict[str, tuple[str, str]] = {
    # what a hub, a packet or an authority refuses
    "unknown-device": ("旗县不认识这台电脑。", "请用旗县发的邀请重新接入；本机的记录都在。"),
    "unknown-desk": ("写这一条的电脑没有旗县的证书。", f"请问旗县那是哪台电脑。{ADOPT}"),
    "revoked": ("旗县已经停用了写这一条的电脑。", f"停用以后写的不算数。{ADOPT}"),
    "out-of-scope": ("这一条不属于那台电脑管的嘎查村。", f"请核对是谁的村。{ADOPT}"),
    "role": ("写这一条的人没有审批的权限。", "审核、批复由苏木镇或旗县登记，请把材料报上去。"),
    "other-officer": (
        "这一条写的办理人不是这台电脑的负责人。",
        "请报给旗县核对是谁办理的，确认后重新登记。",
    ),
    "own-proposal": ("经办的人自己登记了审批。", "审批要由另一个人登记，请报给苏木镇或旗县。"),
    "malformed": ("这一条的内容不完整，程序读不懂。", "请在写它的电脑上更新程序，再送一次。"),
    "bad-signature": ("签名对不上，内容可能被改过。", "没有读入。请回到写它的电脑上重新送一次。"),
    "signature": ("签名对不上，内容可能被改过。", "没有读入。请回到写它的电脑上重新送一次。"),
    "too-large": ("送来的内容太大，没有读入。", "请在写它的电脑上更新程序，再送一次。"),
    "fork": ("同一台电脑送来了两份不一样的经过。", "可能恢复过旧备份。两份都留着，会自己接上。"),
    "other-orders": (
        "旗县的服务器恢复过旧备份，后来的授权和这台电脑收到过的不一样。",
        "请打电话告诉旗县的技术人员；本机的记录都在，不影响继续填。",
    ),
    "gap": ("中间缺了一段，还接不上。", "请再送一次；缺的那段到了就会接上，不会重复。"),
    "busy": ("旗县的服务器正忙。", "过几分钟会自动再试，也可以插上U盘送。"),
    "unknown-invitation": ("旗县没有发过这份邀请。", "请问旗县要一份新的邀请，再读入一次。"),
    "used-invitation": ("这份邀请已经用过了。", "一份邀请只能接入一台电脑，请旗县再发一份。"),
    "frozen": ("它要改、要删的是已经关账或者下发的内容。", "没有生效。写错了的，请用更正办理。"),
    # what waits at this desk
    "waiting-base": ("它改的是还没有送到的内容。", WAIT),
    "waiting-row": ("它说的那条记录还没有送到。", WAIT),
    "waiting-reference": ("它用到的人、户或岗位还没有送到。", WAIT),
    "newer-program": ("它是更新的程序写的，这个程序还不认识。", "请更新程序，更新后会生效。"),
    "moved": ("这条记录已经迁到别的嘎查村。", "迁入的嘎查村会收到；这里不用办。"),
    "erased": ("这条记录已经按旗县的决定删除。", "内容不能再恢复；要问原因，请问旗县。"),
    # how an exchange ended
    "ok": ("送到了，旗县已经给了回执。", "不用再办什么。"),
    "done": ("办好了。", "不用再办什么。"),
    "same": ("两边一样，没有要送的。", "不用再办什么。"),
    "written": ("写到U盘上了，核对过。", "把U盘带到旗县；带回回执以前，都算没有送出。"),
    "read": ("U盘上的内容读入了。", "不用再办什么。"),
    "unreachable": ("连不上旗县的服务器。", "过一会儿会自动再试，也可以插上U盘送。"),
    "cancelled": ("中途停下了。", "已经送到的不会丢，下次接着送。"),
}  # fmt: skip

ACTS: dict[str, str] = {
    "record_visit": "入户走访",
    "import_roster": "导入花名册",
    "add_person": "登记",
    "save_person": "改资料",
    "remove_person": "移除",
    "move_person": "迁移",
    "save_household": "改住户资料",
    "save_employment": "登记就业",
    "end_employment": "登记离职",
    "place_person": "安置",
    "end_placement": "办退岗",
    "withdraw_placement": "撤回安置",
    "announce_post": "登记公告",
    "apply_for_post": "登记报名",
    "review_applicants": "登记评议",
    "check_applicants": "登记审核",
    "decline_applicants": "登记未聘",
    "open_notice": "登记公示",
    "object_to_notice": "登记异议",
    "settle_objection": "处理异议",
    "decide_placements": "决定聘用",
    "sign_agreement": "登记协议",
    "renew_agreement": "续签协议",
    "train_holders": "登记岗前培训",
    "insure_holders": "登记意外险",
    "start_work": "登记上岗",
    "appraise": "登记考核",
    "warn_holder": "登记警示",
    "sign_warning": "登记警示签收",
    "approve_exits": "审批退岗",
    "return_exit": "退回退岗",
    "deliver_exit_notice": "登记退岗告知",
    "record_recovery": "登记追回",
    "report_vacancy": "登记空岗报告",
    "keep_document": "登记档案材料",
    "remove_document": "移除档案材料",
    "propose_post": "申报岗位",
    "save_post": "改岗位",
    "approve_post": "登记批复",
    "abolish_post": "撤岗",
    "save_enrolment": "登记参保",
    "record_payment": "登记缴费",
    "end_enrolment": "终止参保",
    "issue_certificate": "开证明",
    "print_form": "打印表格",
    "void_paper": "作废文书",
    "settle_conflict": "确认",
    "restore_value": "找回",
    "adopt_entry": "采用",
    "undo": "撤销",
}

OPERATIONS: dict[int, str] = {
    1: "新登记", 2: "改动", 3: "确认", 4: "移除", 5: "迁出", 6: "迁入",
}  # fmt: skip

ROLES: dict[str, str] = {
    "specialist": "嘎查村专员",
    "township": "苏木镇",
    "county": "旗县",
    "hub": "下级服务器",
}


def reason_sentence(code: str) -> tuple[str, str]:
    """Return what a code says happened, and what to do; both are whole sentences."""
    known = REASONS.get(code)
    if known is not None:
        return known
    return f"这个程序还不认识的原因（{code}）。", f"请更新程序。{ASK_OFFICE}"


def act_words(act: str) -> str:
    """Return on what occasion a value was written; an act of a newer program is 登记."""
    return ACTS.get(act, "登记")
