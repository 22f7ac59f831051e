"""The five keys in words: findings, samples, changes, notes, and the terminal."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from domain.result import Summary
from domain.views.dora import DoraView, Key
from render import dora as words
from render.slack.views.dora import dora as message
from render.terminal.views import VIEWS
from tests.render import keys
from tests.render.results import HOSTILE


def printed(view: DoraView, width: int = 150) -> str:
    out = StringIO()
    Console(file=out, width=width).print(VIEWS["dora"](view))
    return out.getvalue()


def shown(view: DoraView) -> str:
    """Everything that Slack shows in sections and notes."""
    found = []
    for block in message(view, None).blocks:
        found += [block["text"]["text"]] if block["type"] == "section" else []
        found += [each["text"] for each in block.get("elements", ()) if block["type"] == "context"]
    return "\n".join(found)


@pytest.mark.parametrize(
    ("view", "said"),
    [
        pytest.param(
            keys.dora(),
            "Payments deploys 25.2 a week, 1 d 7 h after the first commit in the median, "
            "and 5 % of deployments fail.",
            id="all there is",
        ),
        pytest.param(
            keys.nothing(),
            "No deployments to production are known for Payments in this window. "
            "3 pull requests merged and not deployed.",
            id="nothing deployed",
        ),
        pytest.param(
            keys.unread(), "No data for Payments yet: 0 of 12 repositories are synced.", id="nothing read"
        ),
    ],
)
def test_the_finding_is_a_sentence(view: DoraView, said: str) -> None:
    assert words.finding(view) == said
    assert message(view, None).text == said


def test_a_picture_has_a_finding_of_its_own() -> None:
    assert words.brief(keys.dora()) == "25.2 deployments a week, 5 % of them failed"
    assert words.brief(keys.nothing()) == "No deployments in these days"


def test_a_span_or_a_rate_shows_its_bucket_and_a_share_has_none() -> None:
    told = shown(keys.dora())
    assert "*Lead time*  *1 d 7 h median* · a day to a week" in told
    assert "*Deployment frequency*  *25.2 a week* · on demand, several a day" in told
    assert "*Change failure rate*  *5 %*\n" in told
    for tier in ("elite", "high performer", "medium", "low performer"):
        assert tier not in told.lower()


def test_too_few_are_said_to_be_few_and_not_compared() -> None:
    told = shown(keys.few())
    assert "only 2 deployed pull requests · too few to compare" in told
    assert "only 1 failed deployment" in told


def test_no_data_is_not_zero() -> None:
    told = shown(keys.calm())
    assert "*Recovery time*  *no data*" in told
    assert "*Change failure rate*  *0 %*" in told


def test_every_service_stands_by_itself() -> None:
    told = shown(keys.dora())
    assert "• *payments-api*  lead time 20 h · deployed 16.3 a week · failed 3 %" in told
    assert (
        "• *ledger*  lead time 2 d 2 h · deployed 0.7 a week (3) · failed 0 % (3) · recovered in no data"
        in told
    )
    assert "2 services together; look at each by itself." in told


def test_one_service_is_not_repeated() -> None:
    told = shown(keys.calm())
    assert "Each service by itself" not in told
    assert "services together" not in told


@pytest.mark.parametrize(
    "note",
    [
        "Something is deployed on 4.5 days of the median week.",
        "12 pull requests merged and not deployed.",
        "Of 7 urgent incidents 2 came of no known deployment, and count in no failure rate.",
        "Since 17 Nov the rates are provisional: failures may still come to light.",
        "3 redeployments not counted.",
        words.CREED,
    ],
)
def test_what_must_be_known_is_noted(note: str) -> None:
    assert note in shown(keys.dora())
    assert note in " ".join(printed(keys.dora()).split())


def test_what_is_not_the_case_is_not_noted() -> None:
    assert words.notes(keys.calm()) == [
        "Something is deployed on 1 day of the median week.",
        "1 urgent incident, each with a known cause.",
    ]


def test_open_failures_are_listed_with_links() -> None:
    told = shown(keys.dora())
    assert "Failed and not recovered from:" in told
    assert "<https://github.com/acme/pay-api/deployments/7|acme/pay-api@c0ffee0> · payments-api" in told
    assert "and 25 more" in shown(keys.many())
    assert "and 32 more" in shown(keys.many())


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (keys.KEYS[0], "19 % slower"),
        (keys.KEYS[2], "1 point lower"),
        (keys.few().keys[0], "too few to compare"),
        (Key(replace(keys.LEAD, previous=Summary(0))), "nothing before"),
        (Key(replace(keys.LEAD, previous=keys.span(4, 1.0))), "too few before"),
        (keys.calm().keys[3], ""),
        (keys.calm().keys[2], "the same as before"),
    ],
    ids=["slower", "a share in points", "too few", "nothing before", "too few before", "no data", "the same"],
)
def test_a_change_is_said_briefly_in_a_picture(key: Key, said: str) -> None:
    assert words.briefly_moved(key) == said


def test_who_does_not_see_the_picture_reads_all_five() -> None:
    told = words.alt(keys.dora())
    for named in ("Lead time: 1 d 7 h, a day to a week, 19 % slower", "Rework rate: 6 %"):
        assert named in told
    assert told.endswith(".")


def test_the_terminal_shows_keys_services_and_failures() -> None:
    told = printed(keys.dora())
    for expected in ("Lead time", "25.2 a week", "payments-api", "0.7 a week (3)", "acme/pay-api@c0ffee0"):
        assert expected in told


def test_the_terminal_says_when_there_is_nothing() -> None:
    told = " ".join(printed(keys.nothing()).split())
    assert told.startswith("No deployments to production are known for Payments")
    assert "key" not in told.split()


def test_names_are_no_markup_in_the_terminal() -> None:
    service = replace(keys.SERVICES[0], service="[red]pay[/red]")
    assert "[red]pay[/red]" in printed(replace(keys.dora(), services=(service, keys.SERVICES[1])))
    printed(replace(keys.dora(), services=(replace(service, service=HOSTILE), keys.SERVICES[1])))


def test_each_key_and_a_longer_window_can_be_asked_for() -> None:
    actions = message(keys.dora(), None).blocks[-1]["elements"]
    assert [each["value"] for each in actions] == [
        "lead-time team:payments 2026-10-26..2026-11-24",
        "deployment-frequency team:payments 2026-10-26..2026-11-24",
        "change-failure-rate team:payments 2026-10-26..2026-11-24",
        "recovery-time team:payments 2026-10-26..2026-11-24",
        "dora team:payments 90d",
    ]


def test_where_there_is_nothing_more_days_can_be_asked_for() -> None:
    actions = message(keys.nothing(), None).blocks[-1]["elements"]
    assert [each["value"] for each in actions] == ["dora team:payments 90d", "dora team:payments 365d"]
