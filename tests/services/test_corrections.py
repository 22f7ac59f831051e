"""Corrections: what misleads is set right at once, on record, and taken back again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from domain.correction import NOTHING, Action, Correction, Entry, Link
from domain.errors import Rejected, Unknown
from domain.facts import DEPLOYMENTS, PULL_REQUESTS
from domain.people import WorkingHours
from domain.records import AccountKind
from domain.result import Exclusion, Result
from services.corrections import Corrections
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN as DERIVATIONS
from services.facts import Facts
from storage.store import Store
from tests.services.asking import ANA, ASKER, BOB, NOW, answers, fill, merged

PRS = [merged(n, n, hours=10 * n) for n in range(1, 8)]
SLOWEST = PRS[-1]


class Clock:
    """A clock that goes on by a second each time it is read, as clocks do."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(f"sqlite:///{tmp_path}/leadline.db")
    opened.upgrade()
    fill(opened, *PRS)
    yield opened
    opened.close()


@pytest.fixture
def corrections(store: Store) -> Corrections:
    clock = Clock()
    facts = Facts(store, clock, WorkingHours("Europe/Berlin"))
    derivations = Derivations(store, clock, facts, DERIVATIONS)
    return Corrections(store, clock, answers=answers(store), facts=facts, derivations=derivations)


def cycle_time(store: Store) -> Result:
    return answers(store).ask("cycle-time payments 30d", ASKER, with_ids=True)


def aside(reason: str = "an experiment", action: Action = Action.EXCLUDE) -> Correction:
    return Correction(action, PULL_REQUESTS.name, SLOWEST.id, reason=reason)


def test_what_is_set_aside_counts_no_more_and_is_told_as_left_out(
    store: Store, corrections: Corrections
) -> None:
    corrections.make(aside(), "U1")
    after = cycle_time(store)
    assert after.summary.n == 6
    assert SLOWEST.id not in after.ids
    assert after.excluded == (Exclusion("pull requests set aside by hand", 1),)


def test_the_figure_is_shown_before_and_after(store: Store, corrections: Corrections) -> None:
    question = cycle_time(store).question
    done = corrections.make(aside(), "U1", question=question, asker=ASKER)
    assert done.before is not None
    assert done.after is not None
    assert (done.before.summary.n, done.after.summary.n) == (7, 6)
    assert (done.before.summary.value, done.after.summary.value) == (40 * 3600, 35 * 3600)
    assert done.sentence == "acme/api#7 is set aside: an experiment."


def test_an_undone_correction_leaves_everything_as_it_was(store: Store, corrections: Corrections) -> None:
    before = cycle_time(store)
    done = corrections.make(aside(), "U1")
    back = corrections.undo(done.entry.id, "U2")
    assert cycle_time(store).summary == before.summary
    assert cycle_time(store).excluded == before.excluded
    assert back.sentence == "acme/api#7 counts again."


def test_an_undo_can_be_undone(store: Store, corrections: Corrections) -> None:
    done = corrections.make(aside(), "U1")
    back = corrections.undo(done.entry.id, "U1")
    corrections.undo(back.entry.id, "U1")
    assert cycle_time(store).summary.n == 6


def test_it_stays_aside_when_it_is_synced_again(store: Store, corrections: Corrections) -> None:
    corrections.make(aside(), "U1")
    fill(store, *PRS)
    assert cycle_time(store).summary.n == 6


def test_a_correction_is_on_record_with_who_did_it_and_how_it_was(corrections: Corrections) -> None:
    done = corrections.make(aside(), "U1")
    (entry,) = corrections.latest()
    assert entry == done.entry
    assert (entry.actor, entry.action, entry.subject) == ("U1", "exclude", f"pull_requests:{SLOWEST.id}")
    assert (entry.before["aside"], entry.after["aside"], entry.after["reason"]) == (
        False,
        True,
        "an experiment",
    )


def test_what_is_so_already_is_no_correction(corrections: Corrections) -> None:
    with pytest.raises(Rejected, match="so already"):
        corrections.make(aside(action=Action.INCLUDE), "U1")
    assert corrections.latest() == []


def test_what_is_not_there_cannot_be_corrected(corrections: Corrections) -> None:
    with pytest.raises(Unknown, match="no such item"):
        corrections.make(Correction(Action.EXCLUDE, PULL_REQUESTS.name, 404), "U1")
    with pytest.raises(Unknown, match="no facts called"):
        corrections.make(Correction(Action.EXCLUDE, "weather", 404), "U1")
    assert corrections.latest() == []


def test_an_older_correction_is_not_undone_over_a_later_one(corrections: Corrections) -> None:
    first = corrections.make(aside("an experiment"), "U1")
    corrections.make(aside("a test of the importer"), "U2")
    with pytest.raises(Rejected, match="corrected otherwise since"):
        corrections.undo(first.entry.id, "U1")


def test_only_corrections_are_undone(corrections: Corrections) -> None:
    with pytest.raises(Unknown, match="no such correction"):
        corrections.undo(404, "U1")


def test_a_person_who_is_a_bot_is_left_out_at_once_and_back_again(
    store: Store, corrections: Corrections
) -> None:
    bot = Correction(Action.KIND, "account", ANA.id, target=AccountKind.BOT.value)
    done = corrections.make(bot, "U1")
    assert done.sentence == "ana is bot from now on."
    assert cycle_time(store).summary.n == 0
    assert cycle_time(store).excluded == (Exclusion("bot pull requests", 7),)
    corrections.undo(done.entry.id, "U1")
    assert cycle_time(store).summary.n == 7


def test_a_reviewer_who_is_a_bot_ends_no_pickup(store: Store, corrections: Corrections) -> None:
    assert answers(store).ask("time-to-first-review payments", ASKER).summary.n == 7
    corrections.make(Correction(Action.KIND, "account", BOB.id, target="bot"), "U1")
    assert answers(store).ask("time-to-first-review payments", ASKER).summary.n == 0


def test_an_account_that_nobody_has_seen_is_unknown(corrections: Corrections) -> None:
    with pytest.raises(Unknown, match="no such account"):
        corrections.make(Correction(Action.KIND, "account", 404, target="bot"), "U1")


def test_a_link_to_what_is_not_there_changes_nothing(store: Store, corrections: Corrections) -> None:
    wrong = Correction(Action.LINK, Link.PULL_REQUEST_ISSUE, SLOWEST.id, target=404)
    with pytest.raises(Unknown):
        corrections.make(wrong, "U1")
    with store.read() as shelves:
        assert shelves.overrides.of(Link.PULL_REQUEST_ISSUE) == {}


def test_a_link_to_nothing_is_a_word_too_and_can_be_taken_back(
    store: Store, corrections: Corrections
) -> None:
    done = corrections.make(Correction(Action.LINK, Link.PULL_REQUEST_ISSUE, SLOWEST.id, NOTHING), "U1")
    assert done.sentence == "acme/api#7 is linked to nothing, by hand."
    corrections.undo(done.entry.id, "U1")
    with store.read() as shelves:
        assert shelves.overrides.of(Link.PULL_REQUEST_ISSUE) == {}


def test_every_correction_adds_exactly_one_entry(corrections: Corrections) -> None:
    done = corrections.make(aside(), "U1")
    corrections.make(Correction(Action.KIND, "account", BOB.id, target="bot"), "U1")
    corrections.undo(done.entry.id, "U1")
    entries: list[Entry] = corrections.latest()
    assert [entry.action for entry in entries] == ["include", "kind", "exclude"]


def test_a_family_stands_for_its_kin(store: Store, corrections: Corrections) -> None:
    """Setting a pull request aside sets aside the change that it became, and its link to an issue."""
    corrections.make(aside(), "U1")
    with store.read() as shelves:
        assert {each.family for each in shelves.exclusions.all()} == {"pull_requests", "changes", "links"}
        assert shelves.exclusions.get(DEPLOYMENTS.name, SLOWEST.id) is None
