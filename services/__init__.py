"""What the app can do, whoever asks: one use-case a module."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # who builds them loads them; a door that only passes them on stays light
    from domain.clock import Clock
    from services.answers import Answers
    from services.connections import Connections
    from services.corrections import Corrections
    from services.derivation import Derivations
    from services.facts import Facts
    from services.health import Health
    from services.home import Home
    from services.hooks import Hooks
    from services.identity import Identity
    from services.pictures import Pictures
    from services.points import Points
    from services.sought import Sought
    from services.sync import Sync
    from services.teams import Teams
    from storage.store import Store


@dataclass(frozen=True)
class Services:
    """Every use-case, built once by `bot.app` and handed to the doors."""

    answers: Answers
    teams: Teams
    identity: Identity
    home: Home
    health: Health
    sync: Sync
    hooks: Hooks
    connections: Connections
    pictures: Pictures
    facts: Facts
    derivations: Derivations
    corrections: Corrections
    sought: Sought
    points: Points
    store: Store
    clock: Clock
