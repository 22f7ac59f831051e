"""Records that contradict themselves, come twice or lack something: counted, told, and none of them lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.records import BranchCommit, Deployment, PullRequest
from domain.rulings import facts
from tests.bot.slack.house import ALICE, BOB, PAY, House, house, merged
from tests.builders import NOW, issue, moved, pull_request, review
from tests.ci import run
from tests.domain.rulings.stories import NINE_TO_SIX
from tests.handlers.stores import said, synced, tell
from tests.incidents import ack, deployment, incident

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ODD = "with times that contradict each other"


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[House]:
    """A house of six pull requests that took between 34 and 39 hours, and nothing odd."""
    with house(tmp_path, merged=[merged(number) for number in range(1, 7)]) as made:
        synced(made, "github")
        yield made


def save(bot: House, *prs: PullRequest) -> None:
    people = {each.id: each for each in (ALICE, BOB)}
    with bot.services.store.write() as shelves:
        shelves.pull_requests.save(prs, [facts(pr, people, {}, NINE_TO_SIX, "main") for pr in prs])
    bot.services.derivations.refresh()


def of_pay(number: int, ago: timedelta, sha: str, **fields: object) -> Deployment:
    return deployment(number, NOW - ago, sha, **({"repository_id": PAY.id} | fields))


def on_main(sha: str, at: datetime, *parents: str) -> BranchCommit:
    return BranchCommit(
        id=int.from_bytes(sha.encode(), "big"), source="github", repository_id=PAY.id, sha=sha,
        parents=parents, authored_at=at, committed_at=at,
    )  # fmt: skip


def test_merged_before_it_was_created_is_counted_and_left_out_of_the_spans(bot: House) -> None:
    """Seven were merged; of six the cycle time is known, and its median is that of those."""
    before = said(bot, "cycle-time payments 30d")
    assert "6 pull requests" in before
    turned = pull_request(
        70,
        repository=PAY,
        created_at=NOW - DAY,
        merged_at=NOW - 2 * DAY,
        reviews=(review("r70", BOB, NOW - DAY),),
    )
    save(bot, turned)
    after = said(bot, "cycle-time payments 30d")
    median = before.split("is ")[1].split(",")[0]
    assert f"is {median}," in after
    assert f"1 {ODD}" in after
    assert "7 pull requests" in said(bot, "throughput payments 30d"), "it was merged all the same"
    assert f"1 pull request {ODD}" in said(bot, "health")
    assert "acme/pay-api#70" in said(bot, "pr acme/pay-api#70"), "it can be looked at"


def test_reviewed_before_it_was_opened_is_no_negative_wait(bot: House) -> None:
    early = replace(merged(71), reviews=(review("r71", BOB, merged(71).created_at - 9 * DAY),))
    save(bot, early)
    for slug in ("time-to-first-review", "review-time", "cycle-time"):
        answered = said(bot, f"{slug} payments 180d by phase" if slug == "cycle-time" else f"{slug} payments")
        assert "-9" not in answered
        assert "my fault" not in answered


def test_acknowledged_after_it_was_resolved_is_told_and_counted_once(bot: House) -> None:
    well = [
        incident(n, NOW - n * DAY, acknowledgements=(ack(NOW - n * DAY + HOUR, None),),
                 resolved_at=NOW - n * DAY + 2 * HOUR)
        for n in range(1, 6)
    ]  # fmt: skip
    late = incident(
        6, NOW - 6 * DAY, acknowledgements=(ack(NOW - 5 * DAY, None),), resolved_at=NOW - 6 * DAY + HOUR
    )
    before_it_began = incident(7, NOW - 7 * DAY, resolved_at=NOW - 8 * DAY)
    tell(bot, incidents=[*well, late, before_it_began])
    assert "7 incidents" in said(bot, "incident-frequency everyone 30d")
    assert "Everyone had 7 incidents" in said(bot, "incidents everyone 30d")
    assert "is 2 h" in said(bot, "time-to-resolve everyone 30d")
    health = said(bot, "health")
    assert ODD in health
    assert f"incidents {ODD}" in health


def test_a_deployment_that_is_told_twice_is_one(bot: House) -> None:
    commits = [on_main(f"c{n}", NOW - n * DAY, f"c{n + 1}") for n in range(1, 7)]
    once = [of_pay(n, n * DAY - HOUR, f"c{n}") for n in range(1, 6)]
    tell(bot, commits=commits, deployments=once)
    before = said(bot, "deployment-frequency payments 30d")
    assert "5 deployments" in before
    twice = [replace(each, id=each.id + 1, external_id=f"again {each.external_id}") for each in once[:2]]
    tell(bot, deployments=[*twice, *once])
    assert said(bot, "deployment-frequency payments 30d") == before
    assert "2 deployments told of more than once, and counted once" in said(bot, "health")


def test_a_deployment_of_a_commit_that_nobody_knows_counts_and_is_told(bot: House) -> None:
    tell(
        bot,
        commits=[on_main("c2", NOW - 2 * DAY, "c3"), on_main("c3", NOW - 3 * DAY)],
        deployments=[of_pay(1, 2 * DAY, "c3"), of_pay(2, DAY, "c2"), of_pay(3, HOUR, "deadbeef")],
    )
    assert "3 deployments" in said(bot, "deployment-frequency payments 30d")
    assert "1 of a commit that is not known" in said(bot, "deployment-frequency payments 30d")
    assert "1 deployment of a commit that is not known" in said(bot, "health")
    assert "my fault" not in said(bot, "dora payments 30d")


def test_a_clock_that_is_ahead_or_behind_makes_no_negative_time(bot: House) -> None:
    """The deployment ends before it begins, the run before it starts, and the issue before it exists."""
    skewed = of_pay(1, DAY, "c1", created_at=NOW - DAY + HOUR)
    backwards = run(1, created_at=NOW - DAY, started_at=NOW - DAY, finished_at=NOW - DAY - HOUR,
                    repository_id=PAY.id)  # fmt: skip
    unborn = issue(
        "PAY-1", moved(NOW - 2 * DAY, "todo", "in_progress"), moved(NOW - 3 * DAY, "in_progress", "done"),
        created_at=NOW - DAY,
    )  # fmt: skip
    tell(bot, deployments=[skewed], runs=[backwards], issues=[unborn])
    for asked in ("deployment-frequency", "pipeline-time", "build-time", "queue-time", "issue-cycle-time",
                  "lead-time", "dora", "pipelines", "sprint"):  # fmt: skip
        answered = said(bot, f"{asked} everyone 30d")
        assert "my fault" not in answered, asked
        assert "-1 h" not in answered, asked
    assert "my fault" not in said(bot, "flow PAY-1")
    assert "1 deployment" in said(bot, "deployment-frequency everyone 30d")
    health = said(bot, "health")
    for noun in ("deployment", "run", "issue"):
        assert f"1 {noun} {ODD}" in health, noun


def test_what_happened_in_the_future_is_kept_for_its_time(bot: House) -> None:
    """A clock that is a day ahead: in no window yet, and not lost."""
    ahead = incident(1, NOW + DAY, resolved_at=NOW + DAY + HOUR)
    tell(bot, incidents=[ahead, incident(2, NOW - DAY, resolved_at=NOW - DAY + HOUR)])
    assert "my fault" not in said(bot, "incidents everyone 30d")
    assert "with 2 incidents." in said(bot, "health")


def test_nothing_ordinary_is_among_what_is_odd(bot: House) -> None:
    """That a deployment caused an incident is bad news, and good data."""
    made = of_pay(1, DAY, "c1")
    tell(
        bot,
        commits=[on_main("c1", NOW - DAY - HOUR)],
        deployments=[made],
        incidents=[incident(1, NOW - DAY + HOUR, deployment=made.external_id, resolved_at=NOW - HOUR)],
    )
    assert "known to have caused" not in said(bot, "health")
