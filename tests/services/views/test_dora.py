"""The view of the five keys agrees with the metrics, and says what is not known yet."""

from datetime import date, timedelta
from typing import cast

import pytest

from domain.ids import identify
from domain.views.dora import DoraView
from services.derivation import Derivations
from services.derivation.incidents import INCIDENT_FACTS
from services.facts import Facts
from services.grammar import Verb
from services.views.dora import KEYS, MOST
from storage.store import Store
from tests.domain.rulings.shipments import broken, deployed, landed, line
from tests.domain.rulings.stories import NINE_TO_SIX
from tests.domain.rulings.test_failures import incident
from tests.domain.rulings.test_services import service
from tests.services.deployed import ANYBODY, answers, asked
from tests.services.shipping import clock, fill

PAY = service("pay", repositories=("acme/payments",), alerts_as=("pay",))
FORTNIGHT = "2026-11-02..2026-11-15"
SHAS = "abcdefghijklmnopqrst"


def see(store: Store, text: str = f"dora {FORTNIGHT}") -> DoraView:
    asking = answers(store)
    verb = asking.parse(text, ANYBODY)
    assert isinstance(verb, Verb)
    return cast("DoraView", asking.view(verb, ANYBODY))


def daily(store: Store, **more: object) -> None:
    """Ten working days with a deployment each, of a change an hour old."""
    hours = [24 * day for day in range(14) if day % 7 < 5]
    prs = [landed(number, SHAS[number], at - 1) for number, at in enumerate(hours) if number]
    made = [deployed(SHAS[number], at) for number, at in enumerate(hours)]
    fill(store, made, line(SHAS[: len(hours)]), prs, services=[PAY], **more)  # type: ignore[arg-type] # of `fill`


def test_the_keys_are_those_of_the_metrics(store: Store) -> None:
    daily(store, incidents=[incident(25, 27, service="pay")])
    view = see(store)
    for key, slug in zip(view.keys, KEYS, strict=True):
        assert key.result.metric.slug == slug
        assert key.result.summary == asked(store, f"{slug} {FORTNIGHT}").summary
    assert view.keys[2].result.summary.value == pytest.approx(1 / 10)


def test_spans_and_rates_fall_into_buckets_and_shares_do_not(store: Store) -> None:
    daily(store)
    assert [key.bucket for key in see(store).keys] == [
        "less than a day",
        "once an hour to once a day",
        "",
        "",
        "",
    ]


def test_too_few_have_no_bucket(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 3)], line("ab"), [landed(1, "b", 1)])
    assert [key.bucket for key in see(store).keys] == [""] * 5


def test_several_deployments_on_most_days_are_on_demand(store: Store) -> None:
    hours = [24 * day + hour for day in range(14) if day % 7 < 4 for hour in (0, 4)]
    fill(store, [deployed(SHAS[number], at) for number, at in enumerate(hours)], line(SHAS))
    view = see(store)
    assert view.keys[1].bucket == "on demand, several a day"
    assert view.deploy_days == 4


def test_days_that_have_not_come_yet_are_no_days_without_a_deployment(store: Store) -> None:
    """The stories are told up to the sixteenth of November; a window may end later."""
    daily(store)
    assert see(store, "dora 2026-11-02..2026-11-29").deploy_days == 5


def test_neither_attempts_nor_redeployments_make_a_deploy_day(store: Store) -> None:
    made = [deployed("a", 0), deployed("a", 24), broken("b", 48), deployed("b", 72)]
    fill(store, made, line("ab"))
    assert see(store, "dora 2026-11-02..2026-11-08").deploy_days == 2


def test_every_service_has_its_own_keys_the_busiest_first(store: Store) -> None:
    two = [service(slug, repositories=("acme/payments",)) for slug in ("pay", "web")]
    made = [deployed("a", 0, service="pay")]
    made += [deployed(sha, at, service="web", name=f"web {sha}") for at, sha in enumerate("abc", 1)]
    fill(store, made, line("abc"), [landed(1, "b", 1)], services=two)
    rows = see(store).services
    assert [row.service for row in rows] == ["Web", "Pay"]
    lead, often, failures, recovery, _ = rows[0].summaries
    assert (lead and lead.n, often and often.n, failures and failures.value) == (1, 3, 0.0)
    assert recovery is None
    assert rows[1].summaries[0] is None


def test_incidents_that_nobody_can_attribute_are_counted(store: Store) -> None:
    trouble = [
        incident(25, 27, service="pay"),
        incident(30, service="mystery"),
        incident(31, service="pay", merged_into="P25"),
    ]
    daily(store, incidents=trouble)
    Derivations(store, clock, Facts(store, clock, NINE_TO_SIX), (INCIDENT_FACTS,)).refresh()
    view = see(store)
    assert (view.incidents, view.unattributed) == (2, 1)


def test_what_waits_to_be_deployed_is_counted(store: Store) -> None:
    fill(store, [deployed("a", 0)], line("ab"), [landed(1, "b", 1)])
    assert see(store).waiting == 1


def test_failures_that_are_not_over_are_listed_the_latest_first(store: Store) -> None:
    made = [deployed(sha, at) for at, sha in zip((0, 3, 6), "abc", strict=True)]
    trouble = [
        incident(1, deployment="a", service="pay"),
        incident(7, deployment="c", service="pay"),
        incident(4, 5, deployment="b", service="pay"),
    ]
    fill(store, made, line("abc"), services=[PAY], incidents=trouble)
    found = see(store).open_failures
    assert [each.name for each in found] == ["acme/payments@c", "acme/payments@a"]
    assert (found[0].url, found[0].service, found[0].at) == (made[2].url, "Pay", made[2].finished_at)


def test_many_open_failures_are_cut(store: Store) -> None:
    made = [deployed(f"{number:040x}", number) for number in range(MOST + 5)]
    trouble = [
        incident(number + 0.5, deployment=each.sha, id=identify(each.sha), external_id=each.sha)
        for number, each in enumerate(made)
    ]
    fill(store, made, services=[PAY], incidents=trouble)
    assert len(see(store).open_failures) == MOST


@pytest.mark.parametrize(
    ("window", "since"),
    [
        pytest.param(FORTNIGHT, date(2026, 11, 9), id="a window that reaches into the last seven days"),
        pytest.param("2026-11-02..2026-11-08", None, id="a window before them"),
    ],
)
def test_the_last_seven_days_are_provisional(store: Store, window: str, since: date | None) -> None:
    fill(store, [deployed("a", 0)], line("a"))
    assert clock().date() - timedelta(days=7) == date(2026, 11, 9)
    assert see(store, f"dora {window}").provisional_from == since


def test_only_the_repositories_asked_about_are_shown(store: Store) -> None:
    daily(store)
    view = see(store, f"dora acme/search {FORTNIGHT}")
    assert all(key.result.summary.n == 0 for key in view.keys)
    assert (view.deploy_days, view.services) == (0.0, ())
    assert len(see(store, f"dora acme/payments {FORTNIGHT}").services) == 1


def test_the_median_and_the_calendar_are_what_dora_asks_for(store: Store) -> None:
    daily(store)
    view = see(store, f"dora p90 {FORTNIGHT}")
    assert view.keys[0].result.question.percentile == 50


def test_an_empty_store_has_five_empty_keys(store: Store) -> None:
    fill(store)
    view = see(store)
    assert [key.result.summary.n for key in view.keys] == [0] * 5
    assert (view.services, view.open_failures, view.incidents) == ((), (), 0)
