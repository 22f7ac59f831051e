"""Facts of CI runs made anew: of every attempt of the runs that changed, and of what became red and green."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby

from domain.facts import RECOVERIES, RUNS, RunFacts, RunFlag, SpanFacts
from domain.records import Repository, Run
from domain.rulings.recoveries import Red, red_stretches
from domain.rulings.runs import run_facts, run_id, workflow_id
from domain.working import working_seconds
from services.derivation import Derivation, Work
from services.derivation.attempts import TOGETHER, batches, repositories
from services.facts import Roster
from storage.rests_on import RECOVERIES as TURNS
from storage.rests_on import RUNS as KIND
from storage.shelves import Shelves


def make_runs(work: Work) -> None:
    """Make anew the attempts that are marked, with the other attempts of their runs."""
    for ids in batches(work):
        _make(ids, work.shelves)


def make_recoveries(work: Work) -> None:
    """Make anew all red stretches of the marked repositories: one run can end, split or begin another."""
    places = repositories(work)
    runs = work.shelves.facts.in_places(RUNS, places)
    ended = (red for red in red_stretches(runs) if red.green_id)
    work.shelves.facts.replace(RECOVERIES, [_recovery(red, work.roster) for red in ended], places)


def _make(ids: Collection[int], shelves: Shelves) -> None:
    attempts = sorted(shelves.builds.with_siblings(ids), key=run_id)
    homes = shelves.repositories.by_ids({run.repository_id for run in attempts})
    jobs = shelves.jobs.of_runs(run.id for run in attempts)
    facts: list[RunFacts] = []
    for _, group in groupby(attempts, run_id):
        of_one = list(group)
        facts += run_facts(of_one, jobs, homes[of_one[0].repository_id].default_branch)
    without = {*ids, *(run.id for run in attempts)} - {fact.id for fact in facts}
    gone = shelves.facts.by_ids(RUNS, without)
    shelves.facts.put(RUNS, facts)
    shelves.facts.drop(RUNS, gone.id.tolist())
    shelves.labels.save("workflow", _names(attempts, homes))
    on_default = {fact.place_id for fact in facts if fact.flags & RunFlag.ON_DEFAULT}
    shelves.outdated.mark(TURNS, on_default.union(gone.place_id.tolist()))


def _names(attempts: Sequence[Run], homes: Mapping[int, Repository]) -> dict[int, str]:
    """Workflows by repository and name, for most repositories call theirs "ci"."""
    return {
        workflow_id(run): f"{homes[run.repository_id].full_name.rpartition('/')[2]} / {run.workflow}"
        for run in attempts
    }


def _recovery(red: Red, roster: Roster) -> SpanFacts:
    """In the working hours of the team that owns the repository."""
    began, ended = (datetime.fromtimestamp(moment, UTC) for moment in (red.began, red.ended))
    hours = roster.repositories.get(red.place_id, roster.default)
    return SpanFacts(
        id=red.green_id,
        place_id=red.place_id,
        author_id=red.author_id or None,
        at=ended,
        flags=0,
        kind_id=red.workflow_id,
        span=red.ended - red.began,
        span_working=working_seconds(began, ended, (hours,)),
    )


RUN_FACTS = Derivation(KIND, make_runs, TOGETHER)
RECOVERY_FACTS = Derivation(TURNS, make_recoveries)
