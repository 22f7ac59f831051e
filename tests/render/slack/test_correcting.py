"""Correcting: the menu of an item, the form for a link, and what a correction changed."""

from dataclasses import replace

import pytest

from domain.correction import Corrected, Entry
from render.slack.correcting import corrections, done, effect, link_form, log, submitted, undone
from render.slack.limits import message_problems, problems, view_problems
from tests.render import results
from tests.render.slack.drawn import texts

ENTRY = Entry(4711, results.NOW, "U1", "exclude", "pull_requests:7", {"aside": False}, {"aside": True})
SENTENCE = "acme/pay-api#7 is set aside: it misleads."


def corrected() -> Corrected:
    after = replace(results.result(), summary=results.summary(22, 24 * results.HOUR))
    return Corrected(ENTRY, SENTENCE, results.result(), after)


@pytest.mark.parametrize(
    ("facts", "values"),
    [
        pytest.param(
            "pull_requests",
            ["exclude pull_requests 7", "bot pull_requests 7", "link pull_request.issue 7"],
            id="a pull request",
        ),
        pytest.param("deployments", ["exclude deployments 7"], id="a deployment"),
        pytest.param("repairs", ["exclude repairs 7"], id="a deployment that failed, at its recovery"),
        pytest.param("issue_deploys", ["exclude issue_deploys 7"], id="an issue in production"),
        pytest.param("endings", ["exclude endings 7", "bot endings 7"], id="a pull request at its end"),
        pytest.param(
            "incidents", ["exclude incidents 7", "link incident.deployment 7"], id="an incident has a cause"
        ),
        pytest.param(
            "resolutions", ["exclude resolutions 7", "link incident.deployment 7"], id="its resolution too"
        ),
    ],
)
def test_a_menu_offers_what_can_be_put_right(facts: str, values: list[str]) -> None:
    result = replace(results.result(), metric=replace(results.CYCLE_TIME, facts=facts))
    menu = corrections(result, results.receipt(7), 3)
    assert menu is not None
    assert menu["action_id"] == "receipts.correct.3"
    assert [each["value"] for each in menu["options"]] == values


def test_where_nothing_can_be_put_right_there_is_no_menu() -> None:
    result = replace(results.result(), metric=replace(results.CYCLE_TIME, facts="shifts"))
    assert corrections(result, results.receipt(7), 0) is None


def test_the_figure_is_told_before_and_after() -> None:
    assert effect(corrected()) == (
        "Median cycle time: it was 1 d 4 h from 23 pull requests, and is 1 d from 22 pull requests now."
    )


def test_without_a_figure_nothing_is_told_of_one() -> None:
    assert effect(Corrected(ENTRY, SENTENCE)) == ""


def test_what_was_done_stands_with_its_way_back() -> None:
    (block,) = done(corrected())
    assert block["text"]["text"].startswith(f":white_check_mark: {SENTENCE}\nMedian cycle time")
    assert (block["accessory"]["action_id"], block["accessory"]["value"]) == ("receipts.undo", "4711")
    assert problems([block], "modal") == []


@pytest.mark.parametrize("kind", ["incident.deployment", "pull_request.issue"])
def test_the_form_remembers_what_it_is_about_and_the_way_back(kind: str) -> None:
    view = link_form(kind, "7", {"text": "cycle-time", "page": 2, "channel": "C1"})
    assert view_problems(view) == []
    assert f'"kind":"{kind}","item":"7"' in view["private_metadata"]
    assert '"page":2' in view["private_metadata"]


def test_what_was_typed_is_read_without_its_margins() -> None:
    assert submitted({"to": {"to": {"value": "  PAY-12 "}}}) == "PAY-12"
    assert submitted({"to": {"to": {"value": None}}}) == ""


def test_the_log_tells_who_did_what_with_a_button_each() -> None:
    told = log([(ENTRY, SENTENCE), (replace(ENTRY, id=2, actor="the terminal"), "ana is bot from now on.")])
    assert message_problems(told.text, told.blocks) == []
    assert "<@U1>" in texts(told.blocks)
    assert "the terminal" in texts(told.blocks)
    assert [block["accessory"]["value"] for block in told.blocks[1:]] == ["4711", "2"]


def test_an_empty_log_says_how_to_correct_something() -> None:
    assert "each has a menu" in texts(log([]).blocks)


def test_what_was_taken_back_can_be_done_again() -> None:
    told = undone(Corrected(replace(ENTRY, id=8), "acme/pay-api#7 counts again."))
    assert told.text == "Undone: acme/pay-api#7 counts again."
    assert told.blocks[-1]["elements"][0]["value"] == "8"
