"""`/metrics` said wrong: figures and every view name what was wrong, and say what to type instead."""

import pytest

from tests.bot.slack.house import House
from tests.fakes.slack.blocks import elements, strings

FIGURES = ("lead-time", "time-to-resolve", "velocity", "build-success-rate", "wip")
VIEWS = ("dora", "pipelines", "flaky", "incidents", "oncall", "sprint", "prs stuck", "why cycle-time")
ASKED = (*FIGURES, *VIEWS)

WRONG = [
    pytest.param("payments @raj", "measures teams, not people", id="a person"),
    pytest.param("<@UNOBODY>", "measures teams, not people", id="a person that nobody knows"),
    pytest.param("payments staging", "“staging” cannot be asked for", id="an environment"),
    pytest.param("env:nowhere", "“nowhere” cannot be asked for", id="an unknown environment"),
    pytest.param("2026-11-20..2026-11-01", "(2026-11-01) before it begins (2026-11-20)", id="reversed"),
    pytest.param("2027", "A window from 2027-01-01 on lies in the future", id="in the future"),
    pytest.param("next week", "A window from 2026-11-30 on lies in the future", id="the week to come"),
    pytest.param("100y", "A window of 100y is too long: twenty years at most.", id="a century"),
    pytest.param("1926-01-01..2026-01-01", "36526 days is too long", id="a century of dates"),
    pytest.param("1066", "I do not know “1066”", id="a year of long ago"),
    pytest.param("2026-02-30", "There is no day 2026-02-30", id="a day that never was"),
    pytest.param("0d", "A window has at least one day.", id="no days"),
    pytest.param("30d 90d", "That names 2 windows", id="two windows"),
    pytest.param("xyzzy-plugh", "I do not know “xyzzy-plugh”", id="a word that nothing is like"),
    pytest.param("repo:zzz/zzzzzz", "There is no repository “zzz/zzzzzz” here.", id="a repository"),
    pytest.param("team:zzzzzz", "There is no team “zzzzzz” here.", id="a team"),
]


def said(bot: House, text: str) -> str:
    """All that is seen after a command."""
    seen = bot.types(text)[-1]
    return "\n".join([seen.text, *strings(seen.blocks)])


@pytest.mark.parametrize(("wrong", "told"), WRONG)
def test_every_question_told_wrong_says_what_was_wrong(bot: House, wrong: str, told: str) -> None:
    for asked in ASKED:
        answered = said(bot, f"{asked} {wrong}")
        assert told in answered, asked
        assert "my fault" not in answered, asked


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize(
    ("wrong", "right"),
    [("paymints 90d", "team:payments 90d"), ("repo:acme/web-shpo", "repo:acme/web-shop")],
    ids=["a team", "a repository"],
)
def test_what_was_meant_is_a_button_that_asks_the_same_of_it(
    bot: House, asked: str, wrong: str, right: str
) -> None:
    seen = bot.types(f"{asked} {wrong}")[-1]
    assert wrong.split(maxsplit=1)[0].removeprefix("repo:") in seen.text
    values = [str(element.get("value")) for _, element in elements(seen.blocks)]
    assert values[0] == f"{asked} {right}"
    bot.clicks(seen, "ask.again.0")
    assert seen.replaced >= 1
    assert "Did you mean" not in seen.text
    assert "my fault" not in seen.text


@pytest.mark.parametrize(
    ("wrong", "first"),
    [
        ("lead-tmie payments", "lead-time payments"),
        ("deploymnet-frequency 90d", "deployment-frequency 90d"),
        ("time-to-resolv", "time-to-resolve"),
        ("why lead-tmie", "why lead-time"),
        ("explain velocty", "explain velocity"),
    ],
)
def test_an_unknown_metric_is_offered_by_its_name(bot: House, wrong: str, first: str) -> None:
    seen = bot.types(wrong)[-1]
    assert "I do not know" in seen.text
    _, button = next(iter(elements(seen.blocks)))
    assert button["value"] == first


@pytest.mark.parametrize(
    ("text", "sentence", "todo"),
    [
        ("flow", "Which issue?", "flow PAY-12"),
        ("flow NOPE-1", "No issues have been read yet.", "Connect Jira or Linear first."),
        ("flow https://evil.example/x?y", "No issues have been read yet.", "Connect"),
        ("pr", "Which pull request?", "pull/12"),
        ("pr https://evil.example/pull/1", "I know no pull request “https://evil.example/pull/1”", "health"),
        ("pr <https://evil.example/pull/1>", "I know no pull request", "its name like `acme/pay#12`"),
        ("pr https://github.com/acme/other/pull/1", "I know no pull request", "health"),
        ("pr acme/pay-api#999", "I know no pull request “acme/pay-api#999”", "its address"),
        ("pr acme/pay-api#99999999999999999999", "I know no pull request", "its address"),
        ("pr #", "I know no pull request “#”", "its address"),
        ("pr 12", "I know no pull request “12”", "its address"),
        ("pipelines workflow:nope", "No workflow here is called “nope”.", "`pipelines 365d`"),
        ("pipelines workflow:", "Which workflow?", "`pipelines workflow:ci`"),
        ("why payments", "Why did which metric change?", ""),
        ("prs paymints", "I do not know “paymints”", ""),
    ],
)
def test_a_view_of_one_thing_says_which_it_does_not_know(
    bot: House, text: str, sentence: str, todo: str
) -> None:
    answered = said(bot, text)
    assert sentence in answered
    assert todo in answered
    assert "my fault" not in answered


@pytest.mark.parametrize(
    "garbage",
    [
        "\x00\x07",
        "\N{RIGHT-TO-LEFT OVERRIDE}evil",
        "';--",
        "%s%n%d",
        "{0}{1}",
        "<!channel>",
        "\N{PILE OF POO}" * 40,
    ],
    ids=["control characters", "turned around", "a statement", "a format", "braces", "a shout", "pictures"],
)
def test_garbage_is_answered_like_any_word_and_shouts_at_nobody(bot: House, garbage: str) -> None:
    for asked in (*ASKED, "flow", "pr"):
        answered = said(bot, f"{asked} {garbage}")
        assert "my fault" not in answered, asked
        assert "<!channel>" not in answered, asked
