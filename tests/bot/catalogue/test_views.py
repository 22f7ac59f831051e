"""Every verb that shows more than a figure, in Slack and at the command line, about the same facts."""

import re
from datetime import timedelta

import pytest

from domain.records import PullRequest
from services.points import Sent
from tests.bot.catalogue.doors import NOW, Doors, buttons, words
from tests.bot.catalogue.promised import FIGURES, PICTURES

VIEWS = {
    "dora payments 90d": ("deployment frequency", "change failure rate", "lead time", "recovery", "rework"),
    "pipelines payments 30d": ("build", "queue"),
    "flaky payments 90d": ("flaky",),
    "incidents payments 90d": ("acknowledged", "resolved"),
    "oncall payments 90d": ("100 h", "sleep"),
    "sprint payments": ("points", "scope"),
    "prs stuck payments": ("stuck", "waited"),
    "prs open payments": ("open",),
    "why cycle-time payments 90d": ("By phase", "coding"),
}
"""What is typed, and words that the view cannot do without."""

every_view = pytest.mark.parametrize("asked", VIEWS)


def merged(doors: Doors) -> PullRequest:
    """A pull request of payments that was merged in October and is about an issue."""
    answers, asked = doors.leadline.services.answers, "linked-prs payments 2026-10-01..2026-10-31"
    result = answers.ask(asked, doors.asker, with_ids=True)
    with doors.leadline.store.read() as shelves:
        return shelves.pull_requests.by_ids(result.ids[:1])[result.ids[0]]


def key(doors: Doors) -> str:
    """The issue that it is about."""
    with doors.leadline.store.read() as shelves:
        (mention, *_) = shelves.mentions.of([merged(doors).id])[merged(doors).id]
    return mention.key


@every_view
def test_a_view_is_shown_in_slack_to_who_asked(asked: str, doors: Doors) -> None:
    message = doors.types(asked)
    assert message.only_for == "UANA"
    told = f"{message.text}\n{words(message.blocks)}"
    assert [word for word in VIEWS[asked] if word.casefold() not in told.casefold()] == []
    assert "Payments" in told
    assert not re.search(r"\bNone\b", told)


@every_view
def test_a_view_is_printed_with_the_sentence_that_slack_tells(asked: str, doors: Doors) -> None:
    printed = " ".join(doors.asks(asked, "--no-chart").stdout.split()).casefold()
    text = doors.types(asked).text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert text.casefold() in printed
    assert [word for word in VIEWS[asked] if word.casefold() not in printed] == []


@every_view
def test_the_json_of_a_view_is_json_and_nothing_else(asked: str, doors: Doors) -> None:
    told = doors.json(asked)
    assert told["question"]["scope"]["label"] == "Payments"
    assert told["computed_at"] == NOW.isoformat()


@every_view
def test_every_button_of_a_view_that_asks_again_is_answered(asked: str, doors: Doors) -> None:
    message = doors.types(asked)
    again = [action for action in buttons(message.blocks) if action.startswith("ask.again")]
    assert again
    for action in again:
        seen = doors.clicks(doors.types(asked), action)
        assert "couldn't" not in seen.text
        assert "went wrong" not in seen.text


def test_an_issue_is_followed_from_its_beginning_to_production(doors: Doors) -> None:
    asked = f"flow {key(doors)}"
    told = words(doors.types(asked).blocks)
    assert merged(doors).title in told.replace("&amp;", "&")
    printed = doors.asks(asked, "--no-chart").stdout
    assert key(doors) in printed
    assert f"#{merged(doors).number}" in printed


@pytest.mark.parametrize("said", ["by its address", "by its repository and number"])
def test_a_pull_request_is_taken_apart(said: str, doors: Doors) -> None:
    pr = merged(doors)
    place = pr.url.removeprefix("https://").split("/")
    named = pr.url if said == "by its address" else f"{place[1]}/{place[2]}#{pr.number}"
    message = doors.types(f"pr {named}")
    assert pr.title in words(message.blocks).replace("&amp;", "&")
    assert "coding" in words(message.blocks)
    assert f"#{pr.number}" in doors.asks(f"pr {named}", "--no-chart").stdout


def test_what_is_not_there_is_said_not_to_be_at_either_door(doors: Doors) -> None:
    seen = doors.types("flow PAY-99999")
    assert "PAY-99999" in f"{seen.text} {words(seen.blocks)}"
    seen = doors.types("pr harbour/ledger#99999")
    assert "99999" in f"{seen.text} {words(seen.blocks)}"


@pytest.mark.parametrize("verb", ["health", "list", "help", "overview payments"])
def test_a_verb_about_leadline_answers_at_both_doors(verb: str, doors: Doors) -> None:
    assert doors.types(verb).text
    assert doors.asks(verb).stdout.strip()


def test_the_overview_tells_one_or_two_figures_of_each_family(doors: Doors) -> None:
    told = words(doors.types("overview payments").blocks)
    printed = doors.asks("overview payments").stdout
    for title in (
        "cycle time",
        "throughput",
        "deployment frequency",
        "build success rate",
        "time to resolve",
    ):
        assert title in told.casefold()
        assert title in printed.casefold()


def test_the_sprint_tells_what_goes_with_how_it_went(doors: Doors) -> None:
    """The correlation of its outcome with cycle time and CI is told as what it is: no cause."""
    told = words(doors.types("sprint payments").blocks)
    assert "Correlation, not cause" in told
    assert re.search(r"say/do with median cycle time over \d+ sprints: .* \(Spearman .\d", told)
    assert "say/do with build success" in told


def test_points_that_are_sent_in_answer_by_their_own_slug(own_doors: Doors) -> None:
    """A series of one's own stands in the catalogue and answers at both doors like any other."""
    for day, value in enumerate((3, 9, 4, 5, 4)):
        sent = Sent("bundle-size", value, NOW - timedelta(days=day + 1), "harbour/ledger")
        own_doors.leadline.services.points.add(sent)
    slugs = [info.slug for info in own_doors.leadline.services.answers.metrics()]
    assert slugs[-1] == "bundle-size"
    assert sorted(slugs[:-1]) == sorted([*FIGURES, *PICTURES])
    assert "4" in own_doors.types("bundle-size payments 30d").text.split(" is ")[1].split(",")[0]
    told = own_doors.json("bundle-size payments 30d")
    assert (told["summary"]["n"], told["summary"]["value"]) == (5, 4)
    assert own_doors.types("bundle-size search 30d").text.startswith("No ")
