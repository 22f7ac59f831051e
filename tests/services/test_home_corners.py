"""App Home in its corners: ties, both hands full, several accounts, teams in several zones."""

from datetime import datetime, timedelta

import pytest

from domain.home import HomeView
from domain.people import Asker, WorkingHours
from domain.records import DraftInterval, PullRequest, ReviewRequest, ReviewState
from services.facts import Facts
from services.health import Health
from services.home import MOST, Home
from storage.store import Store
from tests.builders import commit, member, pull_request, review, team
from tests.services.asking import ANA, API, ASKER, BOB, HOURS, NOW, WEB, answers, clock, fill, merged

EVERY = timedelta(minutes=10)


def ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def opened(number: int, **fields: object) -> PullRequest:
    """An open one of bob's, a week old."""
    told: dict[str, object] = {"repository": API, "author": BOB, "created_at": ago(170), "commits": ()}
    return pull_request(number, **(told | fields))


def asks(hours: float, who: int = ANA.id) -> tuple[ReviewRequest, ...]:
    return (ReviewRequest(ago(hours), who),)


def seen(store: Store, asker: Asker = ASKER) -> HomeView:
    health, facts = Health(store, clock, EVERY), Facts(store, clock, HOURS)
    return Home(store, clock, answers=answers(store), health=health, facts=facts, zone="UTC").view(asker)


@pytest.mark.parametrize(
    ("count", "more"), [(0, 0), (1, 0), (MOST, 0), (MOST + 1, 1), (3 * MOST, 2 * MOST)], ids=str
)
def test_five_are_listed_and_the_rest_counted(count: int, more: int, store: Store) -> None:
    fill(store, *(opened(n, review_requests=asks(n)) for n in range(1, count + 1)))
    view = seen(store)
    assert (len(view.needs_you), view.more_needs) == (count - more, more)
    waits = [need.working_seconds for need in view.needs_you]
    assert waits == sorted(waits, reverse=True)


def test_of_equal_waits_the_longer_by_the_calendar_comes_first(store: Store) -> None:
    """Asked on Saturday or on Sunday, both have waited since Monday morning."""
    fill(store, opened(1, review_requests=asks(48)), opened(2, review_requests=asks(72)))
    view = seen(store)
    assert [need.number for need in view.needs_you] == [2, 1]
    assert len({need.working_seconds for need in view.needs_you}) == 1


def test_what_others_wait_for_and_what_one_waits_for_stand_apart(store: Store) -> None:
    fill(
        store,
        opened(1, review_requests=asks(5)),
        opened(2, author=ANA, review_requests=asks(6, BOB.id)),
        opened(3, author=ANA, reviews=(review("yes", BOB, ago(2)),)),
        merged(4, 1),
    )
    view = seen(store)
    assert [need.number for need in view.needs_you] == [1, 3]
    assert [wait.number for wait in view.waiting] == [2]


def test_the_latest_request_is_the_one_that_waits(store: Store) -> None:
    fill(store, opened(1, review_requests=(*asks(50), *asks(3))))
    (need,) = seen(store).needs_you
    assert need.since == ago(3)
    assert need.working_seconds == 3 * 3600


def test_nobody_s_own_pull_request_waits_for_their_own_review(store: Store) -> None:
    fill(store, opened(1, author=ANA, review_requests=asks(5)))
    view = seen(store)
    assert view.needs_you == ()
    assert [wait.number for wait in view.waiting] == [1]


@pytest.mark.parametrize(
    ("reviews", "why"),
    [
        (
            (("old", ReviewState.CHANGES_REQUESTED, 9), ("new", ReviewState.APPROVED, 4)),
            "Approved and not merged yet",
        ),
        (
            (("old", ReviewState.APPROVED, 9), ("new", ReviewState.CHANGES_REQUESTED, 4)),
            "Changes were requested",
        ),
        (
            (("old", ReviewState.APPROVED, 9), ("new", ReviewState.COMMENTED, 4)),
            "Approved and not merged yet",
        ),
    ],
    ids=["won over", "changed their mind", "a word after the approval"],
)
def test_a_reviewer_s_last_decision_stands(
    reviews: tuple[tuple[str, ReviewState, float], ...], why: str, store: Store
) -> None:
    given = tuple(review(name, BOB, ago(hours), state=state) for name, state, hours in reviews)
    fill(store, opened(1, author=ANA, reviews=given))
    assert [need.why for need in seen(store).needs_you] == [why]


def test_a_dismissed_objection_leaves_the_reviewers_turn(store: Store) -> None:
    objection = review("no", BOB, ago(9), state=ReviewState.CHANGES_REQUESTED, dismissed_at=ago(2))
    fill(store, opened(1, author=ANA, reviews=(objection,)))
    view = seen(store)
    assert view.needs_you == ()
    assert len(view.waiting) == 1


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({}, 170),
        ({"drafts": (DraftInterval(ago(170), ago(20)),)}, 20),
        ({"review_requests": asks(8, BOB.id)}, 8),
        ({"commits": (commit("more", ago(4)),)}, 170),
        ({"commits": (commit("more", ago(4)),), "review_requests": asks(8, BOB.id)}, 4),
    ],
    ids=["opened", "made ready", "asked", "pushed and nobody asked", "pushed after the request"],
)
def test_a_wait_for_reviewers_begins_as_pickup_does(
    fields: dict[str, object], since: float, store: Store
) -> None:
    fill(store, opened(1, author=ANA, **fields))
    (wait,) = seen(store).waiting
    assert wait.since == ago(since)


def test_a_wait_counts_in_the_hours_of_who_is_waited_for(store: Store) -> None:
    """Asked three hours ago: in Auckland it is the middle of the night, and nobody works."""
    fill(store, opened(1, review_requests=asks(3)), opened(2, author=ANA, review_requests=asks(3, BOB.id)))
    with store.write() as shelves:
        shelves.teams.save(team("web", members=(member("bob"),), hours=WorkingHours("Pacific/Auckland")))
    view = seen(store)
    assert [need.working_seconds for need in view.needs_you] == [3 * 3600]
    assert [wait.working_seconds for wait in view.waiting] == [0]


def test_every_team_of_somebody_has_a_card_with_its_own_days(store: Store) -> None:
    fill(store, *(merged(n, n) for n in range(1, 4)), merged(9, 1, repository=WEB, author=BOB, reviews=()))
    with store.write() as shelves:
        shelves.teams.save(team("guild", members=(member("ANA"),), hours=WorkingHours("Asia/Tokyo")))
        shelves.teams.save(team("past", members=(member("ana", None, "2026-11-24"),)))
        shelves.teams.save(team("coming", members=(member("ana", "2026-11-25"),)))
    cards = {card.slug: card.result for card in seen(store).teams}
    assert cards.keys() == {"guild", "payments"}
    assert {slug: result.summary.n for slug, result in cards.items()} == {"guild": 3, "payments": 3}
    assert cards["guild"].question.window.zone == "Asia/Tokyo"
    assert cards["payments"].question.window.days == 30


def test_a_title_is_handed_on_as_it_is_for_every_surface_to_escape(store: Store) -> None:
    fill(store, opened(1, review_requests=asks(3), title="<!channel> & <b>"))
    (need,) = seen(store).needs_you
    assert (need.title, need.repository, need.url) == ("<!channel> & <b>", "acme/api", f"{API.url}/pull/1")
