"""What the fake GitLab knows: projects with all that is in them, in the words of GraphQL, else of REST."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

Thing = dict[str, Any]

EPOCH = datetime(2026, 3, 2, 9, tzinfo=UTC)


def stamp(at: datetime) -> str:
    """As GraphQL tells times."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def milli(at: datetime) -> str:
    """As REST tells times."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def sha_of(number: int) -> str:
    return f"{number:040x}"


class World:
    """Everything there is; tests may change any of it at any time."""

    def __init__(self) -> None:
        self.users: dict[str, Thing] = {}
        self.projects: dict[int, Thing] = {}
        self.viewer = self.add_user("leadline")
        self._numbers: dict[str, int] = {}

    def number(self, kind: str) -> int:
        """The next one of its kind."""
        self._numbers[kind] = self._numbers.get(kind, 0) + 1
        return self._numbers[kind]

    def add_user(self, username: str, *, bot: bool = False) -> Thing:
        if username not in self.users:
            number = 100 + len(self.users)
            self.users[username] = {
                "id": f"gid://gitlab/User/{number}",
                "username": username,
                "name": username.title(),
                "bot": bot,
            }
        return self.users[username]

    def add_project(self, path: str, *, archived: bool = False, branch: str | None = "main") -> Thing:
        number = 40 + len(self.projects) + 1
        project = self.projects[number] = {
            "number": number, "path": path, "archived": archived, "branch": branch, "off": set(),
            "mergeRequests": [], "pipelines": [], "deployments": [], "commits": [],
            "files": {}, "reports": {},
        }  # fmt: skip
        return project

    def project(self, path: str) -> Thing | None:
        return next((each for each in self.projects.values() if each["path"] == path), None)

    def delete(self, project: Thing) -> None:
        del self.projects[project["number"]]

    def add_pull_request(
        self, project: Thing, *, at: datetime = EPOCH, author: str = "ada", **changes: object
    ) -> Thing:
        """Open, with one commit written ten minutes before."""
        number = self.number("pull request")
        iid = len(project["mergeRequests"]) + 1
        pr: Thing = {
            "number": number,
            "iid": str(iid),
            "projectId": project["number"],
            "title": f"Change {iid}",
            "description": None,
            "webUrl": f"https://gitlab.com/{project['path']}/-/merge_requests/{iid}",
            "state": "opened",
            "draft": False,
            "createdAt": stamp(at),
            "updatedAt": stamp(at),
            "mergedAt": None,
            "sourceBranch": f"change-{iid}",
            "targetBranch": project["branch"],
            "diffHeadSha": sha_of(number),
            "mergeCommitSha": None,
            "squashCommitSha": None,
            "squashOnMerge": False,
            "diffStatsSummary": {"additions": 10, "deletions": 2, "fileCount": 1},
            "author": self.add_user(author),
            "mergeUser": None,
            "labels": [],
            "assignees": [],
            "reviewers": [],
            "approvedBy": [],
            "commits": [],
            "notes": [],
        }
        self.commit(pr, at - timedelta(minutes=10), author, sha=pr["diffHeadSha"])
        pr.update(changes)
        project["mergeRequests"].append(pr)
        return pr

    def commit(
        self, pr: Thing, at: datetime, author: str | None, *, sha: str = "", title: str = "Work"
    ) -> None:
        """GitLab lists the newest first."""
        made = {
            "sha": sha or sha_of(1_000_000 + self.number("commit")),
            "title": title,
            "authoredDate": stamp(at),
            "committedDate": stamp(at),
            "authorEmail": f"{author or 'nobody'}@example.com",
            "author": self.add_user(author) if author else None,
        }
        pr["commits"].insert(0, made)

    def note(
        self,
        pr: Thing,
        at: datetime,
        author: str | None,
        body: str,
        *,
        system: bool = True,
        inline: bool = False,
    ) -> Thing:
        made: Thing = {
            "id": f"gid://gitlab/Note/{self.number('note')}",
            "createdAt": stamp(at),
            "system": system,
            "body": body,
            "position": {"positionType": "text"} if inline else None,
            "author": self.add_user(author) if author else None,
        }
        pr["notes"].append(made)
        pr["updatedAt"] = max(pr["updatedAt"], stamp(at))
        return made

    def ask(self, pr: Thing, at: datetime, reviewer: str) -> None:
        pr["reviewers"].append(self.add_user(reviewer))
        self.note(pr, at, pr["author"]["username"], f"requested review from @{reviewer}")

    def approve(self, pr: Thing, at: datetime, reviewer: str) -> None:
        pr["approvedBy"].append(self.add_user(reviewer))
        self.note(pr, at, reviewer, "approved this merge request")

    def merge(self, pr: Thing, at: datetime, by: str = "grace") -> None:
        pr |= {
            "state": "merged", "mergedAt": stamp(at), "mergeUser": self.add_user(by), "updatedAt": stamp(at),
            "mergeCommitSha": sha_of(2_000_000 + pr["number"]),
        }  # fmt: skip
        self.note(pr, at, by, "merged")

    def touch(self, thing: Thing, at: datetime, **changes: object) -> None:
        key, how = ("updatedAt", stamp) if "updatedAt" in thing else ("updated_at", milli)
        thing.update({key: how(at), **changes})

    def add_pipeline(
        self,
        project: Thing,
        *,
        at: datetime = EPOCH,
        status: str = "SUCCESS",
        jobs: Sequence[tuple[str, str]] = (("build", "SUCCESS"), ("test", "SUCCESS")),
        **changes: object,
    ) -> Thing:
        """Jobs by name and status run for a minute one after another, after ten seconds of waiting."""
        number = self.number("pipeline") + 500
        ended = status not in ("RUNNING", "PENDING", "CREATED", "MANUAL")
        pipeline: Thing = {
            "number": number,
            "id": f"gid://gitlab/Ci::Pipeline/{number}",
            "iid": str(len(project["pipelines"]) + 1),
            "sha": sha_of(number),
            "ref": project["branch"],
            "source": "push",
            "status": status,
            "createdAt": stamp(at),
            "startedAt": stamp(at + timedelta(seconds=10)),
            "finishedAt": stamp(at + timedelta(seconds=10 + 60 * len(jobs))) if ended else None,
            "updatedAt": stamp(at + timedelta(seconds=10 + 60 * len(jobs))),
            "path": f"/{project['path']}/-/pipelines/{number}",
            "user": self.add_user("ada"),
            "testReportSummary": {"total": {"count": 0}},
            "jobs": [],
        }
        for place, (name, state) in enumerate(jobs):
            self.add_job(pipeline, at, name, state, began=at + timedelta(seconds=10 + 60 * place))
        pipeline.update(changes)
        project["pipelines"].append(pipeline)
        return pipeline

    def add_job(
        self, pipeline: Thing, at: datetime, name: str, status: str, *, began: datetime | None = None
    ) -> Thing:
        """It begins at once unless said otherwise, and takes a minute."""
        number = self.number("job") + 9_000
        began = began or at
        has_run = status in ("SUCCESS", "FAILED", "CANCELED")
        job: Thing = {
            "number": number,
            "id": f"gid://gitlab/Ci::Build/{number}",
            "name": name,
            "status": status,
            "allowFailure": False,
            "createdAt": stamp(at),
            "startedAt": stamp(began) if has_run or status == "RUNNING" else None,
            "finishedAt": stamp(began + timedelta(minutes=1)) if has_run else None,
        }
        pipeline["jobs"].append(job)
        return job

    def add_report(self, project: Thing, pipeline: Thing, suites: dict[str, list[Thing]]) -> None:
        """Suites by the name of their job, each of test cases."""
        n = sum(map(len, suites.values()))
        pipeline["testReportSummary"] = {"total": {"count": n}}
        project["reports"][pipeline["number"]] = {
            "total_count": n,
            "test_suites": [{"name": name, "test_cases": cases} for name, cases in suites.items()],
        }

    def add_deployment(
        self,
        project: Thing,
        *,
        at: datetime = EPOCH,
        status: str = "success",
        environment: str = "production",
        **changes: object,
    ) -> Thing:
        """By a job of a pipeline of its own, for two minutes."""
        number = self.number("deployment") + 7_000
        ended = at + timedelta(minutes=2)
        user = self.add_user("grace")
        deployment: Thing = {
            "id": number,
            "iid": len(project["deployments"]) + 1,
            "ref": project["branch"],
            "sha": sha_of(number),
            "status": status,
            "created_at": milli(at),
            "updated_at": milli(ended),
            "user": rest_user(user),
            "environment": {"id": 3, "name": environment, "slug": environment, "tier": "production"},
            "deployable": {
                "id": number + 1, "status": status, "name": "deploy", "created_at": milli(at),
                "started_at": milli(at), "finished_at": None if status == "running" else milli(ended),
                "pipeline": {"id": number + 2, "sha": sha_of(number)},
            },
        }  # fmt: skip
        deployment.update(changes)
        project["deployments"].append(deployment)
        return deployment

    def push(
        self, project: Thing, at: datetime, *, title: str = "Work", parents: Sequence[str] = ()
    ) -> Thing:
        """A commit on the default branch, on top of the others."""
        commits = project["commits"]
        made: Thing = {
            "id": sha_of(3_000_000 + self.number("pushed")),
            "parent_ids": list(parents) or [commits[0]["id"]] if commits else [],
            "title": title,
            "message": f"{title}\n",
            "author_name": "Ada",
            "author_email": "ada@example.com",
            "authored_date": milli(at),
            "committed_date": milli(at),
        }
        commits.insert(0, made)
        return made


def rest_user(user: Thing) -> Thing:
    """A user as REST tells it."""
    return {"id": int(user["id"].rpartition("/")[2]), "username": user["username"], "name": user["name"]}
