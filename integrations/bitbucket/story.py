"""What happened on a pull request, gathered from its activity by what it tells."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from operator import itemgetter

from domain.ids import identify
from domain.records import Comment, Review, ReviewRequest, ReviewState
from integrations.accounts import Roster
from integrations.intervals import Turn
from integrations.reading import Node, Unreadable, each, inside, moment, name, shown, truth
from integrations.sittings import Remark, sittings

_ENDS = {"MERGED", "DECLINED", "SUPERSEDED"}


@dataclass(slots=True)
class Story:
    """What the activity of one pull request tells; `key` is the pull request's external id."""

    source: str
    key: str
    author_id: int | None
    opened_at: datetime
    ended_at: datetime | None = None
    ended_by: int | None = None
    draft_turns: list[Turn] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    requests: list[ReviewRequest] = field(default_factory=list)
    _remarks: list[Remark] = field(default_factory=list)
    _was_draft: bool | None = None

    def read(self, entries: Node, named: Roster) -> None:
        """Everything in the list `activity`, whatever its order; kinds that we do not know tell nothing."""
        takers = {
            "update": ("date", self._updated),
            "approval": ("date", self._approved),
            "changes_requested": ("date", self._wanted_changes),
            "comment": ("created_on", self._commented),
        }
        found: list[tuple[datetime, Callable[[], None]]] = []

        def take(entry: Node) -> None:
            for kind, (at, taker) in takers.items():
                if entry.get(kind) is not None:
                    happened_at = inside(entry, kind, partial(moment, key=at))
                    found.append((happened_at, partial(inside, entry, kind, partial(taker, named=named))))

        each(entries, "activity", take)
        found.reverse()
        for _, act in sorted(found, key=itemgetter(0)):
            act()
        self.reviews += sittings(self.source, self._remarks)

    def _updated(self, update: Node, named: Roster) -> None:
        at = moment(update, "date")
        state = update.get("state")
        if isinstance(state, str) and state in _ENDS:
            self.ended_at, self.ended_by = at, named.at(update, "author")
        changes = update.get("changes")
        changes = changes if isinstance(changes, dict) else {}
        self._turned(update, changes, at)
        self._asked(update, changes, at, named)

    def _turned(self, update: Node, changes: Node, at: datetime) -> None:
        """Each update tells what it was then; the first one how it began."""
        if changes.get("draft") is not None:
            is_draft: bool | None = inside(changes, "draft", lambda change: truth(change, "new"))
        else:
            is_draft = None if update.get("draft") is None else truth(update, "draft")
        if is_draft is None:
            return
        if changes.get("draft") is not None or (self._was_draft is not None and self._was_draft != is_draft):
            self.draft_turns.append((at, is_draft))
        self._was_draft = is_draft

    def _asked(self, update: Node, changes: Node, at: datetime, named: Roster) -> None:
        """By what was changed, where that is told, else by who was asked before and after."""
        if changes.get("reviewers") is not None:
            change = inside(changes, "reviewers", _same)
            added = each(change, "added", named.id_of) if change.get("added") is not None else []
            removed = each(change, "removed", named.id_of) if change.get("removed") is not None else []
        elif update.get("reviewers") is not None:
            now = each(update, "reviewers", named.id_of)
            added, removed = now, [id_ for id_ in self.standing if id_ not in now]
        else:
            return
        for id_ in added:
            self.ask(id_, at)
        for id_ in removed:
            self._unask(id_, at)

    @property
    def standing(self) -> list[int]:
        """Who is asked now."""
        return [each.reviewer_id for each in self.requests if each.removed_at is None and each.reviewer_id]

    def ask(self, reviewer_id: int, at: datetime) -> None:
        if reviewer_id not in self.standing:
            self.requests.append(ReviewRequest(max(at, self.opened_at), reviewer_id))

    def _unask(self, reviewer_id: int, at: datetime) -> None:
        for index, request in enumerate(self.requests):
            if request.reviewer_id == reviewer_id and request.removed_at is None:
                self.requests[index] = replace(request, removed_at=at)

    def _approved(self, event: Node, named: Roster) -> None:
        self._decided(event, ReviewState.APPROVED, named)

    def _wanted_changes(self, event: Node, named: Roster) -> None:
        self._decided(event, ReviewState.CHANGES_REQUESTED, named)

    def _decided(self, event: Node, state: ReviewState, named: Roster) -> None:
        self.decide(named.at(event, "user"), state, moment(event, "date"))

    def decide(self, who: int | None, state: ReviewState, at: datetime) -> None:
        """Decisions have no id of their own, but nobody makes the same one twice at once."""
        id_ = identify(self.source, "review", self.key, str(who), state, at.isoformat())
        if all(review.id != id_ for review in self.reviews):
            self.reviews.append(Review(id_, who, state, at))

    def _commented(self, event: Node, named: Roster) -> None:
        """On a line it is a review, unless it is the author who answers there."""
        if event.get("deleted") is True or event.get("pending") is True:
            return
        at, who, external_id = moment(event, "created_on"), named.at(event, "user"), key(event, "id")
        if event.get("inline") is not None and who != self.author_id:
            self._remarks.append((at, external_id, who))
            return
        id_ = identify(self.source, "comment", external_id)
        if all(comment.id != id_ for comment in self.comments):
            self.comments.append(Comment(id_, who, at))


def key(node: Node, at: str) -> str:
    """An id, which is a number here."""
    value = node.get(at)
    if type(value) is int and 0 <= value < 2**63:
        return str(value)
    if isinstance(value, str):
        return name(node, at)
    raise Unreadable(at, f"expected an id, found {shown(value)}")


def _same(node: Node) -> Node:
    return node
