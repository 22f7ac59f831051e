"""The facts of one incident: how long until a person took it on, and until it was over for good."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.facts import IncidentFacts, IncidentFlag
from domain.records import Account, Acknowledgement, Incident, Urgency
from domain.rulings.people import is_human
from domain.rulings.spans import LONGEST


@dataclass(frozen=True, slots=True)
class Told:
    """One incident in each of the families that it belongs to; `resolved` is None while it is open."""

    created: IncidentFacts
    acknowledged: IncidentFacts
    resolved: IncidentFacts | None


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an incident belongs, and which deployment caused it; 0 where that is not known."""

    place_id: int = 0
    service_id: int = 0
    deployment_id: int = 0


def facts(incident: Incident, people: Mapping[int, Account], placed: Placed) -> Told:
    """What the rulings (docs/explain/definitions.md, "Incidents") make of an incident's history.

    Spans are whole seconds on the calendar clock: `acknowledge` from the creation to the first
    acknowledgement by a person, `resolve` from the creation to the final resolution, `effort` what
    each person spent from their first acknowledgement to it, added up. One that would be negative, or
    longer than `LONGEST`, is None and flagged as contradictory, as is an acknowledgement after the end.
    """
    answers = _answers(incident, people)
    first = answers[0] if answers else None
    acknowledge = _seconds(incident.created_at, first.at) if first else None
    over = incident.resolved_at
    if first and over and first.at > over:
        acknowledge = None
    resolve = _seconds(incident.created_at, over) if over else None
    contradictory = (first is not None and acknowledge is None) or (over is not None and resolve is None)
    effort = None if contradictory or over is None else _effort(answers, over)
    flags = _flags(incident, placed, is_answered=first is not None, is_contradictory=contradictory)

    def told(at: datetime) -> IncidentFacts:
        return IncidentFacts(
            id=incident.id,
            place_id=placed.place_id,
            author_id=first.account_id if first else None,
            at=at,
            flags=flags,
            service_id=placed.service_id,
            deployment_id=placed.deployment_id,
            acknowledge=acknowledge,
            resolve=resolve,
            effort=effort,
        )

    answered = first.at if first else over or incident.created_at
    return Told(told(incident.created_at), told(answered), told(over) if over else None)


def _answers(incident: Incident, people: Mapping[int, Account]) -> list[Acknowledgement]:
    """Acknowledgements by people, the first one first; a tool's and a bot's are none."""
    said = (each for each in incident.acknowledgements if each.is_human)
    human = (each for each in said if is_human(each.account_id, people))
    return sorted(human, key=lambda each: (each.at, each.account_id or 0))


def _effort(answers: list[Acknowledgement], over: datetime) -> int | None:
    """Seconds from each person's first acknowledgement to the end: a later one of theirs adds none."""
    began: dict[int | None, list[datetime]] = defaultdict(list)
    for answer in answers:
        began[answer.account_id].append(answer.at)
    spans = [_seconds(min(moments), over) or 0 for moments in began.values()]
    return min(sum(spans), LONGEST) if spans else None


def _seconds(start: datetime, end: datetime) -> int | None:
    """Whole seconds; None for a span the wrong way round, or one that no column can hold."""
    seconds = (end - start).total_seconds()
    return int(seconds) if 0 <= seconds <= LONGEST else None


def _flags(incident: Incident, placed: Placed, *, is_answered: bool, is_contradictory: bool) -> IncidentFlag:
    is_over = incident.resolved_at is not None
    noticed = {
        IncidentFlag.RESOLVED: is_over,
        IncidentFlag.AUTO_RESOLVED: is_over and not incident.resolved_by_human,
        IncidentFlag.LOW_URGENCY: incident.urgency is Urgency.LOW,
        IncidentFlag.UNACKNOWLEDGED: is_over and not is_answered,
        IncidentFlag.WAITING: not is_over and not is_answered,
        IncidentFlag.MERGED: incident.merged_into is not None,
        IncidentFlag.LINKED: placed.deployment_id != 0,
        IncidentFlag.ACK_TIMED_OUT: incident.ack_timeouts > 0,
        IncidentFlag.CONTRADICTORY: is_contradictory,
    }
    return IncidentFlag(sum(flag for flag, seen in noticed.items() if seen))
