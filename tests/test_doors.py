"""The doors between the rooms, the size of what is in them, and what may not leave the house."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
ROOMS = ("desktop_app", "ui", "db", "printing", "installer", "benchmarks", "tests")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60

# Imported where first needed, so that the window opens before they are read.
LATE = {"reportlab", "pikepdf", "pypdfium2", "pypinyin", "openpyxl", "cryptography", "segno"}

# Halves, so that this file does not hold what it looks for.
REGISTRIES = [
    "".join(halves)
    for halves in (
        ("pypi", ".org"),
        ("python", "hosted.org"),
        ("npm", "js.org"),
        ("npm", "js.com"),
        ("npm", "mirror.com"),
        ("pypi.tuna.", "tsinghua"),
        ("mirrors.", "aliyun"),
    )
]
MACHINE_PATHS = ["/" + "work/", "/" + "root/", "/" + "home/"]


def _files(*names: str) -> list[Path]:
    """Name the files that a commit would hold: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *names],
        cwd=HOUSE,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [path for name in listed.split("\0") if name and (path := HOUSE / name).is_file()]


def _modules() -> list[Path]:
    return [path for path in _files(*ROOMS) if path.suffix == ".py"]


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    """Read every module of the house once."""
    return {_name(path): ast.parse(path.read_text("utf-8")) for path in _modules()}


def test_every_import_goes_through_an_open_door() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")

    report = subprocess.run(
        [lint_imports, "--no-cache", "--no-logo"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert report.returncode == 0, report.stdout + report.stderr


def test_no_file_is_too_long() -> None:
    lengths = {_name(path): len(path.read_text("utf-8").splitlines()) for path in _modules()}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_function_is_too_long(trees: dict[str, ast.Module]) -> None:
    too_long = {
        f"{name}:{function.lineno} {function.name}": length
        for name, tree in trees.items()
        for function in _functions(tree)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }

    assert too_long == {}


def test_every_module_says_why_it_exists(trees: dict[str, ast.Module]) -> None:
    assert [name for name, tree in trees.items() if not ast.get_docstring(tree)] == []


def test_slow_libraries_are_not_imported_at_the_top(trees: dict[str, ast.Module]) -> None:
    at_start = {
        name: late
        for name, tree in trees.items()
        if name.startswith(("db/", "desktop_app/", "ui/")) and (late := _imported(tree) & LATE)
    }

    assert at_start == {}


def test_starting_loads_no_slow_library() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, desktop_app.app; print(*sys.modules)"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert LATE & set(loaded) == set()


def _imported(tree: ast.Module) -> set[str]:
    """Name the top packages that a module imports as it is loaded."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_no_committed_text_names_a_registry_or_a_folder_of_one_machine() -> None:
    forbidden = REGISTRIES + MACHINE_PATHS
    found = [
        f"{_name(path)}: {word}"
        for path in _files()
        if (text := _text(path))
        for word in forbidden
        if word in text
    ]

    assert found == []


def _text(path: Path) -> str:
    """Read a file as text; a picture or a font has none."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8", errors="replace")


def test_the_lock_holds_every_library_that_the_project_names() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (HOUSE / "requirements.lock").read_text("utf-8").lower()

    named = project["dependencies"] + project["optional-dependencies"]["dev"]
    pins = [line.partition(";")[0].strip().lower() for line in named]

    assert [pin for pin in pins if f"\n{pin} " not in "\n" + lock] == []
    assert "--hash=sha256:" in lock
    assert "://" not in lock


def test_every_library_has_a_notice() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    notices = (HOUSE / "THIRD_PARTY_NOTICES.md").read_text("utf-8").lower()

    names = {line.partition("==")[0].lower() for line in project["dependencies"]}

    assert [name for name in sorted(names) if name not in notices] == []


def test_the_checks_of_a_machine_are_those_of_a_person() -> None:
    commands = (HOUSE / ".ci" / "run").read_text("utf-8").splitlines()[2:]

    assert commands == ['cd "$(dirname "$0")/.." && exec make test CI=1']
