"""The composition root: what the settings say is what the app knows, on whichever start."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import PICTURE_SECRET, Leadline, build
from bot.settings import Settings, load
from domain.errors import Misconfigured
from metrics import BUILTIN
from metrics.views import VIEWS
from services.sync import position
from storage.store import Store
from storage.vault import generate_key, key_text
from tests import postgresql
from tests.bot.cli.conftest import folder as _folder
from tests.bot.filled import API, configure, fill, now
from tests.builders import account, person

ROOT = Path(__file__).parents[2]
folder = _folder


def picture_secret(leadline: Leadline) -> str:
    with leadline.store.read() as shelves:
        return shelves.secrets.get(PICTURE_SECRET) or ""


def built(settings: Settings) -> Leadline:
    """The app with nothing left open: only what it is made of is looked at."""
    leadline = build(settings)
    leadline.close()
    return leadline


def test_the_teams_of_the_settings_land_in_the_store(folder: Path) -> None:
    configure(folder, timeZone="Europe/Berlin")
    leadline = build(load())
    payments, web = leadline.services.teams.all()
    leadline.close()
    assert (payments.slug, payments.name, payments.channel) == ("payments", "Payments", "C0PAY")
    assert (payments.repositories, payments.aliases) == (("acme/pay-*",), ("pay",))
    assert ([each.login for each in web.members], web.hours.zone) == (["bob"], "Europe/Berlin")


def test_a_team_that_the_settings_no_longer_name_is_gone_and_one_made_in_slack_stays(folder: Path) -> None:
    configure(folder)
    leadline = build(load())
    leadline.services.teams.save({"name": "Made in Slack", "members": ["ana"], "zone": "UTC"})
    leadline.services.teams.assign_channel("web", "C0WEB")
    leadline.close()
    configure(folder, teams={"web": {"members": ["bob"]}})
    leadline = build(load())
    teams = {team.slug: team.channel for team in leadline.services.teams.all()}
    leadline.close()
    assert teams == {"made-in-slack": None, "web": "C0WEB"}


def test_a_new_pattern_of_the_settings_owns_what_is_in_the_store_already(folder: Path) -> None:
    fill(folder / ".leadline/leadline.db")
    configure(folder, teams={"shop": {"repositories": ["acme/web-*"]}, "all": {"repositories": ["acme/*"]}})
    leadline = build(load())
    asker = leadline.services.identity.asker(None)
    counted = {
        slug: leadline.services.answers.ask(f"cycle-time team:{slug}", asker).summary.n
        for slug in ("shop", "all")
    }
    leadline.close()
    assert counted == {"shop": 0, "all": 5}


def test_the_people_of_the_settings_are_introduced_by_a_sync(folder: Path) -> None:
    fill(folder / ".leadline/leadline.db")
    configure(folder, people=[{"name": "Ana Lima", "slack": "U0ANA", "logins": ["ANA"]}])
    leadline = build(load())
    leadline.services.sync.run()
    asker = leadline.services.identity.asker("U0ANA")
    leadline.close()
    assert asker.account_ids == (account("ana").id,)
    assert asker.person_id == person("u0ana").id


def test_every_metric_is_in_the_catalogue_and_the_clock_is_the_one_handed_in() -> None:
    then = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    leadline = build(load(), clock=lambda: then)
    answer = leadline.services.answers.ask("cycle-time 1d", leadline.services.identity.asker(None))
    leadline.close()
    assert set(leadline.services.answers.metrics()) == {*(metric.info for metric in BUILTIN), *VIEWS}
    assert (answer.computed_at, str(answer.question.window.first)) == (then, "2026-03-01")


def test_the_organisation_s_zone_is_that_of_the_settings(folder: Path) -> None:
    configure(folder, timeZone="Asia/Tokyo")
    leadline = build(load(), clock=lambda: datetime(2026, 3, 1, 23, 30, tzinfo=UTC))
    window = leadline.services.answers.ask(
        "cycle-time 1d", leadline.services.identity.asker(None)
    ).question.window
    leadline.close()
    assert (window.zone, str(window.first)) == ("Asia/Tokyo", "2026-03-02")


@pytest.mark.parametrize(("hours", "is_stale"), [(2.9, False), (3.1, True)], ids=["fresh", "stale"])
def test_data_grows_stale_after_three_syncs_as_the_settings_plan_them(
    hours: float, *, is_stale: bool, folder: Path
) -> None:
    configure(folder, sync={"every": "1h"})
    fill(folder / ".leadline/leadline.db")
    leadline = build(load())
    with leadline.store.write() as shelves:
        position.save(shelves, API, position.Position(now() - timedelta(hours=hours)))
    coverage = leadline.services.answers.ask("ct payments", leadline.services.identity.asker(None)).coverage
    leadline.close()
    assert (coverage.synced, coverage.in_scope, coverage.stale) == (1, 1, is_stale)


def test_the_secret_of_the_pictures_outlives_the_process() -> None:
    first, second = build(load()), build(load())
    assert picture_secret(first) == picture_secret(second)
    assert len(bytes.fromhex(picture_secret(first))) == 32
    first.close()
    second.close()


def test_two_installations_sign_with_different_secrets(folder: Path) -> None:
    first = build(load())
    (folder / "other").mkdir()
    configure(folder / "other")
    second = build(load(folder / "other/config.json"))
    assert picture_secret(first) != picture_secret(second)
    first.close()
    second.close()


def test_whoever_lost_the_key_starts_with_a_new_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    before = built(load())
    monkeypatch.setenv("LEADLINE_KEY", key_text(generate_key()))
    first, second = built(load()), built(load())
    assert picture_secret(first) == picture_secret(second)
    with pytest.raises(Misconfigured):
        picture_secret(before)


def test_a_store_that_answers_is_readable_and_one_that_is_broken_is_not(folder: Path) -> None:
    leadline = build(load())
    assert leadline.is_readable()
    leadline.close()
    for part in (folder / ".leadline").glob("leadline.db*"):
        part.write_bytes(b"no database at all, " * 500)
    with pytest.raises(Misconfigured):
        leadline.is_readable()


START = """
from bot.app import PICTURE_SECRET, build
from bot.settings import load
leadline = build(load())
with leadline.store.read() as shelves:
    print(shelves.secrets.get(PICTURE_SECRET), [team.slug for team in shelves.teams.all()])
leadline.close()
"""


def started(count: int, **variables: str) -> list[str]:
    """What so many processes that start at once print."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **variables}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", START],
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(count)
    ]
    ended = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0] * count, ended
    return [out for out, _ in ended]


def test_processes_that_start_at_once_make_one_store_key_and_secret(folder: Path) -> None:
    configure(folder)
    (told,) = set(started(4))
    assert told.endswith("['payments', 'web']\n")
    assert len(told.split()[0]) == 64


def test_replicas_that_start_at_once_on_postgresql_share_one_secret(folder: Path) -> None:
    configure(folder)
    with postgresql.running() as server:
        url = server.create("replicas")
        (told,) = set(started(3, LEADLINE_DATABASE=url, LEADLINE_KEY=key_text(generate_key())))
        store = Store.open(url)
        with store.read() as shelves:
            assert PICTURE_SECRET in shelves.secrets.names()
        store.close()
    assert told.endswith("['payments', 'web']\n")
