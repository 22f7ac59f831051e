"""Every derivation, in the order in which they rest on one another."""

from services.derivation import Derivation
from services.derivation.incidents import INCIDENT_FACTS
from services.derivation.shifts import SHIFT_FACTS
from services.derivation.sprints import SPRINT_FACTS

BUILTIN: tuple[Derivation, ...] = (INCIDENT_FACTS, SHIFT_FACTS, SPRINT_FACTS)
