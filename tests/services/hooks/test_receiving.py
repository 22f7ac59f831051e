"""Receiving: only what the sender signed is taken in, once, and kept before anything is made of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.arrivals import Standing
from domain.errors import Forbidden, Rejected, Unknown
from domain.health import Light
from integrations.github import PROVIDER
from services.hooks import Hooks
from tests.builders import GITHUB, NOW
from tests.services.hooks.conftest import Post
from tests.services.hooks.sender import SECRET, body, delivered, signature

NEW = "another secret, of some length"


def test_what_is_signed_is_kept_and_somebody_is_woken(post: Post) -> None:
    woken: list[bool] = []
    post.hooks.wake = lambda: woken.append(True)
    raw = body("d1", ("pull_requests", "PR_1", "R_1"), ("runs", "", ""), event="opened")
    assert post.deliver(raw)
    kept = post.kept("d1")
    assert (kept.source, kept.event, kept.received_at, kept.due_at) == ("github", "opened", NOW, NOW)
    assert kept.named == (("pull_requests", "PR_1", "R_1"), ("runs", "", ""))
    assert woken == [True]
    assert post.world.requests == []


def test_what_comes_again_is_taken_in_once(post: Post) -> None:
    woken: list[bool] = []
    post.hooks.wake = lambda: woken.append(True)
    assert post.deliver(body("d1", ("pull_requests", "PR_1", "R_1")))
    assert not post.deliver(body("d1", ("pull_requests", "PR_2", "R_1")))
    assert post.kept("d1").named == (("pull_requests", "PR_1", "R_1"),)
    assert woken == [True]


def test_what_is_dead_lives_again_when_it_comes_again(post: Post) -> None:
    post.deliver(body("d1", ("pull_requests", "PR_1", "R_1")))
    with post.store.write() as shelves:
        shelves.deliveries.attempt("github", ["d1"], None)
    assert post.deliver(body("d1", ("pull_requests", "PR_1", "R_1")))
    assert post.kept("d1").due_at == NOW


def test_what_is_about_nothing_is_applied_by_that(post: Post) -> None:
    post.hooks.wake = lambda: pytest.fail("There is nothing to do.")
    assert post.deliver(body("d1", event="ping"))
    assert (post.kept("d1").applied_at, post.kept("d1").due_at) == (NOW, None)


@pytest.mark.parametrize("id_", ["", "x" * 201, "a\nb", "\0"], ids=["none", "long", "two lines", "NUL"])
def test_what_has_no_id_is_known_by_its_body(post: Post, id_: str) -> None:
    raw = body(id_, ("pull_requests", "PR_1", "R_1"))
    assert post.deliver(raw)
    assert not post.deliver(raw)
    assert post.deliver(raw + b" ")


@pytest.mark.parametrize(
    ("raw", "headers"),
    [
        (b"{}", {}),
        (b"{}", {"x-signature": ""}),
        (b"{}", {"x-signature": signature(b"{} ", SECRET)}),
        (b"{}", {"x-signature": signature(b"{}", "somebody else's secret")}),
        (b"{}", {"x-signature": signature(b"{}", "")}),
    ],
    ids=["unsigned", "empty", "another body", "another secret", "no secret"],
)
def test_what_is_forged_is_refused_and_leaves_nothing(
    post: Post, raw: bytes, headers: dict[str, str]
) -> None:
    with pytest.raises(Forbidden):
        post.hooks.receive("github", "github", headers, raw)
    assert post.hooks.hook("github").standing == Standing()


def test_without_a_secret_nothing_is_taken_in(post: Post) -> None:
    with post.store.write() as shelves:
        shelves.secrets.delete("github.webhook_secret")
    with pytest.raises(Forbidden):
        post.deliver(body("d1"), "")


def test_what_is_signed_and_makes_no_sense_is_rejected(post: Post) -> None:
    with pytest.raises(Rejected, match="not JSON"):
        post.deliver(b"payload=%7B%7D")


@pytest.mark.parametrize(
    ("provider", "key"),
    [("github", "gitlab"), ("gitlab", "github"), ("", ""), ("github", "../github")],
    ids=["no such source", "of another provider", "nothing", "a path"],
)
def test_nobody_is_called_under_another_name(post: Post, provider: str, key: str) -> None:
    with pytest.raises(Unknown):
        post.deliver(body("d1"), SECRET, provider, key)


def test_a_provider_that_never_calls_has_no_hook(post: Post) -> None:
    silent = replace(PROVIDER, webhook=None)
    hooks = Hooks(
        post.store, (silent,), post.hooks._clients, sync=post.sync, facts=post.sync._facts, clock=post.watch
    )
    assert hooks.all() == ()
    assert hooks.check("github") is None
    with pytest.raises(Unknown):
        hooks.hook("github")
    with pytest.raises(Unknown):
        hooks.new_secret("github")
    with pytest.raises(Unknown):
        hooks.receive("github", "github", {}, b"")


def test_a_secret_counts_until_it_is_replaced_twice(post: Post) -> None:
    post.hooks.keep_secret("github", NEW)
    assert post.deliver(body("a"), SECRET)
    assert post.deliver(body("b"), NEW)
    third = post.hooks.new_secret("github")
    assert post.deliver(body("c"), NEW)
    assert post.deliver(body("d"), third)
    with pytest.raises(Forbidden):
        post.deliver(body("e"), SECRET)


def test_a_secret_that_is_kept_again_replaces_none(post: Post) -> None:
    post.hooks.keep_secret("github", NEW)
    post.hooks.keep_secret("github", NEW)
    assert post.deliver(body("a"), SECRET)


def test_a_made_up_secret_is_long_and_never_the_same(post: Post) -> None:
    made = {post.hooks.new_secret("github") for _ in range(20)}
    assert len(made) == 20
    assert min(map(len, made)) >= 40


def test_a_secret_that_can_be_guessed_is_refused(post: Post) -> None:
    with pytest.raises(Rejected, match="6 characters"):
        post.hooks.keep_secret("github", "secret")
    assert post.deliver(body("a"), SECRET)


def test_the_secret_is_sealed(post: Post) -> None:
    with post.store.read() as shelves:
        rows = shelves.secrets._tx.connection.exec_driver_sql("SELECT name, sealed FROM secrets").all()
    assert [name for name, _ in rows] == ["github.webhook_secret"]
    assert SECRET.encode() not in b"".join(sealed for _, sealed in rows)


def test_where_and_how_to_call_is_told(post: Post) -> None:
    (hook,) = post.hooks.all()
    assert hook == post.hooks.hook("github")
    assert hook.address == "https://us.test/hooks/github/github"
    assert (hook.source, hook.events, hook.has_secret) == (GITHUB, ("changed",), True)


def check(post: Post) -> tuple[Light, str]:
    found = post.hooks.check("github")
    assert found
    assert bool(found.next_step) is (found.light is not Light.GREEN)
    return found.light, found.found


def test_a_check_tells_how_deliveries_are(post: Post) -> None:
    assert check(post) == (Light.YELLOW, "set up, but nothing has come yet")
    post.deliver(delivered("d1", *post.world.prs.values()))
    assert check(post) == (Light.GREEN, "the last one came at 2026-11-24 12:00 UTC")
    post.watch.now += timedelta(minutes=20)
    assert check(post) == (Light.YELLOW, "1 wait since 2026-11-24 12:00 UTC")
    with post.store.write() as shelves:
        shelves.deliveries.fail("github", ["d1"], None, "GitHub is down.")
    assert check(post) == (Light.YELLOW, "1 could not be applied: GitHub is down.")
    with post.store.write() as shelves:
        shelves.secrets.delete("github.webhook_secret")
    assert check(post) == (Light.GREEN, "none set up; what is new is seen with the next sync")
    assert post.hooks.check("gitlab") is None
