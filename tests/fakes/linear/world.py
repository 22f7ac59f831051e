"""What the fake Linear knows, in the shape its schema tells it, to be changed while it is read."""

from datetime import UTC, datetime, timedelta
from typing import Any

Thing = dict[str, Any]

STATES = {
    "Triage": "triage", "Backlog": "backlog", "Todo": "unstarted", "In Progress": "started",
    "In Review": "started", "Done": "completed", "Canceled": "canceled", "Duplicate": "duplicate",
}  # fmt: skip
"""Those of every team, by name."""


def stamp(at: datetime) -> str:
    """A time as Linear writes it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class World:
    """Teams, cycles, issues; each `add_...` gives the thing itself, to be changed freely."""

    def __init__(self, key: str = "acme") -> None:
        self.organization: Thing = {"name": "Acme", "urlKey": key}
        self.users: dict[str, Thing] = {}
        self.teams: list[Thing] = []
        self.states: list[Thing] = []
        self.cycles: list[Thing] = []
        self.issues: list[Thing] = []
        self._serial = 0
        self.viewer = self.add_user("leadline")

    def add_user(self, login: str, *, app: bool = False) -> Thing:
        if login not in self.users:
            self.users[login] = {
                "id": self._new("user"), "name": login.title(), "displayName": login,
                "email": f"{login}@example.com", "app": app,
            }  # fmt: skip
        return self.users[login]

    def add_team(self, key: str, name: str, default: float = 0, estimation: str = "linear") -> Thing:
        team = {
            "id": self._new("team"), "key": key, "name": name, "defaultIssueEstimate": default,
            "issueEstimationType": estimation,
        }  # fmt: skip
        self.teams.append(team)
        for title, kind in STATES.items():
            self.states.append({"id": self._new("state"), "name": title, "type": kind, "team": team})
        return team

    def state(self, team: Thing, title: str) -> Thing:
        return next(each for each in self.states if each["team"] is team and each["name"] == title)

    def add_cycle(self, team: Thing, starts: datetime, ends: datetime, **fields: object) -> Thing:
        number = sum(each["team"] is team for each in self.cycles) + 1
        cycle: Thing = {
            "id": self._new("cycle"), "number": float(number), "name": None, "description": None,
            "startsAt": stamp(starts), "endsAt": stamp(ends), "completedAt": None, "progress": 0.0,
            "createdAt": stamp(starts - timedelta(weeks=4)), "updatedAt": stamp(starts - timedelta(weeks=4)),
            "team": team, **fields,
        }  # fmt: skip
        self.cycles.append(cycle)
        return cycle

    def add_issue(
        self, team: Thing, title: str, at: datetime, state: str = "Backlog", **fields: object
    ) -> Thing:
        number = sum(each["team"] is team for each in self.issues) + 1
        identifier = f"{team['key']}-{number}"
        first = self.state(team, state)
        issue: Thing = {
            "id": self._new("issue"), "identifier": identifier, "title": title,
            "url": f"https://linear.app/acme/issue/{identifier}", "estimate": None,
            "priorityLabel": "No priority", "trashed": None, "createdAt": stamp(at), "updatedAt": stamp(at),
            "completedAt": None, "canceledAt": None, "addedToCycleAt": None, "team": team, "state": first,
            "assignee": None, "creator": self.add_user("ada"), "cycle": None, "parent": None, "labels": [],
            "attachments": [], "stateHistory": [{"stateId": first["id"], "startedAt": stamp(at)}],
            "history": [], **fields,
        }  # fmt: skip
        self.issues.append(issue)
        return issue

    def move(self, issue: Thing, title: str, at: datetime) -> None:
        """Into another state."""
        state = self.state(issue["team"], title)
        issue["state"] = state
        issue["stateHistory"].append({"stateId": state["id"], "startedAt": stamp(at)})
        issue["completedAt"] = stamp(at) if state["type"] == "completed" else None
        issue["canceledAt"] = stamp(at) if state["type"] in ("canceled", "duplicate") else None
        self.change(issue, at)

    def plan(self, issue: Thing, cycle: Thing | None, at: datetime) -> None:
        """Into a cycle, or out of the one it is in."""
        before = issue["cycle"]
        issue |= {"cycle": cycle, "addedToCycleAt": stamp(at) if cycle else None}
        self.change(issue, at, fromCycleId=before and before["id"], toCycleId=cycle and cycle["id"])

    def size(self, issue: Thing, points: float | None, at: datetime) -> None:
        """It is estimated anew."""
        before, issue["estimate"] = issue["estimate"], points
        self.change(issue, at, fromEstimate=before, toEstimate=points)

    def change(self, issue: Thing, at: datetime, **fields: object) -> None:
        """Something in its history, the latest first."""
        empty = dict.fromkeys(("fromCycleId", "toCycleId", "fromEstimate", "toEstimate"))
        issue["history"].insert(0, {"createdAt": stamp(at), **empty, **fields})
        self.touch(issue, at)

    def touch(self, thing: Thing, at: datetime, **fields: object) -> None:
        thing.update(updatedAt=max(thing["updatedAt"], stamp(at)), **fields)

    def grow(self, team: Thing, n: int, since: datetime) -> None:
        """That many issues, an hour apart, begun and mostly done, in the cycles that there are."""
        theirs = [each for each in self.cycles if each["team"] is team]
        for index in range(n):
            at = since + timedelta(hours=index)
            issue = self.add_issue(team, f"Issue {index + 1}", at, assignee=self.add_user("grace"))
            self.size(issue, float(index % 5 + 1), at + timedelta(minutes=2))
            if theirs and index % 2:
                self.plan(issue, theirs[index % len(theirs)], at + timedelta(minutes=5))
            self.move(issue, "In Progress", at + timedelta(minutes=10))
            if index % 4:
                self.move(issue, "Done" if index % 7 else "Canceled", at + timedelta(minutes=40))

    def _new(self, kind: str) -> str:
        self._serial += 1
        return f"{kind}-{self._serial:08d}-0000"
