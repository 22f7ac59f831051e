"""Every derivation, in the order in which they rest on one another."""

from services.derivation import Derivation
from services.derivation.cases import CASE_FACTS
from services.derivation.deployments import DEPLOYMENT_FACTS
from services.derivation.incidents import INCIDENT_FACTS
from services.derivation.issues import ISSUE_FACTS
from services.derivation.runs import RECOVERY_FACTS, RUN_FACTS
from services.derivation.shifts import SHIFT_FACTS
from services.derivation.sprints import SPRINT_FACTS

BUILTIN: tuple[Derivation, ...] = (
    DEPLOYMENT_FACTS,
    RUN_FACTS,
    RECOVERY_FACTS,
    CASE_FACTS,
    INCIDENT_FACTS,
    SHIFT_FACTS,
    ISSUE_FACTS,
    SPRINT_FACTS,
)
