"""What the settings say about each source becomes what its client is told to read."""

from collections.abc import Callable

import pytest

from bot.settings import Settings, wanted
from integrations import BUILTIN
from integrations.provider import Selection
from services.connections import Wanted

Read = Callable[[object], Settings]

SAID: dict[str, tuple[str, dict[str, object], Wanted]] = {
    "an organisation on GitHub": (
        "github",
        {"organization": "acme", "repositories": ["pay-*"], "exclude": ["*-old"]},
        Wanted("github", None, Selection("acme", ("pay-*",), ("*-old",))),
    ),
    "how GitHub deploys and tests": (
        "github",
        {"testArtifacts": ["junit-*"], "deployWorkflows": "^Deploy", "deployOnMerge": True},
        Wanted(
            "github",
            None,
            Selection(
                options={
                    "test_artifacts": ("junit-*",),
                    "deploy_workflows": "^Deploy",
                    "deploy_on_merge": True,
                }
            ),
        ),
    ),
    "a group of a GitLab": (
        "gitlab",
        {"baseUrl": "https://gitlab.example.com/", "group": "acme/pay", "exclude": ["acme/pay/old"]},
        Wanted("gitlab", "https://gitlab.example.com", Selection("acme/pay", (), ("acme/pay/old",))),
    ),
    "a workspace of Bitbucket": (
        "bitbucket",
        {"workspace": "acme", "repositories": ["acme/pay"]},
        Wanted("bitbucket", None, Selection("acme", ("acme/pay",))),
    ),
    "a Bitbucket Data Center": (
        "bitbucketServer",
        {"baseUrl": "https://bitbucket.example.com", "repositories": ["PAY/*"]},
        Wanted("bitbucket_server", "https://bitbucket.example.com", Selection("", ("PAY/*",))),
    ),
    "how much is asked of Bitbucket": (
        "bitbucket",
        {"sizes": True, "stepDays": 7, "buildMinutes": 60},
        Wanted("bitbucket", None, Selection(options={"sizes": True, "step_days": 7, "build_minutes": 60})),
    ),
    "how much is asked of a Bitbucket Data Center": (
        "bitbucketServer",
        {"baseUrl": "https://bitbucket.example.com", "buildDays": 7, "buildMinutes": 60},
        Wanted(
            "bitbucket_server",
            "https://bitbucket.example.com",
            Selection(options={"build_days": 7, "build_minutes": 60}),
        ),
    ),
    "a project of a Bitbucket Data Center": (
        "bitbucketServer",
        {"baseUrl": "https://bitbucket.example.com", "project": "PAY"},
        Wanted("bitbucket_server", "https://bitbucket.example.com", Selection("PAY")),
    ),
    "what is off, or usual": ("bitbucket", {"sizes": False}, Wanted("bitbucket")),
    "one project of Jira": (
        "jira",
        {"baseUrl": "https://acme.atlassian.net", "project": "PROJ", "issuePattern": "PROJ-[0-9]+"},
        Wanted(
            "jira",
            "https://acme.atlassian.net",
            Selection(projects=("PROJ",), options={"issue_pattern": "PROJ-[0-9]+"}),
        ),
    ),
    "several projects of Jira, and its words": (
        "jira",
        {
            "baseUrl": "https://acme.atlassian.net",
            "project": ["PROJ", "OPS"],
            "issuePattern": "X-1",
            "statusCategories": {"Parked": "todo"},
            "storyPointsField": "Story points",
        },
        Wanted(
            "jira",
            "https://acme.atlassian.net",
            Selection(
                projects=("PROJ", "OPS"),
                options={
                    "issue_pattern": "X-1",
                    "status_categories": {"Parked": "todo"},
                    "story_points_field": "Story points",
                },
            ),
        ),
    ),
    "teams of Linear": ("linear", {"teams": ["ENG"]}, Wanted("linear", None, Selection(projects=("ENG",)))),
    "services of PagerDuty": (
        "pagerduty",
        {"baseUrl": "https://api.eu.pagerduty.com", "services": ["Checkout API"]},
        Wanted("pagerduty", "https://api.eu.pagerduty.com", Selection(projects=("Checkout API",))),
    ),
}


@pytest.mark.parametrize(("key", "section", "expected"), SAID.values(), ids=SAID)
def test_a_section_says_where_a_source_is_and_what_is_read(
    read: Read, key: str, section: dict[str, object], expected: Wanted
) -> None:
    assert wanted(read({"integrations": {key: section}})) == {expected.provider: expected}


def test_nothing_said_is_nothing_wanted(read: Read) -> None:
    assert wanted(read({})) == {}


def test_an_empty_section_wants_everything_that_is_seen(read: Read) -> None:
    assert wanted(read({"integrations": {"gitlab": {}}})) == {"gitlab": Wanted("gitlab")}


def test_connections_are_wanted_under_their_names_beside_the_first_of_their_provider(read: Read) -> None:
    eu = {"provider": "gitlab", "baseUrl": "https://gitlab.example.eu", "group": "acme"}
    both = {"integrations": {"gitlab": {"group": "acme"}}, "connections": {"gitlab-eu": eu}}
    assert wanted(read(both)) == {
        "gitlab": Wanted("gitlab", None, Selection("acme")),
        "gitlab-eu": Wanted("gitlab", "https://gitlab.example.eu", Selection("acme")),
    }


@pytest.mark.parametrize("provider", BUILTIN, ids=lambda provider: provider.slug)
def test_every_provider_has_its_section_under_its_own_name(provider: object) -> None:
    assert getattr(provider, "slug", None) in Settings().integrations.model_dump()
