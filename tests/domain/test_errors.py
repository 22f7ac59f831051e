"""Errors tell a person what was wrong and what to do."""

import pytest

from domain.errors import (
    Ambiguous,
    Choice,
    Field,
    Forbidden,
    LeadlineError,
    Misconfigured,
    Rejected,
    Retryable,
    Unknown,
    Unmappable,
)


@pytest.mark.parametrize(
    ("error", "group"),
    [(Unknown, Rejected), (Ambiguous, Rejected), (Forbidden, Rejected), (Retryable, LeadlineError)],
)
def test_errors_are_grouped_by_what_to_do(error: type[LeadlineError], group: type[LeadlineError]) -> None:
    assert issubclass(error, group)
    assert str(error("It is so.", hint="Do this.")) == "It is so. Do this."


def test_an_error_without_a_hint_ends_with_its_message() -> None:
    assert str(Rejected("It is so.")) == "It is so."


def test_an_unknown_word_carries_what_might_have_been_meant() -> None:
    choice = Choice("cycle-time", "cycle-time payments")
    assert Unknown("No such metric.", suggestions=(choice,)).suggestions == (choice,)
    assert Ambiguous("Which one?", choices=(choice,)).choices == (choice,)


def test_a_failure_that_passes_tells_how_long_to_wait() -> None:
    assert Retryable("GitHub rests.", after=30).after == 30


def test_a_wrong_setting_is_told_by_its_path() -> None:
    field = Field("teams[0].zone", "Berlin", "an IANA zone such as Europe/Berlin")
    assert Misconfigured("The settings are wrong.", fields=(field,)).fields == (field,)


def test_what_could_not_be_mapped_does_not_print_what_it_holds() -> None:
    kept = Unmappable("github", "pull_requests", "PR_1", "author.login", "is missing", "h4sh", "a secret")
    assert "a secret" not in repr(kept)
