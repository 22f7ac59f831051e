"""What can be found out about a connection, and what to do where it is not well."""

from collections.abc import Callable, Iterator

from domain.errors import LeadlineError
from domain.health import Check, Light
from domain.records import Repository
from integrations.answers import Answer, whole_number
from integrations.bitbucket.api import Api
from integrations.bitbucket.queries import at
from integrations.checking import clock, repositories_seen
from integrations.pages import RepositoryPage

TOKENS = "https://support.atlassian.com/bitbucket-cloud/docs/access-tokens/"

PARTS = (
    ("Pull requests", ("pullrequests",), "pullrequest", Light.RED),
    ("Pipelines", ("pipelines",), "pipeline", Light.YELLOW),
    ("Deployments", ("deployments",), "pipeline", Light.YELLOW),
)
"""What must be readable in a repository: label, path, the scope that it takes, and how bad it is without."""

Repositories = Callable[[], Iterator[RepositoryPage]]


def checks(api: Api, repositories: Repositories) -> Iterator[Check]:
    """One after another; what cannot be asked is told in its place.

    Bitbucket does not say what a token is: what it may read is found out by reading.
    """
    try:
        pages = list(repositories())
    except LeadlineError as error:
        yield _failed("What we see", error)
        return
    yield _seen(pages)
    found = [one for page in pages for one in page.repositories]
    if not found:
        return
    try:
        answer = api.get(at(found[0]))
    except LeadlineError as error:
        yield _failed("Rate limit", error)
        return
    yield _who(answer)
    for label, steps, scope, light in PARTS:
        yield _readable(api, found[0], label, steps=steps, scope=scope, light=light)
    yield _limit(answer)
    yield clock("Bitbucket", api.governor.skew)


def _failed(label: str, error: LeadlineError, light: Light = Light.RED, hint: str = "") -> Check:
    hint = hint or error.hint or "See whether the workspace and the token are right."
    return Check(label, light, error.message, hint)


def _who(answer: Answer) -> Check:
    """Tokens have no name; what kind they are stands in a header, where it does."""
    kind = answer.headers.get("x-credential-type", "").replace("_", " ") or "a token"
    scopes = answer.headers.get("x-oauth-scopes", "")
    return Check("Who we are", Light.GREEN, f"{kind}, scopes {scopes}" if scopes else kind)


def _seen(pages: list[RepositoryPage]) -> Check:
    check, _ = repositories_seen(
        pages,
        correct="Correct the names in the settings, or use a token of that workspace.",
        look="See whether the chosen workspace and patterns are right, and what the token has access to.",
    )
    return check


def _readable(
    api: Api, repository: Repository, label: str, *, steps: tuple[str, ...], scope: str, light: Light
) -> Check:
    hint = f"Make a token with the scope to read {scope}s ({TOKENS}) and connect it."
    try:
        bag = api.page(at(repository, *steps), {"pagelen": 1})
    except LeadlineError as error:
        return _failed(label, error, light, hint)
    some = "some" if bag.size is None else str(bag.size)
    return Check(label, Light.GREEN, f"{some} in {repository.full_name}")


def _limit(answer: Answer) -> Check:
    """Only access tokens are told their limit, and only that it comes near."""
    limit = whole_number(answer.headers.get("x-ratelimit-limit"))
    if answer.headers.get("x-ratelimit-nearlimit", "").lower() == "true":
        hint = "Leave it some time, or give Leadline an access token of the workspace for itself."
        return Check("Rate limit", Light.YELLOW, f"near its {limit or 1_000} requests an hour", hint)
    told = f"{limit} requests an hour" if limit else "1000 requests an hour, as far as is known"
    return Check("Rate limit", Light.GREEN, told)
