"""What the notes of a pull request tell: GitLab writes down there all that happens to it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from domain.ids import identify
from domain.records import Comment, Review, ReviewRequest, ReviewState
from integrations.accounts import Roster
from integrations.gitlab.accounts import number
from integrations.reading import Node, each, moment, optional_text, truth

Turn = tuple[datetime, bool]
"""When it went into the state (True) or out of it."""

TOGETHER = timedelta(minutes=1)
"""Inline comments of one author so close to each other were submitted as one review."""

MENTION = re.compile(r"@([\w.-]*\w)")
_REQUEST = re.compile(
    r"(requested review from|removed review request for)((?:(?!removed review).)*)", re.DOTALL
)
_MARK = re.compile(r"(un)?marked .*?\b(draft|work in progress|ready)\b", re.IGNORECASE | re.DOTALL)
_PUSH = re.compile(r"added \d+ (new )?commits?\b")


@dataclass(slots=True)
class Notes:
    """Each list by time; a turn says whether it went into the state (True) or out of it."""

    draft_turns: list[Turn] = field(default_factory=list)
    closed_turns: list[Turn] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    requests: list[ReviewRequest] = field(default_factory=list)
    pushes: list[datetime] = field(default_factory=list)
    merged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One note; `username` is who wrote it."""

    id: str
    at: datetime
    body: str
    is_system: bool
    is_inline: bool
    author_id: int | None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the notes of one pull request of `source`, created `created_at`.

    `users` are the accounts by username that notes may mention.
    """

    source: str
    created_at: datetime
    users: Mapping[str, int]
    found: Notes = field(default_factory=Notes)

    def read(self, connection: Node, roster: Roster) -> Notes:
        notes = each(connection, "nodes", lambda node: _note(node, roster))
        for note in sorted(notes, key=lambda note: (note.at, len(note.id), note.id)):
            if note.is_system:
                self._happened(note)
            elif note.is_inline:
                self._remarked(note)
            else:
                id_ = identify(self.source, "comment", note.id)
                self.found.comments.append(Comment(id_, note.author_id, note.at))
        return self.found

    def _happened(self, note: Note) -> None:
        """A note that GitLab wrote; of those that say nothing here nothing is kept."""
        said = note.body.strip()
        if said.startswith(("requested review from", "removed review request for")):
            self._requested(note)
        elif turn := _MARK.match(said):
            is_out = bool(turn.group(1)) or turn.group(2).lower() == "ready"
            self.found.draft_turns.append((note.at, not is_out))
        elif _PUSH.match(said):
            self.found.pushes.append(note.at)
        else:
            self._decided(note, said)

    def _decided(self, note: Note, said: str) -> None:
        for begins, tell in _DECISIONS.items():
            if said.startswith(begins):
                tell(self, note)
                return

    def _reviewed(self, note: Note, state: ReviewState) -> None:
        id_ = identify(self.source, "review", note.id)
        self.found.reviews.append(Review(id_, note.author_id, state, note.at))

    def _approved(self, note: Note) -> None:
        self._reviewed(note, ReviewState.APPROVED)

    def _objected(self, note: Note) -> None:
        self._reviewed(note, ReviewState.CHANGES_REQUESTED)

    def _commented(self, note: Note) -> None:
        self._reviewed(note, ReviewState.COMMENTED)

    def _unapproved(self, note: Note) -> None:
        self._take_back(note.author_id, ReviewState.APPROVED, note.at)

    def _relented(self, note: Note) -> None:
        self._take_back(note.author_id, ReviewState.CHANGES_REQUESTED, note.at)

    def _reset(self, note: Note) -> None:
        """Approvals that a push took back, which names whose."""
        for username in MENTION.findall(note.body):
            self._take_back(self.users.get(username.lower()), ReviewState.APPROVED, note.at)

    def _closed(self, note: Note) -> None:
        self.found.closed_turns.append((note.at, True))

    def _reopened(self, note: Note) -> None:
        self.found.closed_turns.append((note.at, False))

    def _merged(self, note: Note) -> None:
        self.found.merged_at = note.at

    def _take_back(self, author_id: int | None, state: ReviewState, at: datetime) -> None:
        """The latest standing word of this kind by the author stands no more."""
        for index in range(len(self.found.reviews) - 1, -1, -1):
            review = self.found.reviews[index]
            if (review.author_id, review.state, review.dismissed_at) == (author_id, state, None):
                self.found.reviews[index] = replace(review, dismissed_at=at)
                return

    def _remarked(self, note: Note) -> None:
        """An inline comment belongs to the review that its author is submitting, or begins one."""
        for index in range(len(self.found.reviews) - 1, -1, -1):
            review = self.found.reviews[index]
            if note.at - review.submitted_at > TOGETHER:
                break
            if review.author_id == note.author_id and review.comments:
                self.found.reviews[index] = replace(review, comments=review.comments + 1)
                return
        id_ = identify(self.source, "review", note.id)
        self.found.reviews.append(Review(id_, note.author_id, ReviewState.COMMENTED, note.at, comments=1))

    def _requested(self, note: Note) -> None:
        """Who is asked, and who is asked no more, may stand in one note."""
        for words, names in _REQUEST.findall(note.body):
            for username in MENTION.findall(names):
                reviewer_id = self.users.get(username.lower())
                if words.startswith("removed"):
                    self._withdraw(reviewer_id, note.at)
                else:
                    self.found.requests.append(ReviewRequest(note.at, reviewer_id))

    def _withdraw(self, reviewer_id: int | None, at: datetime) -> None:
        """The latest standing request ends; who was asked by no note was asked when it was opened."""
        for index in range(len(self.found.requests) - 1, -1, -1):
            request = self.found.requests[index]
            if (request.reviewer_id, request.removed_at) == (reviewer_id, None):
                self.found.requests[index] = replace(request, removed_at=at)
                return
        if reviewer_id is not None:
            self.found.requests.insert(0, ReviewRequest(self.created_at, reviewer_id, removed_at=at))


def mentioned(node: Node) -> set[str]:
    """The usernames, in lower case, that notes about reviews mention; of notes that make no sense none."""
    connection = node.get("notes")
    nodes = connection.get("nodes") if isinstance(connection, dict) else None
    found: set[str] = set()
    for note in nodes if isinstance(nodes, list) else ():
        body = note.get("body") if isinstance(note, dict) and note.get("system") is True else None
        if isinstance(body, str) and body.startswith(_NAMING):
            found |= {username.lower() for username in MENTION.findall(body[:1_000])}
    return found


_NAMING = ("requested review from", "removed review request for", "reset approvals from")

_DECISIONS: dict[str, Callable[[Reader, Note], None]] = {
    "approved this merge request": Reader._approved,  # noqa: SLF001 - its own table
    "unapproved this merge request": Reader._unapproved,  # noqa: SLF001 - its own table
    "requested changes": Reader._objected,  # noqa: SLF001 - its own table
    "removed the request for changes": Reader._relented,  # noqa: SLF001 - its own table
    "removed request for changes": Reader._relented,  # noqa: SLF001 - its own table
    "left review comments": Reader._commented,  # noqa: SLF001 - its own table
    "reset approvals from": Reader._reset,  # noqa: SLF001 - its own table
    "closed": Reader._closed,  # noqa: SLF001 - its own table
    "reopened": Reader._reopened,  # noqa: SLF001 - its own table
    "merged": Reader._merged,  # noqa: SLF001 - its own table
}
"""How the notes begin that GitLab writes (app/services/system_notes in its source)."""


def _note(node: Node, roster: Roster) -> Note:
    return Note(
        id=number(node, "id"),
        at=moment(node, "createdAt"),
        body=(optional_text(node, "body") or ""),
        is_system=truth(node, "system"),
        is_inline=node.get("position") is not None,
        author_id=roster.at(node, "author"),
    )
