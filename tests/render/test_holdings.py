"""What a source holds, and what of it could not be read, in words."""

from datetime import UTC, datetime

import pytest

from domain.health import HealthReport, Holding, Light, SourceHealth, Unread
from render import terminal
from render.holdings import held, held_by_all, holding, unread
from render.slack.health import health
from tests.render.test_terminal import shown

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def source(*holds: Holding, stuck: int = 0) -> SourceHealth:
    found = tuple(Unread(f"runs of acme/r{n}", f"It is <!here> {n}.") for n in range(stuck))
    return SourceHealth("github", "GitHub", Light.YELLOW, AT, AT, holds, 0, unread=found)


def test_what_is_held_is_counted_by_kind() -> None:
    full = source(Holding("repository", 1), Holding("pull request", 3_120))
    assert held(full) == ["1 repository", "3,120 pull requests"]
    assert holding(full) == "1 repository and 3,120 pull requests"
    assert held(source()) == ["nothing yet"]


def test_all_sources_are_counted_together() -> None:
    one, two = source(Holding("issue", 2)), source(Holding("issue", 3), Holding("shift", 1))
    assert held_by_all([one, two], ["pull request", "issue"]) == ["5 issues"]


@pytest.mark.parametrize(
    ("stuck", "told"),
    [
        (0, []),
        (1, ["runs of acme/r0: It is <!here> 0."]),
        (3, [f"runs of acme/r{n}: It is <!here> {n}." for n in range(3)]),
        (5, [*(f"runs of acme/r{n}: It is <!here> {n}." for n in range(3)), "And 2 more."]),
    ],
    ids=["nothing", "one", "as many as are told", "more than are told"],
)
def test_what_could_not_be_read_is_told_with_its_reason(stuck: int, told: list[str]) -> None:
    assert unread(source(stuck=stuck)) == told


def test_both_doors_tell_what_could_not_be_read() -> None:
    report = HealthReport((source(stuck=4),), (), AT)
    in_slack = str(health(report).blocks)
    assert "runs of acme/r2: It is &lt;!here&gt; 2." in in_slack, "what a provider says is no markup"
    assert "And 1 more." in in_slack
    assert "runs of acme/r2: It is <!here> 2." in shown(terminal.health(report), 200)
