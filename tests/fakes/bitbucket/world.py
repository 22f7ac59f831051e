"""What there is at the fake Bitbucket: repositories with all that happens in them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha1
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Thing = dict[str, Any]

EPOCH = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAGES = "https://bitbucket.org"


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def uuid(*names: object) -> str:
    return "{" + str(uuid5(NAMESPACE_URL, "/".join(map(str, names)))) + "}"


def user(nickname: str) -> Thing:
    return {
        "display_name": nickname.title(),
        "links": {"self": {"href": f"https://api.bitbucket.org/2.0/users/{nickname}"}},
        "type": "user",
        "uuid": uuid("user", nickname),
        "account_id": f"557058:{nickname}",
        "nickname": nickname,
    }


@dataclass
class Place:
    """A repository; `heads` are its branches, `told` the activity in the order it happened."""

    node: Thing
    prs: list[Thing] = field(default_factory=list)
    told: list[Thing] = field(default_factory=list)
    commits: dict[str, Thing] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    pipelines: list[Thing] = field(default_factory=list)
    steps: dict[str, list[Thing]] = field(default_factory=dict)
    cases: dict[str, list[Thing]] = field(default_factory=dict)
    deployments: list[Thing] = field(default_factory=list)
    environments: list[Thing] = field(default_factory=list)

    @property
    def uuid(self) -> str:
        found: str = self.node["uuid"]
        return found

    def reachable(self, *shas: str) -> set[str]:
        found: set[str] = set()
        waiting = list(shas)
        while waiting:
            sha = waiting.pop()
            if sha not in found and sha in self.commits:
                found.add(sha)
                waiting += [parent["hash"] for parent in self.commits[sha]["parents"]]
        return found

    def full(self, short: str) -> str:
        return next((sha for sha in self.commits if sha.startswith(short)), "")

    def latest_first(self, *shas: str) -> list[Thing]:
        return sorted(
            (self.commits[sha] for sha in self.reachable(*shas)),
            key=lambda commit: commit["date"],
            reverse=True,
        )


@dataclass
class World:
    """Everything, changed by tests through the verbs below; `missing` are repositories out of sight."""

    places: list[Place] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)
    _n: int = 0

    def add_repository(self, full_name: str = "acme/pay", main: str = "main") -> Place:
        node = {
            "type": "repository",
            "uuid": uuid("repository", full_name),
            "full_name": full_name,
            "name": full_name.split("/")[1],
            "slug": full_name.split("/")[1],
            "links": {"html": {"href": f"{PAGES}/{full_name}"}},
            "mainbranch": {"name": main, "type": "branch"} if main else None,
            "is_private": True,
        }
        place = Place(node)
        self.places.append(place)
        if main:
            self.commit(place, main, EPOCH - timedelta(days=1), "ada", "Begin")
        return place

    def commit(
        self, place: Place, branch: str, at: datetime, who: str, message: str = "Work", *more: str
    ) -> str:
        """A commit on top of the branch, and of `more` parents."""
        self._n += 1
        sha = sha1(f"{place.uuid} {self._n}".encode(), usedforsecurity=False).hexdigest()
        parents = [parent for parent in (place.heads.get(branch), *more) if parent]
        place.commits[sha] = {
            "type": "commit",
            "hash": sha,
            "date": at.isoformat(),
            "message": message + "\n",
            "author": {"type": "author", "raw": f"{who.title()} <{who}@example.com>", "user": user(who)},
            "parents": [{"type": "commit", "hash": parent} for parent in parents],
        }
        place.heads[branch] = sha
        return sha

    def open(
        self,
        place: Place,
        at: datetime,
        *,
        author: str = "ada",
        reviewers: tuple[str, ...] = ("linus",),
        draft: bool = False,
        commits: int = 2,
    ) -> Thing:
        number = len(place.prs) + 1
        branch = f"feature/{number}"
        place.heads[branch] = place.heads["main"]
        for back in range(commits, 0, -1):
            self.commit(place, branch, at - timedelta(minutes=10 * back), author, f"Work {number}.{back}")
        pr = {
            "type": "pullrequest",
            "id": number,
            "title": f"Change {number}",
            "description": f"For PAY-{number}",
            "state": "OPEN",
            "draft": draft,
            "author": user(author),
            "closed_by": None,
            "created_on": stamp(at),
            "updated_on": stamp(at),
            "merge_commit": None,
            "reviewers": [user(name) for name in reviewers],
            "participants": [],
            "comment_count": 0,
            "source": self._end(place, branch),
            "destination": self._end(place, "main"),
            "links": {"html": {"href": f"{PAGES}/{place.node['full_name']}/pull-requests/{number}"}},
        }
        place.prs.append(pr)
        self._update(place, pr, at, author)
        return pr

    def push(self, place: Place, pr: Thing, at: datetime, who: str = "ada") -> None:
        branch = pr["source"]["branch"]["name"]
        self.commit(place, branch, at, who, "More work")
        pr["source"] = self._end(place, branch)
        self._update(place, pr, at, who)

    def turn(self, place: Place, pr: Thing, at: datetime, *, draft: bool) -> None:
        before, pr["draft"] = pr["draft"], draft
        self._update(place, pr, at, "ada", {"draft": {"old": before, "new": draft}})

    def ask(self, place: Place, pr: Thing, at: datetime, added: str = "", removed: str = "") -> None:
        pr["reviewers"] = [one for one in pr["reviewers"] if one["nickname"] != removed]
        pr["reviewers"] += [user(added)] if added else []
        change = {"added": [user(added)] if added else [], "removed": [user(removed)] if removed else []}
        self._update(place, pr, at, "ada", {"reviewers": change})

    def approve(
        self, place: Place, pr: Thing, at: datetime, who: str = "linus", *, bump: bool = True
    ) -> None:
        """`bump` off: Bitbucket does not move `updated_on`."""
        self._decide(place, pr, at, who, approves=True)
        pr["updated_on"] = stamp(at) if bump else pr["updated_on"]

    def want_changes(self, place: Place, pr: Thing, at: datetime, who: str = "linus") -> None:
        self._decide(place, pr, at, who, approves=False)
        pr["updated_on"] = stamp(at)

    def comment(self, place: Place, pr: Thing, at: datetime, who: str = "grace", **more: Any) -> Thing:  # noqa: ANN401 - JSON
        self._n += 1
        comment = {
            "id": 320_000_000 + self._n,
            "created_on": stamp(at),
            "updated_on": stamp(at),
            "content": {"raw": "Hm."},
            "user": user(who),
            "deleted": False,
            **more,
        }
        pr["updated_on"], pr["comment_count"] = stamp(at), pr["comment_count"] + 1
        self._tell(place, pr, {"comment": comment})
        return comment

    def merge(
        self, place: Place, pr: Thing, at: datetime, who: str = "linus", *, squash: bool = False
    ) -> None:
        branch = pr["source"]["branch"]["name"]
        head = place.heads.pop(branch)
        message = f"Merged in {branch} (pull request #{pr['id']})\n\n{pr['title']}"
        pr["destination"] = self._end(place, "main")
        sha = self.commit(place, "main", at, who, message, *([] if squash else [head]))
        pr |= {
            "state": "MERGED",
            "closed_by": user(who),
            "merge_commit": {"type": "commit", "hash": sha[:12]},
        }
        self._update(place, pr, at, who)

    def decline(self, place: Place, pr: Thing, at: datetime, who: str = "ada") -> None:
        pr |= {"state": "DECLINED", "closed_by": user(who)}
        self._update(place, pr, at, who)

    def run(
        self, place: Place, at: datetime, results: tuple[str, ...] = ("SUCCESSFUL",), *, number: int = 0
    ) -> Thing:
        """A pipeline of a minute a step, after ten seconds in the queue; no results: it still runs."""
        number = number or len(place.pipelines) + 1
        ended_at = at + timedelta(seconds=10 + 60 * len(results))
        result = "FAILED" if "FAILED" in results else "SUCCESSFUL"
        pipeline = {
            "type": "pipeline",
            "uuid": uuid(place.uuid, "pipeline", number),
            "build_number": number,
            "run_number": 1,
            "created_on": stamp(at),
            "completed_on": stamp(ended_at) if results else None,
            "creator": user("ada"),
            "trigger": {"name": "PUSH", "type": "pipeline_trigger_push"},
            "target": {
                "ref_name": "main",
                "commit": {"hash": place.heads["main"]},
                "selector": {"type": "branches", "pattern": "main"},
            },
            "state": {"name": "COMPLETED", "result": {"name": result}}
            if results
            else {"name": "IN_PROGRESS"},
        }
        if not results:
            pipeline["state"] = {"name": "IN_PROGRESS", "stage": {"name": "RUNNING"}}
        place.pipelines.append(pipeline)
        place.steps[uuid(place.uuid, "pipeline", number)] = [
            {
                "type": "pipeline_step",
                "uuid": uuid(pipeline["uuid"], index),
                "name": f"Step {index}",
                "run_number": 1,
                "trigger": {"type": "pipeline_step_trigger_automatic"},
                "started_on": stamp(at + timedelta(seconds=10 + 60 * index)),
                "completed_on": stamp(at + timedelta(seconds=70 + 60 * index)),
                "state": {"name": "COMPLETED", "result": {"name": word}},
            }
            for index, word in enumerate(results)
        ]
        return pipeline

    def deploy(
        self, place: Place, at: datetime, word: str = "SUCCESSFUL", environment: str = "Production"
    ) -> Thing:
        """A deployment of main; an empty word: it is under way."""
        done = {
            "name": "COMPLETED",
            "status": {"name": word},
            "completed_on": stamp(at + timedelta(minutes=2)),
        }
        state = {"started_on": stamp(at), **(done if word else {"name": "IN_PROGRESS"})}
        known = uuid(place.uuid, environment)
        if all(one["uuid"] != known for one in place.environments):
            place.environments.append(
                {"uuid": known, "name": environment, "environment_type": {"name": environment}}
            )
        pipeline = place.pipelines[-1]["uuid"] if place.pipelines else uuid("no pipeline")
        found = {
            "type": "deployment",
            "uuid": uuid(place.uuid, "deployment", len(place.deployments)),
            "environment": {"uuid": known, "name": environment, "environment_type": {"name": environment}},
            "state": state,
            "release": {
                "name": f"#{len(place.deployments) + 1}",
                "created_on": stamp(at - timedelta(minutes=1)),
                "commit": {"hash": place.heads["main"]},
                "pipeline": {"uuid": pipeline},
            },
            "last_update_time": stamp(at + timedelta(minutes=2)),
        }
        place.deployments.append(found)
        return found

    def _end(self, place: Place, branch: str) -> Thing:
        return {
            "branch": {"name": branch},
            "commit": {"type": "commit", "hash": place.heads[branch][:12]},
            "repository": {"uuid": place.uuid, "full_name": place.node["full_name"]},
        }

    def _update(self, place: Place, pr: Thing, at: datetime, who: str, changes: Thing | None = None) -> None:
        pr["updated_on"] = stamp(at)
        kept = ("state", "title", "draft", "source", "destination")
        update = {key: pr[key] for key in kept} | {"date": stamp(at), "author": user(who)}
        update |= {"reviewers": list(pr["reviewers"]), "changes": changes or {}}
        self._tell(place, pr, {"update": update})

    def _decide(self, place: Place, pr: Thing, at: datetime, who: str, *, approves: bool) -> None:
        kind, state = ("approval", "approved") if approves else ("changes_requested", "changes_requested")
        others = [one for one in pr["participants"] if one["user"]["nickname"] != who]
        now = {"user": user(who), "role": "REVIEWER", "state": state, "participated_on": stamp(at)}
        pr["participants"] = [*others, now]
        self._tell(place, pr, {kind: {"date": stamp(at), "user": user(who), "pullrequest": {"id": pr["id"]}}})

    def _tell(self, place: Place, pr: Thing, entry: Thing) -> None:
        place.told.append(
            {"pull_request": {"type": "pullrequest", "id": pr["id"], "title": pr["title"]}, **entry}
        )
