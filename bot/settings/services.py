"""What runs in production: the services, where their code is, and how a production environment is called."""

from datetime import date

from pydantic import Field, StrictInt, model_validator

from bot.settings.fields import Expression, Word, refuse
from bot.settings.section import Section
from domain.ids import identify
from domain.records import Service
from domain.rulings.production import PRODUCTION


class ServiceSection(Section):
    """A service; the key it stands under is its slug, which deployments and incidents name it by."""

    name: str | None = Field(
        default=None, description="How the service is called in answers; its key when not said."
    )
    repositories: tuple[Word, ...] = Field(
        default=(), description="Where its code is: full names or patterns such as `acme/pay-*`."
    )
    paths: tuple[Word, ...] = Field(
        default=(), description="Only these paths of the repositories, as CODEOWNERS would write them."
    )
    labels: tuple[str, ...] = Field(
        default=(), description="Pull requests that carry one of these labels are part of it."
    )
    owners: tuple[Word, ...] = Field(
        default=(), description="Only the paths that CODEOWNERS gives to one of these, such as `@acme/pay`."
    )
    alerts_as: tuple[str, ...] = Field(
        default=(),
        description="What the incident tool calls it: ids or names of its services there, and of the "
        "schedules by which people are on call for it.",
    )
    environments: tuple[str, ...] = Field(
        default=(), description="The environments that are its production, by name or pattern."
    )
    incident_hours: StrictInt = Field(
        default=24,
        ge=1,
        le=24 * 30,
        description="How many hours back a deployment may have caused an incident that names none.",
    )
    began_on: date | None = Field(
        default=None, alias="from", description="The first day on which it is made so, such as 2026-09-01."
    )
    ended_on: date | None = Field(default=None, alias="until", description="The first day after.")

    @model_validator(mode="after")
    def _is_whole(self) -> "ServiceSection":
        if self.began_on and self.ended_on and self.ended_on <= self.began_on:
            refuse("an `until` that is later than `from`")
        if (self.paths or self.owners) and not self.repositories:
            refuse("`repositories` that the paths or owners are of")
        return self


class DeploymentsSection(Section):
    """What counts as a deployment to production."""

    production: Expression = Field(
        default=PRODUCTION,
        description="What a production environment's name looks like, where neither the provider nor a "
        "service says which it is: a regular expression.",
    )


def service(slug: str, section: ServiceSection) -> Service:
    """The service as a record."""
    return Service(
        id=identify("service", slug, section.began_on.isoformat() if section.began_on else ""),
        slug=slug,
        name=section.name or slug,
        repositories=section.repositories,
        paths=section.paths,
        labels=section.labels,
        owners=section.owners,
        alerts_as=section.alerts_as,
        environments=section.environments,
        incident_hours=section.incident_hours,
        began_on=section.began_on,
        ended_on=section.ended_on,
    )
