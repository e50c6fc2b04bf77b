"""What the documents promise: each word has its place, each path and command is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.cli.arguments import parser
from desktop_app.demo.pictures import NAMES
from desktop_app.domain.records import RECORDS, labels

HOUSE = Path(__file__).parents[1]
DOCS = HOUSE / "docs"
PICTURES = {DOCS / "pictures" / f"{name}.png" for name in NAMES}
"""What `make demo` takes again, there or not yet."""

PAGES = [HOUSE / "README.md", HOUSE / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(
    r"`((?:benchmarks|db|desktop_app|docs|installer|printing|sync|tests|ui)/[\w./-]*|\w+\.(?:md|toml))`"
)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
MAKE = re.compile(r"\bmake ([a-z]+)\b")
COMMAND = re.compile(r"\bnutag ((?:hub |packet )?[a-z][a-z-]*)([^`\n]*)")
OPTION = re.compile(r"--[a-z-]+")
NAME = re.compile(r"`([A-Z][a-z]\w+)\.(\w+)`")

GLOSSARY_ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \|", re.MULTILINE)


def _name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


@pytest.fixture(scope="module")
def glossary() -> dict[str, set[str]]:
    """Read the glossary: the code words of each Chinese word."""
    found: dict[str, set[str]] = {}
    for word, codes in GLOSSARY_ROW.findall((DOCS / "glossary.md").read_text("utf-8")):
        found.setdefault(word, set()).update(re.findall(r"`(\w+)`", codes))
    return found


def test_every_label_is_in_the_glossary_with_its_field(glossary: dict[str, set[str]]) -> None:
    missing = [
        f"{kind.__name__}.{field} {label.text}"
        for kind in RECORDS
        for field, label in labels(kind).items()
        if field not in glossary.get(label.text, set())
    ]

    assert missing == []


def test_every_record_is_in_the_glossary(glossary: dict[str, set[str]]) -> None:
    words = set().union(*glossary.values())

    assert [kind.__name__ for kind in RECORDS if kind.__name__ not in words] == []


def test_every_code_word_of_the_glossary_is_in_the_code(glossary: dict[str, set[str]]) -> None:
    code = "\n".join(_sources("desktop_app", "db", "printing", "sync", "ui"))
    used = set(re.findall(r"\w+", code))

    assert sorted(set().union(*glossary.values()) - used) == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_no_link_or_picture_is_dead(page: Path) -> None:
    targets = [found.partition("#")[0] for found in LINK.findall(page.read_text("utf-8"))]
    local = [target for target in targets if target and "://" not in target]

    assert [target for target in local if not _stands((page.parent / target).resolve())] == []


def _stands(path: Path) -> bool:
    return path in PICTURES or (path.exists() and path.is_relative_to(HOUSE))


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_path_that_is_named_is_there(page: Path) -> None:
    named = PATH.findall(page.read_text("utf-8"))
    rooms = (HOUSE, page.parent)

    assert [path for path in named if not any((room / path).exists() for room in rooms)] == []


def test_every_test_that_proves_a_promise_is_there() -> None:
    named = [each for page in PAGES for each in TEST.findall(page.read_text("utf-8"))]

    assert named
    assert [
        f"{path}::{name}"
        for path, name in named
        if f"\ndef {name}(" not in (HOUSE / path).read_text("utf-8")
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_make_target_that_is_named_is_there(page: Path) -> None:
    makefile = (HOUSE / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    quoted = re.findall(r"`[^`]+`|^ {4}.+$", page.read_text("utf-8"), re.MULTILINE)

    assert {name for text in quoted for name in MAKE.findall(text)} - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_every_command_and_option_that_is_named_is_there(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    known = _options(capsys)
    unknown = [
        f"nutag {command}{rest}"
        for command, rest in COMMAND.findall(page.read_text("utf-8"))
        if command not in known or not set(OPTION.findall(rest)) <= known[command]
    ]

    assert unknown == []


def _options(capsys: pytest.CaptureFixture[str]) -> dict[str, set[str]]:
    """Read the options of every command from the help that people read."""
    found = {}
    for command in _commands(parser().format_help()):
        words = _help(command, capsys)
        found[command] = set(OPTION.findall(words))
        for further in _commands(words):
            one = f"{command} {further}"
            found[one] = set(OPTION.findall(_help(one, capsys)))
    return found


def _commands(words: str) -> list[str]:
    return re.findall(r"^ {4}([a-z-]+)", words, re.MULTILINE)


def _help(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        parser().parse_args([*command.split(), "--help"])
    return capsys.readouterr().out


def test_every_function_that_the_architecture_names_is_there() -> None:
    code = "\n".join(_sources("desktop_app", "db", "printing", "sync", "ui"))
    text = (DOCS / "architecture.md").read_text("utf-8")
    named = NAME.findall(text)

    assert named, "the architecture names functions as `Class.function`"
    assert [kind for kind, _ in named if f"class {kind}" not in code] == []
    assert [f for _, f in named if not re.search(rf"\bdef {f}\(|\b{f} = Signal\(", code)] == []


def _sources(*rooms: str) -> Iterator[str]:
    for room in rooms:
        for path in (HOUSE / room).rglob("*.py"):
            yield path.read_text("utf-8")
