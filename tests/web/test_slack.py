"""Slack's HTTP endpoint: bytes are handed on as they came, unless there are too many of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import httpx
import pytest
from fastapi import FastAPI

from tests.web.serving import served
from web.slack import LARGEST, Reply, events

BODY = "text=a%20b+c&é=1".encode()


@dataclass
class Post:
    """What was handed on, and what it is answered."""

    reply: Reply = field(default_factory=lambda: Reply(200, ""))
    taken: list[tuple[bytes, list[tuple[str, str]]]] = field(default_factory=list)

    def __call__(self, body: bytes, headers: Sequence[tuple[str, str]]) -> Reply:
        self.taken.append((body, list(headers)))
        return self.reply


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def client(post: Post) -> Iterator[httpx.Client]:
    app = FastAPI()
    app.include_router(events(post))
    with served(app) as made:
        yield made


def test_the_bytes_are_handed_on_as_they_came(client: httpx.Client, post: Post) -> None:
    client.post("/slack/events", content=BODY, headers={"X-Slack-Signature": "v0=abc"})
    ((body, headers),) = post.taken
    assert body == BODY
    assert ("x-slack-signature", "v0=abc") in headers


def test_headers_that_come_twice_are_handed_on_twice(client: httpx.Client, post: Post) -> None:
    client.post(
        "/slack/events", content=BODY, headers=[("X-Slack-Signature", "a"), ("X-Slack-Signature", "b")]
    )
    ((_, headers),) = post.taken
    assert [value for name, value in headers if name == "x-slack-signature"] == ["a", "b"]


@pytest.mark.parametrize(
    "reply",
    [Reply(200, ""), Reply(401, ""), Reply(200, '{"response_action":"clear"}', "application/json")],
    ids=["heard", "refused", "with a body"],
)
def test_the_answer_goes_back_as_it_is(client: httpx.Client, post: Post, reply: Reply) -> None:
    post.reply = reply
    answer = client.post("/slack/events", content=BODY)
    assert (answer.status_code, answer.text) == (reply.status, reply.body)
    assert answer.headers["content-type"].startswith(reply.content_type)


def test_a_body_too_large_for_slack_is_not_even_read_to_its_end(client: httpx.Client, post: Post) -> None:
    assert client.post("/slack/events", content=b"x" * (LARGEST + 1)).status_code == 413
    assert client.post("/slack/events", content=b"x" * LARGEST).status_code == 200
    assert len(post.taken) == 1


def test_it_is_only_posted_to(client: httpx.Client, post: Post) -> None:
    assert client.get("/slack/events").status_code == 405
    assert post.taken == []
