"""Incidents and being on call in words: findings, courses, causes, and how load is spread."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from domain.question import ScopeKind
from domain.result import Summary
from domain.views.incidents import IncidentRow, IncidentsView
from domain.views.oncall import Load, OncallView
from render import incidents as words
from render import oncall as load_words
from render.terminal.views import VIEWS
from tests.render import incidents as trouble
from tests.render.results import HOSTILE, HOUR

DAYS = "26 Oct \u2013 24 Nov"


def printed(drawn: RenderableType, width: int = 120) -> str:
    out = StringIO()
    Console(file=out, width=width).print(drawn)
    return out.getvalue()


def unread() -> IncidentsView:
    """Not everything was read, so that none is not zero."""
    view = trouble.quiet()
    nothing = replace(view.frequency, summary=Summary(0), coverage=replace(view.coverage, synced=0))
    return replace(view, frequency=nothing, coverage=nothing.coverage)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        pytest.param(
            trouble.incidents(),
            f"Payments had 10 incidents of high urgency, {DAYS}, half of them resolved within "
            "1 h 12 min; 5 of 10 known to be caused by deployments.",
            id="some",
        ),
        pytest.param(
            trouble.few(),
            f"Payments had 2 incidents of high urgency, {DAYS}, half of them resolved within "
            "1 h 12 min; none is known to be caused by a deployment.",
            id="few",
        ),
        pytest.param(trouble.quiet(), f"No incidents of high urgency for Payments, {DAYS}.", id="none"),
        pytest.param(
            unread(), "No data for Payments yet: 0 of 12 repositories are synced.", id="nothing read"
        ),
    ],
)
def test_the_finding_is_a_sentence_with_the_number(view: IncidentsView, said: str) -> None:
    assert words.finding(view) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param(trouble.ROWS[0], "waiting for somebody, still open", id="waiting"),
        pytest.param(
            trouble.ROWS[1], "acknowledged after 8 min, resolved after 1 h 12 min", id="taken on and over"
        ),
        pytest.param(trouble.ROWS[3], "never acknowledged, resolved by itself after 3 min", id="by itself"),
        pytest.param(
            trouble.row(1, resolved_at=None, resolve=None), "acknowledged after 4 min, still open", id="open"
        ),
        pytest.param(trouble.row(1, acknowledge=None, resolve=None), "resolved", id="contradictory times"),
    ],
)
def test_the_course_of_an_incident(row: IncidentRow, said: str) -> None:
    assert words.course(row) == said


def test_a_cause_is_told_with_how_it_is_known_and_an_unknown_one_as_such() -> None:
    assert words.cause(trouble.ROWS[0]) == "cause unknown"
    assert words.cause(trouble.ROWS[1]) == (
        "caused by acme/pay-api@c0ffee0, as the last one of its service before it"
    )


def test_times_have_median_p90_and_the_mean_by_its_own_name_unless_they_are_few() -> None:
    assert words.spread(trouble.incidents().resolve, "MTTR") == (
        "1 h 12 min median · p90 4 h 48 min · mean (MTTR) 1 h 48 min · 9 incidents · "
        "20 % slower than the 30 days before"
    )
    assert (
        words.spread(trouble.few().resolve, "MTTR") == "1 h 12 min median · 2 incidents · too few to compare"
    )
    assert words.spread(trouble.quiet().resolve, "MTTR") == "no data"


@pytest.mark.parametrize(
    ("view", "said"),
    [
        pytest.param(
            trouble.oncall(),
            f"Payments had 19 interruptions in 1 440 h on call, {DAYS}, 6 of them in hours of sleep.",
            id="some",
        ),
        pytest.param(
            replace(trouble.oncall(), total=Load(business=2)),
            f"Payments had 2 interruptions, {DAYS}, and no schedule tells who was on call.",
            id="without a schedule",
        ),
        pytest.param(
            trouble.nobody_called(),
            f"Payments had no interruption in 1 440 h on call, {DAYS}.",
            id="nobody called",
        ),
        pytest.param(
            trouble.nobody_there(),
            f"Nobody was on call for Payments, {DAYS}, as far as schedules tell.",
            id="nobody there",
        ),
    ],
)
def test_the_load_is_a_sentence(view: OncallView, said: str) -> None:
    assert load_words.finding(view) == said


def test_how_the_load_is_spread_names_nobody() -> None:
    assert load_words.spread(trouble.oncall()) == (
        "Of 5 people, the one called most had 42 % of the interruptions, with 25 % of the hours; "
        "the middle one 16 %, an even part is 20 %."
    )


def test_of_fewer_than_three_people_no_spread_is_told() -> None:
    assert load_words.spread(trouble.two_people()) == (
        "How the load is spread is told of 3 people on call or more."
    )


def test_ones_own_load_is_told_beside_the_teams() -> None:
    assert load_words.own(trouble.oncall()) == (
        "You had 3 interruptions (1 in hours of sleep) in 144 h on call: "
        "16 % of them all, with 10 % of the hours."
    )
    assert load_words.own(trouble.two_people()) == ""


def test_asked_about_oneself_nothing_is_compared_with_others() -> None:
    view = trouble.oncall()
    scope = replace(view.question.scope, kind=ScopeKind.PERSON, label="Alice")
    mine = replace(view, question=replace(view.question, scope=scope))
    assert load_words.spread(mine) == load_words.own(mine) == ""
    assert load_words.finding(mine).startswith("You had 19 interruptions in ")


@pytest.mark.parametrize(
    ("load", "rate"),
    [
        (Load(business=1, off_hours=1, sleep=1, seconds=round(60 * HOUR)), "5.0 per 100 h on call"),
        (Load(seconds=round(60 * HOUR)), "0.0 per 100 h on call"),
        (Load(business=3), "no hours on call"),
    ],
)
def test_load_is_per_hundred_hours(load: Load, rate: str) -> None:
    assert load_words.rate(load) == rate


def test_the_terminal_tells_figures_and_every_incident() -> None:
    told = printed(VIEWS["incidents"](trouble.incidents()))
    for words_ in (
        "Payments had 10 incidents", "mean (MTTA) 6 min", "mean (MTTR) 1 h 48 min", "#2 Payments are refused",
        "cause unknown", "1 incident of low urgency excluded", "all 12 repositories",
    ):  # fmt: skip
        assert words_ in told


def test_the_terminal_says_that_nothing_broke() -> None:
    told = printed(VIEWS["incidents"](trouble.quiet()))
    assert told.startswith("No incidents of high urgency for Payments")
    assert "median" not in told


def test_the_terminal_tells_each_rotation() -> None:
    told = printed(VIEWS["oncall"](trouble.oncall()))
    for words_ in ("Payments on call", "720 h", "2.1 per 100 h on call", "Off schedule", "Of 5 people"):
        assert words_ in told


@pytest.mark.parametrize("name", ["incidents", "oncall"])
def test_hostile_words_are_no_markup_in_the_terminal(name: str) -> None:
    hostile = f"[red]{HOSTILE}[/red]"
    views = {
        "incidents": replace(
            trouble.incidents(), rows=tuple(replace(row, title=hostile) for row in trouble.ROWS)
        ),
        "oncall": replace(
            trouble.oncall(), rotations=tuple(replace(each, schedule=hostile) for each in trouble.ROTATIONS)
        ),
    }
    told = printed(VIEWS[name](views[name]), width=400)
    assert "[red]" in told
    assert "\u202e" not in told
