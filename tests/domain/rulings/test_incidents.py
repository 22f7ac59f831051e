"""The rulings on one incident: who took it on, when it was over, and what contradicts itself."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.facts import IncidentFlag
from domain.records import AccountKind, Incident, Urgency
from domain.rulings.incidents import Placed, Told, facts
from tests.builders import NOW, account
from tests.incidents import ack, incident

MINUTE = timedelta(minutes=1)
PEOPLE = {
    each.id: each for each in (account("alice"), account("bob"), account("statusbot", kind=AccountKind.BOT))
}
PLACED = Placed(place_id=3, service_id=4, deployment_id=5)
NOWHERE = Placed()


def after(minutes: float) -> datetime:
    return NOW + minutes * MINUTE


def ruled(placed: Placed = NOWHERE, **fields: Any) -> Told:  # noqa: ANN401 - fields of the record
    return facts(incident(**fields), PEOPLE, placed)


def test_the_first_acknowledgement_by_a_person_counts() -> None:
    told = ruled(
        acknowledgements=(
            ack(after(1), None, is_human=False),
            ack(after(9), "bob"),
            ack(after(4), "alice"),
            ack(after(2), "statusbot"),
        ),
        resolved_at=after(30),
    )
    assert told.acknowledged.acknowledge == 4 * 60
    assert told.acknowledged.at == after(4)
    assert told.acknowledged.author_id == account("alice").id


def test_an_acknowledgement_by_somebody_whose_account_is_gone_is_a_persons() -> None:
    told = ruled(acknowledgements=(ack(after(3), None),))
    assert (told.acknowledged.acknowledge, told.acknowledged.author_id) == (180, None)


def test_a_second_acknowledgement_after_a_timeout_changes_nothing_but_the_flag() -> None:
    told = ruled(acknowledgements=(ack(after(2)), ack(after(40))), ack_timeouts=1, resolved_at=after(60))
    assert told.acknowledged.acknowledge == 120
    assert told.acknowledged.flags & IncidentFlag.ACK_TIMED_OUT


def test_what_nobody_acknowledged_has_no_time_and_is_not_zero() -> None:
    told = ruled(resolved_at=after(30), acknowledgements=(ack(after(1), "statusbot"),))
    assert told.acknowledged.acknowledge is None
    assert told.acknowledged.flags & IncidentFlag.UNACKNOWLEDGED
    assert told.acknowledged.at == after(30), "it counts when it ended"
    assert told.acknowledged.effort is None


def test_what_is_open_and_unanswered_waits_since_its_creation() -> None:
    told = ruled()
    assert told.acknowledged.flags == IncidentFlag.WAITING
    assert told.acknowledged.at == NOW
    assert told.resolved is None


def test_it_is_resolved_at_its_final_resolution() -> None:
    told = ruled(resolved_at=after(90))
    assert told.resolved is not None
    assert (told.resolved.resolve, told.resolved.at) == (90 * 60, after(90))
    assert told.created.at == NOW


def test_every_family_is_told_the_same_of_an_incident() -> None:
    told = ruled(PLACED, resolved_at=after(90), acknowledgements=(ack(after(2)),))
    for each in (told.created, told.acknowledged, told.resolved):
        assert each is not None
        assert (each.acknowledge, each.resolve, each.effort) == (120, 5400, 88 * 60)
        assert (each.place_id, each.service_id, each.deployment_id) == (3, 4, 5)
        assert each.flags == IncidentFlag.RESOLVED | IncidentFlag.LINKED


@pytest.mark.parametrize(
    ("fields", "flag"),
    [
        pytest.param(
            {"resolved_at": after(5), "resolved_by_human": False}, IncidentFlag.AUTO_RESOLVED, id="by itself"
        ),
        pytest.param({"urgency": Urgency.LOW}, IncidentFlag.LOW_URGENCY, id="low urgency"),
        pytest.param({"merged_into": "Q9"}, IncidentFlag.MERGED, id="merged"),
    ],
)
def test_what_is_known_of_it_is_flagged(fields: dict[str, Any], flag: IncidentFlag) -> None:
    assert ruled(**fields).created.flags & flag
    assert not ruled().created.flags & flag


def test_an_open_incident_was_resolved_by_nobody() -> None:
    assert not ruled(resolved_by_human=False).created.flags & IncidentFlag.AUTO_RESOLVED


@pytest.mark.parametrize(
    ("acked", "resolved", "acknowledge", "resolve"),
    [
        pytest.param(after(-1), after(30), None, 1800, id="acknowledged before it was created"),
        pytest.param(after(31), after(30), None, 1800, id="acknowledged after it was resolved"),
        pytest.param(after(-2), after(-1), None, None, id="over before it began"),
        pytest.param(after(5), after(-1), None, None, id="resolved before it was created"),
        pytest.param(after(1), NOW + timedelta(days=365 * 70), 60, None, id="longer than a column holds"),
    ],
)
def test_contradictory_times_are_null_and_flagged_but_never_zero(
    acked: datetime, resolved: datetime, acknowledge: int | None, resolve: int | None
) -> None:
    told = ruled(acknowledgements=(ack(acked),), resolved_at=resolved)
    assert told.created.flags & IncidentFlag.CONTRADICTORY
    assert (told.created.acknowledge, told.created.resolve) == (acknowledge, resolve)
    assert told.created.effort is None


def test_same_moments_contradict_nothing() -> None:
    told = ruled(acknowledgements=(ack(NOW),), resolved_at=NOW)
    assert (told.created.acknowledge, told.created.resolve, told.created.effort) == (0, 0, 0)
    assert not told.created.flags & IncidentFlag.CONTRADICTORY


@pytest.mark.parametrize(
    ("acks", "minutes"),
    [
        pytest.param(((2, "alice"),), 58, id="one person, from the acknowledgement to the end"),
        pytest.param(((2, "alice"), (20, "alice")), 58, id="again by the same person: counted once"),
        pytest.param(((2, "alice"), (20, "bob")), 58 + 40, id="each person on their own"),
        pytest.param(((2, "alice"), (1, "statusbot")), 58, id="no bot works"),
        pytest.param(((2, "alice"), (70, "bob")), 58, id="after the end nobody works"),
    ],
)
def test_effort_is_what_each_person_spent(acks: tuple[tuple[int, str], ...], minutes: int) -> None:
    told = ruled(acknowledgements=tuple(ack(after(at), who) for at, who in acks), resolved_at=after(60))
    assert told.created.effort == minutes * 60


def test_while_it_is_open_nobody_knows_the_effort() -> None:
    assert ruled(acknowledgements=(ack(after(1)),)).created.effort is None


moments = st.integers(-5_000, 500_000).map(lambda seconds: NOW + timedelta(seconds=seconds))
stories = st.builds(
    lambda acks, over, by_human: incident(
        acknowledgements=tuple(acks), resolved_at=over, resolved_by_human=by_human
    ),
    st.lists(
        st.builds(ack, moments, st.sampled_from(["alice", "bob", "statusbot", None]), is_human=st.booleans())
    ),
    st.none() | moments,
    st.booleans(),
)


@given(stories)
def test_no_span_is_negative_and_every_missing_one_has_its_reason(story: Incident) -> None:
    told = facts(story, PEOPLE, NOWHERE).created
    flags = told.flags
    assert all(span is None or span >= 0 for span in (told.acknowledge, told.resolve, told.effort))
    unanswered = flags & (IncidentFlag.UNACKNOWLEDGED | IncidentFlag.WAITING)
    assert (told.acknowledge is None) <= bool(unanswered or flags & IncidentFlag.CONTRADICTORY)
    assert (told.resolve is None) == (story.resolved_at is None or story.resolved_at < NOW)
    if told.effort is not None and told.resolve is not None and told.acknowledge is not None:
        assert told.effort >= told.resolve - told.acknowledge


@given(stories)
def test_the_order_in_which_acknowledgements_are_told_does_not_matter(story: Incident) -> None:
    turned = incident(
        acknowledgements=story.acknowledgements[::-1],
        resolved_at=story.resolved_at,
        resolved_by_human=story.resolved_by_human,
    )
    assert facts(story, PEOPLE, NOWHERE) == facts(turned, PEOPLE, NOWHERE)
