"""Hiccups: what passes is waited out without loss, what does not is told, and never taken for data."""

from datetime import timedelta
from email.utils import format_datetime

import httpx
import pytest

from domain.errors import Retryable
from domain.health import Light
from tests.conformance.bench import Bench, error_of, records
from tests.conformance.faulty import (
    Fault,
    answering,
    huge,
    once,
    raising,
    status,
    truncated,
)
from tests.conformance.test_refusals import acts
from tests.fakes.github.fake import NOW

HICCUPS: dict[str, Fault] = {
    "500": status(500),
    "502": status(502),
    "503": status(503),
    "504": status(504),
    "a connection that takes too long": raising(httpx.ConnectTimeout("slow")),
    "an answer that takes too long": raising(httpx.ReadTimeout("slow")),
    "a connection that is refused": raising(httpx.ConnectError("refused")),
    "a connection that is cut": raising(httpx.RemoteProtocolError("cut")),
    "half an answer": truncated,
    "nothing": answering(b""),
    "HTML": answering(b"<!doctype html><title>Log in</title>", "text/html"),
    "a text": answering(b"upstream connect error", "text/plain"),
    "nested without end": answering(b"[" * 100_000),
    "no text at all": answering(bytes(range(128, 256))),
}

SHAPES = [
    "null",
    "7",
    '"text"',
    "[]",
    "{}",
    "[[]]",
    '[{"id": {}}]',
    '{"data": null}',
    '{"values": 7}',
    '{"issues": {}}',
]

RESTS: dict[str, tuple[dict[str, str], float]] = {
    "in seconds": ({"retry-after": "7"}, 7),
    "as a date": ({"retry-after": format_datetime(NOW + timedelta(seconds=40), usegmt=True)}, 35),
    "not at all": ({}, 0.001),
    "in words": ({"retry-after": "a little later"}, 0.001),
    "in the past": ({"retry-after": format_datetime(NOW - timedelta(days=1), usegmt=True)}, 0),
    "a century away": ({"retry-after": "3155760000"}, 60),
    "below zero": ({"retry-after": "-5"}, 0),
}  # fmt: skip


@pytest.mark.parametrize("fault", HICCUPS.values(), ids=HICCUPS)
def test_what_passes_costs_nothing_but_time(bench: Bench, fault: Fault) -> None:
    place = bench.longest()[0]
    expected = bench.usual(place)
    bench.network.befall(fault, once)
    assert records(bench.pages(place)) == expected


def test_a_hiccup_anywhere_in_a_reading_costs_nothing_but_time(bench: Bench) -> None:
    for place in bench.longest():
        expected = bench.usual(place)
        bench.network.befall(status(503), lambda number: number % 2 == 0)
        assert records(bench.pages(place)) == expected, place[0].name
        bench.network.befall(None)


@pytest.mark.parametrize("fault", HICCUPS.values(), ids=HICCUPS)
def test_what_does_not_pass_is_told_as_such_and_is_no_data(bench: Bench, fault: Fault) -> None:
    bench.network.fault = fault
    wrong = {name: error for name, error, _ in acts(bench) if not isinstance(error, Retryable)}
    assert wrong == {}


def test_more_than_anybody_reads_is_told_as_such(bench: Bench) -> None:
    places = bench.longest()
    bench.network.fault = huge
    assert isinstance(error_of(lambda: bench.pages(places[0])), Retryable)


@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_another_shape_never_crashes_a_client(bench: Bench, shape: str) -> None:
    bench.network.fault = answering(shape.encode())
    acts(bench)
    assert bench.client().check()[0].light is Light.RED


@pytest.mark.parametrize(("headers", "at_least"), RESTS.values(), ids=RESTS)
def test_a_rest_that_is_asked_for_is_given(bench: Bench, headers: dict[str, str], at_least: float) -> None:
    place = bench.longest()[0]
    expected = bench.usual(place)
    bench.time.now, bench.time.slept = NOW, []
    bench.network.befall(status(429, headers), once)
    assert records(bench.pages(place)) == expected
    assert sum(bench.time.slept) >= at_least
    assert sum(bench.time.slept) <= 2 * 3600


def test_a_vendor_that_always_wants_a_rest_is_left_alone_for_now(bench: Bench) -> None:
    place = bench.longest()[0]
    bench.network.befall(status(429, {"retry-after": "20"}))
    error = error_of(lambda: bench.pages(place))
    assert isinstance(error, Retryable)
    assert len(bench.network.requests) <= 10


def test_a_check_waits_for_nobody(bench: Bench) -> None:
    bench.network.fault = status(429, {"retry-after": "900"})
    assert bench.client().check()[0].light is Light.RED
    assert sum(bench.time.slept) < 60
