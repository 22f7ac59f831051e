"""Hotfixes and answers to incidents, by the words that people and tools use."""

import pytest

from domain.rulings.hotfixes import (
    answers_incident,
    is_hotfix,
    made_as_hotfix,
    made_as_rollback,
    made_for_incident,
)
from tests.domain.rulings.shipments import deployed, landed


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Hotfix: refunds"},
        {"title": "[hotfix] refunds"},
        {"title": "hotfix(pay)!: refunds"},
        {"title": "HOT-FIX refunds"},
        {"title": "Fix forward: refunds"},
        {"head_branch": "hotfix/refunds"},
        {"head_branch": "ana/hotfix-refunds"},
        {"head_branch": "hot_fix"},
        {"labels": ("bug", "hotfix")},
        {"labels": ("type: Hotfix",)},
        {"labels": ("forward-fix",)},
    ],
    ids=str,
)
def test_a_pull_request_says_that_it_is_a_hotfix(fields: dict[str, object]) -> None:
    assert is_hotfix(landed(1, "a", 1, **fields))


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Document the hotfix process"},
        {"title": "Hotfixing is easy now"},
        {"title": "Fix refunds"},
        {"head_branch": "ana/prefix-hotfixture"},
        {"head_branch": "photofix"},
        {"labels": ("no-shotfixes",)},
        {},
    ],
    ids=str,
)
def test_other_words_make_no_hotfix(fields: dict[str, object]) -> None:
    assert not is_hotfix(landed(1, "a", 1, **fields))


@pytest.mark.parametrize(
    ("fields", "is_answer"),
    [
        ({"labels": ("incident",)}, True),
        ({"labels": ("INC-123",)}, True),
        ({"labels": ("sev1",)}, True),
        ({"head_branch": "fix/incident-42"}, True),
        ({"title": "Show incidents on the dashboard"}, False),
        ({"labels": ("coincidental",)}, False),
        ({"head_branch": "inclusive-names"}, False),
        ({}, False),
    ],
    ids=str,
)
def test_a_label_or_branch_names_an_incident(fields: dict[str, object], *, is_answer: bool) -> None:
    assert answers_incident(landed(1, "a", 1, **fields)) is is_answer


@pytest.mark.parametrize(
    ("fields", "hotfix", "rollback", "incident"),
    [
        ({"cause": "hotfix"}, True, False, False),
        ({"ref": "refs/heads/hotfix/refunds"}, True, False, False),
        ({"cause": "rollback"}, False, True, False),
        ({"cause": "Rolled back by Ana"}, False, True, False),
        ({"cause": "roll-back of v12"}, False, True, False),
        ({"cause": "incident PD-12"}, False, False, True),
        ({"cause": "release train", "ref": "main"}, False, False, False),
        ({"cause": "scrollbacks"}, False, False, False),
    ],
    ids=str,
)
def test_a_deployment_says_what_it_was_made_for(
    fields: dict[str, object], *, hotfix: bool, rollback: bool, incident: bool
) -> None:
    records = [deployed("a", 1), deployed("a", 1, **fields)]
    assert made_as_hotfix(records) is hotfix
    assert made_as_rollback(records) is rollback
    assert made_for_incident(records) is incident
