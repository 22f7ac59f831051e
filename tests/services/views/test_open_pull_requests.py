"""What is open and what is stuck, from what somebody types, over a real store."""

from datetime import timedelta
from typing import cast

from domain.people import Asker
from domain.records import DraftInterval, PullRequest, ReviewRequest, ReviewState
from domain.views.open_pull_requests import OpenPullRequests
from services.grammar import Verb
from storage.store import Store
from tests.builders import pull_request, review
from tests.services.asking import ANA, API, ASKER, BOB, BOT, NOW, WEB, answers, fill, merged

HOUR = 3600


def opened(number: int, days: float, **fields: object) -> PullRequest:
    """One of ana's in acme/api, opened so many days before Tuesday, 16:00 in Berlin."""
    told: dict[str, object] = {
        "repository": API,
        "author": ANA,
        "created_at": NOW - timedelta(days=days),
        "commits": (),
    }
    return pull_request(number, **(told | fields))


def asks(days: float, who: int = BOB.id) -> tuple[ReviewRequest, ...]:
    return (ReviewRequest(NOW - timedelta(days=days), who),)


def seen(store: Store, text: str, asker: Asker = ASKER) -> OpenPullRequests:
    service = answers(store)
    verb = service.parse(text, asker)
    assert isinstance(verb, Verb)
    return cast("OpenPullRequests", service.view(verb, asker))


def numbers(view: OpenPullRequests) -> list[str]:
    return [wait.name.rpartition("#")[2] for wait in view.waits]


def test_what_waits_longer_than_a_working_day_for_a_review_is_stuck(store: Store) -> None:
    fill(store, opened(1, 4, review_requests=asks(1.1)), opened(2, 4, review_requests=asks(0.2)))
    view = seen(store, "prs stuck payments")
    (wait,) = view.waits
    assert (wait.name, wait.why, wait.step) == ("acme/api#1", "Waits for bob", "the first review")
    assert wait.waited == (4.4 + 7) * HOUR, "Monday from 13:36, and Tuesday until 16:00"
    assert (view.open, view.stuck) == (2, 1)


def test_its_author_has_two_working_days(store: Store) -> None:
    said = [review(f"r{n}", BOB, NOW - timedelta(days=n), state=ReviewState.APPROVED) for n in (1, 4)]
    fill(store, opened(1, 5, reviews=(said[0],)), opened(2, 5, reviews=(said[1],)))
    assert numbers(seen(store, "prs stuck payments")) == ["2"]
    assert [wait.waited for wait in seen(store, "prs stuck payments").waits] == [(2 + 9 + 7) * HOUR]


def test_the_longest_wait_comes_first(store: Store) -> None:
    fill(store, *(opened(n, 20, review_requests=asks(n)) for n in (2, 5, 3)))
    assert numbers(seen(store, "prs stuck payments")) == ["5", "3", "2"]


def test_what_is_open_for_ten_working_days_is_stuck_whoever_s_turn_it_is(store: Store) -> None:
    fill(store, opened(1, 30, review_requests=asks(0.1)))
    (wait,) = seen(store, "prs stuck payments").waits
    assert wait.is_stuck
    assert not wait.is_late
    assert wait.open_for > 80 * HOUR


def test_all_that_is_open_is_told_oldest_first(store: Store) -> None:
    fill(store, opened(1, 0.1), opened(2, 9), opened(3, 3))
    view = seen(store, "prs open payments")
    assert numbers(view) == ["2", "3", "1"]
    assert not view.only_stuck


def test_drafts_and_bots_are_counted_and_not_waited_for(store: Store) -> None:
    draft = opened(2, 9, is_draft=True, drafts=(DraftInterval(NOW - timedelta(days=9)),))
    fill(store, opened(1, 9), draft, opened(3, 9, author=BOT), merged(4, 1), opened(5, 9, closed_at=NOW))
    view = seen(store, "prs open payments")
    assert (numbers(view), view.drafts, view.bots) == (["1"], 1, 1)


def test_only_what_is_asked_about_is_looked_at(store: Store) -> None:
    fill(store, opened(1, 9), opened(2, 9, repository=WEB), opened(3, 9, repository=WEB, author=BOB))
    assert numbers(seen(store, "prs open payments")) == ["1"]
    assert sorted(numbers(seen(store, "prs open everyone"))) == ["1", "2", "3"]
    assert sorted(numbers(seen(store, "prs open repo:acme/web"))) == ["2", "3"]
    assert numbers(seen(store, "prs open team:web")) == ["3"]
    assert sorted(numbers(seen(store, "prs open me"))) == ["1", "2"]


def test_it_is_now_whatever_window_was_named(store: Store) -> None:
    fill(store, opened(1, 9))
    view = seen(store, "prs open payments last month")
    assert numbers(view) == ["1"]
    assert NOW in view.question.window


def test_how_many_there_are_is_what_the_metrics_say(store: Store) -> None:
    draft = opened(2, 9, is_draft=True, drafts=(DraftInterval(NOW - timedelta(days=9)),))
    fill(store, opened(1, 9), draft, opened(3, 2), opened(4, 1, author=BOT))
    view = seen(store, "prs open payments")
    assert answers(store).ask("open-prs payments", ASKER).summary.value == view.open == 2
    assert answers(store).ask("wip payments", ASKER).summary.value == view.open + view.drafts


def test_nothing_open_is_no_failure(store: Store) -> None:
    fill(store)
    assert (seen(store, "prs stuck payments").open, seen(store, "prs").waits) == (0, ())
