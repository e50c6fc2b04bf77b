"""Commands that make a data folder: init and demo."""

import argparse
from dataclasses import asdict

from desktop_app.cli.answer import Answer
from desktop_app.cli.passphrase import ask_new_passphrase


def init(options: argparse.Namespace, answer: Answer) -> None:
    """Make a data folder; print the recovery code, which is shown this once."""
    from desktop_app.use_cases.set_up import SetUp, create_folder, place_warning
    from desktop_app.world import real_world

    wish = SetUp(
        officer=options.officer,
        county_code=options.county,
        village_codes=tuple(options.village),
        role=options.role,
        training=options.training,
    )
    warning = place_warning(options.data)
    passphrase = "" if options.training else ask_new_passphrase()
    session, recovery = create_folder(options.data, wish, passphrase, real_world())
    session.close()
    text = f"数据文件夹建好了：{options.data}"
    if warning:
        text += f"\n{warning}"
    if recovery:
        text += (
            f"\n恢复码（只显示这一次，请抄在纸上，封好交苏木镇保管）：{'-'.join(recovery)}"
            "\n口令和恢复码都丢失，数据无法找回，任何人都没有办法。"
        )
    answer.say(text, {"data": str(options.data), "recovery_code": "-".join(recovery)})


def demo(options: argparse.Namespace, answer: Answer) -> None:
    """Fill a training folder with made-up people; make it first when it is not there."""
    from desktop_app.use_cases.set_up import make_training_folder
    from desktop_app.use_cases.training import make_up_village
    from desktop_app.use_cases.training_trade import make_up_trade
    from desktop_app.world import real_world

    session = make_training_folder(options.data, real_world())
    try:
        made = make_up_village(session, options.people, options.seed)
        trade = make_up_trade(session, options.seed)
    finally:
        session.close()
    answer.say(
        f"练习文件夹 {options.data} 里放入了编造的 {made.people} 人、{made.households} 户、"
        f"{made.visits} 次走访、{made.posts} 个岗位、{made.placements} 人在岗、"
        f"{made.enrolments} 条参保；还有 {trade.trainings} 人培训、{trade.referrals} 次推荐、"
        f"{trade.claimed} 人的输出补助申请、{trade.events} 场活动；"
        f"故意放了 {trade.planted} 处问题，核查和数据质量里能看到。",
        asdict(made) | asdict(trade),
    )
