"""Waits: how long a pull request has waited for whoever could move it on, told in their working time."""

from datetime import datetime

from domain.records import PullRequest
from domain.rulings.attendance import attendance
from domain.rulings.people import People
from domain.rulings.turns import Turn
from domain.working import working_seconds
from services.facts import Roster


def waited(pr: PullRequest, turn: Turn, people: People, roster: Roster, now: datetime) -> int:
    """Seconds since it is their turn in which any of them worked; of nobody in particular, the team's.

    What the metrics tell and what people are reminded of is told by this one clock.
    """
    known = {id_: people[id_] for id_ in turn.by if id_ in people}
    present = attendance(pr, roster.calendars(known), roster.around(pr.repository_id))
    return working_seconds(turn.since, now, present.of(known))
