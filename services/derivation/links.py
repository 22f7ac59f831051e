"""Links made anew: which issues pull requests are about, and the facts of those that are merged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.correction import NOTHING, Link
from domain.facts import LINKS, SpanFacts
from domain.ids import identify
from domain.rulings.links import Mention, Said, address, mentions, project_of
from services.derivation import Work
from services.tracking import tracking
from storage.rests_on import EVERYWHERE
from storage.shelves import Shelves

Told = Mapping[int, Sequence[Mention]]


@dataclass(frozen=True, slots=True)
class Places:
    """The marked places, told apart."""

    repositories: frozenset[int]
    projects: frozenset[int]

    @classmethod
    def of(cls, work: Work) -> "Places":
        projects = {project.id for project in work.shelves.projects.all()}
        if EVERYWHERE in work.places:
            repositories = {repository.id for repository in work.shelves.repositories.all()}
            return cls(frozenset(repositories), frozenset(projects))
        return cls(work.places - projects, work.places & projects)


def relink(places: Places, shelves: Shelves) -> set[str]:
    """Link the pull requests there, and those that speak of issues there; the keys that any names or did."""
    said = _concerned(places, shelves)
    patterns = tracking(shelves).patterns
    explicit = _explicit(shelves.mentions.linking())
    by_hand = _by_hand(said, shelves)
    gone = shelves.mentions.of_removed(places.repositories)
    before = shelves.mentions.of({*said, *gone})
    after: dict[int, tuple[Mention, ...]] = dict.fromkeys(gone, ())
    after |= {
        id_: mentions(each, patterns, explicit.get(address(each.url), ()), by_hand.get(id_))
        for id_, each in said.items()
    }
    shelves.mentions.replace(after)
    named = {mention.key for told in (*before.values(), *after.values()) for mention in told}
    _links(said, after, places, shelves)
    return named


def _concerned(places: Places, shelves: Shelves) -> dict[int, Said]:
    """What the pull requests say that are in the places, name an issue there or are named by one."""
    said = {each.id: each for each in shelves.mentions.said(places.repositories)}
    naming = shelves.mentions.saying(shelves.issues.keys_in(places.projects))
    others = {each.id for several in naming.values() for each in several}
    others |= shelves.mentions.at(
        url for _, links in shelves.mentions.linking(places.projects) for url in links
    )
    return said | {each.id: each for each in shelves.mentions.said_by(others - said.keys())}


def _by_hand(said: Collection[int], shelves: Shelves) -> dict[int, str]:
    """What people said: the key of the issue, or nothing where there is none; gone issues say nothing."""
    words = shelves.overrides.of(Link.PULL_REQUEST_ISSUE, said)
    issues = shelves.issues.by_ids(word.to_id for word in words.values())
    keys = {NOTHING: ""} | {issue.id: issue.key for issue in issues.values()}
    return {id_: keys[word.to_id] for id_, word in words.items() if word.to_id in keys}


def _explicit(linking: Iterable[tuple[str, Collection[str]]]) -> dict[str, list[str]]:
    """The keys of the issues that link to each address."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, links in sorted(linking):
        for url in links:
            found[address(url)].append(key)
    return found


def _links(said: Mapping[int, Said], told: Told, places: Places, shelves: Shelves) -> None:
    """Each merged pull request with the first issue that it names, if any."""
    known = shelves.issues.ids_of({mention.key for each in told.values() for mention in each})
    projects = {project.key.upper() for project in shelves.projects.all()}

    def issue(mention: Mention) -> int:
        if mention.key in known:
            return known[mention.key]
        return identify("issue", mention.key) if project_of(mention.key) in projects else 0

    facts = [
        SpanFacts(
            id=each.id,
            place_id=each.repository_id,
            author_id=each.author_id,
            at=each.merged_at,
            flags=int(each.flags),
            kind_id=next(filter(None, map(issue, told[each.id])), 0),
            span=None,
            span_working=None,
        )
        for each in said.values()
        if each.merged_at
    ]
    shelves.facts.replace(LINKS, facts, places.repositories)
