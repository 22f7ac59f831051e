"""Where things lie in Bitbucket's API, and which of their fields are asked for."""

from urllib.parse import quote

from domain.records import Repository

PAGE, LONG_PAGE = 50, 100
"""The most that Bitbucket gives of pull requests and activity, and of everything else."""

STATES = ["OPEN", "MERGED", "DECLINED", "SUPERSEDED"]

_ACTOR = ("uuid", "account_id", "nickname", "display_name", "type")


def _of(prefix: str, *names: str) -> list[str]:
    return [f"{prefix}.{name}" for name in names]


_PULL_REQUEST = [
    "id", "title", "description", "state", "draft", "created_on", "updated_on", "participants.state",
    "participants.participated_on", "links.html.href", "source.branch.name", "source.commit.hash",
    "source.repository.uuid", "destination.branch.name", "destination.commit.hash", "merge_commit.hash",
    "merge_commit.date", *_of("author", *_ACTOR), *_of("closed_by", *_ACTOR), *_of("reviewers", *_ACTOR),
    *_of("participants.user", *_ACTOR),
]  # fmt: skip

_COMMIT = ["hash", "date", "message", "parents.hash", "author.raw", *_of("author.user", *_ACTOR)]

_REPOSITORY = ["uuid", "full_name", "links.html.href", "mainbranch.name"]

_PIPELINE = [
    "uuid", "build_number", "run_number", "run_creation_date", "created_on", "completed_on", "state",
    "trigger", "target.ref_name", "target.commit.hash", "target.selector", "target.pullrequest.id",
    *_of("creator", *_ACTOR),
]  # fmt: skip

_STEP = ["uuid", "name", "run_number", "started_on", "completed_on", "state", "trigger.type"]

_DEPLOYMENT = [
    "uuid", "state", "environment.uuid", "environment.name", "environment.environment_type.name",
    "release.name", "release.created_on", "release.commit.hash", "release.pipeline.uuid",
    "deployable.commit.hash", "last_update_time",
]  # fmt: skip


def _listed(fields: list[str]) -> str:
    return ",".join(["next", "size", *_of("values", *fields)])


PULL_REQUEST, PULL_REQUESTS = ",".join(_PULL_REQUEST), _listed(_PULL_REQUEST)
COMMIT, COMMITS = ",".join(_COMMIT), _listed(_COMMIT)
REPOSITORY, REPOSITORIES = ",".join(_REPOSITORY), _listed(_REPOSITORY)
PIPELINE, PIPELINES = ",".join(_PIPELINE), _listed(_PIPELINE)
DEPLOYMENT, DEPLOYMENTS = ",".join(_DEPLOYMENT), _listed(_DEPLOYMENT)
STEPS = _listed(_STEP)
DIFFSTAT = _listed(["lines_added", "lines_removed"])


def at(repository: Repository, *steps: str) -> str:
    """The path of something within a repository, which is found by its UUID whatever its name is by now."""
    workspace = repository.full_name.partition("/")[0]
    return "/repositories/" + "/".join(
        quote(step, safe="") for step in (workspace, repository.external_id, *steps)
    )
