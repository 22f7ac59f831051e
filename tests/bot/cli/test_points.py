"""`leadline points` keeps what it is given, says what it cannot take, and its series answer like metrics."""

import json

import pytest

from tests.bot.cli.conftest import Leadline


def test_a_point_is_kept_and_its_series_listed(leadline: Leadline) -> None:
    kept = leadline("points", "add", "signups", "42.5", "--at", "2026-11-20T09:30:00Z")
    assert (kept.code, kept.out) == (0, "Kept 42.5 in signups at 2026-11-20 09:30:00 UTC.\n")
    listed = leadline("points", "list")
    assert listed.code == 0
    assert listed.out.split() == [
        "series",
        "points",
        "first",
        "last",
        "signups",
        "1",
        "2026-11-20",
        "2026-11-20",
    ]


def test_without_a_point_there_is_no_series(leadline: Leadline) -> None:
    told = leadline("points", "list")
    assert (told.code, told.out) == (0, "No series has a point yet. Try `leadline points add signups 42`.\n")


def test_a_series_is_asked_for_by_its_name(leadline: Leadline) -> None:
    for value in ("1", "2", "40"):
        leadline("points", "add", "signups", value, "--id", value, "--note", f"day {value}")
    told = json.loads(leadline("ask", "signups", "everyone", "30d", "--json").out)
    assert told["summary"]["n"] == 3
    assert told["summary"]["value"] == 2
    assert "custom" in leadline("ask", "list").out


def test_the_same_id_puts_a_point_right(leadline: Leadline) -> None:
    leadline("points", "add", "signups", "1", "--id", "a")
    leadline("points", "add", "signups", "7", "--id", "a")
    told = json.loads(leadline("ask", "signups", "everyone", "30d", "--json").out)
    assert (told["summary"]["n"], told["summary"]["value"]) == (1, 7)


def test_a_moment_without_a_zone_is_utc(leadline: Leadline) -> None:
    told = leadline("points", "add", "signups", "1", "--at", "2026-11-20T09:30")
    assert "2026-11-20 09:30:00 UTC" in told.out


def test_a_moment_elsewhere_is_told_in_utc(leadline: Leadline) -> None:
    told = leadline("points", "add", "signups", "1", "--at", "2026-11-20T09:30:00+02:00")
    assert "2026-11-20 07:30:00 UTC" in told.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("signups", "many"), "'many' is not a valid float"),
        (("signups", "nan"), "nan cannot be kept"),
        (("signups", "1", "--at", "yesterday"), "'yesterday' is no moment"),
        (("signups", "1", "--at", "2199-01-01"), "cannot be when it was measured"),
        (("Sign Ups", "1"), "is no name for a series"),
        (("cycle-time", "1"), "means something else already"),
        (("signups", "1", "--repository", "acme/nope"), "No repositories are called"),
    ],
    ids=["no number", "not a number", "no moment", "to come", "no name", "a metric's name", "no repository"],
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(
    leadline: Leadline, arguments: tuple[str, ...], said: str
) -> None:
    told = leadline("points", "add", *arguments)
    assert told.code == 2
    assert said in told.err
    assert leadline("points", "list").out.startswith("No series")
