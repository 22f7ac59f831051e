"""Leadline's calls to Slack: where an answer lands when Slack refuses, and that nothing is said twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.calls import Calls
from domain.errors import Forbidden, LeadlineError, Misconfigured, Rejected, Retryable
from handlers.request import Kind, Request, View
from render.message import Message
from render.slack.blocks import section
from render.slack.waiting import loading
from tests.bot.slack.space import eventually, workspace
from tests.fakes.slack.server import serving
from tests.fakes.slack.workspace import RESPONSE_LIFE, Fault, Workspace

HELLO = Message("Hello there.", [section("Hello *there*.")])
BAD = Message("Hello there.", [section("x" * 3001)])


@dataclass
class Line:
    """A workspace and our calls to it."""

    space: Workspace
    calls: Calls

    def request(self, *, channel: str | None = "CPAY", hooked: bool = True) -> Request:
        url = self.space.address + self.space.response_path("CPAY", "UANA") if hooked else None
        return Request(
            Kind.COMMAND,
            key="k",
            user="UANA",
            channel=channel,
            response_url=url,
            trigger_id=self.space.trigger(),
        )


@pytest.fixture
def line() -> Iterator[Line]:
    space = workspace()
    with serving(space) as api_url:
        yield Line(space, Calls("xoxb-test", api_url=api_url))


def test_an_answer_is_seen_by_the_one_who_asked_only(line: Line) -> None:
    assert line.calls.answer(line.request(), HELLO)
    (seen,) = line.space.seen_by("UANA")
    assert (seen.channel, seen.text, seen.blocks) == ("CPAY", HELLO.text, HELLO.blocks)
    assert line.space.seen_by("URAJ") == line.space.said_in("CPAY") == []


def test_a_later_answer_takes_the_place_of_the_first(line: Line) -> None:
    request = line.request()
    line.calls.answer(request, HELLO)
    line.calls.answer(request, Message("Better.", []), replace=True)
    (seen,) = line.space.seen_by("UANA")
    assert (seen.text, seen.replaced) == ("Better.", 1)


def test_blocks_that_slack_refuses_are_sent_again_as_their_text(line: Line) -> None:
    assert line.calls.answer(line.request(), BAD)
    (seen,) = line.space.seen_by("UANA")
    assert (seen.text, seen.blocks) == (BAD.text, [])


def test_or_the_caller_hears_of_it_when_they_would_rather_decide(line: Line) -> None:
    assert not line.calls.answer(line.request(), BAD, plain=False)
    assert line.space.messages == []


def test_a_response_url_used_up_becomes_an_ephemeral_message(line: Line) -> None:
    request = line.request()
    for _ in range(6):
        line.calls.answer(request, HELLO)
    assert len(line.space.called("response_url")) == 6
    assert len(line.space.called("chat.postEphemeral")) == 1
    assert len(line.space.seen_by("UANA")) == 6


def test_an_expired_one_too(line: Line) -> None:
    request = line.request()
    for url in line.space.response_urls.values():
        url.born -= RESPONSE_LIFE + 1
    line.calls.answer(request, HELLO)
    assert line.space.called("chat.postEphemeral")[0]["user"] == "UANA"


@pytest.mark.parametrize("channel", ["CSECRET", "CNOWHERE", None], ids=["not in it", "unknown", "none"])
def test_where_that_is_impossible_too_it_becomes_a_direct_message(line: Line, channel: str | None) -> None:
    line.calls.answer(line.request(channel=channel, hooked=False), HELLO)
    assert [message.text for message in line.space.said_in("DUANA")] == [HELLO.text]


def test_an_answer_to_a_modal_goes_where_the_modal_was_opened(line: Line) -> None:
    clicked = line.request()
    opened = line.calls.open_view(clicked, loading("Other window"))
    submitted = replace(clicked, response_url=None, view=View(opened.id))
    line.calls.answer(submitted, HELLO)
    assert len(line.space.seen_by("UANA")) == 1
    assert line.space.called("chat.postEphemeral") == []


def test_what_is_posted_pings_nobody_and_unfolds_nothing(line: Line) -> None:
    assert line.calls.post("CPAY", HELLO) == "CPAY"
    (sent,) = line.space.called("chat.postMessage")
    assert sent["parse"] == "none"
    assert not any(
        sent[name] in (True, "1", "true") for name in ("link_names", "unfurl_links", "unfurl_media")
    )


def test_a_person_is_written_to_in_their_direct_messages(line: Line) -> None:
    assert line.calls.post("UANA", HELLO) == "DUANA"


def test_a_post_whose_blocks_are_refused_is_posted_as_text_once(line: Line) -> None:
    line.calls.post("CPAY", BAD)
    assert [message.blocks for message in line.space.said_in("CPAY")] == [[]]


@pytest.mark.parametrize(
    ("word", "kind", "told"),
    [
        ("not_in_channel", Forbidden, "/invite @leadline"),
        ("channel_not_found", Forbidden, "/invite @leadline"),
        ("is_archived", Rejected, "archived"),
        ("token_revoked", Misconfigured, "token"),
        ("invalid_auth", Misconfigured, "token"),
        ("expired_trigger_id", Retryable, "once more"),
    ],
)
def test_a_refusal_is_told_in_words(line: Line, word: str, kind: type[LeadlineError], told: str) -> None:
    line.space.fail("chat.postMessage", Fault(body=f'{{"ok": false, "error": "{word}"}}'))
    with pytest.raises(kind, match=re.escape(told)):
        line.calls.post("CPAY", HELLO)


def test_a_refusal_that_is_our_own_mistake_is_no_excuse(line: Line) -> None:
    line.space.fail("chat.postMessage", Fault(body='{"ok": false, "error": "invalid_arguments"}'))
    with pytest.raises(SlackApiError):
        line.calls.post("CPAY", HELLO)


def test_the_invitation_names_the_bot_as_slack_knows_it(line: Line) -> None:
    with pytest.raises(Forbidden, match="/invite @leadline"):
        line.calls.post("CSECRET", HELLO)


def test_a_slack_that_does_not_tell_its_name_leaves_ours(line: Line) -> None:
    line.space.fail("auth.test", Fault(status=500, body="{}"))
    with pytest.raises(Forbidden, match="/invite @Leadline"):
        line.calls.post("CSECRET", HELLO)


def test_a_picture_that_is_refused_leaves_the_note_for_the_words_to_replace(line: Line) -> None:
    request = line.request()
    with line.calls.patience(request):
        assert eventually(lambda: bool(line.space.messages))
        assert not line.calls.answer(request, BAD, plain=False)
        line.calls.answer(request, HELLO)
    (seen,) = line.space.seen_by("UANA")
    assert seen.text == HELLO.text


def test_a_missing_scope_is_named(line: Line) -> None:
    line.space.scopes.discard("files:write")
    with pytest.raises(Misconfigured, match="files:write"):
        line.calls.upload(b"x", filename="x.png", title="X")


def test_a_post_is_not_repeated_when_the_connection_breaks_after_it_was_taken(line: Line) -> None:
    line.space.fail("chat.postMessage", Fault(drop_after=True))
    with pytest.raises(Retryable, match="did not answer"):
        line.calls.post("CPAY", HELLO)
    assert len(line.space.said_in("CPAY")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        Fault(drop=True),
        Fault(status=500, body="<html>oops</html>"),
        Fault(status=200, body="<html>maintenance</html>"),
        Fault(status=200, body='{"ok": tr'),
    ],
    ids=["cut before", "a server error", "a page instead of JSON", "half an answer"],
)
def test_a_slack_that_is_not_well_is_asked_once(line: Line, fault: Fault) -> None:
    line.space.fail("chat.postMessage", fault)
    with pytest.raises(Retryable):
        line.calls.post("CPAY", HELLO)
    assert len(line.space.called("chat.postMessage")) == 1


@pytest.mark.parametrize("after", ["0", "soon", None], ids=["zero", "garbage", "absent"])
def test_a_request_to_slow_down_is_followed(line: Line, after: str | None) -> None:
    headers = {"Retry-After": after} if after else {}
    line.space.fail("chat.postMessage", Fault(429, '{"ok":false,"error":"ratelimited"}', headers))
    line.calls.post("CPAY", HELLO)
    assert len(line.space.said_in("CPAY")) == 1
    assert len(line.space.called("chat.postMessage")) == 2


def test_who_is_asked_to_wait_too_long_is_told(line: Line) -> None:
    line.space.fail(
        "chat.postMessage", Fault(429, '{"ok":false,"error":"ratelimited"}', {"Retry-After": "60"})
    )
    with pytest.raises(Retryable, match="slow down"):
        line.calls.post("CPAY", HELLO)


def test_a_modal_is_opened_and_drawn_anew(line: Line) -> None:
    opened = line.calls.open_view(line.request(), loading("Pull requests"))
    drawn = line.calls.update_view(opened, loading("More"))
    assert drawn.id == opened.id
    assert drawn.hash != opened.hash
    assert line.space.views[opened.id]["title"]["text"] == "More"


def test_a_modal_that_a_later_click_has_drawn_is_left_alone(line: Line) -> None:
    opened = line.calls.open_view(line.request(), loading("One"))
    line.calls.update_view(opened, loading("Two"))
    assert line.calls.update_view(opened, loading("Late")) == opened
    assert line.space.views[opened.id]["title"]["text"] == "Two"


def test_a_trigger_that_is_too_old_is_told(line: Line) -> None:
    request = line.request()
    line.space.triggers[request.trigger_id] -= 4
    with pytest.raises(Retryable, match="once more"):
        line.calls.open_view(request, loading("Late"))


def test_a_profile_is_asked_for_once_an_hour(line: Line) -> None:
    first, second = line.calls.profile("UANA"), line.calls.profile("UANA")
    assert first == second
    assert first is not None
    assert (first.email, first.zone) == ("alice@acme.example", "Europe/Berlin")
    assert len(line.space.called("users.info")) == 1


def test_without_the_right_to_see_profiles_everybody_is_a_stranger(line: Line) -> None:
    line.space.scopes.discard("users:read")
    assert line.calls.profile("UANA") is None


def test_a_file_can_be_shown_once_slack_has_looked_it_through(line: Line) -> None:
    line.space.scan_seconds = 60
    file_id = line.calls.upload(b"png", filename="x.png", title="X")
    assert not line.calls.is_ready(file_id)
    line.space.files[file_id].ready_at = 0.0
    assert line.calls.is_ready(file_id)
    assert line.space.files[file_id].content == b"png"


def test_a_home_is_published(line: Line) -> None:
    line.calls.publish_home("UANA", {"type": "home", "blocks": HELLO.blocks})
    assert line.space.homes["UANA"]["blocks"] == HELLO.blocks


def test_somebody_who_waits_is_told_and_then_answered_in_place(line: Line) -> None:
    request = line.request()
    with line.calls.patience(request):
        assert eventually(lambda: bool(line.space.messages))
        line.calls.answer(request, HELLO)
    (seen,) = line.space.seen_by("UANA")
    assert (seen.text, seen.replaced) == (HELLO.text, 1)
