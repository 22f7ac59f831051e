"""What can be said in the grammar's tests, and when it is said."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.metric import AT_WORK_FIRST, Better, MetricInfo, Unit
from domain.people import WorkingHours
from domain.question import By, Scope, ScopeKind
from services.grammar import Vocabulary
from tests.builders import repository, team

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)


def metric(slug: str, *synonyms: str, **fields: Any) -> MetricInfo:  # noqa: ANN401 - the record's own types check them
    title = slug.replace("-", " ").capitalize()
    return MetricInfo(
        slug, title, Unit.DURATION, Better.LOWER, "delivery", "A ruling.", synonyms=synonyms, **fields
    )


LINES = (By.WEEK, By.REPOSITORY, By.TEAM, By.PHASE)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Two metrics, three teams (one a repository's namesake), three repositories, asked by ana."""
    return Vocabulary(
        metrics=(
            metric("cycle-time", "ct", "pr cycle time", breakdowns=LINES),
            metric("review-time", "rt", clocks=AT_WORK_FIRST),
        ),
        teams=(
            team("payments", channel="C1", aliases=("pay",), hours=WorkingHours("Europe/Berlin")),
            team("core", hours=WorkingHours("Asia/Tokyo")),
            team("web-shop", name="Web Shop", channel="#shop-dev"),
        ),
        repositories=(repository("acme/api"), repository("acme/core"), repository("acme/pay-api")),
        own_zone="America/New_York",
        me=Scope(ScopeKind.PERSON, "Ana", 7, "U1", (71, 72)),
        slack_user="U1",
    )
