# Everything a person types. `make run` or `make test` alone is enough on a fresh machine.
.DEFAULT_GOAL := help
.PHONY: help setup run demo test lint format lock bench soak simulate
MAKEFLAGS += --no-print-directory

python := .venv/bin/python

help:
	@echo "make run     打开程序；没有屏幕时改为演示一天的工作（需要时先自动安装）"
	@echo "make demo    不开窗口，演示一天的工作，并说明结果放在哪里"
	@echo "make test    全部检查和测试"
	@echo "make setup   只安装，不运行"
	@echo "make lint    只做格式、类型和门规检查"
	@echo "make format  整理代码格式"
	@echo "make simulate SEEDS=2000  模拟许多电脑同步，每个种子一遍"
	@echo "make bench   测量速度"
	@echo "make soak    300 台电脑反复同步十分钟，看汇集点的内存和文件"
	@echo "make lock    按 pyproject.toml 重新锁定各个库的版本"

setup: .venv/.ready

.venv/.ready: requirements.lock pyproject.toml installer/setup.sh installer/system-libraries.sh
	@sh installer/setup.sh

run: setup
	@sh installer/system-libraries.sh
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then .venv/bin/nutag; else $(MAKE) demo; fi

demo: setup
	@$(python) -m desktop_app demo-day

test: lint
	@sh installer/test-programs.sh
	@echo "测试……"
	@QT_QPA_PLATFORM=offscreen $(python) -m pytest -q -n auto

lint: setup
	@echo "格式……" && $(python) -m ruff format --check --quiet .
	@echo "写法……" && $(python) -m ruff check --quiet .
	@echo "类型……" && $(python) -m mypy --no-error-summary
	@echo "门规……" && .venv/bin/lint-imports --no-cache >.venv/lint-imports.txt || { cat .venv/lint-imports.txt; exit 1; }

format: setup
	@$(python) -m ruff check --quiet --fix . ; $(python) -m ruff format .

simulate: setup
	@$(python) -m tests.simulation --seeds $(or $(SEEDS),2000)

bench: setup
	@$(python) -m benchmarks

soak: setup
	@sh installer/test-programs.sh
	@$(python) -m benchmarks.many_desks $(or $(DESKS),300) $(or $(MINUTES),10)

lock:
	@command -v uv >/dev/null || { echo "请先安装 uv（只有重新锁定版本时才用到它）。"; exit 3; }
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock
	@! grep -n '://' requirements.lock
