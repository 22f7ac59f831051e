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
    AGAINST = auto()
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


Named = MetricInfo | Team | str
"""What a name can be of; a repository is said by its full name."""

_Names = Mapping[str, Sequence[tuple[str, Named]]]
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
        phrase = phrase.removeprefix("@")
        if channel := _CHANNEL.fullmatch(phrase):
            return self._of_channel(folded(channel["id"] or channel["name"]))
        found = self._found(phrase, {Kind.SCOPE, Kind.REPOSITORY})
        said = _PREFIX.fullmatch(phrase)
        affix, name = (said[1], said[2]) if said else ("", "")
        if said is None and (said := _SUFFIX.fullmatch(phrase)):
            affix, name = said[2], said[1]
        return found or (self._qualified(name, _KINDS.get(affix, Kind.SCOPE)) if affix else ())

    def zone_of(self, scope: Scope) -> str:
        """On whose days a window of the scope lies."""
        if scope.kind is ScopeKind.PERSON:
            return self.own_zone or self.zone
        return next((team.hours.zone for team in self.teams if team.id == scope.id), self.zone)

    def default_scope(self) -> Scope:
        """Whose work is meant when nobody is named."""
        return team_scope(self.home) if self.home else ORGANISATION

    def spellings(self) -> Iterator[tuple[str, Named]]:
        """Every name's key with what goes by it, for suggestions."""
        return ((key, named) for key, alike in self._names.items() for _, named in alike)

    def repository_ids(self, names: Sequence[str]) -> tuple[int, ...]:
        """The ids of these full names, in their order; one name may stand for a repository at two sources."""
        return tuple(found.id for name in names for found in self._by_full_name[name])

    def _of_channel(self, channel: str) -> tuple[Meaning, ...]:
        mapped = [team for team in self.teams if channel == folded(team.channel or "").removeprefix("#")]
        return tuple(map(meaning_of, mapped)) or self._found(channel, {Kind.SCOPE})

    def _qualified(self, name: str, kind: Kind) -> tuple[Meaning, ...]:
        """What goes by a name of a kind: whose own short name it is wins over whose alias it is."""
        found = self._found(name, {kind})
        return tuple(each for each in found if folded(each.text).partition(":")[2] == name) or found

    def _found(self, phrase: str, kinds: set[Kind]) -> tuple[Meaning, ...]:
        """What goes by the phrase: as it is spelled if anything does, else however it is separated."""
        alike = [(name, meaning_of(named)) for name, named in self._names.get(key(phrase), ())]
        right = [(name, meaning) for name, meaning in alike if meaning.kind in kinds]
        exact = [(name, meaning) for name, meaning in right if folded(name) == folded(phrase)]
        return tuple({meaning.text: meaning for _, meaning in exact or right}.values())

    @cached_property
    def _names(self) -> _Names:
        names: dict[str, list[tuple[str, Named]]] = defaultdict(list)
        for name, named in self._all():
            names[key(name)].append((name, named))
        return names

    @cached_property
    def _by_full_name(self) -> Mapping[str, Sequence[Repository]]:
        found: dict[str, list[Repository]] = defaultdict(list)
        for repository in self.repositories:
            found[repository.full_name].append(repository)
        return found

    def _all(self) -> Iterator[tuple[str, Named]]:
        for info in self.metrics:
            yield from ((name, info) for name in (info.slug, info.title, *info.synonyms))
        for team in self.teams:
            yield from ((name, team) for name in (team.slug, team.name, *team.aliases))
        for full_name in self._by_full_name:
            yield full_name, full_name
            yield full_name.rpartition("/")[2], full_name


def team_scope(team: Team) -> Scope:
    return Scope(ScopeKind.TEAM, team.name, team.id, team.slug)


def meaning_of(named: Named) -> Meaning:
    """What saying its name means."""
    if isinstance(named, MetricInfo):
        return Meaning(Kind.METRIC, named.slug, named.title, named.slug)
    if isinstance(named, str):
        return Meaning(Kind.REPOSITORY, named, f"Repository {named}", f"repo:{named}")
    label = (
        f"Team {named.name}" if key(named.name) == key(named.slug) else f"Team {named.name} ({named.slug})"
    )
    return Meaning(Kind.SCOPE, team_scope(named), label, f"team:{named.slug}")
