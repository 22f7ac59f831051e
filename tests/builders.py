"""Records for tests, sensible unless told otherwise: `pull_request(number=12, title="...")`."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.facts import Flag, PullRequestFacts, Span
from domain.ids import identify
from domain.people import Membership, Person, Team
from domain.records import (
    Account,
    Category,
    Comment,
    Commit,
    Issue,
    Project,
    PullRequest,
    PullRequestState,
    Repository,
    Review,
    ReviewState,
    Source,
    Transition,
)

Value = Any
"""What a field may be told to be; the record's own type is the check."""

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
"""A Tuesday noon that tests call today."""

GITHUB = Source("github", "github", "https://api.github.com", "GitHub")


def told(fields: dict[str, Value], **defaults: Value) -> dict[str, Value]:
    """The fields of a record: those told, and defaults for the rest."""
    return defaults | fields


def at(text: str) -> datetime:
    """An instant in UTC from `2026-11-24` or `2026-11-24 12:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def source(key: str = "github", **fields: Value) -> Source:
    return Source(**told(fields, key=key, provider="github", base_url="https://api.github.com", name=key))


def repository(full_name: str = "acme/payments", **fields: Value) -> Repository:
    """A repository of GITHUB; its node id is made of its first name, so give `external_id` when renaming."""
    key = fields.get("source", GITHUB.key)
    external_id = fields.get("external_id", f"R_{full_name}")
    return Repository(
        **told(
            fields,
            id=identify(key, "repository", external_id),
            source=key,
            external_id=external_id,
            full_name=full_name,
            url=f"https://github.com/{full_name}",
        )
    )


def account(login: str = "alice", **fields: Value) -> Account:
    key = fields.get("source", GITHUB.key)
    external_id = fields.get("external_id", f"U_{login}")
    return Account(
        **told(
            fields, id=identify(key, "account", external_id), source=key, external_id=external_id, login=login
        )
    )


def person(key: str = "alice", **fields: Value) -> Person:
    return Person(**told(fields, id=identify("person", key), name=key.title(), email=f"{key}@acme.example"))


def team(slug: str = "payments", **fields: Value) -> Team:
    """A team that owns nothing yet: give `repositories` or `members`."""
    return Team(**told(fields, id=identify("team", slug), slug=slug, name=slug.title()))


def member(login: str, began_on: str | None = None, ended_on: str | None = None) -> Membership:
    """A membership with its days as text."""
    return Membership(login, _day(began_on), _day(ended_on))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def commit(sha: str = "c0ffee", authored_at: datetime = NOW, **fields: Value) -> Commit:
    return Commit(**told(fields, sha=sha, authored_at=authored_at, committed_at=authored_at))


def review(
    name: str = "one", author: Account | None = None, submitted_at: datetime = NOW, **fields: Value
) -> Review:
    """A review by `bob` unless told otherwise; `name` makes its id."""
    return Review(
        **told(
            fields,
            id=identify(GITHUB.key, "review", name),
            author_id=(author or account("bob")).id,
            state=ReviewState.APPROVED,
            submitted_at=submitted_at,
        )
    )


def comment(
    name: str = "one", author: Account | None = None, created_at: datetime = NOW, **fields: Value
) -> Comment:
    """A comment by `bob` unless told otherwise; `name` makes its id."""
    return Comment(
        **told(
            fields,
            id=identify(GITHUB.key, "comment", name),
            author_id=(author or account("bob")).id,
            created_at=created_at,
        )
    )


def pull_request(number: int = 12, **fields: Value) -> PullRequest:
    """A day-old open pull request of `alice` in `acme/payments`; merged or closed when given such a time."""
    repo = fields.pop("repository", None) or repository()
    author = fields.pop("author", None) or account()
    external_id = fields.get("external_id", f"PR_{repo.external_id}_{number}")
    ended_at = fields.get("merged_at") or fields.get("closed_at")
    created_at = fields.get("created_at", (ended_at or NOW) - timedelta(days=1))
    state = PullRequestState.OPEN
    if ended_at:
        state = PullRequestState.MERGED if fields.get("merged_at") else PullRequestState.CLOSED
    return PullRequest(
        **told(
            fields,
            id=identify(repo.source, "pull_request", external_id),
            source=repo.source,
            external_id=external_id,
            repository_id=repo.id,
            number=number,
            title=f"Change number {number}",
            url=f"{repo.url}/pull/{number}",
            state=state,
            is_draft=False,
            author_id=author.id,
            created_at=created_at,
            updated_at=ended_at or created_at,
            closed_at=ended_at,
            base_branch=repo.default_branch,
            head_branch=f"change-{number}",
        )
    )


def facts(of: PullRequest, **fields: Value) -> PullRequestFacts:
    """Plausible facts of a pull request, not by the rulings: it is coding from its creation to its merge."""
    cycle = int((of.merged_at - of.created_at).total_seconds()) if of.merged_at else None
    spans = tuple(cycle if span in (Span.CYCLE, Span.CODING) else None for span in Span)
    return PullRequestFacts(
        **told(
            fields,
            pull_request_id=of.id,
            repository_id=of.repository_id,
            author_id=of.author_id,
            work_began_at=of.created_at,
            ready_at=of.created_at,
            requested_at=None,
            first_review_at=None,
            approved_at=None,
            merged_at=of.merged_at,
            flags=Flag(0),
            calendar=spans,
            working=spans,
        )
    )


JIRA = Source("jira", "jira", "https://acme.atlassian.net", "Jira")


def project(key: str = "PAY", **fields: Value) -> Project:
    """A project of JIRA."""
    asked = told(fields, source=JIRA.key, external_id=f"P_{key}", key=key, name=key.title())
    return Project(**told(asked, id=identify(asked["source"], "project", asked["external_id"])))


def issue(key: str = "PAY-12", *transitions: Transition, **fields: Value) -> Issue:
    """An issue, created three days ago, with its history; it stands where its last transition left it."""
    home = fields.pop("project", None) or project(key.rpartition("-")[0])
    last = transitions[-1] if transitions else None
    created_at = fields.get("created_at", NOW - timedelta(days=3))
    return Issue(
        **told(
            fields,
            id=identify(home.source, "issue", fields.get("external_id", key)),
            source=home.source,
            external_id=key,
            project_id=home.id,
            key=key,
            title=f"What {key} is about",
            url=f"https://acme.atlassian.net/browse/{key}",
            type="Story",
            status=last.to_status if last else "To Do",
            category=last.to_category if last else Category.TO_DO,
            created_at=created_at,
            updated_at=last.at if last else created_at,
            transitions=transitions,
        )
    )


def moved(at: datetime, before: str, after: str, **fields: Value) -> Transition:
    """A transition between statuses called after their categories: `moved(NOW, "todo", "in_progress")`."""
    return Transition(
        **told(
            fields,
            at=at,
            from_status=before,
            to_status=after,
            from_category=Category(before),
            to_category=Category(after),
        )
    )
