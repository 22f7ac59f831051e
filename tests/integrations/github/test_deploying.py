"""Deployments, releases, commits and owners against the strict fake."""

from datetime import datetime, timedelta

import httpx
import pytest

from domain.errors import Misconfigured, Retryable, Unknown
from domain.records import BranchCommit, CodeOwners, Deployment, DeploymentSource, DeploymentStatus, Record
from integrations.github.client import STREAMS, GitHub
from integrations.github.options import Options
from integrations.github.probing import probed
from integrations.pages import Page
from integrations.provider import Selection
from tests.fakes.github import FakeGitHub, World, faults, shipping
from tests.fakes.github.fake import Proceed
from tests.integrations.connecting import Time, connected


class Bench:
    def __init__(self, **options: object) -> None:
        self.world = World()
        self.place = self.world.add_repository("acme/pay")
        self.github, self.time = FakeGitHub(self.world), Time()
        self.client: GitHub = connected(self.github, time=self.time, selection=Selection(options=options))
        (self.repository,) = [one for page in self.client.repositories() for one in page.repositories]
        self.github.asked.clear()

    def ago(self, **by: float) -> datetime:
        return self.time.now - timedelta(**by)

    def pages(self, stream: str, until: datetime | None = None, cursor: str | None = None) -> list[Page]:
        return list(self.client.read(stream, self.repository, cursor=cursor, until=until))

    def records(self, stream: str, until: datetime | None = None) -> list[Record]:
        return [record for page in self.pages(stream, until) for record in page.records]

    def deployments(self, until: datetime | None = None) -> list[Deployment]:
        return [one for page in self.pages("deployments", until) for one in page.of(Deployment)]


class TestDeployments:
    def test_all_are_read_the_latest_first(self) -> None:
        bench = Bench()
        for hours in range(250):
            shipping.deploy(bench.world, bench.place, bench.ago(hours=hours))
        found = bench.deployments()
        assert [one.created_at for one in found] == [bench.ago(hours=hours) for hours in range(250)]
        assert bench.github.names() == ["Deployments"] * 3
        assert [asked.points for asked in bench.github.asked] == [1, 1, 1]

    def test_reading_stops_where_the_last_one_was(self) -> None:
        bench = Bench()
        for hours in range(250):
            shipping.deploy(bench.world, bench.place, bench.ago(hours=hours))
        bench.time.now += timedelta(minutes=20)
        found = bench.deployments(until=bench.time.now - timedelta(minutes=8))
        assert found == []
        assert bench.github.names() == ["Deployments"]

    def test_states_that_came_late_are_met_once_an_hour(self) -> None:
        bench = Bench()
        old = shipping.deploy(bench.world, bench.place, bench.ago(days=2), ("PENDING", bench.ago(days=2)))
        shipping.tell(old, "SUCCESS", bench.ago(minutes=10))
        (found,) = bench.deployments(until=bench.ago(minutes=61))
        assert found.status is DeploymentStatus.SUCCESS

    def test_what_is_under_way_is_looked_at_until_it_ends(self) -> None:
        bench = Bench()
        began = bench.ago(hours=3)
        shipping.deploy(bench.world, bench.place, began, ("IN_PROGRESS", began))
        shipping.deploy(bench.world, bench.place, bench.ago(days=4), ("WAITING", bench.ago(days=4)))
        (page,) = bench.pages("deployments")
        assert page.unsettled_since == began

    def test_a_list_of_states_is_never_cut(self) -> None:
        bench = Bench()
        made = shipping.deploy(bench.world, bench.place, bench.ago(days=1), ("SUCCESS", bench.ago(hours=23)))
        for minute in range(180):
            shipping.tell(made, "IN_PROGRESS", bench.ago(hours=20) + timedelta(minutes=minute))
        (found,) = bench.deployments()
        assert found.finished_at == bench.ago(hours=23)
        assert bench.github.names() == ["Deployments", "RestOfStatuses", "RestOfStatuses"]

    def test_releases_are_read_where_there_is_no_deployment_at_all(self) -> None:
        bench = Bench()
        for days in range(130):
            shipping.release(bench.world, bench.place, bench.ago(days=days), f"v{days}")
        first, second = bench.pages("deployments")
        assert {one.known_from for one in first.of(Deployment)} == {DeploymentSource.RELEASE}
        assert (len(first.records), len(second.records)) == (100, 30)
        assert bench.pages("deployments", cursor=first.cursor) == [second]

    def test_releases_are_not_read_where_there_is_one(self) -> None:
        bench = Bench()
        shipping.release(bench.world, bench.place, bench.ago(days=1))
        shipping.deploy(bench.world, bench.place, bench.ago(days=9))
        assert [one.known_from for one in bench.deployments()] == [DeploymentSource.PROVIDER]

    def test_a_repository_that_is_gone_is_told(self) -> None:
        bench = Bench()
        bench.world.delete(bench.place)
        for stream in ("commits", "deployments", "owners"):
            with pytest.raises(Unknown):
                bench.pages(stream)

    def test_named_ones_come_as_they_are_now_and_what_is_gone_is_named(self) -> None:
        bench = Bench()
        made = shipping.deploy(bench.world, bench.place, bench.ago(days=1))
        released = shipping.release(bench.world, bench.place, bench.ago(days=1))
        ids = [made["id"], released["id"], "DE_none", bench.place["id"]]
        (page,) = bench.client.hydrate("deployments", ids)
        assert {one.external_id for one in page.of(Deployment)} == {made["id"], released["id"]}
        assert set(page.gone) == {"DE_none", bench.place["id"]}

    def test_merges_are_deployments_where_that_is_said(self) -> None:
        bench = Bench(deploy_on_merge=True)
        bench.world.grow(bench.place, 3)
        bench.world.add_pull_request(bench.place)
        bench.place["pullRequests"][0]["baseRefName"] = "release"
        found = [one for page in bench.pages("pull_requests") for one in page.of(Deployment)]
        merged = {pr["mergeCommit"]["oid"] for pr in bench.place["pullRequests"][1:3]}
        assert {one.sha for one in found} == merged
        assert {one.known_from for one in found} == {DeploymentSource.MERGE}


class TestCommits:
    def test_every_commit_comes_with_its_parent_and_pull_request(self) -> None:
        bench = Bench()
        bench.world.grow(bench.place, 1)
        pr = bench.place["pullRequests"][0]
        for hours in range(230, 0, -1):
            shipping.land(bench.world, bench.place, bench.ago(hours=hours), pr=pr if hours == 1 else None)
        found = [one for page in bench.pages("commits") for one in page.of(BranchCommit)]
        assert len({one.sha for one in found}) == 230
        assert [one.parents for one in found[:-1]] == [(after.sha,) for after in found[1:]]
        assert [bool(one.pull_request_id) for one in found] == [True] + [False] * 229
        assert bench.github.names() == ["Commits"] * 3

    def test_branches_that_lived_for_weeks_are_met_with_their_merge(self) -> None:
        bench = Bench()
        for days in (60, 20, 1):
            shipping.land(bench.world, bench.place, bench.ago(days=days))
        assert len(bench.records("commits", until=bench.ago(hours=1))) == 2

    @pytest.mark.parametrize(
        "branch", [None, {"name": "main", "target": None}], ids=["no branch", "no commit"]
    )
    def test_an_empty_repository_has_no_commits(self, branch: object) -> None:
        bench = Bench()
        bench.place["defaultBranchRef"] = branch
        (page,) = bench.pages("commits")
        assert page.records == ()

    def test_a_named_commit_comes_alone_and_one_that_is_gone_is_named(self) -> None:
        bench = Bench()
        made = shipping.land(bench.world, bench.place, bench.ago(days=1))
        there, gone = bench.client.hydrate("commits", [made["oid"], "f" * 40], bench.repository)
        assert [one.sha for one in there.of(BranchCommit)] == [made["oid"]]
        assert gone.gone == ("f" * 40,)

    def test_cursors_that_lead_in_circles_end_in_an_error(self) -> None:
        bench = Bench()
        for hours in range(150):
            shipping.land(bench.world, bench.place, bench.ago(hours=hours))
        cursors: list[str] = []

        def turn(body: dict[str, object]) -> None:
            info = body["data"]["node"]["defaultBranchRef"]["target"]["history"]["pageInfo"]  # type: ignore[index] # JSON
            cursors.append(info["endCursor"])
            info |= {"hasNextPage": True, "endCursor": cursors[0]}

        bench.github.always = faults.edited(turn)
        with pytest.raises(Retryable, match="circles"):
            bench.pages("commits")


class TestOwners:
    def text(self, bench: Bench) -> str:
        (page,) = bench.pages("owners")
        (owners,) = page.of(CodeOwners)
        assert owners.repository_id == bench.repository.id
        return owners.text

    def test_the_first_of_the_three_places_counts(self) -> None:
        bench = Bench()
        assert self.text(bench) == ""
        for path in ("docs/CODEOWNERS", "CODEOWNERS", ".github/CODEOWNERS"):
            shipping.own(bench.place, f"* @{path}\n/a b", path)
            assert self.text(bench) == f"* @{path}\n/a b"

    def test_naming_them_reads_them(self) -> None:
        bench = Bench()
        shipping.own(bench.place, "* @ada")
        (page,) = bench.client.hydrate("owners", ["x"], bench.repository)
        assert [owners.text for owners in page.of(CodeOwners)] == ["* @ada"]


class TestProbe:
    def tokens(self, bench: Bench) -> dict[str, str]:
        return dict(bench.client.probe([bench.repository])[bench.repository.id])

    @pytest.mark.parametrize(
        ("change", "moved"),
        [
            (lambda b: shipping.land(b.world, b.place, b.ago(hours=1)), {"commits", "runs"}),
            (lambda b: shipping.deploy(b.world, b.place, b.ago(hours=1)), {"deployments", "runs"}),
            (lambda b: shipping.release(b.world, b.place, b.ago(hours=1)), {"deployments", "runs"}),
            (lambda b: b.world.grow(b.place, 1), {"pull_requests", "runs"}),
            (lambda b: shipping.run(b.world, b.place, b.ago(hours=1)), set()),
        ],
        ids=["a push", "a deployment", "a release", "a pull request", "a run on a schedule"],
    )
    def test_what_changes_moves_the_tokens_of_what_may_come_with_it(
        self, change: object, moved: set[str]
    ) -> None:
        bench = Bench()
        before = self.tokens(bench)
        change(bench)  # type: ignore[operator] # a function
        after = self.tokens(bench)
        assert {stream for stream, token in after.items() if before[stream] != token} == moved

    def test_what_is_not_told_is_looked_at_now_and_then(self) -> None:
        told = set(self.tokens(Bench()))
        assert all(stream.every for stream in STREAMS if stream.name not in told)
        assert {stream.name for stream in STREAMS} - told == {"owners"}

    def test_without_permission_for_deployments_the_rest_is_probed(self) -> None:
        bench = Bench()

        def forbid(request: httpx.Request, proceed: Proceed) -> httpx.Response:
            if b"query Probe(" not in request.content:
                return proceed()
            error = {"type": "FORBIDDEN", "path": ["nodes", 0, "deployments"], "message": "Not accessible by"}
            return httpx.Response(200, json={"data": {"nodes": [None]}, "errors": [error]})

        bench.github.always = forbid
        assert set(self.tokens(bench)) == {"pull_requests", "commits", "runs"}
        bench.github.requests.clear()
        self.tokens(bench)
        assert len(bench.github.requests) == 1

    def test_what_cannot_be_read_equals_nothing(self) -> None:
        bench = Bench()
        one, other = probed({}, bench.time.now), probed({}, bench.time.now + timedelta(seconds=1))
        assert one["pull_requests"] != other["pull_requests"]
        assert probed({"defaultBranchRef": 7}, bench.time.now)["commits"].startswith("unreadable")


class TestOptions:
    def test_nothing_said_is_the_usual(self) -> None:
        options = Options.of({})
        assert options.deploys("Deploy", ".github/workflows/deploy.yml") is False
        assert options.deploy_on_merge is False

    @pytest.mark.parametrize(
        ("pattern", "deploys"),
        [("(?i)^deploy", True), (r"ship\.yml$", True), ("release", False), ("", False)],
    )
    def test_workflows_are_known_by_name_or_path(self, pattern: str, deploys: bool) -> None:  # noqa: FBT001 - a case
        assert Options.of({"deploy_workflows": pattern}).deploys("Deploy it", "workflows/ship.yml") is deploys

    def test_one_name_of_artifacts_is_as_good_as_a_list(self) -> None:
        assert Options.of({"test_artifacts": "junit"}).test_artifacts == ("junit",)

    @pytest.mark.parametrize(
        "settings",
        [
            {"deploy_workflows": "("},
            {"deploy_workflows": 7},
            {"deploy_on_merge": "yes"},
            {"test_artifacts": [7]},
        ],
        ids=repr,
    )
    def test_a_setting_that_makes_no_sense_is_told_by_name(self, settings: dict[str, object]) -> None:
        with pytest.raises(Misconfigured) as caught:
            Options.of(settings)
        (name,) = settings
        assert name.replace("_", "") in caught.value.message.lower()


def test_a_stream_that_there_is_not_is_a_mistake_of_ours() -> None:
    bench = Bench()
    with pytest.raises(ValueError, match="shifts"):
        bench.client.read("shifts", bench.repository)
    with pytest.raises(ValueError, match="runs"):
        bench.client.read("runs")
    with pytest.raises(ValueError, match="runs"):
        bench.client.hydrate("runs", ["7"])
