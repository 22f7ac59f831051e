"""The demo's settings."""

from pathlib import Path

import pytest

from bot.demo.configuration import configure
from bot.demo.organisation import CREWS, team
from bot.settings import Settings, load, teams


def settings(folder: Path) -> Settings:
    return configure(folder, seed=7, port=8080, slack="http://127.0.0.1:3000")


def test_the_file_it_writes_is_one_that_leadline_reads(tmp_path: Path) -> None:
    made = settings(tmp_path)
    read = load(tmp_path / "config.json")
    assert read.teams == made.teams
    assert read.database_url == made.database_url
    assert read.home == made.home


def test_the_teams_are_harbours(tmp_path: Path) -> None:
    assert list(teams(settings(tmp_path))) == [team(crew) for crew in CREWS]


def test_a_real_workspaces_tokens_and_database_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-a-real-workspace")
    monkeypatch.setenv("LEADLINE_DATABASE", "postgresql://db.example.com/production")
    made = settings(tmp_path)
    assert "xoxb-of-a-real-workspace" not in made.secrets.values()
    assert made.database_url.startswith(f"sqlite:///{tmp_path}")


def test_pictures_are_reached_where_leadline_serves_them(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert made.public_url == "http://127.0.0.1:8080"
    assert made.web.port == 8080
    assert made.slack.api_url == "http://127.0.0.1:3000/api"


def test_another_seed_has_another_database(tmp_path: Path) -> None:
    other = configure(tmp_path, seed=8, port=8080, slack="http://127.0.0.1:3000")
    assert other.database_url != settings(tmp_path).database_url


def test_no_token_stands_in_the_file(tmp_path: Path) -> None:
    settings(tmp_path)
    text = (tmp_path / "config.json").read_text()
    assert "xoxb" not in text
    assert "xapp" not in text
