"""PagerDuty, to be put through the conformance suite."""

from collections.abc import Callable
from datetime import timedelta

from domain.records import Incident
from integrations.pagerduty import PROVIDER
from integrations.pagerduty.mapping import incident_page, shift_page
from integrations.pagerduty.people import Directory
from tests.conformance.subject import Budget, Subject
from tests.fakes.pagerduty import TOKEN, FakePagerDuty, World
from tests.fakes.pagerduty.fake import NOW


def filled() -> FakePagerDuty:
    """Incidents of most of a year, one still open that is old, one of today, and a rota of twenty weeks."""
    world = World()
    world.grow(60, NOW - timedelta(weeks=40), NOW - timedelta(days=2))
    old = world.add_incident("Never ends", NOW - timedelta(weeks=30), "Service 1")
    world.notify(old, NOW - timedelta(weeks=30), "linus", "phone")
    world.acknowledge(old, NOW - timedelta(days=3), "linus")
    world.add_incident("Just now", NOW - timedelta(hours=2))
    world.rotate(42, NOW - timedelta(days=1))
    return FakePagerDuty(world)


def thousand() -> FakePagerDuty:
    """Over a year, at six log entries each."""
    world = World()
    world.grow(1_000, NOW - timedelta(days=360), NOW - timedelta(hours=3))
    return FakePagerDuty(world)


def touch(fake: FakePagerDuty, stream: str) -> None:
    """An open incident is resolved, one breaks out and one is reopened; somebody stood in for an hour."""
    world, at = fake.world, fake.clock() - timedelta(seconds=1)
    if stream == "shifts":
        world.add_shift("linus", at - timedelta(hours=1), at, "Secondary", level=2)
        return
    opened = [each for each in world.incidents if each["status"] != "resolved"]
    if opened:
        world.resolve(opened[0], at, "grace")
    fresh = world.add_incident(f"Broken at {at:%H:%M:%S}", at)
    world.notify(fresh, at, "ada", "sms")
    quiet = min(world.incidents, key=lambda each: (each["last_status_change_at"], each["id"]))
    world.reopen(quiet, at, "linus")


def spoil(fake: FakePagerDuty, stream: str) -> Callable[[], None] | None:
    """The title of the second incident is none. Shifts have no id by which one could be taken up again."""
    if stream == "shifts":
        return None
    incident = fake.world.incidents[1]
    before, incident["title"] = incident["title"], 7

    def mend() -> None:
        incident["title"] = before

    return mend


DIRECTORY = Directory({"PADA": "ada@example.com"}, {"Grace": "PGRACE"})

SUBJECT = Subject(
    provider=PROVIDER,
    secrets={"token": TOKEN},
    fake=filled,
    touch=touch,
    spoil=spoil,
    readers={
        "incident": lambda nodes: incident_page("pagerduty", nodes, DIRECTORY, None),
        "shift": lambda nodes: shift_page("pagerduty", nodes, DIRECTORY, None),
    },
    words={
        "incident": (
            "status", "urgency", "resolve_reason.type", "log_entries.*.type", "log_entries.*.agent.type",
            "log_entries.*.channel.type", "log_entries.*.channel.notification.type",
        ),
        "shift": ("user.type",),
    },
    budgets=(
        Budget("a first load of incidents with their logs", "incidents", Incident, 1_000, 80, thousand),
    ),
)  # fmt: skip
