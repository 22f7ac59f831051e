"""The team modal keeps what a team has, and reads back what was typed."""

import json
from dataclasses import replace
from typing import Any

import pytest

from domain.errors import Field
from domain.people import Membership, Team
from render.slack import teams
from render.slack.limits import view_problems
from render.slack.teams import BLOCKS, field_errors, submitted, team_modal
from tests.render import people
from tests.render.slack.drawn import elements, pressed, texts

PAYMENTS = people.teams()[0]


def inputs(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def state(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - Slack's state is untyped
    """What Slack sends for a submitted modal."""
    filled: dict[str, dict[str, Any]] = {
        "name": {"value": "Payments"},
        "repositories": {"value": "acme/pay-*\nacme/ledger"},
        "members": {"value": None},
        "channel": {"selected_conversation": None},
        "zone": {"value": "Europe/Berlin"},
        "weekdays": {"selected_options": [{"value": "0"}, {"value": "4"}]},
        "begins": {"selected_time": "09:00"},
        "ends": {"selected_time": "18:00"},
    }
    return {name: {name: element} for name, element in (filled | values).items() if element is not None}


def test_a_new_team_starts_with_the_channel_and_usual_hours() -> None:
    view = team_modal(channel="C1")
    found = inputs(view)
    assert view["title"]["text"] == "New team"
    assert found["channel"]["initial_conversation"] == "C1"
    assert [each["text"]["text"] for each in found["weekdays"]["initial_options"]][::4] == [
        "Monday",
        "Friday",
    ]
    assert (found["begins"]["initial_time"], found["ends"]["initial_time"]) == ("09:00", "18:00")
    assert json.loads(view["private_metadata"]) == {"slug": "", "channel": "C1"}


def test_a_team_to_change_is_filled_in() -> None:
    view = team_modal(PAYMENTS)
    found = inputs(view)
    assert view["title"]["text"] == "Change a team"
    assert found["name"]["initial_value"] == "Payments"
    assert found["repositories"]["initial_value"] == "acme/pay-*\nacme/ledger"
    assert found["members"]["initial_value"] == "ana\nraj"
    assert found["channel"]["initial_conversation"] == "C0PAY"
    assert found["zone"]["initial_value"] == "Europe/Berlin"
    assert [each["value"] for each in found["weekdays"]["initial_options"]] == ["0", "1", "2"]
    assert found["begins"]["initial_time"] == "08:30"
    assert json.loads(view["private_metadata"]) == {"slug": "payments"}


def test_every_input_is_named_as_its_field() -> None:
    view = team_modal(PAYMENTS)
    assert tuple(inputs(view)) == BLOCKS
    assert [element["action_id"] for element in inputs(view).values()] == list(BLOCKS)


def test_a_team_without_working_days_has_none_ticked() -> None:
    idle = replace(PAYMENTS, hours=replace(PAYMENTS.hours, weekdays=frozenset()))
    assert "initial_options" not in inputs(team_modal(idle))["weekdays"]


def test_a_list_too_long_to_edit_is_not_shortened_but_left_alone() -> None:
    crowd = replace(PAYMENTS, members=tuple(Membership(f"login-{number}") for number in range(500)))
    view = team_modal(crowd)
    assert "members" not in inputs(view)
    assert "500 are too many to change here" in texts(view["blocks"])
    assert view_problems(view) == []
    assert "members" not in submitted(state(members=None))


def test_errors_of_no_input_stand_on_top() -> None:
    view = team_modal(PAYMENTS, {"": "Somebody else changed it.", "name": "Taken."})
    assert view["blocks"][0]["text"]["text"] == ":warning: Somebody else changed it."


def test_what_was_typed_is_read_back() -> None:
    assert submitted(state()) == {
        "name": "Payments",
        "repositories": ["acme/pay-*", "acme/ledger"],
        "members": [],
        "channel": None,
        "zone": "Europe/Berlin",
        "weekdays": [0, 4],
        "begins": "09:00",
        "ends": "18:00",
    }


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ana\nraj", ["ana", "raj"]),
        ("ana, raj,mei", ["ana", "raj", "mei"]),
        (" @ana \n\n @raj ", ["ana", "raj"]),
        ("", []),
        (None, []),
    ],
    ids=["lines", "commas", "at signs and blanks", "empty", "untouched"],
)
def test_a_list_is_read_as_people_type_it(typed: str | None, read: list[str]) -> None:
    assert submitted(state(members={"value": typed}))["members"] == read


def test_what_was_left_empty_is_read_as_empty() -> None:
    read = submitted(
        state(name={"value": None}, weekdays={"selected_options": []}, begins={"selected_time": None})
    )
    assert (read["name"], read["weekdays"], read["begins"]) == ("", [], "")


@pytest.mark.parametrize(
    ("path", "block"),
    [
        ("zone", "zone"),
        ("teams.payments.members[2]", "members"),
        ("members[2].login", "members"),
        ("hours.zone", "zone"),
        ("weird", "name"),
    ],
    ids=["a field", "a config path", "an item of a list", "a nested field", "nothing we show"],
)
def test_an_error_stands_at_its_input(path: str, block: str) -> None:
    assert field_errors([Field(path, "Mars", "a zone")]) == {block: "Mars: expected a zone"}


def test_only_the_first_error_of_an_input_is_shown() -> None:
    errors = field_errors([Field("zone", "a", "b"), Field("zone", "c", "d")])
    assert errors == {"zone": "a: expected b"}


def test_teams_are_listed_with_a_way_to_change_each() -> None:
    drawn = teams.teams(people.teams())
    said = texts(drawn.blocks)
    assert "*Payments* · <#C0PAY>\nacme/pay-*, acme/ledger" in said
    assert "*Platform*\nwhat 1 members merge" not in said
    assert pressed(drawn.blocks) == {"team.edit.0": "payments", "team.edit.1": "platform", "team.new": "new"}
    assert drawn.text == "The teams are Payments, Platform."


def test_no_team_yet_still_offers_a_first_one() -> None:
    drawn = teams.teams(())
    assert drawn.text == "No team has been set up yet."
    assert [each["action_id"] for each in elements(drawn.blocks)] == ["team.new"]


def test_more_teams_than_fit_are_cut() -> None:
    many: tuple[Team, ...] = people.teams() * 40
    assert len(teams.teams(many).blocks) <= 50
