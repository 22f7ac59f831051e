"""What Leadline keeps of its own work comes back: cursors, runs, quarantine, pictures, notes and limits."""

from dataclasses import replace
from datetime import timedelta

from domain.errors import Unmappable
from domain.runs import RunOutcome, SyncRun
from storage.store import Store
from tests import builders as build

HOUR = timedelta(hours=1)
POISON = Unmappable(
    "github", "pull_requests", "PR_1", "$.title", "title is missing", "abc", '{"n": "a\ud800\0"}'
)


def test_a_cursor_is_kept_for_each_source_stream_and_key(seeded: Store) -> None:
    with seeded.write() as shelves:
        assert shelves.cursors.get("github", "pull_requests", "R_1") is None
        shelves.cursors.save("github", "pull_requests", "R_1", "one")
        shelves.cursors.save("github", "pull_requests", "R_2", "other")
        shelves.cursors.save("github", "pull_requests", "R_1", "two")
        assert shelves.cursors.get("github", "pull_requests", "R_1") == "two"
        assert shelves.cursors.get("github", "repositories", "R_1") is None
        shelves.cursors.clear("github")
        assert shelves.cursors.get("github", "pull_requests", "R_2") is None


def test_a_streams_cursors_come_together(seeded: Store) -> None:
    with seeded.write() as shelves:
        shelves.cursors.save("github", "pull_requests", "1", "here")
        shelves.cursors.save("github", "pull_requests", "2", "there")
        shelves.cursors.save("github", "runs", "1", "elsewhere")
        assert shelves.cursors.all("github", "pull_requests") == {"1": "here", "2": "there"}
        assert shelves.cursors.all("gitlab", "pull_requests") == {}


def test_a_run_is_told_from_begin_to_end(seeded: Store) -> None:
    with seeded.write() as shelves:
        run = shelves.runs.begin("github", "pull_requests", build.NOW)
        begun = SyncRun(run, "github", "pull_requests", build.NOW)
        assert shelves.runs.last("github") == begun
        assert shelves.runs.last("github", "succeeded") is None
        shelves.runs.finish(
            run, build.NOW + HOUR, "succeeded", "all well", requests=3, points=4, records=5, quarantined=6
        )
        ended = replace(
            begun,
            finished_at=build.NOW + HOUR,
            outcome=RunOutcome.SUCCEEDED,
            note="all well",
            requests=3,
            points=4,
            records=5,
            quarantined=6,
        )
        assert shelves.runs.last("github") == shelves.runs.last("github", RunOutcome.SUCCEEDED) == ended


def test_the_last_run_is_the_latest_of_its_outcome(seeded: Store) -> None:
    with seeded.write() as shelves:
        for hours, outcome in enumerate(("succeeded", "failed", "interrupted")):
            run = shelves.runs.begin("github", "pull_requests", build.NOW + hours * HOUR)
            shelves.runs.finish(run, build.NOW + hours * HOUR, outcome)
        found = [shelves.runs.last("github", outcome) for outcome in (None, "succeeded", "failed")]
        assert [each and each.began_at for each in found] == [build.NOW + n * HOUR for n in (2, 0, 1)]
        assert shelves.runs.last("gitlab") is None


def test_what_cannot_be_read_is_kept_with_its_reason_until_it_can(seeded: Store) -> None:
    other = replace(POISON, external_id="PR_2", payload="{}")
    with seeded.write() as shelves:
        shelves.quarantine.save([POISON, other], build.NOW)
        shelves.quarantine.save([replace(other, reason="still missing")], build.NOW + HOUR)
        assert shelves.quarantine.count() == shelves.quarantine.count("github") == 2
        assert shelves.quarantine.count("gitlab") == 0
        kept = shelves.quarantine.all()
        assert [(each.external_id, each.reason) for each in kept] == [
            ("PR_2", "still missing"),
            ("PR_1", "title is missing"),
        ]
        assert kept[1].payload == '{"n": "a\ufffd\ufffd"}'
        assert shelves.quarantine.all("gitlab") == []
        shelves.quarantine.settle("github", "repositories", ["PR_1"])
        shelves.quarantine.settle("github", "pull_requests", ["PR_1"])
        assert [each.external_id for each in shelves.quarantine.all("github")] == ["PR_2"]


def test_a_picture_is_kept_until_it_is_pruned(store: Store) -> None:
    with store.write() as shelves:
        shelves.pictures.save("old", b"\x89PNG old", "Cycle time fell", build.NOW - HOUR)
        shelves.pictures.save("new", b"\x89PNG new", "Cycle time rose", build.NOW)
        assert shelves.pictures.get("old") == b"\x89PNG old"
        assert shelves.pictures.prune(build.NOW) == 1
        assert shelves.pictures.get("old") is None
        assert shelves.pictures.get("new") == b"\x89PNG new"


def test_a_note_is_its_owners(store: Store) -> None:
    with store.write() as shelves:
        shelves.notes.put("U1", "last", {"text": "cycle-time 30d", "n": [1, None]})
        shelves.notes.put("U2", "last", {})
        assert shelves.notes.get("U1", "last") == {"text": "cycle-time 30d", "n": [1, None]}
        shelves.notes.put("U1", "last", {"text": "list"})
        assert shelves.notes.get("U1", "last") == {"text": "list"}
        shelves.notes.remove("U1", "last")
        assert shelves.notes.get("U1", "last") is None
        assert shelves.notes.get("U2", "last") == {}


def test_a_limit_outlives_the_process(store: Store, url: str) -> None:
    with store.write() as shelves:
        assert shelves.limits.get("github") is None
        shelves.limits.put("github", {"reset_at": 1795521600, "remaining": 0})
    later = Store.open(url)
    with later.read() as shelves:
        assert shelves.limits.get("github") == {"reset_at": 1795521600, "remaining": 0}
    later.close()
