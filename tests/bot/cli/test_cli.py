"""The command line is light, says what it can do, and tells errors instead of tracing them."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS, tell
from domain.errors import Choice, Field, Misconfigured, Unknown
from tests.bot.cli.conftest import Leadline

HEAVY = (
    "alembic", "apscheduler", "cryptography", "fastapi", "httpx", "matplotlib", "numpy", "pydantic", "rich",
    "slack_bolt", "sqlalchemy", "uvicorn",
)  # fmt: skip


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from bot.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    outcome = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert outcome.stdout.splitlines()[-1] == "[]"


def test_help_lists_every_command_with_a_whole_sentence(leadline: Leadline) -> None:
    outcome = leadline("--help")
    assert outcome.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in outcome.out
    assert "..." not in outcome.out.split("Commands:")[1]


@pytest.mark.parametrize("name", COMMANDS, ids=str)
def test_every_command_explains_itself(leadline: Leadline, name: str) -> None:
    outcome = leadline(name, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: leadline {name}")


def test_the_version_is_told(leadline: Leadline) -> None:
    assert leadline("version").out.startswith("leadline 0.")


def test_a_misspelled_command_is_bad_input_with_the_one_that_was_meant(leadline: Leadline) -> None:
    outcome = leadline("snyc")
    assert outcome.code == 2
    assert "There is no command 'snyc'. Did you mean `leadline sync`?" in outcome.err


def test_mistakes_in_the_settings_are_listed_readably(leadline: Leadline, folder: Path) -> None:
    (folder / "config.json").write_text('{"timeZone": "Europe/Berln", "web": {"port": "80"}}')
    outcome = leadline("health")
    assert outcome.code == 1
    assert "config.json has 2 mistakes." in outcome.err
    assert '  web.port: found "80"; expected a whole number' in outcome.err
    assert "did you mean Europe/Berlin?" in outcome.err
    assert "Traceback" not in outcome.err


def test_broken_json_is_told_with_its_line(leadline: Leadline, folder: Path) -> None:
    (folder / "config.json").write_text('{\n  "web": {,}\n}')
    outcome = leadline("sync")
    assert outcome.code == 1
    assert "line 2, column 11" in outcome.err


def test_a_config_that_is_not_there_is_told(leadline: Leadline) -> None:
    outcome = leadline("--config", "nowhere.json", "health")
    assert outcome.code == 1
    assert "There is no file nowhere.json." in outcome.err


def test_a_database_that_cannot_be_reached_is_told(
    leadline: Leadline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADLINE_DATABASE", "postgresql://leadline:hunter2@127.0.0.1:1/leadline")
    outcome = leadline("health")
    assert outcome.code == 1
    assert "hunter2" not in outcome.err
    assert "Traceback" not in outcome.err


def test_a_key_that_others_can_read_is_told(leadline: Leadline, folder: Path) -> None:
    leadline("migrate")
    (folder / ".leadline/key").chmod(0o644)
    outcome = leadline("health")
    assert outcome.code == 1
    assert "can be read by others" in outcome.err
    assert "chmod 600" in outcome.err


def test_without_anything_set_up_every_command_says_what_to_do(leadline: Leadline) -> None:
    assert "leadline connect github" in leadline("sync").err
    assert "leadline connect github" in leadline("check").out
    assert "leadline connect github" in leadline("health").out
    assert "SLACK_BOT_TOKEN" in leadline("serve").err


def test_migrate_says_what_it_brought_up_to_date(leadline: Leadline, folder: Path) -> None:
    outcome = leadline("migrate")
    assert outcome.code == 0
    assert outcome.out.endswith("is up to date.\n")
    assert (folder / ".leadline/leadline.db").exists()


def test_the_doctor_looks_at_everything(leadline: Leadline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "wrong")
    outcome = leadline("doctor")
    assert outcome.code == 1
    for told in ("Key", "Store", "does not begin with xoxb-", "SLACK_APP_TOKEN", "Charts", "Teams", "GitHub"):
        assert told in outcome.out


def test_the_doctor_needs_no_working_key_to_say_what_is_wrong(leadline: Leadline, folder: Path) -> None:
    leadline("migrate")
    (folder / ".leadline/key").write_text("no key")
    outcome = leadline("doctor")
    assert outcome.code == 1
    assert "The encryption key is not 32 bytes in base64." in outcome.out


def test_an_error_is_told_with_its_fields_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Misconfigured("It is wrong.", hint="Mend it.", fields=(Field("a.b", '"x"', "a number"),)))
    assert capsys.readouterr().err == 'Error: It is wrong.\n  a.b: found "x"; expected a number\nMend it.\n'


def test_an_unknown_word_is_told_with_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Unknown("No such team.", suggestions=(Choice("Payments", "cycle-time payments"),)))
    assert "  Payments: leadline ask 'cycle-time payments'\n" in capsys.readouterr().err


def test_a_secret_in_an_error_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Misconfigured("xoxb-1234567890-abcdef was refused."))
    assert "xoxb" not in capsys.readouterr().err
