"""The common schema: what every provider's data becomes.

Ids come from `domain.ids.identify(...)`, times are aware and in UTC. A record is whole or it is not
saved: every nested list has been followed to its end.
"""

from domain.records.ci import Job, Outcome, Run, TestCase, Verdict
from domain.records.code import (
    Account,
    AccountKind,
    BranchCommit,
    ClosedInterval,
    Comment,
    Commit,
    DraftInterval,
    PullRequest,
    PullRequestState,
    Repository,
    RepositoryState,
    Review,
    ReviewRequest,
    ReviewState,
    Source,
)
from domain.records.deployments import Deployment, DeploymentSource, DeploymentStatus
from domain.records.incidents import Acknowledgement, Incident, Interruption, Shift, Urgency
from domain.records.issues import (
    Category,
    EstimateChange,
    Issue,
    Project,
    Snapshot,
    SnapshotItem,
    Sprint,
    SprintChange,
    SprintMoment,
    SprintState,
    Stop,
    Transition,
)
from domain.records.points import CustomPoint
from domain.records.services import CodeOwners, Service

Record = (
    PullRequest
    | BranchCommit
    | CodeOwners
    | Deployment
    | Run
    | Job
    | TestCase
    | Project
    | Sprint
    | Issue
    | Incident
    | Shift
)
"""What streams bring, beside repositories and accounts."""

__all__ = [
    "Account",
    "AccountKind",
    "Acknowledgement",
    "BranchCommit",
    "Category",
    "ClosedInterval",
    "CodeOwners",
    "Comment",
    "Commit",
    "CustomPoint",
    "Deployment",
    "DeploymentSource",
    "DeploymentStatus",
    "DraftInterval",
    "EstimateChange",
    "Incident",
    "Interruption",
    "Issue",
    "Job",
    "Outcome",
    "Project",
    "PullRequest",
    "PullRequestState",
    "Record",
    "Repository",
    "RepositoryState",
    "Review",
    "ReviewRequest",
    "ReviewState",
    "Run",
    "Service",
    "Shift",
    "Snapshot",
    "SnapshotItem",
    "Source",
    "Sprint",
    "SprintChange",
    "SprintMoment",
    "SprintState",
    "Stop",
    "TestCase",
    "Transition",
    "Urgency",
    "Verdict",
]
