"""An answer tells the figure, what it rests on, and what to press."""

from dataclasses import replace
from typing import Any

import pytest

from domain.metric import Aggregate, Unit
from domain.question import ORGANISATION, By, Scope, ScopeKind
from domain.result import Coverage, Exclusion, Result, Slice, Summary
from render.message import Message
from render.slack import answer as view
from render.slack.answer import answer
from tests.render import cases, results
from tests.render.slack.drawn import texts as written


def texts(message: Message) -> str:
    return written(message.blocks)


def buttons(message: Message) -> dict[str, dict[str, Any]]:
    return {element["action_id"]: element for element in message.blocks[-1]["elements"]}


def kinds(message: Message) -> list[str]:
    return [block["type"] for block in message.blocks]


def test_it_reads_from_the_figure_to_the_buttons() -> None:
    drawn = answer(results.result(), cases.PICTURE)
    assert kinds(drawn) == ["header", "section", "section", "image", "context", "actions"]


def test_the_figure_stands_with_its_change_and_what_it_was() -> None:
    figures = answer(results.result()).blocks[1]["text"]["text"]
    first, second = figures.split("\n")
    assert first == "*1 d 4 h* median · 18 % slower than the 30 days before (was 23 h 45 min)"
    assert second == "p75 2 d 5 h · p90 3 d 23 h · 23 pull requests"


def test_the_percentile_asked_for_is_not_told_twice() -> None:
    second = answer(cases.working_p90()).blocks[1]["text"]["text"].split("\n")[1]
    assert second.startswith("median 61 h · p75 ")
    assert "p90" not in second


def test_phases_are_means_and_say_so() -> None:
    phases = answer(results.result()).blocks[2]["text"]["text"]
    assert "(means)" in phases
    assert "pickup   █████░░░░░░░  41 %  14 h 30 min" in phases


def test_a_phase_without_a_mean_has_no_data() -> None:
    first = replace(results.PHASES[0], mean=None, median=None, share=None, n=0)
    drawn = answer(replace(results.result(), phases=(first, *results.PHASES[1:])))
    assert "coding   ░░░░░░░░░░░░   0 %  no data" in texts(drawn)


def test_no_phase_at_all_is_no_section() -> None:
    assert "Where the time goes" not in texts(answer(replace(results.result(), phases=())))


def test_the_sparkline_stands_in_for_the_picture() -> None:
    assert "`▆▇·█▇`" in texts(answer(results.result()))
    assert "`▆▇·█▇`" not in texts(answer(results.result(), cases.PICTURE))


def test_the_picture_is_shown_from_its_address_or_file() -> None:
    by_address, by_file = (answer(results.result(), each) for each in (cases.PICTURE, cases.FILE))
    assert by_address.blocks[3]["image_url"] == cases.PICTURE.url
    assert by_file.blocks[3]["slack_file"] == {"id": "F012AB3CD"}


def test_the_context_makes_the_figure_honest() -> None:
    said = texts(answer(results.result()))
    for part in (
        "compared with the 30 days before",
        "calendar time",
        "23 pull requests · 80 % interval 22 h 24 min to 1 d 10 h",
        "3 bot pull requests, 1 revert excluded",
        "all 12 repositories · as of <!date^1795527900^",
        "definition 1",
    ):
        assert part in said


def test_what_is_odd_in_the_data_is_told() -> None:
    odd = replace(results.result(), quality=(Exclusion("pull requests with contradictory times", 2),))
    assert "2 pull requests with contradictory times" in texts(answer(odd))


def test_partial_coverage_is_told() -> None:
    partly = replace(results.result(), coverage=Coverage(11, 12, results.NOW))
    assert "11 of 12 repositories" in texts(answer(partly))


def test_every_button_asks_the_same_question_again() -> None:
    pressed = buttons(answer(results.result()))
    assert list(pressed) == [view.SHARE, view.RECEIPTS, view.EXPLAIN, view.WINDOW, view.CSV, "ask.again.0"]
    assert pressed.pop("ask.again.0")["value"] == f"why {results.question().text}"
    assert {each["value"] for each in pressed.values()} == {results.question().text}


@pytest.mark.parametrize(
    ("result", "label"),
    [(results.result(), "Show the 23 pull requests"), (cases.one(), "Show the pull request")],
    ids=["many", "one"],
)
def test_the_receipts_are_counted_on_their_button(result: Result, label: str) -> None:
    assert buttons(answer(result))[view.RECEIPTS]["text"]["text"] == label


def test_the_chart_by_direct_message_is_offered_only_when_asked() -> None:
    assert view.PICTURE not in buttons(answer(results.result()))
    assert view.PICTURE in buttons(answer(results.result(), offers_picture=True))


def test_a_shared_copy_says_who_shared_it_and_has_no_private_buttons() -> None:
    shared = answer(results.result(), cases.PICTURE, shared_by="U1")
    assert "Shared by <@U1>" in texts(shared)
    assert set(buttons(shared)) == {view.RECEIPTS, view.EXPLAIN, view.WINDOW}


def test_an_empty_window_says_so_and_offers_longer_ones() -> None:
    drawn = answer(results.empty())
    assert texts(drawn).count("Try 30 days.") == 1
    offered = [each["value"] for each in buttons(drawn).values()][:2]
    assert offered == ["cycle-time payments 30d", "cycle-time payments 90d"]
    assert view.SHARE not in buttons(drawn)
    assert "*0" not in texts(drawn)


def test_an_empty_year_has_nothing_longer_to_offer() -> None:
    drawn = answer(results.empty(365))
    assert "Try" not in texts(drawn)
    assert set(buttons(drawn)) == {view.WINDOW, view.EXPLAIN}


def test_few_are_listed_and_not_compared() -> None:
    receipts = [results.receipt(number) for number in (1, 2, 3)]
    said = texts(answer(results.few(), receipts=receipts))
    assert "*1 d 4 h* median of only 3 pull requests · too few to compare" in said
    assert said.count("• <https://github.com/acme/pay-api/pull/") == 3
    assert "Where the time goes" not in said
    assert "slower" not in said
    assert "80 %" not in said


def test_stale_data_is_told_before_the_figure() -> None:
    first = answer(cases.stale()).blocks[0]["text"]["text"]
    assert first.startswith(":warning: GitHub hasn't answered since 14:02. Showing numbers from <!date^")


def test_stale_data_without_a_known_cause_is_told_too() -> None:
    behind = replace(results.result().coverage, stale=True)
    first = answer(replace(results.result(), coverage=behind)).blocks[0]["text"]["text"]
    assert "The data is older than it should be." in first


def test_a_breakdown_by_repository_is_a_linked_list() -> None:
    said = texts(answer(cases.by_repository()))
    assert "<https://github.com/acme/pay-api|acme/pay-api>: *1 d 7 h* from 15 pull requests" in said


def test_a_breakdown_by_phase_shows_medians_and_says_that_they_do_not_add_up() -> None:
    said = texts(answer(cases.by_phase()))
    assert "Median by phase, which do not add up:\ncoding: *6 h* from 23 pull requests" in said


def test_the_weeks_of_a_trend_are_not_listed_again() -> None:
    weeks = replace(results.result(), breakdown=results.repositories())
    assert "acme/pay-api" not in texts(answer(weeks))


def test_a_cause_without_a_full_stop_gets_one() -> None:
    behind = replace(results.result().coverage, stale=True, failing="The last sync of GitHub failed: 502")
    first = answer(replace(results.result(), coverage=behind)).blocks[0]["text"]["text"]
    assert "failed: 502. Showing numbers from" in first


def test_a_long_breakdown_is_cut_and_says_so() -> None:
    rows = results.repositories() * 8
    said = texts(answer(replace(cases.by_repository(), breakdown=rows)))
    assert "and 6 more" in said


def test_a_title_cannot_ping() -> None:
    receipt = replace(results.receipt(1), title="<!channel> merge me")
    assert "&lt;!channel&gt; merge me" in texts(answer(results.few(), receipts=[receipt]))


def test_a_count_is_not_called_time() -> None:
    metric = replace(results.CYCLE_TIME, title="Throughput", unit=Unit.COUNT)
    counted = replace(results.result(), metric=metric, summary=results.summary(23, 12.0), phases=())
    assert answer(counted).blocks[1]["text"]["text"].startswith("*12* median")


def test_the_sentence_for_screen_readers_carries_the_number() -> None:
    assert "1 d 4 h" in answer(results.result()).text


def test_figures_of_one_person_are_not_offered_to_the_channel() -> None:
    drawn = results.result()
    own = replace(drawn.question, scope=Scope(ScopeKind.PERSON, "Ana", account_ids=(7,)))
    assert view.SHARE in buttons(answer(drawn))
    assert view.SHARE not in buttons(answer(replace(drawn, question=own)))


def why(result: Result) -> list[str]:
    """What the buttons ask that ask why."""
    return [each["value"] for each in buttons(answer(result)).values() if each["text"]["text"] == "Why?"]


def test_why_it_changed_is_asked_where_it_is_told_that_it_did() -> None:
    assert why(results.result()) == [f"why {results.question().text}"]
    assert why(results.few()) == [], "of too few nothing is compared"
    assert why(replace(results.result(), change=None)) == []
    assert why(results.empty()) == []


def test_why_is_not_asked_of_a_difference_between_two_scopes() -> None:
    beside = replace(results.question(), against=ORGANISATION)
    assert why(replace(results.result(), question=beside)) == []


def test_of_old_data_both_why_and_again_are_offered_under_names_of_their_own() -> None:
    stale = replace(results.result(), coverage=Coverage(12, 12, results.NOW, stale=True))
    told = {action: each["text"]["text"] for action, each in buttons(answer(stale)).items()}
    assert (told["ask.again.0"], told["ask.again.1"]) == ("Why?", "Retry")


def test_a_breakdown_that_was_asked_for_is_shown_of_few_too() -> None:
    asked = replace(results.question(), by=By.REPOSITORY)
    few = replace(results.few(), question=asked, breakdown=results.repositories())
    assert "acme/pay-web" in texts(answer(few))


def test_a_row_of_a_mere_count_does_not_say_it_twice() -> None:
    counted = replace(
        results.CYCLE_TIME, unit=Unit.COUNT, aggregate=Aggregate.TOTAL, title="Issue types", noun="issue"
    )
    question = replace(results.result().question, by=By.TYPE)
    bugs = Slice("Bug", Summary(31, 31.0))
    told = texts(answer(replace(results.result(), metric=counted, question=question, breakdown=(bugs,))))
    assert "Bug: *31 issues*" in told
    assert "from 31" not in told
