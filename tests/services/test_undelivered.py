"""What is told beside a figure because it has not ended."""

import pytest

from storage.store import Store
from tests.builders import account
from tests.domain.rulings.shipments import deployed, landed, line
from tests.domain.rulings.test_failures import incident
from tests.domain.rulings.test_services import service
from tests.services.deployed import asked
from tests.services.shipping import fill

PAY = service("pay", repositories=("acme/payments",), alerts_as=("pay",))


def told(store: Store, text: str) -> dict[str, int]:
    return {each.reason: each.n for each in asked(store, text).quality if "not" in each.reason}


@pytest.mark.parametrize("metric", ["lead-time", "time-to-deploy"])
def test_what_is_merged_and_not_deployed_is_told(store: Store, metric: str) -> None:
    prs = [landed(1, "b", 1), landed(2, "c", 5), landed(3, "d", 6)]
    fill(store, [deployed("a", 0), deployed("b", 3)], line("abcd"), prs)
    assert told(store, f"{metric} 30d") == {"merged, not deployed": 2}


def test_what_is_deployed_after_the_window_is_not_waiting_any_more(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 24 * 5)], line("ab"), [landed(1, "b", 1)])
    assert told(store, "lead-time 2026-11-02..2026-11-03") == {}


def test_what_is_left_out_of_the_figure_does_not_wait_either(store: Store) -> None:
    prs = [landed(1, "b", 1, title='Revert "Pay once"'), landed(2, "c", 2, author_id=account("ana").id)]
    fill(store, [deployed("a", 0)], line("abc"), prs)
    assert told(store, "lead-time 30d") == {"merged, not deployed": 1}


def test_only_the_repositories_asked_about_wait(store: Store) -> None:
    fill(store, [deployed("a", 0)], line("ab"), [landed(1, "b", 1)])
    assert told(store, "lead-time acme/payments 30d") == {"merged, not deployed": 1}
    assert told(store, "lead-time acme/search 30d") == {}


def test_where_nothing_was_ever_deployed_everything_waits(store: Store) -> None:
    fill(store, [], line("ab"), [landed(1, "b", 1)])
    result = asked(store, "lead-time 30d")
    assert result.is_empty
    assert [(each.reason, each.n) for each in result.quality] == [("merged, not deployed", 1)]


def test_a_failure_that_nobody_has_ended_is_told_beside_the_recoveries(store: Store) -> None:
    trouble = [incident(2, 4), incident(27)]
    fill(store, [deployed("a", 0), deployed("b", 25)], line("ab"), services=[PAY], incidents=trouble)
    result = asked(store, "recovery-time 30d")
    assert result.summary.n == 1
    assert [(each.reason, each.n) for each in result.quality] == [("failed and not recovered from yet", 1)]


def test_other_figures_are_left_as_they_are(store: Store) -> None:
    fill(store, [], line("ab"), [landed(1, "b", 1)])
    assert told(store, "deployment-frequency 30d") == {}
