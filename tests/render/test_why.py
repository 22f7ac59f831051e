"""Why a figure changed, in the words of every surface."""

from dataclasses import replace

import pytest
from rich.console import Console

from domain.question import By, TimeBase
from domain.result import Summary
from domain.views.why import Line, WhyView
from render.slack.views.why import why as message
from render.terminal.views.why import why as printed
from render.why import chance, divided, explained, finding, heading, method, own, parts, sample, signed
from tests.render import reasons, results
from tests.render.results import HOUR

MINUS = "\u2212"


def terminal(view: WhyView) -> str:
    console = Console(width=110, record=True, force_terminal=False)
    console.print(printed(view))
    return console.export_text()


def unchanged() -> WhyView:
    same = results.summary(23, 28 * HOUR)
    return reasons.why(result=replace(results.result(), summary=same, previous=same, change=0.0))


@pytest.mark.parametrize(
    ("view", "ends"),
    [
        pytest.param(
            reasons.slower(), "Had only acme/pay-api changed, it would have moved by +5 h.", id="a median"
        ),
        pytest.param(
            reasons.why(reasons.by_phase()),
            "Of its phases review moved most: +4 h of the mean.",
            id="phases alone",
        ),
        pytest.param(reasons.busier(), "It was moved most by acme/pay-api: +2.8.", id="a rate"),
        pytest.param(
            reasons.failing(), "It was moved most by acme/pay-api: +5.0 percentage points.", id="a share"
        ),
        pytest.param(reasons.rare(), "Why it changed cannot be told from so few.", id="too few"),
        pytest.param(unchanged(), "There is no change to take apart.", id="no change"),
        pytest.param(reasons.why(), "It has no parts to tell apart.", id="no groups"),
        pytest.param(
            reasons.why(result=replace(results.result(), summary=Summary(23))),
            "Without one figure for all there is no change to take apart.",
            id="no figure",
        ),
    ],
)
def test_the_finding_names_what_moved_it_most_or_why_nothing_is_named(view: WhyView, ends: str) -> None:
    assert finding(view).endswith(ends)
    assert finding(view).startswith("Payments' ")


def test_an_empty_window_is_told_as_every_answer_tells_it() -> None:
    assert finding(reasons.nothing()).startswith("No merged pull requests for Payments")


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        pytest.param(4 * HOUR, "+4 h", id="hours"),
        pytest.param(-90 * 60, f"{MINUS}1 h 30 min", id="less"),
        pytest.param(33.4, "+33 s", id="under a minute"),
        pytest.param(-0.2, f"{MINUS}<1 s", id="under a second"),
    ],
)
def test_an_effect_has_its_sign(effect: float, told: str) -> None:
    assert signed(effect, results.result()) == told


def test_days_of_working_time_are_hours() -> None:
    asked = replace(results.question(), time_base=TimeBase.WORKING)
    assert signed(30 * HOUR, replace(results.result(), question=asked)) == "+30 h"


def test_a_group_is_told_with_both_its_figures_and_how_many_they_are_from() -> None:
    view = reasons.slower()
    line, result = view.lines[0], view.result
    assert own(line.drivers[0], line, result) == "median 18 h before, 1 d 6 h now"
    assert sample(line.drivers[0], result.metric) == "12 pull requests, 9 before"


def test_of_too_few_the_figures_are_not_put_side_by_side() -> None:
    view = reasons.slower()
    line, result = view.lines[0], view.result
    assert own(line.drivers[2], line, result) == "median 22 h now"
    assert sample(line.drivers[2], result.metric) == "4 pull requests, 14 before (few)"


def test_what_is_gone_is_told_as_it_was() -> None:
    gone = reasons.driver("acme/old", -HOUR, Summary(0), reasons.spans(9, 18))
    assert own(gone, reasons.by_repository(), results.result()) == "median 18 h before"
    assert sample(gone, results.result().metric) == "0 pull requests, 9 before (few)"


def test_phases_are_told_as_means() -> None:
    phase = reasons.by_phase()
    told = own(phase.drivers[0], phase, results.result())
    assert told.startswith("mean ")
    assert (
        explained(phase, results.result()) == "These 2 explain +5 h 15 min of the +6 h that the mean moved."
    )


def test_a_median_is_explained_by_what_its_groups_would_have_done_together() -> None:
    told = explained(reasons.by_repository(), results.result())
    assert (
        told
        == "Had only these 3 changed, the median would have moved by +3 h 30 min; it moved by +4 h 15 min."
    )


@pytest.mark.parametrize(
    ("view", "told"),
    [
        pytest.param(reasons.busier(), "This one explains +2.8 of +2.1.", id="a rate"),
        pytest.param(
            reasons.failing(),
            "This one explains +5.0 percentage points of +5.2 percentage points.",
            id="a share",
        ),
    ],
)
def test_what_adds_up_is_explained_in_parts(view: WhyView, told: str) -> None:
    assert explained(view.lines[0], view.result) == told


def test_what_several_come_to_may_be_nothing() -> None:
    line = replace(reasons.by_repository(), explained=0)
    assert "would have moved by nothing;" in explained(line, results.result())


def test_a_share_is_told_by_its_figure_and_by_its_part() -> None:
    view = reasons.failing()
    told = parts(view.lines[0].drivers[0], view.result)
    assert told == f"+6.0 by its own figure, {MINUS}1.0 by its part of all"
    assert parts(reasons.by_repository().drivers[0], results.result()) == ""


@pytest.mark.parametrize(
    ("divisor", "told"),
    [
        pytest.param(-0.03, f"More deployments to divide by: {MINUS}0.03.", id="more"),
        pytest.param(0.03, "Fewer deployments to divide by: +0.03.", id="fewer"),
        pytest.param(0.0, "", id="as many"),
    ],
)
def test_what_a_ratio_is_over_may_have_moved_it(divisor: float, told: str) -> None:
    assert divided(replace(reasons.diluted(), divisor=divisor)) == told


@pytest.mark.parametrize(
    ("now", "before", "may_be_chance"),
    [
        pytest.param((10, 8, 12), (11, 9, 13), True, id="each within the other's interval"),
        pytest.param((10, 8, 12), (12.5, 9, 16), False, id="the old figure beyond the new interval"),
        pytest.param((10, 8, 16), (12.5, 11, 16), False, id="the new figure beyond the old interval"),
        pytest.param((10, None, None), (11, 9, 13), False, id="no interval"),
    ],
)
def test_a_change_within_both_intervals_may_be_chance(
    now: tuple[float, ...], before: tuple[float, ...], *, may_be_chance: bool
) -> None:
    summary, previous = Summary(9, *now), Summary(9, *before)
    result = replace(results.result(), summary=summary, previous=previous)
    assert bool(chance(reasons.why(reasons.by_repository(), result=result))) is may_be_chance
    assert chance(reasons.why(result=result)) == ""


@pytest.mark.parametrize(
    ("view", "told"),
    [
        pytest.param(reasons.slower(), "had only that group's items changed", id="a median"),
        pytest.param(reasons.busier(), "what the group's own items add to the change", id="a rate"),
        pytest.param(reasons.diluted(), "what the group's own items add to the change", id="a ratio"),
        pytest.param(reasons.failing(), "own figure and its part of all items", id="a share"),
    ],
)
def test_how_it_was_found_out_is_told(view: WhyView, told: str) -> None:
    assert told in method(view.result)


def test_every_line_is_named() -> None:
    assert [heading(Line(by, (), 2, 0, 0)) for by in (By.REPOSITORY, By.PHASE, By.TYPE)] == [
        "By repository", "By phase", "By issue type",
    ]  # fmt: skip


@pytest.mark.parametrize("view", [reasons.slower(), reasons.failing(), reasons.diluted()])
def test_the_terminal_tells_the_same_as_slack(view: WhyView) -> None:
    shown = " ".join(terminal(view).split())
    told = " ".join(message(view, None).text.split())
    assert told in shown
    for line in view.lines:
        assert explained(line, view.result) in shown


def test_buttons_ask_about_what_moved_it_most_and_for_the_figure() -> None:
    *_, last = message(reasons.slower(), None).blocks
    assert [element["value"] for element in last["elements"]] == [
        "cycle-time team:payments repo:acme/pay-api 2026-10-26..2026-11-24",
        "cycle-time team:payments 2026-10-26..2026-11-24 by phase",
        "cycle-time team:payments 2026-10-26..2026-11-24",
    ]
