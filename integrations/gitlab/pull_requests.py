"""Reads pull requests: by GraphQL in whole pages, one by one by REST where the server is too old for that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.errors import Retryable
from domain.records import Repository
from integrations import reading
from integrations.gitlab import queries
from integrations.gitlab.absences import assert_switched_off
from integrations.gitlab.accounts import account
from integrations.gitlab.api import OUT_OF_SIGHT, Absent, TooOld, at, first_of, gid, listed
from integrations.gitlab.mapping import LISTS, pull_request_page, reference
from integrations.gitlab.notes import mentioned
from integrations.gitlab.rest import pull_request_node
from integrations.gitlab.rows import descend, everything
from integrations.gitlab.server import Server
from integrations.gitlab.walking import Walk
from integrations.pages import Page
from integrations.reading import Node, Unreadable, inside, truth, whole

REST, SKIPPING = "rest ", "|"
"""How cursors begin that go on by REST."""

USERS = 100
SINGLY = 20
"""Pull requests a page where each takes requests of its own."""


_WALK = Walk("pull_requests", "mergeRequests", lambda known: known.pull_requests)


class PullRequests:
    """Of one source; `users` remembers whom usernames in notes mean."""

    def __init__(self, server: Server, source: str) -> None:
        self._server = server
        self._api = server.api
        self._source = source
        self._users: dict[str, Node | None] = {}

    def pages(self, repository: Repository, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """The latest change first."""
        if self._server.has_graphql and not (cursor and cursor.startswith(REST)):
            try:
                yield from self._by_graphql(repository, cursor, since)
            except TooOld:
                cursor = None
            else:
                return
        yield from self._by_rest(repository, (cursor or "").removeprefix(REST) or None, since)

    def these(self, external_ids: Sequence[str]) -> Iterator[Page]:
        """As many of one project at a time as a page holds.

        Of a project that is out of sight nothing is told: it may come back, and so may what is in it.
        """
        by_project = _by_project(external_ids)
        if strange := by_project.pop("", None):
            yield Page((), gone=tuple(strange))
        for project, iids in by_project.items():
            first = 0
            while first < len(iids):
                some = iids[first : first + self._server.size.now]
                nodes = self._named(project, some)
                if nodes is not None:
                    told = {reference(project, node.get("iid")) for node in nodes}
                    wanted = [reference(project, iid) for iid in some]
                    page = self._page(project, nodes)
                    yield replace(page, gone=tuple(id_ for id_ in wanted if id_ not in told))
                first += len(some)

    def _by_graphql(
        self, repository: Repository, cursor: str | None, since: datetime | None
    ) -> Iterator[Page]:
        for part in _WALK.parts(self._server, repository, cursor, since):
            told = self._page(repository.external_id, self._complete(repository.external_id, part.nodes))
            yield replace(told, cursor=part.behind, total=part.total)

    def _by_rest(self, repository: Repository, cursor: str | None, since: datetime | None) -> Iterator[Page]:
        """A page of the list in parts, for each item takes three requests more."""
        path = f"/projects/{repository.external_id}/merge_requests"
        start, _, skipped = (cursor or "").partition(SKIPPING)
        passed = int(skipped) if skipped.isdigit() else 0
        here: str | None = start or None
        try:
            for rows, behind in descend(self._api, path, cursor=here, since=since):
                for first in range(passed, max(len(rows), 1), SINGLY):
                    whole = (self._whole(path, row) for row in rows[first : first + SINGLY])
                    some = [node for node in whole if node is not None]
                    follows = (
                        f"{here or ''}{SKIPPING}{first + SINGLY}" if first + SINGLY < len(rows) else behind
                    )
                    page = self._page(repository.external_id, some)
                    yield replace(page, cursor=None if follows is None else REST + follows)
                here, passed = behind, 0
        except OUT_OF_SIGHT:
            assert_switched_off(self._api, repository, "pull_requests")
            yield Page(())

    def _named(self, project: str, iids: list[str]) -> list[Node] | None:
        """Those of these numbers that there are, complete; None where the project is out of sight."""
        if self._server.has_graphql:
            wish = {"project": gid("Project", project), "iids": iids}
            try:
                found = first_of(self._server.page(lambda q: q.these_pull_requests, wish), "projects")
            except TooOld:
                pass
            else:
                if found is None or at(found, "mergeRequests") is None:
                    return None
                return self._complete(project, listed(found, "mergeRequests").nodes)
        path = f"/projects/{project}/merge_requests"
        try:
            rows = self._api.rows(path, **{"iids[]": iids})
        except Absent:
            return None
        return [node for node in (self._whole(path, row) for row in rows) if isinstance(node, dict)]

    def _whole(self, path: str, row: Any) -> Any:  # noqa: ANN401 - JSON
        """A row of REST's list as GraphQL would tell it, with its lists; None where it is gone meanwhile.

        What is no row stays as it is, for the mapping to complain of.
        """
        if not isinstance(row, dict) or type(row.get("iid")) is not int:
            return row
        own = f"{path}/{row['iid']}"
        try:
            approvals = self._api.get(f"{own}/approvals")
        except OUT_OF_SIGHT:
            approvals = None
        try:
            notes = everything(self._api, f"{own}/notes", sort="asc", order_by="created_at")
            commits = everything(self._api, f"{own}/commits")
        except Absent:
            return None
        return pull_request_node(row, notes=notes, commits=commits, approvals=approvals)

    def _page(self, project: str, nodes: Sequence[Any]) -> Page:
        return pull_request_page(self._source, project, nodes, self._mentioned(nodes))

    def _complete(self, project: str, nodes: Sequence[Any]) -> list[Node]:
        """Without the holes that things out of sight leave, every list whole, and every landing known."""
        found = [self._with_lists(project, node) for node in nodes if isinstance(node, dict)]
        squashed = [node for node in found if _is_squashed_out_of_sight(node)]
        if squashed:
            numbers = [node["iid"] for node in squashed]
            rows = self._api.rows(f"/projects/{project}/merge_requests", **{"iids[]": numbers})
            shas = {
                str(row.get("iid")): row.get("squash_commit_sha") for row in rows if isinstance(row, dict)
            }
            for node in squashed:
                node["squashCommitSha"] = shas.get(str(node["iid"]))
        return found

    def _with_lists(self, project: str, node: Node) -> Node:
        """A node whose lists have not the right shape stays as it is, for the mapping to complain of."""
        cursors = {name: cursor for name in LISTS if (cursor := _behind(node, name))}
        passed = set(cursors.items())
        while cursors:
            wish: Node = {"project": gid("Project", project), "iid": node["iid"]}
            for name in LISTS:
                wish |= {name: name in cursors, f"{name}After": cursors.get(name)}
            data = self._server.ask(lambda q: q.rest_of_lists, wish)
            rest = at(first_of(data, "projects"), "mergeRequest")
            pages = {name: listed(rest, name) for name in cursors}
            for name, page in pages.items():
                node[name]["nodes"] += page.nodes
                node[name]["pageInfo"] = {"hasNextPage": page.behind is not None}
            cursors = {name: page.behind for name, page in pages.items() if page.behind}
            if passed & set(cursors.items()):
                raise Retryable(f"GitLab leads in circles through pull request {project}!{node['iid']}.")
            passed |= set(cursors.items())
        return node

    def _mentioned(self, nodes: Sequence[Any]) -> Mapping[str, Node]:
        """Whom the notes mention by name alone; who is gone by now is nobody."""
        wanted: set[str] = set()
        for node in nodes:
            if isinstance(node, dict):
                wanted |= mentioned(node)
        for user in _users_in(nodes):
            self._users[user["username"].lower()] = user
        missing = sorted(wanted - self._users.keys())
        for first in range(0, len(missing), USERS):
            some = missing[first : first + USERS]
            self._users.update(dict.fromkeys(some))
            self._users.update(self._asked(some))
        known = ((username, self._users[username]) for username in wanted)
        return {username: user for username, user in known if user}

    def _asked(self, usernames: list[str]) -> dict[str, Node | None]:
        if not self._server.has_graphql:
            return {}
        try:
            found = at(self._api.ask(queries.USERS, {"usernames": usernames}), "users", "nodes")
        except TooOld:
            return {}
        return {user["username"].lower(): user for user in _users_in(found)}


def _users_in(value: object) -> Iterator[Node]:
    """Every user that stands anywhere in it."""
    if isinstance(value, dict) and _is_user(value):
        yield value
    items = list(value.values()) if isinstance(value, dict) else value
    for inner in items if isinstance(items, list) else ():
        yield from _users_in(inner)


def _is_user(value: Node) -> bool:
    """Whether it can be read as one: what is wrong in one pull request must not spoil another."""
    try:
        account("", value)
    except Unreadable:
        return False
    return True


def _by_project(external_ids: Sequence[str]) -> dict[str, list[str]]:
    """The numbers by project; under no project what is no external id of ours."""
    found: dict[str, list[str]] = {}
    for external_id in external_ids:
        project, _, iid = external_id.partition("!")
        is_ours = project.isdigit() and iid.isdigit()
        found.setdefault(project if is_ours else "", []).append(iid if is_ours else external_id)
    return found


def _behind(node: Node, name: str) -> str | None:
    """The cursor that continues a list, if it goes on and can be continued."""
    try:
        info = inside(node, name, lambda connection: inside(connection, "pageInfo", whole))
        return reading.name(info, "endCursor") if truth(info, "hasNextPage") else None
    except Unreadable:
        return None


def _is_squashed_out_of_sight(node: Node) -> bool:
    """Squashed and merged by fast-forward: only REST tells as which commit."""
    is_landed = node.get("state") == "merged" and node.get("mergeCommitSha") is None
    return is_landed and node.get("squashOnMerge") is True and isinstance(node.get("iid"), str)
