"""What breaks at Harbour: some of it by itself, some of it by a deployment that had to be undone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.demo.duty import SOURCE, account_id, on_duty
from bot.demo.organisation import Crew
from domain.ids import identify
from domain.records import (
    Acknowledgement,
    Deployment,
    DeploymentStatus,
    Incident,
    Interruption,
    Urgency,
)

BY_ITSELF = 1.1
"""How many incidents a team meets in a week that no deployment caused."""

_SYMPTOMS = ("Error rate above 5 %", "p99 latency above 2 s", "Requests time out", "Queue keeps growing",
             "Pods restart in a loop", "Database connections run out", "Health check fails")  # fmt: skip
_DEPLOYED = ("Error rate tripled", "Latency doubled", "Customers see errors", "Checks fail in production")
_MINOR = ("Disk is 80 % full", "Certificate expires in 14 days", "Backup took longer than usual")
_ESCALATES = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that breaks in a service of a crew; `mended_at` is when a deployment ended it, if one did."""

    key: str
    crew: Crew
    service: str
    at: datetime
    title: str
    urgency: Urgency = Urgency.HIGH
    mended_at: datetime | None = None
    deployment: str | None = None


def of_the_week(crew: Crew, services: Sequence[str], monday: date, seed: int) -> Iterator[Trouble]:
    """What breaks by itself in a week, at any hour; some of it can wait."""
    rng = Random(f"{seed}:trouble:{crew.slug}:{monday}")
    for place in range(round(BY_ITSELF + rng.gauss(0, 0.9))):
        service, at = rng.choice(services), timedelta(days=rng.randrange(7), seconds=rng.randrange(86_400))
        low = rng.random() < 0.2  # noqa: PLR2004 - one in five can wait
        title = rng.choice(_MINOR if low else _SYMPTOMS)
        yield Trouble(
            key=f"{crew.slug}:{monday}:{place}",
            crew=crew,
            service=service,
            at=datetime.combine(monday, time(), UTC) + at,
            title=f"{title} in {service}",
            urgency=Urgency.LOW if low else Urgency.HIGH,
        )


def of_deployments(crew: Crew, service: str, made: Sequence[Deployment], seed: int) -> Iterator[Trouble]:
    """What a deployment broke before it was rolled back or mended in a hurry."""
    worked = [each for each in made if each.status is DeploymentStatus.SUCCESS and each.finished_at]
    worked.sort(key=lambda each: (each.created_at, each.id))
    for place, mend in enumerate(worked):
        before = worked[place - 1] if place else None
        rng = Random(f"{seed}:broke:{mend.external_id}")
        mends = mend.cause in ("rollback", "hotfix") and (before is None or before.sha != mend.sha)
        if not mends or before is None or rng.random() > 0.85:  # noqa: PLR2004 - some are seen before they alert
            continue
        broke_at, mended_at = before.finished_at or before.created_at, mend.finished_at or mend.created_at
        noticed = min((mend.created_at - broke_at) * rng.uniform(0.2, 0.6), timedelta(minutes=40))
        yield Trouble(
            key=mend.external_id,
            crew=crew,
            service=service,
            at=broke_at + noticed,
            title=f"{rng.choice(_DEPLOYED)} in {service}",
            mended_at=mended_at + timedelta(minutes=rng.uniform(1, 9)),
            deployment=before.url if rng.random() < 0.5 else None,  # noqa: PLR2004 - half of them say so
        )


def incident(trouble: Trouble, seed: int) -> Incident:
    """The incident, told to its end even where that lies in the future."""
    rng = Random(f"{seed}:incident:{trouble.key}")
    slow = 1.0 if 7 <= trouble.at.hour < 22 else 1.9  # noqa: PLR2004 - people sleep
    answered_at = trouble.at + timedelta(minutes=slow * rng.lognormvariate(1.3, 0.8))
    ended_at = trouble.mended_at or answered_at + timedelta(minutes=rng.lognormvariate(3.7, 0.9))
    may_recover = trouble.mended_at is None and trouble.urgency is Urgency.HIGH
    by_itself = may_recover and rng.random() < 0.16  # noqa: PLR2004 - one in six recovers alone
    if by_itself:
        ended_at = trouble.at + timedelta(minutes=rng.uniform(2, 14))
    if trouble.urgency is Urgency.LOW:
        answered_at += timedelta(hours=rng.uniform(0.5, 20))
        ended_at = answered_at + timedelta(hours=rng.uniform(1, 30))
    external_id = f"Q_{trouble.key}"
    answers = _answers(trouble, min(answered_at, ended_at - timedelta(seconds=30)), ended_at, rng)
    return Incident(
        id=identify(SOURCE.key, "incident", external_id),
        source=SOURCE.key,
        external_id=external_id,
        number=identify("number", external_id) % 9000 + 1000,
        title=trouble.title,
        url=f"{SOURCE.base_url}/incidents/{external_id.replace(':', '-')}",
        service=trouble.service,
        urgency=trouble.urgency,
        created_at=trouble.at,
        resolved_at=ended_at,
        resolved_by_human=not by_itself,
        priority="" if trouble.urgency is Urgency.LOW else rng.choices(("P1", "P2", "P3"), (2, 5, 4))[0],
        deployment=trouble.deployment,
        ack_timeouts=int(len(answers) > 1),
        acknowledgements=() if by_itself and answered_at > ended_at else answers,
        interruptions=_calls(trouble, answered_at, ended_at),
    )


def seen(life: Incident, now: datetime) -> Incident | None:
    """The incident as its tool would tell it at `now`; None before it was opened."""
    if life.created_at > now:
        return None
    answers = tuple(each for each in life.acknowledgements if each.at <= now)
    return replace(
        life,
        resolved_at=life.resolved_at if life.resolved_at and life.resolved_at <= now else None,
        acknowledgements=answers,
        interruptions=tuple(each for each in life.interruptions if each.at <= now),
        ack_timeouts=min(life.ack_timeouts, max(0, len(answers) - 1)),
    )


def _answers(trouble: Trouble, at: datetime, ended_at: datetime, rng: Random) -> tuple[Acknowledgement, ...]:
    """Who is on duty takes it; now and then the acknowledgement runs out, and they take it once more."""
    who = account_id(on_duty(trouble.crew, trouble.at))
    again = at + timedelta(minutes=35)
    if rng.random() < 0.3 and again < ended_at and trouble.urgency is Urgency.HIGH:  # noqa: PLR2004 - long ones
        return Acknowledgement(at, who), Acknowledgement(again, who)
    return (Acknowledgement(at, who),)


def _calls(trouble: Trouble, answered_at: datetime, ended_at: datetime) -> tuple[Interruption, ...]:
    """Push and mail at once, the phone every few minutes, and the next in turn after a quarter of an hour."""
    who = account_id(on_duty(trouble.crew, trouble.at))
    mail = Interruption(trouble.at, who, "email")
    if trouble.urgency is Urgency.LOW:
        return (mail,)
    calls = [mail, Interruption(trouble.at, who, "push")]
    quiet = min(answered_at, ended_at)
    for minutes, channel in ((0.6, "sms"), (5, "phone"), (10, "phone")):
        at = trouble.at + timedelta(minutes=minutes)
        if at < quiet:
            calls.append(Interruption(at, who, channel))
    if trouble.at + _ESCALATES < quiet:
        following = account_id(on_duty(trouble.crew, trouble.at + timedelta(weeks=1)))
        calls.append(Interruption(trouble.at + _ESCALATES, following, "phone"))
    return tuple(calls)
