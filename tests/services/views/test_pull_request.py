"""Everything known of one pull request, over a real store."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from domain.errors import Unknown
from domain.facts import CHANGES, ChangeFacts, Failure, FailureKind, Flag, Rank
from domain.ids import identify
from domain.records import (
    ClosedInterval,
    Deployment,
    DeploymentStatus,
    DraftInterval,
    Incident,
    Outcome,
    PullRequest,
    ReviewRequest,
    ReviewState,
    Run,
    Urgency,
)
from domain.views.pull_request import PullRequestView
from services.grammar import Verb
from storage.store import Store
from tests.builders import GITHUB, comment, commit, pull_request, review
from tests.services.asking import ANA, API, ASKER, BOB, BOT, NOW, answers, fill, merged

HOUR = 3600
PR = merged(12, days_ago=1, hours=24)
OPENED, HALF, MERGED = PR.created_at, PR.created_at + timedelta(hours=12), PR.created_at + timedelta(hours=24)
SHIPPED = MERGED + timedelta(minutes=30)
DEPLOYMENT = Deployment(
    id=identify(GITHUB.key, "deployment", "1"),
    source=GITHUB.key,
    external_id="1",
    repository_id=API.id,
    environment="production",
    sha="3e66bcb0aa",
    status=DeploymentStatus.SUCCESS,
    created_at=MERGED,
    finished_at=SHIPPED,
    url="https://github.com/acme/api/deployments/1",
)
INCIDENT = Incident(
    id=identify(GITHUB.key, "incident", "1"),
    source=GITHUB.key,
    external_id="1",
    number=1,
    title="Checkout is slow",
    url="https://pd.example/1",
    service="api",
    urgency=Urgency.HIGH,
    created_at=SHIPPED + timedelta(hours=1),
    resolved_at=SHIPPED + timedelta(hours=2),
)


def seen(store: Store, argument: str = "https://github.com/acme/api/pull/12") -> PullRequestView:
    service = answers(store)
    verb = service.parse(f"pr {argument}", ASKER)
    assert isinstance(verb, Verb)
    return cast("PullRequestView", service.view(verb, ASKER))


def told(store: Store, pr: PullRequest = PR) -> list[str]:
    fill(store, pr)
    return [each.what for each in seen(store).happenings]


def ship(store: Store) -> None:
    """The pull request is in production, and an incident came from that."""
    change = ChangeFacts(
        id=PR.id,
        place_id=API.id,
        author_id=ANA.id,
        at=SHIPPED,
        flags=Flag(0),
        deployment_id=DEPLOYMENT.id,
        service_id=1,
        calendar=(None,) * 5,
        working=(None,) * 5,
        deploy=1800,
        lead=None,
        deploy_working=900,
        lead_working=None,
    )
    failure = Failure(
        DEPLOYMENT.id, FailureKind.INCIDENT, INCIDENT.id, API.id, INCIDENT.created_at, None, Rank.LINKED
    )
    with store.write() as shelves:
        shelves.deployments.save([DEPLOYMENT])
        shelves.incidents.save([INCIDENT])
        shelves.facts.put(CHANGES, [change])
        shelves.failures.replace([failure], of=[API.id])


@pytest.mark.parametrize(
    "argument",
    [
        "https://github.com/acme/api/pull/12",
        "<https://github.com/acme/api/pull/12>",
        "<https://github.com/acme/api/pull/12|https://github.com/acme/api/pull/12>",
        "https://github.com/acme/api/pull/12/files",
        "acme/api#12",
    ],
    ids=["its address", "as Slack sends it", "with a label", "a page below", "its name"],
)
def test_it_is_found_by_its_address_and_by_its_name(store: Store, argument: str) -> None:
    fill(store, PR)
    assert seen(store, argument).name == "acme/api#12"


@pytest.mark.parametrize(
    "argument",
    ["https://github.com/acme/api/pull/13", "acme/api#13", "acme/none#12", "nonsense", "#", "a#99999999999"],
)
def test_one_that_is_not_there_is_told_with_what_to_type(store: Store, argument: str) -> None:
    fill(store, PR)
    with pytest.raises(Unknown, match="I know no pull request") as refused:
        seen(store, argument)
    assert "acme/pay#12" in str(refused.value.hint)


def test_its_time_is_told_on_both_clocks(store: Store) -> None:
    fill(store, PR)
    view = seen(store)
    assert (view.state, view.whole.calendar) == ("merged", 24 * HOUR)
    stages = {each.slug: each.calendar for each in view.stages}
    assert stages == {"coding": 0, "pickup": 12 * HOUR, "review": 0, "merge": 12 * HOUR}
    assert all((each.working or 0) <= (each.calendar or 0) for each in view.stages)
    assert view.rounds == 1
    assert view.ruling.startswith("Work began when it was opened. First reviewed by bob.")


def test_what_happened_is_told_in_order(store: Store) -> None:
    drafts = (
        DraftInterval(OPENED, OPENED + timedelta(hours=1)),
        DraftInterval(HALF, HALF + timedelta(hours=1)),
    )
    pr = replace(
        PR,
        drafts=drafts,
        commits=(commit("a", OPENED - timedelta(hours=2)), commit("b", OPENED + timedelta(hours=2))),
        review_requests=(
            ReviewRequest(OPENED + timedelta(hours=3), BOB.id, removed_at=OPENED + timedelta(hours=4)),
        ),
        closed_intervals=(ClosedInterval(OPENED + timedelta(hours=5), OPENED + timedelta(hours=6)),),
        comments=(comment("c", BOT, OPENED + timedelta(hours=7)),),
        merged_by_id=ANA.id,
    )
    assert told(store, pr) == [
        "First commit written",
        "Opened as a draft by ana",
        "Ready for review",
        "Commit pushed",
        "Review requested from bob",
        "Request to bob taken back",
        "Closed",
        "Reopened",
        "robo (a bot) commented",
        "Made a draft",
        "bob approved",
        "Ready for review",
        "Merged by ana",
    ]


def test_the_same_again_and_again_is_told_once(store: Store) -> None:
    pushes = tuple(commit(f"p{n}", OPENED + timedelta(hours=n)) for n in range(1, 5))
    assert "Commit pushed, 4 times" in told(store, replace(PR, commits=pushes))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": ReviewState.CHANGES_REQUESTED}, "bob asked for changes"),
        ({"state": ReviewState.COMMENTED}, "bob commented in a review"),
        ({"dismissed_at": HALF + timedelta(hours=1)}, "The review by bob was dismissed"),
        ({"author_id": None}, "somebody whose account is gone approved"),
    ],
    ids=["objected", "commented", "dismissed", "a deleted account"],
)
def test_a_review_is_told_by_what_it_said(store: Store, fields: dict[str, object], sentence: str) -> None:
    assert sentence in told(store, replace(PR, reviews=(review("r", BOB, HALF, **fields),)))


def test_an_open_one_tells_whose_turn_it_is_and_has_no_phases(store: Store) -> None:
    asked = (ReviewRequest(NOW - timedelta(hours=3), BOB.id),)
    told: dict[str, object] = {"repository": API, "author": ANA, "commits": (), "review_requests": asked}
    fill(store, pull_request(12, created_at=NOW - timedelta(days=1), **told))
    view = seen(store)
    assert (view.state, view.stages, view.ended_at) == ("open", (), None)
    assert view.wait == "Waits for bob, for 3 h of working time."
    assert view.ruling.endswith("Nobody but its author or a bot reviewed it so far.")
    assert view.shipped.told == "Not merged, so not deployed."


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"is_draft": True}, "draft"),
        ({"closed_at": NOW}, "closed without a merge"),
        ({"author": BOT}, "open"),
    ],
    ids=["a draft", "closed", "a bot's"],
)
def test_for_nobody_is_waited_with_drafts_bots_and_what_is_over(
    store: Store, fields: dict[str, object], state: str
) -> None:
    told: dict[str, object] = {"repository": API, "author": ANA, "created_at": NOW - timedelta(days=1)}
    fill(store, pull_request(12, **(told | fields)))
    assert (seen(store).state, seen(store).wait) == (state, "")


def test_what_figures_leave_out_is_said(store: Store) -> None:
    fill(store, replace(PR, title='Revert "Pay once"'))
    assert seen(store).left_out == "Figures leave it out, as they do reverts."


def test_without_other_sources_what_is_not_known_is_said(store: Store) -> None:
    fill(store, PR)
    view = seen(store)
    assert (view.issues, view.runs, view.incidents) == ((), (), ())
    assert view.shipped.told == "No deployments of its repository have been read."


def test_one_that_waits_for_its_deployment_says_so(store: Store) -> None:
    fill(store, PR)
    with store.write() as shelves:
        shelves.deployments.save([DEPLOYMENT])
    assert seen(store).shipped.told == "Merged, and not deployed to production yet."


def test_its_deployment_and_what_that_broke_are_told(store: Store) -> None:
    fill(store, PR)
    ship(store)
    view = seen(store)
    assert (view.shipped.name, view.shipped.told) == ("production 3e66bcb", "30 min after the merge")
    assert view.shipped.url == DEPLOYMENT.url
    assert (view.stages[-1].slug, view.stages[-1].calendar, view.stages[-1].working) == ("deploy", 1800, 900)
    assert [(each.name, each.told) for each in view.incidents] == [("Checkout is slow", "resolved after 1 h")]
    assert [each.what for each in view.happenings][-3:] == [
        "Deployed to production",
        "Incident opened: Checkout is slow",
        "Incident resolved",
    ]


def test_its_runs_are_told_the_latest_first_with_their_attempts(store: Store) -> None:
    fill(store, PR)

    def run(attempt: int, outcome: Outcome | None, repository: int = API.id) -> Run:
        began = HALF + timedelta(hours=attempt)
        return Run(
            id=identify(GITHUB.key, "run", "9", f"{attempt}-{repository}"),
            source=GITHUB.key,
            external_id=f"9-{repository}",
            attempt=attempt,
            repository_id=repository,
            workflow="ci",
            branch="x",
            sha=PR.commits[0].sha,
            event="push",
            url="https://github.com/acme/api/actions/runs/9",
            created_at=began,
            started_at=began,
            finished_at=None if outcome is None else began + timedelta(minutes=4),
            outcome=outcome,
        )

    with store.write() as shelves:
        shelves.builds.save([run(1, Outcome.TIMED_OUT), run(2, Outcome.SUCCESS), run(3, None)])
    assert [each.told for each in seen(store).runs] == [
        "running, attempt 3",
        "success after 4 min, attempt 2",
        "timed out after 4 min",
    ]
