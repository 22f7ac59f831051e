"""What the settings say about issue trackers."""

from collections.abc import Callable

import pytest

from bot.settings import Settings, tracking
from domain.errors import Misconfigured
from domain.records import Category
from domain.rulings.links import PATTERN
from services.tracking import Tracking

Read = Callable[[object], Settings]
JIRA = {"baseUrl": "https://acme.atlassian.net", "project": "PROJ"}


def test_without_a_tracker_keys_look_as_they_usually_do(read: Read) -> None:
    assert tracking(read({})) == Tracking()


def test_jira_without_words_of_its_own_is_read_as_usual(read: Read) -> None:
    assert tracking(read({"integrations": {"jira": JIRA}})) == Tracking()


def test_a_pattern_and_what_statuses_mean_are_taken_over(read: Read) -> None:
    words = {
        "issuePattern": r"PROJ-\d+",
        "statusCategories": {"In Review": "in_progress", "Won't do": "canceled"},
    }
    said = tracking(read({"integrations": {"jira": JIRA | words}}))
    assert said.patterns == (r"PROJ-\d+",)
    assert said.categories == {"in review": Category.IN_PROGRESS, "won't do": Category.CANCELED}


def test_several_jiras_each_bring_their_pattern_and_their_words(read: Read) -> None:
    one = JIRA | {"issuePattern": r"PROJ-\d+", "statusCategories": {"Parked": "todo"}}
    two = JIRA | {"provider": "jira", "issuePattern": r"OPS-\d+", "statusCategories": {"Shipped": "done"}}
    said = tracking(read({"integrations": {"jira": one}, "connections": {"ops": two}}))
    assert said.patterns == (r"PROJ-\d+", r"OPS-\d+")
    assert said.categories == {"parked": Category("todo"), "shipped": Category("done")}


def test_beside_linear_a_jira_of_few_words_hides_none_of_its_keys(read: Read) -> None:
    said = tracking(read({"integrations": {"jira": JIRA | {"issuePattern": r"PROJ-\d+"}, "linear": {}}}))
    assert said.patterns == (r"PROJ-\d+", PATTERN)


@pytest.mark.parametrize("means", ["doing", "Done", "", None, 3])
def test_a_status_means_one_of_four_things(read: Read, means: object) -> None:
    with pytest.raises(Misconfigured) as refused:
        read({"integrations": {"jira": JIRA | {"statusCategories": {"In Review": means}}}})
    (wrong,) = refused.value.fields
    assert wrong.path == "integrations.jira.statusCategories.In Review"
    assert "'todo', 'in_progress', 'done' or 'canceled'" in wrong.expected


def test_a_team_can_name_its_projects(read: Read) -> None:
    teams = read({"teams": {"pay": {"projects": ["PAY", "LED"]}}}).teams
    assert teams["pay"].projects == ("PAY", "LED")
