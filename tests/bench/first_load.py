"""A first load of very many pull requests: how much memory client, sync, rulings and store take.

GitHub answers as the fake does, but never runs out of pull requests: page after page is made of a first one,
spread over years and repositories. Run with a number, this module loads so many and prints what that took;
as a bench, it runs itself so, in a process whose memory is its own.
"""

import json
import re
import resource
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx

from domain.people import WorkingHours
from integrations.github import PROVIDER
from integrations.provider import Connection
from services.derivation import Derivations
from services.derivation.kinds import BUILTIN
from services.facts import Facts
from services.sync import Sync
from storage.store import Store
from tests.bench.ratio import Ratio, show
from tests.builders import GITHUB
from tests.fakes.github import TOKEN, FakeGitHub, World
from tests.integrations.connecting import Memory, Time
from tests.integrations.github.subject import SUBJECT

N = 100_000
REPOSITORIES = 50
A_DAY = 55
"""Pull requests opened a day: five years of a large organisation."""
MOST_MB = 400
_HERE = "the repository"
_DATE = re.compile(r'"(20\d\d-\d\d-\d\d)T')
_OWN_ID = re.compile(r'"id": "(PU_[^"]*)"')


class Endless(httpx.BaseTransport):
    """A GitHub with `n` pull requests in all, made of those of the fake as they are asked for."""

    def __init__(self, n: int) -> None:
        self._each = n // REPOSITORIES
        self._full: FakeGitHub = SUBJECT.fake()
        world = World()
        places = [world.add_repository(f"acme/pay-{number}") for number in range(REPOSITORIES)]
        self._places = {place["id"]: number for number, place in enumerate(places)}
        self._fake = FakeGitHub(world)
        self._nodes: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        asked = json.loads(request.read() or b"{}")
        if "query PullRequests(" not in asked.get("query", ""):
            return self._fake.handle_request(request)
        self._nodes = self._nodes or self._templates(request, asked)
        wish = asked["variables"]
        start = int(wish["after"] or 0)
        return self._page(wish["repository"], start, min(start + wish["first"], self._each))

    def _templates(self, request: httpx.Request, asked: dict[str, Any]) -> list[str]:
        """The nodes of a page of the fake's fullest repository, as text."""
        repository = self._full.world.repositories["acme/pay"]["id"]
        asked = {**asked, "variables": {"repository": repository, "first": 24, "after": None}}
        headers = {name: value for name, value in request.headers.items() if name != "content-length"}
        answer = self._full.handle_request(httpx.Request("POST", request.url, headers=headers, json=asked))
        nodes = json.loads(answer.read())["data"]["node"]["pullRequests"]["nodes"]
        return [json.dumps(node).replace(repository, _HERE) for node in nodes]

    def _page(self, repository: str, start: int, stop: int) -> httpx.Response:
        nodes = ",".join(self._node(repository, number) for number in range(start, stop))
        more = json.dumps({"hasNextPage": stop < self._each, "endCursor": f"{stop}"})
        text = (
            f'{{"data": {{"rateLimit": {{"cost": 1}}, "node": {{"pullRequests": {{"totalCount": {self._each},'
            f' "pageInfo": {more}, "nodes": [{nodes}]}}}}}}}}'
        )
        return httpx.Response(200, text=text, headers={"content-type": "application/json"})

    def _node(self, repository: str, number: int) -> str:
        place = self._places[repository]
        index, days = place * self._each + number, number * REPOSITORIES // A_DAY
        node = self._nodes[number % len(self._nodes)].replace(_HERE, repository)
        node = _DATE.sub(lambda found: f'"{_earlier(found[1], days)}T', node)
        node = _OWN_ID.sub(lambda found: f'"id": "{found[1]}-{index}"', node)
        pull = json.loads(node.replace('"oid": "00000000', f'"oid": "{index:08x}'))
        url = f"https://github.com/acme/pay-{place}/pull/{number + 1}"
        return json.dumps({**pull, "number": number + 1, "url": url})


@lru_cache(100_000)
def _earlier(day: str, days: int) -> str:
    return f"{date.fromisoformat(day) - timedelta(days=days)}"


def load(n: int, url: str) -> int:
    """Sync it into an empty store as `leadline sync` does; how many pull requests are there then."""
    store, time, network = Store.open(url), Time(), Endless(n)
    store.upgrade()
    with store.write() as shelves:
        shelves.sources.save(GITHUB)
    facts = Facts(store, time, WorkingHours())
    connection = Connection(GITHUB, {"token": TOKEN}, Memory(), time, time.sleep, transport=network)
    derivations = Derivations(store, time, facts, BUILTIN)
    (report,) = Sync(
        store, lambda _: PROVIDER.connect(connection), facts, time, derivations=derivations
    ).run()
    assert not report.failures, report.failures
    with store.read() as shelves:
        found = shelves.pull_requests.count()
    store.close()
    return found


def main(n: int) -> None:
    """Load, and say how many there are and how many megabytes that took at most."""
    with tempfile.TemporaryDirectory() as folder:
        found = load(n, f"sqlite:///{Path(folder) / 'leadline.db'}")
    print(found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def run(n: int = N) -> list[Ratio]:
    """The peak of a process that does nothing else, of what it may be."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.first_load", str(n)], capture_output=True, text=True, check=True
    )
    found, peak = done.stdout.split()
    assert int(found) == n
    return [Ratio(f"peak memory of a first load of {n:,}", float(peak), MOST_MB, 1.0, unit="MB")]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(int(sys.argv[1]))
    else:
        sys.exit(not show(run()))
