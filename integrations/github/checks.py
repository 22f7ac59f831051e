"""What can be found out about a connection, and what to do where it is not well."""

from collections.abc import Callable, Iterator

from domain.errors import LeadlineError
from domain.health import Check, Light
from domain.records import Repository
from integrations.checking import clock, failed, repositories_seen
from integrations.github import queries
from integrations.github.api import Api, Reply
from integrations.pages import RepositoryPage

_WRONG = "See whether the address and token are right."

SCOPES = {"repo": {"repo"}, "read:org": {"read:org", "write:org", "admin:org"}}
"""What a classic token needs, and the scopes that contain it."""

PERMISSIONS = {
    "metadata": Light.RED,
    "contents": Light.RED,
    "pull_requests": Light.RED,
    "issues": Light.YELLOW,
    "members": Light.YELLOW,
    "actions": Light.YELLOW,
    "checks": Light.YELLOW,
    "deployments": Light.YELLOW,
}
"""What an app needs to read, and how bad it is without."""

_PERMIT = "Give the credentials read-only permission to {}, or leave it and go without."

LOW = 0.1

Repositories = Callable[[], Iterator[RepositoryPage]]


def checks(api: Api, repositories: Repositories) -> Iterator[Check]:
    """One after another; what cannot be asked is told in its place."""
    try:
        reply = api.ask(queries.VIEWER)
        login = reply.at("viewer", "login")
    except LeadlineError as error:
        yield failed("Who we are", error, _WRONG)
        return
    yield Check("Who we are", Light.GREEN, f"{login} at {api.address.pages}")
    yield _permissions(api, reply)
    try:
        yield from _seen(api, repositories)
    except LeadlineError as error:
        yield failed("What we see", error, _WRONG)
    yield _limit(reply)
    yield clock("GitHub", api.governor.skew)


def _permissions(api: Api, reply: Reply) -> Check:
    label = "What we may read"
    if api.proof.permissions is not None:
        return _of_app(label, api, set(api.proof.permissions))
    granted = reply.answer.headers.get("x-oauth-scopes")
    if granted is None:
        return Check(label, Light.GREEN, "a fine-grained token, which does not say; see below")
    scopes = {scope.strip() for scope in granted.split(",")}
    missing = [scope for scope, enough in SCOPES.items() if not scopes & enough]
    if not missing:
        return Check(label, Light.GREEN, f"scopes {granted}")
    return Check(
        label,
        Light.RED,
        f"scopes {granted or 'none'}; {', '.join(missing)} missing",
        f"Edit the token at {api.address.pages}/settings/tokens and tick {', '.join(missing)}.",
    )


def _of_app(label: str, api: Api, granted: set[str]) -> Check:
    missing = [name for name in PERMISSIONS if name not in granted]
    if not missing:
        return Check(label, Light.GREEN, "all that is needed, as an app")
    red = any(PERMISSIONS[name] is Light.RED for name in missing)
    return Check(
        label,
        Light.RED if red else Light.YELLOW,
        f"permission to read {', '.join(missing)} missing",
        f"Open {api.address.pages}/settings/apps, the app, Permissions & events: set {', '.join(missing)} "
        "to read-only, then accept the request in the installation.",
    )


def _seen(api: Api, repositories: Repositories) -> Iterator[Check]:
    """How many repositories, and whether pull requests of one can be read, which scopes do not tell."""
    check, active = repositories_seen(
        repositories(),
        correct="Correct the names in the settings, or give the credentials access to them.",
        look="See whether the chosen organisation and patterns are right, and what the token has access to.",
    )
    yield check
    for one in active[:1]:
        yield _readable(api, one)
        yield _builds(api, one)
        yield _deployments(api, one)


def _readable(api: Api, repository: Repository) -> Check:
    label = "Pull requests"
    try:
        reply = api.ask(queries.PULL_REQUESTS, {"repository": repository.external_id, "first": 1})
        total = reply.at("node", "pullRequests", "totalCount")
    except LeadlineError as error:
        return failed(label, error, _WRONG)
    return Check(label, Light.GREEN, f"{total} in {repository.full_name}")


def _builds(api: Api, repository: Repository) -> Check:
    label = "Builds"
    try:
        found = api.found(f"/repos/{repository.full_name}/actions/runs?per_page=1&exclude_pull_requests=true")
    except LeadlineError as error:
        return Check(label, Light.YELLOW, error.message, _PERMIT.format("Actions"))
    total = found.body.get("total_count") if isinstance(found.body, dict) else None
    if total is None:
        return Check(
            label, Light.YELLOW, f"not to be seen in {repository.full_name}", _PERMIT.format("Actions")
        )
    return Check(label, Light.GREEN, f"{total} in {repository.full_name}")


def _deployments(api: Api, repository: Repository) -> Check:
    label = "Deployments"
    try:
        node = api.ask(queries.PROBE, {"ids": [repository.external_id]}).at("nodes")[0] or {}
        counts = [node[key]["totalCount"] for key in ("deployments", "releases")]
    except LeadlineError as error:
        return Check(label, Light.YELLOW, error.message, _PERMIT.format("Deployments"))
    except (KeyError, TypeError, IndexError):
        hint = _PERMIT.format("Deployments")
        return Check(label, Light.YELLOW, f"not to be seen in {repository.full_name}", hint)
    return Check(label, Light.GREEN, f"{counts[0]}, and {counts[1]} releases, in {repository.full_name}")


def _limit(reply: Reply) -> Check:
    """Enterprise Server has no limit unless its admin sets one."""
    limit = reply.data.get("rateLimit")
    if not limit:
        return Check("Rate limit", Light.GREEN, "none")
    told = f"{limit['remaining']} of {limit['limit']} points left until {limit['resetAt'][11:16]} UTC"
    if limit["remaining"] >= limit["limit"] * LOW:
        return Check("Rate limit", Light.GREEN, told)
    return Check(
        "Rate limit", Light.YELLOW, told, "Something else uses this token too; give Leadline its own."
    )
