"""Teams, who was in them when, and which repositories are theirs."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, delete, select, true, update

from domain.people import Membership, Team
from domain.records import Repository
from storage import cells
from storage.ownership import resolve_accounts, resolve_repositories
from storage.projects import resolve_projects
from storage.shapes import Shape
from storage.tables import memberships, pull_requests, repositories, team_accounts, team_repositories, teams
from storage.transaction import Transaction

_team = Shape(teams, Team)
_membership = Shape(memberships, Membership)
_repository = Shape(repositories, Repository)


class Teams:
    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def replace(self, records: Sequence[Team]) -> None:
        """Make the configuration's teams exactly these.

        Teams made in Slack stay, and so does a channel chosen in Slack for a team whose
        configuration names none.
        """
        before = {team.id: team for team in self.all()}
        configured = set(self._tx.connection.scalars(select(teams.c.id).where(teams.c.is_configured)))
        for record in records:
            known = before.get(record.id)
            channel = record.channel or (known.channel if known else None)
            self._write(replace(record, channel=channel), known, is_configured=True)
        for gone in configured - {record.id for record in records}:
            self.remove(before[gone].slug)
        self._resolve([record.id for record in records])

    def save(self, record: Team) -> None:
        """Insert or change one team; a channel that was another team's becomes this one's."""
        known = self._one(teams.c.id == record.id)
        configured = self._tx.first(select(teams.c.is_configured).where(teams.c.id == record.id))
        self._write(record, known, is_configured=bool(configured and configured.is_configured))
        self._resolve([record.id])

    def remove(self, slug: str) -> None:
        self._tx.alone()
        team = self.by_slug(slug)
        if team is not None:
            self._tx.run(delete(teams).where(teams.c.id == team.id))
            cells.forget(self._tx, team.id)

    def all(self) -> list[Team]:
        return self._found(true())

    def by_slug(self, slug: str) -> Team | None:
        return self._one(teams.c.slug == slug)

    def by_channel(self, channel_id: str) -> Team | None:
        return self._one(teams.c.channel == channel_id)

    def repositories_of(self, team_id: int) -> list[Repository]:
        """The team's repositories, or where its members have worked if it names none."""
        named = select(team_repositories.c.repository_id).where(team_repositories.c.team_id == team_id)
        members = select(team_accounts.c.account_id).where(team_accounts.c.team_id == team_id)
        worked = select(pull_requests.c.repository_id).where(pull_requests.c.author_id.in_(members))
        ids = repositories.c.id
        rows = self._tx.all(
            select(repositories).where(ids.in_(named) | ids.in_(worked)).order_by(repositories.c.full_name)
        )
        return [_repository.record(row) for row in rows]

    def _write(self, record: Team, known: Team | None, *, is_configured: bool) -> None:
        self._tx.alone()
        if record.channel:
            taken = update(teams).where(teams.c.channel == record.channel, teams.c.id != record.id)
            self._tx.run(taken.values(channel=None))
        self._tx.upsert(teams, [(*_team.row(record), is_configured)])
        if known is None or known.members != record.members:
            self._tx.run(delete(memberships).where(memberships.c.team_id == record.id))
            count = len(record.members)
            rows = _membership.rows(record.members, [record.id] * count, range(count))
            self._tx.upsert(memberships, rows)

    def _resolve(self, ids: Collection[int]) -> None:
        if ids:
            changed = resolve_repositories(self._tx, team_ids=ids) | resolve_accounts(self._tx, ids)
            cells.mark_scopes(self._tx, changed | resolve_projects(self._tx, team_ids=ids))

    def _one(self, condition: ColumnElement[bool]) -> Team | None:
        return next(iter(self._found(condition)), None)

    def _found(self, condition: ColumnElement[bool]) -> list[Team]:
        rows = self._tx.all(select(teams).where(condition).order_by(teams.c.slug))
        members = defaultdict(list)
        listed = select(memberships).order_by(memberships.c.position)
        for row in self._tx.among(listed, memberships.c.team_id, (row.id for row in rows)):
            members[row.team_id].append(_membership.record(row))
        return [_team.record(row, members=tuple(members[row.id])) for row in rows]
