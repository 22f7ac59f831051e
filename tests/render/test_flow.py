"""The flow of an issue in words, in the terminal and as a picture."""

from dataclasses import replace
from io import BytesIO, StringIO

import pytest
from PIL import Image
from rich.console import Console

from domain.records import Category
from domain.views.flow import FlowView
from render import flow as words
from render.charts.views import drawing_of, has_picture
from render.flow import NOW
from render.terminal.views import VIEWS
from tests.render import flows
from tests.render.flows import hour


def printed(view: FlowView, width: int = 140) -> str:
    out = StringIO()
    Console(file=out, width=width).print(VIEWS["flow"](view))
    return out.getvalue()


@pytest.mark.parametrize(
    ("view", "said"),
    [
        pytest.param(
            flows.flow(),
            "PAY-12 was done 4 d 14 h after it was written: 2 d 2 h until it was begun, "
            "2 d 12 h in progress. The longest wait was 2 d 2 h until it was in progress.",
            id="done",
        ),
        pytest.param(
            flows.waiting(),
            "PAY-12 waits to be begun, for 21 d 5 h now. No pull request is linked to it.",
            id="waiting",
        ),
        pytest.param(
            flows.begun(),
            "PAY-12 is in progress, for 19 d 3 h now. "
            "The longest wait goes on: 18 d 17 h since the first review.",
            id="begun",
        ),
        pytest.param(
            flows.canceled(),
            "PAY-12 was canceled 2 d 22 h after it was written. No pull request is linked to it.",
            id="canceled",
        ),
        pytest.param(
            replace(flows.waiting(), category=Category.DONE, ended_at=hour(48)),
            "PAY-12 was done 2 d after it was written. No pull request is linked to it.",
            id="done without ever being in progress",
        ),
    ],
)
def test_the_finding_says_how_the_issue_stands_and_where_it_waited(view: FlowView, said: str) -> None:
    assert words.finding(view) == said


def test_times_that_contradict_each_other_are_told_as_such() -> None:
    assert words.finding(flows.backwards()).startswith(
        "PAY-12 was done before it was written, so its times contradict each other."
    )


def told(view: FlowView) -> list[tuple[str, float | None]]:
    """The steps, each with the hours since the one before."""
    return [
        (each.words, None if each.since is None else each.since.total_seconds() / 3600)
        for each in words.steps(view)
    ]


def test_milestones_come_in_the_order_in_which_they_happened() -> None:
    assert told(flows.flow()) == [
        ("written", None),
        ("in progress", 50),
        ("pull request", 5),
        ("first review", 5),
        ("last merge", 30),
        ("in production", 10),
        ("done", 10),
    ]
    assert [name for name, _ in told(flows.backwards())][:3] == ["in progress", "done", "written"]


def test_what_is_not_known_to_be_in_production_has_no_such_milestone() -> None:
    assert "in production" not in dict(told(flows.undeployed()))
    partly = replace(
        flows.flow(), pulls=(flows.flow().pulls[0], replace(flows.flow().pulls[1], shipped=None))
    )
    assert words.shipped_at(partly) is None


def test_a_revert_ends_no_wait() -> None:
    steps = dict(told(flows.reverted()))
    assert steps["merged"] == 20
    assert words.shipped_at(flows.reverted()) == hour(83)
    assert "a revert · merged, not known to be in production" in words.pull(flows.reverted().pulls[1])


def test_an_issue_that_goes_on_ends_now() -> None:
    last = words.stations(flows.begun())[-1]
    assert (last.words, last.at) == (NOW, flows.begun().computed_at)
    assert words.stations(flows.flow())[-1].words == "done"


def test_of_two_steps_none_is_called_the_longest() -> None:
    assert words.longest(flows.waiting()) is None


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (
            flows.flow(),
            "in production 3 h after the merge · caused 1 incident · 3 reviews · last CI run passed",
        ),
        (flows.begun(), "open · 3 reviews · last CI run failed"),
        (flows.undeployed(), "merged, not known to be in production · 3 reviews · last CI run passed"),
    ],
)
def test_a_pull_request_tells_how_far_it_has_come(view: FlowView, said: str) -> None:
    assert words.progress(view.pulls[0]) == said


def test_the_terminal_names_every_pull_request_with_what_it_became() -> None:
    out = printed(flows.flow())
    for said in ("PAY-12 Retry payouts", "Story · Done · Ana Duarte", "acme/payments-api#15", "after 1 d 6 h",
                 "deployed with 2d60260 to production", "that caused Payouts fail in payments, resolved",
                 "blocked for 3 h of the time in progress", "all 12 repositories"):  # fmt: skip
        assert said in out
    assert "nobody's" in printed(flows.waiting())


def test_the_picture_says_what_it_shows() -> None:
    alt = drawing_of(flows.flow()).alt(flows.flow())
    assert alt.startswith(words.finding(flows.flow()))
    assert "In order: written, in progress after 2 d 2 h, pull request after 5 h" in alt


def test_an_issue_to_which_nothing_has_happened_has_no_picture() -> None:
    assert has_picture(flows.flow())
    assert not has_picture(flows.waiting())


HOSTILE = replace(
    flows.flow(),
    key="PAY-" + "1" * 200,
    title="<!channel> $x^2$ \u202e" + "w" * 300 + "💥",
    type="漢字" * 40,
    stays=(replace(flows.flow().stays[0], status="漢字"),),
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "view",
    [
        pytest.param(flows.flow(), id="done"),
        pytest.param(flows.begun(), id="begun"),
        pytest.param(flows.waiting(), id="waiting"),
        pytest.param(flows.crowded(), id="crowded"),
        pytest.param(flows.backwards(), id="backwards"),
        pytest.param(HOSTILE, id="hostile"),
    ],
)
def test_every_state_is_drawn_within_its_margins(view: FlowView, theme: str) -> None:
    image = Image.open(BytesIO(drawing_of(view).draw(view, theme))).convert("RGB")
    assert image.size == (1600, 800)
    ground = image.getpixel((0, 0))
    edges = [(x, y) for y in range(0, 800, 2) for x in (8, 1591)]
    edges += [(x, y) for x in range(0, 1600, 2) for y in (8, 791)]
    assert all(image.getpixel(spot) == ground for spot in edges)
