"""What the fake Jira answers about boards and their sprints."""

from tests.fakes.jira.rest import Params, Settings, one, only
from tests.fakes.jira.search import Refusal
from tests.fakes.jira.telling import Telling
from tests.fakes.jira.world import NAMES, Thing, World


class Agile:
    """One request's answers."""

    def __init__(self, site: Settings, world: World) -> None:
        self._site = site
        self._world = world
        self._telling = Telling(world, is_cloud=site.is_cloud)

    def told(self, steps: list[str], params: Params) -> object:
        match steps:
            case ["board"]:
                return self._boards(params)
            case ["board", id_, "sprint"]:
                return self._sprints(self._board(id_), params)
            case ["board", id_, "configuration"]:
                return self._configuration(self._board(id_), params)
            case ["board", id_, "project"]:
                ids = self._board(id_)["_projects"]
                return self._page([each for each in self._world.projects if each["id"] in ids], params)
            case ["sprint", id_]:
                only(params)
                return self._telling.sprint(one(self._world.sprints, id_, "Sprint does not exist."))
        raise Refusal("Not Found", 404)

    def _board(self, id_: str) -> Thing:
        return one(self._world.boards, id_, "Board does not exist.")

    def _boards(self, params: Params) -> Thing:
        wanted = params.get("projectKeyOrId", [None])[0]
        there = [board for board in self._world.boards if wanted is None or wanted in board["_projects"]]
        told = [{key: value for key, value in board.items() if key[0] != "_"} for board in there]
        return self._page(told, params, "projectKeyOrId")

    def _sprints(self, board: Thing, params: Params) -> Thing:
        if board["type"] != "scrum":
            raise Refusal("The board does not support sprints")
        states = params.get("state", ["active,closed,future"])[0].split(",")
        there = [
            each for each in self._world.sprints if board["id"] in each["_boards"] and each["state"] in states
        ]
        return self._page([self._telling.sprint(each) for each in there], params, "state")

    def _configuration(self, board: Thing, params: Params) -> Thing:
        only(params)
        told = {"id": board["id"], "name": board["name"]}
        if not board["_field"]:
            return {**told, "estimation": {"type": "issueCount"}}
        field = {"fieldId": board["_field"], "displayName": NAMES.get(board["_field"], board["_field"])}
        return {**told, "estimation": {"type": "field", "field": field}}

    def _page(self, things: list[Thing], params: Params, *names: str) -> Thing:
        asked = only(params, "startAt", "maxResults", *names)
        start, size = int(asked.get("startAt", 0)), min(int(asked["maxResults"]), self._site.most_listed)
        some = things[start : start + size]
        last = start + size >= len(things)
        return {"startAt": start, "maxResults": size, "isLast": last, "values": some}
