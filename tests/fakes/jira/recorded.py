"""A real Jira's projects, statuses, sprints and issues as they were recorded, put into the fake."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from tests.fakes.jira.world import Thing, World

RECORDED = Path("/work/shared/data/jira")
MISSING = "the recordings of /work/shared/data/jira are not here"

TIMES = ("created", "updated", "resolutiondate")


def rows(name: str) -> Iterator[Thing]:
    """The payloads of a recorded endpoint."""
    for line in (RECORDED / f"{name}.jsonl").read_text().splitlines():
        yield json.loads(line)["payload"]


def changelogs() -> dict[str, list[Thing]]:
    """The recorded histories by the id of their issue, which only the address tells."""
    found: dict[str, list[Thing]] = {}
    for line in (RECORDED / "issue_changelogs.jsonl").read_text().splitlines():
        row = json.loads(line)
        found.setdefault(row["url"].split("/issue/")[1].split("/")[0], []).append(row["payload"])
    return found


def world() -> World:
    """Everything that was recorded of one site, with a board for every project that has sprints."""
    made = World()
    made.zone = "Asia/Shanghai"
    made.statuses = list(rows("status"))
    made.projects = list(rows("projects"))
    known = {project["id"] for project in made.projects}
    for row in rows("issues"):
        fields = {**row["fields"]}
        fields |= {key: datetime.fromisoformat(fields[key]) for key in TIMES if fields.get(key)}
        entries = [_entry(history) for history in row["changelog"]["histories"]]
        made.issues[row["id"]] = {"id": row["id"], "key": row["key"], "fields": fields, "histories": entries}
        if fields["project"]["id"] not in known:
            known.add(fields["project"]["id"])
            made.projects.append(fields["project"])
    for board in (8, 13):
        told = {"id": board, "name": f"Board {board}", "type": "scrum", "location": {"projectId": 10003}}
        made.boards.append({**told, "_projects": ["10003"], "_field": None})
    made.sprints = [{**row, "_boards": [8]} for row in rows("sprints")]
    return made


def _entry(history: Thing) -> Thing:
    return {**history, "created": datetime.fromisoformat(history["created"])}
