"""What the operating system refuses, in whole sentences: the disk, a folder, a right."""

import errno

from desktop_app.domain.errors import Unavailable

_SENTENCES: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("磁盘满了，这一步没有办成。", "请删除不用的文件，腾出至少 500 MB，再办一次。"),
    errno.EDQUOT: ("分给您的磁盘空间用完了，这一步没有办成。", "请删除不用的文件，再办一次。"),
    errno.EACCES: (
        "这个文件或者文件夹没有权限读写，这一步没有办成。",
        "请检查权限，或者换一个位置。",
    ),
    errno.EPERM: (
        "这个文件或者文件夹没有权限读写，这一步没有办成。",
        "请检查权限，或者换一个位置。",
    ),
    errno.EROFS: ("这个磁盘写保护，这一步没有办成。", "请换一个能写入的磁盘或者位置。"),
    errno.ENOENT: ("文件或者文件夹不在了，这一步没有办成。", "请检查它的位置，再办一次。"),
    errno.ENOTDIR: ("路径中间有一段是文件，不是文件夹。", "请检查位置写得对不对，再办一次。"),
    errno.EISDIR: ("这是一个文件夹，不是文件。", "请指明一个文件，再办一次。"),
    errno.EEXIST: ("这个位置已经有同名的文件，没有覆盖它。", "请换一个名字，或者换一个位置。"),
    errno.ENAMETOOLONG: ("文件名太长，系统不接受。", "请换一个短一些的名字。"),
    errno.ELOOP: ("快捷链接绕成了一圈，找不到文件。", "请写出文件真正的位置。"),
    errno.EIO: ("磁盘读写出错，这一步没有办成。", "请先备份，再检查硬盘；已保存的记录没有改动。"),
}


def sentence_of(error: OSError) -> Unavailable:
    """Return what to tell a person; it names no path, because a path may name a person."""
    message, advice = _SENTENCES.get(
        error.errno or 0,
        ("文件或者文件夹用不了，这一步没有办成。", "请检查它还在不在、磁盘是否正常，再办一次。"),
    )
    return Unavailable(message, advice=advice)
