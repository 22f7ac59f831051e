"""Every figure of delivery opens to its deployments or changes, each with the ruling applied."""

from datetime import timedelta

import pytest

from storage.store import Store
from tests.domain.rulings.shipments import broken, deployed, landed, line
from tests.domain.rulings.stories import ALICE, hour
from tests.domain.rulings.test_failures import incident
from tests.domain.rulings.test_services import service
from tests.services.deployed import receipts
from tests.services.shipping import fill

PAY = service("pay", repositories=("acme/payments",), alerts_as=("pay",))
MERGES = [landed(1, "b", 1, title="Pay once"), landed(2, "c", 2)]


def test_a_deployment_says_what_it_was_and_what_it_brought(store: Store) -> None:
    made = deployed("c", 3, creator_id=ALICE.id)
    fill(store, [deployed("a", 0), made], line("abc"), MERGES, services=[PAY])
    found = receipts(store, "deployment-frequency 30d")
    told = found["acme/payments@c"]
    assert (told.title, told.author, told.happened) == ("Pay c to production", "alice", "deployed")
    assert (told.url, told.at, told.value) == (made.url, made.finished_at, 1.0)
    assert told.ruling == "It is told by the provider's deployments. It was the first to contain #1 and #2."
    assert found["acme/payments@a"].ruling == (
        "It is told by the provider's deployments. "
        "It is the first of its service that is known, so it tells no lead times."
    )


def test_regions_of_one_deployment_are_named(store: Store) -> None:
    made = [deployed("a", at, part=part, run_id=7) for at, part in ((0, "eu"), (1, "us"), (2, "asia"))]
    fill(store, made, line("a"))
    (told,) = receipts(store, "deployment-frequency 30d").values()
    assert told.ruling.startswith(
        "It went to eu, us and asia, one deployment that ended with the last of them."
    )


def test_many_pull_requests_are_counted(store: Store) -> None:
    prs = [landed(number, "b", 1) for number in range(1, 12)]
    fill(store, [deployed("a", 0), deployed("b", 3)], line("ab"), prs)
    told = receipts(store, "deployment-frequency 30d")["acme/payments@b"]
    assert told.ruling.endswith("and 3 more.")
    assert told.ruling.count("#") == 8


@pytest.mark.parametrize(
    ("deployments", "sentence"),
    [
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("a", 3)],
            "It failed: production was rolled back to the version before it (a).",
            id="a rollback",
        ),
        pytest.param(
            [deployed("a", 0), deployed("b", 1), deployed("c", 3, cause="hotfix")],
            "It failed: the next deployment of its service (c) was a hotfix.",
            id="a hotfix",
        ),
    ],
)
def test_a_failed_deployment_says_by_which_deployment_that_is_known(
    store: Store, deployments: list[object], sentence: str
) -> None:
    fill(store, deployments, line("abc"))  # type: ignore[arg-type] # deployments
    told = receipts(store, "change-failure-rate 30d")["acme/payments@b"]
    assert sentence in told.ruling
    assert told.value == 1.0
    assert told.ruling.endswith("Production had recovered 2 h after it.")


def test_a_failed_deployment_says_what_took_its_change_back(store: Store) -> None:
    prs = [landed(1, "b", 1, title="Pay once"), landed(2, "c", 4, title='Revert "Pay once"')]
    fill(store, [deployed("a", 0), deployed("b", 2), deployed("c", 5)], line("abc"), prs)
    found = receipts(store, "change-failure-rate 30d")
    assert "It failed: #2 took back what it had brought." in found["acme/payments@b"].ruling
    assert "It was not planned but made to mend, so it is rework." in found["acme/payments@c"].ruling


def test_a_failed_deployment_says_which_incident_blames_it_and_why(store: Store) -> None:
    named = incident(30, deployment="b", service="elsewhere", title="Refunds fail")
    trouble = [incident(2.5, 4), named]
    fill(store, [deployed("a", 0), deployed("b", 28)], line("ab"), services=[PAY], incidents=trouble)
    found = receipts(store, "change-failure-rate 30d")
    assert (
        "It failed: incident “Payments fail” began 2 h 20 min after it, "
        "and it was the latest deployment of the service."
    ) in found["acme/payments@a"].ruling
    told = found["acme/payments@b"].ruling
    assert "It failed: incident “Refunds fail” names it as its cause." in told
    assert "Production has not recovered from it yet." in told


def test_a_recovery_is_told_at_its_moment(store: Store) -> None:
    fill(store, [deployed("a", 0)], line("a"), services=[PAY], incidents=[incident(2, 4)])
    (told,) = receipts(store, "recovery-time 30d").values()
    assert (told.at, told.happened) == (hour(4), "recovered")
    assert told.value == (hour(4) - hour(0) - timedelta(minutes=10)).total_seconds()


def test_an_attempt_that_failed_on_the_way_says_so(store: Store) -> None:
    fill(store, [deployed("a", 0), broken("b", 3)], line("ab"))
    told = receipts(store, "deploy-success-rate 30d")["acme/payments@b"]
    assert told.value == 0.0
    assert told.ruling.startswith("It did not get to its end, so it counts as an attempt only.")


def test_a_commit_nobody_knows_is_said_to_be_unknown(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("unknown", 3)], line("a"))
    told = receipts(store, "deployment-frequency 30d")["acme/payments@unknown"]
    assert told.ruling.endswith("Its commit is not known, so nobody can tell what it contains.")


def test_a_change_says_which_deployment_brought_it(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("c", 4, minutes=60)], line("abc"), MERGES, services=[PAY])
    told = receipts(store, "lead-time 30d")["acme/payments#1"]
    assert told.ruling.endswith(
        "The first deployment to contain it was Pay c, which ended 4 h after the merge."
    )
    assert dict(told.phases)["deploy"] == 4 * 3600
    assert (told.at, told.happened) == (hour(5), "deployed")


def test_a_change_deployed_before_its_merge_says_so(store: Store) -> None:
    fill(store, [deployed("a", 0), deployed("b", 4)], line("ab"), [landed(1, "b", 9, created_at=hour(1))])
    told = receipts(store, "lead-time 30d")["acme/payments#1"]
    assert told.ruling.endswith(
        "The first deployment to contain it was acme/payments b, which ended before the merge."
    )
