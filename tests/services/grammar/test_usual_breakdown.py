"""A metric that is best looked at along another line than weeks is shown so, unless somebody says."""

from dataclasses import replace

import pytest

from domain.question import By
from services.grammar import Ask, Vocabulary, parse
from tests.services.grammar.conftest import TUESDAY, metric


@pytest.fixture
def with_types(vocabulary: Vocabulary) -> Vocabulary:
    types = metric("issue-types", breakdowns=(By.WEEK, By.TYPE), by=By.TYPE)
    return replace(vocabulary, metrics=(*vocabulary.metrics, types))


@pytest.mark.parametrize(
    ("text", "by", "said"),
    [
        pytest.param("issue-types payments", By.TYPE, "", id="nobody says"),
        pytest.param("issue-types payments by type", By.TYPE, "", id="the usual one is said"),
        pytest.param("issue-types payments by week", By.WEEK, " by week", id="another one is said"),
        pytest.param("cycle-time payments", By.WEEK, "", id="a metric without a line of its own"),
    ],
)
def test_the_usual_line_is_taken_and_another_is_said_again(
    text: str, by: By, said: str, with_types: Vocabulary
) -> None:
    parsed = parse(text, with_types, TUESDAY)
    assert isinstance(parsed, Ask)
    assert parsed.question.by is by
    assert parsed.question.text == f"{text.split(maxsplit=1)[0]} team:payments 2026-10-26..2026-11-24{said}"
    again = parse(parsed.question.text, with_types, TUESDAY)
    assert isinstance(again, Ask)
    assert again.question == parsed.question
