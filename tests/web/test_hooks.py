"""The door for providers' calls: kept before it answers, and shut for whoever is not the sender."""

import time
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from domain.errors import Retryable
from storage.store import Store
from tests.services.hooks.conftest import Post
from tests.services.hooks.conftest import post as _post
from tests.services.hooks.conftest import store as _store
from tests.services.hooks.sender import SECRET, body, signed
from tests.web.serving import served
from web.hooks import LARGEST, hooks

post, store = _post, _store
PATH = "/hooks/github/github"


@pytest.fixture
def client(post: Post) -> Iterator[httpx.Client]:
    app = FastAPI()
    app.include_router(hooks(post.hooks))
    with served(app) as made:
        yield made


def call(
    client: httpx.Client, raw: bytes, path: str = PATH, secret: str = SECRET, **more: str
) -> httpx.Response:
    headers, content = signed(raw, secret, **more)
    return client.post(path, content=content, headers=dict(headers))


def test_a_delivery_is_kept_before_it_is_answered(client: httpx.Client, post: Post) -> None:
    answer = call(client, body("d1", ("pull_requests", "PR_1", "R_1")))
    assert (answer.status_code, answer.content) == (200, b"")
    assert post.kept("d1").named == (("pull_requests", "PR_1", "R_1"),)
    assert post.world.requests == []


def test_it_is_answered_at_once(client: httpx.Client) -> None:
    call(client, body("warm"))
    began = time.perf_counter()
    for number in range(20):
        assert call(client, body(f"d{number}", ("pull_requests", "PR_1", "R_1"))).status_code == 200
    assert (time.perf_counter() - began) / 20 < 0.3


def test_a_repetition_is_answered_alike(client: httpx.Client, post: Post) -> None:
    assert [call(client, body("d1", ("runs", "", ""))).status_code for _ in range(3)] == [200] * 3
    assert post.hooks.hook("github").standing.waiting == 1


def test_a_ping_is_answered(client: httpx.Client) -> None:
    assert call(client, body("d1", event="ping")).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "nonsense", ""])
def test_whatever_it_says_it_is_the_bytes_count(client: httpx.Client, kind: str) -> None:
    answer = call(client, body("d1"), **{"content-type": kind})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "secret", "raw", "status"),
    [
        (PATH, "not the secret at all", body("d1"), 401),
        (PATH, "", body("d1"), 401),
        (PATH, SECRET, b"no JSON", 400),
        ("/hooks/github/elsewhere", SECRET, body("d1"), 404),
        ("/hooks/gitlab/github", SECRET, body("d1"), 404),
        ("/hooks/github", SECRET, body("d1"), 404),
        ("/hooks/github/github/more", SECRET, body("d1"), 404),
    ],
    ids=[
        "forged",
        "signed with nothing",
        "senseless",
        "no such source",
        "another provider",
        "no source",
        "more",
    ],
)
def test_what_is_not_taken_in_leaves_nothing(
    client: httpx.Client, post: Post, path: str, secret: str, raw: bytes, *, status: int
) -> None:
    answer = call(client, raw, path, secret)
    assert answer.status_code == status
    assert "secret" not in answer.text
    assert post.hooks.hook("github").standing.last_at is None


def test_who_is_refused_learns_nothing(client: httpx.Client) -> None:
    unsigned = client.post(PATH, content=b"{}")
    forged = client.post(PATH, content=b"{}", headers={"x-signature": "sha256=00"})
    assert (unsigned.status_code, unsigned.content) == (forged.status_code, forged.content) == (401, b"")


def test_names_of_headers_have_no_case(client: httpx.Client) -> None:
    headers, content = signed(body("d1"))
    answer = client.post(PATH, content=content, headers={"X-SIGNATURE": headers["x-signature"]})
    assert answer.status_code == 200


def test_a_body_too_large_is_not_even_read_to_its_end(client: httpx.Client) -> None:
    assert call(client, b"x" * (LARGEST + 1)).status_code == 413
    assert call(client, b"x" * LARGEST).status_code == 400


def test_what_cannot_be_kept_just_now_is_to_be_repeated(client: httpx.Client, post: Post) -> None:
    class Busy(Store):
        def write(self):  # type: ignore[no-untyped-def] # noqa: ANN202 - it never gives anything
            raise Retryable("The database is busy.")

    busy = Busy(post.store._engine, post.store._vault)
    post.hooks._store = busy
    assert call(client, body("d1")).status_code == 503


def test_it_is_only_posted_to(client: httpx.Client) -> None:
    assert client.get(PATH).status_code == 405
