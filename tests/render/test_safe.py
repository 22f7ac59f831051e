"""External words show what they say and do nothing."""

import html
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.safe import ELLIPSIS, clean, escape, shorten

PERSIAN = "\u0645\u06cc\u200c\u062e\u0648"
TOKENS = (
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<@U1>",
    "<#C1|x>",
    "<!subteam^S1>",
    "<https://x|y>",
    "&lt;",
)
AWKWARD = (
    *TOKENS,
    "\u202e",
    "\u2066",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\x00",
    "\r\n",
    "\u2028",
    "&",
    "|",
    "*",
    "`",
)
SCRIPTS = (
    "é",
    "e\u0301",
    "日本",
    "👩\u200d👩\u200d👧",
    "👍\U0001f3fd",
    "\U0001f1e9\U0001f1ea",
    "مرحبا",
    PERSIAN,
)
anything = st.lists(st.text(max_size=6) | st.sampled_from(AWKWARD + SCRIPTS), max_size=8).map("".join)
many = settings(max_examples=500, deadline=None)


@settings(max_examples=1_000, deadline=None)
@given(st.lists(anything, min_size=10, max_size=12))
def test_ten_thousand_strings_are_sent_without_markup_and_read_back_as_they_were(texts: list[str]) -> None:
    for text in texts:
        sent = escape(text)
        assert html.unescape(sent) == clean(text)
        assert not set(sent) & {"<", ">"}
        assert "&" not in re.sub("&(?:amp|lt|gt);", "", sent)


@many
@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@many
@given(anything)
def test_what_is_shown_hides_nothing(text: str) -> None:
    assert not [
        letter
        for letter in clean(text)
        if unicodedata.category(letter) in {"Cc", "Cs"}
        or unicodedata.bidirectional(letter)
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or letter in "\u200b\u200e\u200f\u2060\ufeff\u00ad"
    ]


@many
@given(anything, st.integers(min_value=1, max_value=60))
def test_a_limit_is_kept_as_it_is_sent(text: str, limit: int) -> None:
    sent = escape(text, limit)
    assert len(sent) <= limit
    assert "&" not in re.sub("&(?:amp|lt|gt);", "", sent)


@many
@given(anything, st.integers(min_value=0, max_value=60))
def test_shortening_keeps_a_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= max(limit, 0)
    if short != text:
        assert text.startswith(short.removesuffix(ELLIPSIS))


@many
@given(anything, st.integers(min_value=1, max_value=60))
def test_no_accent_stands_alone_at_the_cut(text: str, limit: int) -> None:
    short = shorten(text, limit)
    if short != text:
        rest = text[len(short.removesuffix(ELLIPSIS)) :]
        assert short == ELLIPSIS or not unicodedata.category(rest[0]).startswith("M")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("  spaces around ", "spaces around"),
        ("one\r\ntwo", "one two"),
        ("tab\there", "tab here"),
        ("a\x00b", "a b"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("\u2066isolated\u2069", "isolated"),
        ("zero\u200bwidth", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ufeffmark", "mark"),
        ("latin\u200djoined", "latinjoined"),
        ("a\u200d\u200dé", "aé"),
        (PERSIAN, PERSIAN),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\u200d👧\u200d", "👧"),
        ("tagged\U000e0067", "tagged"),
    ],
    ids=[
        "plain", "spaces", "line break", "tab", "null", "right to left override", "isolates",
        "zero width space", "soft hyphen", "byte order mark", "joiner in latin", "two joiners",
        "persian non-joiner", "family",
        "joiners at the ends", "tag characters",
    ],
)  # fmt: skip
def test_text_is_cleaned(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize("token", TOKENS)
def test_a_token_is_sent_as_the_letters_it_is_made_of(token: str) -> None:
    assert html.unescape(escape(token)) == token
    assert not re.search(r"<[!@#h]", escape(token))


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("four", 4, "four"),
        ("fours", 4, "fou…"),
        ("one two", 5, "one…"),
        ("cafe\u0301s", 5, "caf…"),
        ("cafe\u0301s!", 6, "cafe\u0301…"),
        ("a👩\u200d👩\u200d👧b", 4, "a…"),
        ("a👍\U0001f3fdb", 3, "a…"),
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 3, "\U0001f1e9\U0001f1ea…"),
        ("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 2, "…"),
        ("words", 1, "…"),
        ("words", 0, ""),
    ],
    ids=[
        "fits", "too long by one", "no space before the ellipsis", "an accent is not torn off",
        "an accent stays with its letter", "a family stays whole", "a skin tone stays",
        "two flags become one", "a flag is not halved", "only the ellipsis", "no room",
    ],
)  # fmt: skip
def test_text_is_shortened_by_what_people_see(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


@pytest.mark.parametrize(
    ("text", "limit", "sent"),
    [
        ("a&b", 7, "a&amp;b"),
        ("a&b", 6, "a…"),
        ("&&&&", 11, "&amp;&amp;…"),
        ("<<<<", 9, "&lt;&lt;…"),
        ("", 5, ""),
    ],
    ids=["fits exactly", "an entity is not halved", "entities count as sent", "brackets too", "nothing"],
)
def test_the_limit_counts_what_is_sent(text: str, limit: int, sent: str) -> None:
    assert escape(text, limit) == sent
