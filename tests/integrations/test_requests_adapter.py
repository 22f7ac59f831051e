"""A library that speaks through `requests` is governed like everything else."""

from collections.abc import Callable

import httpx
import pytest
import requests

from domain.errors import Retryable
from integrations.http import Governor, Manners
from integrations.requests_adapter import govern
from tests.integrations.connecting import Memory, Time

Answering = Callable[[httpx.Request], httpx.Response]


class Vendor:
    """A transport that answers as it is told, and remembers what it was asked."""

    def __init__(self, answering: Answering) -> None:
        self.asked: list[httpx.Request] = []
        self._answering = answering

    def session(self, time: Time | None = None) -> requests.Session:
        time = time or Time()
        governor = Governor(
            httpx.MockTransport(self._answer),
            Manners("Tracker"),
            source="tracker",
            limits=Memory(),
            clock=time,
            sleep=time.sleep,
            draw=lambda: 0.5,
        )
        session = requests.Session()
        govern(session, governor)
        return session

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self._answering(request)


def test_a_request_arrives_as_the_library_made_it() -> None:
    vendor = Vendor(lambda _: httpx.Response(200, json={"found": "Grüße"}, headers={"X-Left": "7"}))
    answer = vendor.session().post(
        "https://tracker.example.com/rest/search?startAt=5",
        json={"jql": "project = PAY"},
        auth=("ada", "secret"),
    )
    (asked,) = vendor.asked
    assert (asked.method, str(asked.url)) == ("POST", "https://tracker.example.com/rest/search?startAt=5")
    assert asked.content == b'{"jql": "project = PAY"}'
    assert asked.headers["authorization"].startswith("Basic ")
    assert (answer.status_code, answer.json(), answer.headers["x-left"]) == (200, {"found": "Grüße"}, "7")


def test_a_limit_is_waited_out_and_the_request_sent_again() -> None:
    answers = iter([httpx.Response(429, headers={"Retry-After": "30"}), httpx.Response(200, json=[])])
    time = Time()
    vendor = Vendor(lambda _: next(answers))
    assert vendor.session(time).get("https://tracker.example.com/").json() == []
    assert time.slept == [30.0]


def test_what_the_governor_raises_comes_through() -> None:
    vendor = Vendor(lambda _: httpx.Response(503))
    with pytest.raises(Retryable, match=r"Tracker could not be read at tracker\.example\.com/rest"):
        vendor.session().get("https://tracker.example.com/rest")


def test_no_environment_changes_where_it_goes() -> None:
    assert not Vendor(lambda _: httpx.Response(200)).session().trust_env
