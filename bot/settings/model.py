"""Everything that `config.json` can say; the reference and the editors' schema are generated from here."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StrictInt, field_validator, model_validator

from bot.settings.fields import (
    Channel,
    Command,
    DatabaseWithoutPassword,
    Duration,
    Email,
    Hours,
    SlackUser,
    Slug,
    WebAddress,
    Weekdays,
    Word,
    Zone,
    refuse,
)
from bot.settings.integrations import Connection, Integrations
from bot.settings.section import Section
from bot.settings.services import DeploymentsSection, ServiceSection
from bot.settings.working_time import WorkingTime


class Web(Section):
    """Where Leadline listens, for its pictures, its health and Slack's HTTP mode."""

    host: Word = Field(default="127.0.0.1", description="The address to listen on; 0.0.0.0 is every one.")
    port: StrictInt = Field(
        default=8080, ge=0, le=65535, description="The port to listen on; 0 takes a free one."
    )


class Slack(Section):
    """How Leadline speaks with Slack. Its tokens stand in the environment."""

    mode: Literal["socket", "http"] = Field(
        default="socket",
        description="`socket`: Leadline calls Slack. `http`: Slack calls Leadline at `publicUrl`.",
    )
    api_url: WebAddress | None = Field(
        default=None, description="Another Slack than slack.com, such as GovSlack's API or a local one."
    )
    command: Command = Field(
        default="/metrics", description="The slash command, as the Slack app declares it."
    )


class SyncSection(Section):
    """How the sources are kept up to date."""

    every: Duration = Field(
        default_factory=lambda: timedelta(minutes=10),
        description="How often the sources are looked at; unchanged repositories cost next to nothing.",
        json_schema_extra={"default": "10m"},
    )


class Member(Section):
    """A login's time in a team: from the first day on, until the day after the last."""

    login: Word = Field(description="The login at the source.")
    began_on: date | None = Field(
        default=None, alias="from", description="The first day, such as 2026-09-01."
    )
    ended_on: date | None = Field(default=None, alias="until", description="The first day after.")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Member":
        if self.began_on and self.ended_on and self.ended_on <= self.began_on:
            refuse("an `until` that is later than `from`")
        return self


def _member(value: object) -> object:
    return {"login": value} if isinstance(value, str) else value


class TeamSection(WorkingTime):
    """A team, its work and its working hours; the key it stands under is how people type it."""

    name: str | None = Field(
        default=None, description="How the team is called in answers; its key when not said."
    )
    members: tuple[Annotated[Member, BeforeValidator(_member, json_schema_input_type=Word | Member)], ...] = (
        Field(default=(), description="Logins, each alone or as `{login, from, until}`.")
    )
    repositories: tuple[Word, ...] = Field(
        default=(),
        description="Full names or patterns: what is merged there is the team's work. "
        "When empty, it is what the members merge.",
    )
    projects: tuple[Word, ...] = Field(
        default=(),
        description="The keys of its Jira projects or Linear teams. When empty, it is the projects whose "
        "issues are mostly worked on in its repositories.",
    )
    channel: Channel | None = Field(
        default=None, description="The Slack channel's id: there, `/metrics` means this team."
    )
    aliases: tuple[Word, ...] = Field(default=(), description="Other words for the team in questions.")


class PersonSection(WorkingTime):
    """Somebody whose hours are their own, or whom e-mail alone does not match to their accounts."""

    name: str = Field(min_length=1, description="How the person is called.")
    email: Email | None = Field(default=None, description="The address of their Slack profile.")
    slack: SlackUser | None = Field(default=None, description="Their Slack user id.")
    logins: tuple[Word, ...] = Field(default=(), description="Their logins at the sources.")


class Configuration(WorkingTime):
    """`config.json`."""

    editor_schema: str | None = Field(
        default=None, alias="$schema", description="Where an editor finds the schema of this file; ignored."
    )
    database: DatabaseWithoutPassword = Field(
        default=".leadline/leadline.db",
        repr=False,
        description="A path (SQLite) or `postgresql://host/name`; with a password, set LEADLINE_DATABASE.",
    )
    time_zone: Zone = Field(
        default="UTC", description="The organisation's time zone: its days, weeks and windows."
    )
    working_days: Weekdays | None = Field(
        default=None,
        description="The organisation's working days.",
        json_schema_extra={"default": ["mon", "tue", "wed", "thu", "fri"]},
    )
    working_hours: Hours | None = Field(
        default=None,
        description="The hours of such a day that count as working time.",
        json_schema_extra={"default": "09:00-18:00"},
    )
    public_url: WebAddress | None = Field(
        default=None,
        description="Where Slack reaches `web`; charts are image links there, else they are uploaded.",
    )
    web: Web = Field(default_factory=Web, description="The address Leadline listens on.")
    slack: Slack = Field(default_factory=Slack, description="How Leadline speaks with Slack.")
    sync: SyncSection = Field(default_factory=SyncSection, description="How sources are kept up to date.")
    integrations: Integrations = Field(default_factory=Integrations, description="What is read, from where.")
    connections: dict[Slug, Connection] = Field(
        default_factory=dict,
        description="More sources of a provider, each under a name of its own, such as `gitlab-eu`: its "
        "`provider`, and the keys that this provider has in `integrations`.",
    )
    teams: dict[Slug, TeamSection] = Field(
        default_factory=dict, description="The teams, by the short name that people type."
    )
    services: dict[Slug, ServiceSection] = Field(
        default_factory=dict,
        description="What runs in production, by short name; a repository that none names is its own.",
    )
    deployments: DeploymentsSection = Field(
        default_factory=DeploymentsSection, description="Which deployments are to production."
    )
    people: tuple[PersonSection, ...] = Field(
        default=(), description="People with hours of their own, or whom e-mail alone does not match."
    )
    bots: tuple[Word, ...] = Field(
        default=(),
        description="Logins or patterns such as `*-ci` of accounts that are bots, beside those known.",
    )

    @field_validator("connections", mode="after")
    @classmethod
    def _names_of_their_own(cls, named: dict[str, Connection]) -> dict[str, Connection]:
        taken = sorted(named.keys() & Integrations.model_fields.keys())
        if taken:
            refuse(f"names of their own, such as {taken[0]}-eu; `integrations` tells of {taken[0]}")
        return named
