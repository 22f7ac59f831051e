"""The log is plain, one line an event, and free of secrets."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest

from bot.logs import HIDDEN, Redaction, start

SECRETS = {
    "a personal token": "ghp_" + "a1B2" * 9,
    "a fine-grained token": "github_pat_" + "a1B2_" * 8,
    "an installation token": "ghs_" + "a1B2" * 9,
    "an installation token with dots": "ghs_" + "a1B2." * 100 + "z",
    "a bot token": "xoxb-1234567890-abcdefABCDEF",
    "a rotated token": "xoxe.xoxb-1-abcdefABCDEF1234",
    "an app-level token": "xapp-1-A0123-456-deadbeefdeadbeef",
    "a JSON Web Token": "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjEyMzR9.c2lnbmF0dXJl",
    "a private key": "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc\n-----END RSA PRIVATE KEY-----",
    "half a private key": "-----BEGIN PRIVATE KEY-----\nMIIEowIBAAKCAQEA",
    "a bearer": "Authorization: Bearer abcdefghijklmnopqrstuvwxyz",
}


@pytest.fixture
def restored() -> Iterator[None]:
    """The root logger, as it was."""
    root = logging.getLogger()
    handlers, level = [*root.handlers], root.level
    yield
    for handler in [*root.handlers]:
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_what_looks_like_a_secret_is_hidden(secret: str) -> None:
    shown = Redaction()(f"before {secret} after")
    assert HIDDEN in shown
    assert shown.startswith("before ")
    assert secret.rsplit(" ", maxsplit=1)[-1] not in shown


def test_the_user_and_password_of_an_address_are_hidden() -> None:
    text = "cannot reach postgresql://leadline:hunter2@db:5432/leadline"
    assert Redaction()(text) == f"cannot reach postgresql://{HIDDEN}@db:5432/leadline"


@pytest.mark.parametrize(
    "text",
    [
        "Synced acme/payments: 120 pull requests, 5 requests.",
        "https://github.com/acme/pay/pull/12",
        "The Bearer of news",
        "commit 0123456789abcdef0123456789abcdef01234567",
    ],
    ids=["a report", "a link", "a word", "a commit"],
)
def test_what_is_no_secret_is_left_alone(text: str) -> None:
    assert Redaction()(text) == text


def test_a_secret_it_was_told_is_hidden_wherever_it_stands() -> None:
    redact = Redaction(["plain-words-that-match-no-pattern"])
    assert redact("x=plain-words-that-match-no-pattern&y") == f"x={HIDDEN}&y"


def test_a_secret_of_many_lines_is_hidden_line_by_line() -> None:
    redact = Redaction()
    redact.learn("first-line-of-it\nsecond-line-of-it")
    assert redact("  second-line-of-it  ") == f"  {HIDDEN}  "


def test_a_very_short_secret_does_not_blot_out_the_log() -> None:
    assert Redaction(["a", ""])("a banana") == "a banana"


def test_a_redaction_shows_no_secret_itself() -> None:
    assert repr(Redaction(["hunter2hunter2"])) == "Redaction(1 values)"


@pytest.mark.usefixtures("restored")
def test_a_line_says_when_how_grave_where_and_what() -> None:
    stream = StringIO()
    start(stream=stream)
    logging.getLogger("services.sync").warning("Synced %s.", "github")
    line = stream.getvalue()
    assert line[4] == "-"
    assert line.endswith(" warning services.sync: Synced github.\n")


@pytest.mark.usefixtures("restored")
def test_arguments_and_tracebacks_are_redacted_too() -> None:
    stream = StringIO()
    start(stream=stream, redact=Redaction(["canary-value"]))
    try:
        int("canary-value")
    except ValueError:
        logging.getLogger("x").exception("It failed with %s", "canary-value")
    assert "canary-value" not in stream.getvalue()
    assert "with base 10: '[secret]'" in stream.getvalue()


@pytest.mark.usefixtures("restored")
def test_a_message_cannot_forge_a_line() -> None:
    stream = StringIO()
    start(stream=stream)
    logging.getLogger("x").error("title\n2026-11-24T00:00:00 info x: forged")
    assert len(stream.getvalue().splitlines()) == 1


@pytest.mark.usefixtures("restored")
def test_the_level_is_the_one_asked_for_and_chatty_libraries_stay_quiet() -> None:
    stream = StringIO()
    start("warning", stream=stream)
    logging.getLogger("x").info("unheard")
    start("debug", stream=stream)
    logging.getLogger("httpx").debug("unheard")
    logging.getLogger("httpx").info("unheard")
    logging.getLogger("x").debug("heard")
    assert stream.getvalue().count("unheard") == 0
    assert "debug x: heard" in stream.getvalue()
