"""What must hold of every sprint that chance can make up, and a second telling that must agree."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.facts import HUNDREDTHS
from domain.records import Category, Issue, SprintMoment
from domain.rulings.burndown import Step, burndown
from domain.rulings.scope import Stretch
from domain.rulings.snapshots import snapshot
from domain.rulings.standing import category
from tests.domain.rulings.sprint_stories import (
    CLOSE,
    SPRINT,
    became,
    came,
    estimated,
    hour,
    issue,
    left,
    moved,
)
from tests.independent_sprints import replay

HOURS = st.integers(-200, CLOSE + 50).map(lambda minutes: minutes + 0.5)
"""Halves of hours: never at the very start or close, where trackers' own moves lie."""

SIZES = st.sampled_from((None, 0.0, 0.5, 1.0, 3.0, 8.0))
CATEGORIES = st.sampled_from(Category)


@st.composite
def issues(draw: st.DrawFn, number: int) -> Issue:
    """Any issue that joined or left at any time, went anywhere, and was estimated however often."""
    events: list[object] = []
    joins = sorted(draw(st.sets(HOURS, min_size=1, max_size=5)))
    first = draw(st.booleans())
    events += [came(at) if (place % 2 == 0) is first else left(at) for place, at in enumerate(joins)]
    since = draw(CATEGORIES)
    for at in sorted(draw(st.sets(HOURS, max_size=4))):
        to = draw(CATEGORIES)
        events.append(moved(at, to, since))
        since = to
    before = draw(SIZES)
    for at in sorted(draw(st.sets(HOURS, max_size=3))):
        after = draw(SIZES)
        events.append(estimated(at, before, after))
        before = after
    return issue(number, *events, estimate=before, created_at=hour(-300))


@st.composite
def backlogs(draw: st.DrawFn) -> tuple[Issue, ...]:
    return tuple(draw(issues(number)) for number in range(1, draw(st.integers(1, 5)) + 1))


def drawn(backlog: tuple[Issue, ...]) -> tuple[Step, ...]:
    assert SPRINT.began_at
    assert SPRINT.closed_at
    taken = (
        snapshot(SPRINT, backlog, moment, at, SPRINT.closed_at).items
        for moment, at in ((SprintMoment.START, SPRINT.began_at), (SprintMoment.CLOSE, SPRINT.closed_at))
    )
    start, close = ({each.issue_id: each for each in items} for items in taken)
    return burndown(Stretch(SPRINT.id, SPRINT.began_at, SPRINT.closed_at), start, close, backlog)


@given(backlogs())
def test_the_commitment_with_all_changes_is_the_scope_at_the_close(backlog: tuple[Issue, ...]) -> None:
    found = became(*backlog)
    assert found.committed.points + found.added.points - found.removed.points == found.scope.points
    assert found.committed.issues + found.added.issues - found.removed.issues == found.scope.issues


@given(backlogs())
def test_nobody_completes_more_than_there_is(backlog: tuple[Issue, ...]) -> None:
    found = became(*backlog)
    assert found.remaining.points + found.completed.points <= found.scope.points
    assert found.delivered.points <= found.committed.points
    assert found.delivered.issues <= min(found.committed.issues, found.completed.issues)


@given(backlogs())
def test_what_was_not_done_before_is_completed_or_remains(backlog: tuple[Issue, ...]) -> None:
    fresh = [each for each in backlog if category(each, hour(0)) is not Category.DONE]
    found = became(*fresh)
    assert found.remaining.points + found.completed.points == found.scope.points
    assert found.remaining.issues + found.completed.issues == found.scope.issues


@given(backlogs())
def test_a_plain_replay_of_the_events_agrees(backlog: tuple[Issue, ...]) -> None:
    found, told = became(*backlog), replay(SPRINT.id, backlog, hour(0), hour(CLOSE))
    for name in ("committed", "added", "removed", "scope", "completed", "delivered", "remaining"):
        assert getattr(found, name).points == round(getattr(told, name) * HUNDREDTHS), name


@given(backlogs())
def test_the_burndown_agrees_with_the_replay_at_every_event(backlog: tuple[Issue, ...]) -> None:
    steps, told = drawn(backlog), replay(SPRINT.id, backlog, hour(0), hour(CLOSE))
    for at, remaining, scope in told.line:
        step = [each for each in steps if each.at <= at][-1]
        assert (step.remaining, step.scope) == (round(remaining * HUNDREDTHS), round(scope * HUNDREDTHS))


@given(backlogs())
def test_the_burndown_begins_with_the_commitment_and_ends_with_the_outcome(
    backlog: tuple[Issue, ...],
) -> None:
    found, steps = became(*backlog), drawn(backlog)
    assert steps[0].at == hour(0)
    assert steps[0].scope == found.committed.points
    assert (steps[-1].scope, steps[-1].remaining) == (found.scope.points, found.remaining.points)
    assert all(0 <= step.remaining <= step.scope for step in steps)


@given(backlogs())
def test_the_order_of_records_and_histories_does_not_matter(backlog: tuple[Issue, ...]) -> None:
    shuffled = [
        replace(each, transitions=each.transitions[::-1], sprint_changes=each.sprint_changes[::-1])
        for each in backlog[::-1]
    ]
    assert became(*shuffled) == became(*backlog)


@given(backlogs())
def test_snapshots_alone_tell_all_but_what_came_and_went(backlog: tuple[Issue, ...]) -> None:
    """Whatever is deleted afterwards, commitment, scope and what remains stand."""
    found, later = became(*backlog), became(remembered=backlog)
    assert (later.committed, later.scope, later.remaining) == (found.committed, found.scope, found.remaining)
    assert later.committed.points + later.added.points - later.removed.points == later.scope.points
