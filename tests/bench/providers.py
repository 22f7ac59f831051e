"""Providers: requests per first load of each, of its budget, and how fast recorded pages are taken in.

The recorded pull requests of a real project (/work/shared/data/SOURCES.md) are read by the real client from
the fake, told many times over under other numbers, and saved beside a raw upsert of the same rows.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from domain.ids import identify
from domain.records import PullRequest, Repository
from tests import builders as build
from tests.bench import ingest
from tests.bench.ratio import Ratio, show
from tests.conformance.bench import Bench
from tests.conformance.subject import Budget, Subject, subjects
from tests.fakes.github import FakeGitHub, World
from tests.fakes.github.recorded import RECORDED, load_ants
from tests.integrations.connecting import connected

N = 20_000


def spent(subject: Subject, budget: Budget) -> Ratio:
    """Requests for reading so many from nothing, of those that it may take."""
    bench = Bench(subject, budget.stocked())
    places = [place for place in bench.places() if place[0].name == budget.stream]
    bench.network.requests.clear()
    found = sum(len(page.of(budget.record)) for place in places for page in bench.pages(place))
    assert found == budget.items
    allowed = budget.requests + budget.beforehand * len(places)
    return Ratio(f"{subject.name}: {budget.title}", len(bench.network.requests), allowed, 1.0, unit="req")


def recorded() -> tuple[list[PullRequest], list[Repository]]:
    """What was recorded of a project, with its repository."""
    world = World()
    load_ants(world)
    client = connected(FakeGitHub(world))
    repositories = [one for page in client.repositories() for one in page.repositories]
    pages = [page for one in repositories for page in client.read("pull_requests", one)]
    return [pr for page in pages for pr in page.of(PullRequest)], repositories


def told_often(prs: list[PullRequest], n: int) -> Iterator[PullRequest]:
    """So many, each under a number of its own."""
    for number, pr in enumerate(islice(cycle(prs), n), start=1):
        id_ = identify("github", "pull_request", f"again {number}")
        yield replace(pr, id=id_, external_id=f"again {number}", number=number, url=f"{pr.url}/{number}")


def taken_in(n: int) -> list[Ratio]:
    """Nothing where nothing recorded is at hand."""
    if not RECORDED.exists():
        return []
    prs, repositories = recorded()
    everything = [(pr, build.facts(pr)) for pr in told_often(prs, n)]
    with tempfile.TemporaryDirectory() as folder:
        files = (f"sqlite:///{Path(folder) / f'{number}.db'}" for number in range(99))
        ours, theirs, _ = ingest.compared(files, ingest.raw_executemany, everything, repositories)
    name = "recorded pages: save, of a raw executemany upsert"
    return [Ratio(name, ours, theirs, 0.8, higher_is_better=True, unit="PR/s")]


def run(n: int = N) -> list[Ratio]:
    """Every budget of every provider, then the ingest."""
    return [*(spent(subject, budget) for subject in subjects() for budget in subject.budgets), *taken_in(n)]


if __name__ == "__main__":
    sys.exit(not show(run()))
