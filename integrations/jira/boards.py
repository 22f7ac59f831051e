"""Boards and their sprints: each sprint once, at the board that it was made on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from domain.errors import Misconfigured, Rejected, Unknown, Unmappable
from integrations.jira.api import Api, Params
from integrations.jira.listing import LARGEST_PAGE, Projects, Some, listed, some
from integrations.jira.mapping import Board, sprint_page
from integrations.pages import Page
from integrations.reading import Node, count, optional_inside, text
from integrations.sifting import sift

KANBAN = "kanban"
"""The type of boards that never have sprints; others may."""


class Boards:
    """The boards of the chosen projects, and what is planned on them."""

    def __init__(self, api: Api, source: str, projects: Projects) -> None:
        self._api = api
        self._source = source
        self._projects = projects
        self._aside: list[Unmappable] = []

    @cached_property
    def all(self) -> tuple[Board, ...]:
        """By id, asked once. Names are told apart: two boards of one name are two."""
        nodes = [node for page in self._listed() for node in page.nodes]
        read, aside = sift(self._source, "sprints", nodes, self._board)
        self._aside = [replace(each, external_id=f"board {each.external_id}") for each in aside]
        found = sorted((board for board in read if board), key=lambda board: board.id)
        names = [board.name for board in found]
        return tuple(
            replace(board, name=f"{board.name} ({board.id})") if names.count(board.name) > 1 else board
            for board in found
        )

    def pages(self, cursor: str | None) -> Iterator[Page]:
        """The sprints of one board after another.

        Raises:
            Rejected: the cursor is none of ours.
        """
        first, start = _spot(cursor)
        boards = [board for board in self.all if board.id >= first]
        if not boards:
            yield Page((), unmappable=tuple(self._aside))
            return
        for index, board in enumerate(boards):
            following = f"{boards[index + 1].id}:0" if index + 1 < len(boards) else None
            yield from self._of(board, start if board.id == first else 0, following)

    def hydrated(self, external_ids: Sequence[str]) -> Iterator[Page]:
        """These sprints as they are now; one on no board of ours is gone."""
        for id_ in external_ids:
            node = self._sprint(id_)
            board = self._home(node)
            if board is None:
                yield Page((), gone=(id_,))
            else:
                yield sprint_page(self._source, self._api.server.pages, board, [node])

    def _of(self, board: Board, start: int, following: str | None) -> Iterator[Page]:
        behind: int | None = start
        while behind is not None:
            page = self._sprints(board, behind)
            behind = page.behind
            cursor = following if behind is None else f"{board.id}:{behind}"
            here = [node for node in page.nodes if self._is_at_home(node, board)]
            found = sprint_page(self._source, self._api.server.pages, board, here, cursor=cursor)
            yield replace(found, unmappable=(*found.unmappable, *self._aside))
            self._aside = []

    def _sprints(self, board: Board, start: int) -> Some:
        """A board without sprints answers that it has none, in the words of an error."""
        params: Params = {"startAt": start, "maxResults": LARGEST_PAGE, "state": "active,closed,future"}
        try:
            body = self._api.agile(f"board/{board.id}/sprint", params)
        except Rejected:
            return Some([], None)
        return some(body, "values", start)

    def _is_at_home(self, node: object, board: Board) -> bool:
        """Boards also show sprints of other boards, whose issues they happen to hold."""
        origin = node.get("originBoardId") if isinstance(node, dict) else None
        return origin == board.id or all(origin != other.id for other in self.all)

    def _home(self, node: object) -> Board | None:
        origin = node.get("originBoardId") if isinstance(node, dict) else None
        return next((board for board in self.all if board.id == origin), None)

    def _sprint(self, id_: str) -> object:
        if not (id_.isascii() and id_.isdigit()):
            return None
        try:
            return self._api.agile(f"sprint/{id_}")
        except Unknown:
            return None

    def _listed(self) -> Iterator[Some]:
        """Every board in sight, of one project where only one is chosen; none without Jira Software."""
        ids = list(self._projects.chosen)
        only: Params = {"projectKeyOrId": ids[0]} if len(ids) == 1 else {}
        behind: int | None = 0 if ids else None
        while behind is not None:
            params = {"startAt": behind, "maxResults": LARGEST_PAGE, **only}
            try:
                page = some(self._api.agile("board", params), "values", behind)
            except (Unknown, Misconfigured):
                if behind:
                    raise
                return
            yield page
            behind = page.behind

    def _board(self, node: Node) -> Board | None:
        """None of a board that has no sprints, or that is of a project that is not chosen."""
        id_ = count(node, "id")
        if node.get("type") == KANBAN:
            return None
        project = optional_inside(node, "location", _project_of) or self._project_of(id_)
        return Board(id_, text(node, "name"), project) if project in self._projects.chosen else None

    def _project_of(self, id_: int) -> str:
        """The first chosen project that a person's board, or one of an older server, shows issues of."""
        only = list(self._projects.chosen)
        if len(only) == 1:
            return only[0]
        try:
            nodes = listed(self._api.agile(f"board/{id_}/project", {"maxResults": LARGEST_PAGE}), "values")
        except (Rejected, Misconfigured):
            return ""
        ids = [str(node.get("id")) for node in nodes if isinstance(node, dict)]
        return next((each for each in ids if each in self._projects.chosen), "")


def _project_of(location: Node) -> str:
    return "" if location.get("projectId") is None else str(count(location, "projectId"))


def _spot(cursor: str | None) -> tuple[int, int]:
    """The board to go on with, and where in its sprints."""
    board, _, start = (cursor or "0:0").partition(":")
    if all(part.isascii() and part.isdigit() for part in (board, start)):
        return int(board), int(start)
    raise Rejected(f"`{(cursor or '')[:40]}` is no place among Jira's sprints.", hint="They are read anew.")
