"""Production: which deployments went there, and from which source each service's are known."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from domain.records import Deployment, DeploymentSource
from domain.rulings.services import Catalogue, names_production

PRODUCTION = r"(?i)^prod"
"""What a production environment's name looks like, unless the settings say otherwise."""

SILENCE = timedelta(days=60)
"""A source that told of nothing for longer than this has given way to a lesser one."""

_PREVIEW = re.compile(
    r"(?i)(?:^|[^a-z0-9])(?:previews?|review|ephemeral|pr|mr|pull|branch|feature|feat|tmp|temp)(?:[^a-z]|$)"
)
_REHEARSAL = re.compile(
    r"(?i)(?:^|[^a-z0-9])(?:stag(?:e|ing)|stg|dev(?:elop(?:ment)?)?|tests?|testing|qa|uat|sandbox|local|ci)(?:[^a-z]|$)"
)
_BEST_FIRST = tuple(DeploymentSource)

_Reign = tuple[datetime, datetime]


def production(
    deployments: Sequence[Deployment], catalogue: Catalogue, pattern: str = PRODUCTION
) -> list[Deployment]:
    """The deployments of a repository that went to production, in their order.

    The environments that services name decide; else what the provider says; else the pattern; else,
    where nothing at all is production by these, the busiest environment that lasts. Previews never are
    (docs/explain/definitions.md, "Deployments").
    """
    found = [each for each in deployments if _is_production(each, catalogue, re.compile(pattern))]
    if found:
        return found
    unsaid = [each for each in deployments if _is_unsaid(each, catalogue)]
    home = _busiest(unsaid)
    return [each for each in unsaid if each.environment == home]


def of_one_source(deployments: Sequence[Deployment]) -> list[Deployment]:
    """One service's deployments from its best source at each time, in their order.

    A better source counts from its first deployment on; lesser ones are heard again once it has been
    silent for `SILENCE`.
    """
    reigns = _reigns(deployments)
    return [
        each
        for each in deployments
        if not any(
            began <= each.created_at <= ended
            for better in _BEST_FIRST[: _BEST_FIRST.index(each.known_from)]
            for began, ended in reigns.get(better, ())
        )
    ]


def _is_production(deployment: Deployment, catalogue: Catalogue, pattern: re.Pattern[str]) -> bool:
    services = catalogue.on(deployment.created_at)
    if names_production(services, deployment.environment):
        return True
    if services and all(each.environments for each in services):
        return False
    if deployment.is_production is not None:
        return deployment.is_production
    return pattern.search(deployment.environment) is not None and not _PREVIEW.search(deployment.environment)


def _is_unsaid(deployment: Deployment, catalogue: Catalogue) -> bool:
    """Whether neither the provider nor a service says what the environment is."""
    services = catalogue.on(deployment.created_at)
    return deployment.is_production is None and not (services and all(each.environments for each in services))


def _busiest(deployments: Iterable[Deployment]) -> str | None:
    """The environment deployed to most often: no preview, and no rehearsal while there is anything else."""
    counts = Counter(each.environment for each in deployments if not _PREVIEW.search(each.environment))
    real = [name for name in counts if not _REHEARSAL.search(name)] or list(counts)
    return max(sorted(real), key=lambda name: counts[name], default=None)


def _reigns(deployments: Iterable[Deployment]) -> Mapping[DeploymentSource, list[_Reign]]:
    """The times in which each source told of deployments, with the silence that is still its own."""
    found: dict[DeploymentSource, list[_Reign]] = defaultdict(list)
    for each in sorted(deployments, key=lambda each: each.created_at):
        spans, until = found[each.known_from], each.created_at + SILENCE
        if spans and each.created_at <= spans[-1][1]:
            spans[-1] = spans[-1][0], until
        else:
            spans.append((each.created_at, until))
    return found
