"""Every derivation, in the order in which they rest on one another."""

from services.derivation import Derivation

BUILTIN: tuple[Derivation, ...] = ()
