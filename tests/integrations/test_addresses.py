"""Addresses: only those that keep credentials safe are taken."""

import pytest

from domain.errors import Misconfigured
from integrations.addresses import checked, is_loopback


def taken(address: str) -> str:
    example = "https://tracker.example.com"
    return str(checked(address, title="Tracker", example=example, setting="integrations.tracker.baseUrl"))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://jira.example.com", "https://jira.example.com"),
        (" https://jira.example.com/jira/ ", "https://jira.example.com/jira"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080/x/", "http://localhost:8080/x"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_is_taken_without_its_last_slash(given: str, expected: str) -> None:
    assert taken(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        "", "tracker", "tracker.example.com", "ftp://tracker.example.com", "https://",
        "https://ada:secret@tracker.example.com", "https://tracker.example.com?x=1",
        "https://tracker.example.com#x", "https://[::1", "\0",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_an_example(given: str) -> None:
    with pytest.raises(Misconfigured, match="Tracker cannot be used") as refused:
        taken(given)
    (field,) = refused.value.fields
    assert (field.path, field.found) == ("integrations.tracker.baseUrl", given)
    assert "https://tracker.example.com" in refused.value.hint
    assert "`baseUrl`" in refused.value.hint


@pytest.mark.parametrize(
    "given", ["http://tracker.example.com", "http://10.0.0.1", "http://127.0.0.1.example.com"]
)
def test_credentials_are_never_sent_readable_over_the_network(given: str) -> None:
    with pytest.raises(Misconfigured, match="https address"):
        taken(given)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("10.0.0.1", False),
        ("x", False),
    ],
)
def test_loopback_is_this_machine_alone(host: str, expected: object) -> None:
    assert is_loopback(host) is expected
