"""The teams, people and services that the settings name, as records of the domain."""

from bot.settings.model import Configuration, PersonSection, TeamSection
from bot.settings.services import service
from domain.ids import identify
from domain.people import Membership, OwnHours, Person, Team, WorkingHours
from domain.records import Service


def hours(settings: Configuration) -> WorkingHours:
    """The organisation's working hours, for whoever is in no team and has none of their own."""
    return settings.own_hours().over(WorkingHours())


def teams(settings: Configuration) -> tuple[Team, ...]:
    """The teams of the settings, in their order."""
    return tuple(_team(slug, section, hours(settings)) for slug, section in settings.teams.items())


def services(settings: Configuration) -> tuple[Service, ...]:
    """The services of the settings, in their order."""
    return tuple(service(slug, section) for slug, section in settings.services.items())


def people(settings: Configuration) -> tuple[tuple[Person, tuple[str, ...]], ...]:
    """The people of the settings, each with their logins."""
    return tuple(
        (
            Person(
                id=identify("person", (section.email or section.slack or section.name).casefold()),
                name=section.name,
                email=section.email,
                slack_user=section.slack,
                hours=_said(section),
            ),
            section.logins,
        )
        for section in settings.people
    )


def _said(section: PersonSection) -> OwnHours | None:
    own = section.own_hours()
    return None if own == OwnHours() else own


def _team(slug: str, section: TeamSection, around: WorkingHours) -> Team:
    return Team(
        id=identify("team", slug),
        slug=slug,
        name=section.name or slug,
        repositories=section.repositories,
        members=tuple(Membership(m.login, m.began_on, m.ended_on) for m in section.members),
        channel=section.channel,
        hours=section.own_hours().over(around),
        aliases=section.aliases,
        projects=section.projects,
    )
