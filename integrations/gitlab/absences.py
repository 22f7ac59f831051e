"""Why something of a project is not there: the project is gone, a feature is switched off, or we may not."""

from domain.errors import LeadlineError, Misconfigured, Unknown
from domain.records import Repository
from integrations.gitlab.api import Absent, Api

FEATURES = {
    "pull_requests": "merge_requests_access_level",
    "commits": "repository_access_level",
    "runs": "builds_access_level",
    "deployments": "environments_access_level",
    "owners": "repository_access_level",
}
"""By stream, what a project calls the feature behind it (https://docs.gitlab.com/api/projects/)."""

WORDS = {
    "pull_requests": "the pull requests",
    "commits": "the commits",
    "runs": "the pipelines",
    "deployments": "the deployments",
    "owners": "the files",
}


def assert_switched_off(api: Api, repository: Repository, stream: str) -> None:
    """Return where there is nothing to read, because the feature is off or nothing was pushed yet.

    Raises:
        Unknown: the repository is gone.
        Misconfigured: it is there, and we may not read it, or not even see it.
    """
    try:
        project = api.get(f"/projects/{repository.external_id}")
    except Absent:
        raise gone(repository) from None
    if isinstance(project, dict):
        levels = {project.get(FEATURES[stream]), project.get("repository_access_level")}
        if "disabled" in levels or (project.get("empty_repo") is True and stream in ("commits", "owners")):
            return
    raise Misconfigured(
        f"GitLab does not let us read {WORDS[stream]} of {repository.full_name}.",
        hint="Give the token's owner the role Reporter there or higher, and the token the scope read_api.",
    )


def gone(repository: Repository) -> LeadlineError:
    return Unknown(f"GitLab knows no repository {repository.full_name} any more.")
