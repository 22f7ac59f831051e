"""Deployments: how often, how well, and how fast production recovers from those that fail."""

import numpy as np

from domain.facts import DEPLOYMENTS, NO_SPAN, REPAIRS, DeploymentColumns, DeploymentFlag, Seconds
from domain.metric import CALENDAR_ONLY, Aggregate, Better, Unit
from domain.question import TimeBase
from metrics.metric import Reasons, metric

ASIDE: Reasons = {DeploymentFlag.EXCLUDED_BY_HAND: "deployments set aside by hand"}
REPEATED: Reasons = {**ASIDE, DeploymentFlag.REDEPLOY: "redeployments"}
"""What brings nothing: the same commit again, or one that another copy of production has already."""

ODD_DEPLOYMENTS: Reasons = {
    DeploymentFlag.CONTRADICTORY: "with times that contradict each other",
    DeploymentFlag.UNKNOWN_COMMIT: "of a commit that is not known",
    DeploymentFlag.LONG_GAP: "after a gap of 60 days or 5,000 commits",
}
"""What is odd about deployments that do count."""

_SUCCEEDED = int(DeploymentFlag.SUCCEEDED)


@metric(
    "Deployment frequency",
    family="delivery",
    of=DEPLOYMENTS,
    unit=Unit.COUNT,
    better=Better.HIGHER,
    aggregate=Aggregate.PER_WEEK,
    synonyms=("df", "deployment frequency", "deploy frequency", "deployments", "deploys"),
    leaves_out=REPEATED,
    notices=ODD_DEPLOYMENTS,
)
def deployment_frequency(deployments: DeploymentColumns, _clock: TimeBase) -> Seconds:
    """Deployments to production that succeeded, a week.

    All regions of one commit and run are one deployment. Failed attempts, and deploying again what was
    there already, do not count; rollbacks do.
    """
    return _share(deployments, DeploymentFlag.SUCCEEDED)


@metric(
    "Change failure rate",
    family="delivery",
    of=DEPLOYMENTS,
    unit=Unit.SHARE,
    better=Better.LOWER,
    aggregate=Aggregate.SHARE,
    synonyms=("cfr", "change failure rate", "change fail rate", "failure rate"),
    leaves_out=REPEATED,
    notices={DeploymentFlag.OPEN_FAILURE: "that production has not recovered from", **ODD_DEPLOYMENTS},
)
def change_failure_rate(deployments: DeploymentColumns, _clock: TimeBase) -> Seconds:
    """The share of deployments to production that failed there, and so needed mending at once.

    A rollback, a deployed revert, a hotfix, an incident or a person tells which one it was. It counts as
    failed once, however much speaks against it, and by the date it was deployed: what comes to light
    later restates it, so the last 7 days are provisional.
    """
    return _share(deployments, DeploymentFlag.FAILED_IN_PRODUCTION)


@metric(
    "Recovery time",
    family="delivery",
    of=REPAIRS,
    unit=Unit.DURATION,
    better=Better.LOWER,
    synonyms=("fdrt", "recovery time", "failed deployment recovery time", "time to restore", "restore time"),
    clocks=CALENDAR_ONLY,
    leaves_out=ASIDE,
    notices={},
)
def recovery_time(repairs: DeploymentColumns, _clock: TimeBase) -> Seconds:
    """From the end of a deployment that failed to the first event that ended the failure.

    That is the deployment of its rollback, revert or hotfix, or the resolution of its incident. It counts
    in the week of the recovery; failures that nobody has ended yet are not averaged.
    """
    return repairs.recovery


@metric(
    "Rework rate",
    family="delivery",
    of=DEPLOYMENTS,
    unit=Unit.SHARE,
    better=Better.LOWER,
    aggregate=Aggregate.SHARE,
    synonyms=("rr", "rework rate", "deployment rework rate", "rework"),
    leaves_out=REPEATED,
    notices=ODD_DEPLOYMENTS,
)
def rework_rate(deployments: DeploymentColumns, _clock: TimeBase) -> Seconds:
    """The share of deployments to production that nobody had planned, made to mend what was there.

    These are rollbacks, hotfixes, deployed reverts, and what names an incident; one that brings other
    changes too is rework all the same.
    """
    return _share(deployments, DeploymentFlag.REWORK)


@metric(
    "Deploy success rate",
    family="delivery",
    of=DEPLOYMENTS,
    unit=Unit.SHARE,
    better=Better.HIGHER,
    aggregate=Aggregate.SHARE,
    synonyms=("dsr", "deploy success rate", "deployment success rate", "deploy success"),
    leaves_out=ASIDE,
    notices={
        DeploymentFlag.REDEPLOY: "of what was there already",
        DeploymentFlag.TOLD_AGAIN: "told of more than once, and counted once",
    },
)
def deploy_success_rate(deployments: DeploymentColumns, _clock: TimeBase) -> Seconds:
    """The share of attempts to deploy to production that came to their end in every region.

    Redeployments are attempts too; cancelled attempts are none. It says nothing of how the change
    fared in production, which is the change failure rate.
    """
    succeeded: Seconds = (deployments.flags & _SUCCEEDED != 0).astype(np.int32)
    return succeeded


@metric(
    "Pipeline time",
    family="ci",
    of=DEPLOYMENTS,
    unit=Unit.DURATION,
    better=Better.LOWER,
    synonyms=("pt", "pipeline time", "merge to deployed"),
    clocks=CALENDAR_ONLY,
    leaves_out=REPEATED,
    notices=ODD_DEPLOYMENTS,
)
def pipeline_time(deployments: DeploymentColumns, _clock: TimeBase) -> Seconds:
    """From the landing of the newest change that a deployment brings to the end of that deployment.

    Rollbacks, and the first deployment of a service, bring no change of which that is known.
    """
    return np.where(deployments.flags & _SUCCEEDED != 0, deployments.pipeline, np.int32(NO_SPAN))


def _share(deployments: DeploymentColumns, flag: DeploymentFlag) -> Seconds:
    """One where the flag is set, zero where not; failed attempts to deploy are not among them."""
    told = (deployments.flags & int(flag) != 0).astype(np.int32)
    return np.where(deployments.flags & _SUCCEEDED != 0, told, np.int32(NO_SPAN))
