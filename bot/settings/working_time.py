"""When people work: what an organisation, its teams and its people say about their days and hours."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from bot.settings.fields import WEEKDAYS, Country, Hours, Weekdays, Zone, refuse
from bot.settings.section import Section
from domain.people import DayHours, OwnHours

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class TimeOff(Section):
    """Days off in a row: a vacation, a parental leave, a company's shutdown."""

    began_on: date = Field(alias="from", description="The first day off, such as 2026-12-24.")
    back_on: date | None = Field(
        default=None, alias="until", description="The first day back; the day after `from` when not said."
    )
    note: str | None = Field(default=None, description="For whoever reads this file; Leadline ignores it.")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "TimeOff":
        if self.back_on and self.back_on <= self.began_on:
            refuse("an `until` that is later than `from`")
        return self

    @property
    def back(self) -> date:
        return self.back_on or self.began_on + timedelta(days=1)


class Week(Section):
    """A week of work. What is not said is the team's or the organisation's, or as it was before a change."""

    time_zone: Zone | None = Field(
        default=None,
        description="The time zone; when not said, the person's in Slack, the team's or the organisation's.",
    )
    working_days: Weekdays | None = Field(
        default=None,
        description="The days that count as working time; the team's or organisation's when not said.",
    )
    working_hours: Hours | None = Field(
        default=None, description="The hours of such a day; the team's or organisation's when not said."
    )
    part_time: dict[Day, Hours] | None = Field(
        default=None, description='Working days with hours of their own, such as `{"fri": "09:00-13:00"}`.'
    )
    country: Country | None = Field(
        default=None,
        description="The country whose public holidays are no working days, or a part of it: `DE`, `DE-BY`.",
    )

    def over(self, before: OwnHours) -> OwnHours:
        """What was said before, with what is said here instead; part-time days end with their weekday."""
        kept = (day for day in before.part_time if day[0] in (self.working_days or range(7)))
        return OwnHours(
            zone=self.time_zone or before.zone,
            weekdays=self.working_days or before.weekdays,
            hours=self.working_hours or before.hours,
            part_time=tuple(kept) if self.part_time is None else _by_weekday(self.part_time),
            country=self.country or before.country,
            time_off=before.time_off,
        )


def _by_weekday(part_time: Mapping[Day, tuple[time, time]]) -> tuple[DayHours, ...]:
    return tuple(sorted((WEEKDAYS.index(day), *hours) for day, hours in part_time.items()))


class Change(Week):
    """Another week from a day on."""

    began_on: date = Field(alias="from", description="The first day on which this holds.")

    @model_validator(mode="after")
    def _changes_something(self) -> "Change":
        if all(getattr(self, name) is None for name in Week.model_fields):
            refuse("something that changes on that day, such as `workingDays`")
        return self


def _apart(stretches: tuple[TimeOff, ...]) -> tuple[TimeOff, ...]:
    ordered = sorted(stretches, key=lambda each: each.began_on)
    if any(later.began_on < earlier.back for earlier, later in pairwise(ordered)):
        refuse("days off that do not overlap")
    return stretches


def _in_order(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    if any(later.began_on <= earlier.began_on for earlier, later in pairwise(changes)):
        refuse("changes in the order of their days, one a day")
    return changes


class WorkingTime(Week):
    """When somebody works, is off, and works otherwise than before."""

    time_off: Annotated[tuple[TimeOff, ...], AfterValidator(_apart)] = Field(
        default=(), description="Days off, beside holidays: vacations, or a shutdown of everybody."
    )
    changes: Annotated[tuple[Change, ...], AfterValidator(_in_order)] = Field(
        default=(), description="What changes from a day on, the earliest first; the past keeps its hours."
    )

    def own_hours(self) -> OwnHours:
        """What is said, with its changes one upon the other."""
        stretches = ((each.began_on, each.back) for each in self.time_off)
        said = self.over(OwnHours(time_off=tuple(sorted(stretches))))
        changes: list[tuple[date, OwnHours]] = []
        for change in self.changes:
            changes.append((change.began_on, change.over(changes[-1][1] if changes else said)))
        return replace(said, changes=tuple(changes))
