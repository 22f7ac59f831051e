"""GitLab, to be put through the conformance suite: of today, and so old that only REST is left."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.records import PullRequest, Repository, Run
from integrations.gitlab import PROVIDER
from integrations.gitlab.commits import commit_page
from integrations.gitlab.deployments import deployment_page
from integrations.gitlab.mapping import pull_request_page
from integrations.gitlab.pipelines import Place, run_page
from tests.conformance.subject import Budget, Subject
from tests.fakes.gitlab import TOKEN, FakeGitLab, World
from tests.fakes.gitlab.world import EPOCH, Thing

PAY = Repository(44, "gitlab", "44", "acme/pay", "https://gitlab.com/acme/pay")


def lived(world: World, pr: Thing, index: int) -> None:
    """Some are open, most were reviewed and merged."""
    at = EPOCH + timedelta(hours=index)
    world.ask(pr, at + timedelta(minutes=5), ("grace", "linus", "barbara")[index % 3])
    world.note(pr, at + timedelta(minutes=9), "linus", "Why?", system=False, inline=index % 2 == 0)
    if index % 4:
        world.approve(pr, at + timedelta(minutes=30), "grace")
        world.merge(pr, at + timedelta(minutes=40))


def filled(n: int = 120, *, fresh: bool = True) -> FakeGitLab:
    """Three pages of everything in one project, a little in another, and an empty one."""
    world = World()
    pay, web = world.add_project("acme/pay"), world.add_project("acme/web")
    world.add_project("acme/empty", branch=None)
    for project, many in ((pay, n), (web, 3)):
        for index in range(many):
            at = EPOCH + timedelta(hours=index)
            lived(world, world.add_pull_request(project, at=at), index)
            tries = [("build", "SUCCESS"), ("test", "FAILED" if index % 5 == 0 else "SUCCESS")]
            pipeline = world.add_pipeline(project, at=at, jobs=tries)
            if index % 5 == 0:
                world.add_job(pipeline, at + timedelta(minutes=9), "test", "SUCCESS")
        for index in range(240 if project is pay else 6):
            at = EPOCH + timedelta(minutes=30 * index)
            world.add_deployment(project, at=at)
            world.push(project, at)
        project["files"]["CODEOWNERS"] = "* @acme/pay\n"
    return FakeGitLab(world, graphql=fresh, version="18.6.1-ee" if fresh else "12.10.14")


def pull_requests() -> FakeGitLab:
    """A thousand, in one project."""
    world = World()
    project = world.add_project("acme/pay")
    for index in range(1_000):
        lived(world, world.add_pull_request(project, at=EPOCH + timedelta(hours=index)), index)
    return FakeGitLab(world)


def pipelines() -> FakeGitLab:
    """A thousand, in one project, each of twenty jobs."""
    world = World()
    project = world.add_project("acme/pay")
    jobs = [(f"job {number}", "SUCCESS") for number in range(20)]
    for index in range(1_000):
        world.add_pipeline(project, at=EPOCH + timedelta(hours=index), jobs=jobs)
    return FakeGitLab(world)


def forty() -> FakeGitLab:
    """So many of either, on a server that knows none of our queries."""
    world = World()
    project = world.add_project("acme/pay")
    for index in range(40):
        at = EPOCH + timedelta(hours=index)
        world.add_pull_request(project, at=at)
        world.add_pipeline(project, at=at)
    return FakeGitLab(world, graphql=False, version="12.10.14")


def touch(fake: FakeGitLab, stream: str) -> None:
    """One thing of the stream changes just now, as of a second ago."""
    world, at = fake.world, fake.clock() - timedelta(seconds=1)
    project = _longest(fake)
    match stream:
        case "pull_requests":
            quiet = min(project["mergeRequests"], key=lambda pr: (pr["updatedAt"], pr["number"]))
            world.note(quiet, at, "grace", "requested changes")
            world.touch(quiet, at, title=f"Changed at {at:%H:%M:%S}")
        case "runs":
            quiet = min(project["pipelines"], key=lambda each: (each["updatedAt"], each["number"]))
            world.add_job(quiet, at, "build", "SUCCESS")
            world.touch(quiet, at)
            world.add_pipeline(project, at=at - timedelta(minutes=3))
        case "deployments":
            quiet = min(project["deployments"], key=lambda each: (each["updated_at"], each["id"]))
            world.touch(quiet, at, status="failed")
        case "commits":
            world.push(project, at)
        case "owners":
            project["files"]["CODEOWNERS"] += f"*.py @acme/py-{at:%H-%M-%S}\n"


def spoil(fake: FakeGitLab, stream: str) -> Callable[[], None] | None:
    """The second of a stream was made in no year that there is."""
    project = _longest(fake)
    things = {
        "pull_requests": ("mergeRequests", "createdAt"),
        "runs": ("pipelines", "createdAt"),
        "deployments": ("deployments", "created_at"),
        "commits": ("commits", "authored_date"),
    }
    if stream not in things:
        return None
    place, key = things[stream]
    thing = project[place][1]
    before = thing[key]
    thing[key] = "9999-12-31T23:59:59Z"

    def mend() -> None:
        thing[key] = before

    return mend


def _longest(fake: FakeGitLab) -> Thing:
    return max(fake.world.projects.values(), key=lambda project: len(project["mergeRequests"]))


def _subject(variant: str, fake: Callable[[], Any], budgets: tuple[Budget, ...] = ()) -> Subject:
    return Subject(
        provider=PROVIDER,
        secrets={"token": TOKEN},
        fake=fake,
        touch=touch,
        spoil=spoil,
        variant=variant,
        readers={
            "pull_request": lambda nodes: pull_request_page("gitlab", "44", nodes, {}),
            "run": lambda nodes: run_page(Place("gitlab", "44", PAY.url), nodes),
            "deployment": lambda nodes: deployment_page("gitlab", PAY, nodes),
            "commit": lambda nodes: commit_page("gitlab", PAY, nodes, cursor=None),
        },
        words={
            "pull_request": ("state",),
            "run": ("status", "source", "jobs.nodes.*.status"),
            "deployment": ("status", "environment.tier"),
        },
        budgets=budgets,
    )


SUBJECTS = [
    _subject(
        "",
        filled,
        (
            Budget(
                "a first load of pull requests", "pull_requests", PullRequest, 1_000, 25, pull_requests, 2
            ),
            Budget("a first load of pipelines", "runs", Run, 1_000, 25, pipelines, 2),
        ),
    ),
    replace(
        _subject(
            "of old",
            lambda: filled(60, fresh=False),
            (
                Budget("forty pull requests one by one", "pull_requests", PullRequest, 40, 121, forty, 2),
                Budget("forty pipelines one by one", "runs", Run, 40, 41, forty, 2),
            ),
        ),
        approximate=("finished_at",),
    ),
]
