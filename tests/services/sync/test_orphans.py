"""What belongs to something unknown is set aside, and the rest of its page is kept."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.records import CodeOwners, Record, Sprint, SprintState
from integrations.pages import Page
from services.sync.orphans import without_orphans
from storage.store import Store
from tests.builders import GITHUB, JIRA, NOW, issue, project, pull_request, repository
from tests.ci import case, job, run

API, STRANGE = repository("acme/api"), repository("acme/strange")
PAY, GONE = project("PAY"), project("GONE")
RUN = run(1, repository_id=API.id)
SPRINT = Sprint(7, JIRA.key, "7", GONE.id, "Gone", "Sprint 1", SprintState.ACTIVE, NOW)
STRAY = issue("GONE-1", project=GONE)
LOST = run(2, repository_id=STRANGE.id)


@pytest.fixture
def known(store: Store) -> Store:
    with store.write() as shelves:
        shelves.sources.save(JIRA)
        shelves.repositories.save([API])
        shelves.projects.save([PAY])
    return store


def sifted(store: Store, records: Sequence[Record]) -> Page:
    with store.read() as shelves:
        return without_orphans(GITHUB.key, "things", Page(tuple(records)), shelves)


@pytest.mark.parametrize(
    ("records", "kept", "path"),
    [
        pytest.param(
            [pull_request(1, repository=API), pull_request(2, repository=STRANGE)], 1, "repository_id",
            id="a pull request of a repository that nobody read",
        ),
        pytest.param([CodeOwners(STRANGE.id, "* @ada")], 0, "repository_id", id="owners of one"),
        pytest.param([issue("PAY-1"), STRAY], 1, "project_id", id="an issue of a project"),
        pytest.param([SPRINT], 0, "project_id", id="a sprint of a project"),
        pytest.param([job(LOST)], 0, "run_id", id="a job of a run that never came"),
    ],
)  # fmt: skip
def test_what_has_no_home_is_set_aside(known: Store, records: list[Any], kept: int, path: str) -> None:
    page = sifted(known, records)
    assert list(page.records) == records[:kept]
    (aside,) = page.unmappable
    assert (aside.source, aside.stream, aside.path) == (GITHUB.key, "things", path)
    assert aside.external_id == getattr(records[-1], "external_id", "")
    assert "was never read" in aside.reason


def test_what_comes_with_its_home_is_kept(known: Store) -> None:
    records: tuple[Record, ...] = (GONE, STRAY, RUN, job(RUN), case(RUN))
    page = sifted(known, records)
    assert (page.records, page.unmappable) == (records, ())


def test_what_belongs_to_what_is_set_aside_goes_with_it(known: Store) -> None:
    page = sifted(known, [RUN, LOST, job(RUN), job(LOST), case(LOST)])
    assert list(page.records) == [RUN, job(RUN)]
    assert sorted(aside.path for aside in page.unmappable) == ["repository_id", "run_id", "run_id"]
