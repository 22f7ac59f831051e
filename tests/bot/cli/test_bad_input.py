"""`leadline ask` said wrong, or asked of an empty store: what was wrong, on stderr, and what to type."""

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Leadline
from tests.bot.filled import configure, fill

STORE = Path(".leadline/leadline.db")
VIEWS = ("dora", "pipelines", "flaky", "incidents", "oncall", "sprint", "prs stuck", "why cycle-time")


@pytest.fixture
def filled(folder: Path) -> Path:
    configure(folder)
    fill(folder / STORE)
    return folder


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("cycel-tme payments", "I do not know “cycel-tme”"),
        ("lead-time paymnts", "leadline ask 'lead-time team:payments'"),
        ("lead-time repo:acme/pay-apy", "leadline ask 'lead-time repo:acme/pay-api'"),
        ("lead-time @bob", "measures teams, not people"),
        ("deployment-frequency env:staging", "Only what reaches production is counted"),
        ("lead-time 2026-11-20..2026-11-01", "before it begins"),
        ("lead-time tomorrow", "lies in the future"),
        ("lead-time 100y", "twenty years at most"),
        ("flow", "Which issue?"),
        ("flow NOPE-1", "No issues have been read yet."),
        ("pr https://evil.example/1", "I know no pull request"),
        ("pr nonsense", "its name like `acme/pay#12`"),
        ("pipelines workflow:nope", "No workflow here is called “nope”."),
        ("why", "Why did which metric change?"),
    ],
)
def test_a_figure_or_a_single_thing_said_wrong_is_bad_input(said: str, told: str, leadline: Leadline) -> None:
    outcome = leadline("ask", said)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_said_wrong_is_offered_with_its_verb(view: str, leadline: Leadline) -> None:
    outcome = leadline("ask", f"{view} paymnts")
    assert (outcome.code, outcome.out) == (2, "")
    assert f"leadline ask '{view} team:payments'" in outcome.err
    assert leadline("ask", f"{view} team:payments", "--json").code == 0
    assert leadline("ask", f"{view} 2026-11-20..2026-11-01").code == 2


@pytest.mark.parametrize(
    ("said", "told"),
    [
        *((view, "No data yet: no repository is connected.") for view in ("dora", "flaky", "prs open")),
        *((view, "no incident source has been read.") for view in ("incidents", "oncall")),
        ("sprint", "no issue tracker has been read."),
        ("cycle-time", "no repository is connected."),
        ("time-to-resolve", "no incident source has been read."),
        ("velocity", "no issue tracker has been read."),
        ("why velocity", "no issue tracker has been read."),
        ("health", "No source is connected yet. Run `leadline connect github`."),
    ],
)
def test_an_empty_store_says_what_nothing_was_read_from(
    said: str, told: str, leadline: Leadline, folder: Path
) -> None:
    configure(folder, teams={})
    outcome = leadline("ask", said, "--no-chart")
    assert outcome.code == 0, outcome.err
    assert told in " ".join(outcome.out.split())
    assert "all 0" not in outcome.out


def test_an_empty_answer_as_json_has_nulls_and_no_zeros(leadline: Leadline, folder: Path) -> None:
    configure(folder, teams={})
    told = json.loads(leadline("ask", "incident-frequency", "--json").out)
    assert (told["summary"]["n"], told["summary"]["value"]) == (0, None)
    assert told["coverage"]["kind"] == "incident source"
    assert told["coverage"]["in_scope"] == 0


@pytest.mark.usefixtures("filled")
def test_health_tells_what_the_source_holds(leadline: Leadline) -> None:
    outcome = leadline("health")
    assert outcome.code == 0
    for told in ("holds", "2 repositories", "5 pull requests", "never"):
        assert told in outcome.out
