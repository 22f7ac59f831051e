"""What can be set about GitHub: which artifacts are test reports, and what deploys where nothing says so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.errors import Field, Misconfigured
from integrations.github.reports import PATTERNS


@dataclass(frozen=True, slots=True)
class Options:
    """`test_artifacts` are names or patterns; `deploy_workflows` is found in a workflow's name or path."""

    test_artifacts: tuple[str, ...] = PATTERNS
    deploy_workflows: re.Pattern[str] | None = None
    deploy_on_merge: bool = False

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Options":
        """Raises `Misconfigured` for what makes no sense."""
        artifacts = settings.get("test_artifacts", PATTERNS)
        if isinstance(artifacts, str):
            artifacts = (artifacts,)
        if not isinstance(artifacts, list | tuple) or not all(isinstance(each, str) for each in artifacts):
            raise _wrong("testArtifacts", artifacts, "names or patterns of artifacts")
        is_merge = settings.get("deploy_on_merge", False)
        if not isinstance(is_merge, bool):
            raise _wrong("deployOnMerge", is_merge, "true or false")
        return cls(tuple(artifacts), _pattern(settings.get("deploy_workflows")), is_merge)

    def deploys(self, workflow: str, path: str) -> bool:
        """Whether runs of this workflow are deployments."""
        pattern = self.deploy_workflows
        return pattern is not None and bool(pattern.search(workflow) or pattern.search(path))


def _pattern(setting: object) -> re.Pattern[str] | None:
    if setting in (None, ""):
        return None
    try:
        return re.compile(setting)  # type: ignore[call-overload,no-any-return] # anything else is the TypeError below
    except (re.error, TypeError):
        raise _wrong("deployWorkflows", setting, "a regular expression such as (?i)deploy") from None


def _wrong(key: str, found: object, expected: str) -> Misconfigured:
    return Misconfigured(
        f"The setting `{key}` of GitHub cannot be used.",
        hint=f"Set it to {expected}.",
        fields=(Field(f"integrations.github.{key}", str(found), expected),),
    )
