"""App Home begins with what needs its reader."""

from dataclasses import replace
from typing import Any

import pytest

from domain.home import HomeView
from render.slack.again import AGAIN
from render.slack.home import LINK, OPEN, REFRESH, home
from render.slack.teams import EDIT, NEW
from tests.render import people
from tests.render.slack.drawn import elements, pressed, texts


def headers(view: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def test_needs_come_first_then_waiting_then_teams() -> None:
    assert headers(home(people.home())) == ["Needs you (5)", "Yours, waiting for others", "Your teams"]


def test_a_need_says_what_why_and_how_long_in_working_time() -> None:
    said = texts(home(people.home())["blocks"])
    assert "*<https://github.com/acme/pay-api/pull/1|Retry the webhook, part 1>*" in said
    assert "acme/pay-api#1 · your review is asked for · waiting 9 h of working time" in said
    assert "and 3 more" in said


def test_a_need_opens_where_it_is() -> None:
    opens = [each for each in elements(home(people.home())["blocks"]) if each["action_id"].startswith(OPEN)]
    assert [each["url"] for each in opens] == [f"https://github.com/acme/pay-api/pull/{n}" for n in (1, 2)]


def test_own_pull_requests_say_since_when_they_wait() -> None:
    assert "raj has been asked for a review · since <!date^" in texts(home(people.home())["blocks"])


def test_a_team_shows_value_change_and_trend() -> None:
    said = texts(home(people.home())["blocks"])
    assert "*Payments*\n*Cycle time*  *1 d 4 h* median · 18 % slower than the 30 days before\n`▆▇·█▇`" in said
    assert "*Web*\nNo merged pull requests for Payments in the last 7 days" in said


def test_nothing_to_do_is_said_kindly() -> None:
    assert "Nothing waits for you right now." in texts(home(people.quiet())["blocks"])


def test_a_first_run_is_a_checklist_of_three() -> None:
    view = home(people.first_run())
    assert headers(view) == ["Welcome: 0 of 3 steps done"]
    said = texts(view["blocks"])
    for step in ("*1. Connect GitHub*", "*2. Say who you are*", "*3. Set up your team*"):
        assert step in said
    assert {LINK, NEW} <= set(pressed(view["blocks"]))


@pytest.mark.parametrize(
    ("changes", "done"),
    [
        ({"sources": (people.well(),)}, 1),
        ({"sources": (people.well(),), "person": people.ANA}, 2),
        ({"sources": (people.new(),)}, 0),
        ({"teams": people.home().teams}, 1),
    ],
    ids=["connected", "linked", "connected but never synced", "a team"],
)
def test_steps_are_ticked_as_they_are_done(changes: dict[str, Any], done: int) -> None:
    view = replace(people.first_run(), **changes)
    assert f"Welcome: {done} of 3 steps done" in headers(home(view))
    assert texts(home(view)["blocks"]).count("(done)") == done


def test_the_checklist_goes_when_all_is_set_up() -> None:
    assert not [each for each in headers(home(people.home())) if each.startswith("Welcome")]


def test_who_may_not_configure_sees_no_settings() -> None:
    shown = set(pressed(home(people.quiet())["blocks"]))
    assert not [each for each in shown if each.startswith((EDIT, NEW))]
    assert {REFRESH, f"{AGAIN}.0"} <= shown


def test_who_may_configure_has_an_entry_for_each_team_and_a_new_one() -> None:
    shown = pressed(home(people.home())["blocks"])
    assert (shown[f"{EDIT}.0"], shown[f"{EDIT}.1"]) == ("payments", "web")
    assert f"{NEW}.footer" in shown


def test_what_is_broken_stands_on_top() -> None:
    blocks = home(people.broken())["blocks"]
    assert blocks[0]["text"]["text"].startswith(
        ":red_circle: *GitHub* is not working. GitHub hasn't answered"
    )
    assert "Data needs a look" in texts(blocks)


def test_the_footer_tells_the_datas_health() -> None:
    assert "Data well: 3,120 pull requests, synced <!date^" in texts(home(people.home())["blocks"])
    assert "not all synced yet" in texts(home(people.broken())["blocks"])
    assert "No source is connected yet." in texts(home(people.first_run())["blocks"])


def test_a_crowd_is_cut_and_counted() -> None:
    view = home(people.crowded())
    said = texts(view["blocks"])
    assert len(view["blocks"]) <= 100
    assert headers(view)[0] == "Needs you (62)"
    assert "and 52 more" in said
    assert "and 30 more" in said
    assert "and 22 more teams" in said


def test_somebody_unlinked_is_shown_no_needs() -> None:
    view: HomeView = replace(people.home(), person=None)
    assert "Needs you" not in " ".join(headers(home(view)))
