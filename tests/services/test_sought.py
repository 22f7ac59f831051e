"""What people type for an item is found whichever way they call it, or they are told how to call it."""

from datetime import timedelta

import pytest

from domain.correction import NOTHING, Action, Correction, Link
from domain.errors import Rejected, Unknown
from domain.records import AccountKind
from services.sought import Sought
from storage.store import Store
from tests import builders as build
from tests import ci
from tests.incidents import PAGERDUTY, deployment, incident

HOME, PAY = build.repository(), build.project("PAY")
ANA = build.account("ana")
ANA_AT_JIRA = build.account("Ana", source="jira")
PR, NOBODYS = build.pull_request(12, author=ANA), build.pull_request(13, author_id=None)
ISSUE = build.issue("PAY-12")
FIRST, AGAIN = ci.run(5), ci.run(5, attempt=2)
WENT_DOWN = incident(42)
EARLY, LATE = (
    deployment(number, build.NOW - timedelta(hours=hours), "c0ffee1234567890")
    for number, hours in ((1, 9), (2, 3))
)


@pytest.fixture
def sought(store: Store) -> Sought:
    """Finds in a store with one item at least of every kind."""
    with store.write() as shelves:
        for source in (build.GITHUB, build.JIRA, PAGERDUTY):
            shelves.sources.save(source)
        shelves.repositories.save([HOME])
        shelves.projects.save([PAY])
        shelves.people.save_accounts([ANA, ANA_AT_JIRA])
        shelves.pull_requests.save([PR, NOBODYS], [build.facts(each) for each in (PR, NOBODYS)])
        shelves.issues.save([ISSUE])
        shelves.builds.save([FIRST, AGAIN])
        shelves.incidents.save([WENT_DOWN])
        shelves.deployments.save([EARLY, LATE])
    return Sought(store)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(PR.url, ("pull_requests", PR.id), id="a pull request's address"),
        pytest.param(f" {PR.url}/files?w=1#r3 ", ("pull_requests", PR.id), id="a page below its own"),
        pytest.param("PAY-12", ("issues", ISSUE.id), id="an issue's key"),
        pytest.param("pay-12", ("issues", ISSUE.id), id="an issue's key in any case"),
        pytest.param("incident 42", ("incidents", WENT_DOWN.id), id="an incident's number"),
        pytest.param("INC-42", ("incidents", WENT_DOWN.id), id="an incident as its tool writes it"),
        pytest.param("#42", ("incidents", WENT_DOWN.id), id="a number after a hash"),
        pytest.param("42", ("incidents", WENT_DOWN.id), id="a bare number"),
        pytest.param(WENT_DOWN.url, ("incidents", WENT_DOWN.id), id="an incident's address"),
        pytest.param(FIRST.url, ("runs", AGAIN.id), id="a run's address, which is its last attempt's"),
        pytest.param(EARLY.url, ("deployments", EARLY.id), id="a deployment's address"),
        pytest.param("c0ffee1", ("deployments", LATE.id), id="the beginning of a sha, deployed twice"),
        pytest.param("C0FFEE1234567890", ("deployments", LATE.id), id="a sha in capitals"),
    ],
)
def test_an_item_is_found_by_what_people_call_it(sought: Sought, words: str, found: tuple[str, int]) -> None:
    assert sought.item(words) == found


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("", id="nothing"),
        pytest.param("c0ffee", id="a sha too short to mean one commit"),
        pytest.param("c0ffee_", id="a sign that stands for any other"),
        pytest.param("%", id="a sign that stands for all"),
        pytest.param("PAY-13", id="another issue"),
        pytest.param("incident 7", id="another incident"),
        pytest.param("99999999999999999999", id="a number that no database holds"),
        pytest.param("https://github.com/acme/payments/pull/1", id="an address that begins another"),
        pytest.param("https://github.com/acme/payments", id="an address above"),
        pytest.param("the one that broke", id="words"),
    ],
)
def test_what_is_called_otherwise_is_told_how_to_call_it(sought: Sought, words: str) -> None:
    with pytest.raises(Unknown, match="I find nothing called") as told:
        sought.item(words)
    assert "PAY-12" in (told.value.hint or "")


def test_a_long_text_is_told_back_short(sought: Sought) -> None:
    with pytest.raises(Unknown) as told:
        sought.item("x" * 5000)
    assert "x" * 80 in str(told.value)
    assert "x" * 81 not in str(told.value)


@pytest.mark.parametrize(
    ("words", "to", "link"),
    [
        pytest.param(
            "incident 42",
            "c0ffee1",
            (Link.INCIDENT_DEPLOYMENT, WENT_DOWN.id, LATE.id),
            id="its cause, by a sha",
        ),
        pytest.param(
            WENT_DOWN.url, EARLY.url, (Link.INCIDENT_DEPLOYMENT, WENT_DOWN.id, EARLY.id), id="by its address"
        ),
        pytest.param("#42", " None ", (Link.INCIDENT_DEPLOYMENT, WENT_DOWN.id, NOTHING), id="no cause"),
        pytest.param(PR.url, "pay-12", (Link.PULL_REQUEST_ISSUE, PR.id, ISSUE.id), id="an issue"),
        pytest.param(PR.url, "-", (Link.PULL_REQUEST_ISSUE, PR.id, NOTHING), id="no issue"),
    ],
)
def test_a_link_is_told_by_both_its_ends(
    sought: Sought, words: str, to: str, link: tuple[Link, int, int]
) -> None:
    kind, item_id, target = link
    expected = Correction(Action.LINK, kind, item_id, target=target, reason="it says so")
    assert sought.link(words, to, "it says so") == expected


@pytest.mark.parametrize(
    ("words", "to", "told"),
    [
        pytest.param("#42", "PAY-12", "no deployment “PAY-12”", id="an incident to an issue"),
        pytest.param(PR.url, "c0ffee1", "no issue “c0ffee1”", id="a pull request to a deployment"),
        pytest.param(PR.url, "PAY-13", "no issue “PAY-13”", id="an issue that is not there"),
    ],
)
def test_the_other_end_must_be_there(sought: Sought, words: str, to: str, told: str) -> None:
    with pytest.raises(Unknown, match=told):
        sought.link(words, to)


@pytest.mark.parametrize("words", ["PAY-12", "c0ffee1", FIRST.url], ids=["an issue", "a deployment", "a run"])
def test_what_is_not_linked_by_hand_is_told_so(sought: Sought, words: str) -> None:
    with pytest.raises(Rejected, match="Only incidents and pull requests are linked by hand"):
        sought.link(words, "none")
    with pytest.raises(Rejected, match="Only incidents and pull requests are linked by hand"):
        sought.unlink(words)


@pytest.mark.parametrize(
    ("words", "kind", "item_id"),
    [
        pytest.param("#42", Link.INCIDENT_DEPLOYMENT, WENT_DOWN.id, id="an incident"),
        pytest.param(PR.url, Link.PULL_REQUEST_ISSUE, PR.id, id="a pull request"),
    ],
)
def test_a_link_is_left_to_the_data_again(sought: Sought, words: str, kind: Link, item_id: int) -> None:
    assert sought.unlink(words) == Correction(Action.UNLINK, kind, item_id)


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        pytest.param("incident.deployment", LATE.url, LATE.id, id="a deployment"),
        pytest.param("pull_request.issue", "PAY-12", ISSUE.id, id="an issue"),
        pytest.param("pull_request.issue", "NONE", NOTHING, id="none"),
        pytest.param("incident.deployment", "nothing", NOTHING, id="nothing"),
    ],
)
def test_the_other_end_is_found_by_itself_for_the_form_that_asks_for_it(
    sought: Sought, kind: str, words: str, found: int
) -> None:
    assert sought.target(kind, words) == found


def test_who_wrote_a_pull_request_is_known(sought: Sought) -> None:
    assert sought.author(PR.id) == ANA.id


@pytest.mark.parametrize("item_id", [NOBODYS.id, 404], ids=["its account is gone", "there is no such one"])
def test_nobody_is_told_to_have_written_it(sought: Sought, item_id: int) -> None:
    with pytest.raises(Unknown, match="Nobody is known to have written it"):
        sought.author(item_id)


@pytest.mark.parametrize("login", ["ana", "@ANA", " ana "])
def test_a_kind_is_said_of_every_account_of_a_login(sought: Sought, login: str) -> None:
    said = sought.kind(login, AccountKind.BOT)
    assert {each.item_id for each in said} == {ANA.id, ANA_AT_JIRA.id}
    assert {(each.action, each.subject, each.target) for each in said} == {(Action.KIND, "account", "bot")}


def test_a_login_without_work_is_told_to_have_none(sought: Sought) -> None:
    with pytest.raises(Unknown, match="no work of “stranger”"):
        sought.kind("stranger", None)
