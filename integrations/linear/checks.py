"""What can be found out about a connection to Linear, and what to do where it is not well."""

from collections.abc import Callable, Iterator

from domain.errors import LeadlineError, Misconfigured
from domain.health import Check, Light
from integrations.answers import whole_number
from integrations.checking import clock, failed, seen
from integrations.linear import queries
from integrations.linear.api import Api
from integrations.linear.teams import Teams
from integrations.reading import Node, Unreadable, inside, text

_WRONG = "See whether the address and key are right."

LOW = 0.1
_KEYS = "Settings, Account, Security & access, Personal API keys"


def checks(api: Api, teams: Callable[[], Teams]) -> Iterator[Check]:
    """One after another; what cannot be asked is told in its place."""
    try:
        data = api.ask(queries.VIEWER)
        yield Check("Who we are", Light.GREEN, _who(data))
    except LeadlineError as error:
        yield failed("Who we are", error, _WRONG)
        return
    yield _issues(data)
    try:
        yield _seen(teams())
    except LeadlineError as error:
        yield failed("What we see", error, _WRONG)
    yield from _limits(api)
    yield clock("Linear", api.governor.skew)


def _who(data: Node) -> str:
    try:
        person = inside(data, "viewer", lambda viewer: text(viewer, "name"))
        return f"{person} in {inside(data, 'organization', lambda one: text(one, 'name'))}"
    except Unreadable as error:
        raise Misconfigured(f"Linear does not say who we are: {error}.") from None


def _issues(data: Node) -> Check:
    """Whether any can be read, which a key for some teams alone may not."""
    found = data.get("issues")
    nodes = found.get("nodes") if isinstance(found, dict) else None
    if isinstance(nodes, list):
        return Check("Issues", Light.GREEN, "can be read" if nodes else "none yet")
    hint = f"Make a key with the permission Read under {_KEYS}."
    return Check("Issues", Light.RED, "cannot be read", hint)


def _seen(found: Teams) -> Check:
    n = len(found.nodes)
    return seen(
        f"{n} {'team' if n == 1 else 'teams'}",
        n,
        found.missing,
        correct="Correct the keys under `teams` in the settings, or give the key access to these teams.",
        look="See whether the key may read any team, and what `teams` and `exclude` say.",
    )


def _limits(api: Api) -> Iterator[Check]:
    """Linear limits requests and points an hour, each for itself."""
    for kind, unit in (("requests", "requests"), ("complexity", "points")):
        remaining = whole_number(api.headers.get(f"x-ratelimit-{kind}-remaining"))
        limit = whole_number(api.headers.get(f"x-ratelimit-{kind}-limit"))
        label = f"Limit of {unit}"
        if remaining is None or not limit:
            yield Check(label, Light.GREEN, "not told")
            continue
        told = f"{remaining} of {limit} an hour left"
        is_low = remaining < limit * LOW
        hint = "Something else uses this key's account too; give Leadline its own." if is_low else ""
        yield Check(label, Light.YELLOW if is_low else Light.GREEN, told, hint)
