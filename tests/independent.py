"""Cycle time told a second time: a plain walk over what providers recorded, sharing no code with the rulings.

Histories are lists of (time, what happened, who did it) read straight from raw JSON. The walk follows
the definitions' words, one event after the other and one stretch of time after the other.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Event = tuple[datetime, str, str]
"""When, what and who. What: written, pushed, requested, requested from a bot, draft, ready, commented,
approved, changes_requested, dismissed (a review that is dismissed by now)."""

PHASES = ("coding", "pickup", "review", "merge")


@dataclass
class History:
    """One pull request as it happened; `bots` are the logins that are no people."""

    number: int
    author: str
    opened: datetime
    merged: datetime | None = None
    opened_as_draft: bool = False
    events: list[Event] = field(default_factory=list)
    bots: set[str] = field(default_factory=set)


@dataclass
class Retold:
    """What the walk found; spans are seconds and only of what was merged."""

    began: datetime
    ready: datetime | None = None
    first_review: datetime | None = None
    approved: datetime | None = None
    spans: dict[str, int | None] = field(default_factory=dict)


def retell(history: History) -> Retold:
    """Everything there is to know about one pull request."""
    told = Retold(began=history.opened)
    for when, what, _ in history.events:
        if what == "written":
            told.began = min(told.began, when)
    events = sorted(event for event in history.events if not history.merged or event[0] <= history.merged)
    told.first_review = _first_review(history, events)
    told.ready = _ready(history, events, told.first_review)
    told.approved = _approved(history, events)
    if history.merged:
        told.spans = _spans(history, events, told)
    return told


def _somebody_else(history: History, who: str) -> bool:
    return who != history.author and who not in history.bots


def _first_review(history: History, events: Iterable[Event]) -> datetime | None:
    for when, what, who in events:
        spoke = what in {"commented", "approved", "changes_requested", "dismissed"}
        if spoke and _somebody_else(history, who):
            return when
    return None


def _ready(history: History, events: Iterable[Event], first: datetime | None) -> datetime | None:
    ready = None if history.opened_as_draft else history.opened
    for when, what, _ in events:
        if what == "ready" and (first is None or when <= first):
            ready = when
    return ready


def _approved(history: History, events: Iterable[Event]) -> datetime | None:
    last_word: dict[str, tuple[str, datetime]] = {}
    for when, what, who in events:
        if what in {"approved", "changes_requested", "dismissed"} and _somebody_else(history, who):
            last_word[who] = (what, when)
    approved = None
    for what, when in last_word.values():
        if what == "changes_requested":
            return None
        if what == "approved" and (approved is None or when > approved):
            approved = when
    return approved


def _waiting_since(history: History, events: list[Event], told: Retold) -> datetime | None:
    """When the wait for a review began: ready, or asked for if that was later."""
    requests = [
        when
        for when, what, _ in events
        if what == "requested" and (told.first_review is None or when <= told.first_review)
    ]
    if told.ready is None or not requests:
        return told.ready
    asked = max(requests[0], history.opened)
    for when, what, _ in events:
        if what == "pushed" and told.first_review and when <= told.first_review:
            asked = max(asked, when)
    return max(asked, told.ready)


def _spans(history: History, events: list[Event], told: Retold) -> dict[str, int | None]:
    """Time is cut at everything that happened, and every piece is given to the phase it lies in."""
    merged = history.merged or history.opened
    waiting = _waiting_since(history, events, told)
    marks = {told.began, history.opened, merged, *(when for when, _, _ in events)}
    marks |= {when for when in (told.ready, waiting, told.first_review, told.approved) if when}
    spent: dict[str, float] = defaultdict(float)
    for start, end in pairwise(sorted(when for when in marks if told.began <= when <= merged)):
        phase = _phase(history, events, told, waiting, start)
        spent[phase] += (end - start).total_seconds()
    happened = {
        "coding": True,
        "pickup": told.first_review is not None and told.ready is not None,
        "review": told.first_review is not None,
        "merge": told.approved is not None,
    }
    spans = {phase: int(spent[phase]) if happened[phase] else None for phase in PHASES}
    return {"cycle": int((merged - told.began).total_seconds())} | spans


def _phase(
    history: History, events: list[Event], told: Retold, waiting: datetime | None, moment: datetime
) -> str:
    """The phase in which the time right after a moment lies."""
    ready = told.ready or told.first_review or history.merged
    if (ready and moment < ready) or _is_draft(history, events, moment):
        return "coding"
    if told.first_review is None or (waiting and moment < waiting):
        return "nobody's"
    if moment < told.first_review:
        return "pickup"
    return "merge" if told.approved and moment >= told.approved else "review"


def _is_draft(history: History, events: Iterable[Event], moment: datetime) -> bool:
    draft = history.opened_as_draft
    for when, what, _ in events:
        if when <= moment and what in {"draft", "ready"}:
            draft = what == "draft"
    return draft and moment >= history.opened


def recorded(path: Path) -> Iterator[Json]:
    """The rows of a file of recorded answers."""
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    yield from (json.loads(line) for line in text.splitlines())


def rest_histories(folder: Path) -> dict[int, History]:
    """The pull requests of one repository by number, from the rows of GitHub's REST interface."""
    histories: dict[int, History] = {}
    for row in recorded(folder / "pull_requests.jsonl"):
        pr = row["payload"]
        merged = _time(pr["merged_at"]) if pr["merged_at"] else None
        histories[pr["number"]] = History(pr["number"], pr["user"]["login"], _time(pr["created_at"]), merged)
    for number, when, what, user in _rest_events(folder):
        if number in histories:
            history = histories[number]
            history.events.append((when, what, user["login"]))
            history.bots |= {user["login"]} if user["type"] != "User" else set()
            history.opened_as_draft |= what == "ready"
    return histories


def _rest_events(folder: Path) -> Iterator[tuple[int, datetime, str, Json]]:
    nobody = {"login": "", "type": "User"}
    for row in recorded(folder / "pull_request_commits.jsonl"):
        number, commit = row["input"]["Number"], row["payload"]["commit"]
        yield number, _time(commit["author"]["date"]), "written", nobody
        yield number, _time(commit["committer"]["date"]), "pushed", nobody
    reviews = list(recorded(folder / "pull_request_reviews.jsonl"))
    for row in reviews:
        review = row["payload"]
        what = {"COMMENTED": "commented"}.get(review["state"], review["state"].lower())
        yield row["input"]["Number"], _time(review["submitted_at"]), what, review["user"]
    known = {row["payload"]["id"] for row in reviews}
    for row in recorded(folder / "pull_request_review_comments.jsonl"):
        comment = row["payload"]
        if comment["pull_request_review_id"] not in known:
            yield (
                _number(comment["pull_request_url"]),
                _time(comment["created_at"]),
                "commented",
                comment["user"],
            )
    for row in recorded(folder / "comments.jsonl"):
        comment = row["payload"]
        yield _number(comment["issue_url"]), _time(comment["created_at"]), "commented", comment["user"]
    for row in recorded(folder / "events.jsonl"):
        event = row["payload"]
        if event["event"] == "ready_for_review":
            yield event["issue"]["number"], _time(event["created_at"]), "ready", nobody


def graphql_history(pr: Json) -> History:
    """One answer of GitHub's GraphQL interface, as DefinitelyTyped's merge bot recorded it."""
    history = History(
        pr["number"], _login(pr), _time(pr["createdAt"]), opened_as_draft=bool(pr.get("isDraft"))
    )
    for node in pr["commits"]["nodes"]:
        history.events.append((_time(node["commit"]["authoredDate"]), "written", ""))
    for review in pr["reviews"]["nodes"]:
        what = {"COMMENTED": "commented"}.get(review["state"], review["state"].lower())
        history.events.append((_time(review["submittedAt"]), what, _login(review)))
    for comment in pr["comments"]["nodes"]:
        history.events.append((_time(comment["createdAt"]), "commented", _login(comment)))
    for event in pr["timelineItems"]["nodes"]:
        if event["__typename"] == "ReadyForReviewEvent":
            history.events.append((_time(event["createdAt"]), "ready", ""))
            history.opened_as_draft = True
    history.bots = {who for _, _, who in history.events if who.endswith(("-bot", "[bot]"))}
    return history


def _login(node: Json) -> str:
    author = node.get("author") or {"login": "a deleted account"}
    return str(author["login"])


def _number(url: str) -> int:
    return int(url.rsplit("/", 1)[1])


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
