"""Houses that hold nothing, or only a part of what there could be."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from domain.records import BranchCommit, Deployment, Incident, Issue, Run, Shift
from domain.runs import RunOutcome
from services.sync.position import Position
from services.sync.position import save as save_position
from tests.bot.slack.house import PAY, PAYMENTS, WEB, House, house, twelve
from tests.builders import JIRA, NOW, project
from tests.fakes.slack.blocks import strings
from tests.incidents import PAGERDUTY


@contextmanager
def bare(tmp_path: Path) -> Iterator[House]:
    """A house without any source."""
    with house(tmp_path, merged=(), teams=(), known=False) as bot:
        with bot.services.store.write() as shelves:
            shelves.sources.remove("github")
        yield bot


@contextmanager
def coded(tmp_path: Path) -> Iterator[House]:
    """A house that knows its code and nothing else, read to the end just now."""
    with house(tmp_path, merged=twelve(), teams=(PAYMENTS,)) as bot:
        with bot.services.store.write() as shelves:
            for each in (PAY, WEB):
                save_position(shelves, each, Position(watermark=NOW))
        synced(bot, "github")
        bot.services.derivations.refresh()
        yield bot


@contextmanager
def paged(tmp_path: Path, incidents: Sequence[Incident], shifts: Sequence[Shift] = ()) -> Iterator[House]:
    """A house that knows of incidents and of no code."""
    with bare(tmp_path) as bot:
        tell(bot, incidents=incidents, shifts=shifts)
        yield bot


def tell(
    bot: House,
    *,
    incidents: Sequence[Incident] = (),
    shifts: Sequence[Shift] = (),
    issues: Sequence[Issue] = (),
    deployments: Sequence[Deployment] = (),
    commits: Sequence[BranchCommit] = (),
    runs: Sequence[Run] = (),
) -> None:
    """Save these as a sync would, and derive what follows from them."""
    with bot.services.store.write() as shelves:
        if incidents or shifts:
            shelves.sources.save(PAGERDUTY)
        shelves.incidents.save(incidents)
        shelves.shifts.save(shifts)
        if issues:
            shelves.sources.save(JIRA)
            shelves.projects.save([project()])
        shelves.issues.save(issues)
        shelves.branch_commits.save(commits)
        shelves.deployments.save(deployments)
        shelves.builds.save(runs)
    for key, told in ((PAGERDUTY.key, incidents or shifts), (JIRA.key, issues)):
        if told:
            synced(bot, key)
    bot.services.derivations.refresh()


def synced(bot: House, source: str, minutes: float = 5) -> None:
    """A sync of the source that began so many minutes ago and succeeded."""
    began = NOW - timedelta(minutes=minutes)
    with bot.services.store.write() as shelves:
        run = shelves.runs.begin(source, "everything", began)
        shelves.runs.finish(run, began + timedelta(minutes=1), RunOutcome.SUCCEEDED)


def said(bot: House, text: str, **who: str) -> str:
    """All that is seen after a command."""
    seen = bot.types(text, **who)[-1]
    return "\n".join([seen.text, *strings(seen.blocks)])
