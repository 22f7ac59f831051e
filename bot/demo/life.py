"""A pull request while it is being lived: events are added as working time passes, then it is a record."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from bot.demo.hours import Office
from bot.demo.organisation import SOURCE, Crew, account_id, repository
from domain.ids import identify
from domain.records import (
    ClosedInterval,
    Comment,
    Commit,
    DraftInterval,
    PullRequest,
    PullRequestState,
    Review,
    ReviewRequest,
    ReviewState,
)


@dataclass(frozen=True, slots=True)
class Birth:
    """Where and when work on a pull request begins; `slowness` stretches its waiting."""

    crew: Crew
    repository: str
    prefix: str
    number: int
    day: date
    slowness: float


@dataclass(slots=True)
class Life:
    """What has happened to a pull request so far; `at` is the instant its story has reached."""

    birth: Birth
    author: str
    rng: Random
    at: datetime
    size: float = 1.0
    title: str = ""
    branch: str = ""
    labels: tuple[str, ...] = ()
    opened_at: datetime | None = None
    merged_at: datetime | None = None
    closed_at: datetime | None = None
    merged_by: str | None = None
    commits: list[Commit] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    drafts: list[DraftInterval] = field(default_factory=list)
    requests: list[ReviewRequest] = field(default_factory=list)
    closed: list[ClosedInterval] = field(default_factory=list)

    @property
    def office(self) -> Office:
        return Office(self.birth.crew.zone)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def wait(self, median_hours: float, spread: float = 0.7) -> datetime:
        """Let working time pass: log-normal around the median, as waiting times are."""
        self.at = self.office.after(self.at, self.rng.lognormvariate(0, spread) * median_hours)
        return self.at

    def pause(self, minutes: float) -> datetime:
        """Let minutes pass, office hours or not: machines and the hasty do not wait for the morning."""
        self.at += timedelta(minutes=minutes * self.rng.uniform(0.5, 1.5))
        return self.at

    def commit(self, author: str, headline: str = "") -> None:
        key = f"{self.birth.repository}:{self.birth.number}:{len(self.commits)}"
        self.commits.append(
            Commit(
                sha=f"{identify('sha', key):016x}{identify('sha', key, 'tail'):016x}".ljust(40, "0"),
                authored_at=self.at,
                committed_at=self.at,
                author_id=account_id(author),
                headline=headline,
            )
        )

    def review(self, reviewer: str, state: ReviewState, comments: int = 0) -> None:
        self.reviews.append(
            Review(
                id=self._child("review", len(self.reviews)),
                author_id=account_id(reviewer),
                state=state,
                submitted_at=self.at,
                comments=comments,
            )
        )

    def comment(self, author: str) -> None:
        self.comments.append(Comment(self._child("comment", len(self.comments)), account_id(author), self.at))

    def ask(self, reviewer: str | None, team: str | None = None) -> None:
        self.requests.append(ReviewRequest(self.at, account_id(reviewer) if reviewer else None, team))

    def merge(self, by: str) -> None:
        self.merged_at = self.closed_at = self.at
        self.merged_by = by

    def close(self) -> None:
        self.closed_at = self.at
        self.closed.append(ClosedInterval(self.at))

    def _child(self, kind: str, index: int) -> int:
        return identify(SOURCE.key, kind, f"{self.birth.repository}:{self.birth.number}:{index}")

    def record(self) -> PullRequest:
        """The life as one record, told to its end even where that lies in the future."""
        birth, home = self.birth, repository(self.birth.repository)
        external_id = f"PR_{birth.repository}_{birth.number}"
        opened_at = self.opened_at or self.at
        return PullRequest(
            id=identify(SOURCE.key, "pull_request", external_id),
            source=SOURCE.key,
            external_id=external_id,
            repository_id=home.id,
            number=birth.number,
            title=self.title,
            url=f"{home.url}/pull/{birth.number}",
            state=PullRequestState.MERGED if self.merged_at else PullRequestState.OPEN,
            is_draft=False,
            author_id=account_id(self.author),
            created_at=opened_at,
            updated_at=self.at,
            merged_at=self.merged_at,
            closed_at=self.closed_at,
            merged_by_id=account_id(self.merged_by) if self.merged_by else None,
            base_branch="main",
            head_branch=self.branch,
            merge_sha=f"{identify('merge', external_id):016x}".ljust(40, "f") if self.merged_at else None,
            additions=round(60 * self.size * self.rng.uniform(0.4, 1.8)) + 1,
            deletions=round(22 * self.size * self.rng.uniform(0.1, 2.2)),
            changed_files=round(3 * self.size * self.rng.uniform(0.5, 1.5)) + 1,
            labels=self.labels,
            commits=tuple(self.commits),
            reviews=tuple(self.reviews),
            comments=tuple(self.comments),
            drafts=tuple(self.drafts),
            review_requests=tuple(self.requests),
            closed_intervals=tuple(self.closed),
        )
