#!/bin/sh
# Bring a fresh machine to the point where the program and its tests run: .venv with every locked library.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-}
for name in python3.11 python3.12 python3.13 python3; do
    [ -n "$python" ] && break
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
        python=$name
    fi
done
if [ -z "$python" ]; then
    echo "没有找到 Python 3.11 到 3.13。请先安装：sudo apt-get install -y python3 python3-venv" >&2
    exit 3
fi

# Debian keeps the part of Python that makes environments in a package of its own.
if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    sh installer/system-libraries.sh
else
    sh installer/system-libraries.sh "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    # Half an environment, left by an interrupted run or by a Python since removed, is made anew.
    "$python" -m venv --clear .venv
fi

echo "正在安装程序用到的库（约 400 MB，第一次要几分钟）……"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes --requirement requirements.lock || {
    echo "库没有装全：请看上面的原因，多半是网络不通；已经装好的不会丢，再输入一遍即可。" >&2
    exit 3
}
# The project itself, in place; its build tool is in the lock, so nothing more is fetched.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
    --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
touch .venv/.ready
echo "已准备好。"
