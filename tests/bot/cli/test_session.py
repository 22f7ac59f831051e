"""What the commands of one command line share, and when the demo's store answers instead of one's own."""

import json
from pathlib import Path

import pytest

from bot.cli.session import Session
from bot.keys import vault
from bot.settings import load
from domain.errors import Misconfigured
from storage.store import Store
from tests.bot.cli.conftest import Leadline
from tests.bot.filled import configure, fill
from tests.fakes.github import TOKEN

NOTICE = "Nothing is set up here yet, so the demo's organisation answers."


@pytest.fixture
def demo(folder: Path) -> Path:
    """What `leadline demo` leaves behind: a configuration and its store."""
    home = folder / ".leadline/demo"
    home.mkdir(parents=True)
    configure(home, database="harbour.db")
    fill(home / "harbour.db")
    return home


@pytest.mark.usefixtures("demo")
def test_where_nothing_is_set_up_the_demo_answers_and_says_so(leadline: Leadline) -> None:
    outcome = leadline("ask", "cycle-time payments", "--json")
    assert json.loads(outcome.out)["summary"]["n"] == 5
    assert outcome.err == f"{NOTICE}\n"
    assert NOTICE in leadline("health").err


def test_the_demo_s_answers_leave_nothing_of_one_s_own_behind(leadline: Leadline, demo: Path) -> None:
    leadline("ask", "cycle-time payments")
    assert {path.name for path in demo.parent.iterdir()} == {"demo"}
    assert (demo / ".leadline/charts").is_dir()


@pytest.mark.usefixtures("demo")
def test_one_s_own_configuration_wins_over_the_demo(leadline: Leadline, folder: Path) -> None:
    configure(folder)
    outcome = leadline("ask", "cycle-time payments", "--json")
    assert (json.loads(outcome.out)["summary"]["n"], outcome.err) == (0, "")


@pytest.mark.usefixtures("demo")
def test_one_s_own_store_wins_over_the_demo(leadline: Leadline) -> None:
    assert leadline("migrate").err == ""
    outcome = leadline("ask", "cycle-time", "--json")
    assert (json.loads(outcome.out)["summary"]["n"], outcome.err) == (0, "")


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("variable", "value"),
    [("LEADLINE_CONFIG", "elsewhere/config.json"), ("LEADLINE_DATABASE", "elsewhere/mine.db")],
    ids=["a configuration elsewhere", "a database elsewhere"],
)
def test_what_the_environment_names_wins_over_the_demo(
    variable: str, value: str, leadline: Leadline, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "elsewhere").mkdir()
    configure(folder / "elsewhere")
    monkeypatch.setenv(variable, value)
    outcome = leadline("ask", "cycle-time", "--json")
    assert (json.loads(outcome.out)["summary"]["n"], outcome.err) == (0, "")


@pytest.mark.usefixtures("demo")
def test_a_configuration_that_is_named_on_the_command_line_is_the_one(
    leadline: Leadline, folder: Path
) -> None:
    configure(folder / ".leadline/demo", database="other.db")
    outcome = leadline("--config", ".leadline/demo/config.json", "ask", "cycle-time", "--json")
    assert (json.loads(outcome.out)["summary"]["n"], outcome.err) == (0, "")


def test_real_credentials_never_get_into_the_demo_s_store(
    leadline: Leadline, demo: Path, folder: Path, address: str
) -> None:
    outcome = leadline("connect", "github", "--url", address, typed=TOKEN)
    assert (outcome.code, outcome.err) == (0, "")
    assert not (demo / ".leadline/key").exists()
    own = Store.open(f"sqlite:///{folder}/.leadline/leadline.db", vault=vault(load()))
    with own.read() as shelves:
        assert any(TOKEN in (shelves.secrets.get(name) or "") for name in shelves.secrets.names())
    own.close()


def test_changing_commands_make_a_store_of_one_s_own(leadline: Leadline, demo: Path, folder: Path) -> None:
    before = (demo / "harbour.db").read_bytes()
    assert "leadline connect github" in leadline("sync").err
    assert (folder / ".leadline/leadline.db").exists()
    assert (demo / "harbour.db").read_bytes() == before


def test_the_app_is_taken_down_when_its_command_fails() -> None:
    seen = []

    def fail() -> None:
        with Session().leadline() as leadline:
            leadline.drawing.warm()
            seen.append(leadline)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert seen[0].drawing._pool is None


def test_nothing_is_read_before_a_command_asks_for_it(folder: Path) -> None:
    (folder / "config.json").write_text("broken")
    session = Session()
    with pytest.raises(Misconfigured):
        session.settings()
    assert not (folder / ".leadline").exists()


def test_the_secrets_of_the_environment_are_hidden_from_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "quite-unlike-a-token")
    session = Session()
    session.settings()
    assert "quite-unlike-a-token" not in session.redact("it was quite-unlike-a-token")
