"""What can be found out about a connection, and what to do where it is not well."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from domain.errors import LeadlineError
from domain.health import Check, Light
from domain.records import Repository, RepositoryState
from integrations.answers import Answer
from integrations.bitbucket_server.api import REST, Api, at
from integrations.pages import RepositoryPage

LARGEST_SKEW = timedelta(minutes=1)

Repositories = Callable[[], Iterator[RepositoryPage]]


def checks(api: Api, repositories: Repositories) -> Iterator[Check]:
    """One after another; what cannot be asked is told in its place."""
    try:
        answer = api.get(f"{REST}/projects", {"limit": 1})
    except LeadlineError as error:
        yield _failed("Who we are", error)
        return
    if "values" not in answer.json() or not isinstance(answer.json()["values"], list):
        hint = "See whether the address is that of Bitbucket, with the path that it lies under."
        yield Check("Who we are", Light.RED, f"What answers at {api.pages} is no Bitbucket", hint)
        return
    yield _who(api, answer)
    try:
        yield from _seen(api, repositories)
    except LeadlineError as error:
        yield _failed("What we see", error)
    yield _limit(answer)
    yield _skew(api.governor.skew)


def _failed(label: str, error: LeadlineError) -> Check:
    hint = error.hint or "See whether the address and the token are right."
    return Check(label, Light.RED, error.message, hint)


def _who(api: Api, answer: Answer) -> Check:
    """The server says in a header whom it takes us for; without, it takes us for nobody in particular."""
    name = answer.headers.get("x-ausername", "")
    if name:
        return Check("Who we are", Light.GREEN, f"{name} at {api.pages}")
    return Check("Who we are", Light.GREEN, f"a token at {api.pages}")


def _seen(api: Api, repositories: Repositories) -> Iterator[Check]:
    """How many repositories, and whether pull requests of one can be read."""
    pages = list(repositories())
    found = [one for page in pages for one in page.repositories]
    missing = [name for page in pages for name in page.missing]
    active = [one for one in found if one.state is RepositoryState.ACTIVE]
    told = f"{len(active)} {'repository' if len(active) == 1 else 'repositories'}"
    told += f", {len(found) - len(active)} archived" if len(found) > len(active) else ""
    if missing:
        light = Light.YELLOW if active else Light.RED
        hint = "Correct the names in the settings, or give the token's owner read permission."
        yield Check("What we see", light, f"{told}; not {', '.join(missing)}", hint)
    elif not active:
        hint = "See whether the chosen project and patterns are right, and what the token's owner may read."
        yield Check("What we see", Light.RED, told, hint)
    else:
        yield Check("What we see", Light.GREEN, told)
    for one in active[:1]:
        yield _readable(api, one)


def _readable(api: Api, repository: Repository) -> Check:
    try:
        api.page(at(repository, "pull-requests"), {"state": "ALL", "limit": 1})
    except LeadlineError as error:
        return _failed("Pull requests", error)
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


def _skew(skew: timedelta) -> Check:
    seconds = round(skew.total_seconds())
    if abs(skew) <= LARGEST_SKEW:
        return Check("Clock", Light.GREEN, "agrees with the server's")
    side = "behind" if seconds > 0 else "ahead of"
    told = f"{abs(seconds)} s {side} the server's"
    return Check("Clock", Light.YELLOW, told, "Let both machines set their clocks by NTP.")
