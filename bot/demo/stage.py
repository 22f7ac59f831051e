"""The demo on its stage: Harbour in a store, a local Slack in the browser, and the real bot between them."""

import shutil
import sys
import webbrowser
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from bot import logs
from bot.app import Leadline, build
from bot.demo import local_slack, ports
from bot.demo.binary import build_for, fetch_with_npm, find, this_machine
from bot.demo.configuration import configure
from bot.demo.dialect import translated
from bot.demo.seeding import settle
from bot.demo.workspace import workspace
from bot.serving import serve, stopped_by_signal, wait
from bot.settings import Settings
from domain.clock import Clock, system_clock
from domain.errors import Misconfigured
from domain.people import Asker
from scheduler.job import Job
from scheduler.jobs import pictures
from scheduler.schedule import Every

PORT, SLACK_PORT, SEED = 8080, 3000, 7
REHEARSED = "cycle-time payments"
WELCOME = """
  Open   [bold]{slack}[/bold]
  Type   [bold]/metrics cycle-time payments[/bold]   how long Payments takes, and where the time goes
         [bold]/metrics[/bold]                       the team whose channel you are in
         [bold]/metrics cycle-time by repo[/bold]    and more words in [bold]/metrics help[/bold]
  Look   at Leadline under Apps; be somebody else at the top right
  Ask    in another terminal, without Slack: [bold]{command} ask "cycle-time payments 30d"[/bold]
  Stop   Ctrl-C
"""


def run(
    *,
    home: Path = Path(".leadline"),
    port: int = PORT,
    slack_port: int = SLACK_PORT,
    seed: int = SEED,
    open_browser: bool = False,
    clock: Clock = system_clock,
) -> int:
    """Run the demo until it is told to stop; returns the exit code.

    `home` keeps the store and local-slack for the next time. Ports that are taken are replaced by free ones.

    Raises:
        Misconfigured: the local Slack cannot be fetched or started here.
    """
    screen = Console(highlight=False, soft_wrap=True)
    folder, slack_port = home / "demo", ports.free(slack_port)
    slack = f"http://127.0.0.1:{slack_port}"
    settings = configure(folder, seed=seed, port=ports.free(port), slack=slack)
    executable = _local_slack(home / "local-slack", settings, seed, clock, screen)
    with (
        (folder / "leadline.log").open("a") as log,
        stopped_by_signal() as stop,
        closing(build(settings, clock=clock)) as leadline,
    ):
        logs.start(stream=log).learn(*settings.secrets.values())
        _simulate(leadline, seed, screen)
        with (
            local_slack.running(executable, workspace(), folder=folder, port=slack_port),
            serve(leadline, (_harbour(leadline, seed), pictures.JOB), dialect=translated) as told,
        ):
            _rehearse(leadline, screen)
            screen.print(WELCOME.format(slack=slack, command=_command()))
            if open_browser:
                webbrowser.open(slack)
            if not stop.is_set():  # it may have come while Harbour was simulated
                wait(told)
            screen.print("Stopping.")
    return 0


def _command() -> str:
    """How this very program is called from here."""
    beside, here = Path(sys.executable).with_name("leadline"), Path.cwd()
    if shutil.which("leadline") == str(beside):
        return "leadline"
    return str(beside.relative_to(here) if beside.is_relative_to(here) else beside)


def _local_slack(folder: Path, settings: Settings, seed: int, clock: Clock, screen: Console) -> Path:
    """Fetch it; where that fails, Harbour is there to be asked in the terminal, as the error says."""
    try:
        with screen.status("Fetching local-slack from npm, once (37 MB)"):
            return find(folder, build_for(this_machine()), fetch_with_npm)
    except Misconfigured:
        with closing(build(settings, clock=clock)) as leadline:
            _simulate(leadline, seed, screen)
        raise


def _simulate(leadline: Leadline, seed: int, screen: Console) -> None:
    columns = (TextColumn("Harbour, half a year of work"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        settle(
            leadline.store,
            leadline.services.facts,
            leadline.services.clock,
            seed=seed,
            progress=lambda done: bar.update(task, completed=done),
        )
    with leadline.store.read() as shelves:
        count, repositories = shelves.pull_requests.count(), len(shelves.repositories.all())
        teams = len(shelves.teams.all())
    screen.print(
        f"Harbour: {teams} teams, {repositories} repositories, {count:,} pull requests until this minute."
    )


def _rehearse(leadline: Leadline, screen: Console) -> None:
    """Answer once, so that nobody waits for the first answer while libraries are loaded."""
    with screen.status("Rehearsing an answer"):
        result = leadline.services.answers.ask(REHEARSED, Asker())
        leadline.services.pictures.png(result)


def _harbour(leadline: Leadline, seed: int) -> Job:
    """Harbour goes on working while somebody watches: what a sync would bring, every ten minutes."""

    def run(_: object) -> str:
        services = leadline.services
        saved = settle(leadline.store, services.facts, services.clock, seed=seed, progress=lambda _: None)
        return "" if saved else "Nobody did anything."

    return Job("demo.harbour", Every(timedelta(minutes=10)), run)
