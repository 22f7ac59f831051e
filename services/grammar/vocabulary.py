"""The names that can be said here: metrics, teams, channels and repositories, as this asker means them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from domain.metric import MetricInfo
from domain.people import Team
from domain.question import ORGANISATION, Scope, ScopeKind
from domain.records import Repository
from services.grammar.words import folded, key

EVERYONE = "everyone"
ME = "me"


class Kind(Enum):
    """What part of a question a phrase speaks of."""

    METRIC = auto()
    SCOPE = auto()
    USER = auto()
    REPOSITORY = auto()
    WINDOW = auto()
    VERSUS = auto()
    BY = auto()
    PERCENTILE = auto()
    CLOCK = auto()
    FILLER = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a phrase can mean: its label for people, and the text that means nothing else."""

    kind: Kind
    value: object
    label: str
    text: str


_Names = Mapping[str, Sequence[tuple[str, Meaning]]]
_PREFIX = re.compile(r"(metric|team|repo|repository|channel)(?:: ?| )(.+)")
_SUFFIX = re.compile(r"(.+) (team|repo|repository)")
_CHANNEL = re.compile(r"<#(?P<id>[^|>]+)(?:\|[^>]*)?>|#(?P<name>.+)")
_KINDS = {"metric": Kind.METRIC, "repo": Kind.REPOSITORY, "repository": Kind.REPOSITORY}


@dataclass(frozen=True)
class Vocabulary:
    """What can be said by whom.

    `zone` is the organisation's and `own_zone` the asker's; `home` is whose work is meant when nobody is
    named; `me` is the asker's own scope, None until they are linked to an account; `slack_user` asks.
    """

    metrics: Sequence[MetricInfo] = ()
    teams: Sequence[Team] = ()
    repositories: Sequence[Repository] = ()
    zone: str = "UTC"
    own_zone: str | None = None
    home: Team | None = None
    me: Scope | None = None
    slack_user: str | None = None

    def metric(self, phrase: str) -> tuple[Meaning, ...]:
        """The metrics of that name; they belong to Leadline's own words."""
        return self._found(phrase, {Kind.METRIC})

    def named(self, phrase: str) -> tuple[Meaning, ...]:
        """The teams and repositories of that name, with or without `team:`, `repo:` or `#` before it."""
        if channel := _CHANNEL.fullmatch(phrase):
            return self._of_channel(folded(channel["id"] or channel["name"]))
        found = self._found(phrase, {Kind.SCOPE, Kind.REPOSITORY})
        said = _PREFIX.fullmatch(phrase)
        affix, name = (said[1], said[2]) if said else ("", "")
        if said is None and (said := _SUFFIX.fullmatch(phrase)):
            affix, name = said[2], said[1]
        return found or (self._found(name, {_KINDS.get(affix, Kind.SCOPE)}) if affix else ())

    def zone_of(self, scope: Scope) -> str:
        """On whose days a window of the scope lies."""
        if scope.kind is ScopeKind.PERSON:
            return self.own_zone or self.zone
        return next((team.hours.zone for team in self.teams if team.id == scope.id), self.zone)

    def default_scope(self) -> Scope:
        """Whose work is meant when nobody is named."""
        return team_scope(self.home) if self.home else ORGANISATION

    def spellings(self) -> Iterator[tuple[str, Meaning]]:
        """Every name with what it means, for suggestions."""
        return ((name, meaning) for named in self._names.values() for name, meaning in named)

    def repository_ids(self, names: Sequence[str]) -> tuple[int, ...]:
        """The ids of these full names, in their order; one name may stand for a repository at two sources."""
        return tuple(found.id for name in names for found in self._by_full_name[name])

    def _of_channel(self, channel: str) -> tuple[Meaning, ...]:
        mapped = [team for team in self.teams if channel == folded(team.channel or "").removeprefix("#")]
        return tuple(_team_meaning(team) for team in mapped) or self._found(channel, {Kind.SCOPE})

    def _found(self, phrase: str, kinds: set[Kind]) -> tuple[Meaning, ...]:
        """What goes by the phrase: as it is spelled if anything does, else however it is separated."""
        alike = [(name, m) for name, m in self._names.get(key(phrase), ()) if m.kind in kinds]
        exact = [(name, m) for name, m in alike if name == folded(phrase)]
        return tuple({m.text: m for _, m in exact or alike}.values())

    @cached_property
    def _names(self) -> _Names:
        names: dict[str, list[tuple[str, Meaning]]] = defaultdict(list)
        for name, meaning in self._all():
            names[key(name)].append((folded(name), meaning))
        return names

    @cached_property
    def _by_full_name(self) -> Mapping[str, Sequence[Repository]]:
        found: dict[str, list[Repository]] = defaultdict(list)
        for repository in self.repositories:
            found[repository.full_name].append(repository)
        return found

    def _all(self) -> Iterator[tuple[str, Meaning]]:
        for info in self.metrics:
            meaning = Meaning(Kind.METRIC, info.slug, info.title, info.slug)
            yield from ((name, meaning) for name in (info.slug, info.title, *info.synonyms))
        for team in self.teams:
            yield from ((name, _team_meaning(team)) for name in (team.slug, team.name, *team.aliases))
        for name in self._by_full_name:
            meaning = Meaning(Kind.REPOSITORY, name, f"Repository {name}", f"repo:{name}")
            yield from ((said, meaning) for said in {name, name.rsplit("/", 1)[-1]})


def team_scope(team: Team) -> Scope:
    return Scope(ScopeKind.TEAM, team.name, team.id, team.slug)


def _team_meaning(team: Team) -> Meaning:
    label = f"Team {team.name}" if key(team.name) == key(team.slug) else f"Team {team.name} ({team.slug})"
    return Meaning(Kind.SCOPE, team_scope(team), label, f"team:{team.slug}")
