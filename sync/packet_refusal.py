"""Why a packet is not taken: one code, one sentence and one piece of advice for each reason."""

from desktop_app.domain.errors import Refused, Unavailable

_AGAIN = "请对方重新写一份数据包，最好换一个 U 盘。"

SENTENCES = {
    "not-ours": (
        "这个文件不是本程序的数据包。",
        "请选文件名以“.nutag”结尾的文件。",
    ),
    "cut-off": ("这个数据包不完整，后面缺了一截，什么都没有采用。", _AGAIN),
    "damaged": ("这个数据包损坏了，或者被人改动过，什么都没有采用。", _AGAIN),
    "too-large": (
        "这个数据包比程序允许的大得多，不像是本程序写的，什么都没有采用。",
        "请不要再打开它，并打电话问一问是谁给的。",
    ),
    "newer-version": (
        "这个数据包是更新的程序写的，这台电脑上的程序还读不了。",
        "请先更新本机的程序，再读这个数据包。",
    ),
    "unknown-suite": (
        "这个数据包用的加密方式，这台电脑上的程序不认识。",
        "请先更新本机的程序；已经是最新的，请对方重新写一份。",
    ),
    "other-realm": (
        "这个数据包属于另一个系统，和这台电脑登记的不是同一个上级，什么都没有采用。",
        "请核对 U 盘是不是拿错了，再打电话问旗县区。",
    ),
    "not-for-us": (
        "这个数据包不是给这台电脑的，打不开。",
        "请把它交给收件的人，或者请对方给这台电脑另写一份。",
    ),
    "unknown-sender": (
        "不能确认这个数据包是谁写的，什么都没有采用。",
        "请先和旗县区同步一次再读；还是这样，请打电话核对是谁写的。",
    ),
    "revoked-sender": (
        "写这个数据包的电脑已经被停用，什么都没有采用。",
        "请打电话问旗县区这台电脑为什么停用，里面的工作要由谁补上。",
    ),
    "own": (
        "这个数据包是这台电脑自己写的，不用再读回来。",
        "请把 U 盘交给收件的人；要找回数据，请用备份恢复。",
    ),
}


class PacketRefused(Refused):
    """A packet that is not taken; ``code`` is a key of ``SENTENCES``. Nothing was written."""

    def __init__(self, code: str, *, recipients: str = "") -> None:
        sentence, advice = SENTENCES[code]
        if recipients:
            sentence = f"这个数据包是给{recipients}的，不是给这台电脑的，打不开。"
        super().__init__(sentence, advice=advice)
        self.code = code


def unreadable(error: OSError) -> Unavailable:
    """Return what to say when the disk does not give a packet's bytes."""
    if isinstance(error, FileNotFoundError):
        return Unavailable(
            "数据包找不到了，U 盘可能被拔出，或者文件已经删除。",
            advice="请插好 U 盘，再选一次。",
        )
    if isinstance(error, PermissionError):
        return Unavailable(
            "没有权限读这个数据包。",
            advice="请关掉正在用它的其他程序；或者把它复制到“文档”里再读。",
        )
    return Unavailable(
        "数据包没有读完，U 盘可能被拔出或者坏了。",
        advice="请拔下 U 盘重新插好，再读一次；还是这样，请换一个 U 盘重新写。",
    )
