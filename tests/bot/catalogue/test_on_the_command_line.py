"""Every slug of the catalogue at the command line: in words, and as JSON for scripts."""

from datetime import datetime
from typing import Any

import pytest

from tests.bot.catalogue.doors import NOW, Doors
from tests.bot.catalogue.promised import FIGURES, PICTURES

every_figure = pytest.mark.parametrize("slug", FIGURES)
every_picture = pytest.mark.parametrize(("slug", "verb"), PICTURES.items(), ids=PICTURES)


@every_figure
def test_it_prints_the_answer_that_slack_shows(slug: str, doors: Doors) -> None:
    """The sentence, the sample, the items, and what makes it honest; nothing on stderr."""
    outcome = doors.asks(f"{slug} payments 90d", "--no-chart")
    result = doors.leadline.services.answers.ask(f"{slug} payments 90d", doors.asker)
    printed = " ".join(outcome.stdout.split())
    in_slack = doors.types(f"{slug} payments 90d").text
    assert printed.startswith(in_slack.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert f"{result.summary.n:,} " in printed
    assert f"definition {result.metric.version}" in printed
    assert "as of 24 Nov, 12:00 UTC" in printed
    assert "first" in printed, "its items, in an order that is told"
    assert outcome.stderr == ""


@every_figure
def test_its_json_carries_everything_that_makes_it_honest(slug: str, doors: Doors) -> None:
    told = doors.json(f"{slug} payments 90d")
    result = doors.leadline.services.answers.ask(f"{slug} payments 90d", doors.asker, with_ids=True)
    assert told["metric"]["slug"] == slug
    assert told["metric"]["version"] >= 1
    assert (told["summary"]["n"], told["summary"]["value"]) == (result.summary.n, result.summary.value)
    assert [int(each) for each in told["ids"]] == list(result.ids)
    _is_between(told["summary"])
    assert {each["reason"]: each["n"] for each in told["excluded"]} == {
        each.reason: each.n for each in result.excluded
    }
    assert all(each["n"] > 0 for each in told["excluded"])
    assert _is_fresh(told["coverage"])
    assert datetime.fromisoformat(told["computed_at"]) == NOW
    assert told["question"]["window"]["first"] == "2026-08-27"
    assert told["question"]["window"]["end"] == "2026-11-25"


def _is_between(summary: dict[str, Any]) -> None:
    """The value lies within its interval, where it has one."""
    low, high = summary["low"], summary["high"]
    assert (low is None) is (high is None)
    if low is not None:
        assert low <= summary["value"] <= high


def _is_fresh(coverage: dict[str, Any]) -> bool:
    as_of = datetime.fromisoformat(coverage["as_of"])
    return coverage["synced"] == coverage["in_scope"] >= 1 and not coverage["stale"] and as_of <= NOW


@every_figure
def test_its_definition_is_printed(slug: str, doors: Doors) -> None:
    printed = " ".join(doors.asks(f"explain {slug}").stdout.split())
    info = doors.leadline.services.answers.explain(slug)
    assert info.title in printed
    assert info.ruling in printed


@every_picture
def test_what_is_no_figure_prints_its_view(slug: str, verb: str, doors: Doors) -> None:
    printed = doors.asks(f"{slug} payments", "--no-chart").stdout
    assert printed == doors.asks(f"{verb} payments", "--no-chart").stdout
    assert "Payments" in printed


@every_picture
def test_the_json_of_a_view_parses_and_says_what_it_rests_on(slug: str, verb: str, doors: Doors) -> None:
    told = doors.json(f"{slug} payments")
    assert told == doors.json(f"{verb} payments")
    assert _is_fresh(told["coverage"])
    assert told["question"]["scope"]["slug"] == "payments"


def test_the_list_has_every_slug_with_its_definition(doors: Doors) -> None:
    printed = "".join(doors.asks("list").stdout.split())
    for info in doors.leadline.services.answers.metrics():
        assert info.slug in printed
        assert "".join(info.ruling.split()) in printed
