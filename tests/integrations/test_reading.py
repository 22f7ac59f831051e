"""Typed reads of JSON: what is taken, what is mended, what is refused and how that is told."""

from datetime import UTC, datetime
from typing import Any

import pytest

from integrations import reading
from integrations.reading import LONGEST, Unreadable


def test_a_time_is_read_in_utc_whatever_its_zone() -> None:
    expected = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert reading.moment({"at": "2026-03-02T09:00:00Z"}, "at") == expected
    moved = reading.moment({"at": "2026-03-02T11:00:00+02:00"}, "at")
    assert moved == expected
    assert moved.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        None, "", "soon", 7, 1.5, True, [], {}, "2026-13-01T00:00:00Z", "2026-03-02T25:00:00Z", "2026-03-02",
        "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "1969-12-31T23:59:59Z",
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_time_is_refused(value: object) -> None:
    with pytest.raises(Unreadable) as caught:
        reading.moment({"at": value}, "at")
    assert caught.value.path == "at"
    assert caught.value.reason.startswith("expected a time")


@pytest.mark.parametrize("value", [0, 1, reading.LARGEST])
def test_a_count_is_a_whole_number_that_fits(value: int) -> None:
    assert reading.count({"n": value}, "n") == value


@pytest.mark.parametrize("value", [-1, reading.LARGEST + 1, 1.0, True, "1", None, float("nan")], ids=repr)
def test_any_other_count_is_refused(value: object) -> None:
    with pytest.raises(Unreadable, match="whole number"):
        reading.count({"n": value}, "n")


def test_text_for_people_is_mended() -> None:
    assert reading.text({"t": "a\0b\ud800c"}, "t") == "a\ufffdb\ufffdc"
    assert reading.text({"t": ""}, "t") == ""
    assert reading.text({"t": "🚀 žluťoučký"}, "t") == "🚀 žluťoučký"


def test_text_for_people_is_cut_where_nobody_reads_on() -> None:
    found = reading.text({"t": "x" * 10**6}, "t")
    assert len(found) == LONGEST
    assert found.endswith("x…")


@pytest.mark.parametrize("value", ["a\0b", "\ud800", "", "x" * (LONGEST + 1), "a\nb", None, 7], ids=ascii)
def test_a_name_is_never_mended_for_it_would_be_another(value: object) -> None:
    with pytest.raises(Unreadable, match="printable name"):
        reading.name({"id": value}, "id")


@pytest.mark.parametrize("value", ["https://a.test/b", "http://a.test"])
def test_an_address_is_one_that_is_safe_to_link_to(value: str) -> None:
    assert reading.link({"url": value}, "url") == value


@pytest.mark.parametrize(
    "value", ["javascript:alert(1)", "//a.test", "a.test", "https://a b", "", None], ids=repr
)
def test_any_other_address_is_refused(value: object) -> None:
    with pytest.raises(Unreadable):
        reading.link({"url": value}, "url")


def test_the_path_grows_from_the_inside_out() -> None:
    node = {"list": {"nodes": [{"who": {"id": "1"}}, {"who": {"id": 7}}]}}

    def who(item: dict[str, Any]) -> str:
        return reading.inside(item, "who", lambda actor: reading.name(actor, "id"))

    with pytest.raises(Unreadable) as caught:
        reading.inside(node, "list", lambda connection: reading.each(connection, "nodes", who))
    assert caught.value.path == "list.nodes[1].who.id"


@pytest.mark.parametrize("value", [None, {}, "text", 7], ids=repr)
def test_a_list_that_is_none_is_refused(value: object) -> None:
    with pytest.raises(Unreadable, match="expected a list"):
        reading.each({"nodes": value}, "nodes", lambda item: item)


def test_an_item_that_is_no_object_is_named_by_its_place() -> None:
    with pytest.raises(Unreadable) as caught:
        reading.each({"nodes": [{}, None]}, "nodes", lambda item: item)
    assert caught.value.path == "nodes[1]"


def test_optional_things_may_be_missing_but_not_wrong() -> None:
    assert reading.optional_text({}, "t") is None
    assert reading.optional_moment({"at": None}, "at") is None
    assert reading.optional_inside({}, "inner", lambda node: node) is None
    with pytest.raises(Unreadable):
        reading.optional_inside({"inner": 7}, "inner", lambda node: node)


def test_truth_is_not_what_merely_looks_like_it() -> None:
    assert reading.truth({"is": True}, "is")
    for value in (1, "true", None):
        with pytest.raises(Unreadable):
            reading.truth({"is": value}, "is")


def test_a_reason_shows_what_was_found_only_where_it_is_short() -> None:
    assert reading.shown(None) == "nothing"
    assert reading.shown(7) == "int 7"
    assert reading.shown("x" * 100) == "str"
