"""A sprint in words: findings, both shares of its promise, its scope, its pace and its notes."""

from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from domain.records import SprintState
from domain.views.sprint import Amount, Change, Correlation, Detail, Moved, SprintView, Step
from render import sprint as words
from render.terminal.views import VIEWS
from tests.render import sprints
from tests.render.results import HOSTILE


def printed(drawn: RenderableType, width: int = 120) -> str:
    out = StringIO()
    Console(file=out, width=width).print(drawn)
    return out.getvalue()


def with_detail(**fields: object) -> SprintView:
    return replace(sprints.view(), detail=replace(sprints.detail(), **fields))  # type: ignore[arg-type] # a case's fields


def paced(remaining: float, hours: float = 197) -> Detail:
    """The sprint with so much left, so many hours after its start."""
    line = sprints.burndown(sprints.hour(hours))
    steps = (Step(sprints.BEGAN, 34, 34), Step(sprints.hour(hours), remaining, 36))
    return replace(sprints.detail(), burndown=replace(line, steps=steps))


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (
            sprints.view(),
            "Payments 23 has 18 of 36 points left, 5 points behind an even pace, 6 days to go.",
        ),
        (sprints.closed(), "Payments 23 completed 18 of 36 points; 47 % of its commitment was kept."),
        (
            sprints.in_issues(),
            "Payments 23 has 4 of 9 issues left, 5 issues behind an even pace, 6 days to go.",
        ),
        (sprints.empty(), "Payments 23 has no issues in it."),
        (sprints.none(), "No sprint for Payments has begun by then."),
    ],
    ids=["running", "closed", "in issues", "empty", "none"],
)
def test_the_finding_is_one_sentence(view: SprintView, said: str) -> None:
    assert words.finding(view) == said


@pytest.mark.parametrize(
    ("remaining", "said"),
    [(13, "on an even pace"), (8, "5 points ahead of an even pace"), (14.6, "2 points behind an even pace")],
)
def test_the_pace_compares_with_the_guideline_now(remaining: float, said: str) -> None:
    """After 8 days and 5 hours of 14 days, at six of ten working days, some 13 points should remain."""
    assert words.pace(paced(remaining)) == said


def test_an_even_pace_is_interpolated_between_midnights() -> None:
    line = sprints.burndown(sprints.hour(24))
    before, after = line.guideline[1], line.guideline[2]
    share = (sprints.hour(24) - before[0]) / (after[0] - before[0])
    assert words.even(line) == pytest.approx(before[1] + (after[1] - before[1]) * share)


def test_past_its_planned_end_there_is_no_pace_but_a_delay() -> None:
    late = sprints.hour(14 * 24 + 30)
    told = with_detail(burndown=sprints.burndown(late, late))
    assert words.finding(told) == "Payments 23 has 18 of 36 points left, 1 day past its planned end."


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "14 days to go"),
        (13 * 24, "1 day to go"),
        (14 * 24 - 3, "on its last day"),
        (16 * 24, "2 days past its planned end"),
    ],
)
def test_days_to_go_are_days_of_the_teams_zone(hours: float, said: str) -> None:
    detail = replace(sprints.detail(), burndown=sprints.burndown(sprints.hour(hours)))
    assert words.togo(detail, sprints.view()) == said


def test_a_sprint_without_a_planned_end_has_no_days_to_go() -> None:
    detail = replace(sprints.detail(), sprint=replace(sprints.SPRINT, ends_at=None))
    assert words.togo(detail, sprints.view()) == ""


def test_the_promise_tells_both_shares_with_their_labels() -> None:
    detail = replace(
        sprints.detail(), committed=Amount(10, 4), delivered=Amount(8, 3), completed=Amount(14, 6)
    )
    assert words.promise(detail) == (
        "80 % so far: 8 of 10 points committed to · all completed is 140 % of the commitment"
    )


def test_without_a_commitment_there_is_no_promise() -> None:
    detail = replace(sprints.detail(), committed=Amount(0, 0))
    assert words.promise(detail) == "no commitment, so no say/do"
    assert words.kept(detail) == "it had no commitment"


@pytest.mark.parametrize(
    ("added", "removed", "said"),
    [
        (5, 3, "34 points at the start, +5 added, \u22123 removed (24 % of the commitment): 36 now"),
        (5, 0, "34 points at the start, +5 added (15 % of the commitment): 36 now"),
        (0, 0, "34 points at the start, unchanged"),
    ],
)
def test_the_scope_tells_what_came_and_what_left(added: float, removed: float, said: str) -> None:
    assert words.scope(replace(sprints.detail(), added=Amount(added, 1), removed=Amount(removed, 1))) == said


@pytest.mark.parametrize(
    ("recent", "said"),
    [
        ((30, 24, 38, 33, 31), "31.2 points a sprint (mean of the last 5, from 24 to 38)"),
        ((30, 24), "27 points a sprint (mean of the last 2, from 24 to 30, too few to compare)"),
        ((30,), "30 points in the only sprint so far"),
        ((), "no sprint with a commitment is closed yet"),
    ],
)
def test_the_velocity_has_its_range(recent: tuple[float, ...], said: str) -> None:
    assert words.speed(replace(sprints.view(), recent=recent)) == said


def test_a_velocity_in_issues_keeps_its_decimals() -> None:
    view = replace(sprints.in_issues(), recent=(7.0, 8.0))
    assert words.speed(view).startswith("7.5 issues a sprint")


@pytest.mark.parametrize(
    ("correlation", "said"),
    [
        (Correlation("build success", 8, 6, 0.83), "strongly together (Spearman +0.83)"),
        (Correlation("build success", 8, 6, -0.5), "somewhat opposed (Spearman \u22120.50)"),
        (Correlation("build success", 8, 6, 0.1), "hardly related (Spearman +0.10)"),
        (Correlation("build success", 8, 6, None), "one of the two never changed"),
        (Correlation("build success", 5, 6, None), "too few to tell, 6 are needed"),
    ],
)
def test_a_correlation_is_told_with_its_number(correlation: Correlation, said: str) -> None:
    assert words.together(correlation) == f"say/do with build success over {correlation.n} sprints: {said}"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(sprints.hour(1), Moved.ADDED, sprints.line(1, 5), 5), "added, +5 points"),
        (Change(sprints.hour(1), Moved.REMOVED, sprints.line(1, 1), -1), "removed, \u22121 point"),
        (
            Change(sprints.hour(1), Moved.ESTIMATED, sprints.line(1, 2.5), -0.5),
            "estimated anew, \u22120.5 points",
        ),
        (Change(sprints.hour(1), Moved.ADDED, sprints.line(1, None), 0), "added, no estimate"),
        (Change(sprints.hour(1), Moved.ADDED, sprints.line(1, 0), 0), "added, 0 points"),
    ],
)
def test_a_change_of_scope_tells_its_size(change: Change, said: str) -> None:
    assert words.moved(change, sprints.detail()) == said


def test_the_notes_make_it_honest() -> None:
    told = list(words.notes(with_detail(drifted=True, from_history=True)))
    assert told == [
        "2 issues without an estimate count no points",
        "its issues were rewritten afterwards; what was seen at its start and close stands",
        "read from its issues' histories after it had closed",
    ]
    assert list(words.notes(sprints.none())) == []


def test_a_trackers_own_progress_stands_beside_ours() -> None:
    told = list(words.notes(sprints.linear()))
    assert told[1:] == [
        "50 % of its scope is completed",
        "its tracker says 71 %, which counts begun work in part",
    ]


def test_the_half_year_tells_how_many_sprints_it_is_of() -> None:
    assert words.usual(sprints.view()) == "say/do 82 %, carry-over 11 % over 5 sprints"


def test_the_picture_is_described_in_sentences() -> None:
    assert words.alt(sprints.view()) == (
        "Payments 23 has 18 of 36 points left, 5 points behind an even pace, 6 days to go. "
        "Burndown of 16 Nov \u2013 30 Nov: from 34 points to 18 points now. "
        "Scope: 34 points at the start, +5 added, \u22123 removed (24 % of the commitment): 36 now."
    )
    assert words.alt(sprints.none()) == words.finding(sprints.none())


@pytest.mark.parametrize(
    ("view", "drawn"), [(sprints.view(), True), (sprints.empty(), False), (sprints.none(), False)]
)
def test_a_sprint_with_nothing_in_it_has_no_picture(view: SprintView, drawn: bool) -> None:  # noqa: FBT001 - a case
    assert words.is_drawn(view) is drawn


@pytest.mark.parametrize(
    "view",
    [
        sprints.view(),
        sprints.closed(),
        sprints.in_issues(),
        sprints.empty(),
        sprints.none(),
        sprints.linear(),
    ],
)
def test_the_terminal_says_the_same(view: SprintView) -> None:
    said = " ".join(printed(VIEWS["sprint"](view), 200).split())
    assert words.finding(view) in said
    for note in words.notes(view):
        assert note in said


def test_the_terminal_lists_no_more_than_fits() -> None:
    said = printed(VIEWS["sprint"](sprints.crowded()), 200)
    assert said.count("and 30 more") == 3


def test_the_terminal_takes_no_name_for_markup() -> None:
    named = replace(sprints.SPRINT, name=f"[red]{HOSTILE}", state=SprintState.ACTIVE)
    assert "[red]" in printed(VIEWS["sprint"](with_detail(sprint=named)), 300)


def test_the_last_day_of_a_sprint_that_ends_at_midnight_is_the_day_before() -> None:
    midnight = sprints.ENDS.replace(hour=0)
    detail = replace(sprints.detail(), burndown=sprints.burndown(sprints.NOW, midnight + timedelta(0)))
    assert words.dates(detail, "UTC") == "16 Nov \u2013 29 Nov"
