"""Every figure of sprints opens to its sprints, each with its commitment and what became of that."""

import pytest

from domain.people import Asker
from domain.result import Receipt
from metrics import BUILTIN
from services.answers import Answers
from services.receipts import RECEIPTS
from storage.store import Store
from tests.domain.rulings.sprint_stories import CLOSE, SPRINT, came, done, hour, issue, left, sprint
from tests.services.seasons import LEDGER, LEDGER_SPRINT, PAY, save

NOBODY = Asker()
NOW = hour(2 * CLOSE + 24)
NEXT = sprint(8, began=CLOSE, closed=2 * CLOSE)
BACKLOG = (
    issue(1, done(30), estimate=3),
    issue(2, came(-24), came(CLOSE, 8), estimate=5),
    issue(3, came(40), done(50), estimate=2),
    issue(4, came(-24), left(40), estimate=1),
    issue(5),
)


def receipts(store: Store, text: str) -> tuple[Receipt, ...]:
    answers = Answers(store, lambda: NOW, BUILTIN, "UTC")
    parsed = answers.parse(text, NOBODY)
    return answers.receipts(parsed.question, NOBODY).receipts  # type: ignore[arg-type] # it is a question


def of_sprint(store: Store, text: str, title: str = "Sprint 7") -> Receipt:
    return next(each for each in receipts(store, text) if each.title == title)


@pytest.fixture
def filled(store: Store) -> Store:
    save(store, [SPRINT, NEXT], BACKLOG, now=NOW)
    return store


def test_a_sprint_tells_its_commitment_changes_and_outcome(filled: Store) -> None:
    found = of_sprint(filled, "velocity 60d")
    assert (found.name, found.happened, found.at, found.value) == ("Payments", "closed", hour(CLOSE), 5)
    assert found.ruling == (
        "Committed to 9 points (4 issues); 2 points (1 issue) came in later; 1 point (1 issue) left. "
        "Completed 5 points (2 issues): 33 % of what was committed to was done, "
        "and all that was done is 56 % of it. "
        "5 points (1 issue) went on unfinished into the next sprint. "
        "1 issue without an estimate count no points. "
        "It was read from its issues' histories after it had closed."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("velocity 60d", 5),
        ("say-do 60d", 3 / 9),
        ("scope-change 60d", 3 / 9),
        ("carry-over 60d", 5 / 10),
        ("cycle-completion 60d", 5 / 10),
    ],
)
def test_each_figure_tells_what_a_sprint_adds_to_it_or_its_own_share(
    filled: Store, text: str, value: float
) -> None:
    assert of_sprint(filled, text).value == pytest.approx(value)


def test_a_sprint_without_a_next_one_says_so(filled: Store) -> None:
    told = of_sprint(filled, "velocity 60d", "Sprint 8").ruling
    assert "What went on is not known, for the board has no next sprint yet." in told


def test_all_that_stands_behind_the_receipts_counts(filled: Store) -> None:
    assert [each.title for each in receipts(filled, "carry-over 60d")] == ["Sprint 7"]


def test_a_sprint_counted_in_issues_says_so(store: Store) -> None:
    save(store, [SPRINT, NEXT], [issue(1, done(30)), issue(2)], now=NOW)
    told = of_sprint(store, "velocity 60d").ruling
    assert told.startswith("Committed to 2 issues. Completed 1 issue: 50 % of what was committed to was done")
    assert "Nothing in it is estimated, so its issues are counted." in told


def test_for_everyone_an_issue_of_two_boards_is_left_to_one(filled: Store) -> None:
    shared = issue(11, came(-24), came(-20, 20), done(50), estimate=3)
    theirs = issue(12, came(-20, 20), done(9), estimate=8, project_id=LEDGER.id)
    save(filled, [LEDGER_SPRINT], [shared, theirs], now=NOW, projects=[PAY, LEDGER])
    found = next(each for each in receipts(filled, "say-do everyone 60d") if each.name == "Ledger")
    assert found.title == "Sprint 20"
    assert found.ruling.startswith("Committed to 8 points (1 issue).")
    assert "Issues that another board's sprint counts are left to that one here." in found.ruling


def test_sprints_have_receipts() -> None:
    assert "sprints" in RECEIPTS
