"""Deployments: what was put where, and whether that worked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeploymentStatus(StrEnum):
    PENDING = "pending"
    SUCCESS = "success"
    FAILURE = "failure"
    CANCELLED = "cancelled"


class DeploymentSource(StrEnum):
    """Where we know a deployment from, the best first; one source a service at a time."""

    API = "api"
    PROVIDER = "provider"
    WORKFLOW = "workflow"
    RELEASE = "release"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment as its provider tells it, to one environment, perhaps of one region.

    id = identify(source, "deployment", external_id). `status` is what it came to: a later
    "inactive" undoes no success. `service` is a service's slug where the source names one, `part` the
    region or cell of several that make up one logical deployment; `cause` is what the source says it
    was made for, such as "rollback" or "hotfix".
    """

    id: int
    source: str
    external_id: str
    repository_id: int
    environment: str
    sha: str
    status: DeploymentStatus
    created_at: datetime
    finished_at: datetime | None = None
    ref: str = ""
    url: str = ""
    creator_id: int | None = None
    run_id: int | None = None
    known_from: DeploymentSource = DeploymentSource.PROVIDER
    is_production: bool | None = None
    service: str | None = None
    part: str = ""
    cause: str = ""
