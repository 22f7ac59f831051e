"""Whose work a question is about, in words."""

from dataclasses import replace

import pytest

from domain.question import ORGANISATION, Scope
from render import whose
from tests.render import results

ONE, THREE = ("acme/pay-api",), ("acme/a", "acme/b", "acme/c")


@pytest.mark.parametrize(
    ("scope", "names", "said"),
    [
        (ORGANISATION, (), "Everyone"),
        (ORGANISATION, ONE, "acme/pay-api"),
        (ORGANISATION, THREE, "3 repositories"),
        (results.PAYMENTS, (), "Payments"),
        (results.PAYMENTS, ONE, "Payments in acme/pay-api"),
    ],
    ids=["everyone", "a repository", "some repositories", "a team", "a team in a repository"],
)
def test_a_title_says_whose_work_it_is(scope: Scope, names: tuple[str, ...], said: str) -> None:
    assert whose.who(replace(results.question(), scope=scope, repository_names=names)) == said


def test_a_name_with_a_hidden_direction_is_shown_as_it_reads() -> None:
    asked = replace(results.question(), scope=ORGANISATION, repository_names=("acme/\u202egnp",))
    assert whose.who(asked) == "acme/gnp"


def test_a_question_about_no_repository_is_inside_none() -> None:
    assert whose.inside(results.question()) == ""
