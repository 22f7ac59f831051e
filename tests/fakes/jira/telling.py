"""How the fake Jira tells what it knows: times in the asker's zone, users and sprints in its own way."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.jira.world import Thing, World


class Telling:
    """The words of one kind of Jira."""

    def __init__(self, world: World, *, is_cloud: bool) -> None:
        self._world = world
        self._is_cloud = is_cloud

    def stamp(self, at: datetime) -> str:
        """As `2026-01-05T10:00:00.000+0100`."""
        local = at.astimezone(ZoneInfo(self._world.zone))
        return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03}{local:%z}"

    def issue(self, issue: Thing, names: Iterable[str], *, changelog: bool = False) -> Thing:
        """With the fields that were asked for, and those that there are."""
        told = {name: self.value(issue["fields"][name]) for name in names if name in issue["fields"]}
        found = {"id": issue["id"], "key": issue["key"], "fields": told, "expand": "operations"}
        if changelog:
            histories = [self.history(entry) for entry in issue["histories"]]
            found["changelog"] = {
                "startAt": 0, "maxResults": len(histories), "total": len(histories), "histories": histories
            }  # fmt: skip
        return found

    def history(self, entry: Thing, created: object = None) -> Thing:
        told = {**entry, "author": self.value(entry["author"])}
        return {**told, "created": self.stamp(entry["created"]) if created is None else created}

    def sprint(self, sprint: Thing) -> Thing:
        return {key: self.value(value) for key, value in sprint.items() if not key.startswith("_")}

    def value(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, datetime):
            return self.stamp(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        if isinstance(value, dict) and "accountId" in value and not self._is_cloud:
            login = value["displayName"].lower()
            return {
                "key": f"JIRAUSER-{login}", "name": login, "displayName": value["displayName"],
                "emailAddress": f"{login}@example.com",
            }  # fmt: skip
        if isinstance(value, dict) and "originBoardId" in value:
            return self._in_field(value)
        if isinstance(value, dict):
            return {inner: self.value(each) for inner, each in value.items() if inner[0] != "_"}
        return value

    def _in_field(self, sprint: Thing) -> Any:  # noqa: ANN401 - JSON
        """As it stands in an issue: elsewhere than in the Cloud as the text of a Java object."""
        if self._is_cloud:
            told = self.sprint(sprint)
            return {**{key: told[key] for key in ("id", "name", "state")}, "boardId": told["originBoardId"]}
        inner = f"id={sprint['id']},rapidViewId={sprint['originBoardId']},state={sprint['state'].upper()}"
        return (
            f"com.atlassian.greenhopper.service.sprint.Sprint@7eede03a[{inner},name={sprint['name']},goal=]"
        )
