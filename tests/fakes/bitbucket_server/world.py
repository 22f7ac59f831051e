"""What there is on the fake server: repositories with their pull requests, commits and builds."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from typing import Any

Thing = dict[str, Any]

EPOCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
BASE = "https://bitbucket.example.com"


def ms(at: datetime) -> int:
    return int(at.timestamp()) * 1000 + at.microsecond // 1000


def user(name: str) -> Thing:
    """Numbers are as good as any that a name leads to every time."""
    return {
        "name": name,
        "slug": name,
        "id": sum(map(ord, name)),
        "emailAddress": f"{name}@example.com",
        "displayName": name.title(),
        "active": True,
        "type": "NORMAL",
    }


@dataclass
class Place:
    """A repository; `told` are the activities of each pull request in the order they happened."""

    node: Thing
    main: str = "main"
    prs: list[Thing] = field(default_factory=list)
    told: dict[int, list[Thing]] = field(default_factory=dict)
    theirs: dict[int, list[Thing]] = field(default_factory=dict)
    commits: list[Thing] = field(default_factory=list)
    builds: dict[str, list[Thing]] = field(default_factory=dict)


@dataclass
class World:
    """Everything, changed by tests through the verbs below; `missing` are repositories out of sight."""

    places: list[Place] = field(default_factory=list)
    missing: set[int] = field(default_factory=set)
    _n: int = 0

    def add_repository(
        self, full_name: str = "PAY/api", main: str = "main", *, archived: bool = False
    ) -> Place:
        project, slug = full_name.split("/")
        node = {
            "id": len(self.places) + 1,
            "slug": slug,
            "name": slug,
            "state": "AVAILABLE",
            "archived": archived,
            "project": {"key": project, "id": 1, "name": project},
            "links": {"self": [{"href": f"{BASE}/projects/{project}/repos/{slug}/browse"}]},
        }
        place = Place(node, main)
        self.places.append(place)
        return place

    def commit(self, place: Place, at: datetime, who: str = "ada", message: str = "Work") -> Thing:
        """One on the default branch."""
        made = self._commit(at, who, message, place.commits[-1:])
        place.commits.append(made)
        return made

    def build(
        self, place: Place, sha: str, at: datetime, state: str = "SUCCESSFUL", key: str = "ci"
    ) -> Thing:
        """A report on a commit, which overwrites the one before."""
        others = [one for one in place.builds.get(sha, []) if one["key"] != key]
        made = {
            "state": state,
            "key": key,
            "name": f"{key} #1",
            "url": f"https://ci.test/{key}",
            "dateAdded": ms(at),
        }
        place.builds[sha] = [*others, made]
        return made

    def open(
        self, place: Place, at: datetime, *, reviewers: tuple[str, ...] = ("linus",), draft: bool = False
    ) -> Thing:
        number = len(place.prs) + 1
        project, slug = place.node["project"]["key"], place.node["slug"]
        pr = {
            "id": number,
            "version": 0,
            "title": f"Change {number}",
            "description": f"For PAY-{number}",
            "state": "OPEN",
            "open": True,
            "closed": False,
            "draft": draft,
            "createdDate": ms(at),
            "updatedDate": ms(at),
            "author": {"user": user("ada"), "role": "AUTHOR"},
            "reviewers": [
                {"user": user(name), "role": "REVIEWER", "status": "UNAPPROVED"} for name in reviewers
            ],
            "fromRef": {"id": f"refs/heads/feature/{number}", "displayId": f"feature/{number}"},
            "toRef": {"id": f"refs/heads/{place.main}", "displayId": place.main, "repository": place.node},
            "links": {"self": [{"href": f"{BASE}/projects/{project}/repos/{slug}/pull-requests/{number}"}]},
        }
        place.prs.append(pr)
        place.theirs[number] = [self._commit(at - timedelta(minutes=10), "ada", f"Work {number}", [])]
        self._tell(place, pr, at, "ada", "OPENED")
        return pr

    def push(self, place: Place, pr: Thing, at: datetime, *, by_force: bool = False) -> None:
        before = place.theirs[pr["id"]]
        made = self._commit(at, "ada", "More work", before[-1:])
        place.theirs[pr["id"]] = [made] if by_force else [*before, made]
        removed = {"commits": before[::-1] if by_force else [], "total": len(before) if by_force else 0}
        added = {"commits": [made], "total": 1}
        self._tell(place, pr, at, "ada", "RESCOPED", added=added, removed=removed)

    def approve(self, place: Place, pr: Thing, at: datetime, who: str = "linus") -> None:
        self._tell(place, pr, at, who, "APPROVED")

    def unapprove(self, place: Place, pr: Thing, at: datetime, who: str = "linus") -> None:
        self._tell(place, pr, at, who, "UNAPPROVED")

    def want_changes(self, place: Place, pr: Thing, at: datetime, who: str = "linus") -> None:
        self._tell(place, pr, at, who, "REVIEWED")

    def comment(
        self,
        place: Place,
        pr: Thing,
        at: datetime,
        who: str = "grace",
        *,
        on_line: bool = False,
        answer: str = "",
    ) -> None:
        """A comment, perhaps with an answer to it a minute later."""
        more: Thing = {"commentAnchor": {"path": "a", "line": 1}} if on_line else {}
        answers = [self._said(answer, at + timedelta(minutes=1))] if answer else []
        comment = self._said(who, at) | {"comments": answers}
        self._tell(place, pr, at, who, "COMMENTED", commentAction="ADDED", comment=comment, **more)

    def ask(self, place: Place, pr: Thing, at: datetime, added: str = "", removed: str = "") -> None:
        kept = [one for one in pr["reviewers"] if one["user"]["name"] != removed]
        pr["reviewers"] = kept + ([{"user": user(added), "role": "REVIEWER"}] if added else [])
        change = {
            "addedReviewers": [user(added)] if added else [],
            "removedReviewers": [user(removed)] if removed else [],
        }
        self._tell(place, pr, at, "ada", "UPDATED", **change)

    def merge(self, place: Place, pr: Thing, at: datetime, who: str = "linus") -> None:
        message = f"Merge pull request #{pr['id']} in PAY/api from feature/{pr['id']} to main"
        made = self.commit(place, at, who, message)
        made["parents"] += [{"id": place.theirs[pr["id"]][-1]["id"]}]
        self._close(pr, at, "MERGED")
        self._tell(place, pr, at, who, "MERGED", commit=made)

    def decline(self, place: Place, pr: Thing, at: datetime) -> None:
        self._close(pr, at, "DECLINED")
        self._tell(place, pr, at, "ada", "DECLINED")

    def reopen(self, place: Place, pr: Thing, at: datetime) -> None:
        pr.pop("closedDate", None)
        pr |= {"state": "OPEN", "open": True, "closed": False}
        self._tell(place, pr, at, "ada", "REOPENED")

    def _close(self, pr: Thing, at: datetime, state: str) -> None:
        pr |= {"state": state, "open": False, "closed": True, "closedDate": ms(at)}

    def _said(self, who: str, at: datetime) -> Thing:
        self._n += 1
        return {
            "id": self._n,
            "version": 0,
            "text": "Hm.",
            "author": user(who),
            "createdDate": ms(at),
            "comments": [],
        }

    def _commit(self, at: datetime, who: str, message: str, parents: list[Thing]) -> Thing:
        self._n += 1
        return {
            "id": sha1(str(self._n).encode(), usedforsecurity=False).hexdigest(),
            "author": user(who),
            "authorTimestamp": ms(at),
            "committer": user(who),
            "committerTimestamp": ms(at),
            "message": message + "\n\nAnd why.",
            "parents": [{"id": parent["id"]} for parent in parents],
        }

    def _tell(self, place: Place, pr: Thing, at: datetime, who: str, action: str, **more: Any) -> None:  # noqa: ANN401 - JSON
        self._n += 1
        pr |= {"updatedDate": ms(at), "version": pr["version"] + 1}
        entry = {"id": self._n, "createdDate": ms(at), "user": user(who), "action": action, **more}
        place.told.setdefault(pr["id"], []).append(entry)
