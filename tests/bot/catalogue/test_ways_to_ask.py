"""Every metric along each line it declares, against a team, another time and dates of one's own."""

import pytest

from domain.question import By
from metrics import BUILTIN
from services.grammar.canonical import SPOKEN
from tests.bot.catalogue.doors import Doors, words

LINES = [
    pytest.param(metric.info.slug, by, id=f"{metric.info.slug} by {SPOKEN[by]}")
    for metric in BUILTIN
    for by in metric.info.breakdowns
]
SLUGS = [metric.info.slug for metric in BUILTIN]
every_metric = pytest.mark.parametrize("slug", SLUGS)

TEAMS = ["Mobile", "Payments", "Platform", "Search"]


@pytest.mark.parametrize(("slug", "by"), LINES)
def test_a_declared_line_answers_at_both_doors(slug: str, by: By, doors: Doors) -> None:
    """With at least one row, each with a label and its own sample, and the same whole as without it."""
    asked = f"{slug} payments 90d by {SPOKEN[by]}"
    result = doors.leadline.services.answers.ask(asked, doors.asker)
    whole = doors.leadline.services.answers.ask(f"{slug} payments 90d", doors.asker)
    assert result.question.by is by
    assert result.breakdown
    assert all(row.label.strip() for row in result.breakdown)
    assert len({row.label for row in result.breakdown}) == len(result.breakdown), "no label twice"
    if by is not By.AUTHOR_CLASS:  # bots are one of the classes, so they count there
        assert result.summary == whole.summary
    printed = doors.asks(asked, "--no-chart").stdout
    if by is not By.WEEK:
        assert result.breakdown[0].label in words(doors.types(asked).blocks).replace("&amp;", "&")
        assert result.breakdown[0].label in printed


@every_metric
def test_by_team_every_team_is_told_by_name_and_none_is_ranked(slug: str, doors: Doors) -> None:
    """Each row is that team's own answer: not a share of another's."""
    result = doors.leadline.services.answers.ask(f"{slug} everyone 90d by team", doors.asker)
    assert [row.label for row in result.breakdown] == TEAMS
    for row in result.breakdown:
        own = doors.leadline.services.answers.ask(f"{slug} {row.label.casefold()} 90d", doors.asker)
        assert row.summary == own.summary


@every_metric
def test_against_another_scope_both_are_told_over_the_same_days(slug: str, doors: Doors) -> None:
    result = doors.leadline.services.answers.ask(f"{slug} payments 90d vs everyone", doors.asker)
    everyone = doors.leadline.services.answers.ask(f"{slug} everyone 90d", doors.asker)
    assert result.previous == everyone.summary
    told = words(doors.types(f"{slug} payments 90d vs everyone").blocks)
    assert "compared with everyone" in told
    assert "Why?" not in told, "that asks for a change in time"


@every_metric
def test_other_days_compare_with_the_days_before_them(slug: str, doors: Doors) -> None:
    asked = f"{slug} payments 2026-09-01..2026-10-15 vs previous"
    result = doors.leadline.services.answers.ask(asked, doors.asker)
    window, before = result.question.window, result.question.compared_to
    assert (f"{window.first}", f"{window.end}") == ("2026-09-01", "2026-10-16")
    assert (f"{before.first}", f"{before.end}") == ("2026-07-18", "2026-09-01")
    before_alone = f"{slug} payments 2026-07-18..2026-08-31"
    assert result.previous == doors.leadline.services.answers.ask(before_alone, doors.asker).summary
    message = doors.types(asked)
    assert "1 Sep" in words(message.blocks)
    assert "15 Oct" in words(message.blocks)


@every_metric
def test_days_compare_with_any_others(slug: str, doors: Doors) -> None:
    asked = f"{slug} payments 2026-11-01..2026-11-20 vs 2026-09-01..2026-09-20"
    result = doors.leadline.services.answers.ask(asked, doors.asker)
    then = doors.leadline.services.answers.ask(f"{slug} payments 2026-09-01..2026-09-20", doors.asker)
    assert result.previous == then.summary
    assert doors.types(asked).text
    assert doors.asks(asked, "--no-chart").stdout


@every_metric
def test_before_anybody_worked_there_is_no_data_and_nowhere_a_zero_of_something(
    slug: str, doors: Doors
) -> None:
    """Days before the first record: a count is truly 0, all else has no value; and both are said in words."""
    asked = f"{slug} payments 2026-01-01..2026-01-31"
    result = doors.leadline.services.answers.ask(asked, doors.asker, with_ids=True)
    message = doors.types(asked)
    assert result.summary.n == 0
    if result.summary.value is None:
        assert message.text.startswith(("No ", "Nothing to measure", "Payments'"))
        assert " 0" not in message.text
    else:
        assert result.metric.is_count or result.metric.unit == "number"
        assert result.summary.value == 0
        assert result.is_zero
        assert " 0" in message.text
    assert not result.ids
    assert doors.asks(asked, "--no-chart").stdout
