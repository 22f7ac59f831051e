"""What can be found out about a connection, and what to do where it is not well."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from domain.errors import LeadlineError
from domain.health import Check, Light
from domain.records import Repository
from integrations.answers import whole_number
from integrations.checking import clock, failed, repositories_seen
from integrations.gitlab import queries
from integrations.gitlab.api import OUT_OF_SIGHT, TooOld, at, first_of, gid
from integrations.gitlab.server import Server, is_newer
from integrations.pages import RepositoryPage

_WRONG = "See whether the address and token are right."

ENOUGH = {"read_api", "api"}
LOW = 0.1
SOON = timedelta(days=14)

Repositories = Callable[[], Iterator[RepositoryPage]]


def checks(server: Server, repositories: Repositories, today: date) -> Iterator[Check]:
    """One after another; what cannot be asked is told in its place."""
    pages = server.api.address.pages
    try:
        username = at(server.api.ask(queries.VIEWER), "currentUser", "username")
    except LeadlineError as error:
        yield failed("Who we are", error, _WRONG)
        return
    if not username:
        hint = "The token may be of a kind that stands for nobody; create one with the scope read_api."
        yield Check("Who we are", Light.RED, f"nobody at {pages}", hint)
        return
    yield Check("Who we are", Light.GREEN, f"{username} at {pages}")
    looks: dict[str, Callable[[], Check]] = {
        "What we may read": lambda: _scopes(server, today),
        "Version": lambda: _version(server),
    }
    for label, look in looks.items():
        try:
            yield look()
        except LeadlineError as error:
            yield failed(label, error, _WRONG)
    try:
        yield from _seen(server, repositories)
    except LeadlineError as error:
        yield failed("What we see", error, _WRONG)
    yield _limit(server)
    yield clock("GitLab", server.api.governor.skew)


def _scopes(server: Server, today: date) -> Check:
    """Access tokens tell about themselves since 15.5; OAuth tokens do not there."""
    label = "What we may read"
    try:
        token = server.api.get("/personal_access_tokens/self")
    except OUT_OF_SIGHT:
        return Check(label, Light.GREEN, "a token that does not say; see below")
    scopes = at(token, "scopes")
    granted = [str(scope) for scope in scopes] if isinstance(scopes, list) else []
    if not ENOUGH & set(granted):
        told = f"scopes {', '.join(granted) or 'none'}; read_api missing"
        where = f"{server.api.address.pages}/-/user_settings/personal_access_tokens"
        return Check(label, Light.RED, told, f"Create a token with the scope read_api at {where}.")
    told = f"scopes {', '.join(granted)}"
    ends_on = _day(at(token, "expires_at"))
    if ends_on and ends_on - today <= SOON:
        hint = "Rotate it before, and run `leadline connect gitlab` with the new one."
        return Check(label, Light.YELLOW, f"{told}; expires on {ends_on.isoformat()}", hint)
    return Check(label, Light.GREEN, told)


def _version(server: Server) -> Check:
    version = server.version()
    if is_newer(version):
        return Check("Version", Light.GREEN, f"GitLab {version}")
    oldest = ".".join(map(str, queries.NEWER))
    return Check(
        "Version",
        Light.YELLOW,
        f"GitLab {version}" if version else "not told",
        f"Update to {oldest} or later: before that, when commits were committed and what started a pipeline "
        "is not told.",
    )


def _seen(server: Server, repositories: Repositories) -> Iterator[Check]:
    """How many repositories, and whether pull requests of one can be read, which scopes do not tell."""
    check, active = repositories_seen(
        repositories(),
        correct="Correct the names in the settings, or make the token's owner a member there.",
        look="See whether the chosen group and patterns are right, and where the token's owner is a member.",
    )
    yield check
    for one in active[:1]:
        yield _readable(server, one)


def _readable(server: Server, repository: Repository) -> Check:
    label = "Pull requests"
    asked = {"project": gid("Project", repository.external_id), "first": 1, "counted": True}
    try:
        project = first_of(server.ask(lambda q: q.pull_requests, asked), "projects")
    except TooOld:
        return Check(
            label,
            Light.YELLOW,
            "one by one, by REST",
            "Update GitLab, and it takes a hundredth of the requests.",
        )
    except LeadlineError as error:
        return failed(label, error, _WRONG)
    total = at(project, "mergeRequests", "count")
    if total is None:
        hint = "Give the token's owner the role Reporter there or higher."
        return Check(label, Light.RED, f"none of {repository.full_name} can be read", hint)
    return Check(label, Light.GREEN, f"{total} in {repository.full_name}")


def _limit(server: Server) -> Check:
    """Self-managed servers have no limit unless their admins set one."""
    told = server.api.told
    limit, left = whole_number(told.get("ratelimit-limit")), whole_number(told.get("ratelimit-remaining"))
    if limit is None or left is None:
        return Check("Rate limit", Light.GREEN, "none")
    found = f"{left} of {limit} requests left this minute"
    if left >= limit * LOW:
        return Check("Rate limit", Light.GREEN, found)
    return Check(
        "Rate limit", Light.YELLOW, found, "Something else uses this token too; give Leadline its own."
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
