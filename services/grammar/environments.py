"""Environments: production is the only one that is asked about, and who names another is told so."""

import re

from domain.errors import Rejected

PRODUCTION = frozenset({
    "production", "prod", "in production", "in prod", "to production", "to prod",
    "env:production", "env:prod", "environment:production", "environment:prod",
})  # fmt: skip
"""What may be said without changing anything: figures are of production anyway."""

_OTHERS = frozenset({
    "canary", "dev", "development", "integration", "pre-prod", "preprod", "pre-production", "preview",
    "qa", "sandbox", "stage", "staging", "test", "testing", "uat",
})  # fmt: skip
_SAID = re.compile(r"(?:in |to )?(?:env|environment):(?P<name>.*)")


def refuse_environment(phrase: str) -> None:
    """Reject a folded phrase that no name goes by and that asks for another environment."""
    said = _SAID.fullmatch(phrase)
    name = said["name"] if said else phrase
    if said or name in _OTHERS:
        raise Rejected(
            f"Only what reaches production is counted, so “{name[:40]}” cannot be asked for.",
            hint="Leave it out. `deployments.production` in the configuration tells what production is.",
        )
