"""What can be found out about a connection, and what to do where it is not well."""

from collections.abc import Callable, Iterator

from domain.errors import LeadlineError
from domain.health import Check, Light
from domain.records import Repository
from integrations.answers import Answer
from integrations.bitbucket_server.api import REST, Api, at
from integrations.checking import clock, failed, repositories_seen
from integrations.pages import RepositoryPage

_WRONG = "See whether the address and the token are right."


Repositories = Callable[[], Iterator[RepositoryPage]]


def checks(api: Api, repositories: Repositories) -> Iterator[Check]:
    """One after another; what cannot be asked is told in its place."""
    try:
        answer = api.get(f"{REST}/projects", {"limit": 1})
    except LeadlineError as error:
        yield failed("Who we are", error, _WRONG)
        return
    if "values" not in answer.json() or not isinstance(answer.json()["values"], list):
        hint = "See whether the address is that of Bitbucket, with the path that it lies under."
        yield Check("Who we are", Light.RED, f"What answers at {api.pages} is no Bitbucket", hint)
        return
    yield _who(api, answer)
    try:
        yield from _seen(api, repositories)
    except LeadlineError as error:
        yield failed("What we see", error, _WRONG)
    yield _limit(answer)
    yield clock("the server", api.governor.skew, "Let both machines set their clocks by NTP.")


def _who(api: Api, answer: Answer) -> Check:
    """The server says in a header whom it takes us for; without, it takes us for nobody in particular."""
    name = answer.headers.get("x-ausername", "")
    if name:
        return Check("Who we are", Light.GREEN, f"{name} at {api.pages}")
    return Check("Who we are", Light.GREEN, f"a token at {api.pages}")


def _seen(api: Api, repositories: Repositories) -> Iterator[Check]:
    """How many repositories, and whether pull requests of one can be read."""
    check, active = repositories_seen(
        repositories(),
        correct="Correct the names in the settings, or give the token's owner read permission.",
        look="See whether the chosen project and patterns are right, and what the token's owner may read.",
    )
    yield check
    for one in active[:1]:
        yield _readable(api, one)


def _readable(api: Api, repository: Repository) -> Check:
    try:
        api.page(at(repository, "pull-requests"), {"state": "ALL", "limit": 1})
    except LeadlineError as error:
        return failed("Pull requests", error, _WRONG)
    return Check("Pull requests", Light.GREEN, f"can be read in {repository.full_name}")


def _limit(answer: Answer) -> Check:
    """Off unless an admin switched it on."""
    if answer.remaining is None:
        return Check("Rate limit", Light.GREEN, "none")
    limit = answer.headers.get("x-ratelimit-limit", "")
    told = f"{answer.remaining}{f' of {limit}' if limit.isdigit() else ''} requests left in the bucket"
    if answer.remaining:
        return Check("Rate limit", Light.GREEN, told)
    return Check("Rate limit", Light.YELLOW, told, "Ask an admin to exempt the token's owner from the limit.")
