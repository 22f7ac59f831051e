"""The view of incidents: what is listed, what each was caused by, and figures that agree with the metrics."""

from typing import cast

import pytest

from domain.records import Urgency
from domain.views.incidents import IncidentsView
from services.grammar import Verb
from services.views.incidents import MOST
from storage.store import Store
from tests.incidents import ack, deployment, incident
from tests.services.paging import SEARCH, STRANGER, ago, answers, fill

MADE = (deployment(1, ago(days=9), "old"), deployment(2, ago(hours=6), "c0ffee0123"))


def see(store: Store, text: str) -> IncidentsView:
    asking = answers(store)
    verb = asking.parse(text, STRANGER)
    assert isinstance(verb, Verb)
    return cast("IncidentsView", asking.view(verb, STRANGER))


def test_incidents_are_listed_the_latest_first_with_their_causes(store: Store) -> None:
    stories = [
        incident(1, ago(days=3), acknowledgements=(ack(ago(days=2.9)),), resolved_at=ago(days=2)),
        incident(2, ago(hours=5), deployment="c0ffee0123", priority="P2"),
        incident(3, ago(hours=4), urgency=Urgency.LOW),
    ]
    fill(store, stories, deployments=MADE)
    view = see(store, "incidents team:payments 7d")
    assert [row.name for row in view.rows] == ["#3", "#2", "#1"]
    low, linked, old = view.rows
    assert (low.is_low, low.severity) == (True, "low urgency")
    assert (linked.severity, linked.service) == ("P2", "Payments")
    assert linked.culprit is not None
    assert (linked.culprit.name, linked.culprit.how) == (
        "acme/payments@c0ffee0", "as the incident itself says",
    )  # fmt: skip
    assert linked.culprit.at == MADE[1].finished_at
    assert old.culprit is None
    assert (old.acknowledge, old.resolve, old.is_answered) == (8640, 86_400, True)


def test_the_figures_are_those_of_the_metrics(store: Store) -> None:
    fill(
        store,
        [
            incident(1, ago(hours=30), acknowledgements=(ack(ago(hours=29)),), resolved_at=ago(hours=28)),
            incident(2, ago(hours=20), resolved_at=ago(hours=19), resolved_by_human=False),
            incident(3, ago(hours=10)),
            incident(4, ago(hours=10), urgency=Urgency.LOW, resolved_at=ago(hours=4)),
            incident(5, ago(hours=10), merged_into="Q3"),
        ],
        deployments=MADE,
    )
    view = see(store, "incidents team:payments 7d")
    ask = answers(store).ask
    for result, slug in (
        (view.frequency, "incident-frequency"), (view.acknowledge, "mtta"), (view.resolve, "mttr"),
    ):  # fmt: skip
        assert result.summary == ask(f"{slug} team:payments 7d", STRANGER).summary
    assert (view.by_people.p50, view.by_itself.p50, view.low.p50) == (7200, 3600, 6 * 3600)
    assert (view.open, view.waiting, view.effort) == (1, 1, 3600)
    assert (view.total, len(view.onsets)) == (4, 3), "merged ones are the incident they went into"


def test_causes_are_counted_and_drawn(store: Store) -> None:
    fill(store, [incident(1, ago(hours=5)), incident(2, ago(days=3))], deployments=MADE)
    view = see(store, "incidents team:payments 7d")
    assert view.caused == 1
    assert [(each.at, each.is_caused) for each in view.onsets] == [(ago(days=3), False), (ago(hours=5), True)]
    assert view.deployed == (MADE[1].finished_at,)


def test_a_repository_narrows_the_view(store: Store) -> None:
    there = deployment(3, ago(hours=7), "there", repository_id=SEARCH.id)
    stories = [incident(1, ago(hours=5)), incident(2, ago(hours=5), service="search-api")]
    fill(store, stories, deployments=(*MADE, there))
    view = see(store, "incidents repo:acme/search 7d")
    assert [row.service for row in view.rows] == ["Search"]
    assert (view.frequency.summary.n, view.deployed) == (1, (there.finished_at,))
    assert len(see(store, "incidents @org 7d").rows) == 2


def test_the_list_ends_somewhere_and_the_figures_do_not(store: Store) -> None:
    fill(store, [incident(n, ago(minutes=n)) for n in range(1, MOST + 6)])
    view = see(store, "incidents team:payments 7d")
    assert (len(view.rows), view.total, view.frequency.summary.n) == (MOST, MOST + 5, MOST + 5)


@pytest.mark.parametrize("text", ["incidents team:payments 7d", "incidents @org 7d"])
def test_where_nothing_broke_there_is_nothing(store: Store, text: str) -> None:
    fill(store)
    view = see(store, text)
    assert (view.total, view.rows, view.onsets, view.effort) == (0, (), (), 0)
    assert view.frequency.summary.value == 0, "everything was read: a true zero"
    assert view.resolve.summary.value is None
