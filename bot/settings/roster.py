"""The teams and people that the settings name, as records of the domain."""

from bot.settings.model import Configuration, TeamSection
from domain.ids import identify
from domain.people import Membership, Person, Team, WorkingHours


def hours(settings: Configuration) -> WorkingHours:
    """The organisation's working hours, for whoever is in no team."""
    return WorkingHours(zone=settings.time_zone)


def teams(settings: Configuration) -> tuple[Team, ...]:
    """The teams of the settings, in their order."""
    return tuple(_team(slug, section, settings.time_zone) for slug, section in settings.teams.items())


def people(settings: Configuration) -> tuple[tuple[Person, tuple[str, ...]], ...]:
    """The people of the settings, each with their logins."""
    return tuple(
        (
            Person(
                id=identify("person", (section.email or section.slack or section.name).casefold()),
                name=section.name,
                email=section.email,
                slack_user=section.slack,
            ),
            section.logins,
        )
        for section in settings.people
    )


def _team(slug: str, section: TeamSection, zone: str) -> Team:
    begins, ends = section.working_hours
    return Team(
        id=identify("team", slug),
        slug=slug,
        name=section.name or slug,
        repositories=section.repositories,
        members=tuple(Membership(m.login, m.began_on, m.ended_on) for m in section.members),
        channel=section.channel,
        hours=WorkingHours(section.time_zone or zone, section.working_days, begins, ends),
        aliases=section.aliases,
        projects=section.projects,
    )
