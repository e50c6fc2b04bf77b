#!/bin/sh
# Bring the programs that only the tests ask for: a database server, a printing system, and
# independent readers of the papers. People who only use the program never need them.
# As root on Debian and its kin the missing ones are installed, without a running server;
# otherwise the line to type is printed. The tests go on without, and say which were left out.
set -u
PATH="$PATH:/usr/sbin:/sbin"

# What must be there, the Debian packages it comes in, and what is not tested without it.
needed='
initdb postgresql 汇集点的一半测试
cupsd,lp cups 打印测试
cups-pdf printer-driver-cups-pdf 打印测试
zbarimg zbar-tools 二维码测试
pdftotext poppler-utils 文书文字的对照测试
mkfs.exfat exfatprogs 真U盘测试
mount.exfat-fuse exfat-fuse 真U盘测试
Xvfb xvfb 真窗口按键测试
xdotool xdotool 真窗口按键测试
openbox openbox 真窗口按键测试
'

# Say whether a program is on the path or where Debian puts those of PostgreSQL and drivers of
# CUPS, which only root may run.
here() {
    command -v "$1" >/dev/null 2>&1 && return 0
    [ -e "/usr/lib/cups/backend/$1" ] && return 0
    for file in /usr/lib/postgresql/*/bin/"$1"; do
        [ -x "$file" ] && return 0
    done
    return 1
}

# Print the packages whose programs are missing, or with "tests" what is not tested for that.
missing() {
    echo "$needed" | while read -r programs package tests; do
        [ -n "$programs" ] || continue
        for program in $(echo "$programs" | tr ',' ' '); do
            here "$program" && continue
            if [ "$1" = tests ]; then printf '%s ' "$tests"; else printf '%s ' "$package"; fi
            break
        done
    done
}

packages=$(missing packages)
[ -n "$packages" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "缺少只用于测试的程序，不会运行：$(missing tests)。要装上，请输入：" >&2
    echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $packages" >&2
    exit 0
fi

echo "正在安装只用于测试的程序：$packages……"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null 2>&1 || true

# The tests start servers of their own: Debian's ready-made ones would only hold ports and memory.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy"
fi
install() { said=$(apt-get install -q -y --no-install-recommends "$1" 2>&1); }
for package in $packages; do
    if [ "$package" = postgresql ]; then
        install postgresql-common &&
            sed -i 's/^#* *create_main_cluster *=.*/create_main_cluster = false/' \
                /etc/postgresql-common/createcluster.conf
    fi
    # One that cannot be had must not keep the others away.
    install "$package" || echo "$said" | tail -n 5 >&2
done
left=$(missing tests)
[ -z "$left" ] || echo "有的程序没有装上，原因见上；不会运行：$left。" >&2
exit 0
