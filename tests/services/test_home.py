"""App Home: whose turn it is, worst first, beside the teams and the data's health."""

from datetime import datetime, timedelta

import pytest

from domain.home import HomeView
from domain.people import Asker
from domain.records import PullRequest, ReviewRequest, ReviewState
from services.facts import Facts
from services.health import Health
from services.home import Home
from storage.store import Store
from tests.builders import commit, pull_request, review
from tests.services.asking import ANA, API, ASKER, BOB, BOT, HOURS, NOW, answers, clock, fill, merged

EVERY = timedelta(minutes=10)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def pr(number: int, **fields: object) -> PullRequest:
    """An open one of bob's, a week old."""
    told: dict[str, object] = {"repository": API, "author": BOB, "created_at": ago(170), "commits": ()}
    return pull_request(number, **(told | fields))


def asks(*who: int, hours: float = 3) -> tuple[ReviewRequest, ...]:
    return tuple(ReviewRequest(NOW - timedelta(hours=hours), account) for account in who)


def view(store: Store, *prs: PullRequest, asker: Asker = ASKER) -> HomeView:
    fill(store, *prs)
    health, facts = Health(store, clock, EVERY), Facts(store, clock, HOURS)
    home = Home(store, clock, answers=answers(store), health=health, facts=facts, zone="UTC")
    return home.view(asker)


APPROVED = review("yes", BOB, ago(5))
OBJECTED = review("no", BOB, ago(5), state=ReviewState.CHANGES_REQUESTED)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"review_requests": asks(ANA.id)}, "Your review is requested"),
        ({"author": ANA, "reviews": (OBJECTED,)}, "Changes were requested"),
        ({"author": ANA, "reviews": (APPROVED,)}, "Approved and not merged yet"),
    ],
    ids=["review requested", "changes requested", "approved"],
)
def test_what_is_one_s_turn_needs_one(fields: dict[str, object], why: str, store: Store) -> None:
    seen = view(store, pr(1, **fields))
    assert [(need.number, need.why) for need in seen.needs_you] == [(1, why)]
    assert seen.waiting == ()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"review_requests": asks(BOT.id)},
        {"review_requests": asks(ANA.id), "is_draft": True},
        {"review_requests": asks(ANA.id), "author": BOT},
        {"review_requests": asks(ANA.id), "reviews": (review("done", ANA, ago(1)),)},
        {"review_requests": (ReviewRequest(NOW - timedelta(hours=3), ANA.id, removed_at=NOW),)},
        {"author": ANA, "reviews": (APPROVED,), "is_draft": True},
    ],
    ids=["nobody asked", "somebody else asked", "a draft", "a bot's", "review given", "request withdrawn",
         "own draft"],
)  # fmt: skip
def test_what_is_nobody_s_or_somebody_else_s_turn_does_not(fields: dict[str, object], store: Store) -> None:
    assert view(store, pr(1, **fields)).needs_you == ()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "Nobody has been asked to review it"),
        ({"review_requests": asks(BOB.id)}, "Waits for bob"),
        ({"reviews": (OBJECTED,), "commits": (commit("fix", ago(1)),)}, "Waits for another look"),
        ({"reviews": (OBJECTED,), "review_requests": asks(BOB.id, hours=1)}, "Waits for bob"),
        ({"reviews": (review("bot", BOT, ago(5)),)}, "Nobody has been asked to review it"),
    ],
    ids=["nobody asked", "asked", "fixed since", "asked again", "a bot approved"],
)
def test_one_s_own_that_are_others_turn_are_waited_for(
    fields: dict[str, object], why: str, store: Store
) -> None:
    seen = view(store, pr(1, author=ANA, **fields))
    assert [(wait.number, wait.why) for wait in seen.waiting] == [(1, why)]
    assert seen.needs_you == ()


def test_the_worst_comes_first_and_the_rest_are_counted(store: Store) -> None:
    seen = view(store, *(pr(n, review_requests=asks(ANA.id, hours=n)) for n in range(1, 8)))
    assert [need.number for need in seen.needs_you] == [7, 6, 5, 4, 3]
    assert seen.more_needs == 2


def test_a_wait_is_told_in_working_time(store: Store) -> None:
    """It was asked on Friday at 17:00 in Berlin and is Tuesday, 16:00: an hour, a day and seven hours."""
    (need,) = view(store, pr(1, review_requests=asks(ANA.id, hours=95))).needs_you
    assert need.working_seconds == (1 + 9 + 7) * 3600
    assert need.since == ago(95)


def test_one_s_teams_show_their_figure_and_the_sources_their_health(store: Store) -> None:
    seen = view(store, *(merged(n, days_ago=n) for n in range(1, 6)))
    (card,) = seen.teams
    assert (card.slug, card.result.metric.slug, card.result.summary.n) == ("payments", "cycle-time", 5)
    assert [each.key for each in seen.sources] == ["github"]
    assert (seen.person and seen.person.name, seen.as_of, seen.zone) == ("Ana", NOW, "Europe/Berlin")


def test_a_stranger_sees_the_first_steps(store: Store) -> None:
    seen = view(store, pr(1, review_requests=asks(ANA.id)), asker=Asker(slack_user="U9"))
    assert (seen.person, seen.needs_you, seen.teams) == (None, (), ())
    assert seen.can_configure
    assert seen.zone == "UTC"
