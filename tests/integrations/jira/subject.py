"""Jira, Cloud and Data Center, to be put through the conformance suite."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from domain.records import Issue
from integrations.jira import PROVIDER
from integrations.jira.mapping import Board, issue_page, project_page, sprint_page
from integrations.pages import Page
from tests.conformance.subject import Budget, Subject
from tests.fakes.jira import EMAIL, TOKEN, FakeJira, World
from tests.fakes.jira.world import EPOCH, Thing
from tests.integrations.jira.terms import PAGES, TERMS

BOARD = Board(8, "Pay board", "10003")


def filled(*, is_cloud: bool) -> FakeJira:
    """Three pages of issues and three boards' sprints, in the second of two projects nothing."""
    world = World()
    pay = world.add_project("PAY")
    world.add_project("WEB")
    boards = [world.add_board(pay, f"Board {number}", located=is_cloud) for number in range(3)]
    plans = [world.add_sprint(board, state="future") for board in boards for _ in range(2)]
    world.grow(pay, 28, lambda issue, index: lived(world, issue, index, plans[index % len(plans)]))
    return FakeJira(world, is_cloud=is_cloud, most=10)


def lived(world: World, issue: Thing, index: int, sprint: Thing | None = None) -> None:
    """Most are planned, estimated and begun; some are flagged, some done."""
    began = EPOCH + timedelta(hours=index)
    if sprint:
        world.plan(issue, began + timedelta(minutes=5), sprint)
    world.estimate(issue, began + timedelta(minutes=10), index % 8)
    if index % 4:
        world.move(issue, began + timedelta(minutes=20), "In Progress", by="grace")
    if index % 4 == 1:
        world.flag(issue, began + timedelta(minutes=30), on=True)
        world.flag(issue, began + timedelta(minutes=40), on=False)
    if index % 4 > 1:
        world.move(issue, began + timedelta(minutes=50), "Done", by="grace")


def thousand(*, is_cloud: bool) -> FakeJira:
    world = World()
    world.grow(world.add_project("PAY"), 1_000, lambda issue, index: lived(world, issue, index))
    return FakeJira(world, is_cloud=is_cloud, most=100 if is_cloud else 250)


def touch(fake: FakeJira, stream: str) -> None:
    """The issue that was quiet for longest is estimated anew; a project and a sprint are renamed."""
    world, at = fake.world, fake.clock() - timedelta(seconds=1)
    if stream == "issues":
        quiet = min(world.issues.values(), key=lambda issue: (issue["fields"]["updated"], issue["id"]))
        world.estimate(quiet, at, float(at.minute))
        world.touch(quiet, at, summary=f"Changed at {at:%H:%M:%S}")
    else:
        things: list[Thing] = {"projects": world.projects, "sprints": world.sprints}[stream]
        things[0]["name"] = f"Renamed at {at:%H:%M:%S}"


def spoil(fake: FakeJira, stream: str) -> Callable[[], None]:
    """A project and a sprint without a name, and an issue of no type."""
    issue = list(fake.world.issues.values())[1]["fields"]
    of_stream: dict[str, tuple[Thing, str]] = {
        "projects": (fake.world.projects[1], "name"),
        "sprints": (fake.world.sprints[1], "name"),
        "issues": (issue, "issuetype"),
    }
    thing, key = of_stream[stream]
    before: Any = thing[key]
    thing[key] = None

    def mend() -> None:
        thing[key] = before

    return mend


def _readers() -> dict[str, Callable[[Any], Page]]:
    return {
        "issue": lambda nodes: issue_page(TERMS, nodes),
        "sprint": lambda nodes: sprint_page("jira", PAGES, BOARD, nodes),
        "project": lambda nodes: project_page("jira", PAGES, nodes),
    }


def _subject(
    variant: str, base_url: str, secrets: dict[str, str], *, is_cloud: bool, requests: int
) -> Subject:
    title = "a first load of issues with their histories"
    stocked = Budget(title, "issues", Issue, 1_000, requests, lambda: thousand(is_cloud=is_cloud))
    return Subject(
        provider=PROVIDER,
        variant=variant,
        secrets=secrets,
        base_url=base_url,
        fake=lambda: filled(is_cloud=is_cloud),
        touch=touch,
        spoil=spoil,
        readers=_readers(),
        words={
            "issue": (
                "fields.status.statusCategory.key", "fields.status.name", "fields.priority.name",
                "fields.issuetype.name", "changelog.histories.*.items.*.field",
            ),
            "sprint": ("state",),
        },
        budgets=(stocked,),
    )  # fmt: skip


SUBJECTS = [
    _subject(
        "cloud", "https://acme.atlassian.net", {"email": EMAIL, "token": TOKEN}, is_cloud=True, requests=14
    ),
    _subject("data center", "https://jira.acme.test", {"access_token": TOKEN}, is_cloud=False, requests=10),
]
