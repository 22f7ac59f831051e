"""The sources that `config.json` names: what is read from where, provider by provider."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.settings.fields import Expression, WebAddress, Word, refuse
from bot.settings.section import Section

StatusCategory = Literal["todo", "in_progress", "done", "canceled"]


class GitHub(Section):
    """What is read from GitHub. Its credentials are stored by `leadline connect github`."""

    base_url: WebAddress | None = Field(
        default=None, description="An Enterprise Server's address, such as https://github.example.com."
    )
    organization: Word | None = Field(
        default=None,
        description="Read this organisation's repositories; without it, all that the credentials see.",
    )
    repositories: tuple[Word, ...] = Field(
        default=(), description="Only these: full names or patterns such as `acme/pay-*`; all when empty."
    )
    exclude: tuple[Word, ...] = Field(default=(), description="All but these: full names or patterns.")
    test_artifacts: tuple[Word, ...] = Field(
        default=(),
        description="The artifacts of workflow runs that hold JUnit reports, by name or pattern; those "
        "that look so when empty.",
    )
    deploy_workflows: Expression | None = Field(
        default=None,
        description="The workflows that deploy, where GitHub is told of no deployment and no release: a "
        "regular expression that is found in their names or paths.",
    )
    deploy_on_merge: bool = Field(
        default=False,
        description="Whether a merge to the default branch deploys, where nothing else tells of deployments.",
    )


class GitLab(Section):
    """What is read from GitLab. Its credentials are stored by `leadline connect gitlab`."""

    base_url: WebAddress | None = Field(
        default=None, description="A self-hosted GitLab's address, such as https://gitlab.example.com."
    )
    group: Word | None = Field(
        default=None,
        description="Read the projects of this group and its subgroups, such as `acme/platform`.",
    )
    repositories: tuple[Word, ...] = Field(
        default=(), description="Only these projects: full paths or patterns such as `acme/pay-*`."
    )
    exclude: tuple[Word, ...] = Field(default=(), description="All but these: full paths or patterns.")
    test_reports: Literal["all", "failed", "none"] | None = Field(
        default=None,
        description="Which pipelines' test reports are read, each by a request: all unless something else is "
        "said, those of pipelines that failed or were tried again, or none. Only all tell the pass rate.",
    )


class Bitbucket(Section):
    """What is read from Bitbucket Cloud. Its credentials are stored by `leadline connect bitbucket`."""

    base_url: WebAddress | None = Field(
        default=None, description="Another address than https://bitbucket.org, such as a proxy's."
    )
    workspace: Word | None = Field(default=None, description="Read this workspace's repositories.")
    repositories: tuple[Word, ...] = Field(
        default=(), description="Only these: full names or patterns such as `acme/pay-*`; all when empty."
    )
    exclude: tuple[Word, ...] = Field(default=(), description="All but these: full names or patterns.")
    sizes: bool = Field(
        default=False,
        description="Whether to read how many lines each pull request changes, which takes a request each.",
    )
    step_days: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="Pipelines that ended so many days ago come without their steps, which take a request "
        "each; 30 unless something else is said.",
    )
    build_minutes: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="How often commits, pipelines and deployments are looked at, in minutes; every 30 unless "
        "something else is said.",
    )


class BitbucketServer(Section):
    """What is read from Bitbucket Data Center, once `leadline connect bitbucket_server` was run."""

    base_url: WebAddress = Field(description="The server's address, such as https://bitbucket.example.com.")
    project: Word | None = Field(
        default=None, description="Read the repositories of this project, by its key such as PAY."
    )
    repositories: tuple[Word, ...] = Field(
        default=(), description="Only these: `PROJECT/name` or patterns such as `PAY/*`; all when empty."
    )
    exclude: tuple[Word, ...] = Field(default=(), description="All but these: names or patterns.")
    build_days: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="Builds of commits that are older, in days, are not read: each commit takes a request; "
        "30 unless something else is said.",
    )
    build_minutes: int | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="How often commits and builds are looked at, in minutes; every 30 unless something else "
        "is said.",
    )


def _listed(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, list | tuple) else refuse("a key such as PROJ, or a list of keys")


Keys = Annotated[tuple[Word, ...], BeforeValidator(_listed, json_schema_input_type=Word | tuple[Word, ...])]
"""One key, or a list of them."""


class Jira(Section):
    """Where issues live and how they are named in titles and branches."""

    base_url: WebAddress = Field(description="The Jira site, such as https://company.atlassian.net.")
    project: Keys = Field(
        default=(), description="The key of the project, such as PROJ, or a list of them; all when not said."
    )
    issue_pattern: Expression = Field(
        default=r"[A-Z][A-Z0-9_]+-\d+", description="What an issue's key looks like: a regular expression."
    )
    status_categories: dict[str, StatusCategory] = Field(
        default_factory=dict,
        description="What a status means where Jira's own category misleads, such as "
        '`{"In review": "in_progress", "Won\'t do": "canceled"}`.',
    )
    story_points_field: str | None = Field(
        default=None,
        min_length=1,
        description="The field that holds story points, by name or id; found by itself when not said.",
    )


class Linear(Section):
    """What is read from Linear. Its credentials are stored by `leadline connect linear`."""

    base_url: WebAddress | None = Field(default=None, description="Another address than https://linear.app.")
    teams: tuple[Word, ...] = Field(
        default=(), description="Only these teams: keys such as ENG, names, or patterns; all when empty."
    )
    exclude: tuple[Word, ...] = Field(default=(), description="All but these teams: keys, names or patterns.")
    type_labels: tuple[Word, ...] = Field(
        default=(),
        description="The labels that are issue types; Bug, Feature and Improvement when empty.",
    )


class PagerDuty(Section):
    """What is read from PagerDuty. Its credentials are stored by `leadline connect pagerduty`."""

    base_url: WebAddress | None = Field(
        default=None, description="Another API than the usual one, such as https://api.eu.pagerduty.com."
    )
    services: tuple[str, ...] = Field(
        default=(), description="Only these services: names, ids or patterns; all when empty."
    )
    exclude: tuple[str, ...] = Field(default=(), description="All but these services.")


class Integrations(Section):
    """The sources, each with its own settings; secrets never stand here."""

    github: GitHub | None = Field(default=None, description="GitHub, or GitHub Enterprise Server.")
    gitlab: GitLab | None = Field(default=None, description="GitLab, in the cloud or self-hosted.")
    bitbucket: Bitbucket | None = Field(default=None, description="Bitbucket Cloud.")
    bitbucket_server: BitbucketServer | None = Field(default=None, description="Bitbucket Data Center.")
    jira: Jira | None = Field(
        default=None, description="Jira: its issues and sprints, and which issue a pull request is about."
    )
    linear: Linear | None = Field(default=None, description="Linear: its issues and cycles.")
    pagerduty: PagerDuty | None = Field(
        default=None, description="PagerDuty: its incidents, and who is on call."
    )


class GitHubConnection(GitHub):
    """One more GitHub."""

    provider: Literal["github"] = Field(description="`github`: another GitHub.")


class GitLabConnection(GitLab):
    """One more GitLab."""

    provider: Literal["gitlab"] = Field(description="`gitlab`: another GitLab.")


class BitbucketConnection(Bitbucket):
    """One more Bitbucket workspace."""

    provider: Literal["bitbucket"] = Field(description="`bitbucket`: another workspace.")


class BitbucketServerConnection(BitbucketServer):
    """One more Bitbucket Data Center."""

    provider: Literal["bitbucket_server"] = Field(description="`bitbucket_server`: another Data Center.")


class JiraConnection(Jira):
    """One more Jira."""

    provider: Literal["jira"] = Field(description="`jira`: another Jira.")


class LinearConnection(Linear):
    """One more Linear workspace."""

    provider: Literal["linear"] = Field(description="`linear`: another Linear workspace.")


class PagerDutyConnection(PagerDuty):
    """One more PagerDuty account."""

    provider: Literal["pagerduty"] = Field(description="`pagerduty`: another PagerDuty account.")


Connection = Annotated[
    GitHubConnection
    | GitLabConnection
    | BitbucketConnection
    | BitbucketServerConnection
    | JiraConnection
    | LinearConnection
    | PagerDutyConnection,
    Field(discriminator="provider"),
]
"""One more source of a provider, with that provider's settings."""
