"""The house rules that no linter knows, each with its reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = (
    "bot", "domain", "handlers", "integrations", "leadline",
    "metrics", "render", "scheduler", "services", "storage", "web",
)  # fmt: skip
SOURCES = sorted(path for folder in HOUSE for path in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)
REASONED = re.compile(r"# (noqa: [A-Z0-9, ]+|type: ignore\[[a-z, -]+\])\s*(-|#) \S")
VAGUE = ("Manager", "Helper", "Util", "Processor", "Impl")
VAGUE_FILES = {"utils", "util", "common", "helpers", "misc", "base"}
EDGES = {  # the three places where whatever happens is caught, told and logged (architecture.md, decision 7)
    "bot/slack", "scheduler/runner.py", "web/errors.py",
}  # fmt: skip


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, Function))


def depth(node: ast.AST) -> int:
    """How many blocks deep the deepest statement stands; `elif` stays on the level of its `if`."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.Lambda):
            continue
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not chained))
    return deepest


every_source = pytest.mark.parametrize("path", SOURCES, ids=named)
every_file = pytest.mark.parametrize("path", SOURCES + TESTS, ids=named)


@every_file
def test_every_file_opens_with_one_sentence(path: Path) -> None:
    sentence = ast.get_docstring(ast.parse(path.read_text()))
    assert sentence, "say in the first line what lives here"
    assert sentence.splitlines()[0].rstrip().endswith((".", ":")), "the first line is a sentence"


@every_source
def test_no_source_file_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300, "two things live in this file: give each its own"


@every_source
def test_no_function_is_longer_than_its_budget(path: Path) -> None:
    budget = 25 if named(path).startswith("handlers/") else 40
    long = {f.name: size for f in functions(path) if (size := (f.end_lineno or 0) - f.lineno + 1) > budget}
    assert not long, f"more than {budget} lines"


@every_source
def test_nothing_nests_deeper_than_three_blocks(path: Path) -> None:
    deep = {f.name: depth(f) for f in functions(path) if depth(f) > 3}
    assert not deep, "flatten it, or give the inside a name"


@pytest.mark.parametrize("path", [p for p in SOURCES if named(p).startswith("handlers/")], ids=named)
def test_a_handler_tries_nothing(path: Path) -> None:
    tries = [node.lineno for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Try)]
    assert not tries, "errors are told at the edge (bot/slack), not in handlers"


@every_source
def test_everything_is_caught_only_at_the_three_edges(path: Path) -> None:
    broad = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
    ]
    assert not broad or any(named(path).startswith(edge) for edge in EDGES)


@every_file
def test_names_say_what_a_thing_is(path: Path) -> None:
    classes = [node.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef)]
    assert not [name for name in classes if name.endswith(VAGUE) or name.startswith("Base")]
    assert path.stem not in VAGUE_FILES


@every_source
def test_only_ports_are_abstract(path: Path) -> None:
    """Metric, rule, provider, stream and job are declared as values, not subclassed."""
    assert "abc" not in {
        alias.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import)
        for alias in node.names
    }


@pytest.mark.parametrize("path", TESTS, ids=named)
def test_tests_inject_and_never_patch(path: Path) -> None:
    forbidden = {"patch", "MagicMock", "Mock", "AsyncMock"}
    names = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
    assert not names & forbidden
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "setattr"
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "monkeypatch"
    ]
    assert not calls


@every_file
def test_nothing_is_left_for_later(path: Path) -> None:
    if path == Path(__file__):
        return
    later = [word for word in ("TODO", "FIXME", "XXX", "NotImplementedError") if word in path.read_text()]
    assert not later


@every_file
def test_an_exception_to_a_rule_gives_its_reason(path: Path) -> None:
    lines = path.read_text().splitlines() if path != Path(__file__) else []
    exceptions = [line for line in lines if re.search(r"# (noqa|type: ignore)\b", line)]
    bare = [line.strip() for line in exceptions if not REASONED.search(line)]
    assert not bare, "write it as `# noqa: RULE - why`"


def test_the_top_level_is_what_the_owner_fixed() -> None:
    folders = {
        path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))
    }
    assert folders - {"leadline.egg-info", "node_modules"} == {*HOUSE, "docs", "tests"}


def test_the_lock_files_pin_every_package_by_hash_and_name_no_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_there_is_more_test_than_source() -> None:
    source, tests = (sum(len(path.read_text().splitlines()) for path in paths) for paths in (SOURCES, TESTS))
    assert tests >= 1.2 * source
