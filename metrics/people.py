"""Classes of authors, as the flags of pull requests tell them."""

import numpy as np
from numpy.typing import NDArray

from domain.facts import Flag, Seconds

BOTS = int(Flag.BOT_AUTHOR)
"""Set for every author who is no person."""

CLASSES = ("people", "bots", "agents", "services")


def author_class(flags: Seconds) -> NDArray[np.int64]:
    """Which of the classes wrote each item, by its place."""
    agents, services = int(Flag.AGENT_AUTHOR), int(Flag.SERVICE_AUTHOR)
    return np.where(
        flags & BOTS == 0, 0, np.where(flags & agents != 0, 2, np.where(flags & services != 0, 3, 1))
    ).astype(np.int64)
