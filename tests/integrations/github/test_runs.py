"""Runs against the strict fake: every attempt and job, the thousand that a list tells, and their reports."""

from datetime import datetime, timedelta

import httpx
import pytest

from domain.errors import Rejected, Unknown
from domain.ids import identify
from domain.records import Deployment, Job, Outcome, Repository, Run, TestCase, Verdict
from integrations.github.client import GitHub
from integrations.pages import Page
from integrations.provider import Selection
from tests.fakes.github import FakeGitHub, World, faults, shipping
from tests.fakes.github.actions import BLOBS
from tests.fakes.github.fake import Proceed
from tests.integrations.connecting import Memory, Time, connected

REPORT = '<testsuite name="s"><testcase classname="C" name="t" time="2">{}</testcase></testsuite>'


class Bench:
    """A world with one repository that builds, and clients of it that share a memory as processes do."""

    def __init__(self, **options: object) -> None:
        self.world = World()
        self.place = self.world.add_repository("acme/pay")
        self.github = FakeGitHub(self.world)
        self.time, self.memory = Time(), Memory()
        self.options = options
        self.client = self.new_client()
        (self.repository,) = [one for page in self.client.repositories() for one in page.repositories]
        self.github.requests.clear()

    def new_client(self) -> GitHub:
        selection = Selection(options=self.options)
        return connected(self.github, time=self.time, memory=self.memory, selection=selection)

    def ago(self, **by: float) -> datetime:
        return self.time.now - timedelta(**by)

    def pages(self, cursor: str | None = None, until: datetime | None = None) -> list[Page]:
        return list(self.client.read("runs", self.repository, cursor=cursor, until=until))

    def runs(self, until: datetime | None = None) -> list[Run]:
        return [run for page in self.pages(until=until) for run in page.of(Run)]

    def paths(self) -> list[str]:
        return [f"{one.url.path}?{one.url.query.decode()}" for one in self.github.requests]


def cases(bench: Bench) -> list[TestCase]:
    return [case for page in bench.pages() for case in page.of(TestCase)]


def test_a_run_comes_with_its_jobs() -> None:
    bench = Bench()
    made = shipping.run(bench.world, bench.place, bench.ago(hours=2))
    (page,) = bench.pages()
    (run,) = page.of(Run)
    assert run.external_id == str(made["id"])
    assert {job.id for job in page.of(Job)} == {
        identify("github", "job", str(job["id"])) for job in made["_jobs"]
    }
    assert {job.run_id for job in page.of(Job)} == {run.id}


def test_every_attempt_is_read_with_its_own_jobs() -> None:
    bench = Bench()
    made = shipping.run(bench.world, bench.place, bench.ago(hours=9), conclusion="failure")
    shipping.run_again(bench.world, made, bench.ago(hours=8), "cancelled")
    shipping.run_again(bench.world, made, bench.ago(hours=7))
    (page,) = bench.pages()
    runs = sorted(page.of(Run), key=lambda run: run.attempt)
    assert [run.outcome for run in runs] == [Outcome.FAILURE, Outcome.CANCELLED, Outcome.SUCCESS]
    assert [sum(job.run_id == run.id for job in page.of(Job)) for run in runs] == [2, 1, 1]


def test_a_run_with_many_jobs_has_them_all() -> None:
    bench = Bench()
    names = tuple(f"job {number}" for number in range(170))
    shipping.run(bench.world, bench.place, bench.ago(hours=2), jobs=names)
    (page,) = bench.pages()
    assert sorted(job.name for job in page.of(Job)) == sorted(names)
    assert bench.github.names()[-2:] == ["RestOfJobs", "RestOfJobs"]


def test_a_list_of_more_than_a_thousand_is_halved_until_nothing_is_missing() -> None:
    bench = Bench()
    for index in range(2_300):
        shipping.run(bench.world, bench.place, bench.ago(minutes=7 * index), jobs=())
    found = bench.runs()
    assert len(found) == 2_300
    assert {run.external_id for run in found} == {str(run["id"]) for run in bench.place["runs"]}


def test_reading_resumes_within_a_halved_list() -> None:
    bench = Bench()
    for index in range(1_150):
        shipping.run(bench.world, bench.place, bench.ago(minutes=7 * index), jobs=())
    pages = bench.pages()
    for number in (3, 8):
        rest = bench.pages(cursor=pages[number].cursor)
        assert [page.of(Run) for page in rest] == [page.of(Run) for page in pages[number + 1 :]]


def test_runs_that_are_deleted_meanwhile_push_nothing_out_of_sight() -> None:
    bench = Bench()
    for index in range(350):
        shipping.run(bench.world, bench.place, bench.ago(hours=index), jobs=())
    kept = {str(run["id"]) for run in bench.place["runs"][60:]}

    def delete() -> None:
        del bench.place["runs"][:60]

    bench.github.faults.extend([None] * 3 + [faults.meanwhile(delete)])
    assert kept <= {run.external_id for run in bench.runs()}


def test_only_what_has_changed_is_read_again() -> None:
    bench = Bench()
    for hours in range(1, 60):
        shipping.run(bench.world, bench.place, bench.ago(hours=hours))
    changed = shipping.run(bench.world, bench.place, bench.ago(minutes=8))
    found = bench.runs(until=bench.ago(minutes=10))
    assert [run.external_id for run in found] == [str(changed["id"])]
    assert bench.github.names()[-1] == "Jobs"


def test_what_was_tried_again_days_later_is_met_once_an_hour() -> None:
    bench = Bench()
    old = shipping.run(bench.world, bench.place, bench.ago(days=2), conclusion="failure")
    shipping.run_again(bench.world, old, bench.ago(minutes=30))
    bench.time.now += timedelta(minutes=5)
    assert bench.runs(until=bench.time.now - timedelta(minutes=5)) == []
    assert [run.attempt for run in bench.runs(until=bench.time.now - timedelta(minutes=50))] == [1, 2]


def test_what_is_under_way_is_looked_at_until_it_ends() -> None:
    bench = Bench()
    began = bench.ago(minutes=40)
    shipping.run(bench.world, bench.place, began, conclusion=None)
    shipping.run(bench.world, bench.place, bench.ago(days=9), conclusion=None)
    pages = bench.pages()
    assert min(page.unsettled_since for page in pages if page.unsettled_since) == began


def test_a_list_that_is_still_the_same_is_not_told_again() -> None:
    bench = Bench()
    shipping.run(bench.world, bench.place, bench.ago(minutes=30), conclusion=None)
    until = bench.ago(minutes=40)
    first = bench.pages(until=until)
    bench.client = bench.new_client()
    (page,) = bench.pages(until=until)
    assert bench.client.usage.not_modified == 1
    assert (page.records, page.unsettled_since) == ((), first[0].unsettled_since)
    shipping.run(bench.world, bench.place, bench.ago(minutes=8))
    assert len(bench.runs(until=until)) == 2


def test_a_list_that_was_not_saved_to_its_end_is_told_again() -> None:
    bench = Bench()
    shipping.run(bench.world, bench.place, bench.ago(minutes=30))
    until = bench.ago(minutes=40)
    cut_off = bench.client.read("runs", bench.repository, until=until)
    next(cut_off)
    cut_off.close()  # type: ignore[attr-defined] # a generator
    bench.client = bench.new_client()
    assert len(bench.runs(until=until)) == 1


def test_a_cursor_of_something_else_is_rejected() -> None:
    with pytest.raises(Rejected):
        Bench().pages(cursor="Y3Vyc29yOnYyOg==")


def test_a_repository_that_is_gone_is_told() -> None:
    bench = Bench()
    bench.world.delete(bench.place)
    with pytest.raises(Unknown, match="acme/pay"):
        bench.pages()


def without_checks(request: httpx.Request, proceed: Proceed) -> httpx.Response:
    """A fine-grained token has no permission to read checks."""
    if b"query Jobs" not in request.content:
        return proceed()
    error = {"type": "FORBIDDEN", "path": ["nodes", 0, "checkRuns"], "message": "Resource not accessible"}
    return httpx.Response(200, json={"data": {"nodes": [None]}, "errors": [error]})


def test_without_permission_for_checks_jobs_are_asked_for_run_by_run() -> None:
    bench = Bench()
    for hours in range(1, 4):
        shipping.run(bench.world, bench.place, bench.ago(hours=hours))
    bench.github.always = without_checks
    (page,) = bench.pages()
    assert len(page.of(Job)) == 6
    assert sum("/jobs?" in path for path in bench.paths()) == 3


@pytest.mark.parametrize("stream", ["runs", "deployments"])
def test_without_permission_for_it_a_stream_is_empty_and_no_error(stream: str) -> None:
    bench = Bench()
    shipping.run(bench.world, bench.place, bench.ago(hours=1))
    said = {"message": "Resource not accessible by personal access token"}
    bench.github.always = faults.status(403, body=said)
    (page,) = bench.client.read(stream, bench.repository)
    assert page == Page(())


class TestHydrate:
    def test_a_named_run_comes_whole(self) -> None:
        bench = Bench()
        made = shipping.run(bench.world, bench.place, bench.ago(hours=2))
        (page,) = bench.client.hydrate("runs", [str(made["id"])], bench.repository)
        assert (len(page.of(Run)), len(page.of(Job))) == (1, 2)

    def test_one_that_is_gone_is_named(self) -> None:
        bench = Bench()
        (page,) = bench.client.hydrate("runs", ["7"], bench.repository)
        assert page.gone == ("7",)


class TestReports:
    def run(self, bench: Bench, *reports: str, name: str = "junit", **by: float) -> Run:
        """A run with these reports in an artifact."""
        at = bench.ago(**by) if by else bench.ago(hours=2)
        made = shipping.run(bench.world, bench.place, at)
        files: dict[str, str | bytes] = {f"{n}.xml": text for n, text in enumerate(reports)}
        shipping.artifact(bench.world, bench.place, made, files, at=at + timedelta(minutes=5), name=name)
        return made  # type: ignore[return-value] # as GitHub tells it

    def test_the_reports_of_a_run_are_its_test_cases(self) -> None:
        bench = Bench()
        self.run(bench, REPORT.format("<failure/>"), name="junit-linux")
        (case,) = cases(bench)
        (run,) = bench.runs()
        assert (case.run_id, case.verdict, case.seconds) == (run.id, Verdict.FAILED, 2.0)
        assert (case.suite, case.class_name, case.name, case.environment) == ("s", "C", "t", "junit-linux")

    def test_the_host_of_the_files_sees_no_credentials(self) -> None:
        bench = Bench()
        self.run(bench, REPORT.format(""))
        assert len(cases(bench)) == 1
        elsewhere = [one for one in bench.github.requests if one.url.host == BLOBS]
        assert len(elsewhere) == 1
        assert "authorization" not in elsewhere[0].headers

    def test_a_report_belongs_to_the_attempt_during_which_it_came(self) -> None:
        bench = Bench()
        made = shipping.run(bench.world, bench.place, bench.ago(hours=9), conclusion="failure")
        shipping.artifact(
            bench.world, bench.place, made, {"a.xml": REPORT.format("<failure/>")}, at=bench.ago(hours=8.9)
        )
        shipping.run_again(bench.world, made, bench.ago(hours=7))
        shipping.artifact(
            bench.world, bench.place, made, {"a.xml": REPORT.format("")}, at=bench.ago(hours=6.9)
        )
        (page,) = bench.pages()
        attempts = {run.id: run.attempt for run in page.of(Run)}
        told = {attempts[case.run_id]: case.verdict for case in page.of(TestCase)}
        assert told == {1: Verdict.FAILED, 2: Verdict.PASSED}

    @pytest.mark.parametrize(
        ("name", "options", "n"),
        [
            ("Unit-Test-Results", {}, 1),
            ("coverage", {}, 0),
            ("coverage", {"test_artifacts": ["cov*"]}, 1),
            ("junit", {"test_artifacts": []}, 0),
        ],
    )
    def test_only_artifacts_of_such_names_are_read(
        self, name: str, options: dict[str, object], n: int
    ) -> None:
        bench = Bench(**options)
        self.run(bench, REPORT.format(""), name=name)
        assert len(cases(bench)) == n

    def test_a_file_that_is_no_report_is_passed_over(self) -> None:
        bench = Bench()
        self.run(bench, "<coverage/>", "not xml", REPORT.format(""))
        assert len(cases(bench)) == 1

    @pytest.mark.parametrize("content", [b"PK\3\4 cut", b"<html/>", b""], ids=["cut", "HTML", "nothing"])
    def test_what_is_no_zip_file_is_set_aside(self, content: bytes) -> None:
        bench = Bench()
        self.run(bench, REPORT.format(""))
        bench.place["artifacts"][0]["_zip"] = content
        (page,) = bench.pages()
        assert [aside.path for aside in page.unmappable] == ["artifact"]
        assert len(page.of(Run)) == 1

    def test_a_zip_bomb_is_set_aside(self) -> None:
        bench = Bench()
        made = shipping.run(bench.world, bench.place, bench.ago(hours=1))
        bomb: dict[str, str | bytes] = {"a.xml": b" " * (33 * 2**20)}
        artifact = shipping.artifact(bench.world, bench.place, made, bomb, at=bench.ago(minutes=50))
        assert artifact["size_in_bytes"] < 2**20
        (page,) = bench.pages()
        assert [aside.path for aside in page.unmappable] == ["artifact"]

    @pytest.mark.parametrize("change", [{"expired": True}, {"size_in_bytes": 17 * 2**20}, {"name": 7}])
    def test_what_is_expired_or_huge_is_not_asked_for(self, change: dict[str, object]) -> None:
        bench = Bench()
        self.run(bench, REPORT.format(""))
        bench.place["artifacts"][0].update(change)
        assert cases(bench) == []
        assert not [path for path in bench.paths() if "/zip" in path]

    def test_one_that_is_gone_by_now_is_passed_over(self) -> None:
        bench = Bench()
        self.run(bench, REPORT.format(""))
        bench.place["artifacts"][0]["_at"] = f"https://{BLOBS}/0?sig=signed"
        (page,) = bench.pages()
        assert (page.of(TestCase), page.unmappable) == ((), ())

    def test_an_address_without_https_is_not_followed(self) -> None:
        bench = Bench()
        self.run(bench, REPORT.format(""))
        bench.place["artifacts"][0]["_at"] = "http://elsewhere.test/file"
        (page,) = bench.pages()
        assert [aside.path for aside in page.unmappable] == ["artifact"]
        assert not [one for one in bench.github.requests if one.url.host == "elsewhere.test"]

    def test_reports_of_long_ago_cost_nothing(self) -> None:
        bench = Bench()
        self.run(bench, REPORT.format(""), days=40)
        assert cases(bench) == []
        assert not [path for path in bench.paths() if "artifacts" in path]

    def test_the_list_of_artifacts_is_read_once_for_all_pages(self) -> None:
        bench = Bench()
        for index in range(250):
            self.run(bench, REPORT.format(""), hours=index + 1)
        assert len(cases(bench)) == 250
        assert sum("artifacts?" in path for path in bench.paths()) == 3


def test_runs_of_workflows_that_deploy_are_deployments() -> None:
    bench = Bench(deploy_workflows="(?i)^deploy")
    shipping.run(bench.world, bench.place, bench.ago(hours=2), name="Deploy to production")
    shipping.run(bench.world, bench.place, bench.ago(hours=1))
    (page,) = bench.pages()
    assert len(page.of(Deployment)) == 1


def test_the_repository_is_the_one_that_was_asked_for() -> None:
    bench = Bench()
    shipping.run(bench.world, bench.place, bench.ago(hours=2))
    assert isinstance(bench.repository, Repository)
    assert [run.repository_id for run in bench.runs()] == [bench.repository.id]
