"""The client against the strict fake: pages, overlaps, shrinking, age, and what is gone or switched off."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from domain.errors import Misconfigured, Rejected, Retryable, Unknown
from domain.records import (
    BranchCommit,
    CodeOwners,
    Deployment,
    PullRequest,
    Repository,
    Run,
    Source,
    TestCase,
    Verdict,
)
from integrations.gitlab.client import OVERLAP, GitLab
from integrations.pages import Page
from integrations.provider import Selection
from tests.fakes.gitlab import TOKEN, FakeGitLab, World
from tests.fakes.gitlab.fake import OAUTH
from tests.fakes.gitlab.world import EPOCH, Thing, sha_of
from tests.integrations.connecting import Time
from tests.integrations.gitlab.connecting import connected, repositories_of


class Bench:
    """A world with one project, the fake that tells of it, and a client of that."""

    def __init__(self, n: int = 0, **fake: Any) -> None:  # noqa: ANN401 - the fake's own
        self.world = World()
        self.place = self.world.add_project("acme/pay")
        for index in range(n):
            self.world.add_pull_request(self.place, at=EPOCH + timedelta(hours=index))
        self.gitlab = FakeGitLab(self.world, **fake)
        self.time = Time()
        self.client = connected(self.gitlab, time=self.time)
        (self.repository,) = repositories_of(self.client)
        self.gitlab.requests.clear()

    def pages(self, stream: str = "pull_requests", **how: Any) -> list[Page]:  # noqa: ANN401 - as `read`
        return list(self.client.read(stream, self.repository, **how))

    def again(self, **selected: Any) -> GitLab:  # noqa: ANN401 - of a selection
        """A client of a new process."""
        return connected(self.gitlab, time=self.time, selection=Selection(**selected))


def numbers(pages: list[Page]) -> list[int]:
    return [pr.number for page in pages for pr in page.of(PullRequest)]


def test_every_pull_request_comes_once_the_latest_first() -> None:
    pages = Bench(120).pages()
    assert numbers(pages) == list(range(120, 0, -1))
    assert [len(page.records) for page in pages] == [50, 50, 20]
    assert [page.total for page in pages] == [120, 120, 120]


def test_reading_stops_a_little_behind_the_watermark() -> None:
    bench = Bench(60)
    until = EPOCH + timedelta(hours=50)
    found = [pr for page in bench.pages(until=until) for pr in page.of(PullRequest)]
    assert all(pr.updated_at >= until - OVERLAP for pr in found)
    assert len(found) == 10


def test_the_version_is_asked_once() -> None:
    bench = Bench(60)
    bench.pages()
    bench.pages()
    assert bench.gitlab.paths().count("/version") == 1


@pytest.mark.parametrize("n", [51, 150, 151, 420], ids=["just over", "full pages", "a page more", "many"])
def test_lists_longer_than_a_page_are_followed_to_their_end(n: int) -> None:
    bench = Bench(1)
    (pr,) = bench.place["mergeRequests"]
    for minute in range(n):
        bench.world.commit(pr, EPOCH + timedelta(minutes=minute), "ada")
        bench.world.note(pr, EPOCH + timedelta(minutes=minute), "grace", "Hm.", system=False)
    (found,) = [pr for page in bench.pages() for pr in page.of(PullRequest)]
    assert (len(found.commits), len(found.comments)) == (n + 1, n)
    assert found.commits[0].authored_at == EPOCH - timedelta(minutes=10)


def test_too_complex_a_query_is_asked_for_in_smaller_pages() -> None:
    bench = Bench(60, limit=140)
    assert sorted(numbers(bench.pages())) == list(range(1, 61))
    assert max(asked.score for asked in bench.gitlab.asked) <= 140


def test_what_is_too_complex_even_in_the_smallest_pages_is_told() -> None:
    with pytest.raises(Retryable, match="complexity"):
        Bench(3, limit=20).pages()


@pytest.mark.parametrize(
    "message",
    [
        "Request timed out. Please try a less complex query or a smaller set of records.",
        "Timeout on Note.body",
    ],
    ids=["whole", "a field"],
)
def test_a_query_that_takes_too_long_is_asked_for_in_smaller_pages(message: str) -> None:
    bench = Bench(60)
    bench.pages()
    body = {"data": None, "errors": [{"message": message}]}
    bench.gitlab.faults.append(lambda _, __: httpx.Response(200, json=body))
    bench.gitlab.asked.clear()
    assert len(numbers(bench.pages())) == 60
    assert bench.gitlab.asked[0].variables["first"] == 25


@pytest.mark.parametrize("version", ["14.9.0", "16.11.2-ee", "odd"], ids=str)
def test_an_older_server_is_asked_for_less_and_tells_the_same(version: str) -> None:
    if version == "odd":
        version = "15.odd"
    newest, older = Bench(5), Bench(5, version=version)
    assert [page.records for page in newest.pages()] == [page.records for page in older.pages()]
    assert older.pages("runs")[0].records == ()


def test_a_server_that_says_it_is_newer_than_it_is_is_asked_for_less_too() -> None:
    bench = Bench(5)
    bench.pages()
    bench.gitlab.version = "15.0.0"
    assert len(numbers(bench.pages())) == 5


def test_a_server_without_our_queries_is_read_by_rest_with_the_same_result() -> None:
    newest, oldest = Bench(25), Bench(25, graphql=False, version="12.10.0")
    for bench in (newest, oldest):
        pr = bench.place["mergeRequests"][3]
        bench.world.ask(pr, EPOCH + timedelta(days=2), "grace")
        bench.world.approve(pr, EPOCH + timedelta(days=2, hours=1), "grace")
        bench.world.merge(pr, EPOCH + timedelta(days=2, hours=2))
    found, expected = oldest.pages(), newest.pages()
    assert [len(page.records) for page in found] == [20, 5]
    mine = {pr.number: pr for page in found for pr in page.of(PullRequest)}
    theirs = {pr.number: pr for page in expected for pr in page.of(PullRequest)}
    assert mine.keys() == theirs.keys()
    for number, pr in mine.items():
        other = theirs[number]
        assert (pr.reviews, pr.review_requests, pr.merged_at) == (
            other.reviews, other.review_requests, other.merged_at,
        )  # fmt: skip
        assert [commit.sha for commit in pr.commits] == [commit.sha for commit in other.commits]


def test_whom_notes_mention_by_name_alone_is_asked_for_once() -> None:
    bench = Bench(2)
    bench.world.add_user("gone")
    for pr in bench.place["mergeRequests"]:
        bench.world.note(pr, EPOCH + timedelta(days=1), "ada", "requested review from @gone and @nobody")
    pages = [*bench.pages(), *bench.pages()]
    reviewers = {
        request.reviewer_id for page in pages for pr in page.of(PullRequest) for request in pr.review_requests
    }
    assert len(reviewers) == 2
    assert "gone" in {account.login for account in pages[0].accounts}
    assert bench.gitlab.names().count("Users") == 1


def test_a_squashed_fast_forward_is_looked_up_in_one_request() -> None:
    bench = Bench(3)
    for number, pr in enumerate(bench.place["mergeRequests"]):
        bench.world.merge(pr, EPOCH + timedelta(days=1))
        pr |= {"mergeCommitSha": None, "squashOnMerge": True, "squashCommitSha": sha_of(77 + number)}
    found = {pr.number: pr.merge_sha for page in bench.pages() for pr in page.of(PullRequest)}
    assert found == {1: sha_of(77), 2: sha_of(78), 3: sha_of(79)}
    assert bench.gitlab.paths().count("/projects/41/merge_requests") == 1


def test_named_pull_requests_are_read_as_they_are_now_and_those_that_are_gone_are_told() -> None:
    bench = Bench(4)
    del bench.place["mergeRequests"][1]
    (strange, page) = bench.client.hydrate("pull_requests", ["41!1", "41!2", "nonsense", "41!4"])
    assert sorted(numbers([page])) == [1, 4]
    assert (page.gone, strange.gone) == (("41!2",), ("nonsense",))


def test_of_a_project_that_is_out_of_sight_nothing_is_said_to_be_gone() -> None:
    assert list(Bench().client.hydrate("pull_requests", ["99!1"])) == []


@pytest.mark.parametrize("graphql", [True, False], ids=["by GraphQL", "by REST"])
@pytest.mark.parametrize("stream", ["pull_requests", "commits", "runs", "deployments"], ids=str)
def test_a_repository_that_is_gone_is_told(stream: str, graphql: bool) -> None:  # noqa: FBT001 - a case
    bench = Bench(1, graphql=graphql)
    bench.world.delete(bench.place)
    with pytest.raises(Unknown, match="acme/pay"):
        bench.pages(stream)


@pytest.mark.parametrize("graphql", [True, False], ids=["by GraphQL", "by REST"])
@pytest.mark.parametrize(
    ("stream", "feature"),
    [
        ("pull_requests", "merge_requests"), ("commits", "repository"), ("runs", "builds"),
        ("deployments", "environments"),
    ],
    ids=lambda name: name,
)  # fmt: skip
def test_what_is_switched_off_is_empty(stream: str, feature: str, graphql: bool) -> None:  # noqa: FBT001 - a case
    bench = Bench(1, graphql=graphql)
    bench.world.push(bench.place, EPOCH)
    bench.place["off"] = {feature}
    (page,) = bench.pages(stream)
    assert (page.records, page.cursor) == ((), None)


def test_what_we_may_not_read_is_the_admins_business() -> None:
    bench = Bench(1)
    bench.world.push(bench.place, EPOCH)
    bench.gitlab.faults.append(lambda _, __: httpx.Response(403, json={"message": "403 Forbidden"}))
    with pytest.raises(Misconfigured, match="does not let us read the commits of acme/pay"):
        bench.pages("commits")


def test_commits_come_whole_from_the_head_that_was_there_first() -> None:
    bench = Bench()
    for minute in range(250):
        bench.world.push(bench.place, EPOCH + timedelta(minutes=minute))
    reading = bench.client.read("commits", bench.repository)
    first = next(reading)
    bench.world.push(bench.place, EPOCH + timedelta(days=1))
    pages = [first, *reading]
    shas = [commit.sha for page in pages for commit in page.of(BranchCommit)]
    assert len(shas) == len(set(shas)) == 250
    resumed = list(bench.again().read("commits", bench.repository, cursor=first.cursor))
    assert [page.records for page in resumed] == [page.records for page in pages[1:]]


def test_a_branch_that_was_merged_late_is_met_too() -> None:
    bench = Bench()
    bench.world.push(bench.place, EPOCH, title="Old work")
    bench.world.push(bench.place, EPOCH + timedelta(days=10), title="Merge")
    until = EPOCH + timedelta(days=9)
    found = [
        commit.headline for page in bench.pages("commits", until=until) for commit in page.of(BranchCommit)
    ]
    assert found == ["Merge", "Old work"]


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "abc x", " 2"], ids=["empty", "a word", "no page", "no head"]
)
def test_a_cursor_of_commits_that_is_none_is_rejected(cursor: str) -> None:
    bench = Bench()
    bench.world.push(bench.place, EPOCH)
    with pytest.raises(Rejected):
        bench.pages("commits", cursor=cursor)


@pytest.mark.parametrize("stream", ["pull_requests", "deployments"], ids=str)
def test_a_cursor_that_gitlab_takes_no_more_is_rejected(stream: str) -> None:
    with pytest.raises(Rejected):
        Bench(3).pages(stream, cursor="n0nsense!")


def test_a_head_that_is_gone_is_rejected() -> None:
    bench = Bench()
    bench.world.push(bench.place, EPOCH)
    with pytest.raises(Rejected, match="head"):
        bench.pages("commits", cursor=f"{sha_of(1)} 2")


def test_deployments_of_one_moment_are_passed_by_their_page() -> None:
    bench = Bench()
    for _ in range(250):
        bench.world.add_deployment(bench.place)
    found = [each.external_id for page in bench.pages("deployments") for each in page.of(Deployment)]
    assert len(found) == len(set(found)) == 250


def test_a_deployment_that_changes_meanwhile_hides_no_other() -> None:
    bench = Bench()
    for minute in range(220):
        bench.world.add_deployment(bench.place, at=EPOCH + timedelta(minutes=minute))
    reading = bench.client.read("deployments", bench.repository)
    first = next(reading)
    for deployment in bench.place["deployments"][:50]:
        bench.world.touch(deployment, bench.time.now)
    found = {each.external_id for page in (first, *reading) for each in page.of(Deployment)}
    untouched = {str(each["id"]) for each in bench.place["deployments"][50:]}
    assert untouched <= found


def test_what_is_under_way_is_gone_back_to() -> None:
    bench = Bench()
    began = bench.time.now - timedelta(hours=1)
    bench.world.add_deployment(bench.place, at=began, status="running")
    bench.world.add_deployment(bench.place, at=began - timedelta(days=3), status="blocked")
    bench.world.add_pipeline(bench.place, at=began, status="RUNNING", jobs=[("build", "RUNNING")])
    assert bench.pages("deployments")[0].unsettled_since == began
    assert bench.pages("runs")[0].unsettled_since == began


def test_pipelines_with_more_jobs_than_a_page_come_whole() -> None:
    bench = Bench()
    bench.world.add_pipeline(bench.place, jobs=[(f"job {n}", "SUCCESS") for n in range(230)])
    (page,) = bench.pages("runs")
    assert len(page.records) == 231
    assert bench.gitlab.names() == ["Runs", "RestOfJobs", "RestOfJobs"]


def case(name: str, status: str = "success", **more: object) -> Thing:
    return {"name": name, "classname": "Ledger", "status": status, "execution_time": 0.5, **more}


def reported(**options: str) -> tuple[Bench, GitLab]:
    """A green and a red pipeline of yesterday, each with a report, and one without any."""
    bench = Bench()
    at = bench.time.now - timedelta(days=1)
    for status in ("SUCCESS", "FAILED"):
        pipeline = bench.world.add_pipeline(bench.place, at=at, status=status, jobs=[("test", status)])
        cases = [case("adds"), case("rounds", status.lower(), system_output="1 != 2")]
        bench.world.add_report(
            bench.place, pipeline, {"test: [3.11]": cases, "lint 1/2": [case("lints", "skipped")]}
        )
    bench.world.add_pipeline(bench.place, at=at)
    old = bench.world.add_pipeline(bench.place, at=at - timedelta(days=40))
    bench.world.add_report(bench.place, old, {"test": [case("adds")]})
    return bench, bench.again(options=options)


@pytest.mark.parametrize(("reports", "n"), [("all", 2), ("failed", 1), ("none", 0)], ids=str)
def test_reports_are_read_of_what_has_them_lately(reports: str, n: int) -> None:
    bench, client = reported(test_reports=reports)
    (page,) = client.read("runs", bench.repository)
    assert len([path for path in bench.gitlab.paths() if path.endswith("/test_report")]) == n
    assert len(page.of(TestCase)) == 3 * n


def test_a_report_tells_its_cases_by_job_and_cell() -> None:
    bench, client = reported()
    (page,) = client.read("runs", bench.repository)
    red = next(run for run in page.of(Run) if run.outcome == "failure")
    found = {(c.suite, c.environment, c.name): c for c in page.of(TestCase) if c.run_id == red.id}
    assert found.keys() == {("test", "3.11", "adds"), ("test", "3.11", "rounds"), ("lint", "", "lints")}
    broken = found["test", "3.11", "rounds"]
    assert (broken.verdict, broken.seconds, broken.message) == (Verdict.FAILED, 0.5, "1 != 2")
    assert found["lint", "", "lints"].verdict is Verdict.SKIPPED


@pytest.mark.parametrize(
    "report", [[], 7, {"test_suites": 7}, {"test_suites": [{"name": "x"}]}], ids=json.dumps
)
def test_a_report_that_makes_no_sense_is_set_aside_and_its_run_kept(report: object) -> None:
    bench, client = reported()
    for number in bench.place["reports"]:
        bench.place["reports"][number] = report
    (page,) = client.read("runs", bench.repository)
    assert len(page.of(Run)) == 4
    assert len(page.unmappable) == 2


def test_a_setting_of_reports_that_is_none_is_told() -> None:
    with pytest.raises(Misconfigured) as error:
        Bench().again(options={"test_reports": "some"})
    assert error.value.fields[0].path == "integrations.gitlab.testReports"


def test_named_runs_and_deployments_are_read_as_they_are_now() -> None:
    bench = Bench()
    pipeline = bench.world.add_pipeline(bench.place)
    deployment = bench.world.add_deployment(bench.place)
    ids = [str(pipeline["number"]), "12345", "x"]
    pages = list(bench.client.hydrate("runs", ids, bench.repository))
    assert [len(page.of(Run)) for page in pages] == [1, 0, 0]
    assert [page.gone for page in pages] == [(), ("12345",), ("x",)]
    assert bench.pages("runs")[0].of(Run) == pages[0].of(Run)
    pages = list(bench.client.hydrate("deployments", [str(deployment["id"]), "1"], bench.repository))
    assert ([len(page.records) for page in pages], pages[1].gone) == ([1, 0], ("1",))


def test_what_a_server_of_old_names_without_its_project_cannot_be_found() -> None:
    bench = Bench()
    assert list(bench.client.hydrate("runs", ["501"])) == []
    assert bench.gitlab.requests == []


def test_code_owners_are_read_in_one_request_wherever_they_stand() -> None:
    bench = Bench()
    assert bench.pages("owners")[0].records == (CodeOwners(bench.repository.id, ""),)
    bench.place["files"][".gitlab/CODEOWNERS"] = "* @acme/pay\n"
    assert bench.pages("owners")[0].records == (CodeOwners(bench.repository.id, "* @acme/pay\n"),)
    assert len(bench.gitlab.requests) == 2


def test_an_idle_tick_over_a_hundred_repositories_takes_two_requests_and_tells_what_moved() -> None:
    world = World()
    for number in range(100):
        place = world.add_project(f"acme/service-{number:03}")
        world.add_pull_request(place)
        world.add_pipeline(place)
        world.push(place, EPOCH)
    gitlab = FakeGitLab(world)
    client = connected(gitlab)
    repositories = repositories_of(client)
    before = client.probe(repositories)
    gitlab.requests.clear()
    assert client.probe(repositories) == before
    assert len(gitlab.requests) == 2
    third = next(one for one in repositories if one.full_name == "acme/service-003")
    world.push(world.projects[int(third.external_id)], EPOCH + timedelta(days=1))
    after = client.probe(repositories)
    assert {id_ for id_ in before if before[id_] != after[id_]} == {third.id}
    assert {stream for stream, token in after[third.id].items() if token != before[third.id][stream]} == {
        "commits"
    }


def test_what_is_not_settled_never_has_the_same_token_and_what_is_gone_has_none() -> None:
    bench = Bench(1)
    other = bench.world.add_project("acme/web")
    repositories = repositories_of(bench.client)
    bench.world.touch(bench.place["mergeRequests"][0], bench.time.now)
    one = bench.client.probe(repositories)
    bench.time.now += timedelta(seconds=10)
    bench.world.delete(other)
    two = bench.client.probe(repositories)
    assert one[bench.repository.id]["pull_requests"] != two[bench.repository.id]["pull_requests"]
    assert two.keys() == {bench.repository.id}


ACME = ["acme/backend/ledger", "acme/backend/pay-api", "acme/old", "acme/pay"]


def chosen(**selection: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - a case
    """What is listed of a small world, and what is missing."""
    world = World()
    for path in ("acme/pay", "acme/backend/ledger", "acme/backend/pay-api", "umbrella/pay", "~ada/notes"):
        world.add_project(path)
    world.add_project("acme/old", archived=True)
    world.add_project("acme/going")["leaving"] = "2026-11-20"
    client = connected(FakeGitLab(world), selection=Selection(**selection))
    pages = list(client.repositories())
    return sorted(one.full_name for page in pages for one in page.repositories), [
        name for page in pages for name in page.missing
    ]


@pytest.mark.parametrize(
    ("selection", "names", "missing"),
    [
        (
            {},
            [*ACME, "umbrella/pay", "~ada/notes"],
            [],
        ),
        ({"organisation": "acme"}, ACME, []),
        ({"organisation": "acme/backend"}, ["acme/backend/ledger", "acme/backend/pay-api"], []),
        ({"organisation": "acme", "repositories": ("pay*",)}, ["acme/backend/pay-api", "acme/pay"], []),
        ({"repositories": ("acme/backend/*",), "exclude": ("ledger",)}, ["acme/backend/pay-api"], []),
        ({"repositories": ("umbrella/pay", "acme/none")}, ["umbrella/pay"], ["acme/none"]),
        ({"organisation": "~ada"}, ["~ada/notes"], []),
        ({"organisation": "nobody"}, [], ["nobody"]),
    ],
    ids=["everything", "a group", "a subgroup", "a pattern", "an exception", "names", "a person", "nobody"],
)  # fmt: skip
def test_what_is_chosen_is_listed(selection: Any, names: list[str], missing: list[str]) -> None:  # noqa: ANN401 - a case
    assert chosen(**selection) == (names, missing)


@pytest.mark.parametrize(
    ("secrets", "name"),
    [({"token": TOKEN}, "private-token"), ({"oauth_token": OAUTH}, "authorization")],
    ids=["access token", "OAuth"],
)
def test_either_token_goes_with_graphql_and_rest(secrets: dict[str, str], name: str) -> None:
    bench = Bench(1)
    client = connected(bench.gitlab, secrets=secrets)
    bench.gitlab.requests.clear()
    repositories_of(client)
    list(client.read("pull_requests", bench.repository))
    assert all(name in request.headers for request in bench.gitlab.requests)
    assert len({request.url.path for request in bench.gitlab.requests}) == 3


@pytest.mark.parametrize("token", ["", " ", "two words", "gl\npat", "é"], ids=repr)
def test_a_token_that_no_header_can_hold_is_told(token: str) -> None:
    with pytest.raises(Misconfigured, match="token"):
        connected(FakeGitLab(World()), secrets={"token": token})


@pytest.mark.parametrize(
    ("base_url", "path"),
    [
        ("https://git.acme.test/", "https://git.acme.test/api/graphql"),
        ("https://acme.test/gitlab", "https://acme.test/gitlab/api/graphql"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/api/graphql"),
    ],
    ids=["a server", "below a path", "loopback"],
)
def test_a_server_of_ones_own_is_asked_where_it_is(base_url: str, path: str) -> None:
    gitlab = FakeGitLab(World())
    place = gitlab.world.add_project("acme/pay")
    gitlab.world.add_pull_request(place)
    client = connected(gitlab, source=Source("gitlab", "gitlab", base_url, "GitLab"))
    (repository,) = repositories_of(client)
    assert len(list(client.read("pull_requests", repository))) == 1
    urls = [str(request.url).partition("?")[0] for request in gitlab.requests]
    assert path in urls
    assert all(url.startswith(base_url.rstrip("/")) for url in urls)


def test_an_address_that_sends_tokens_readable_over_the_network_is_refused() -> None:
    with pytest.raises(Misconfigured):
        connected(FakeGitLab(World()), source=Source("gitlab", "gitlab", "http://git.acme.test", "GitLab"))


def test_a_stream_without_its_repository_is_a_mistake_of_ours() -> None:
    client: GitLab = Bench().client
    with pytest.raises(ValueError, match="repository"):
        client.read("runs")
    strange: Repository = Bench().repository
    with pytest.raises(ValueError, match="no sprints"):
        client.read("sprints", strange)
