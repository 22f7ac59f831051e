"""What was deployed from one repository: its services' releases, and which of its changes each brought."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from domain.records import Deployment, PullRequest
from domain.rulings.deployments import logical
from domain.rulings.graph import Graph
from domain.rulings.landings import Places, is_update, landings
from domain.rulings.paths import codeowners
from domain.rulings.production import of_one_source, production
from domain.rulings.releases import Changes, Release, Track, track
from domain.rulings.services import Catalogue
from services.service_catalogue import ServiceMap
from storage.shelves import Shelves


@dataclass(frozen=True, slots=True)
class Deployed:
    """A repository's releases by service, its merged pull requests, and what its services are called."""

    catalogue: Catalogue
    tracks: Mapping[int, Track]
    pull_requests: Sequence[PullRequest]
    names: Mapping[int, str]

    def releases(self) -> list[Release]:
        return [release for each in self.tracks.values() for release in each.releases]

    def brought(self) -> dict[int, list[Release]]:
        """The releases that first brought each pull request to a service, by its id."""
        found: dict[int, list[Release]] = {}
        for release in self.releases():
            for pr in release.pull_requests:
                found.setdefault(pr.id, []).append(release)
        return found


def deployed(repository_id: int, services: ServiceMap, shelves: Shelves) -> Deployed:
    """What the rulings make of a repository's deployments; its history is read only if there are any."""
    repository = services.repositories[repository_id]
    rules = codeowners(shelves.services.owners(repository_id))
    catalogue = Catalogue(repository, services.services.get(repository_id, ()), rules)
    records = production(shelves.deployments.of([repository_id]), catalogue, services.production)
    if not records:
        return Deployed(catalogue, {}, (), {})
    prs = shelves.merged.of(repository_id)
    graph = Graph(shelves.branch_commits.of(repository_id))
    landed = landings(prs, graph, shelves.merged.with_commits)
    touched = {pr.id: catalogue.touched(pr, _paths(landed.get(pr.id, ()), graph)) for pr in prs}
    changes = Changes(graph, prs, landed, _at_heads(records, prs, graph, shelves))
    names: dict[int, str] = {}
    of_services: dict[int, list[Deployment]] = {}
    for record in records:
        id_, name = catalogue.of(record)
        names[id_] = name
        of_services.setdefault(id_, []).append(record)
    tracks = {}
    for id_, theirs in of_services.items():
        mine = [pr for pr in prs if id_ in touched[pr.id] or not catalogue.names(id_)]
        tracks[id_] = track(logical(of_one_source(theirs), id_), changes.of(mine))
    return Deployed(catalogue, tracks, prs, names)


def _paths(landing: Sequence[Places], graph: Graph) -> frozenset[str]:
    return frozenset(path for places in landing for path in graph.commits[places[0]].paths)


def _at_heads(
    records: Collection[Deployment], prs: Sequence[PullRequest], graph: Graph, shelves: Shelves
) -> Mapping[str, list[PullRequest]]:
    """Pull requests whose merge, or whose branch as it stood at the end, is a commit outside of the graph."""
    unknown = {record.sha for record in records if graph.find(record.sha) is None}
    lower = {sha.lower() for sha in unknown}
    found: dict[str, list[PullRequest]] = {}
    for pr in prs:
        if pr.merge_sha and pr.merge_sha.lower() in lower:
            found.setdefault(pr.merge_sha.lower(), []).append(pr)
    holding = {id_ for ids in shelves.merged.of_commits(unknown | lower).values() for id_ in ids}
    for pr in shelves.merged.with_commits([pr for pr in prs if pr.id in holding]):
        own = [commit for commit in pr.commits if not is_update(commit.headline)]
        if own and own[-1].sha.lower() in lower:
            found.setdefault(own[-1].sha.lower(), []).append(pr)
    return found
