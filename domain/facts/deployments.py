"""Facts of deployments: the logical ones, what they were, and what became of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, IntFlag, StrEnum

from domain.facts.columns import Columns, Ids, Seconds


class DeploymentFlag(IntFlag):
    """What a logical deployment to production was, and whether it failed there."""

    SUCCEEDED = 1
    FIRST = 2
    REDEPLOY = 4
    ROLLBACK = 8
    HOTFIX = 16
    FAILED_IN_PRODUCTION = 32
    REWORK = 64
    OPEN_FAILURE = 128
    CONTRADICTORY = 256
    EXCLUDED_BY_HAND = 512
    LONG_GAP = 1024
    UNKNOWN_COMMIT = 2048
    TOLD_AGAIN = 4096


class FailureKind(StrEnum):
    """What tells that a deployment failed in production."""

    INCIDENT = "incident"
    ROLLBACK = "rollback"
    REVERT = "revert"
    HOTFIX = "hotfix"


class Rank(IntEnum):
    """How good the evidence for the cause of a failure is, the best first: a person's word, then a link."""

    BY_HAND = 0
    LINKED = 1
    ROLLBACK = 2
    REVERT = 3
    HOTFIX = 4
    IN_TIME = 5


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a deployment counts as failed: one piece of evidence of perhaps several.

    `evidence_id` is the incident, the pull request that reverted one of its own, or the deployment
    that rolled it back or fixed it. `recovered_at` is when that ended the failure, None while it has
    not.
    """

    deployment_id: int
    kind: FailureKind
    evidence_id: int
    repository_id: int
    detected_at: datetime
    recovered_at: datetime | None
    rank: int


@dataclass(frozen=True, slots=True)
class DeploymentFacts:
    """A logical deployment that ended `at`; as a repair, one that failed and was recovered from `at`.

    In whole seconds: `duration` from its creation to its end, `pipeline` from the landing of its
    newest change to its end, `recovery` from its end to the end of the failure that it caused, and
    `detected` from its end to when that was noticed. `changes` is how many pull requests it brought.
    """

    id: int
    place_id: int
    author_id: int | None
    at: datetime
    flags: DeploymentFlag
    service_id: int
    duration: int | None
    pipeline: int | None
    recovery: int | None
    detected: int | None
    changes: int | None


@dataclass(frozen=True, slots=True)
class DeploymentColumns(Columns):
    """Logical deployments to production, at their ends, or at the end of the failure they caused."""

    service_id: Ids
    duration: Seconds
    pipeline: Seconds
    recovery: Seconds
    detected: Seconds
    changes: Seconds
