"""Teams, sources and homes built by hand, for the views to draw."""

from dataclasses import replace
from datetime import date, time, timedelta

from domain.health import Check, CheckReport, HealthReport, Holding, Light, QualityCounter, SourceHealth
from domain.home import HomeView, NeedsYou, TeamCard
from domain.ids import identify
from domain.people import Membership, Person, Team, WorkingHours
from domain.records import Account
from tests.render import results
from tests.render.results import NOW

ANA = Person(identify("person", "ana"), "Ana", "ana@acme.example", "U0ANA")
ANA_AT_GITHUB = Account(7, "github", "MDQ6", "ana", name="Ana Lovelace")
HALF_WEEK = WorkingHours("Europe/Berlin", frozenset({0, 1, 2}), time(8, 30), time(14))


def teams() -> tuple[Team, ...]:
    return (
        Team(
            identify("team", "payments"),
            "payments",
            "Payments",
            repositories=("acme/pay-*", "acme/ledger"),
            members=(Membership("ana"), Membership("raj"), Membership("lee", ended_on=date(2026, 9, 1))),
            channel="C0PAY",
            hours=HALF_WEEK,
        ),
        Team(identify("team", "platform"), "platform", "Platform", members=(Membership("mei"),)),
    )


def well() -> SourceHealth:
    return SourceHealth(
        key="github",
        name="GitHub",
        light=Light.GREEN,
        last_success_at=NOW - timedelta(minutes=17),
        last_attempt_at=NOW - timedelta(minutes=17),
        holds=(Holding("repository", 12), Holding("pull request", 3120)),
        quarantined=0,
        next_run_at=NOW + timedelta(minutes=3),
    )


def unwell() -> SourceHealth:
    return replace(
        well(),
        light=Light.RED,
        quarantined=2,
        note="GitHub hasn't answered since 14:02.",
        next_step="Look at https://www.githubstatus.com.",
    )


def new() -> SourceHealth:
    return replace(
        well(),
        light=Light.YELLOW,
        last_success_at=None,
        holds=(Holding("repository", 1),),
        note="First sync.",
    )


def health() -> HealthReport:
    odd = (QualityCounter("pull requests with contradictory times", 4), QualityCounter("old commits", 0))
    return HealthReport((well(), unwell(), new()), odd, NOW, "0.1.0")


def checked() -> CheckReport:
    return CheckReport(
        "github",
        "GitHub",
        (
            Check("Token", Light.GREEN, "It is valid until 1 Mar 2027."),
            Check("Rate limit", Light.YELLOW, "112 of 5,000 points are left.", "It resets at 15:00."),
            Check("Repositories", Light.RED, "None can be seen.", "Give the token access to repositories."),
        ),
        NOW,
    )


def checked_well() -> CheckReport:
    return CheckReport("mirror", "Mirror", (Check("Token", Light.GREEN, "It is valid."),), NOW)


def waiting(number: int) -> NeedsYou:
    return NeedsYou(
        pull_request_id=number,
        title=f"Retry the webhook, part {number}",
        url=f"https://github.com/acme/pay-api/pull/{number}",
        repository="acme/pay-api",
        number=number,
        why="your review is asked for",
        since=NOW - timedelta(days=number),
        working_seconds=number * 9 * 3600,
    )


def home() -> HomeView:
    return HomeView(
        person=ANA,
        needs_you=(waiting(1), waiting(2)),
        more_needs=3,
        waiting=(replace(waiting(9), why="raj has been asked for a review"),),
        teams=(TeamCard("payments", "Payments", results.result()), TeamCard("web", "Web", results.empty())),
        sources=(well(),),
        can_configure=True,
        as_of=NOW,
        zone="Europe/Berlin",
    )


def first_run() -> HomeView:
    return replace(home(), person=None, needs_you=(), more_needs=0, waiting=(), teams=(), sources=())


def quiet() -> HomeView:
    return replace(home(), needs_you=(), more_needs=0, waiting=(), can_configure=False)


def crowded() -> HomeView:
    """More of everything than a home has room for."""
    return replace(
        home(),
        needs_you=tuple(waiting(number) for number in range(1, 60)),
        waiting=tuple(waiting(number) for number in range(60, 100)),
        teams=tuple(TeamCard(f"t{n}", f"Team {n}", results.result()) for n in range(30)),
    )


def broken() -> HomeView:
    return replace(home(), sources=(well(), unwell(), new()))
