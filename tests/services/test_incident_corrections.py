"""Corrections of incidents are seen at once: what caused one, who is a bot, and what is set aside."""

from datetime import datetime, timedelta

import pytest

from domain.correction import NOTHING, Action, Correction, Link
from domain.facts import CALLS, INCIDENTS, IncidentFlag
from domain.ids import identify
from domain.records import AccountKind
from domain.result import Exclusion
from services.corrections import Corrections
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.facts import Facts
from storage.store import Store
from tests.incidents import ack, call, deployment, incident, shift
from tests.services.paging import ALICE, HOURS, NOW, SEARCH, STRANGER, ago, answers, fill

MADE = [
    deployment(n, ago(hours=hours), f"sha{n}", repository_id=SEARCH.id)
    for n, hours in enumerate((200, 100, 5))
]


class Clock:
    """A clock that goes on by a second each time it is read, as clocks do."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def corrections(store: Store) -> Corrections:
    clock = Clock()
    facts = Facts(store, clock, HOURS)
    derivations = Derivations(store, clock, facts, DERIVATIONS)
    return Corrections(store, clock, answers=answers(store), facts=facts, derivations=derivations)


def cause(store: Store, id_: int) -> int:
    with store.read() as shelves:
        return int(shelves.facts.by_ids(INCIDENTS, [id_]).deployment_id[0])


@pytest.mark.parametrize("service", ["search-api", "payments-api", "mystery"])
def test_a_cause_that_is_told_by_hand_is_seen_at_once_and_taken_back(store: Store, service: str) -> None:
    """Wherever the incident belongs, if anywhere."""
    record = incident(1, ago(hours=2), service=service)
    fill(store, [record], deployments=MADE)
    by_itself = cause(store, record.id)
    correct = corrections(store)
    done = correct.make(Correction(Action.LINK, Link.INCIDENT_DEPLOYMENT, record.id, target=MADE[1].id), "U1")
    assert cause(store, record.id) == MADE[1].id
    found = answers(store).ask("incident-frequency @org 7d", STRANGER)
    (receipt,) = answers(store).receipts(found.question, STRANGER).receipts
    assert "Caused by the deployment of sha1 from acme/search, as somebody said." in receipt.ruling
    correct.undo(done.entry.id, "U1")
    assert cause(store, record.id) == by_itself


def test_by_hand_an_incident_may_have_no_cause(store: Store) -> None:
    record = incident(1, ago(hours=2), service="search-api")
    fill(store, [record], deployments=MADE)
    assert cause(store, record.id) == MADE[2].id
    none = Correction(Action.LINK, Link.INCIDENT_DEPLOYMENT, record.id, target=NOTHING)
    corrections(store).make(none, "U1")
    assert cause(store, record.id) == 0


def test_an_account_that_is_called_a_bot_has_acknowledged_nothing_at_once(store: Store) -> None:
    record = incident(1, ago(hours=3), acknowledgements=(ack(ago(hours=2)),))
    fill(store, [record])
    correct = corrections(store)
    done = correct.make(Correction(Action.KIND, "account", ALICE.id, target=AccountKind.BOT.value), "U1")
    with store.read() as shelves:
        flags = IncidentFlag(int(shelves.facts.by_ids(INCIDENTS, [record.id]).flags[0]))
    assert flags == IncidentFlag.WAITING
    assert answers(store).ask("mtta team:payments 7d", STRANGER).summary.n == 0
    correct.undo(done.entry.id, "U1")
    assert answers(store).ask("mtta team:payments 7d", STRANGER).summary.value == 3600


def test_an_incident_that_is_set_aside_counts_no_more_and_is_told_as_left_out(store: Store) -> None:
    drill, real = incident(1, ago(hours=3)), incident(2, ago(hours=2))
    fill(store, [drill, real])
    corrections(store).make(Correction(Action.EXCLUDE, INCIDENTS.name, drill.id, reason="a drill"), "U1")
    found = answers(store).ask("incident-frequency team:payments 7d", STRANGER, with_ids=True)
    assert (found.summary.n, found.ids) == (1, (real.id,))
    assert found.excluded == (Exclusion("incidents set aside by hand", 1),)


def test_an_interruption_can_be_set_aside(store: Store) -> None:
    record = incident(1, ago(hours=2), interruptions=(call(ago(hours=2)),))
    fill(store, [record], [shift(ago(hours=10), 10)])
    id_ = identify("call", f"{record.id}", f"{ALICE.id}", ago(hours=2).isoformat())
    corrections(store).make(Correction(Action.EXCLUDE, CALLS.name, id_), "U1")
    found = answers(store).ask("oncall-load team:payments 7d", STRANGER)
    assert found.excluded == (Exclusion("interruptions set aside by hand", 1),)
    assert found.summary.value == 0, "on call, and not interrupted"
