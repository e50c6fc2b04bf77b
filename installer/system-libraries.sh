#!/bin/sh
# Check that this machine has the libraries that Qt's wheels expect from the system.
# As root on Debian and its kin the missing ones are installed; otherwise the line to type is printed.
# Packages named as arguments are wanted as well, so that a person has one line to type.
# Ends with 0 when the program can run, 3 when a person must type the line first.
set -u
PATH="$PATH:/usr/sbin:/sbin"

# What the file is called, and the Debian package it comes in.
always='
libGL.so.1 libgl1
libEGL.so.1 libegl1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libxkbcommon.so.0 libxkbcommon0
libglib-2.0.so.0 libglib2.0-0
libcups.so.2 libcups2
'
# Needed only to open a window on a screen; Qt's own message names but one of them.
window='
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-sync.so.1 libxcb-sync1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libX11-xcb.so.1 libx11-xcb1
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
'

known=$(ldconfig -p 2>/dev/null || true)

# Print the packages of a table whose files this machine does not have.
missing_of() {
    # Without a list of libraries (musl, some containers) Qt itself will say what it lacks.
    [ -n "$known" ] || return 0
    echo "$1" | while read -r file package; do
        [ -n "$file" ] || continue
        case "$known" in *"$file "*) ;; *) printf ' %s' "$package" ;; esac
    done
}

missing_always=$(missing_of "$always")
for package in "$@"; do missing_always="$missing_always $package"; done
missing_window=$(missing_of "$window")
missing="$missing_always$missing_window"
[ -n "$missing" ] || exit 0

# Debian 13 and Ubuntu 24 renamed some packages when time became 64 bits wide.
todays_names() {
    for package in $missing; do
        if apt-cache show "${package}t64" >/dev/null 2>&1; then
            printf ' %s' "${package}t64"
        else
            printf ' %s' "$package"
        fi
    done
}

if ! command -v apt-get >/dev/null 2>&1; then
    echo "本机缺少程序要用的系统库（Debian 的软件包名）：$missing。请用本机的软件管理程序安装对应的库。" >&2
    echo "This system lacks libraries that Qt needs (Debian names):$missing. Install their equivalents." >&2
    exit 0
fi

if [ "$(id -u)" -eq 0 ]; then
    echo "正在安装系统库：$missing"
    export DEBIAN_FRONTEND=noninteractive
    # Old lists of packages are good enough when the update fails but the install does not.
    apt-get update -q >/dev/null 2>&1 || true
    # shellcheck disable=SC2046 # one word a package is the point
    said=$(apt-get install -q -y --no-install-recommends $(todays_names) 2>&1) && exit 0
    echo "$said" | tail -n 5 >&2
    echo "系统库没有装上，原因见上。请检查网络，然后输入：" >&2
    echo "    apt-get update && apt-get install -y --no-install-recommends$(todays_names)" >&2
    exit 3
fi

if [ -z "$missing_always" ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    # No screen: everything but the window works.
    exit 0
fi
echo "还缺程序要用的系统库。请输入下面这一行，然后再试一次：" >&2
echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends$(todays_names)" >&2
exit 3
