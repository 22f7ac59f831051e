"""Which issues a pull request is about: keys in what it says, links of issues, and a person's word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rulings.links import (
    LONGEST,
    PATTERN,
    FoundIn,
    Mention,
    Said,
    address,
    called,
    keys,
    mentions,
    project_of,
)
from tests.builders import NOW, Value, told

ANY = (PATTERN,)


def said(**fields: Value) -> Said:
    return Said(
        **told(
            fields, id=1, repository_id=2, author_id=3, number=4, url="", branch="", title="", opened_at=NOW
        )
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("PAY-12: retry payouts", ["PAY-12"], id="in front with a colon"),
        pytest.param("Retry payouts (PAY-12)", ["PAY-12"], id="in brackets"),
        pytest.param("[PAY-12] [LED-3] Retry", ["PAY-12", "LED-3"], id="several in order"),
        pytest.param("PAY-12/PAY-13, PAY-12 again", ["PAY-12", "PAY-13"], id="each once"),
        pytest.param("See PAY-12.", ["PAY-12"], id="at the end of a sentence"),
        pytest.param("https://acme.atlassian.net/browse/PAY-12?x=1", ["PAY-12"], id="in an address"),
        pytest.param("feat(PAY-12)!: retry", ["PAY-12"], id="in a conventional commit"),
        pytest.param("PAY_2-7 and A1-5", ["PAY_2-7", "A1-5"], id="projects with digits and underscores"),
        pytest.param("WIP_PAY-12_retry", ["WIP_PAY-12", "PAY-12"], id="after an underscore read both ways"),
        pytest.param("XPAY-12", ["XPAY-12"], id="a longer project's key is not the shorter one's"),
        pytest.param("PAY-12a and PAY-12é", [], id="a letter follows"),
        pytest.param("éPAY-12", [], id="a letter of another alphabet stands before"),
        pytest.param("1PAY-12", [], id="a digit stands before"),
        pytest.param("pay-12: small letters in a title", [], id="small letters are words"),
        pytest.param("PAY-", [], id="no number"),
        pytest.param("PAY - 12, PAY\u201312", [], id="no hyphen"),
        pytest.param("PAY-١٢", [], id="digits of another script"),
        pytest.param("PAY\u200b-12", [], id="an invisible character inside"),
        pytest.param("CVE-2024-1234", [], id="a vulnerability is no issue"),
        pytest.param("HTTP-1.1 and UTF-8.", ["UTF-8"], id="a version is none and an encoding looks like one"),
        pytest.param(
            "Bump sha from SHA-1 to SHA-256", ["SHA-1", "SHA-256"], id="what projects must tell apart"
        ),
        pytest.param("", [], id="nothing said"),
    ],
)
def test_a_key_is_found_between_word_boundaries(text: str, found: list[str]) -> None:
    assert keys(text, ANY) == found


@pytest.mark.parametrize(
    ("branch", "found"),
    [
        pytest.param("ana/pay-12-retry-payouts", "PAY-12", id="small letters"),
        pytest.param("PAY-12", "PAY-12", id="nothing else"),
        pytest.param("feature/Pay-12_retry", "PAY-12", id="an underscore after"),
        pytest.param("feature_pay-12", "PAY-12", id="an underscore before"),
        pytest.param("feature-pay-12-3-retries", "PAY-12", id="a number after"),
        pytest.param("release-2-pay-12", "PAY-12", id="another number before"),
        pytest.param("user/12/pay-12", "PAY-12", id="digits before a slash"),
    ],
)
def test_a_branch_names_its_issue_whatever_the_case(branch: str, found: str) -> None:
    assert found in keys(branch, ANY, is_branch=True)


def test_only_keys_of_the_pattern_are_found() -> None:
    assert keys("PAY-12 LED-3 OPS-4", (r"PAY-\d+", r"OPS-\d+")) == ["PAY-12", "OPS-4"]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        pytest.param(r"(?i)pay-\d+", "pay-12", ["PAY-12"], id="flags in front"),
        pytest.param(r"(PAY|LED)-(\d+)", "LED-3", ["LED-3"], id="groups"),
        pytest.param(r"#\d+", "fix #12 (#13)", ["#12", "#13"], id="a sign in front"),
        pytest.param(r"PAY-\d+", "XPAY-12 and PAY-12", ["PAY-12"], id="not within a longer word"),
        pytest.param(r"PAY-\d", "PAY-12", [], id="not a part of a longer number"),
    ],
)
def test_a_pattern_of_ones_own_is_used_as_it_is(pattern: str, text: str, found: list[str]) -> None:
    assert keys(text, (pattern,)) == found


def test_only_the_beginning_of_a_very_long_text_is_read() -> None:
    hostile = "A_" * 5_000 + " PAY-12"
    assert keys(hostile, ANY) == []
    assert keys("PAY-12 " + hostile, ANY) == ["PAY-12"]
    assert keys(" " * (LONGEST - 6) + "PAY-12", ANY) == ["PAY-12"]


WHOLE = said(branch="ana/led-3", title="PAY-12: retry", headlines=("OPS-1 begin", "PAY-12 go on", "KIT-9"))


def test_links_are_told_the_surest_first_and_each_once() -> None:
    assert mentions(WHOLE, ANY, ["gw-7"]) == (
        Mention("GW-7", FoundIn.ISSUE),
        Mention("LED-3", FoundIn.BRANCH),
        Mention("PAY-12", FoundIn.TITLE),
        Mention("OPS-1", FoundIn.COMMIT),
        Mention("KIT-9", FoundIn.COMMIT),
    )


def test_a_key_found_twice_counts_where_it_is_surest() -> None:
    twice = said(branch="pay-12", title="PAY-12", headlines=("PAY-12",))
    assert mentions(twice, ANY) == (Mention("PAY-12", FoundIn.BRANCH),)
    assert mentions(twice, ANY, ["pay-12"]) == (Mention("PAY-12", FoundIn.ISSUE),)


def test_a_persons_word_wins_over_all_that_is_said() -> None:
    assert mentions(WHOLE, ANY, ["GW-7"], by_hand="and-1") == (Mention("AND-1", FoundIn.HAND),)


def test_a_person_can_say_that_there_is_no_issue() -> None:
    assert mentions(WHOLE, ANY, ["GW-7"], by_hand="") == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/pay/pull/12",
        "https://github.com/acme/pay/pull/12/",
        "https://github.com/Acme/Pay/pull/12/files#diff-1",
        "http://github.com/acme/pay/pull/12/commits/abc?w=1",
        " https://github.com/acme/pay/pull/12 ",
    ],
)
def test_an_address_has_one_spelling(url: str) -> None:
    assert address(url) == "github.com/acme/pay/pull/12"


def test_other_forges_addresses_have_one_spelling_too() -> None:
    merge_request = "https://gitlab.com/acme/pay/-/merge_requests/12"
    assert address(f"{merge_request}/diffs") == address(merge_request)
    bitbucket = "https://bitbucket.org/acme/pay/pull-requests/12"
    assert address(f"{bitbucket}/overview") == address(bitbucket)


@pytest.mark.parametrize("url", ["https://[broken", "", "PAY-12"])
def test_what_is_no_address_is_nobodys(url: str) -> None:
    assert address(url) in {"", "pay-12"}


@pytest.mark.parametrize(("key", "project"), [("pay-12", "PAY"), ("A_B-1", "A_B"), ("#12", "")])
def test_a_key_tells_its_project(key: str, project: str) -> None:
    assert project_of(key) == project


@given(text=st.text(max_size=200), is_branch=st.booleans())
def test_whatever_is_said_every_key_stands_in_it(text: str, *, is_branch: bool) -> None:
    for key in keys(text, ANY, is_branch=is_branch):
        assert key in text.upper()
        assert key.isascii()
        assert key == key.upper()


@given(
    st.lists(st.sampled_from(["PAY-12", "LED-3", "and", "then", "UTF-8"]), max_size=8),
    st.sampled_from([" ", ", ", "/", " (", "] ["]),
)
def test_keys_among_words_are_those_that_were_put_there(words: list[str], between: str) -> None:
    put = list(dict.fromkeys(word for word in words if "-" in word))
    assert keys(between.join(words), ANY) == put


CALLED: dict[str, tuple[str, list[str]]] = {
    "a key": ("PROJ-12", ["PROJ-12"]),
    "a key as Slack sends a link": ("<https://a.example/browse/PROJ-12|PROJ-12>", ["PROJ-12", "browse"]),
    "Jira's page": ("https://company.atlassian.net/browse/PROJ-12", ["PROJ-12", "browse"]),
    "Jira's page with a comment": (
        "https://company.atlassian.net/browse/PROJ-12?focusedCommentId=7#comment-7", ["PROJ-12", "browse"],
    ),
    "Jira's page below a path": ("https://example.com/jira/browse/PROJ-12/", ["PROJ-12", "browse", "jira"]),
    "Jira's board": (
        "https://company.atlassian.net/jira/software/projects/PROJ/boards/3?selectedIssue=PROJ-12",
        ["PROJ-12", "3", "boards", "PROJ", "projects", "software", "jira"],
    ),
    "Linear's page": (
        "https://linear.app/acme/issue/ENG-12/make-it-right", ["make-it-right", "ENG-12", "issue", "acme"],
    ),
    "an address without a path": ("https://linear.app", ["https://linear.app"]),
    "an address that is none": ("https://[x", ["https://[x"]),
    "nothing": ("", [""]),
}  # fmt: skip


@pytest.mark.parametrize(("words", "names"), CALLED.values(), ids=CALLED)
def test_an_issue_is_called_by_its_key_or_its_page(words: str, names: list[str]) -> None:
    assert called(words) == names


@given(st.text())
def test_whatever_is_typed_calls_something(words: str) -> None:
    assert called(words)
