#!/bin/sh
# Bring PostgreSQL to a machine that runs the tests: half of the hub's tests need its binaries.
# As root on Debian and its kin it is installed, without a running server; otherwise the line to
# type is printed and the tests go on without it. People who only use the program never need it.
set -u

for initdb in /usr/lib/postgresql/*/bin/initdb; do
    [ -x "$initdb" ] && exit 0
done
command -v initdb >/dev/null 2>&1 && exit 0

if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "没有 PostgreSQL，汇集点的一半测试不会运行。要装上，请输入：" >&2
    echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends postgresql" >&2
    exit 0
fi

echo "正在安装 PostgreSQL（只用于测试）……"
export DEBIAN_FRONTEND=noninteractive
apt-get update -q >/dev/null 2>&1 || true
# The tests start servers of their own: Debian's ready-made one would only hold a port and memory.
install() { said=$(apt-get install -q -y --no-install-recommends "$1" 2>&1); }
if install postgresql-common &&
    sed -i 's/^#* *create_main_cluster *=.*/create_main_cluster = false/' \
        /etc/postgresql-common/createcluster.conf &&
    install postgresql; then
    exit 0
fi
echo "$said" | tail -n 5 >&2
echo "PostgreSQL 没有装上，原因见上；汇集点的一半测试不会运行。" >&2
exit 0
