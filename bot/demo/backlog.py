"""What Harbour works on: the issues behind its pull requests, and others that never see any code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from bot.demo import titles
from bot.demo.chapters import Tale
from bot.demo.hours import Office
from bot.demo.organisation import CREWS
from bot.demo.organisation import account_id as author_id
from bot.demo.tracker import (
    BOARDS,
    CATEGORIES,
    DOING,
    DONE,
    DROPPED,
    REVIEW,
    SOURCE,
    TO_DO,
    Board,
    account_id,
    project,
)
from domain.ids import identify
from domain.records import EstimateChange, Issue, PullRequest, Stop, Transition

UNNAMED = 0.2
"""Of the pull requests that name no issue, the share that an issue links to."""

LATE = 0.04
"""The share of issues that are written down after the fact."""

UNASSIGNED = 0.3
"""Of the issues without code, the share that nobody has taken."""

FATES = {"done": 45, "dropped": 15, "closed": 8, "waiting": 32}
"""Of a hundred issues without code, how many end so: "closed" are done without ever being in progress."""

_TICKET = re.compile(r"([A-Z]+)-(\d+): (.+)")
_LOGINS = {author_id(login): login for crew in CREWS for login, _ in crew.people}
_BOARDS = {board.key: board for board in BOARDS}
_HOMES = {board.repository: board for board in BOARDS}
_POINTS = {"Story": (2, 3, 5, 8), "Task": (1, 2, 3), "Bug": (1, 2, 3)}
_WEEK = timedelta(weeks=1)


@dataclass(slots=True)
class Draft:
    """An issue while it is being lived.

    Its kind and estimate are drawn first, so that they stay what they are as its life goes on.
    """

    board: Board
    number: int
    title: str
    rng: Random
    created_at: datetime
    login: str | None = None
    kind: str = ""
    estimates: tuple[float, ...] = ()
    status: str = TO_DO
    moves: list[Transition] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    links: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self.kind = _kind(self.title, self.rng)
        first = float(self.rng.choice(_POINTS[self.kind]))
        is_estimated, grows = self.chance(0.5 if self.kind == "Bug" else 0.85), self.chance(0.06)
        self.estimates = ((first, first + 3) if grows else (first,)) if is_estimated else ()

    def move(self, status: str, at: datetime) -> None:
        """Let it come to stand in another status; never before it last moved."""
        at = max(at, self.moves[-1].at + timedelta(minutes=1) if self.moves else self.created_at)
        by = account_id(self.login) if self.login else None
        self.moves.append(
            Transition(at, self.status, status, CATEGORIES[self.status], CATEGORIES[status], by)
        )
        self.status = status

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def after(self, start: datetime, hours: float) -> datetime:
        """Some working time after a moment: log-normal around so many hours."""
        return Office(self.board.crew.zone).after(start, self.rng.lognormvariate(0, 0.8) * hours)

    def record(self) -> Issue:
        """The life as one record, told to its end even where that lies in the future."""
        key = f"{self.board.key}-{self.number}"
        return Issue(
            id=identify(SOURCE.key, "issue", key),
            source=SOURCE.key,
            external_id=key,
            project_id=project(self.board.key).id,
            key=key,
            title=self.title,
            url=f"{SOURCE.base_url}/browse/{key}",
            type=self.kind,
            status=self.status,
            category=CATEGORIES[self.status],
            created_at=self.created_at,
            updated_at=self.created_at,
            assignee_id=account_id(self.login) if self.login else None,
            links=self.links,
            transitions=tuple(self.moves),
            estimate_changes=tuple(self._estimated()),
            stops=tuple(self.stops),
        )

    def _estimated(self) -> Iterator[EstimateChange]:
        """Estimated as it is written; some grow once they are begun."""
        begun = next((move.at for move in self.moves if move.to_status == DOING), self.created_at)
        moments = (self.created_at + timedelta(hours=1), begun + timedelta(hours=5))
        for at, before, after in zip(moments, (None, *self.estimates), self.estimates, strict=False):
            yield EstimateChange(at, before, after)


def backlog(tale: Tale) -> list[Issue]:
    """Every issue that was written by now, as it looks now."""
    lives = (*_behind(tale.pull_requests, tale.seed), *_others(tale.began_on, tale.now, tale.seed))
    return [past for life in lives if (past := seen(life, tale.now))]


def seen(life: Issue, now: datetime) -> Issue | None:
    """The issue as its tracker would tell it at `now`; None before it was written."""
    if life.created_at > now:
        return None
    moves = tuple(move for move in life.transitions if move.at <= now)
    changes = tuple(change for change in life.estimate_changes if change.at <= now)
    stops = tuple(
        stop if stop.ended_at is None or stop.ended_at <= now else Stop(stop.began_at)
        for stop in life.stops
        if stop.began_at <= now
    )
    status = moves[-1].to_status if moves else TO_DO
    happened = [move.at for move in moves] + [change.at for change in changes]
    happened += [stop.ended_at or stop.began_at for stop in stops]
    return replace(
        life,
        status=status,
        category=CATEGORIES[status],
        resolved_at=moves[-1].at if status in (DONE, DROPPED) else None,
        updated_at=max((life.created_at, *happened)),
        estimate=changes[-1].after if changes else None,
        transitions=moves,
        estimate_changes=changes,
        stops=stops,
    )


def _behind(pull_requests: Sequence[PullRequest], seed: int) -> Iterator[Issue]:
    """The issues that pull requests name, and a few that name pull requests themselves."""
    for pr in pull_requests:
        login = _LOGINS.get(pr.author_id or 0)
        named = _TICKET.fullmatch(pr.title)
        board = _BOARDS.get(named[1]) if named else _HOMES.get(pr.url.split("/")[-3])
        if login is None or board is None or pr.title.startswith("Revert"):
            continue
        number, words = (int(named[2]), named[3]) if named else (901 + 2 * pr.number, pr.title)
        rng = Random(f"{seed}:issue:{board.key}-{number}")
        if named or rng.random() < UNNAMED:
            life = Draft(board, number, words, rng, _written_at(pr, rng), login)
            life.links = () if named else (pr.url,)
            yield _worked_on(life, pr)


def _began_at(pr: PullRequest) -> datetime:
    return min((pr.created_at, *(commit.authored_at for commit in pr.commits)))


def _written_at(pr: PullRequest, rng: Random) -> datetime:
    """Some days before the work began."""
    before = timedelta(days=min(60.0, rng.lognormvariate(1.3, 1.1)))
    return pr.created_at + timedelta(hours=1) if rng.random() < LATE else _began_at(pr) - before


def _worked_on(life: Draft, pr: PullRequest) -> Issue:
    """An issue whose work was a pull request: begun with it, reviewed with it, done when it was shipped."""
    began = _began_at(pr)
    if life.chance(0.95):
        life.move(DOING, began)
    if life.chance(0.08):
        blocked = life.after(began, 3)
        life.stops.append(Stop(blocked, life.after(blocked, 7)))
    if life.chance(0.05):  # something else came first
        life.move(TO_DO, life.after(began, 2))
        life.move(DOING, life.after(began, 9))
    life.move(REVIEW, pr.created_at)
    _end(life, pr)
    return life.record()


def _end(life: Draft, pr: PullRequest) -> None:
    if pr.merged_at:
        life.move(DONE, life.after(pr.merged_at, 4))
        if life.chance(0.04):
            again = life.after(life.moves[-1].at, 9)
            life.move(DOING, again)
            life.move(DONE, life.after(again, 6))
    elif pr.closed_at:
        life.move(DROPPED if life.chance(0.6) else TO_DO, life.after(pr.closed_at, 3))


def _others(began_on: date, now: datetime, seed: int) -> Iterator[Issue]:
    """What is written down week by week: done without code, dropped, or still waiting."""
    for board in BOARDS:
        monday, week = began_on - timedelta(days=began_on.weekday()), 0
        while monday <= now.date():
            rng = Random(f"{seed}:backlog:{board.key}:{monday}")
            for place in range(rng.choices((0, 1, 2), weights=(30, 45, 25))[0]):
                yield _without_code(board, 100 + 2 * week + place, monday, rng)
            monday, week = monday + _WEEK, week + 1


def _without_code(board: Board, number: int, monday: date, rng: Random) -> Issue:
    words = titles.title(board.repository, "", number, rng)
    hours = timedelta(days=rng.randrange(5), hours=rng.uniform(0, 8))
    written = datetime.combine(monday, time(9), UTC) + hours
    login = None if rng.random() < UNASSIGNED else rng.choice(board.crew.people)[0]
    life = Draft(board, number, words, rng, written, login)
    fate = rng.choices(list(FATES), weights=list(FATES.values()))[0]
    if fate == "done":
        life.move(DOING, life.after(written, 20))
        life.move(DONE, life.after(life.moves[-1].at, 9))
    elif fate == "dropped":
        life.move(DROPPED, life.after(written, 60))
    elif fate == "closed":
        life.move(DONE, life.after(written, 30))
    return life.record()


def _kind(title: str, rng: Random) -> str:
    """A fix is a bug, upkeep a task, and most else a story."""
    if title.startswith(("Fix", "Handle", "Retry")):
        return "Bug"
    if title.startswith(("Document", "Log less", "Remove", "Test", "Simplify")):
        return "Task"
    return rng.choices(("Story", "Task"), weights=(85, 15))[0]
