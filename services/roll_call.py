"""Who is in which team today, each team on the days of its own zone."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.people import Membership, Team
from storage.shelves import Shelves


def today_of(team: Team, now: datetime) -> date:
    """Which day it is for the team."""
    return now.astimezone(ZoneInfo(team.hours.zone)).date()


def is_current(membership: Membership, today: date) -> bool:
    begun = membership.began_on is None or membership.began_on <= today
    return begun and (membership.ended_on is None or today < membership.ended_on)


def teams_of(person_id: int | None, teams: Sequence[Team], shelves: Shelves, now: datetime) -> list[Team]:
    """The teams in which one of the person's logins is a member today."""
    accounts = [] if person_id is None else shelves.people.accounts_of(person_id)
    logins = {account.login.casefold() for account in accounts}
    return [team for team in teams if logins & members_on(team, today_of(team, now))]


def members_on(team: Team, day: date) -> set[str]:
    """The lower-case logins that are in the team on a day."""
    return {member.login.casefold() for member in team.members if is_current(member, day)}
