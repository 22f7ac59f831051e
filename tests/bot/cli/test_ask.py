"""`leadline ask`: text, JSON, CSV and chart of the same five pull requests, and the verbs."""

import csv
import json
import struct
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Leadline
from tests.bot.filled import configure, fill, five, now

HOUR = 3600
STORE = Path(".leadline/leadline.db")


@pytest.fixture
def filled(folder: Path) -> Path:
    """The folder of an installation whose teams have worked."""
    configure(folder)
    fill(folder / STORE)
    return folder


def drawn(path: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its header."""
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.usefixtures("filled")
def test_a_question_is_answered_with_figure_phases_items_and_sample(leadline: Leadline) -> None:
    outcome = leadline("ask", "cycle-time payments 30d", "--no-chart")
    assert outcome.code == 0
    assert outcome.out.startswith("Payments' median cycle time is 1 d 6 h")
    for told in (
        "p75 1 d 16 h",
        "pickup",
        "50 %  15 h",
        "acme/pay-api#5",
        "5 pull requests",
        "not synced yet",
    ):
        assert told in outcome.out
    assert outcome.out.index("acme/pay-api#5") < outcome.out.index("acme/pay-api#1")
    assert outcome.err == ""


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "words",
    [
        ("cycle-time payments",),
        ("cycle-time", "payments"),
        ("how", "is", "the", "cycle", "time", "of", "pay"),
        ("ct", "team:payments", "30d"),
        ("/metrics ct payments",),
        ("CT PAYMENTS",),
    ],
    ids=["one argument", "two arguments", "a sentence", "short", "as in Slack", "shouted"],
)
def test_words_may_stand_alone_or_in_one_argument(words: tuple[str, ...], leadline: Leadline) -> None:
    outcome = leadline("ask", *words, "--json")
    question = json.loads(outcome.out)["question"]
    assert (question["metric"], question["scope"]["slug"]) == ("cycle-time", "payments")


@pytest.mark.usefixtures("filled")
def test_the_json_holds_the_figures_and_nothing_but_json(leadline: Leadline, filled: Path) -> None:
    outcome = leadline("ask", "cycle-time payments 30d", "--json")
    told = json.loads(outcome.out)
    assert (told["summary"]["n"], told["summary"]["value"], told["summary"]["p75"]) == (
        5,
        30 * HOUR,
        40 * HOUR,
    )
    assert told["previous"]["n"] == 0
    assert told["change"] is None
    assert {each["slug"]: each["mean"] for each in told["phases"]} == {
        "coding": 0, "pickup": 15 * HOUR, "review": 0, "merge": 15 * HOUR,
    }  # fmt: skip
    today = now().date()
    window = told["question"]["window"]
    assert (window["first"], window["end"]) == (f"{today - timedelta(29)}", f"{today + timedelta(1)}")
    assert not (filled / ".leadline/charts").exists()


@pytest.mark.usefixtures("filled")
def test_every_id_in_the_json_survives_a_reader_that_counts_in_doubles(leadline: Leadline) -> None:
    text = leadline("ask", "cycle-time payments repo:acme/pay-api", "--json").out
    assert json.loads(text) == json.loads(text, parse_int=lambda digits: int(float(digits)))


@pytest.mark.usefixtures("filled")
def test_the_percentile_that_is_asked_for_is_the_value(leadline: Leadline) -> None:
    """Of 10, 20, 30, 40 and 50, the 90th percentile lies at rank 3.6: 46."""
    told = json.loads(leadline("ask", "ct payments p90", "--json").out)
    assert told["summary"]["value"] == pytest.approx(46 * HOUR)


def test_the_csv_has_every_item_longest_first_and_runs_nothing(leadline: Leadline, filled: Path) -> None:
    outcome = leadline("ask", "cycle-time payments", "--no-chart", "--csv", "out/items.csv")
    assert outcome.code == 0
    assert outcome.err == "Items: out/items.csv\n"
    with (filled / "out/items.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"].rpartition("#")[2] for row in rows] == ["5", "4", "3", "2", "1"]
    assert [int(row["cycle-time_seconds"]) for row in rows] == [
        hours * HOUR for hours in (50, 40, 30, 20, 10)
    ]
    assert rows[0]["pickup_hours"] == "25.00"
    assert rows[-1]["title"] == "'=HYPERLINK(1)"
    assert all(datetime.fromisoformat(row["at"]) < now() for row in rows)


def test_the_csv_of_an_empty_window_is_its_heading(leadline: Leadline, filled: Path) -> None:
    assert leadline("ask", "cycle-time web", "--csv", "items.csv").code == 0
    (heading,) = (filled / "items.csv").read_text().splitlines()
    assert heading.startswith("name,repository,title,author,at,")


def test_json_and_csv_go_together(leadline: Leadline, filled: Path) -> None:
    outcome = leadline("ask", "ct payments", "--json", "--csv", "items.csv")
    assert (
        len(json.loads(outcome.out)["ids"]) == len((filled / "items.csv").read_text().splitlines()) - 1 == 5
    )


def test_the_chart_is_saved_beside_the_store_and_its_place_told(leadline: Leadline, filled: Path) -> None:
    outcome = leadline("ask", "cycle-time payments")
    path = Path(f".leadline/charts/cycle-time-payments-{now().date() - timedelta(29)}.png")
    assert outcome.err == f"Chart: {path}\n"
    assert drawn(filled / path) == (1600, 800)


def test_the_chart_goes_where_it_is_wanted_in_the_theme_that_is_wanted(
    leadline: Leadline, filled: Path
) -> None:
    for theme in ("light", "dark"):
        outcome = leadline("ask", "ct payments", "--chart", f"{theme}.png", "--theme", theme)
        assert outcome.code == 0
    assert drawn(filled / "light.png") == drawn(filled / "dark.png") == (1600, 800)
    assert (filled / "light.png").read_bytes() != (filled / "dark.png").read_bytes()


@pytest.mark.parametrize(
    "arguments",
    [("ct payments", "--no-chart"), ("ct payments", "--json"), ("ct web",)],
    ids=["none wanted", "as JSON", "nothing to draw"],
)
def test_no_chart_is_saved(arguments: tuple[str, ...], leadline: Leadline, filled: Path) -> None:
    assert leadline("ask", *arguments).code == 0
    assert not list(filled.rglob("*.png"))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("verb", "told"),
    [
        ("list", "time-to-first-review"),
        ("explain cycle-time", "to the merge"),
        ("health", "GitHub"),
        ("check", "Run `leadline connect github`."),
        ("help", "Usage: leadline ask"),
        ("payments", "Payments\n"),
        ("overview team:payments", "time to first review"),
    ],
    ids=lambda text: text.replace(" ", "-"),
)
def test_a_verb_is_followed(verb: str, told: str, leadline: Leadline) -> None:
    outcome = leadline("ask", verb)
    assert outcome.code == 0, outcome
    assert told in outcome.out


@pytest.mark.usefixtures("filled")
def test_the_overview_has_the_foremost_metrics_of_the_team(leadline: Leadline) -> None:
    rows = {line[:21].rstrip(): line for line in leadline("ask", "payments").out.splitlines()[2:]}
    assert list(rows) == [
        "cycle time",
        "time to first review",
        "review time",
        "throughput",
        "deployment frequency",
        "change failure rate",
        "build success rate",
        "time to resolve",
    ]
    assert "1 d 6 h" in rows["cycle time"]
    assert "no data" in rows["time to resolve"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("verb", ["link ana", "teams", "again"], ids=["link", "teams", "again"])
def test_what_needs_somebody_known_is_for_slack(verb: str, leadline: Leadline) -> None:
    outcome = leadline("ask", verb)
    assert outcome.code == 2
    assert "is for Slack, where Leadline knows who asks." in outcome.err


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("said", "corrected"),
    [
        ("ct paymnts 30d", "ct team:payments 30d"),
        ("cycel-time payments", "cycle-time payments"),
        ("ct lst week", "ct last week"),
        ("helth", "health"),
    ],
    ids=["a team", "a metric", "a window", "a verb"],
)
def test_an_unknown_word_is_bad_input_with_the_command_that_was_meant(
    said: str, corrected: str, leadline: Leadline
) -> None:
    outcome = leadline("ask", said)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"leadline ask '{corrected}'" in outcome.err
    assert leadline("ask", corrected, "--no-chart").code == 0


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ct me", "which login is yours"),
        ("ct @bob", "measures teams, not people"),
        ("ct payments web", "2 teams"),
        ("ct 2027", "lies in the future"),
        ("payments 30d", "Which metric do you mean?"),
        ("", "I don't know which team you mean."),
        ("x" * 501, "501 characters"),
    ],
    ids=["one's own", "a person", "two teams", "the future", "no metric", "nothing", "too much"],
)
def test_what_cannot_be_answered_is_bad_input(said: str, told: str, leadline: Leadline) -> None:
    outcome = leadline("ask", said)
    assert (outcome.code, outcome.out) == (2, "")
    assert told in outcome.err
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize("option", ["--csv", "--chart"], ids=["items", "chart"])
def test_a_file_that_cannot_be_written_is_told(option: str, leadline: Leadline, filled: Path) -> None:
    (filled / "taken").write_text("a file, not a folder")
    outcome = leadline("ask", "ct payments", option, "taken/here")
    assert outcome.code == 2
    assert "taken/here cannot be written" in outcome.err
    assert "Name another file." in outcome.err


@pytest.mark.usefixtures("filled")
def test_an_option_that_is_no_folder_s_or_theme_s_is_bad_input(leadline: Leadline, folder: Path) -> None:
    assert leadline("ask", "ct", "--csv", str(folder)).code == 2
    assert "'light', 'dark'" in leadline("ask", "ct", "--theme", "pink").err


def test_hostile_titles_reach_neither_terminal_nor_spreadsheet_alive(
    leadline: Leadline, filled: Path
) -> None:
    fill(filled / STORE, [replace(pr, title="\x1b[31mred\r\n=1+1") for pr in five()])
    outcome = leadline("ask", "ct payments", "--csv", "items.csv")
    assert "red" in outcome.out
    for written in (outcome.out, outcome.err, (filled / "items.csv").read_text()):
        assert "\x1b" not in written
        assert "\n=1+1" not in written


def test_a_pull_request_that_is_read_again_is_counted_once(leadline: Leadline, filled: Path) -> None:
    fill(filled / STORE)
    assert json.loads(leadline("ask", "ct payments", "--json").out)["summary"]["n"] == 5


@pytest.mark.usefixtures("filled")
def test_why_a_figure_changed_is_told_in_words_and_as_json(leadline: Leadline) -> None:
    outcome = leadline("ask", "why", "did", "cycle-time", "payments", "change", "3d")
    assert outcome.code == 0
    assert "cannot be told from so few" in " ".join(outcome.out.split())
    told = json.loads(leadline("ask", "why cycle-time payments 3d", "--json").out)
    assert told["result"]["summary"]["n"] == 2
    assert told["lines"] == []
