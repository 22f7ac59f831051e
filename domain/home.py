"""What App Home shows somebody: what waits on them first, then how their teams do."""

from dataclasses import dataclass
from datetime import datetime

from domain.health import SourceHealth
from domain.people import Person
from domain.result import Result


@dataclass(frozen=True, slots=True)
class NeedsYou:
    """A pull request whose next move is this person's, since when, and why it is theirs."""

    pull_request_id: int
    title: str
    url: str
    repository: str
    number: int
    why: str
    since: datetime
    working_seconds: int


@dataclass(frozen=True, slots=True)
class TeamCard:
    """A team of theirs with its headline figure."""

    slug: str
    name: str
    result: Result


@dataclass(frozen=True, slots=True)
class HomeView:
    """`person` is None until the Slack user is linked to somebody whose work we see."""

    person: Person | None
    needs_you: tuple[NeedsYou, ...]
    more_needs: int
    waiting: tuple[NeedsYou, ...]
    teams: tuple[TeamCard, ...]
    sources: tuple[SourceHealth, ...]
    can_configure: bool
    as_of: datetime
    zone: str
