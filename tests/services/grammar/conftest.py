"""What can be said in the grammar's tests, and when it is said."""

from datetime import UTC, datetime

import pytest

from domain.metric import Better, MetricInfo, Unit
from domain.people import WorkingHours
from domain.question import Scope, ScopeKind
from services.grammar import Vocabulary
from tests.builders import repository, team

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)


def metric(slug: str, *synonyms: str) -> MetricInfo:
    title = slug.replace("-", " ").capitalize()
    return MetricInfo(slug, title, Unit.DURATION, Better.LOWER, "delivery", "A ruling.", synonyms=synonyms)


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Two metrics, three teams (one a repository's namesake), three repositories, asked by ana."""
    return Vocabulary(
        metrics=(metric("cycle-time", "ct", "pr cycle time"), metric("review-time", "rt")),
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
