"""Which issues pull requests are linked by: kept, found by either end, and made exactly what is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.facts import Flag
from domain.records import PullRequest
from domain.rulings.links import FoundIn, Mention, Said
from storage.store import Store
from tests import builders as build
from tests.storage.shelves.conftest import ALICE, PAYMENTS, SEARCH

FIRST = build.pull_request(1, repository=PAYMENTS, author=ALICE, created_at=build.at("2026-11-20"))
SECOND = build.pull_request(2, repository=SEARCH, created_at=build.at("2026-11-19"), merged_at=build.NOW)
NOTHING_ODD = Flag(0)
TITLE, BRANCH = Mention("PAY-12", FoundIn.TITLE), Mention("LED-3", FoundIn.BRANCH)


def save(store: Store, *prs: PullRequest, flags: Flag = NOTHING_ODD) -> None:
    with store.write() as shelves:
        shelves.pull_requests.save(prs, [build.facts(pr, flags=flags) for pr in prs])


@pytest.fixture
def filled(seeded: Store) -> Store:
    save(seeded, FIRST, SECOND)
    return seeded


def test_mentions_come_back_the_surest_first(filled: Store) -> None:
    with filled.write() as shelves:
        shelves.mentions.replace({FIRST.id: [TITLE, BRANCH], SECOND.id: [TITLE]})
        assert shelves.mentions.of([FIRST.id, SECOND.id, 9]) == {
            FIRST.id: (BRANCH, TITLE),
            SECOND.id: (TITLE,),
        }


def test_mentions_are_made_exactly_what_is_told(filled: Store) -> None:
    with filled.write() as shelves:
        shelves.mentions.replace({FIRST.id: [TITLE, BRANCH], SECOND.id: [TITLE]})
        surer = replace(TITLE, found_in=FoundIn.ISSUE)
        shelves.mentions.replace({FIRST.id: [surer]})
        assert shelves.mentions.of([FIRST.id, SECOND.id]) == {FIRST.id: (surer,), SECOND.id: (TITLE,)}
        shelves.mentions.replace({FIRST.id: []})
        assert shelves.mentions.of([FIRST.id]) == {}


@pytest.mark.parametrize("key", ["PAY-12", "pay-12"])
def test_a_key_finds_its_pull_requests_the_first_opened_first(filled: Store, key: str) -> None:
    with filled.write() as shelves:
        shelves.mentions.replace({FIRST.id: [TITLE, BRANCH], SECOND.id: [TITLE]})
        found = shelves.mentions.saying([key])
    assert {name: [said.id for said in several] for name, several in found.items()} == {
        "PAY-12": [SECOND.id, FIRST.id]
    }


def test_what_a_pull_request_says_is_its_title_its_branch_and_its_commits_in_order(seeded: Store) -> None:
    early = build.commit("b", build.NOW - timedelta(hours=5), headline="PAY-1 begin")
    late = build.commit("a", build.NOW, headline="PAY-2 end")
    told = replace(SECOND, title="PAY-3", head_branch="pay-4", commits=(late, early, build.commit("c")))
    save(seeded, told, flags=Flag.REVERT)
    with seeded.read() as shelves:
        (said,) = shelves.mentions.said([SEARCH.id])
        assert shelves.mentions.said_by([told.id]) == [said]
        assert shelves.mentions.said([PAYMENTS.id]) == []
    assert said == Said(
        id=told.id,
        repository_id=SEARCH.id,
        author_id=told.author_id,
        number=2,
        url=told.url,
        branch="pay-4",
        title="PAY-3",
        opened_at=told.created_at,
        merged_at=build.NOW,
        flags=Flag.REVERT,
        headlines=("PAY-1 begin", "PAY-2 end"),
    )


def test_a_removed_pull_request_says_nothing(filled: Store) -> None:
    with filled.write() as shelves:
        shelves.mentions.replace({FIRST.id: [TITLE]})
        shelves.pull_requests.remove([FIRST.id])
        assert shelves.mentions.said([PAYMENTS.id]) == []
        assert shelves.mentions.saying(["PAY-12"]) == {}
        assert shelves.mentions.of_removed([PAYMENTS.id, SEARCH.id]) == {FIRST.id}
        shelves.mentions.replace({FIRST.id: []})
        assert shelves.mentions.of_removed([PAYMENTS.id]) == set()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (FIRST.url, {FIRST.id}),
        (f"{FIRST.url}/files#diff", {FIRST.id}),
        (FIRST.url.upper().replace("HTTPS", "https").replace("/PULL/", "/pull/"), {FIRST.id}),
        ("https://github.com/acme/other/pull/1", set()),
        ("https://example.com/", set()),
        ("https://github.com/acme/payments/pull/99999999999999999999", set()),
    ],
)
def test_an_address_finds_its_pull_request(filled: Store, address: str, found: set[int]) -> None:
    with filled.read() as shelves:
        assert shelves.mentions.at([address]) == found


def test_issues_that_link_to_anything_are_found_with_their_links(filled: Store) -> None:
    linking = build.issue("PAY-12", links=(FIRST.url, "https://example.com/"))
    with filled.write() as shelves:
        shelves.sources.save(build.JIRA)
        shelves.projects.save([build.project("PAY"), build.project("LED")])
        shelves.issues.save([linking, build.issue("LED-3", links=(SECOND.url,)), build.issue("PAY-13")])
        assert shelves.mentions.linking([build.project("PAY").id]) == [("PAY-12", linking.links)]
        assert {key for key, _ in shelves.mentions.linking()} == {"PAY-12", "LED-3"}
        shelves.issues.remove([linking.id])
        assert shelves.mentions.linking([build.project("PAY").id]) == []
