"""Questions about incidents and on call, answered from records, against figures counted by hand."""

from datetime import timedelta
from random import Random

import pytest

from domain.errors import Forbidden
from domain.people import Asker
from domain.records import Incident, Shift, Urgency
from domain.result import Result
from storage.store import Store
from tests import independent_incidents as by_hand
from tests.builders import account
from tests.incidents import ack, call, deployment, incident, shift
from tests.services.paging import ASKER, BOB, NOW, STRANGER, ago, answers, fill

MINUTE = timedelta(minutes=1)
ZONES = {"alice": "Europe/Berlin", "bob": "America/Los_Angeles", "carol": "Europe/Berlin"}
WINDOW = by_hand.days("2026-10-26", "2026-11-24")
NAMES = ("payments-api", "search-api", "mystery")


def ask(store: Store, text: str, asker: Asker = STRANGER) -> Result:
    return answers(store).ask(text, asker)


def drawn(seed: int) -> tuple[list[Incident], list[Shift]]:
    """A season of incidents, odd ones among them, and of shifts that overlap.

    No shift lies over the window's first midnight: a day's time counts where the person's day ends.
    """
    rng = Random(seed)

    def moment(around: int, most: int) -> int:
        return around + rng.randint(-3, most)

    stories = []
    for number in range(60):
        began = rng.randrange(60 * 24 * 60)
        acks = [moment(began, 90) for _ in range(rng.choice((0, 1, 1, 2)))]
        over = rng.choice((None, moment(began, 600), moment(began, 60)))
        who = [rng.choice(list(ZONES)) for _ in range(4)]
        stories.append(
            incident(
                number,
                ago(minutes=began),
                service=rng.choice(NAMES),
                urgency=rng.choice((Urgency.HIGH, Urgency.HIGH, Urgency.LOW)),
                merged_into=rng.choice((None, None, None, "Q1")),
                resolved_at=None if over is None else ago(minutes=began) + (over - began) * MINUTE,
                acknowledgements=tuple(
                    ack(ago(minutes=began) + (at - began) * MINUTE, who[0], is_human=rng.random() < 0.8)
                    for at in acks
                ),
                interruptions=tuple(
                    call(
                        ago(minutes=began) + timedelta(seconds=rng.randrange(200)),
                        each,
                        rng.choice(("push", "sms", "phone", "email")),
                    )
                    for each in who
                ),
            )
        )
    shifts = [
        shift(
            ago(minutes=rng.randrange(60 * 24 * 60)), rng.randrange(1, 90), rng.choice(list(ZONES)), schedule
        )
        for schedule in ("Payments", "Search", "Nobody's")
        for _ in range(8)
    ]
    edge = WINDOW[0] - timedelta(days=1), WINDOW[0] + timedelta(days=1)
    return stories, [each for each in shifts if each.ended_at <= edge[0] or edge[1] <= each.began_at]


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_what_a_walk_over_the_records_counts(store: Store, seed: int) -> None:
    stories, shifts = drawn(seed)
    fill(store, stories, shifts)
    window = "2026-10-26..2026-11-24"
    frequency, tta, ttr, load = (
        ask(store, f"{slug} @org {window}").summary
        for slug in ("incident-frequency", "time-to-acknowledge", "time-to-resolve", "oncall-load")
    )
    assert frequency.value == pytest.approx(by_hand.per_week(stories, WINDOW))
    waits = by_hand.acknowledged(stories, WINDOW, set())
    lengths = by_hand.resolved(stories, WINDOW)
    assert (tta.n, ttr.n) == (len(waits), len(lengths))
    assert (tta.value, tta.mean) == pytest.approx(by_hand.in_the_middle(waits))
    assert (ttr.value, ttr.mean) == pytest.approx(by_hand.in_the_middle(lengths))
    calls = by_hand.interrupted(stories, WINDOW)
    hours = by_hand.stood_by(shifts, WINDOW, NOW) / 60
    assert load.n == len(calls)
    assert load.value == pytest.approx(len(calls) / hours * 100)


@pytest.mark.parametrize("seed", range(2))
def test_the_sleep_of_those_called_is_their_own(store: Store, seed: int) -> None:
    stories, _ = drawn(seed)
    fill(store, stories)
    noticed = {each.reason: each.n for each in ask(store, "oncall-load @org 2026-10-26..2026-11-24").quality}
    zones = {account(login).id: zone for login, zone in ZONES.items()}
    calls = by_hand.interrupted(stories, WINDOW)
    assert noticed["in hours of sleep"] == sum(by_hand.asleep(at, zones[who]) for who, at in calls)


def test_what_is_left_out_is_counted_once_each(store: Store) -> None:
    fill(
        store,
        [
            incident(1, ago(hours=9), acknowledgements=(ack(ago(hours=8)),), resolved_at=ago(hours=2)),
            incident(2, ago(hours=9), merged_into="Q1", urgency=Urgency.LOW),
            incident(3, ago(hours=9), urgency=Urgency.LOW, resolved_at=ago(hours=1)),
            incident(4, ago(hours=9), resolved_at=ago(hours=8), resolved_by_human=False),
            incident(5, ago(hours=9)),
        ],
    )
    tta, ttr = ask(store, "mtta team:payments 7d"), ask(store, "mttr team:payments 7d")
    assert {each.reason: each.n for each in tta.excluded} == {
        "incidents merged into another": 1,
        "incidents of low urgency": 1,
        "incidents still waiting for somebody": 1,
        "incidents resolved without an acknowledgement": 1,
    }
    assert {each.reason: each.n for each in ttr.excluded} == {"incidents of low urgency": 1}
    assert {each.reason: each.n for each in ttr.quality} == {
        "resolved by a tool or a timeout": 1,
        "that nobody acknowledged": 1,
    }
    assert (tta.summary.n, ttr.summary.n) == (1, 2)


def test_a_teams_incidents_are_those_of_its_repositories(store: Store) -> None:
    fill(store, [incident(1, ago(days=1)), incident(2, ago(days=1), service="search-api")])
    assert ask(store, "incident-frequency team:payments 7d").summary.n == 1
    assert ask(store, "incident-frequency @org 7d").summary.n == 2


def test_a_team_of_people_has_the_incidents_that_its_members_took_on(store: Store) -> None:
    fill(
        store,
        [
            incident(1, ago(days=1), acknowledgements=(ack(ago(days=1), "carol"),)),
            incident(2, ago(days=1), acknowledgements=(ack(ago(days=1), "alice"),)),
        ],
    )
    assert ask(store, "incident-frequency team:helpers 7d").summary.n == 1


def test_incidents_over_deployments_may_exceed_one(store: Store) -> None:
    made = [deployment(n, ago(days=9 - n), f"sha{n}") for n in range(3)]
    fill(store, [incident(n, ago(hours=n)) for n in range(4)], deployments=made)
    found = ask(store, "incidents-per-deployment team:payments 30d")
    assert found.summary.value == pytest.approx(4 / 3)
    assert ask(store, "incidents-per-deployment team:search 30d").summary.value is None, "over no deployment"


def test_without_time_on_call_there_is_no_load_and_no_zero(store: Store) -> None:
    fill(store, [incident(1, ago(hours=2), interruptions=(call(ago(hours=2)),))])
    found = ask(store, "oncall-load team:payments 7d")
    assert (found.summary.n, found.summary.value) == (1, None)


def test_who_was_on_call_and_never_called_has_a_load_of_0(store: Store) -> None:
    on_call = shift(ago(days=6))
    fill(store, [incident(1, ago(days=20), interruptions=(call(ago(days=20)),))], shifts=[on_call])
    found = ask(store, "oncall-load team:payments 7d")
    assert (found.summary.n, found.summary.value, found.is_zero) == (0, 0.0, True)
    assert found.last_item_at == ago(days=20)


def test_one_figure_a_service(store: Store) -> None:
    fill(
        store,
        [incident(1, ago(days=1)), incident(2, ago(days=1)), incident(3, ago(days=1), service="mystery")],
    )
    rows = {
        each.label: each.summary.n for each in ask(store, "incident-frequency @org 7d by service").breakdown
    }
    assert rows == {"Payments": 2, "none": 1}


def test_an_incident_opens_to_what_was_ruled_on_it(store: Store) -> None:
    made = [deployment(1, ago(days=9), "old"), deployment(2, ago(hours=4), "c0ffee0123")]
    fill(
        store,
        [incident(1, ago(hours=3), acknowledgements=(ack(ago(hours=2)),), resolved_at=ago(hours=1))],
        deployments=made,
    )
    asking = answers(store)
    found = asking.ask("mttr team:payments 7d", STRANGER)
    (receipt,) = asking.receipts(found.question, STRANGER).receipts
    assert (receipt.name, receipt.value, receipt.happened) == ("payments-api #1", 7200.0, "resolved")
    assert receipt.at == ago(hours=1)
    assert receipt.repository == "acme/payments"
    assert receipt.ruling == (
        "Acknowledged first by alice, after 1 h. Resolved for good after 2 h. "
        "Caused by the deployment of c0ffee0 from acme/payments, as the last one of its service before it."
    )


@pytest.mark.parametrize(
    ("story", "said"),
    [
        pytest.param({}, "No person has acknowledged it yet. It is still open.", id="waiting"),
        pytest.param(
            {"resolved_at": ago(hours=1), "resolved_by_human": False},
            "No person acknowledged it, so it has no time to acknowledge. "
            "Resolved for good by a tool or a timeout, after 1 h.",
            id="by itself",
        ),
        pytest.param(
            {"acknowledgements": (ack(ago(hours=1.5), None),), "ack_timeouts": 1},
            "Acknowledged first by somebody whose account is gone, after 30 min. It is still open. "
            "An acknowledgement ran out later; the first one counts.",
            id="after a timeout",
        ),
        pytest.param(
            {"resolved_at": ago(hours=3)},
            "Its times contradict each other; the spans concerned have no value.",
            id="contradictory",
        ),
    ],
)
def test_a_ruling_says_what_happened(store: Store, story: dict[str, object], said: str) -> None:
    fill(store, [incident(1, ago(hours=2), **story)])
    asking = answers(store)
    found = asking.ask("incident-frequency team:payments 7d", STRANGER)
    (receipt,) = asking.receipts(found.question, STRANGER).receipts
    assert said in receipt.ruling
    assert receipt.ruling.endswith("What caused it is not known.")


def test_an_interruption_opens_to_its_incident_and_to_nobodys_name(store: Store) -> None:
    fill(
        store,
        [incident(1, ago(hours=2), interruptions=(call(ago(hours=2), "bob"),))],
        [shift(ago(days=1), 30)],
    )
    asking = answers(store)
    found = asking.ask("oncall-load team:payments 7d", STRANGER)
    (receipt,) = asking.receipts(found.question, STRANGER).receipts
    assert receipt.name == "payments-api #1"
    assert receipt.ruling.startswith("Somebody was called in hours of sleep of their own zone.")
    assert "bob" not in repr(receipt)


def test_ones_own_load_is_for_oneself(store: Store) -> None:
    fill(store, [incident(1, ago(hours=2), interruptions=(call(ago(hours=2)), call(ago(hours=2), "bob")))])
    mine = ask(store, "oncall-load me 7d", ASKER)
    assert mine.summary.n == 1
    elsewhere = Asker(slack_user="U1", person_id=ASKER.person_id, account_ids=(BOB.id,))
    with pytest.raises(Forbidden):
        answers(store).answer(mine.question, elsewhere)
