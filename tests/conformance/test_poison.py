"""Poison: whatever is wrong in a record costs at most that record, and is kept until it can be read."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from integrations.reading import LONGEST
from tests.conformance.bench import Bench, contents, difference
from tests.conformance.conftest import MakeStore
from tests.conformance.faulty import hostile
from tests.conformance.subject import Subject, subjects

MUTATIONS: dict[str, Callable[[Any], Any]] = {
    "nothing": lambda _: None,
    "empty text": lambda _: "",
    "other text": lambda _: "something else",
    "huge text": lambda _: "x" * 100_000,
    "NUL": lambda value: f"{value}\0",
    "a lone surrogate": lambda value: f"{value}\ud800",
    "zero": lambda _: 0,
    "below zero": lambda _: -1,
    "a huge number": lambda _: 10**30,
    "not a number": lambda _: float("nan"),
    "true": lambda _: True,
    "a list": lambda value: [value],
    "an object": lambda value: {"value": value},
    "an empty list": lambda _: [],
    "year 0": lambda _: "0000-01-01T00:00:00Z",
    "year 9999": lambda _: "9999-12-31T23:59:59Z",
    "a time without zone": lambda _: "2026-03-02T09:00:00",
}

TEXTS = (
    "title", "summary", "body", "description", "message", "display_name", "displayName", "nickname",
    "headRefName", "source_branch", "branch", "messageHeadline", "label", "labels", "path",
)  # fmt: skip
"""What people write, by the names that vendors have for it."""

NEVER_HEARD_OF = "A_WORD_OF_NEXT_YEAR"

Path_ = tuple[Any, ...]


def fixtures() -> list[Any]:
    return [
        pytest.param(subject, path, id=f"{subject.name}: {path.stem}")
        for subject in subjects()
        for path in sorted(subject.folder.glob("*.json"))
        if path.stem.split(".")[0] in subject.readers
    ]


every_fixture = pytest.mark.parametrize(("subject", "path"), fixtures())


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:  # noqa: ANN401 - JSON
    """The way to everything that stands anywhere in a node."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


def mutated(original: Any, path: Path_, change: Callable[[Any], Any] | None) -> Any:  # noqa: ANN401 - JSON
    """A copy with one place changed, or without it; the rest is shared."""
    if not path:
        return change(original) if change else None
    copy = original.copy()
    if len(path) == 1 and change is None:
        del copy[path[0]]
    else:
        copy[path[0]] = mutated(original[path[0]], path[1:], change)
    return copy


def assert_storable(value: object) -> None:
    """Any database holds it: no NUL, no lone surrogate, no number or time out of range."""
    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, dict):
        for inner in value.values():
            assert_storable(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            assert_storable(inner)
    elif isinstance(value, str):
        assert "\0" not in value
        assert len(value.encode()) <= 64 * LONGEST
    elif isinstance(value, datetime):
        assert value.tzinfo is UTC
        assert 1970 <= value.year <= 2100
    elif isinstance(value, int | float):
        assert abs(value) < 2**63


@every_fixture
def test_whatever_is_wrong_anywhere_costs_at_most_that_one_record(subject: Subject, path: Path) -> None:
    read = subject.readers[path.stem.split(".")[0]]
    original = json.loads(path.read_text())["node"]
    for place in places(original):
        broken = [mutated(original, place, change) for change in (None, *MUTATIONS.values())]
        page = read(broken)
        assert len(page.unmappable) <= len(broken), place
        assert_storable(page.records)
        assert_storable(page.accounts)
        assert all(aside.path and aside.reason for aside in page.unmappable), place


@every_fixture
def test_a_broken_one_takes_none_with_it(subject: Subject, path: Path) -> None:
    """Between two that are whole stands one of which nothing is left."""
    kind = path.stem.split(".")[0]
    fixture = json.loads(path.read_text())
    if "unmappable" in fixture.get("expected", {}):
        return
    read = subject.readers[kind]
    alone = read([fixture["node"]])
    junk: tuple[object, ...] = (None, 7, "text", [], {}, {"id": 7}, True)
    for broken in junk:
        page = read([fixture["node"], broken, fixture["node"]])
        assert {repr(each) for each in alone.records} <= {repr(each) for each in page.records}
        assert len(page.unmappable) <= 1


def spread(node: Any, pattern: Sequence[str], path: Path_ = ()) -> Iterator[Path_]:  # noqa: ANN401 - JSON
    """Every place that a pattern such as `reviews.nodes.*.state` leads to."""
    if not pattern:
        yield path
        return
    key, *rest = pattern
    if key == "*" and isinstance(node, list):
        for index, item in enumerate(node):
            yield from spread(item, rest, (*path, index))
    elif isinstance(node, dict) and node.get(key) is not None:
        yield from spread(node[key], rest, (*path, key))


@every_fixture
def test_a_word_that_nobody_has_heard_of_is_no_mistake(subject: Subject, path: Path) -> None:
    kind = path.stem.split(".")[0]
    fixture = json.loads(path.read_text())
    if "unmappable" in fixture.get("expected", {}):
        return
    for pattern in subject.words.get(kind, ()):
        for place in spread(fixture["node"], pattern.split(".")):
            page = subject.readers[kind]([mutated(fixture["node"], place, lambda _: NEVER_HEARD_OF)])
            assert place[-1] not in [aside.path.rpartition(".")[2] for aside in page.unmappable], place


def test_the_words_of_a_subject_stand_somewhere(subject: Subject) -> None:
    for kind, patterns in subject.words.items():
        nodes = [json.loads(path.read_text())["node"] for path in subject.folder.glob(f"{kind}.*.json")]
        for pattern in patterns:
            assert any(list(spread(node, pattern.split("."))) for node in nodes), (kind, pattern)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_what_cannot_be_read_is_set_aside_alone_and_taken_up_once_it_can(
    bench: Bench, make_store: MakeStore
) -> None:
    whole = make_store()
    bench.clean_sync(whole)
    mends = [(stream.name, bench.subject.spoil(bench.fake, stream.name)) for stream in bench.client().streams]
    spoiled = [name for name, mend in mends if mend]
    assert spoiled, "something of every provider can be spoiled"
    store = make_store()
    report = bench.clean_sync(store)
    assert report.quarantined >= len(spoiled)
    assert quarantined(store) == sorted(spoiled)
    assert not difference(contents(store), contents(whole)).keys() <= {"pull_request_facts"}
    for _, mend in mends:
        if mend:
            mend()
    bench.later(minutes=10)
    bench.clean_sync(store, full=True)
    assert quarantined(store) == []
    assert difference(contents(store), contents(whole)) == {}


def quarantined(store: Any) -> list[str]:  # noqa: ANN401 - a store
    with store.read() as shelves:
        return sorted(each.stream for each in shelves.quarantine.all())


def test_whatever_people_write_can_be_stored(bench: Bench, make_store: MakeStore) -> None:
    bench.network.fault = hostile(*TEXTS)
    report = bench.sync(make_store())
    assert report.failures == ()
    assert report.records
