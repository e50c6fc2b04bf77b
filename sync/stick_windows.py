"""What only Windows can say about its drives, and how it lets go of one."""

import sys
from pathlib import Path
from typing import NamedTuple

READ_ONLY_VOLUME = 0x80000


class Volume(NamedTuple):
    """What Windows knows of a volume."""

    label: str
    file_system: str
    read_only: bool


def letters() -> list[Path]:
    """Return the roots of all drives, ``C:`` and so on; none on another system."""
    if sys.platform == "win32":
        import ctypes

        mask = ctypes.windll.kernel32.GetLogicalDrives()
        return [Path(f"{chr(65 + i)}:\\") for i in range(26) if mask >> i & 1]
    return []


def volume(root: Path) -> Volume | None:
    """Return what is in a drive, ``None`` if nothing is."""
    if sys.platform == "win32":
        import ctypes

        label, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        flags = ctypes.c_ulong()
        kernel = ctypes.windll.kernel32
        before = kernel.SetErrorMode(1)  # no window that asks for a disk
        try:
            there = kernel.GetVolumeInformationW(
                f"{root.drive}\\", label, 261, None, None, ctypes.byref(flags), system, 261
            )
        finally:
            kernel.SetErrorMode(before)
        if there:
            return Volume(label.value, system.value, bool(flags.value & READ_ONLY_VOLUME))
    return None


def let_go(root: Path) -> bool:
    """Lock, dismount and eject a volume; ``False`` if something still uses it."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        handle = kernel.CreateFileW(f"\\\\.\\{root.drive}", 0xC0000000, 3, None, 3, 0, None)
        if handle == wintypes.HANDLE(-1).value:
            return False
        done = ctypes.c_ulong()
        # FSCTL_LOCK_VOLUME, FSCTL_DISMOUNT_VOLUME, IOCTL_STORAGE_EJECT_MEDIA: each needs the
        # one before it.
        steps = (0x90018, 0x90020, 0x2D4808)
        try:
            return all(
                kernel.DeviceIoControl(
                    wintypes.HANDLE(handle), step, None, 0, None, 0, ctypes.byref(done), None
                )
                for step in steps
            )
        finally:
            kernel.CloseHandle(wintypes.HANDLE(handle))
    return False
