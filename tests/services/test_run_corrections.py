"""A run that somebody sets aside neither breaks a branch nor heals it, until that is undone."""

from datetime import timedelta

import pytest

from domain.correction import Action, Correction
from domain.facts import RECOVERIES
from domain.records import Outcome
from services.corrections import Corrections
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.facts import Facts
from storage.store import Store
from tests.ci import HOUR, MORNING, PAYMENTS, case, job, run
from tests.services.built import HOURS, NOW, answers, fill, save

RED, GREEN = run(1, outcome=Outcome.FAILURE), run(2, created_at=MORNING + HOUR)
LATER = run(3, created_at=MORNING + 3 * HOUR)


@pytest.fixture
def store(store: Store) -> Store:
    fill(store)
    save(store, [RED, GREEN, LATER], [job(LATER, "ui")], [case(GREEN)])
    return store


@pytest.fixture
def corrections(store: Store) -> Corrections:
    facts = Facts(store, lambda: NOW, HOURS)
    derivations = Derivations(store, lambda: NOW, facts, DERIVATIONS)
    return Corrections(store, lambda: NOW, answers=answers(store), facts=facts, derivations=derivations)


def recovered(store: Store) -> list[int]:
    with store.read() as shelves:
        return shelves.facts.in_places(RECOVERIES, [PAYMENTS.id]).span.tolist()  # type: ignore[no-any-return] # NumPy's


def aside(item_id: int, family: str = "runs", action: Action = Action.EXCLUDE) -> Correction:
    return Correction(action, family, item_id, reason="the machine was on fire")


def test_a_green_run_set_aside_leaves_the_branch_red_until_the_next(
    store: Store, corrections: Corrections
) -> None:
    assert recovered(store) == [HOUR / timedelta(seconds=1)]
    corrections.make(aside(GREEN.id), "ana")
    assert recovered(store) == [3 * HOUR / timedelta(seconds=1)]


def test_taking_it_back_heals_the_branch_when_it_did(store: Store, corrections: Corrections) -> None:
    corrections.make(aside(GREEN.id), "ana")
    corrections.make(aside(GREEN.id, action=Action.INCLUDE), "ana")
    assert recovered(store) == [HOUR / timedelta(seconds=1)]


def test_a_red_run_set_aside_broke_nothing(store: Store, corrections: Corrections) -> None:
    corrections.make(aside(RED.id), "ana")
    assert recovered(store) == []


@pytest.mark.parametrize(
    ("item_id", "name"),
    [(case(GREEN).id, "rounds half up"), (job(LATER, "ui").id, "ui")],
    ids=["a test", "a job in its place"],
)
def test_a_test_and_a_job_in_its_place_can_be_set_aside(
    corrections: Corrections, item_id: int, name: str
) -> None:
    made = corrections.make(aside(item_id, "cases"), "ana")
    assert name in str(made.entry)
