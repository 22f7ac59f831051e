"""Linking, waiting and notes: one thing said, one thing to press."""

from dataclasses import replace

from render.slack.link import CONFIRM, REFUSE, link_confirm, linked, not_linked
from render.slack.note import UNDO, note, snippet
from render.slack.waiting import loading, notice, working
from tests.render import people
from tests.render.slack.drawn import pressed, texts


def test_a_login_is_asked_about_before_it_is_linked() -> None:
    drawn = link_confirm(people.ANA_AT_GITHUB, source="GitHub", pull_requests=41)
    assert drawn.text == "Is the login ana (Ana Lovelace) at GitHub yours? It has 41 pull requests."
    assert pressed(drawn.blocks) == {CONFIRM: "ana", REFUSE: "ana"}


def test_a_login_is_asked_about_with_no_more_than_is_known() -> None:
    nameless = replace(people.ANA_AT_GITHUB, name=None)
    assert link_confirm(nameless).text == "Is the login ana yours?"


def test_the_outcome_is_told() -> None:
    assert linked(people.ANA_AT_GITHUB).text == "You are linked to ana."
    assert not_linked("ana").text == "Nothing was changed: ana is not linked to you."


def test_something_stands_there_while_it_is_worked_out() -> None:
    assert working().text == "Working it out…"
    assert texts(loading("Pull requests")["blocks"]) == "Loading…"


def test_a_notice_is_a_modal_with_nothing_to_submit() -> None:
    view = notice("A title that is too long for Slack", working())
    assert view["title"]["text"] == "A title that is too lon…"
    assert "submit" not in view


def test_a_note_can_be_undone_when_there_is_a_way_back() -> None:
    assert pressed(note("Saved.", undo="payments").blocks) == {UNDO: "payments"}
    assert pressed(note("Saved.").blocks) == {}


def test_a_snippet_shows_whole_lines_and_counts_the_rest() -> None:
    said = texts(snippet("a.csv", "row,1\r\n" * 1000).blocks)
    assert said.startswith("*a.csv*\n```row,1\nrow,1\n")
    assert "more lines: the whole file needs the scope `files:write`." in said


def test_a_short_snippet_is_whole() -> None:
    assert texts(snippet("a.csv", "a,b\r\n1,2\r\n").blocks) == "*a.csv*\n```a,b\n1,2```"
