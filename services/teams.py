"""Teams: defined in `config.json` or in a modal, found by channel or by person."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from domain.clock import Clock
from domain.errors import Field, Forbidden, Misconfigured, Unknown
from domain.people import Asker, Membership, Team, WorkingHours
from services.roll_call import members_on, teams_of, today_of
from services.team_fields import Fields, slug_of, team_of
from storage.shelves import Shelves
from storage.store import Store
from storage.types import hours_from, hours_text

_OWNER, _CONFIGURED, _UNDO = "teams", "configured", "undo"


class Teams:
    """Who is in a team is kept with its days: a change is true from today on and leaves the past alone."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def all(self) -> list[Team]:
        with self._store.read() as shelves:
            return shelves.teams.all()

    def of_channel(self, channel: str | None) -> Team | None:
        with self._store.read() as shelves:
            return shelves.teams.by_channel(channel) if channel else None

    def of_person(self, person_id: int | None) -> list[Team]:
        """The teams that the person is in today."""
        with self._store.read() as shelves:
            return teams_of(person_id, shelves.teams.all(), shelves, self._clock())

    def sync_config(self, teams: Sequence[Team]) -> None:
        """Make the configuration's teams exactly these; teams made in Slack stay as they are."""
        with self._store.write() as shelves:
            shelves.teams.replace(teams)
            shelves.notes.put(_OWNER, _CONFIGURED, {"slugs": [team.slug for team in teams]})

    def save(self, fields: Fields, asker: Asker | None = None) -> Team:
        """Make a team, or with a `slug` change that one; `asker` is None for whoever runs Leadline.

        Raises:
            Misconfigured: with a `Field` for everything that is wrong.
            Forbidden: the asker may not change it.
            Unknown: there is no team of that slug.
        """
        slug = str(fields.get("slug") or "")
        with self._store.write() as shelves:
            known = _named(slug, shelves) if slug else None
            if known:
                self._permit(known, asker, shelves)
            team = team_of(fields, known, self._today)
            _refuse_taken(team, known, shelves)
            return _changed(team, shelves)

    def assign_channel(self, slug: str, channel: str) -> Team:
        """Remember whose channel it is; it was nobody's, or becomes this team's instead of another's."""
        with self._store.write() as shelves:
            return _changed(replace(_named(slug, shelves), channel=channel), shelves)

    def undo(self, slug: str) -> Team | None:
        """Take back the last change of a team: what it was before, None when it was new.

        Raises:
            Unknown: there is nothing to take back any more.
        """
        with self._store.write() as shelves:
            note = shelves.notes.get(_OWNER, f"{_UNDO} {slug}")
            if note is None:
                raise Unknown("That can't be undone any more.", hint="Only the last change can be, once.")
            shelves.notes.remove(_OWNER, f"{_UNDO} {slug}")
            before = _recalled(note["before"]) if note["before"] else None
            if before is None:
                shelves.teams.remove(slug)
            else:
                shelves.teams.save(before)
            _give_back(note["channel_of"], note["channel"], shelves)
        return before

    def _permit(self, team: Team, asker: Asker | None, shelves: Shelves) -> None:
        """A team of the configuration is changed there; one made in Slack by its members."""
        if _is_configured(team, shelves):
            raise Forbidden(
                f"{team.name} is defined in `config.json`, which would undo a change made here.",
                hint="Ask whoever runs Leadline to change it there.",
            )
        if asker and not self._is_one_of_them(team, asker, shelves):
            raise Forbidden(
                f"Only members of {team.name} can change it.", hint="Ask one of them; nothing was changed."
            )

    def _is_one_of_them(self, team: Team, asker: Asker, shelves: Shelves) -> bool:
        """Whether the asker is a member; a team that names no members is everybody's."""
        members = members_on(team, today_of(team, self._clock()))
        accounts = shelves.people.accounts(asker.account_ids).values()
        return not members or bool(members & {account.login.casefold() for account in accounts})

    def _today(self, zone: str) -> date:
        return self._clock().astimezone(ZoneInfo(zone)).date()


def _named(slug: str, shelves: Shelves) -> Team:
    team = shelves.teams.by_slug(slug)
    if team is None:
        raise Unknown(f"There is no team “{slug}” any more.", hint="`/metrics teams` shows those there are.")
    return team


def _is_configured(team: Team, shelves: Shelves) -> bool:
    note = shelves.notes.get(_OWNER, _CONFIGURED)
    return note is not None and team.slug in note["slugs"]


def _refuse_taken(team: Team, known: Team | None, shelves: Shelves) -> None:
    """Two teams of one name could not be told apart."""
    others = [other for other in shelves.teams.all() if known is None or other.id != known.id]
    if any(slug_of(team.name) in (other.slug, slug_of(other.name)) for other in others):
        wrong = Field("name", team.name, "a name that no other team has")
        raise Misconfigured(
            f"There is a team “{team.name}” already.", hint="Nothing was changed.", fields=(wrong,)
        )


def _changed(team: Team, shelves: Shelves) -> Team:
    """Save the team, and how to take that back."""
    before = shelves.teams.by_slug(team.slug)
    owner = shelves.teams.by_channel(team.channel) if team.channel else None
    taken = owner.slug if owner and owner.id != team.id else None
    note = {"before": before and _noted(before), "channel_of": taken, "channel": team.channel}
    shelves.notes.put(_OWNER, f"{_UNDO} {team.slug}", note)
    shelves.teams.save(team)
    return team


def _give_back(slug: str | None, channel: str | None, shelves: Shelves) -> None:
    """The channel to the team that it was taken from, if that is still there."""
    owner = shelves.teams.by_slug(slug) if slug else None
    if owner:
        shelves.teams.save(replace(owner, channel=channel))


def _noted(team: Team) -> dict[str, Any]:
    """A team as JSON keeps it."""
    members = [[each.login, _text(each.began_on), _text(each.ended_on)] for each in team.members]
    plain = asdict(replace(team, members=(), hours=WorkingHours()))
    return plain | {"hours": hours_text(team.hours), "members": members}


def _recalled(note: dict[str, Any]) -> Team:
    return Team(
        id=note["id"],
        slug=note["slug"],
        name=note["name"],
        repositories=tuple(note["repositories"]),
        members=tuple(Membership(login, _day(began), _day(ended)) for login, began, ended in note["members"]),
        channel=note["channel"],
        hours=hours_from(note["hours"]),
        aliases=tuple(note["aliases"]),
        projects=tuple(note.get("projects", ())),
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
