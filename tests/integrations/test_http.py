"""The governor: limits kept, hiccups retried, secrets hidden, and nothing that never ends."""

import logging
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from threading import Thread

import httpx
import pytest

from domain.errors import Misconfigured, Retryable
from integrations.answers import LONGEST_WAIT
from integrations.http import (
    ANSWER,
    ATTEMPTS,
    LARGEST_BODY,
    RESTS,
    SHRINKABLE,
    Governor,
    Manners,
    Refused,
    TooMuch,
)
from tests.fakes.github import faults
from tests.fakes.github.fake import Fault
from tests.integrations.connecting import Memory, Time

SECRET = "s3cr3t-of-the-source"
OK = httpx.Response(200, json={"fine": True})


class Network(httpx.BaseTransport):
    """Meets requests with what is scripted, then with OK."""

    def __init__(self, *script: Fault | httpx.Response) -> None:
        self.script = deque(script)
        self.seen: list[httpx.Request] = []
        self.is_closed = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if not self.script:
            return httpx.Response(200, json={"fine": True})
        answer = self.script.popleft()
        return answer if isinstance(answer, httpx.Response) else answer(request, lambda: OK)

    def close(self) -> None:
        self.is_closed = True


class Bench:
    """A governor over a scripted network, with its own time and memory."""

    def __init__(
        self, *script: Fault | httpx.Response, memory: Memory | None = None, draw: float = 0.5
    ) -> None:
        self.time = Time()
        self.memory = memory or Memory()
        self.network = Network(*script)
        self.governor = Governor(
            self.network,
            Manners("Vendor"),
            source="vendor",
            limits=self.memory,
            clock=self.time,
            sleep=self.time.sleep,
            draw=lambda: draw,
            secrets=(SECRET,),
        )

    def get(self, path: str = "/things", *, shrinkable: bool = False) -> httpx.Response:
        with httpx.Client(transport=self.governor) as client:
            return client.get(f"https://vendor.test{path}", extensions={SHRINKABLE: shrinkable})


def limited(remaining: int, resets_in: float, bench_time: Time | None = None) -> httpx.Response:
    """A good answer that says how much of the limit is left."""
    now = (bench_time or Time()).now
    headers = {
        "date": format_datetime(now, usegmt=True),
        "x-ratelimit-remaining": str(remaining),
        "x-ratelimit-reset": str(int(now.timestamp() + resets_in)),
    }
    return httpx.Response(200, headers=headers, json={"fine": True})


def test_a_good_answer_comes_through_with_what_was_judged() -> None:
    bench = Bench()
    response = bench.get()
    assert response.json() == {"fine": True}
    assert response.extensions[ANSWER].status == 200
    assert bench.time.slept == []
    assert bench.governor.usage.requests == 1


def test_a_refusal_that_is_none_of_ours_comes_through_too() -> None:
    assert Bench(faults.status(404)).get().status_code == 404


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("30", 30),
        ("0", 0),
        (format_datetime(Time().now + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(Time().now - timedelta(seconds=90), usegmt=True), 0),
        ("soon", 60),
        ("-5", 60),
        ("1e3", 60),
        ("9" * 30, 60),
        (None, 60),
        ("86400", 3600),
    ],
    ids=[
        "seconds", "at once", "a date", "a date that has passed", "garbage", "below zero", "exponent",
        "absurdly long", "absent", "longer than any limit",
    ],
)  # fmt: skip
@pytest.mark.parametrize("code", [403, 429])
def test_a_secondary_limit_is_waited_out_as_asked(code: int, retry_after: str | None, wait: float) -> None:
    bench = Bench(faults.secondary_limit(retry_after, code))
    assert bench.get().status_code == 200
    assert sum(bench.time.slept) == wait
    assert len(bench.network.seen) == 2


def test_rests_in_a_row_double_and_end() -> None:
    bench = Bench(*[faults.secondary_limit("10")] * 9)
    with pytest.raises(Retryable) as caught:
        bench.get()
    assert bench.time.slept == [10, 20, 40, 80]
    assert caught.value.after == 160
    assert len(bench.network.seen) == RESTS + 1


def test_a_forbidden_thing_is_no_limit() -> None:
    bench = Bench(faults.status(403, body={"message": "Must have admin rights"}))
    assert bench.get().status_code == 403
    assert bench.time.slept == []


def test_nothing_is_asked_before_the_reset_once_nothing_remains() -> None:
    bench = Bench(limited(0, 1200))
    bench.get()
    assert bench.time.slept == []
    bench.get()
    assert bench.time.slept == [1200]


def test_the_reset_is_by_the_providers_clock_not_by_ours() -> None:
    ahead = Time(Time().now + timedelta(minutes=10))
    bench = Bench(limited(0, 300, ahead))
    bench.get()
    bench.get()
    assert bench.time.slept == [300]
    assert bench.governor.skew == timedelta(minutes=10)


def test_a_reset_further_away_than_any_limits_window_is_not_believed() -> None:
    bench = Bench(limited(0, 10**6))
    bench.get()
    bench.get()
    assert bench.time.slept == [LONGEST_WAIT.total_seconds()]


@pytest.mark.parametrize(
    "reset", ["never", "", "99999999999999", "-1"], ids=["a word", "nothing", "far", "before"]
)
def test_a_garbage_reset_is_no_reason_to_wait(reset: str) -> None:
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset}
    bench = Bench(httpx.Response(200, headers=headers, json={}))
    bench.get()
    bench.get()
    assert bench.time.slept == []


def test_a_reset_outlives_the_process() -> None:
    first = Bench(limited(0, 600))
    first.get()
    second = Bench(memory=first.memory)
    second.get()
    assert second.time.slept == [600]


def test_somebody_who_watches_is_told_instead_of_kept_waiting() -> None:
    bench = Bench(limited(0, 600))
    bench.get()
    bench.governor.patience = timedelta(seconds=5)
    with pytest.raises(Retryable, match="until 12:10 UTC") as caught:
        bench.get()
    assert caught.value.after == 600
    assert bench.time.slept == []


def test_somebody_who_watches_sees_short_hiccups_mended_and_long_ones_told() -> None:
    bench = Bench(*[faults.status(503)] * 9, draw=1)
    bench.governor.patience = timedelta(seconds=5)
    with pytest.raises(Retryable, match="answered 503"):
        bench.get()
    assert bench.time.slept == [2, 4]


def test_a_reset_that_has_passed_is_not_waited_for() -> None:
    memory = Memory()
    memory.put("vendor", {"all": (Time().now - timedelta(minutes=1)).isoformat()})
    bench = Bench(memory=memory)
    bench.get()
    assert bench.time.slept == []


@pytest.mark.parametrize(
    "kept",
    [{"all": "yesterday"}, {"all": 7}, {"all": None}, {}],
    ids=["a word", "a number", "nothing", "empty"],
)
def test_a_memory_that_makes_no_sense_is_forgotten(kept: dict[str, object]) -> None:
    memory = Memory()
    memory.put("vendor", kept)
    bench = Bench(memory=memory)
    bench.get()
    assert bench.time.slept == []


@pytest.mark.parametrize(
    "fault",
    [faults.status(500), faults.status(502), faults.status(503), faults.timeout, faults.reset],
    ids=["500", "502", "503", "timeout", "refused"],
)
def test_a_hiccup_is_tried_again_with_full_jitter(fault: Fault) -> None:
    bench = Bench(fault, fault, draw=0.25)
    assert bench.get().status_code == 200
    assert bench.time.slept == [0.5, 1.0]


def test_hiccups_without_end_become_an_error_that_says_so() -> None:
    bench = Bench(*[faults.status(503)] * 20)
    with pytest.raises(Retryable, match="answered 503") as caught:
        bench.get()
    assert len(bench.network.seen) == ATTEMPTS
    assert "vendor.test/things" in caught.value.message


def test_a_server_that_names_a_time_is_not_asked_before() -> None:
    bench = Bench(faults.status(503, {"retry-after": "45"}))
    bench.get()
    assert bench.time.slept == [45]


def test_what_can_be_made_smaller_is_not_tried_again_as_it_was() -> None:
    bench = Bench(faults.timeout)
    with pytest.raises(TooMuch):
        bench.get(shrinkable=True)
    assert len(bench.network.seen) == 1


def test_credentials_that_are_refused_say_what_to_do() -> None:
    bench = Bench(faults.status(401))
    with pytest.raises(Refused, match="leadline connect vendor") as caught:
        bench.get()
    assert isinstance(caught.value, Misconfigured)


@pytest.mark.parametrize("size", [LARGEST_BODY + 1, 8 * LARGEST_BODY], ids=["just", "a bomb"])
def test_a_body_without_end_is_not_read_to_its_end(size: int) -> None:
    bench = Bench(faults.bomb(size))
    with pytest.raises(TooMuch, match="MB"):
        bench.get()


def test_a_large_body_within_the_bounds_is_read() -> None:
    assert len(Bench(faults.bomb(LARGEST_BODY)).get().content) == LARGEST_BODY


def test_a_body_that_drips_is_given_up() -> None:
    bench = Bench()

    class Drip(httpx.SyncByteStream):
        def __iter__(self):  # type: ignore[no-untyped-def] # noqa: ANN204 - a stream of bytes
            for _ in range(1000):
                bench.time.sleep(10)
                yield b" "

    bench.network.script.append(httpx.Response(200, stream=Drip()))
    assert bench.get().json() == {"fine": True}
    assert len(bench.network.seen) == 2
    assert sum(bench.time.slept) < 300


def test_a_body_that_cannot_be_decompressed_is_asked_for_again() -> None:
    broken = httpx.Response(200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"no gzip"))
    assert Bench(broken).get().json() == {"fine": True}


def test_not_modified_answers_are_counted() -> None:
    bench = Bench(httpx.Response(304))
    bench.get()
    assert bench.governor.usage.not_modified == 1


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(503),
        faults.secondary_limit(f"{SECRET}"),
        faults.status(401, body={"message": SECRET}),
    ],
    ids=["down", "limited", "refused"],
)
def test_no_secret_is_in_any_error_or_log(fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(*[fault] * 10)
    with caplog.at_level(logging.DEBUG), pytest.raises((Retryable, Misconfigured)) as caught:
        bench.get()
    told = f"{caught.value} {caught.value!r} {caught.value.__cause__!r} {caplog.text}"
    assert SECRET not in told


def test_requests_of_many_threads_go_one_at_a_time() -> None:
    at_once: list[int] = []
    inside = 0

    def slow(_: httpx.Request, proceed: Callable[[], httpx.Response]) -> httpx.Response:
        nonlocal inside
        inside += 1
        at_once.append(inside)
        response = proceed()
        inside -= 1
        return response

    bench = Bench(*[slow] * 8)
    threads = [Thread(target=bench.governor.handle_request, args=(httpx.Request("GET", "https://v.test"),))
               for _ in range(8)]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert at_once == [1] * 8


def test_a_redirect_to_another_host_takes_no_credentials_along() -> None:
    moved = httpx.Response(302, headers={"location": "https://elsewhere.test/things"})
    bench = Bench(moved)
    with httpx.Client(transport=bench.governor, follow_redirects=True) as client:
        client.get("https://vendor.test/things", headers={"authorization": f"Bearer {SECRET}"})
    here, elsewhere = bench.network.seen
    assert here.headers["authorization"] == f"Bearer {SECRET}"
    assert "authorization" not in elsewhere.headers


def test_closing_closes_the_network() -> None:
    bench = Bench()
    bench.governor.close()
    assert bench.network.is_closed


def test_while_somebody_looks_on_a_long_wait_is_told_and_afterwards_waited_for() -> None:
    bench = Bench(httpx.Response(429, headers={"Retry-After": "600"}), httpx.Response(200))
    with bench.governor.watched(), pytest.raises(Retryable):
        bench.get()
    bench.get()
    assert sum(bench.time.slept) >= 600
