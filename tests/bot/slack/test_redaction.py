"""Slack's secrets stay out of the log, wherever they stand."""

import logging

import pytest

from bot.slack.redaction import HIDDEN, Redaction, redact

SECRETS = {
    "a bot token": "xoxb-123-456-abcDEF",
    "an app token": "xapp-1-A1-999-deadbeef",
    "a workflow token": "xwfp-abc.def",
    "a response_url of a command": "https://hooks.slack.com/commands/T1/123/secretpart",
    "a response_url of a click": "https://hooks.slack.com/actions/T1/123/secretpart",
    "a webhook": "https://hooks.slack.com/services/T1/B1/secretpart",
    "an upload address": "https://files.slack.com/upload/v1/secretpart",
    "a socket's address": "wss://wss-primary.slack.com/link/?ticket=secretpart&app_id=x",
}


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_hidden_and_the_rest_stays(secret: str) -> None:
    assert redact(f"before {secret} after") == f"before {HIDDEN} after"


def test_a_trigger_is_hidden_in_a_payload() -> None:
    assert "123.456.abc" not in redact('{"trigger_id": "123.456.abc", "user": "U1"}')


def test_plain_words_stay_as_they_are() -> None:
    text = "GET https://api.github.com/repos/acme/pay failed for U1 in C2"
    assert redact(text) == text


def test_arguments_and_tracebacks_are_redacted_too() -> None:
    error = ValueError("token xoxb-1-2-secret was refused")
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "said %s", ("xoxb-9-secret",), None)
    record.exc_info = (type(error), error, error.__traceback__)
    assert Redaction().filter(record)
    shown = logging.Formatter().format(record)
    assert "secret" not in shown
    assert "said" in shown
    assert "ValueError" in shown
