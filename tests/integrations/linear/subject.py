"""Linear, to be put through the conformance suite."""

from collections.abc import Callable
from datetime import timedelta

from domain.records import Category, Issue
from integrations.linear import PROVIDER
from integrations.linear.mapping import Workspace, issue_page, project_page, sprint_page
from tests.conformance.subject import Budget, Subject
from tests.fakes.linear import TOKEN, FakeLinear, World
from tests.fakes.linear.fake import NOW

STATES = {
    "S_back": ("Backlog", Category.TO_DO),
    "S_prog": ("In Progress", Category.IN_PROGRESS),
    "S_done": ("Done", Category.DONE),
}


def filled() -> FakeLinear:
    """Three pages of issues and of cycles, of three teams; one issue has more to tell than fits a page."""
    world = World()
    pay, web = world.add_team("PAY", "Payments", 1), world.add_team("WEB", "Web")
    world.add_team("OPS", "Operations")
    for week in range(105):  # all of them to come: what is seen when one begins and ends is of that moment
        starts = NOW + timedelta(weeks=week, days=3)
        world.add_cycle(pay, starts, starts + timedelta(weeks=1))
    world.grow(pay, 200, NOW - timedelta(days=12))
    world.grow(web, 30, NOW - timedelta(days=20))
    busy = world.issues[7]
    for minute in range(60):
        world.size(busy, float(minute % 8), NOW - timedelta(hours=5, minutes=-minute))
        world.move(busy, ("In Progress", "In Review")[minute % 2], NOW - timedelta(hours=5, minutes=-minute))
    return FakeLinear(world)


def thousand() -> FakeLinear:
    """With up to twelve changes each."""
    world = World()
    pay = world.add_team("PAY", "Payments")
    for week in range(4):
        world.add_cycle(pay, NOW - timedelta(weeks=week + 1), NOW - timedelta(weeks=week))
    world.grow(pay, 1_000, NOW - timedelta(days=60))
    for index, issue in enumerate(world.issues):
        for minute in range(index % 8):
            world.change(issue, NOW - timedelta(days=1, minutes=minute))
    return FakeLinear(world)


def touch(fake: FakeLinear, stream: str) -> None:
    """A team is renamed, a cycle's goal told, or the issue that was quiet for longest goes on."""
    world, at = fake.world, fake.clock() - timedelta(seconds=1)
    if stream == "projects":
        world.teams[0]["name"] = f"Payments at {at:%H:%M:%S}"
    elif stream == "sprints":
        world.touch(world.cycles[3], at, description=f"Goal of {at:%H:%M:%S}")
    else:
        quiet = min(world.issues, key=lambda each: (each["updatedAt"], each["id"]))
        world.move(quiet, "In Review", at)
        world.touch(quiet, at, title=f"Changed at {at:%H:%M:%S}")


def spoil(fake: FakeLinear, stream: str) -> Callable[[], None]:
    """A team without a key, a cycle of no year that there is, an issue whose address is none."""
    thing, key, wrong = {
        "projects": (fake.world.teams[2], "key", ""),
        "sprints": (fake.world.cycles[5], "startsAt", "9999-12-31T23:59:59Z"),
        "issues": (fake.world.issues[2], "url", "ftp://nowhere"),
    }[stream]
    before, thing[key] = thing[key], wrong

    def mend() -> None:
        thing[key] = before

    return mend


SUBJECT = Subject(
    provider=PROVIDER,
    secrets={"token": TOKEN},
    fake=filled,
    touch=touch,
    spoil=spoil,
    readers={
        "issue": lambda nodes: issue_page(Workspace("linear", STATES), nodes),
        "sprint": lambda nodes: sprint_page(Workspace("linear", {}), nodes, "acme"),
        "project": lambda nodes: project_page("linear", nodes, "acme"),
    },
    words={"issue": ("state.type", "priorityLabel"), "project": ("issueEstimationType",)},
    budgets=(
        Budget("a first load of issues with their histories", "issues", Issue, 1_000, 12, thousand),
    ),
)  # fmt: skip
