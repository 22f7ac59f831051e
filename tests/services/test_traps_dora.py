"""The trap in DORA's own files: one benchmark of one edition is inverted (metric definitions, section 9)."""

from dataclasses import fields
from typing import cast

import pytest

from domain.views.dora import DoraView, Key
from services.grammar import Verb
from storage.store import Store
from tests.domain.rulings.shipments import deployed, landed, line
from tests.domain.rulings.stories import hour
from tests.domain.rulings.test_failures import incident
from tests.domain.rulings.test_services import service
from tests.services.deployed import ANYBODY, answers
from tests.services.shipping import fill
from tests.test_house import SOURCES

PAY = service("pay", repositories=("acme/payments",), alerts_as=("pay",))
SHAS = "abcdefg"
HOUR = 3600
LEAD, RECOVERY = 0, 3
"""The places of the two spans among the five keys."""


def spans(store: Store, length: float) -> tuple[Key, Key]:
    """Lead time and recovery time where every one of six took so many hours."""
    ends = dict(zip(SHAS, (number * (length + 1) for number in range(len(SHAS))), strict=True))
    made = [deployed(sha, end, minutes=0) for sha, end in ends.items()]
    changes = list(ends.items())[1:]
    prs = [
        landed(number, sha, end - length / 2, created_at=hour(end - length))
        for number, (sha, end) in enumerate(changes, 1)
    ]
    trouble = [incident(end + 0.01, end + length, service="pay", deployment=sha) for sha, end in changes]
    fill(store, made, line(SHAS), prs, services=[PAY], incidents=trouble)
    asking = answers(store)
    verb = asking.parse("dora 2026-11-02..2026-11-15", ANYBODY)
    assert isinstance(verb, Verb)
    keys = cast("DoraView", asking.view(verb, ANYBODY)).keys
    return keys[LEAD], keys[RECOVERY]


@pytest.mark.parametrize(
    ("length", "bucket"),
    [
        pytest.param(0.5, "less than an hour", id="half an hour"),
        pytest.param(5, "less than a day", id="five hours"),
        pytest.param(30, "a day to a week", id="thirty hours"),
    ],
)
def test_a_recovery_falls_into_the_bucket_that_a_lead_time_as_long_falls_into(
    store: Store, length: float, bucket: str
) -> None:
    """On an inverted scale the quickest recovery would be told as the slowest."""
    lead, recovery = spans(store, length)
    assert [key.result.metric.slug for key in (lead, recovery)] == ["lead-time", "recovery-time"]
    assert [key.result.summary.value for key in (lead, recovery)] == [length * HOUR] * 2
    assert [key.result.summary.n for key in (lead, recovery)] == [6, 6]
    assert (lead.bucket, recovery.bucket) == (bucket, bucket)


def test_beside_a_figure_stands_its_bucket_and_nobody_elses_figure() -> None:
    assert [field.name for field in fields(Key)] == ["result", "bucket"]


def test_no_tier_and_no_benchmark_of_others_is_shipped() -> None:
    """Not even a right one: they are of other years, other companies and, once, of an inverted scale."""
    told = {path.name for path in SOURCES if any(word in path.read_text().lower() for word in WORDS)}
    assert not told


WORDS = ("elite", "low performer", "industry average", "industry mean", "peer benchmark")
"""What tiers and benchmarks are called."""
