"""What can be found out about a connection to PagerDuty, and what to do where it is not well."""

from collections.abc import Callable, Iterator

from domain.errors import LeadlineError, Misconfigured
from domain.health import Check, Light
from integrations.answers import whole_number
from integrations.checking import clock, failed, seen
from integrations.pagerduty.api import Api
from integrations.pagerduty.services import Services
from integrations.reading import Unreadable, inside, text

_WRONG = "See whether the address and key are right."

LOW = 0.1

READS = {
    "Incidents": ("/incidents", "incidents", Light.RED),
    "Incident log": ("/log_entries", "log_entries", Light.RED),
    "On call": ("/oncalls", "oncalls", Light.YELLOW),
    "Addresses": ("/users", "users", Light.YELLOW),
}
"""What is read, and how bad it is without."""

_SCOPES = "incidents.read, oncalls.read, schedules.read, services.read and users.read"


def checks(api: Api, services: Callable[[], Services]) -> Iterator[Check]:
    """One after another; what cannot be asked is told in its place."""
    try:
        yield Check("Who we are", Light.GREEN, f"{_who(api)} at {api.address}")
    except LeadlineError as error:
        yield failed("Who we are", error, _WRONG)
        return
    for label, (path, key, light) in READS.items():
        yield _readable(api, label, path, key, light)
    try:
        yield _seen(services())
    except LeadlineError as error:
        yield failed("What we see", error, _WRONG)
    yield _limit(api)
    yield clock("PagerDuty", api.governor.skew)


def _who(api: Api) -> str:
    """The user whose key it is. An account's own key is nobody's, which PagerDuty refuses to name.

    Raises:
        LeadlineError: it cannot be found out.
    """
    try:
        body = api.get("/users/me")
    except Misconfigured as error:
        if "account-level" not in error.message:
            raise
        return "an account's own key"
    try:
        return inside(body, "user", lambda user: text(user, "name"))
    except Unreadable as error:
        raise Misconfigured(f"PagerDuty does not say who we are: {error}.") from None


def _readable(api: Api, label: str, path: str, key: str, light: Light) -> Check:
    try:
        listed = api.get(path, {"limit": 1}).get(key)
    except Misconfigured as error:
        hint = f"Use a read-only key of the account, or an app with the scopes {_SCOPES}."
        return Check(label, light, error.message, hint)
    except LeadlineError as error:
        return failed(label, error, _WRONG, light)
    if isinstance(listed, list):
        return Check(label, Light.GREEN, "can be read")
    return Check(label, light, "PagerDuty's answer makes no sense", "See whether the address is right.")


def _seen(found: Services) -> Check:
    return seen(
        f"{found.seen} {'service' if found.seen == 1 else 'services'}",
        found.seen,
        found.missing,
        correct="Correct the names under `services` in the settings, or give the key access to them.",
        look="See whether the key may read services, and what `services` and `exclude` say.",
    )


def _limit(api: Api) -> Check:
    remaining = whole_number(api.headers.get("ratelimit-remaining"))
    limit = whole_number(api.headers.get("ratelimit-limit"))
    if remaining is None or not limit:
        return Check("Rate limit", Light.GREEN, "not told")
    told = f"{remaining} of {limit} requests a minute left"
    if remaining >= limit * LOW:
        return Check("Rate limit", Light.GREEN, told)
    return Check("Rate limit", Light.YELLOW, told, "Something else uses this key too; give Leadline its own.")
