"""Who works: accounts and the people behind them, teams and who was in them when."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Table, Text, func

from domain.records import AccountKind
from storage.tables.places import repositories, sources
from storage.tables.schema import metadata
from storage.types import Big, Day, Hours, Listing, Moment, Own, Prose, word

accounts = Table(
    "accounts",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("source", ForeignKey(sources.c.key, ondelete="CASCADE"), nullable=False, index=True),
    Column("external_id", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("kind", word(AccountKind), nullable=False),
    Column("name", Prose),
    Column("email", Text),
)
Index("ix_accounts_lower_login", func.lower(accounts.c.login))

kind_overrides = Table(  # what an admin says an account is; it wins over the provider's word
    "kind_overrides",
    metadata,
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("kind", word(AccountKind), nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("name", Prose, nullable=False),
    Column("email", Text),
    Column("slack_user", Text, unique=True),
    Column("zone", Text),
    Column("hours", Own),
)
Index("ix_people_lower_email", func.lower(people.c.email))

account_links = Table(
    "account_links",
    metadata,
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("person_id", ForeignKey(people.c.id, ondelete="CASCADE"), nullable=False, index=True),
)

teams = Table(
    "teams",
    metadata,
    Column("id", Big, primary_key=True, autoincrement=False),
    Column("slug", Text, nullable=False, unique=True),
    Column("name", Prose, nullable=False),
    Column("repositories", Listing, nullable=False),
    Column("channel", Text, index=True),
    Column("hours", Hours, nullable=False),
    Column("aliases", Listing, nullable=False),
    Column("projects", Listing, nullable=False, server_default="[]"),
    Column("is_configured", Boolean, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("team_id", ForeignKey(teams.c.id, ondelete="CASCADE"), primary_key=True),
    Column("position", Big, primary_key=True, autoincrement=False),
    Column("login", Text, nullable=False),
    Column("began_on", Day),
    Column("ended_on", Day),
)
Index("ix_memberships_lower_login", func.lower(memberships.c.login))

team_repositories = Table(  # what the teams' patterns resolve to now
    "team_repositories",
    metadata,
    Column("team_id", ForeignKey(teams.c.id, ondelete="CASCADE"), primary_key=True),
    Column("repository_id", ForeignKey(repositories.c.id, ondelete="CASCADE"), primary_key=True, index=True),
)

team_accounts = Table(  # what the memberships of a team without repositories resolve to now, in instants
    "team_accounts",
    metadata,
    Column("team_id", ForeignKey(teams.c.id, ondelete="CASCADE"), primary_key=True),
    Column("account_id", ForeignKey(accounts.c.id, ondelete="CASCADE"), primary_key=True, index=True),
    Column("began_at", Moment, primary_key=True),
    Column("ended_at", Moment, primary_key=True),
)

team_projects = Table(  # what the teams' project keys resolve to now
    "team_projects",
    metadata,
    Column("team_id", ForeignKey(teams.c.id, ondelete="CASCADE"), primary_key=True),
    Column("project_id", Big, primary_key=True, index=True),
)
