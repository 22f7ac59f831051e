"""Facts of test cases made anew: what an attempt of a run reported, or its jobs where it reported nothing."""

from collections.abc import Collection

from domain.facts import CASES, CaseFacts
from domain.rulings.cases import case_facts, job_facts, titles
from services.derivation import Derivation, Work
from services.derivation.attempts import TOGETHER, batches
from storage.rests_on import CASES as KIND
from storage.shelves import Shelves


def make(work: Work) -> None:
    """Make anew the tests of the attempts that are marked."""
    for ids in batches(work):
        _make(ids, work.shelves)


def _make(ids: Collection[int], shelves: Shelves) -> None:
    runs = shelves.builds.by_ids(ids)
    cases = shelves.cases.of_runs(runs)
    jobs = shelves.jobs.of_runs(runs.keys() - cases.keys())
    facts: list[CaseFacts] = []
    names: dict[int, str] = {}
    for id_, run in runs.items():
        reported, worked = cases.get(id_, []), jobs.get(id_, [])
        facts += case_facts(run, reported) + job_facts(run, worked)
        names |= titles(run, reported, worked)
    shelves.facts.replace(CASES, facts, ids, by="run_id")
    shelves.labels.save("case", names)


CASE_FACTS = Derivation(KIND, make, TOGETHER)
