"""What happened on a pull request, gathered from its activities by what they tell."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter

from domain.ids import identify
from domain.records import Comment, Commit, Review, ReviewRequest, ReviewState
from integrations.accounts import Roster
from integrations.bitbucket_server.accounts import signer
from integrations.bitbucket_server.reading import instant, key
from integrations.intervals import Turn
from integrations.reading import Node, each, inside, name, optional_inside, optional_text, storable, truth
from integrations.sittings import Remark, sittings


@dataclass(slots=True)
class Story:
    """What the activities of one pull request tell."""

    source: str
    author_id: int | None
    opened_at: datetime
    ended_at: datetime | None = None
    ended_by: int | None = None
    merge_sha: str | None = None
    draft_turns: list[Turn] = field(default_factory=list)
    closed_turns: list[Turn] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    comments: dict[int, Comment] = field(default_factory=dict)
    requests: list[ReviewRequest] = field(default_factory=list)
    dropped: list[Commit] = field(default_factory=list)
    """Commits that were pushed away by force."""
    _remarks: list[Remark] = field(default_factory=list)

    def read(self, node: Node, named: Roster) -> None:
        """Everything in the list `activities`; actions that we do not know tell nothing."""
        found: list[tuple[datetime, str, Node]] = []

        def take(activity: Node) -> None:
            found.append((instant(activity, "createdDate"), str(activity.get("action")), activity))
            # The server tells the latest first; reading each where it stands makes a complaint say where.
            self._tried(activity, named)

        each(node, "activities", take)
        found.reverse()
        for at, action, activity in sorted(found, key=itemgetter(0)):
            taker = self._takers().get(action)
            if taker:
                taker(at, activity, named)
        self.reviews += sittings(self.source, self._remarks)

    def _tried(self, activity: Node, named: Roster) -> None:
        """Raises `Unreadable` for an activity that cannot be read, and keeps nothing of it."""
        trial = Story(self.source, self.author_id, self.opened_at)
        taker = trial._takers().get(str(activity.get("action")))
        if taker:
            taker(instant(activity, "createdDate"), activity, named)

    def _takers(self) -> dict[str, Callable[[datetime, Node, Roster], None]]:
        return {
            "APPROVED": self._approved,
            "REVIEWED": self._wanted_changes,
            "UNAPPROVED": self._unapproved,
            "COMMENTED": self._commented,
            "RESCOPED": self._rescoped,
            "UPDATED": self._updated,
            "MERGED": self._merged,
            "DECLINED": self._declined,
            "REOPENED": self._reopened,
        }

    def _approved(self, at: datetime, activity: Node, named: Roster) -> None:
        self._decided(at, activity, ReviewState.APPROVED, named)

    def _wanted_changes(self, at: datetime, activity: Node, named: Roster) -> None:
        self._decided(at, activity, ReviewState.CHANGES_REQUESTED, named)

    def _decided(self, at: datetime, activity: Node, state: ReviewState, named: Roster) -> None:
        id_ = identify(self.source, "review", key(activity, "id"))
        if all(review.id != id_ for review in self.reviews):
            self.reviews.append(Review(id_, named.at(activity, "user"), state, at))

    def _unapproved(self, at: datetime, activity: Node, named: Roster) -> None:
        """What this person decided last counts no more."""
        who = named.at(activity, "user")
        for index in range(len(self.reviews) - 1, -1, -1):
            review = self.reviews[index]
            if review.author_id == who and review.dismissed_at is None:
                self.reviews[index] = replace(review, dismissed_at=at)
                return

    def _commented(self, _: datetime, activity: Node, named: Roster) -> None:
        if activity.get("commentAction") != "DELETED":
            is_on_line = activity.get("commentAnchor") is not None
            inside(activity, "comment", lambda comment: self._said(comment, named, is_on_line=is_on_line))

    def _said(self, comment: Node, named: Roster, *, is_on_line: bool) -> None:
        """A comment and the answers to it; on a line it is a review, unless it is the author who answers."""
        waiting = [comment]
        while waiting:
            one = waiting.pop()
            at, who, external_id = instant(one, "createdDate"), named.at(one, "author"), key(one, "id")
            if is_on_line and who != self.author_id:
                self._remarks.append((at, f"comment {external_id}", who))
            else:
                id_ = identify(self.source, "comment", external_id)
                self.comments[id_] = Comment(id_, who, at)
            if one.get("comments") is not None:
                waiting += each(one, "comments", _same)

    def _rescoped(self, _: datetime, activity: Node, named: Roster) -> None:
        removed = activity.get("removed")
        if isinstance(removed, dict) and removed.get("commits"):
            self.dropped += inside(
                activity, "removed", lambda part: each(part, "commits", lambda one: commit(one, named))
            )

    def _updated(self, at: datetime, activity: Node, named: Roster) -> None:
        """Who was asked besides and who no more; and, of servers that tell it, whether it became a draft."""
        for id_ in _people(activity, "removedReviewers", named):
            self._unask(id_, at)
        for id_ in _people(activity, "addedReviewers", named):
            self.requests.append(ReviewRequest(at, id_))
        if activity.get("previousDraft") is not None and activity.get("draft") is not None:
            before, after = truth(activity, "previousDraft"), truth(activity, "draft")
            self.draft_turns += [(at, after)] if before != after else []

    def _unask(self, reviewer_id: int, at: datetime) -> None:
        """Whoever was never asked besides was asked from the start."""
        standing = ReviewRequest(self.opened_at, reviewer_id)
        for index, request in enumerate(self.requests):
            if request.reviewer_id == reviewer_id and request.removed_at is None:
                standing = self.requests.pop(index)
                break
        self.requests.append(replace(standing, removed_at=at))

    def ask(self, reviewer_id: int) -> None:
        """A reviewer now of whom nothing was told was asked from the start."""
        if all(
            request.reviewer_id != reviewer_id or request.removed_at is not None for request in self.requests
        ):
            self.requests.append(ReviewRequest(self.opened_at, reviewer_id))

    def _merged(self, at: datetime, activity: Node, named: Roster) -> None:
        self.ended_at, self.ended_by = at, named.at(activity, "user")
        self.merge_sha = optional_inside(activity, "commit", lambda merge: name(merge, "id"))

    def _declined(self, at: datetime, _: Node, __: Roster) -> None:
        self.ended_at = at
        self.closed_turns.append((at, True))

    def _reopened(self, at: datetime, _: Node, __: Roster) -> None:
        self.ended_at = None
        self.closed_turns.append((at, False))


def commit(node: Node, named: Roster) -> Commit:
    return Commit(
        sha=name(node, "id"),
        authored_at=instant(node, "authorTimestamp"),
        committed_at=instant(
            node, "committerTimestamp" if node.get("committerTimestamp") is not None else "authorTimestamp"
        ),
        author_id=optional_inside(node, "author", lambda author: signer(author, named)),
        headline=headline(node),
    )


def headline(node: Node) -> str:
    return storable((optional_text(node, "message") or "").strip().partition("\n")[0].strip())


def _people(activity: Node, at: str, named: Roster) -> list[int]:
    return each(activity, at, named.id_of) if activity.get(at) is not None else []


def _same(node: Node) -> Node:
    return node
