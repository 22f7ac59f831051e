"""What is open now, with whose turn each is and since when: all of it, or only what is stuck."""

from dataclasses import dataclass
from datetime import datetime

from domain.views.view import View


@dataclass(frozen=True, slots=True)
class Wait:
    """An open pull request; `waited` for whose turn it is, and `open_for` since it could be reviewed.

    Both are seconds of working time: of those whose turn it is, and of its reviewers' team.
    """

    id: int
    title: str
    url: str
    name: str
    author: str
    opened_at: datetime
    since: datetime
    why: str
    step: str
    waited: int
    open_for: int
    is_stuck: bool
    is_late: bool


@dataclass(frozen=True, slots=True)
class OpenPullRequests(View):
    """`waits` are the stuck ones, the longest wait first, or all of them, the oldest first.

    `open` and `stuck` count all that are ready for review and by people; `drafts` and `bots` are the
    others that are open.
    """

    only_stuck: bool
    waits: tuple[Wait, ...]
    open: int
    stuck: int
    drafts: int
    bots: int
