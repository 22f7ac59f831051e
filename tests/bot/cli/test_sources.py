"""Connect a source, check it, sync it, ask: against a strict GitHub over HTTP."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from storage.store import Store
from tests.bot.cli.conftest import Leadline
from tests.fakes.github import TOKEN, FakeGitHub
from tests.fakes.github.faults import status


@pytest.fixture
def connected(leadline: Leadline, address: str) -> str:
    """Where the GitHub is that was connected."""
    outcome = leadline("connect", "github", "--url", address, typed=f"{TOKEN}\n")
    assert outcome.code == 0, outcome
    return address


def test_connecting_tries_the_token_and_says_what_it_sees(leadline: Leadline, address: str) -> None:
    outcome = leadline("connect", "github", "--url", address, typed=TOKEN)
    assert outcome.code == 0
    assert "leadline at" in outcome.out
    assert "2 repositories" in outcome.out
    assert f"GitHub at {address} is connected. Next: `leadline sync`." in outcome.out


def test_a_token_that_is_refused_is_not_kept(leadline: Leadline, address: str) -> None:
    outcome = leadline("connect", "github", "--url", address, typed="ghp_" + "x" * 36)
    assert outcome.code == 1
    assert "FAIL" in outcome.out
    assert "Nothing was saved." in outcome.err
    assert "Not connected yet." in leadline("check").out


def test_a_refused_token_leaves_the_one_before_in_place(leadline: Leadline, connected: str) -> None:
    assert leadline("connect", "github", "--url", connected, typed="ghp_" + "x" * 36).code == 1
    assert leadline("check").code == 0


def test_no_token_at_all_is_bad_input(leadline: Leadline, address: str) -> None:
    outcome = leadline("connect", "github", "--url", address, typed="\n")
    assert outcome.code == 2
    assert "No token was given" in outcome.err


def test_an_app_needs_its_key(leadline: Leadline, address: str) -> None:
    outcome = leadline("connect", "github", "--url", address, "--app-id", "1234")
    assert outcome.code == 2
    assert "Give --key-file too." in outcome.err


def test_a_key_file_that_holds_no_key_is_told_without_its_content(
    leadline: Leadline, address: str, folder: Path
) -> None:
    (folder / "app.pem").write_text("hunter2hunter2")
    outcome = leadline("connect", "github", "--url", address, "--app-id", "1", "--key-file", "app.pem")
    assert outcome.code == 1
    assert "The private key is not" in outcome.out
    assert "hunter2" not in outcome.out + outcome.err


def test_an_app_that_github_does_not_know_is_told(leadline: Leadline, address: str, folder: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    (folder / "app.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    outcome = leadline("connect", "github", "--url", address, "--app-id", "99", "--key-file", "app.pem")
    assert outcome.code == 1
    assert "FAIL" in outcome.out


@pytest.mark.parametrize("url", ["github", "ftp://github.example.com", "http://github.example.com"], ids=str)
def test_a_wrong_address_is_refused(leadline: Leadline, url: str) -> None:
    outcome = leadline("connect", "github", "--url", url, typed=TOKEN)
    assert outcome.code == 1
    assert "The address of GitHub cannot be used." in outcome.out


def test_a_check_of_what_is_not_connected_says_how_to(leadline: Leadline) -> None:
    outcome = leadline("check")
    assert outcome.code == 1
    assert "Not connected yet." in outcome.out
    assert "Run `leadline connect github`." in outcome.out


def test_a_check_of_what_nobody_knows_is_bad_input(leadline: Leadline) -> None:
    outcome = leadline("check", "svn")
    assert outcome.code == 2
    assert "There is no provider `svn`." in outcome.err


@pytest.mark.usefixtures("connected")
def test_a_sync_reads_everything_and_says_what_it_cost(leadline: Leadline, github: FakeGitHub) -> None:
    github.asked.clear()
    github.requests.clear()
    outcome = leadline("sync")
    assert outcome.code == 0, outcome
    assert "github: succeeded; 38 pull requests of 2 repositories, " in outcome.out
    assert f"{len(github.requests)} requests, {github.spent} points" in outcome.out


@pytest.mark.usefixtures("connected")
def test_without_a_terminal_progress_is_told_in_lines(leadline: Leadline) -> None:
    outcome = leadline("sync")
    assert "github: listing repositories" in outcome.err
    assert "github: reading, 0 of 10 read" in outcome.err
    assert "\x1b" not in outcome.out + outcome.err


@pytest.mark.usefixtures("connected")
def test_a_second_sync_asks_for_next_to_nothing(leadline: Leadline, github: FakeGitHub) -> None:
    leadline("sync")
    github.asked.clear()
    outcome = leadline("sync")
    assert "nothing new" in outcome.out
    assert len(github.asked) <= 3


@pytest.mark.usefixtures("connected")
def test_a_full_sync_reads_everything_again(leadline: Leadline) -> None:
    leadline("sync")
    assert "38 pull requests" in leadline("sync", "--full", "--source", "github").out


@pytest.mark.usefixtures("connected")
def test_a_sync_that_fails_says_why_and_exits_with_one(leadline: Leadline, github: FakeGitHub) -> None:
    github.always = status(401)
    outcome = leadline("sync")
    assert outcome.code == 1
    assert "github: failed" in outcome.out
    assert "github: " in outcome.err.splitlines()[-1]
    assert "Traceback" not in outcome.err


@pytest.mark.usefixtures("connected")
def test_an_unknown_source_is_bad_input(leadline: Leadline) -> None:
    outcome = leadline("sync", "--source", "gitlab")
    assert outcome.code == 2
    assert "There is no source `gitlab`." in outcome.err


def test_full_and_since_exclude_each_other(leadline: Leadline) -> None:
    outcome = leadline("sync", "--full", "--since", "2026-01-01")
    assert outcome.code == 2
    assert "give one of them" in outcome.err


@pytest.mark.usefixtures("connected")
def test_an_answer_comes_with_its_chart(leadline: Leadline, folder: Path) -> None:
    leadline("sync")
    outcome = leadline("ask", "cycle-time 30d", "--chart", "chart.png")
    assert outcome.code == 0
    assert "cycle time" in outcome.out
    assert "38 pull requests" in outcome.out
    assert "Chart: chart.png" in outcome.err
    assert (folder / "chart.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.usefixtures("connected")
def test_an_answer_can_be_had_as_json_and_csv(leadline: Leadline, folder: Path) -> None:
    leadline("sync")
    outcome = leadline("ask", "cycle-time", "30d", "--json", "--csv", "items.csv")
    assert json.loads(outcome.out)
    assert len((folder / "items.csv").read_text().splitlines()) == 39


def test_an_unknown_word_is_bad_input_with_suggestions(leadline: Leadline) -> None:
    outcome = leadline("ask", "cycletiem", "--no-chart")
    assert outcome.code == 2
    assert "cycle-time" in outcome.err


@pytest.mark.usefixtures("connected")
def test_after_a_rotation_everything_still_opens(leadline: Leadline, folder: Path) -> None:
    before = (folder / ".leadline/key").read_text()
    outcome = leadline("keys", "rotate")
    assert outcome.code == 0
    assert "sealed with the new key" in outcome.out
    assert (folder / ".leadline/key").read_text() != before
    assert leadline("check").code == 0


def test_whoever_lost_the_key_is_told_so_and_can_connect_again(
    leadline: Leadline, connected: str, folder: Path
) -> None:
    (folder / ".leadline" / "key").unlink()
    lost = leadline("check")
    assert lost.code == 1
    assert "sealed with a key that is not at hand" in lost.out
    assert leadline("connect", "github", "--url", connected, typed=TOKEN).code == 0
    assert leadline("check").code == 0


@pytest.mark.usefixtures("connected")
def test_settings_that_name_another_server_ask_to_connect_again(leadline: Leadline, folder: Path) -> None:
    other = {"integrations": {"github": {"baseUrl": "https://github.example.com"}}}
    (folder / "config.json").write_text(json.dumps(other))
    outcome = leadline("sync")
    assert outcome.code == 1
    assert "the settings say https://github.example.com" in outcome.err
    assert "leadline connect github" in outcome.err


@pytest.mark.usefixtures("connected")
def test_the_settings_choose_what_is_read(leadline: Leadline, folder: Path) -> None:
    chosen = {"integrations": {"github": {"organization": "acme", "repositories": ["led*"]}}}
    (folder / "config.json").write_text(json.dumps(chosen))
    assert "8 pull requests of 1 repository," in leadline("sync").out


@pytest.mark.usefixtures("connected")
def test_the_store_is_where_it_was_told(leadline: Leadline, folder: Path) -> None:
    leadline("sync")
    store = Store.open(f"sqlite:///{folder}/.leadline/leadline.db")
    with store.read() as shelves:
        assert shelves.pull_requests.count() == 38
    store.close()


@pytest.mark.usefixtures("connected")
def test_what_is_connected_is_listed(leadline: Leadline, address: str) -> None:
    assert leadline("connect", "--list").out == f"github: GitHub at {address}\n"


def test_of_nothing_the_list_says_so(leadline: Leadline) -> None:
    assert leadline("connect", "--list").out == "No source is connected yet.\n"


def test_one_more_github_is_connected_checked_and_synced_under_its_name(
    leadline: Leadline, connected: str
) -> None:
    outcome = leadline("connect", "github", "--name", "github-eu", "--url", connected, typed=TOKEN)
    assert "GitHub (github-eu) at" in outcome.out
    assert leadline("check", "github-eu").code == 0
    outcome = leadline("sync", "--source", "github-eu")
    assert "github-eu: succeeded; 38 pull requests of 2 repositories, " in outcome.out
    assert leadline("connect", "--list").out.splitlines() == [
        f"github: GitHub at {connected}",
        f"github-eu: GitHub (github-eu) at {connected}",
    ]


@pytest.mark.usefixtures("connected")
def test_disconnecting_forgets_what_was_read_and_the_token(leadline: Leadline) -> None:
    leadline("sync")
    outcome = leadline("disconnect", "github", typed="y\n")
    assert outcome.code == 0
    assert "38 pull requests" in outcome.err
    assert "Teams, people, corrections and config.json stay" in outcome.err
    assert "is forgotten" in outcome.out
    assert "Not connected yet." in leadline("check").out
    assert "38" not in leadline("ask", "pr-throughput", "30d", "--no-chart").out


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("typed", ["n\n", "", "\n"], ids=["no", "nothing", "just return"])
def test_disconnecting_needs_a_yes(leadline: Leadline, typed: str) -> None:
    assert leadline("disconnect", "github", typed=typed).code != 0
    assert leadline("check").code == 0


@pytest.mark.usefixtures("connected")
def test_who_says_yes_beforehand_is_not_asked(leadline: Leadline) -> None:
    outcome = leadline("disconnect", "github", "--yes")
    assert (outcome.code, outcome.err) == (0, "")


def test_what_is_not_connected_cannot_be_disconnected(leadline: Leadline) -> None:
    outcome = leadline("disconnect", "gitlab", "--yes")
    assert outcome.code == 2
    assert "There is no source `gitlab`." in outcome.err


@pytest.mark.usefixtures("connected")
def test_a_check_tells_how_webhooks_are(leadline: Leadline) -> None:
    assert "none set up; what is new is seen with the next sync" in leadline("check", "github").out
