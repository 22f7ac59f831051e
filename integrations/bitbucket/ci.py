"""Reads pipelines with their steps and test cases, deployments, and the default branch."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from domain.clock import Clock
from domain.errors import Rejected, Retryable, Unknown
from domain.records import Repository
from integrations.bitbucket.api import Api, Bag
from integrations.bitbucket.builds import is_failed, is_finished, run_page
from integrations.bitbucket.deployments import deployment_page
from integrations.bitbucket.mapping import commit_page
from integrations.bitbucket.queries import (
    COMMIT,
    COMMITS,
    DEPLOYMENT,
    DEPLOYMENTS,
    LONG_PAGE,
    PIPELINE,
    PIPELINES,
    REPOSITORY,
    STEPS,
    at,
)
from integrations.pages import Page
from integrations.reading import Node, Unreadable, inside, name, optional_inside, optional_moment, whole

OVERLAP = timedelta(minutes=5)

LATE = timedelta(days=3)
"""Pipelines and deployments that began so long before the watermark may still end, or be run again."""

BRANCHED = timedelta(days=14)
"""Commits that are so much older than the watermark may have come to the default branch since."""

_TIMES = (
    ("", "last_update_time"),
    ("state", "completed_on"),
    ("state", "started_on"),
    ("release", "created_on"),
)


class Builds:
    """What happens after a push to one repository."""

    def __init__(self, api: Api, repository: Repository, clock: Clock, *, step_days: int) -> None:
        """Pipelines that ended more than `step_days` ago come without their steps."""
        self._api = api
        self._repository = repository
        self._steps_since = clock() - timedelta(days=step_days)

    def runs(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """By when they began, the latest first; what ended before the watermark was read then."""
        asked = {"sort": "-created_on", "pagelen": LONG_PAGE, "fields": PIPELINES}
        for bag in self._bags(cursor, asked, "pipelines"):
            recent = [node for node in bag.values if until is None or not _began_before(node, until - LATE)]
            behind = bag.behind if len(recent) == len(bag.values) else None
            news = [node for node in recent if until is None or not _ended_before(node, until - OVERLAP)]
            yield run_page(self._repository, [self._stepped(node) for node in news], cursor=behind)
            if behind is None:
                return

    def deployments(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """In no order that is promised: reading stops early only where they come the latest first."""
        names: dict[str, Node] = {}
        for bag in self._bags(cursor, {"pagelen": LONG_PAGE, "fields": DEPLOYMENTS}, "deployments"):
            times = [_touched_at(node) for node in bag.values]
            is_over = until is not None and _are_past(times, until - LATE)
            behind = None if is_over else bag.behind
            news = [
                node
                for node, touched_at in zip(bag.values, times, strict=True)
                if until is None or touched_at is None or touched_at >= until - OVERLAP
            ]
            yield deployment_page(
                self._repository, [self._placed(node, names) for node in news], cursor=behind
            )
            if behind is None:
                return

    def commits(self, cursor: str | None, until: datetime | None) -> Iterator[Page]:
        """Of the default branch, the latest first."""
        branch = self._repository.default_branch
        if not branch:
            yield commit_page(self._repository, [])
            return
        for bag in self._bags(cursor, {"pagelen": LONG_PAGE, "fields": COMMITS}, "commits", branch):
            limit = until and until - BRANCHED
            recent = [node for node in bag.values if limit is None or not _is_older(node, limit)]
            behind = bag.behind if recent else None
            yield commit_page(self._repository, recent, cursor=behind)
            if behind is None:
                return

    def named(self, stream: str, ids: Sequence[str]) -> Page:
        """These runs, deployments or commits, as they are now."""
        names: dict[str, Node] = {}
        path, fields = _SINGLE[stream]
        nodes: list[Any] = []
        gone: list[str] = []
        for id_ in ids:
            try:
                node = self._api.one(at(self._repository, path, id_), {"fields": fields})
            except Unknown:
                gone.append(id_)
                continue
            nodes.append(self._stepped(node) if stream == "runs" else node)
        if stream == "deployments":
            nodes = [self._placed(node, names) for node in nodes]
        page = {"runs": run_page, "deployments": deployment_page, "commits": commit_page}[stream]
        return replace(page(self._repository, nodes), gone=tuple(gone))

    def _bags(self, resume: str | None, asked: dict[str, Any], *steps: str) -> Iterator[Bag]:
        """The pages of a list; a feature that is switched off in the repository has one empty page.

        Raises:
            Unknown: the repository is gone.
            Rejected: the cursor leads out of the list.
            Retryable: the pages lead in circles.
        """
        root = at(self._repository, *steps)
        if resume and not resume.startswith(f"{root}?") and not resume.startswith(f"{root}/?"):
            raise Rejected("This cursor leads out of the list.", hint="The repository is read anew.")
        path, params = resume or root, None if resume else asked
        passed: set[str] = set()
        while path not in passed:
            passed.add(path)
            bag = self._page(path, params)
            yield bag
            if bag.behind is None:
                return
            path, params = bag.behind, None
        raise Retryable(f"Bitbucket leads in circles through the {steps[0]} of {self._repository.full_name}.")

    def _page(self, path: str, params: dict[str, Any] | None) -> Bag:
        try:
            return self._api.page(path, params)
        except Unknown:
            self._api.one(at(self._repository), {"fields": REPOSITORY})
            return Bag([], None)

    def _stepped(self, node: Any) -> Any:  # noqa: ANN401 - JSON
        """A pipeline that ended lately, with its steps; those that failed tell their test cases."""
        try:
            pipeline = whole(node)
            uuid = name(pipeline, "uuid")
            ended_at = optional_moment(pipeline, "completed_on")
        except Unreadable:
            return node
        if not is_finished(pipeline) or (ended_at and ended_at < self._steps_since):
            return node
        path = at(self._repository, "pipelines", uuid, "steps")
        steps = self._listed(path, {"pagelen": LONG_PAGE, "fields": STEPS})
        return {**pipeline, "steps": [self._tested(path, step) for step in steps]}

    def _tested(self, path: str, node: Any) -> Any:  # noqa: ANN401 - JSON
        if not isinstance(node, dict) or not is_failed(node) or not isinstance(node.get("uuid"), str):
            return node
        reports = f"{path}/{_quoted(node['uuid'])}/test_reports/test_cases"
        return {**node, "test_cases": self._listed(reports, {"pagelen": LONG_PAGE})}

    def _listed(self, path: str, params: dict[str, Any]) -> list[Any]:
        """The whole list, or none where there is nothing: a step that reported no tests has no report."""
        try:
            return self._api.all(path, params)
        except Unknown:
            return []

    def _placed(self, node: Any, names: dict[str, Node]) -> Any:  # noqa: ANN401 - JSON
        """The deployment with the name of its environment, which may be told by its UUID alone."""
        try:
            environment = inside(whole(node), "environment", whole)
            if environment.get("name") is not None:
                return node
            uuid = name(environment, "uuid")
        except Unreadable:
            return node
        if not names:
            listed = self._listed(at(self._repository, "environments"), {"pagelen": LONG_PAGE})
            names.update({each["uuid"]: each for each in listed if isinstance(each, dict) and "uuid" in each})
        return {**node, "environment": names.get(uuid, environment)}


_SINGLE = {
    "runs": ("pipelines", PIPELINE),
    "deployments": ("deployments", DEPLOYMENT),
    "commits": ("commit", COMMIT),
}


def _quoted(uuid: str) -> str:
    return uuid.replace("{", "%7B").replace("}", "%7D")


def _at(node: object, key: str) -> datetime | None:
    """A node that cannot be read is left to the mapping, which says so."""
    try:
        return optional_moment(whole(node), key)
    except Unreadable:
        return None


def _began_before(node: object, limit: datetime) -> bool:
    began_at = _at(node, "created_on")
    return began_at is not None and began_at < limit


def _ended_before(node: object, limit: datetime) -> bool:
    ended_at = _at(node, "completed_on")
    return ended_at is not None and ended_at < limit


def _is_older(node: object, limit: datetime) -> bool:
    at_ = _at(node, "date")
    return at_ is not None and at_ < limit


def _touched_at(node: object) -> datetime | None:
    """The latest time that a deployment tells."""
    found: list[datetime] = []
    for inner, key in _TIMES:
        try:
            at_ = (
                optional_inside(whole(node), inner, lambda part, key=key: optional_moment(part, key))  # type: ignore[misc] # bound now
                if inner
                else optional_moment(whole(node), key)
            )
        except Unreadable:
            continue
        if at_:
            found.append(at_)
    return max(found, default=None)


def _are_past(times: list[datetime | None], limit: datetime) -> bool:
    """Whether a page ends the list: the latest come first on it, and all of them are too old."""
    known = [each for each in times if each is not None]
    if len(known) < len(times) or len(set(known)) < 2:  # noqa: PLR2004 - one tells no order
        return False
    return known[0] < limit and all(a >= b for a, b in pairwise(known))
