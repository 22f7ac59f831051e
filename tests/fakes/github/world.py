"""What the fake GitHub knows, in the shape its schema tells it, to be changed while it is read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from graphql import GraphQLError

Thing = dict[str, Any]

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""A Monday morning on which things begin unless told otherwise."""


def stamp(at: datetime | str) -> str:
    """A time as GitHub writes it."""
    return at if isinstance(at, str) else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class World:
    """Repositories, people and pull requests; each `add_...` gives the thing itself, to be changed freely."""

    def __init__(self, address: str = "https://github.com") -> None:
        self.address = address
        self.repositories: dict[str, Thing] = {}
        self.hidden: set[str] = set()
        """Node ids that GitHub forbids to see, as behind single sign-on."""
        self.viewer: Thing = {"repositories": []}
        self._nodes: dict[str, Thing] = {}
        self._actors: dict[str, Thing] = {}
        self._serial = 0
        self.viewer = {**self.add_actor("leadline"), "repositories": []}

    def node(self, id_: str) -> Thing | GraphQLError:
        if id_ in self.hidden:
            message = "Resource protected by organization SAML enforcement."
            return GraphQLError(message, extensions={"type": "FORBIDDEN", "saml_failure": True})
        if id_ in self._nodes:
            return self._nodes[id_]
        message = f"Could not resolve to a node with the global id of '{id_}'."
        return GraphQLError(message, extensions={"type": "NOT_FOUND"})

    def repository(self, full_name: str) -> Thing | None:
        """By its name now or, as GitHub does, by one it had."""
        return self.repositories.get(full_name.lower())

    def owner(self, login: str) -> Thing | None:
        theirs = [
            one for one in self.visible() if one["nameWithOwner"].split("/")[0].lower() == login.lower()
        ]
        return {"__typename": "Organization", "login": login, "repositories": theirs} if theirs else None

    def visible(self) -> list[Thing]:
        return list({one["id"]: one for one in self.repositories.values()}.values())

    def add_actor(self, login: str, kind: str = "User", name: str | None = None, id_: str = "") -> Thing:
        """The actor of this login, made when nobody has it yet."""
        if login not in self._actors:
            actor = {"__typename": kind, "id": id_ or self._new_id(kind), "login": login, "name": name}
            self._actors[login] = self.keep(actor)
        return self._actors[login]

    def add_repository(
        self, full_name: str, *, archived: bool = False, branch: str = "main", id_: str = ""
    ) -> Thing:
        repository = self.keep(
            {
                "__typename": "Repository",
                "id": id_ or self._new_id("Repository"),
                "isArchived": archived,
                "defaultBranchRef": {
                    "name": branch,
                    "target": {"__typename": "Commit", "oid": "0" * 40, "history": []},
                },
                "pullRequests": [],
                "deployments": [],
                "releases": [],
                "runs": [],
                "artifacts": [],
                "_files": {},
            }
        )
        repository["object"] = lambda **asked: _object(repository, **asked)
        self.rename(repository, full_name)
        self.viewer["repositories"].append(repository)
        return repository

    def add_pull_request(
        self,
        repository: Thing,
        *,
        author: str = "ada",
        title: str = "Change something",
        at: datetime | str | None = None,
        **fields: object,
    ) -> Thing:
        """Open, with one commit and nothing said; `fields` are those of the schema."""
        number = len(repository["pullRequests"]) + 1
        opened_at = stamp(at or EPOCH + timedelta(hours=number))
        pr: Thing = {
            "__typename": "PullRequest",
            "id": self._new_id("PullRequest"),
            "number": number,
            "title": title,
            "state": "OPEN",
            "isDraft": False,
            "createdAt": opened_at,
            "updatedAt": opened_at,
            "mergedAt": None,
            "closedAt": None,
            "repository": repository,
            "author": self.add_actor(author),
            "mergedBy": None,
            "baseRefName": "main",
            "headRefName": f"change-{number}",
            "mergeCommit": None,
            "additions": 10,
            "deletions": 2,
            "changedFiles": 1,
            "body": "",
            "labels": [],
            "assignees": [],
            "commits": [],
            "reviews": [],
            "timelineItems": [],
            **fields,
        }
        pr.setdefault("url", f"{repository['url']}/pull/{pr['number']}")
        repository["pullRequests"].append(self.keep(pr))
        if "commits" not in fields:
            self.commit(pr, opened_at, author)
        return pr

    def commit(self, pr: Thing, at: datetime | str, author: str, headline: str = "Work") -> Thing:
        commit = self.loose_commit(at, author, headline)
        pr["commits"].append({"__typename": "PullRequestCommit", "commit": commit})
        return self._touched(pr, at, commit)

    def loose_commit(self, at: datetime | str, author: str, headline: str = "Work") -> Thing:
        """A commit that is in no pull request, such as one that was pushed away."""
        self._serial += 1
        email = f"{author}@example.com"
        return {
            "__typename": "Commit",
            "oid": f"{self._serial:040x}",
            "authoredDate": stamp(at),
            "committedDate": stamp(at),
            "messageHeadline": headline,
            "author": {"name": author.title(), "email": email, "user": self.add_actor(author)},
        }

    def review(
        self, pr: Thing, at: datetime | str, author: str, state: str = "APPROVED", comments: int = 0
    ) -> Thing:
        review = {
            "__typename": "PullRequestReview",
            "id": self._new_id("PullRequestReview"),
            "state": state,
            "submittedAt": stamp(at),
            "author": self.add_actor(author),
            "comments": [{}] * comments,
        }
        pr["reviews"].append(self.keep(review))
        return self._touched(pr, at, review)

    def comment(self, pr: Thing, at: datetime | str, author: str) -> Thing:
        return self.event(
            pr, "IssueComment", at, id=self._new_id("IssueComment"), author=self.add_actor(author)
        )

    def event(self, pr: Thing, kind: str, at: datetime | str, **fields: object) -> Thing:
        """A timeline event such as `ReadyForReviewEvent`."""
        event = {"__typename": kind, "createdAt": stamp(at), **fields}
        pr["timelineItems"].append(event)
        return self._touched(pr, at, event)

    def merge(self, pr: Thing, at: datetime | str, by: str) -> None:
        pr |= {
            "state": "MERGED",
            "mergedAt": stamp(at),
            "closedAt": stamp(at),
            "mergedBy": self.add_actor(by),
        }
        self._serial += 1
        pr["mergeCommit"] = {"oid": f"{self._serial:040x}"}
        self.event(pr, "ClosedEvent", at)

    def touch(self, pr: Thing, at: datetime | str, **fields: object) -> None:
        """Something happened to it."""
        pr.update(updatedAt=stamp(at), **fields)

    def rename(self, repository: Thing, full_name: str) -> None:
        """Also a transfer: the node stays the same, and the old name leads to it."""
        repository |= {
            "name": full_name.split("/")[1],
            "nameWithOwner": full_name,
            "url": f"{self.address}/{full_name}",
        }
        self.repositories[full_name.lower()] = repository

    def archive(self, repository: Thing) -> None:
        repository["isArchived"] = True

    def delete(self, thing: Thing) -> None:
        """A repository or pull request is no more."""
        del self._nodes[thing["id"]]
        if thing["__typename"] == "PullRequest":
            thing["repository"]["pullRequests"].remove(thing)
            return
        self.repositories = {name: one for name, one in self.repositories.items() if one is not thing}
        self.viewer["repositories"].remove(thing)

    def grow(self, repository: Thing, n: int, tell: Callable[[Thing, int], None] | None = None) -> None:
        """That many pull requests, each reviewed and merged within the day; `tell` adds to the story."""
        for index in range(n):
            opened_at = EPOCH + timedelta(hours=index)
            pr = self.add_pull_request(repository, at=opened_at, title=f"Change {index + 1}")
            self.event(pr, "ReviewRequestedEvent", opened_at, requestedReviewer=self.add_actor("grace"))
            self.review(pr, opened_at + timedelta(hours=2), "grace")
            self.merge(pr, opened_at + timedelta(hours=3), "ada")
            if tell:
                tell(pr, index)

    def _touched(self, pr: Thing, at: datetime | str, thing: Thing) -> Thing:
        pr["updatedAt"] = max(pr["updatedAt"], stamp(at))
        return thing

    def keep(self, thing: Thing) -> Thing:
        self._nodes[thing["id"]] = thing
        return thing

    def number(self) -> int:
        """One that nothing else has."""
        self._serial += 1
        return self._serial

    def _new_id(self, kind: str) -> str:
        self._serial += 1
        return f"{kind[:2].upper()}_kwDO{self._serial:08d}"


def _object(repository: Thing, expression: str | None = None, oid: str | None = None) -> Thing | None:
    """A file of the default branch by its path, or a commit of it by its hash."""
    if oid is not None:
        history = repository["defaultBranchRef"].get("target", {}).get("history", [])
        return next((commit for commit in history if commit["oid"] == oid), None)
    text = repository["_files"].get((expression or "").removeprefix("HEAD:"))
    return None if text is None else {"__typename": "Blob", "text": text}
