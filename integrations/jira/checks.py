"""What can be found out about a connection to Jira, and what to do where it is not well."""

from collections.abc import Iterator, Mapping

from domain.errors import LeadlineError, Retryable
from domain.health import Check, Light
from integrations.answers import whole_number
from integrations.checking import clock, failed, seen
from integrations.jira import jql
from integrations.jira.api import Api
from integrations.jira.boards import Boards
from integrations.jira.issues import Issues
from integrations.jira.listing import Projects
from integrations.reading import storable

_WRONG = "See whether the address and the credentials are right."

LOW = 0.1

LOOKED_AT = 10
"""Boards whose settings are looked at; each costs a request."""


def checks(api: Api, projects: Projects, boards: Boards, issues: Issues) -> Iterator[Check]:
    """One after another; what cannot be asked is told in its place."""
    try:
        pages = api.server.pages
        login = _name(api.get("myself"))
    except LeadlineError as error:
        yield failed("Who we are", error, _WRONG)
        return
    kind = "Cloud" if api.server.is_cloud else "Data Center"
    yield Check("Who we are", Light.GREEN, f"{login} at {pages} ({kind})")
    try:
        yield _seen(projects)
        yield _readable(api, projects)
    except LeadlineError as error:
        yield failed("What we see", error, _WRONG)
    yield _fields(issues)
    try:
        yield from _boards(api, boards, issues)
    except LeadlineError as error:
        yield failed("Boards", error, _WRONG)
    yield _limit(api.told)
    yield clock("Jira", api.governor.skew)


def _name(whoami: object) -> str:
    found = whoami if isinstance(whoami, dict) else {}
    name = found.get("displayName") or found.get("name")
    if isinstance(name, str) and name:
        return storable(name)
    raise Retryable("Jira does not say who we are.", hint="See whether the address is that of a Jira.")


def _seen(projects: Projects) -> Check:
    keys, missing = sorted(projects.chosen.values()), projects.missing()
    some = ", ".join(keys[:5]) + (", …" if len(keys) > 5 else "")  # noqa: PLR2004 - what fits a line
    told = f"{len(keys)} {'project' if len(keys) == 1 else 'projects'}"
    return seen(
        f"{told}: {some}" if keys and not missing else told,
        len(keys),
        missing,
        correct="Correct `project` in the settings, or give the account the permission Browse projects "
        "there.",
        look="Open Project settings, Permissions, and give the account Browse projects.",
    )


def _readable(api: Api, projects: Projects) -> Check:
    """How many issues there are to read: a project may be in sight, and its issues not."""
    n = _count(api, projects) if projects.chosen else 0
    if n:
        return Check("Issues", Light.GREEN, f"{n} can be read")
    hint = "See whether Browse projects and the issues' security levels include the account."
    return Check("Issues", Light.YELLOW, "none can be read", hint)


def _count(api: Api, projects: Projects) -> int:
    question = jql.issues(projects.chosen.values(), order="created")
    if api.server.is_cloud:
        told, key = api.post("search/approximate-count", {"jql": question}), "count"
    else:
        told, key = api.search("search", {"jql": question, "maxResults": 0, "fields": ["summary"]}), "total"
    n = told.get(key)
    return n if isinstance(n, int) else 0


def _fields(issues: Issues) -> Check:
    label = "Fields"
    try:
        fields = issues.fields
    except LeadlineError as error:
        return failed(label, error, _WRONG)
    there = {"sprints": fields.sprint, "story points": ", ".join(fields.points), "flags": fields.flagged}
    told = ", ".join(f"{what} in {id_}" if id_ else f"no {what}" for what, id_ in there.items())
    if fields.points:
        return Check(label, Light.GREEN, told)
    hint = "Set `storyPointsField` to the name of the field that holds them, unless nobody estimates."
    return Check(label, Light.YELLOW, told, hint)


def _boards(api: Api, boards: Boards, issues: Issues) -> Iterator[Check]:
    """Boards that estimate in another field than the one that is read have sprints without points."""
    found = boards.all
    told = f"{len(found)} with sprints"
    others: list[str] = []
    for board in found[:LOOKED_AT]:
        estimation = _estimation(api.agile(f"board/{board.id}/configuration"))
        if estimation and estimation[0] not in issues.fields.points:
            others.append(f"{board.name} estimates in {estimation[1]}")
    if others:
        hint = "Set `storyPointsField` to that field, if its numbers are points."
        yield Check("Boards", Light.YELLOW, f"{told}; {'; '.join(others)}", hint)
    else:
        yield Check("Boards", Light.GREEN, told)


def _estimation(configuration: object) -> tuple[str, str] | None:
    """The id and name of the field that a board estimates in; None where it counts issues."""
    told = configuration.get("estimation") if isinstance(configuration, dict) else None
    field = told.get("field") if isinstance(told, dict) else None
    if not isinstance(field, dict) or not isinstance(field.get("fieldId"), str):
        return None
    return field["fieldId"], str(field.get("displayName") or field["fieldId"])[:100]


def _limit(headers: Mapping[str, str]) -> Check:
    """Jira tells its limits only where it has them switched on, or is near them."""
    left, limit = (whole_number(headers.get(f"x-ratelimit-{key}")) for key in ("remaining", "limit"))
    if left is None or not limit:
        return Check("Rate limit", Light.GREEN, "none told; Jira says when it is too much")
    told = f"{left} of {limit} requests left"
    if left >= limit * LOW:
        return Check("Rate limit", Light.GREEN, told)
    return Check(
        "Rate limit", Light.YELLOW, told, "Something else uses this account too; give Leadline its own."
    )
