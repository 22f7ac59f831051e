"""Incidents and on call: how often things break, who is there how soon, and what that costs people."""

import numpy as np

from domain.facts import (
    ACKNOWLEDGEMENTS,
    CALLS,
    INCIDENTS,
    RESOLUTIONS,
    SHIFTS,
    CallFlag,
    Columns,
    IncidentColumns,
    IncidentFlag,
    Seconds,
    ShiftColumns,
)
from domain.metric import CALENDAR_ONLY, Aggregate, Better, Unit
from domain.question import TimeBase
from metrics.deployments import deployment_frequency
from metrics.metric import Reasons, metric

HUNDRED_HOURS = 100 * 3600

ASIDE: Reasons = {
    IncidentFlag.EXCLUDED_BY_HAND: "incidents set aside by hand",
    IncidentFlag.MERGED: "incidents merged into another",
    IncidentFlag.LOW_URGENCY: "incidents of low urgency",
}
"""What is no trouble of its own, or could wait; left out of every figure of this family, and counted."""

CONTRADICTORY: Reasons = {IncidentFlag.CONTRADICTORY: "with times that contradict each other"}


def _each(columns: Columns) -> Seconds:
    """One for every row."""
    return np.ones(len(columns), np.int32)


@metric(
    "Incident frequency",
    family="incidents",
    unit=Unit.COUNT,
    better=Better.LOWER,
    of=INCIDENTS,
    aggregate=Aggregate.PER_WEEK,
    synonyms=("incident frequency", "incident rate", "incident count", "incidents per week"),
    leaves_out=ASIDE,
    notices=CONTRADICTORY,
)
def incident_frequency(incidents: IncidentColumns, _clock: TimeBase) -> Seconds:
    """How many incidents of high urgency were opened, per week.

    Incidents merged into another are that one, and those of low urgency are left out; both are counted.
    """
    return _each(incidents)


@metric(
    "Time to acknowledge",
    family="incidents",
    unit=Unit.DURATION,
    better=Better.LOWER,
    of=ACKNOWLEDGEMENTS,
    synonyms=("tta", "mtta", "time to acknowledge", "time to ack", "mean time to acknowledge"),
    clocks=CALENDAR_ONLY,
    leaves_out={
        **ASIDE,
        IncidentFlag.WAITING: "incidents still waiting for somebody",
        IncidentFlag.UNACKNOWLEDGED: "incidents resolved without an acknowledgement",
    },
    notices={**CONTRADICTORY, IncidentFlag.ACK_TIMED_OUT: "whose acknowledgement ran out"},
)
def time_to_acknowledge(incidents: IncidentColumns, _clock: TimeBase) -> Seconds:
    """From an incident's creation to the first time that a person acknowledged it; its mean is the MTTA.

    Tools and bots acknowledge nothing. What nobody acknowledged has no such time: it is left out and counted.
    """
    return incidents.acknowledge


@metric(
    "Time to resolve",
    family="incidents",
    unit=Unit.DURATION,
    better=Better.LOWER,
    of=RESOLUTIONS,
    synonyms=("ttr", "mttr", "time to resolve", "mean time to resolve", "resolution time"),
    clocks=CALENDAR_ONLY,
    leaves_out=ASIDE,
    notices={
        **CONTRADICTORY,
        IncidentFlag.AUTO_RESOLVED: "resolved by a tool or a timeout",
        IncidentFlag.UNACKNOWLEDGED: "that nobody acknowledged",
    },
)
def time_to_resolve(incidents: IncidentColumns, _clock: TimeBase) -> Seconds:
    """From an incident's creation to its final resolution; its mean is the MTTR.

    When it was last touched does not matter, and what was reopened counts until it was over for good.
    Incidents that a tool or a timeout resolved count, and how many those were is told.
    """
    return incidents.resolve


@metric(
    "Hours on call",
    family="incidents",
    unit=Unit.NUMBER,
    better=Better.NEITHER,
    of=SHIFTS,
    aggregate=Aggregate.TOTAL,
    scale=HUNDRED_HOURS,
    leaves_out={CallFlag.EXCLUDED_BY_HAND: "shifts set aside by hand"},
    notices={},
)
def _hundred_hours(shifts: ShiftColumns, _clock: TimeBase) -> Seconds:
    """Time on call in hundreds of hours."""
    return shifts.seconds


@metric(
    "On-call load",
    family="incidents",
    unit=Unit.NUMBER,
    better=Better.LOWER,
    of=CALLS,
    aggregate=Aggregate.RATIO,
    per="per 100 h on call",
    synonyms=("on-call load", "oncall load", "on call load", "interruptions", "pages"),
    leaves_out={CallFlag.EXCLUDED_BY_HAND: "interruptions set aside by hand"},
    notices={
        CallFlag.SLEEP: "in hours of sleep",
        CallFlag.OFF_HOURS: "in the evening or on a weekend",
    },
    over=_hundred_hours,
)
def oncall_load(calls: Columns, _clock: TimeBase) -> Seconds:
    """How often somebody was called by push, phone or SMS, per 100 hours on call.

    What reached the same person within 60 seconds is one interruption. Hours are each person's own:
    sleep is 22 to 8, business 8 to 18 from Monday to Friday.
    """
    return _each(calls)


@metric(
    "Incidents per deployment",
    family="incidents",
    unit=Unit.NUMBER,
    better=Better.LOWER,
    of=INCIDENTS,
    aggregate=Aggregate.RATIO,
    per="per deployment",
    synonyms=("incidents per deployment", "incidents per deploy"),
    leaves_out=ASIDE,
    notices={**CONTRADICTORY, IncidentFlag.LINKED: "that a deployment is known to have caused"},
    over=deployment_frequency,
)
def incidents_per_deployment(incidents: IncidentColumns, _clock: TimeBase) -> Seconds:
    """Incidents of high urgency opened over successful deployments to production, whatever caused them.

    It is no failure rate and may exceed 1: change failure rate counts only deployments that failed.
    """
    return _each(incidents)
