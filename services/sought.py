"""What somebody means by the words they type for an item: an address, a key, a number or an id."""

import re

from domain.correction import NOTHING, Action, Correction, Link
from domain.errors import Rejected, Unknown
from domain.facts import DEPLOYMENTS, INCIDENTS, ISSUES, PULL_REQUESTS, RUNS
from domain.records import Deployment, Incident, Issue
from domain.rulings.links import called
from storage.shelves import Shelves
from storage.store import Store

NONE = frozenset({"none", "nothing", "-"})
_SHA = re.compile(r"[0-9a-f]{7,40}")
_INCIDENT = re.compile(r"(?:incident[- #]?|inc[- #]|#)?(\d{1,9})", re.IGNORECASE)
_HOW = "Give a pull request's, run's or incident's address, an issue's key such as PAY-12, or `incident 7`."

Item = tuple[str, int]
"""The family of an item, and its id."""


class Sought:
    """Finds items by what people call them; Unknown says how to call them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def item(self, words: str) -> Item:
        """The item that the words mean."""
        with self._store.read() as shelves:
            return _item(words.strip(), shelves)

    def link(self, words: str, to: str, reason: str = "") -> Correction:
        """The correction that links an incident to a deployment, or a pull request to an issue."""
        with self._store.read() as shelves:
            family, item_id = _item(words.strip(), shelves)
            kind = _kind_of_link(family)
            target = NOTHING if to.strip().casefold() in NONE else _target(kind, to.strip(), shelves)
        return Correction(Action.LINK, kind, item_id, target=target, reason=reason)

    def unlink(self, words: str) -> Correction:
        """The correction that leaves the link to the data again."""
        family, item_id = self.item(words)
        return Correction(Action.UNLINK, _kind_of_link(family), item_id)

    def target(self, kind: str, words: str) -> int:
        """What an item is to be linked to; `NOTHING` for `none`."""
        with self._store.read() as shelves:
            return NOTHING if words.casefold() in NONE else _target(Link(kind), words, shelves)

    def author(self, pull_request_id: int) -> int:
        """The account that wrote a pull request."""
        with self._store.read() as shelves:
            pr = shelves.pull_requests.by_ids([pull_request_id]).get(pull_request_id)
        if pr is None or pr.author_id is None:
            raise Unknown("Nobody is known to have written it.", hint="Its account may have been deleted.")
        return pr.author_id

    def kind(self, login: str, kind: str | None) -> tuple[Correction, ...]:
        """The corrections that say what the accounts of a login are, at every source."""
        with self._store.read() as shelves:
            accounts = shelves.people.by_login(login.strip().removeprefix("@"))
        if not accounts:
            raise Unknown(f"I have seen no work of “{login[:40]}”.", hint="Is it spelled as at the source?")
        return tuple(Correction(Action.KIND, "account", account.id, target=kind) for account in accounts)


def _item(words: str, shelves: Shelves) -> Item:
    if pr := shelves.pull_requests.find_url(words):
        return PULL_REQUESTS.name, pr.id
    if issue := _issue(words, shelves):
        return ISSUES.name, issue.id
    if runs := shelves.builds.among("url", [words]):
        return RUNS.name, runs[-1].id
    if incident := _incident(words, shelves):
        return INCIDENTS.name, incident.id
    if deployment := _deployment(words, shelves):
        return DEPLOYMENTS.name, deployment.id
    raise Unknown(f"I find nothing called “{words[:80]}”.", hint=_HOW)


def _issue(words: str, shelves: Shelves) -> Issue | None:
    """By its key, or by its page's address."""
    found = (issue for key in called(words) for issue in shelves.issues.by_keys([key]))
    return next(found, None)


def _incident(words: str, shelves: Shelves) -> Incident | None:
    by_url = shelves.incidents.among("url", [words])
    number = _INCIDENT.fullmatch(words)
    numbered = shelves.incidents.among("number", [int(number[1])]) if number else []
    return next(iter([*by_url, *numbered]), None)


def _deployment(words: str, shelves: Shelves) -> Deployment | None:
    """By its address, or the latest to a commit whose sha begins so."""
    by_url = shelves.deployments.among("url", [words])
    if by_url:
        return by_url[-1]
    return shelves.deployments.latest_of(words.casefold()) if _SHA.fullmatch(words.casefold()) else None


def _kind_of_link(family: str) -> Link:
    kinds = {INCIDENTS.name: Link.INCIDENT_DEPLOYMENT, PULL_REQUESTS.name: Link.PULL_REQUEST_ISSUE}
    if family not in kinds:
        raise Rejected(
            "Only incidents and pull requests are linked by hand.",
            hint="An incident to the deployment that caused it, a pull request to its issue.",
        )
    return kinds[family]


def _target(kind: Link, words: str, shelves: Shelves) -> int:
    if kind is Link.PULL_REQUEST_ISSUE:
        issue = _issue(words, shelves)
        if issue is None:
            raise Unknown(f"There is no issue “{words[:40]}”.", hint="Type its key, like PAY-12, or `none`.")
        return issue.id
    deployment = _deployment(words, shelves)
    if deployment is None:
        raise Unknown(
            f"There is no deployment “{words[:40]}”.", hint="Give its address or its commit's sha, or `none`."
        )
    return deployment.id
