"""Node ids of one form, made of whatever a webhook or REST tells; recorded ids and numbers agree."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from integrations.github.nodes import node_id
from integrations.reading import Unreadable

RECORDED = Path("/work/shared/data/webhooks/github")
KINDS = {
    "repository": "Repository", "pull_request": "PullRequest", "deployment": "Deployment",
    "release": "Release", "sender": "User", "check_run": "CheckRun", "workflow_job": "CheckRun",
}  # fmt: skip


def pairs() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Recorded things with an id of the new form, and their repository."""
    for path in sorted(RECORDED.glob("*.json")):
        body = json.loads(path.read_text())
        for key, kind in KINDS.items():
            thing = body.get(key)
            if isinstance(thing, dict) and "_" in str(thing.get("node_id", "")):
                yield kind, thing, body.get("repository") or {}


@pytest.mark.skipif(not RECORDED.exists(), reason=f"the recorded data of {RECORDED} is not on this machine")
def test_an_id_made_of_numbers_is_the_one_that_github_gave() -> None:
    seen: set[str] = set()
    for kind, thing, repository in pairs():
        assert node_id({"id": thing["id"]}, kind, repository) == thing["node_id"]
        seen.add(kind)
    assert seen == set(KINDS.values())


def test_an_id_of_the_new_form_is_taken_as_it_is() -> None:
    assert node_id({"node_id": "PR_kwDOabc", "id": 1}, "PullRequest") == "PR_kwDOabc"


def test_an_id_of_the_old_form_is_made_anew_by_the_number_in_it() -> None:
    old = b64encode(b"011:PullRequest558").decode()
    repository = {"id": 186853002}
    assert node_id({"node_id": old, "id": 99}, "PullRequest", repository) == node_id(
        {"id": 558}, "PullRequest", repository
    )


@pytest.mark.parametrize("number", [0, 1, 127, 128, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32, 2**63])
def test_numbers_of_every_length_have_an_id_of_their_own(number: int) -> None:
    made = node_id({"id": number}, "Repository")
    assert made.startswith("R_")
    assert made != node_id({"id": number + 1}, "Repository")


@pytest.mark.parametrize(
    "thing", [{}, {"id": "7"}, {"id": -1}, {"id": True}, {"id": 2**64}, {"node_id": "%%%"}]
)
def test_what_has_no_number_has_no_id(thing: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        node_id(thing, "Repository")


def test_what_lies_in_a_repository_needs_its_number() -> None:
    with pytest.raises(Unreadable):
        node_id({"id": 1}, "PullRequest", {})


def test_a_kind_that_we_do_not_make_ids_of_keeps_its_own() -> None:
    assert node_id({"node_id": "MDEyOk9yZ2FuaXphdGlvbjE="}, "Organization") == "MDEyOk9yZ2FuaXphdGlvbjE="
