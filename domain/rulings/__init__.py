"""The rulings: what a pull request's history says about its milestones, spans and oddities.

Every ruling is told to users in docs/explain/definitions.md and reasoned in docs/decisions/0004-rulings.md.
"""

from domain.rulings.cycle import facts

__all__ = ["facts"]
