"""What becomes of text before it means anything."""

import pytest

from domain.errors import Rejected
from services.grammar.words import LONGEST_TEXT, folded, key, replaced, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ()),
        (" \t\n ", ()),
        ("cycle-time  payments", ("cycle-time", "payments")),
        ("/metrics cycle-time", ("cycle-time",)),
        ("<@U1|ana lima> <#C1|pay>", ("<@U1|ana lima>", "<#C1|pay>")),
        ("see <http://acme.io|acme.io>!", ("see", "acme.io")),
        ("*bold*, `code`; (both)?", ("bold", "code", "both")),
        ("?", ("?",)),
        ("what ??", ("what", "?")),
        ("a &amp; b", ("a", "&", "b")),
        ("2026-10-01 .. 2026-10-31", ("2026-10-01..2026-10-31",)),
        ("2026-10-01\N{EN DASH}2026-10-31", ("2026-10-01..2026-10-31",)),
        ("1\N{HORIZONTAL ELLIPSIS}2", ("1..2",)),
        ("acme/.github", ("acme/.github",)),
        ("since 2026-10-01..", ("since", "2026-10-01..")),
        ("2026-10\N{HORIZONTAL ELLIPSIS}", ("2026-10..",)),
        ("payments...", ("payments",)),
        ("payments.", ("payments",)),
        ("\N{FULLWIDTH DIGIT THREE}\N{FULLWIDTH DIGIT ZERO}d", ("30d",)),
        ("a\x00b\N{ZERO WIDTH SPACE}c\ud800d", ("a", "b", "c", "d")),
        ("<script>", ("<script>",)),
    ],
    ids=["nothing", "blanks", "two words", "the command", "mentions", "a link", "decoration",
         "a question mark", "more of them", "an escape", "a spaced range", "an en dash", "an ellipsis",
         "a leading dot", "an open range", "an open range of months", "trailing off", "a full stop",
         "full-width digits", "characters nobody types", "a tag"],
)  # fmt: skip
def test_text_is_cut_into_words(text: str, said: tuple[str, ...]) -> None:
    assert words(text) == said


def test_a_text_that_is_too_long_is_refused() -> None:
    assert words("x" * LONGEST_TEXT)
    with pytest.raises(Rejected, match="501 characters"):
        words("x" * (LONGEST_TEXT + 1))


def test_names_are_compared_without_case_and_separators() -> None:
    assert {key(name) for name in ("Cycle Time", "cycle-time", "cycle_time", "CYCLETIME")} == {"cycletime"}
    assert folded("  Last   WEEK ") == "last week"


def test_names_are_compared_in_the_form_that_typed_text_is_brought_to() -> None:
    """A superscript and a letter with its accent apart come from other keyboards than the name did."""
    names = (
        "Team\N{SUPERSCRIPT TWO}",
        "Cafe\N{COMBINING ACUTE ACCENT}",
        "\N{FULLWIDTH LATIN CAPITAL LETTER A}pi",
    )
    for name in names:
        (typed,) = words(name)
        assert key(typed) == key(name)
        assert folded(typed) == folded(name)


def test_a_phrase_is_replaced_in_the_whole_command() -> None:
    assert replaced(("ct", "web", "shop", "30d"), 1, 2, "team:web-shop") == "ct team:web-shop 30d"
