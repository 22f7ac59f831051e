"""Applying: what deliveries name is read once, as it is now, and what cannot be is tried again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import Misconfigured, Retryable
from domain.records import RepositoryState
from services.hooks.applying import TRIES
from services.sync.lease import Lease
from tests.builders import NOW, repository
from tests.services.hooks.conftest import Post
from tests.services.hooks.sender import body, delivered


def changed(post: Post, n: int = 1) -> list[str]:
    """So many pull requests are changed; their ids in the world."""
    prs = sorted(post.world.prs.values(), key=lambda pr: pr.external_id)[:n]
    for pr in prs:
        post.world.touch(pr, post.watch.now, title="Changed")
    return [pr.external_id for pr in prs]


def prs(post: Post, n: int) -> list:  # type: ignore[type-arg] # of pull requests
    return sorted(post.world.prs.values(), key=lambda pr: pr.external_id)[:n]


def test_what_is_named_is_read_as_it_is_now(post: Post) -> None:
    (pr,) = prs(post, 1)
    post.deliver(delivered("d1", pr))
    post.world.touch(pr, NOW, title="Changed since")
    assert post.hooks.apply() == 1
    assert post.title(pr) == "Changed since"
    assert post.kept("d1").applied_at == NOW
    assert post.world.requests == ["hydrate 1"]


def test_facts_follow_what_was_applied(post: Post) -> None:
    pr = next(each for each in post.world.prs.values() if each.merged_at is None)
    merged_at = pr.created_at + timedelta(hours=9)
    post.world.change(replace(pr, merged_at=merged_at, closed_at=merged_at, state="merged"))  # type: ignore[arg-type] # its word
    post.deliver(delivered("d1", pr))
    post.hooks.apply()
    with post.store.read() as shelves:
        assert shelves.facts.milestones([pr.id])[pr.id].merged_at == merged_at


def test_what_is_named_often_is_read_once(post: Post) -> None:
    some = prs(post, 3)
    for number in range(6):
        post.deliver(delivered(f"d{number}", *some))
    assert post.hooks.apply() == 6
    assert post.world.requests == ["hydrate 3"]


def test_nothing_delivered_asks_nothing(post: Post) -> None:
    assert post.hooks.apply() == 0
    assert post.world.requests == []


def test_what_is_gone_is_taken_out(post: Post) -> None:
    (pr,) = prs(post, 1)
    del post.world.prs[pr.id]
    post.deliver(delivered("d1", pr))
    post.hooks.apply()
    with post.store.read() as shelves:
        assert pr.id not in {each.id for batch in shelves.pull_requests.scan() for each in batch}


def test_what_cannot_be_read_is_set_aside(post: Post) -> None:
    (pr,) = prs(post, 1)
    post.world.unreadable[pr.external_id] = "expected text, found null"
    post.deliver(delivered("d1", pr))
    assert post.hooks.apply() == 1
    with post.store.read() as shelves:
        assert [each.external_id for each in shelves.quarantine.all()] == [pr.external_id]


def test_a_repository_that_is_not_read_is_nobodys_business(post: Post) -> None:
    post.deliver(body("d1", ("pull_requests", "PR_1", "R_acme/elsewhere")))
    assert post.hooks.apply() == 1
    assert post.world.requests == []


def test_what_lies_in_a_repository_that_is_not_read_is_not_saved(post: Post) -> None:
    (pr,) = prs(post, 1)
    elsewhere = repository("acme/elsewhere")
    post.world.change(replace(pr, repository_id=elsewhere.id, title="Elsewhere"))
    post.deliver(body("d1", ("pull_requests", pr.external_id, "")))
    assert post.hooks.apply() == 1
    assert post.title(pr) != "Elsewhere"


def test_a_deleted_repository_is_not_read(post: Post) -> None:
    (pr,) = prs(post, 1)
    with post.store.write() as shelves:
        shelves.repositories.set_state([pr.repository_id], RepositoryState.DELETED)
    post.deliver(delivered("d1", pr))
    assert post.hooks.apply() == 1
    assert post.world.requests == []


def test_a_stream_that_this_source_has_not_is_passed_over(post: Post) -> None:
    post.deliver(body("d1", ("sprints", "", ""), ("issues", "7", ""), ("runs", "1", "R_acme/payments")))
    assert post.hooks.apply() == 1
    assert post.world.requests == []


def test_a_stream_that_is_named_as_such_is_read_on(post: Post) -> None:
    post.watch.advance(hours=1)
    named = changed(post, 2)
    post.deliver(body("d1", ("pull_requests", "", "R_acme/payments")))
    assert post.hooks.apply() == 1
    assert [post.title(pr) for pr in prs(post, 2)] == ["Changed"] * len(named)
    with post.store.read() as shelves:
        assert shelves.notes.get("sync", "github") is None


def test_a_stream_is_left_to_a_sync_that_is_at_work(post: Post) -> None:
    with post.store.write() as shelves:
        assert Lease("github", post.watch, "elsewhere/1/x").take(shelves)
    post.deliver(body("d1", ("pull_requests", "", "R_acme/payments")))
    assert post.hooks.apply() == 1
    assert post.world.requests == []


def test_repositories_that_came_or_went_are_listed_anew(post: Post) -> None:
    post.world.repository("acme/new")
    post.deliver(body("d1", ("repositories", "R_acme/new", "")))
    assert post.hooks.apply() == 1
    assert post.world.requests == ["repositories"]
    with post.store.read() as shelves:
        assert "acme/new" in [each.full_name for each in shelves.repositories.all()]


def test_what_fails_is_tried_again_later_and_later_until_it_is_dead(post: Post) -> None:
    (pr,) = prs(post, 1)
    post.world.broken["hydrate"] = Retryable("GitHub is down.")
    post.deliver(delivered("d1", pr))
    waits = []
    for tried in range(1, TRIES + 1):
        assert post.hooks.apply() == 0
        kept = post.kept("d1")
        assert (kept.attempts, kept.note) == (tried, "GitHub is down.")
        assert post.hooks.apply() == 0, "it is not due yet"
        if kept.due_at:
            waits.append((kept.due_at - post.watch.now).total_seconds())
            post.watch.now = kept.due_at
    assert post.kept("d1").due_at is None
    assert waits == [30, 60, 120, 240, 480, 960, 1920]
    assert len(post.world.requests) == TRIES


def test_what_failed_is_applied_once_it_can_be(post: Post) -> None:
    (pr,) = prs(post, 1)
    post.world.broken["hydrate"] = Retryable("GitHub is down.", after=600)
    post.deliver(delivered("d1", pr))
    post.hooks.apply()
    assert post.kept("d1").due_at == NOW + timedelta(minutes=10)
    post.world.broken.clear()
    changed(post)
    post.watch.advance(minutes=10)
    assert post.hooks.apply() == 1
    assert post.title(pr) == "Changed"
    assert (post.kept("d1").note, post.kept("d1").due_at) == ("", None)


def test_what_failed_before_is_tried_alone_and_takes_none_with_it(post: Post) -> None:
    some = prs(post, 3)
    post.world.broken["hydrate"] = Retryable("GitHub is down.")
    for number, pr in enumerate(some):
        post.deliver(delivered(f"d{number}", pr))
    post.hooks.apply()
    post.world.broken.clear()
    post.world.requests.clear()
    post.watch.advance(minutes=1)
    assert post.hooks.apply() == 3
    assert post.world.requests == ["hydrate 1"] * 3


def test_behind_one_that_fails_nothing_is_asked_for_now(post: Post) -> None:
    some = prs(post, 2)
    post.world.broken["hydrate"] = Retryable("GitHub is down.")
    for number, pr in enumerate(some):
        post.deliver(delivered(f"d{number}", pr))
    post.hooks.apply()
    post.watch.advance(minutes=1)
    post.world.requests.clear()
    post.hooks.apply()
    assert post.world.requests == ["hydrate 1"]
    assert [post.kept(id_).attempts for id_ in ("d0", "d1")] == [2, 1]


def test_a_process_that_ends_while_it_applies_has_counted_the_try(post: Post) -> None:
    def die(what: str) -> None:
        raise KeyboardInterrupt(what)

    post.deliver(delivered("d1", *prs(post, 1)))
    post.world.before = die
    with pytest.raises(KeyboardInterrupt):
        post.hooks.apply()
    kept = post.kept("d1")
    assert (kept.attempts, kept.due_at) == (1, NOW + timedelta(seconds=30))
    post.world.before = lambda _: None
    post.watch.advance(minutes=1)
    assert post.hooks.apply() == 1


def test_without_credentials_it_waits(post: Post) -> None:
    def client(_: object) -> object:
        raise Misconfigured("GitHub has no credentials.")

    post.hooks._clients = client  # type: ignore[assignment] # what connecting raises
    post.deliver(delivered("d1", *prs(post, 1)))
    assert post.hooks.apply() == 0
    assert post.kept("d1").note == "GitHub has no credentials."
    assert post.kept("d1").due_at == NOW + timedelta(seconds=30)


def test_a_source_that_is_being_seen_to_is_left_alone(post: Post) -> None:
    post.deliver(delivered("d1", *prs(post, 1)))
    met: list[int] = []
    post.world.before = lambda _: met.append(post.hooks.apply())
    assert post.hooks.apply() == 1
    assert met == [0]
