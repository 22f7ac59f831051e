"""Histories of a repository and what was deployed from it, told in hours from a Monday morning."""

from collections.abc import Sequence
from datetime import timedelta

from domain.facts import DeploymentFlag, Failure
from domain.ids import identify
from domain.records import BranchCommit, Deployment, DeploymentStatus, PullRequest
from domain.rulings.deployments import Logical, logical
from domain.rulings.graph import Graph
from domain.rulings.landings import landings
from domain.rulings.releases import Changes, Release, Track, track
from tests import builders
from tests.builders import Value, told
from tests.domain.rulings.stories import ALICE, hour

REPOSITORY = builders.repository()
SERVICE = identify("service", "pay")
MINUTES = 10
"""How long a deployment takes unless told otherwise."""

KINDS = DeploymentFlag.FIRST | DeploymentFlag.REDEPLOY | DeploymentFlag.ROLLBACK | DeploymentFlag.HOTFIX


def branch_commit(sha: str, *parents: str, at: float = 0, **fields: Value) -> BranchCommit:
    """A commit made in an hour; its headline tells it apart from every other."""
    return BranchCommit(
        **told(
            fields,
            id=identify("github", "commit", str(REPOSITORY.id), sha),
            source="github",
            repository_id=REPOSITORY.id,
            sha=sha,
            parents=parents,
            authored_at=hour(at),
            committed_at=hour(at),
            author_id=ALICE.id,
            headline=f"Commit {sha}",
        )
    )


def line(shas: str) -> list[BranchCommit]:
    """A branch without merges, one letter a commit and an hour."""
    return [branch_commit(sha, *shas[:place][-1:], at=place) for place, sha in enumerate(shas)]


def deployed(sha: str, at: float, **fields: Value) -> Deployment:
    """A deployment to production that began in an hour, told by its provider."""
    name = fields.pop("name", f"{sha} in hour {at} {fields.get('part', '')} {fields.get('environment', '')}")
    minutes = fields.pop("minutes", MINUTES)
    return Deployment(
        **told(
            fields,
            id=identify("github", "deployment", name),
            source="github",
            external_id=name,
            repository_id=REPOSITORY.id,
            environment="production",
            sha=sha,
            status=DeploymentStatus.SUCCESS,
            created_at=hour(at),
            finished_at=hour(at) + timedelta(minutes=minutes),
            url=f"https://github.com/acme/payments/deployments/{name.replace(' ', '-')}",
        )
    )


def broken(sha: str, at: float, **fields: Value) -> Deployment:
    return deployed(sha, at, status=DeploymentStatus.FAILURE, **fields)


def landed(number: int, sha: str | None, at: float, **fields: Value) -> PullRequest:
    """Alice's pull request, opened an hour before it was merged as that commit."""
    asked = told(fields, author=ALICE, created_at=hour(at - 1), merged_at=hour(at), merge_sha=sha)
    return builders.pull_request(number, **asked)


def one(deployments: Sequence[Deployment]) -> list[Logical]:
    return logical(deployments, SERVICE)


def shipped(
    deployments: Sequence[Deployment],
    commits: Sequence[BranchCommit] = (),
    prs: Sequence[PullRequest] = (),
    heads: dict[str, list[PullRequest]] | None = None,
) -> Track:
    """What the rulings make of a service's deployments."""
    graph = Graph(commits)
    landing = landings(prs, graph, lambda asked: asked)
    return track(one(deployments), Changes(graph, prs, landing, heads or {}))


def kinds(found: Track) -> list[DeploymentFlag]:
    """What each release was, without whether it got to its end."""
    return [release.flags & KINDS for release in found.releases]


def brought(found: Track) -> list[list[int]]:
    """The numbers of the pull requests that each release was the first to contain."""
    return [sorted(pr.number for pr in release.pull_requests) for release in found.releases]


def release(found: Track, sha: str, nth: int = 0) -> Release:
    """The nth release of a commit."""
    return [each for each in found.releases if each.made.sha == sha][nth]


def blamed(failures: Sequence[Failure], found: Track) -> list[str]:
    """The shas of the deployments that failed."""
    shas = {each.made.id: each.made.sha for each in found.releases}
    return [shas[failure.deployment_id] for failure in failures]
