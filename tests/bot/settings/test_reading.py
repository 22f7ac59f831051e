"""Where settings come from: the file, the environment over it, and a place for relative paths."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import Environment, Secrets, Settings, load
from domain.errors import Misconfigured

Read = Callable[[object], Settings]
VARIABLES = {
    "SLACK_BOT_TOKEN": "xoxb-canary-bot-token",
    "SLACK_APP_TOKEN": "xapp-canary-app-token",
    "SLACK_SIGNING_SECRET": "canary-signing-secret",
    "LEADLINE_KEY": "canary-master-key",
    "LEADLINE_PREVIOUS_KEY": "canary-former-key",
}


@pytest.fixture
def seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value)


def test_without_a_file_everything_has_its_default() -> None:
    settings = load()
    assert settings.home == Path(".leadline")
    assert settings.database_url == "sqlite:///.leadline/leadline.db"
    assert settings.secrets == Secrets()


def test_a_file_that_was_named_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Misconfigured, match=r"There is no file nowhere\.json"):
        load(Path("nowhere.json"))
    monkeypatch.setenv("LEADLINE_CONFIG", "neither.json")
    with pytest.raises(Misconfigured, match=r"There is no file neither\.json"):
        load()


def test_a_folder_is_no_file(folder: Path) -> None:
    with pytest.raises(Misconfigured, match="cannot be read: Is a directory"):
        load(folder)


def test_a_file_in_another_encoding_is_told(folder: Path) -> None:
    (folder / "config.json").write_bytes('{"teams": {"pay": {"name": "Überweisung"}}}'.encode("latin-1"))
    with pytest.raises(Misconfigured, match="is not UTF-8 text: see byte"):
        load()


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    (folder / "config.json").write_text('{"timeZone": "Europe/Berlin"}', encoding="utf-8-sig")
    assert load().time_zone == "Europe/Berlin"


def test_paths_are_relative_to_the_files_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = folder / "etc"
    elsewhere.mkdir()
    (elsewhere / "leadline.json").write_text('{"database": "data/store.db"}')
    monkeypatch.setenv("LEADLINE_CONFIG", str(elsewhere / "leadline.json"))
    settings = load()
    assert settings.home == elsewhere / ".leadline"
    assert settings.database_url == f"sqlite:///{elsewhere}/data/store.db"


def test_the_environment_wins_over_the_file(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLINE_DATABASE", "postgresql://leadline:hunter2@db/leadline")
    monkeypatch.setenv("LEADLINE_PUBLIC_URL", "https://other.example/")
    settings = read({"database": "here.db", "publicUrl": "https://one.example"})
    assert settings.database_url == "postgresql://leadline:hunter2@db/leadline"
    assert settings.public_url == "https://other.example"
    assert "hunter2" not in repr(settings)


def test_a_wrong_variable_is_told_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLINE_PUBLIC_URL", "leadline")
    with pytest.raises(Misconfigured, match=r"The environment has a mistake\.") as refused:
        load()
    (mistake,) = refused.value.fields
    assert mistake.path == "LEADLINE_PUBLIC_URL"
    assert mistake.found == '"leadline"'


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLINE_PUBLIC_URL", "")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "")
    settings = load()
    assert settings.public_url is None
    assert settings.secrets.slack_bot_token is None


def test_a_dot_env_file_is_read_and_the_environment_wins(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("SLACK_BOT_TOKEN=xoxb-file\nSLACK_APP_TOKEN=xapp-file\nOTHER=1\n")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-environment")
    assert load().secrets.values() == ("xoxb-file", "xapp-environment")


@pytest.mark.usefixtures("seeded")
def test_secrets_come_from_the_environment() -> None:
    secrets = load().secrets
    assert secrets.slack_bot_token
    assert secrets.slack_bot_token.get_secret_value() == "xoxb-canary-bot-token"
    assert set(secrets.values()) == set(VARIABLES.values())


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    "show",
    [repr, str, Settings.model_dump_json, lambda settings: f"{settings.secrets!r} {Environment()!r}"],
    ids=["repr", "str", "a dump", "their own repr"],
)
def test_secrets_show_nowhere(show: Callable[[Settings], str]) -> None:
    assert "canary" not in show(load())


@pytest.mark.parametrize("key", ["secrets", "home"], ids=str)
def test_the_file_cannot_set_what_is_not_its_own(read: Read, key: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        read({key: {}})
    assert refused.value.fields[0].path == key


def test_every_variable_is_described() -> None:
    assert all(field.alias and field.description for field in Environment.model_fields.values())
