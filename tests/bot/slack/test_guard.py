"""The edge: work runs once, whatever happens in it is told and logged, and what was taken on is finished."""

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.slack.calls import Calls
from bot.slack.guard import ALPHABET, Guard, reference
from bot.slack.seen import REMEMBERED, Seen
from domain.errors import Choice, Misconfigured, Rejected, Unknown
from handlers.request import Kind, Request, View
from render.slack.waiting import loading
from storage.store import Store
from tests.bot.slack.space import eventually, workspace
from tests.builders import NOW
from tests.fakes.slack.server import serving
from tests.fakes.slack.workspace import Fault, Workspace


@dataclass
class Post:
    """A guard with a real store and a strict Slack."""

    space: Workspace
    calls: Calls
    store: Store
    pool: ThreadPoolExecutor
    guard: Guard

    def request(self, key: str = "k") -> Request:
        url = self.space.address + self.space.response_path("CPAY", "UANA")
        return Request(Kind.COMMAND, key, "UANA", "CPAY", response_url=url, trigger_id=self.space.trigger())

    def settle(self) -> None:
        assert eventually(lambda: self.guard.waiting == 0)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    space = workspace()
    store = Store.open(f"sqlite:///{tmp_path / 'leadline.db'}")
    store.upgrade()
    with serving(space) as api_url, ThreadPoolExecutor(4) as pool:
        calls = Calls("xoxb-test", api_url=api_url)
        yield Post(space, calls, store, pool, Guard(pool, calls, Seen(store, lambda: NOW)))
    store.close()


def test_work_runs_elsewhere_and_once(post: Post) -> None:
    done: list[Request] = []
    request = post.request()
    post.guard.later(done.append, request)
    post.guard.later(done.append, request)
    post.settle()
    assert done == [request]


def test_an_error_of_ours_is_told_in_its_own_words(post: Post) -> None:
    def work(_request: Request) -> None:
        raise Unknown("I don't know `paymnts`.", suggestions=(Choice("Payments", "cycle-time payments"),))

    post.guard.later(work, post.request())
    post.settle()
    (seen,) = post.space.seen_by("UANA")
    assert "paymnts" in seen.text
    assert "cycle-time payments" in str(seen.blocks)


def test_any_other_is_told_by_reference_and_logged_in_full(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_request: Request) -> None:
        raise KeyError("the secret reason")

    post.guard.later(work, post.request())
    post.settle()
    (seen,) = post.space.seen_by("UANA")
    named = re.search(r"Ref ([A-Z0-9]{6})", seen.text)
    assert named
    assert "the secret reason" not in str(seen.blocks)
    assert named[1] in caplog.text
    assert "the secret reason" in caplog.text


def test_what_the_admin_has_to_fix_is_logged_for_them(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    def work(_request: Request) -> None:
        raise Misconfigured("The token was revoked.")

    with caplog.at_level(logging.WARNING):
        post.guard.later(work, post.request())
        post.settle()
    assert "The token was revoked." in caplog.text


def test_what_fails_in_a_modal_is_told_in_the_modal(post: Post) -> None:
    def work(_request: Request) -> None:
        raise Rejected("That page is gone.")

    request = replace(post.request(), kind=Kind.ACTION)
    opened = post.calls.open_view(request, loading("Pull requests"))
    post.guard.later(work, replace(request, view=View(opened.id, opened.hash, title="Pull requests")))
    post.settle()
    assert "That page is gone." in str(post.space.views[opened.id]["blocks"])
    assert post.space.messages == []


def test_an_error_before_the_hand_over_is_told_too(post: Post) -> None:
    post.guard.regret(Rejected("No."), post.request())
    assert eventually(lambda: bool(post.space.messages))
    assert "No." in post.space.messages[0].text


def test_when_not_even_telling_works_the_log_has_it_and_the_pool_lives(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    def work(_request: Request) -> None:
        raise ValueError("first")

    post.space.fail("response_url", Fault(drop=True), Fault(drop=True))
    post.guard.later(work, post.request("a"))
    post.settle()
    assert "so did telling it" in caplog.text
    done: list[Request] = []
    post.guard.later(done.append, post.request("b"))
    post.settle()
    assert len(done) == 1


def test_an_event_is_known_again_after_a_restart(post: Post) -> None:
    event = Request(Kind.EVENT, "event:Ev1", "UANA")
    assert not Seen(post.store, lambda: NOW).before(event)
    assert Seen(post.store, lambda: NOW).before(event)


def test_a_retry_whose_first_delivery_was_lost_is_worked_on(post: Post) -> None:
    """Nothing but the event's own id tells, so the number of the retry does not matter."""
    assert not Seen(post.store, lambda: NOW).before(Request(Kind.EVENT, "event:Ev2", "UANA"))


def test_memory_does_not_grow_without_end(post: Post) -> None:
    seen = Seen(post.store, lambda: NOW)
    for number in range(REMEMBERED + 10):
        seen.before(Request(Kind.COMMAND, f"trigger:{number}", "UANA"))
    assert not seen.before(Request(Kind.COMMAND, "trigger:0", "UANA")), "the oldest is forgotten"
    assert seen.before(Request(Kind.COMMAND, f"trigger:{REMEMBERED}", "UANA"))


def test_a_reference_can_be_read_out_loud() -> None:
    names = {reference() for _ in range(200)}
    assert len(names) == 200
    assert all(set(name) <= set(ALPHABET) for name in names)
    assert not set("01ILO") & set(ALPHABET)
