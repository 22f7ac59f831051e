"""What the fake Jira knows, in the shape the Cloud tells it, to be changed while it is read."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

Thing = dict[str, Any]
Side = tuple[str | None, str | None]

EPOCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""A Monday morning on which things begin unless told otherwise."""

SPRINT, POINTS, ESTIMATE, FLAGGED = (f"customfield_{n}" for n in (10020, 10024, 10016, 10021))
NAMES = {SPRINT: "Sprint", POINTS: "Story Points", ESTIMATE: "Story point estimate", FLAGGED: "Flagged"}
_CUSTOM = "com.atlassian.jira.plugin.system.customfieldtypes"


def fields() -> list[Thing]:
    """What a site of the Cloud tells of its fields, shortened."""
    own = [{"id": id_, "name": id_.title(), "custom": False} for id_ in ("summary", "status", "labels")]
    schemas = {
        SPRINT: {"type": "array", "items": "json", "custom": "com.pyxis.greenhopper.jira:gh-sprint"},
        POINTS: {"type": "number", "custom": f"{_CUSTOM}:float"},
        ESTIMATE: {"type": "number", "custom": "com.pyxis.greenhopper.jira:jsw-story-points"},
        FLAGGED: {"type": "array", "items": "option", "custom": f"{_CUSTOM}:multicheckboxes"},
    }
    return own + [
        {"id": id_, "name": NAMES[id_], "untranslatedName": NAMES[id_], "custom": True, "schema": schema}
        for id_, schema in schemas.items()
    ]  # fmt: skip


class World:
    """Projects, people, boards, sprints and issues; each `add_...` gives the thing itself."""

    def __init__(self) -> None:
        self.zone = "Europe/Berlin"
        """The time zone of whoever asks."""
        self.projects: list[Thing] = []
        self.boards: list[Thing] = []
        self.sprints: list[Thing] = []
        self.issues: dict[str, Thing] = {}
        self.statuses: list[Thing] = []
        self.fields = fields()
        self.unindexed: set[str] = set()
        """Ids of issues that the search does not know yet."""
        self.people: dict[str, Thing] = {}
        self._serial = 10_000
        for name, category in (("To Do", "new"), ("In Progress", "indeterminate"), ("Done", "done")):
            self.add_status(name, category)

    def add_status(self, name: str, category: str, id_: str = "") -> Thing:
        filed = {"id": 1, "key": category, "name": category.title()}
        return self._add(self.statuses, {"id": id_ or self._next(), "name": name, "statusCategory": filed})

    def add_project(self, key: str, id_: str = "") -> Thing:
        return self._add(self.projects, {"id": id_ or self._next(), "key": key, "name": f"Project {key}"})

    def add_person(self, name: str, kind: str = "atlassian") -> Thing:
        if name not in self.people:
            address = f"{name}@example.com" if kind == "atlassian" else None
            self.people[name] = {
                "accountId": f"5f:{name}", "accountType": kind, "displayName": name.title(),
                **({"emailAddress": address} if address else {}),
            }  # fmt: skip
        return self.people[name]

    def add_board(
        self, project: Thing, name: str = "", kind: str = "scrum", *, located: bool = True
    ) -> Thing:
        """`located` in its project, unlike a person's board."""
        place = (
            {"location": {"projectId": int(project["id"]), "projectKey": project["key"]}} if located else {}
        )
        board = {"id": len(self.boards) + 1, "name": name or f"{project['key']} board", "type": kind}
        return self._add(self.boards, {**board, **place, "_projects": [project["id"]], "_field": POINTS})

    def add_sprint(self, board: Thing, name: str = "", state: str = "active", **told: Any) -> Thing:  # noqa: ANN401 - JSON
        number = len(self.sprints) + 1
        sprint = {"id": number, "name": name or f"Sprint {number}", "state": state, "goal": ""}
        return self._add(
            self.sprints, {**sprint, "originBoardId": board["id"], "_boards": [board["id"]], **told}
        )

    def add_issue(self, project: Thing, at: datetime = EPOCH, **told: Any) -> Thing:  # noqa: ANN401 - JSON
        id_ = self._next()
        number = sum(issue["key"].startswith(f"{project['key']}-") for issue in self.issues.values()) + 1
        own: Thing = {
            "summary": f"Issue {number}", "issuetype": {"id": "1", "name": "Story", "subtask": False},
            "status": self.statuses[0], "project": project,
            "assignee": None, "reporter": self.add_person("ada"),
            "created": at, "updated": at, "resolutiondate": None, "priority": {"id": "3", "name": "Medium"},
            "labels": [], SPRINT: None, POINTS: None, ESTIMATE: None, FLAGGED: None,
        }  # fmt: skip
        issue = {"id": id_, "key": f"{project['key']}-{number}", "fields": {**own, **told}, "histories": []}
        self.issues[id_] = issue
        return issue

    def move(self, issue: Thing, at: datetime, status: str, by: str = "ada") -> None:
        """To the status of this name."""
        to = next(each for each in self.statuses if each["name"] == status)
        before = issue["fields"]["status"]
        issue["fields"] |= {"status": to, "resolutiondate": at if status == "Done" else None}
        self.change(issue, at, "status", (before["id"], before["name"]), (to["id"], to["name"]), by=by)

    def estimate(self, issue: Thing, at: datetime, points: float | None, field: str = POINTS) -> None:
        before, issue["fields"][field] = issue["fields"][field], points
        texts = ["" if each is None else f"{each:g}" for each in (before, points)]
        self.change(issue, at, field, (None, texts[0]), (None, texts[1]))

    def plan(self, issue: Thing, at: datetime, *sprints: Thing) -> None:
        """Into these sprints, and out of all others."""
        before, issue["fields"][SPRINT] = issue["fields"][SPRINT] or [], list(sprints)
        told = [
            (", ".join(str(each["id"]) for each in some), ", ".join(each["name"] for each in some))
            for some in (before, sprints)
        ]
        self.change(issue, at, SPRINT, told[0], told[1])

    def flag(self, issue: Thing, at: datetime, *, on: bool) -> None:
        issue["fields"][FLAGGED] = [{"id": "10019", "value": "Impediment"}] if on else None
        told = [("", ""), ("[10019]", "Impediment")]
        self.change(issue, at, FLAGGED, told[not on], told[on])

    def change(self, issue: Thing, at: datetime, field: str, *sides: Side, by: str = "ada") -> None:
        """Something in the history: before and after, each as (id, text)."""
        before, after = sides
        item = {
            "field": NAMES.get(field, field), "fieldId": field,
            "fieldtype": "custom" if field in NAMES else "jira",
            "from": before[0], "fromString": before[1], "to": after[0], "toString": after[1],
        }  # fmt: skip
        entry = {"id": self._next(), "author": self.add_person(by), "created": at, "items": [item]}
        issue["histories"].append(entry)
        self.touch(issue, at)

    def touch(self, issue: Thing, at: datetime, **told: Any) -> None:  # noqa: ANN401 - JSON
        issue["fields"] |= {**told, "updated": max(at, issue["fields"]["updated"])}

    def delete(self, issue: Thing) -> None:
        del self.issues[issue["id"]]

    def grow(self, project: Thing, n: int, live: Callable[[Thing, int], object] = lambda *_: None) -> None:
        """So many issues, one an hour."""
        for index in range(n):
            live(self.add_issue(project, EPOCH + timedelta(hours=index)), index)

    def _add(self, to: list[Thing], thing: Thing) -> Thing:
        to.append(thing)
        return thing

    def _next(self) -> str:
        self._serial += 1
        return str(self._serial)
